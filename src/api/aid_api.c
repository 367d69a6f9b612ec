/* 资助 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "store/aid_store.h"
#include "store/place_store.h"
#include "store/student_store.h"

/* ---- the kinds --------------------------------------------------------- */
static enum err kind_list(struct req *rq, const void *in, void *out)
{
    struct list *l = out;
    struct aid_kind *k;
    size_t n = 0;

    (void)in;
    while (aid_kinds[n].name)
        n++;
    k = arena_array(rq->arena, n, sizeof *k);
    if (!k)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        k[i] = aid_kinds[i];
    *l = (struct list) { k, n };
    return ERR_OK;
}

/* ---- finding ----------------------------------------------------------- */
struct aid_query {
    struct page page;
    int64_t year, student_id;
    const char *term, *kind, *school, *state, *division;
};
#define YEAR(opts)                                                             \
    F_INT(aid_query, year, "学年", opts, AID_YEAR_MIN, AID_YEAR_MAX)
#define PLACES                                                                 \
    F_TEXT(aid_query, school, "学校标识码", OPTIONAL, 1, 10),                  \
        F_TEXT(aid_query, division, "区划代码", OPTIONAL, 1, 15)
static const struct field query_fields[] = {
    F_PAGE(aid_query),
    YEAR(OPTIONAL),
    F_CODE(aid_query, term, "学期", OPTIONAL, aid_terms),
    F_CODE(aid_query, kind, "资助项目", OPTIONAL, aid_kind_codes),
    F_CODE(aid_query, state, "状态", OPTIONAL, aid_states),
    F_ID(aid_query, student_id, "学生编号", OPTIONAL),
    PLACES,
    F_END
};
static const struct record aid_query =
    RECORD(aid_query, "AidQuery", "资助筛选", query_fields);
static const struct field missing_fields[] = {
    F_PAGE(aid_query),
    YEAR(REQUIRED),
    F_CODE(aid_query, term, "学期", REQUIRED, aid_terms),
    F_CODE(aid_query, kind, "资助项目", REQUIRED, aid_kind_codes),
    PLACES,
    F_END
};
static const struct record missing_query =
    RECORD(aid_query, "AidMissingQuery", "应享受未登记筛选", missing_fields);

static enum err filter_of(struct req *rq, const struct aid_query *q,
                          struct aid_filter *f)
{
    enum err e = ERR_OK;

    *f = (struct aid_filter) { .year = q->year,
                               .student_id = q->student_id,
                               .term = q->term,
                               .kind = q->kind,
                               .school = q->school,
                               .state = q->state,
                               .today = rq->today,
                               .rows = page_rows(&q->page) };
    if (q->division)
        e = store_division_range(rq->db, rq->arena, q->division, &f->lo,
                                 &f->hi);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划代码。");
    TRY(e);
    return page_after_id(rq, &q->page, &f->after);
}

static enum err aid_list(struct req *rq, const void *in, void *out)
{
    const struct aid_query *q = rq->query;
    const struct act act = req_act(rq);
    struct aid_filter f;
    struct list *found = out;
    struct aid_row *r;

    (void)in;
    TRY(filter_of(rq, q, &f));
    TRY(store_aid_list(rq->db, rq->arena, &f, found));
    r = found->items;
    for (size_t i = 0; i < found->n; i++)
        TRY(aid_describe(&r[i], &act, rq->arena));
    if (q->page.count == 1)
        TRY(store_aid_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &aid_row, found);
}

static enum err missing_list(struct req *rq, const void *in, void *out)
{
    const struct aid_query *q = rq->query;
    struct aid_filter f;

    (void)in;
    TRY(filter_of(rq, q, &f));
    TRY(store_aid_missing(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_aid_missing_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &aid_missing, out);
}

struct total_query {
    int64_t year;
    const char *term, *by;
};
static const struct field total_fields[] = {
    F_INT(total_query, year, "学年", REQUIRED, AID_YEAR_MIN, AID_YEAR_MAX),
    F_CODE(total_query, term, "学期", OPTIONAL, aid_terms),
    F_CODE(total_query, by, "汇总方式", REQUIRED, aid_groups), F_END
};
static const struct record total_query =
    RECORD(total_query, "AidTotalQuery", "资助汇总筛选", total_fields);

static enum err total_list(struct req *rq, const void *in, void *out)
{
    const struct total_query *q = rq->query;
    bool county =
        rq->actor->role == ROLE_AGENCY && aid_counts_county(rq->actor->unit);

    (void)in;
    return store_aid_totals(rq->db, rq->arena, q->year, q->term, q->by, county,
                            out);
}

/* ---- entering ---------------------------------------------------------- */
static enum err show(struct req *rq, int64_t id, struct aid_row *r)
{
    const struct act act = req_act(rq);

    TRY(store_aid_get(rq->db, rq->arena, id, r));
    rq->audit_child = r->student_id;
    return aid_describe(r, &act, rq->arena);
}

static enum err aid_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err aid_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(
        rq, store_aid_add(rq->db, rq->arena, &act, rq->id, in, &id, &why),
        &why));
    return show(rq, id, out);
}

static enum err batch_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    const struct aid_batch *b = out;
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq, store_aid_batch(rq->db, rq->arena, &act, in, out, &why),
                    &why));
    rq->audit_entity_id = b->school;
    rq->audit_detail =
        arena_printf(rq->arena, "%s %lld人%s", b->kind, (long long)b->made,
                     b->dry_run ? " 预览" : "");
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

static enum err aid_change(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_aid_change(rq->db, rq->arena, &act, rq->id,
                                     rq->if_match, in, &why),
                    &why));
    return show(rq, rq->id, out);
}

static enum err give_up(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_aid_withdraw(rq->db, rq->arena, &act, rq->id,
                                       rq->if_match, in, &why),
                    &why));
    return show(rq, rq->id, out);
}

const struct route aid_routes[] = {
    { "GET", "/aid-kinds", "资助项目", RIGHT_AID_TOTALS, TX_NONE, LISTS,
      .reply = &aid_kind_row, .handler = kind_list },
    { "GET", "/aid-totals", "资助汇总", RIGHT_AID_TOTALS, TX_LONG, LISTS,
      .query = &total_query, .reply = &aid_total, .handler = total_list },
    { "GET", "/aid-missing", "应享受未登记资助的学生", RIGHT_AID_READ, TX_LONG,
      LISTS, .query = &missing_query, .reply = &aid_missing,
      .handler = missing_list },
    { "GET", "/aids", "资助", RIGHT_AID_READ, TX_READ, LISTS,
      .query = &aid_query, .reply = &aid_row, .handler = aid_list },
    { "GET", "/aids/{id}", "一项资助", RIGHT_AID_READ, TX_READ, READS_CHILD,
      .reply = &aid_row, .find = &find_aid, .handler = aid_get },
    { "POST", "/students/{id}/aids", "登记资助", RIGHT_AID_WRITE, TX_WRITE,
      CREATES, .body = &aid_in, .reply = &aid_row, .find = &find_student,
      .handler = aid_add },
    { "POST", "/aid-batches", "批量登记资助", RIGHT_AID_WRITE, TX_WRITE, 0,
      .body = &aid_batch_in, .reply = &aid_batch, .handler = batch_add },
    { "PATCH", "/aids/{id}", "更正资助", RIGHT_AID_WRITE, TX_WRITE, IF_MATCH,
      .body = &aid_patch, .reply = &aid_row, .find = &find_aid,
      .handler = aid_change },
    { "POST", "/aids/{id}/withdraw", "撤销资助", RIGHT_AID_WRITE, TX_WRITE,
      IF_MATCH, .body = &aid_withdraw, .reply = &aid_row, .find = &find_aid,
      .handler = give_up },
    ROUTE_END
};
