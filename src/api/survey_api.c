/* The form, the doors and the visits of a survey over HTTP. */
#include "api/act.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/phone_clock.h"
#include "domain/right.h"
#include "domain/survey_form.h"
#include "domain/uuid.h"
#include "store/phone_store.h"
#include "store/place_store.h"
#include "store/round_store.h"
#include "store/survey_store.h"

static enum err form_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return survey_form_make(rq->arena, out);
}

/* ---- one door -------------------------------------------------------------------- */
struct one_door_query {
    int64_t round_id;
};
static const struct field one_door_query_fields[] = {
    F_ID(one_door_query, round_id, "轮次", OPTIONAL), F_END
};
static const struct record one_door_query =
    RECORD(one_door_query, "SurveyOneDoorQuery", "轮次", one_door_query_fields);

static enum err door_get(struct req *rq, const void *in, void *out)
{
    const struct one_door_query *q = rq->query;
    struct door_view *d = out;
    const struct door_child *c;
    struct round_row round;

    (void)in;
    if (q->round_id == INT_NONE)
        TRY(store_round_open_one(rq->db, rq->arena, &round));
    else
        TRY(store_round_get(rq->db, rq->arena, q->round_id, &round));
    TRY(store_door_get(rq->db, rq->arena, rq->id, round.id, rq->today, d));
    c = d->children.items;
    rq->audit_child = d->children.n ? c[0].student_id : 0;
    rq->audit_detail =
        arena_printf(rq->arena, "household %lld", (long long)d->household->id);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- visits ------------------------------------------------------------------------ */
struct visit_query {
    struct page page;
    int64_t round_id, household_id, mine;
    const char *division;
};
static const struct field visit_query_fields[] = {
    F_PAGE(visit_query),
    F_ID(visit_query, round_id, "轮次", OPTIONAL),
    F_ID(visit_query, household_id, "家庭", OPTIONAL),
    F_BOOL(visit_query, mine, "只看本人入户", OPTIONAL),
    F_TEXT(visit_query, division, "区划代码", OPTIONAL, 12, 15),
    F_END
};
static const struct record visit_query =
    RECORD(visit_query, "SurveyVisitQuery", "入户筛选", visit_query_fields);

static enum err visit_list(struct req *rq, const void *in, void *out)
{
    const struct visit_query *q = rq->query;
    struct visit_filter f = { .round_id = q->round_id,
                              .household_id = q->household_id,
                              .account_id = q->mine == 1 ? rq->actor->account_id
                                                         : INT_NONE,
                              .rows = page_rows(&q->page) };
    enum err e = ERR_OK;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    if (q->division)
        e = store_division_range(rq->db, rq->arena, q->division, &f.lo, &f.hi);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划，请重新选择。");
    TRY(e);
    TRY(store_visit_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_visit_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &visit_row, out);
}

static enum err visit_get(struct req *rq, const void *in, void *out)
{
    const char *uuid = uuid_of(rq->arena, rq->key);
    struct visit_view *v = out;
    const struct visit_child *c;

    (void)in;
    if (!uuid)
        return ERR_NOT_FOUND;
    TRY(store_visit_get(rq->db, rq->arena, uuid, v));
    c = v->children.items;
    rq->audit_child = v->children.n ? c[0].student_id : 0;
    return ERR_OK;
}

static enum err visit_put(struct req *rq, const void *in, void *out)
{
    const char *uuid = uuid_of(rq->arena, rq->key);
    const struct act act = req_act(rq);
    struct survey_answer *answer = out;
    bool again;

    if (!uuid)
        return req_refuse(rq, ERR_INVALID, "", "uuid",
                          "入户编号不是 UUID，本次没有保存。");
    TRY(store_phone_judge(rq->db, ((const struct survey_in *)in)->device));
    TRY(store_survey_put(rq->db, rq->arena, &act, uuid, in,
                         ((const struct phone_time *)rq->query)->sent_at,
                         &rq->bad, &again, answer));
    rq->status = again ? 200 : 201;
    rq->audit_detail = arena_printf(
        rq->arena, "%s household %lld children %zu conflicts %zu%s",
        again ? "again" : "first", (long long)answer->household_id,
        answer->children.n, answer->conflicts.n,
        answer->clock_off == INT_NONE ? "" : " clock set right");
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- receipts ------------------------------------------------------------------------ */
struct receipts_query {
    struct page page;
    const char *device;
    int64_t first;
};
static const struct field receipts_query_fields[] = {
    F_PAGE(receipts_query),
    F_TEXT(receipts_query, device, "手机编号", REQUIRED, 36, 36),
    F_INT(receipts_query, first, "从序号", OPTIONAL, 1, INT64_MAX), F_END
};
static const struct record receipts_query = RECORD(
    receipts_query, "SurveyReceiptsQuery", "回执筛选", receipts_query_fields);

static const char *after_run(struct arena *a, const void *row)
{
    return arena_printf(a, "%lld",
                        (long long)((const struct survey_receipts *)row)->last);
}

static enum err receipts(struct req *rq, const void *in, void *out)
{
    const struct receipts_query *q = rq->query;
    const char *device = uuid_of(rq->arena, q->device);
    int64_t after;

    (void)in;
    if (!device)
        return req_refuse(rq, ERR_INVALID, "/device", "uuid",
                          "手机编号不是 UUID。");
    TRY(store_phone_judge(rq->db, device));
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_survey_receipts(rq->db, rq->arena, rq->actor->account_id, device,
                              q->first > after + 1 ? q->first : after + 1,
                              page_rows(&q->page), out));
    return page_end(rq, &q->page, &survey_receipts, out, after_run);
}

/* ---- photos that have not come ------------------------------------------------------ */
struct awaited_query {
    struct page page;
};
static const struct field awaited_query_fields[] = { F_PAGE(awaited_query),
                                                     F_END };
static const struct record awaited_query = RECORD(
    awaited_query, "AwaitedQuery", "还没传到的照片", awaited_query_fields);

static enum err awaited(struct req *rq, const void *in, void *out)
{
    const struct awaited_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_survey_awaited(rq->db, rq->arena, rq->actor->account_id, after,
                             page_rows(&q->page), out));
    return page_end_id(rq, &q->page, &awaited_photo, out);
}

const struct route survey_routes[] = {
    { "GET", "/survey-form", "入户表单", RIGHT_SURVEY_READ, TX_NONE, 0,
      .reply = &survey_form, .handler = form_get },
    { "GET", "/survey-households/{id}", "待访家庭全文", RIGHT_SURVEY_READ,
      TX_READ, READS_CHILD, .query = &one_door_query, .reply = &door_view,
      .handler = door_get },
    { "GET", "/surveys", "入户记录列表", RIGHT_SURVEY_READ, TX_READ, LISTS,
      .query = &visit_query, .reply = &visit_row, .handler = visit_list },
    { "GET", "/surveys/{uuid}", "一次入户", RIGHT_SURVEY_READ, TX_READ,
      READS_CHILD, .reply = &visit_view, .handler = visit_get },
    { "PUT", "/surveys/{uuid}", "提交一次入户", RIGHT_SURVEY_WRITE, TX_WRITE, 0,
      .query = &phone_time, .body = &survey_in, .reply = &survey_answer,
      .handler = visit_put },
    { "GET", "/survey-receipts", "一部手机已收到的入户", RIGHT_SURVEY_WRITE,
      TX_READ, LISTS, .query = &receipts_query, .reply = &survey_receipts,
      .handler = receipts },
    { "GET", "/awaited-photos", "本人入户还没传到的照片", RIGHT_SURVEY_WRITE,
      TX_READ, LISTS, .query = &awaited_query, .reply = &awaited_photo,
      .handler = awaited },
    ROUTE_END
};
