/* Home teaching over HTTP: plans of a case, lessons of a plan. */
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/patch.h"
#include "domain/place.h"
#include "store/assessment_store.h"
#include "store/case_store.h"
#include "store/teaching_store.h"
#include "store/unit_store.h"

static enum err plan_list(struct req *rq, const void *in, void *out)
{
    struct case_row c;

    (void)in;
    TRY(store_case_get(rq->db, rq->arena, rq->id, &c));
    rq->audit_child = c.student_id;
    return store_teaching_list(rq->db, rq->arena, rq->id, out);
}

static enum err show(struct req *rq, int64_t id, struct teaching_plan_row *p)
{
    TRY(store_teaching_get(rq->db, rq->arena, id, p));
    rq->audit_child = p->student_id;
    return store_teaching_hours(rq->db, rq->arena, rq->today, p);
}

static enum err plan_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

/* A school enters its own teaching; the bureau that of any school. */
static enum err judge_school(struct req *rq, struct teaching_plan_row *p)
{
    bool of_school =
        rq->actor->role == ROLE_SCHOOL_HEAD || rq->actor->role == ROLE_TEACHER;
    struct school_row school;
    enum err e;

    if (!p->school && of_school)
        p->school = rq->actor->unit;
    if (!p->school)
        return req_refuse(rq, ERR_INVALID, "/school", "required",
                          "请选择送教学校，没有保存。");
    if (of_school && strcmp(p->school, rq->actor->unit) != 0)
        return req_refuse(rq, ERR_INVALID, "/school", "own",
                          "只能登记本校的送教，没有保存。"
                          "由其他学校送教的，请教育局登记。");
    e = store_school_get(rq->db, rq->arena, p->school, &school);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/school", "unknown",
                          "没有这所学校，没有保存。请重新选择。");
    p->school_name = school.name;
    return e;
}

static enum err taken(struct req *rq, enum err e)
{
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/from_date", "taken",
                          "这段时间已有送教计划，本次没有保存。"
                          "请先给原计划填结束日期。");
    if (e == ERR_RULE)
        return req_refuse(rq, ERR_INVALID, "/to_date", "taught",
                          "结束日期之后已登记过送教，没有保存。请核对日期。");
    return e;
}

static enum err fill_norm(struct req *rq, struct teaching_plan_row *p)
{
    struct teaching_norm norm;

    TRY(store_teaching_norm(rq->db, &norm));
    if (p->per_week == INT_NONE)
        p->per_week = norm.per_week;
    if (p->periods == INT_NONE)
        p->periods = norm.periods;
    return ERR_OK;
}

static enum err plan_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct teaching_plan_row p;
    struct case_row c;
    const char *advice;

    TRY(store_case_get(rq->db, rq->arena, rq->id, &c));
    TRY(store_assessment_advice(rq->db, rq->arena, c.id, &advice));
    TRY(req_refusal(rq, teaching_may(&c, advice, &why), &why));
    record_clear(&teaching_plan_row, &p);
    record_copy(&teaching_plan_in, in, &teaching_plan_row, &p);
    p.student_id = c.student_id;
    p.case_id = c.id;
    TRY(judge_school(rq, &p));
    TRY(fill_norm(rq, &p));
    TRY(req_refusal(rq, teaching_plan_fault(&p, &c, &why), &why));
    TRY(taken(rq, store_teaching_add(rq->db, rq->arena, &act, &p)));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)p.id);
    return show(rq, p.id, out);
}

static enum err plan_change(struct req *rq, const void *in, void *out)
{
    struct refusal why = { NULL, NULL, NULL };
    struct teaching_plan_row p;
    struct case_row c;

    TRY(store_teaching_get(rq->db, rq->arena, rq->id, &p));
    TRY(store_case_get(rq->db, rq->arena, p.case_id, &c));
    patch_apply(&teaching_plan_patch, in, &teaching_plan_row, &p);
    TRY(req_refusal(rq, teaching_plan_fault(&p, &c, &why), &why));
    p.version = rq->if_match;
    TRY(taken(rq, store_teaching_update(rq->db, &p)));
    return show(rq, rq->id, out);
}

/* ---- lessons ---- */
struct lesson_query {
    struct page page;
};
static const struct field lesson_query_fields[] = { F_PAGE(lesson_query),
                                                    F_END };
static const struct record lesson_query =
    RECORD(lesson_query, "LessonQuery", "送教记录筛选", lesson_query_fields);

static enum err lesson_list(struct req *rq, const void *in, void *out)
{
    const struct lesson_query *q = rq->query;
    struct teaching_plan_row p;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_teaching_get(rq->db, rq->arena, rq->id, &p));
    rq->audit_child = p.student_id;
    TRY(store_lesson_list(rq->db, rq->arena, rq->id, before,
                          page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_lesson_count(rq->db, rq->id, &rq->total));
    return page_end_id(rq, &q->page, &lesson_row, out);
}

static enum err lesson_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct teaching_plan_row p;
    struct lesson_row l;

    TRY(store_teaching_get(rq->db, rq->arena, rq->id, &p));
    record_clear(&lesson_row, &l);
    record_copy(&lesson_in, in, &lesson_row, &l);
    l.plan_id = p.id;
    l.student_id = p.student_id;
    TRY(req_refusal(rq, lesson_fault(rq->arena, &p, in, rq->today, &l, &why),
                    &why));
    TRY(req_refusal(rq, store_lesson_add(rq->db, rq->arena, &act, &l, &why),
                    &why));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)l.id);
    return store_lesson_get(rq->db, rq->arena, l.id, out);
}

const struct route teaching_routes[] = {
    { "GET", "/cases/{id}/teaching-plans", "个案的送教上门计划",
      RIGHT_TEACHING_READ, TX_READ, LISTS | READS_CHILD,
      .reply = &teaching_plan_row, .find = &find_case, .handler = plan_list },
    { "POST", "/cases/{id}/teaching-plans", "制定送教上门计划",
      RIGHT_TEACHING_WRITE, TX_WRITE, CREATES, .body = &teaching_plan_in,
      .reply = &teaching_plan_row, .find = &find_case, .handler = plan_add },
    { "GET", "/teaching-plans/{id}", "送教上门计划和学年进度",
      RIGHT_TEACHING_READ, TX_READ, READS_CHILD, .reply = &teaching_plan_row,
      .find = &find_teaching_plan, .handler = plan_get },
    { "PATCH", "/teaching-plans/{id}", "修改送教上门计划", RIGHT_TEACHING_WRITE,
      TX_WRITE, IF_MATCH, .body = &teaching_plan_patch,
      .reply = &teaching_plan_row, .find = &find_teaching_plan,
      .handler = plan_change },
    { "GET", "/teaching-plans/{id}/lessons", "送教上门记录",
      RIGHT_TEACHING_READ, TX_READ, LISTS | READS_CHILD, .query = &lesson_query,
      .reply = &lesson_row, .find = &find_teaching_plan,
      .handler = lesson_list },
    { "POST", "/teaching-plans/{id}/lessons", "登记一次送教",
      RIGHT_TEACHING_WRITE, TX_WRITE, CREATES, .body = &lesson_in,
      .reply = &lesson_row, .find = &find_teaching_plan,
      .handler = lesson_add },
    ROUTE_END
};
