/* Children over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/change.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/codes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "domain/student.h"
#include "store/case_store.h"
#include "store/change_store.h"
#include "store/household_store.h"
#include "store/place_store.h"
#include "store/student_store.h"
#include "text/reading.h"

/* ---- lists ------------------------------------------------------------------ */
struct student_query {
    struct page page;
    const char *q, *division, *school, *grade, *class;
    const char *tag, *sex, *status, *situation, *born_from, *born_to;
};
static const struct field student_query_fields[] = {
    F_PAGE(student_query),
    F_TEXT(student_query, q, "姓名、全拼或首字母", OPTIONAL, 1, 60),
    F_TEXT(student_query, division, "区划代码", OPTIONAL, 1, 15),
    F_TEXT(student_query, school, "学校标识码", OPTIONAL, 1, 10),
    F_CODE(student_query, grade, "年级", OPTIONAL, grades),
    F_TEXT(student_query, class, "班级", OPTIONAL, 1, 20),
    F_CODE(student_query, tag, "特殊类别", OPTIONAL, tags),
    F_CODE(student_query, sex, "性别", OPTIONAL, sexes),
    F_CODE(student_query, status, "学生状态", OPTIONAL, student_states),
    F_CODE(student_query, situation, "入户所见", OPTIONAL, situations),
    F_DATE(student_query, born_from, "出生日期从", OPTIONAL),
    F_DATE(student_query, born_to, "出生日期到", OPTIONAL),
    F_END
};
static const struct record student_query =
    RECORD(student_query, "StudentQuery", "学生筛选", student_query_fields);

/* The place of a school, or of one of its grades or classes. */
static enum err school_range(struct req *rq, const struct student_query *q,
                             struct student_filter *f)
{
    if (q->class && (!q->grade || !q->school))
        return req_refuse(rq, ERR_INVALID, "/class", "alone",
                          "按班级筛选时须同时选学校和年级。");
    if (!q->school) {
        f->grade = q->grade;
        return ERR_OK;
    }
    f->school_lo = arena_printf(rq->arena, "S%s/%s%s%s%s", q->school,
                                q->grade ? q->grade : "", q->grade ? "/" : "",
                                q->class ? q->class : "", q->class ? "/" : "");
    if (!f->school_lo)
        return ERR_NO_MEMORY;
    f->school_hi = place_range_end(rq->arena, f->school_lo);
    return f->school_hi ? ERR_OK : ERR_NO_MEMORY;
}

static enum err filter_of(struct req *rq, const struct student_query *q,
                          struct student_filter *f)
{
    enum err e = ERR_OK;

    *f = (struct student_filter) { .tag = q->tag,
                                   .sex = q->sex,
                                   .status = q->status,
                                   .situation = q->situation,
                                   .born_from = q->born_from,
                                   .born_to = q->born_to,
                                   .scope_lo = rq->principal.lo,
                                   .scope_hi = rq->principal.hi,
                                   .rows = page_rows(&q->page) };
    if (q->division)
        e = store_division_range(rq->db, rq->arena, q->division, &f->lo,
                                 &f->hi);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划代码。");
    TRY(e);
    TRY(school_range(rq, q, f));
    if (q->q) {
        TRY(name_query_token(q->q, rq->arena, &f->token));
        if (!*f->token)
            return req_refuse(rq, ERR_INVALID, "/q", "letters",
                              "请输入姓名的汉字、全拼或首字母。");
    }
    return page_after_id(rq, &q->page, &f->after);
}

static enum err student_list(struct req *rq, const void *in, void *out)
{
    const struct student_query *q = rq->query;
    struct student_filter f;

    (void)in;
    TRY(filter_of(rq, q, &f));
    TRY(store_student_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_student_count(rq->db, rq->arena, &f, &rq->total));
    return page_end_id(rq, &q->page, &student_view, out);
}

/* ---- one child --------------------------------------------------------------- */
static enum err student_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    rq->audit_child = rq->id;
    return store_student_view(rq->db, rq->arena, rq->id, out);
}

static enum err judge_division(struct req *rq, const char *code,
                               const char *pointer)
{
    struct division_row d;
    enum err e =
        code ? store_division_get(rq->db, rq->arena, code, &d) : ERR_OK;

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, pointer, "unknown",
                          "没有这个区划代码。");
    return e;
}

static enum err judge_household(struct req *rq, int64_t id)
{
    int64_t version;
    enum err e = id == INT_NONE
                     ? ERR_OK
                     : db_int(rq->db, &find_household, &version, VALS(INT(id)));

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/household_id", "unknown",
                          "没有这个家庭，或不在您的管辖范围内。");
    return e;
}

/* What a child's record must fulfil; the number is mended on the way. */
static enum err judge(struct req *rq, struct student_row *s)
{
    struct student_fault fault = student_number(rq->arena, rq->today, s);

    if (fault.pointer)
        return req_refuse(rq, ERR_INVALID, fault.pointer, fault.code,
                          fault.detail);
    TRY(judge_division(rq, s->huji_division, "/huji_division"));
    TRY(judge_division(rq, s->residence_division, "/residence_division"));
    return judge_household(rq, s->household_id);
}

/* 409 for a child I can open; *elsewhere for one that is the county's to
 * compare, of which nothing is told here. */
static enum err judge_holders(struct req *rq, const struct student_row *s,
                              int64_t except, int64_t *elsewhere)
{
    int64_t mine;
    const char *detail;

    TRY(store_number_holders(rq->db, rq->arena, s->id_no, except, &mine,
                             elsewhere));
    if (!mine)
        return ERR_OK;
    detail = arena_printf(rq->arena,
                          "这个证件号已经登记（学生编号 %lld），本次没有保存。"
                          "请打开那名学生核对。",
                          (long long)mine);
    return detail ? req_refuse(rq, ERR_CONFLICT, "/id_no", "id_no.registered",
                               detail)
                  : ERR_NO_MEMORY;
}

/* What was written must be in its writer's own scope. */
static enum err still_mine(struct req *rq, int64_t id)
{
    int64_t version;
    enum err e = db_int(rq->db, &find_student, &version, VALS(INT(id)));

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/residence_division", "scope",
                          "户籍地和现住地都不在您的管辖范围内，本次没有保存。"
                          "孩子确已迁出的，请报教育局办理。");
    return e;
}

static enum err student_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct student_row s;
    int64_t elsewhere;

    record_clear(&student_row, &s);
    record_copy(&student_in, in, &student_row, &s);
    TRY(judge(rq, &s));
    TRY(judge_holders(rq, &s, 0, &elsewhere));
    TRY(store_student_create(rq->db, rq->arena, &act, &s));
    TRY(store_number_doubts(rq->db, rq->arena, &act, &s, elsewhere));
    TRY(still_mine(rq, s.id));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)s.id);
    return store_student_view(rq->db, rq->arena, s.id, out);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Nobody leaves the register but by the conclusion of the police (虎政规〔2020〕
 * 1号 五(三)6), or as the double of another whom somebody has compared. */
static enum err judge_leaving(struct req *rq, const struct student_row *old,
                              const struct student_row *s)
{
    bool may;

    if (strcmp(old->status, s->status) == 0 || strcmp(s->status, "active") == 0)
        return ERR_OK;
    TRY(store_case_may_leave(rq->db, s->id, s->status, &may));
    return may ? ERR_OK
               : req_refuse(
                     rq, ERR_RULE, "/status", "status.conclusion",
                     "学生状态须依据公安部门的结论变更，没有保存。"
                     "请先立案，转入“户籍原因、失踪失联”，提请公安核查。");
}

enum err change_student(struct req *rq, int64_t id, int64_t version,
                        const struct student_patch *in)
{
    const struct act act = req_act(rq);
    struct student_row old, s;
    int64_t elsewhere = 0;
    bool new_number;

    TRY(store_student_get(rq->db, rq->arena, id, &old));
    if (old.version != version)
        return ERR_STALE;
    s = old;
    patch_apply(&student_patch, in, &student_row, &s);
    TRY(judge(rq, &s));
    TRY(judge_leaving(rq, &old, &s));
    new_number = !same_text(old.id_no, s.id_no);
    if (new_number)
        TRY(judge_holders(rq, &s, s.id, &elsewhere));
    TRY(store_student_update(rq->db, rq->arena, &act, &old, &s));
    if (new_number)
        TRY(store_number_doubts(rq->db, rq->arena, &act, &s, elsewhere));
    return still_mine(rq, s.id);
}

static enum err student_change(struct req *rq, const void *in, void *out)
{
    TRY(change_student(rq, rq->id, rq->if_match, in));
    return store_student_view(rq->db, rq->arena, rq->id, out);
}

/* ---- history ------------------------------------------------------------------- */
struct history_query {
    struct page page;
};
static const struct field history_query_fields[] = { F_PAGE(history_query),
                                                     F_END };
static const struct record history_query =
    RECORD(history_query, "HistoryQuery", "变更记录分页", history_query_fields);

/* The cursor is how many lines were shown. */
static enum err student_history(struct req *rq, const void *in, void *out)
{
    const struct history_query *q = rq->query;
    struct list *lines = out;
    int64_t skip, total, rows = page_rows(&q->page);

    (void)in;
    rq->audit_child = rq->id;
    TRY(page_after_id(rq, &q->page, &skip));
    TRY(store_history_list(rq->db, rq->arena, rq->id, skip, rows, lines,
                           &total));
    if (q->page.count == 1)
        rq->total = total;
    if ((int64_t)lines->n < rows)
        return ERR_OK;
    lines->n--;
    rq->next_cursor =
        arena_printf(rq->arena, "%lld", (long long)(skip + rows - 1));
    return rq->next_cursor ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- by number ------------------------------------------------------------------- */
/* A list of one or none: a number that is registered elsewhere answers as one
 * that nobody has. */
static enum err student_search(struct req *rq, const void *in, void *out)
{
    const struct search_in *search = in;
    struct list *found = out;
    struct student_view *s = arena_alloc(rq->arena, sizeof *s);
    int64_t id;
    enum err e;

    if (!s)
        return ERR_NO_MEMORY;
    *found = (struct list) { s, 0 };
    e = store_student_by_number(rq->db, rq->arena, search->id_no, &id);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    rq->audit_child = id;
    TRY(store_student_view(rq->db, rq->arena, id, s));
    found->n = 1;
    return ERR_OK;
}

static enum err reveal(struct req *rq, const void *in, void *out)
{
    const struct reveal_in *r = in;
    const char *fault = reveal_reason_fault(r->reason);

    if (fault)
        return req_refuse(rq, ERR_INVALID, "/reason", "digits", fault);
    rq->audit_detail = r->reason;
    return store_student_reveal(rq->db, rq->arena, rq->id, out);
}

const struct route student_routes[] = {
    { "GET", "/students", "学生列表", RIGHT_STUDENT_READ, TX_READ, LISTS,
      .query = &student_query, .reply = &student_view,
      .handler = student_list },
    { "POST", "/students", "登记学生", RIGHT_STUDENT_WRITE, TX_WRITE, CREATES,
      .body = &student_in, .reply = &student_view, .handler = student_add },
    { "POST", "/students/search", "按证件号查找", RIGHT_STUDENT_READ, TX_READ,
      LISTS | READS_CHILD, .body = &search_in, .reply = &student_view,
      .handler = student_search },
    { "GET", "/students/{id}", "一名学生", RIGHT_STUDENT_READ, TX_READ,
      READS_CHILD, .reply = &student_view, .find = &find_student,
      .handler = student_get },
    { "PATCH", "/students/{id}", "修改学生", RIGHT_STUDENT_WRITE, TX_WRITE,
      IF_MATCH, .body = &student_patch, .reply = &student_view,
      .find = &find_student, .handler = student_change },
    { "GET", "/students/{id}/history", "学生的变更记录", RIGHT_STUDENT_READ,
      TX_READ, LISTS | READS_CHILD, .query = &history_query,
      .reply = &history_row, .find = &find_student,
      .handler = student_history },
    { "POST", "/students/{id}/reveal", "查看完整证件号", RIGHT_STUDENT_REVEAL,
      TX_READ, AUDIT_FIRST, .body = &reveal_in, .reply = &student_reveal,
      .find = &find_student, .handler = reveal },
    ROUTE_END
};
