/* 升级 over HTTP: the preview, the button, the way back. */
#include <string.h>

#include "api/act.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "store/promotion_store.h"

/* ---- the preview ---- */
struct plan_query {
    int64_t year;
};
static const struct field plan_query_fields[] = {
    F_INT(plan_query, year, "学年", OPTIONAL, 2000, 2199), F_END
};
static const struct record plan_query =
    RECORD(plan_query, "PromotionPlanQuery", "升级预览", plan_query_fields);

/* Why the year cannot be begun today; NULL when it can. */
static enum err hindered(struct req *rq, int64_t year, const char **why)
{
    struct promotion p;
    enum err e = store_promotion_of(rq->db, rq->arena, year, &p);
    int64_t now = promotion_year_of(rq->today);

    *why = NULL;
    if (e == ERR_OK)
        *why = strcmp(p.state, "failed") == 0
                   ? NULL
                   : "这个学年已经升级过，每个学年只升一次。";
    else if (e != ERR_NOT_FOUND)
        return e;
    if (year > now)
        *why = "新学年还没有开始，9 月 1 日起可以升级。";
    if (year < now)
        *why = "这个学年已经过去，不能再升级。";
    return ERR_OK;
}

static enum err plan_get(struct req *rq, const void *in, void *out)
{
    const struct plan_query *q = rq->query;
    struct promotion_plan *plan = out;
    char day[CLOCK_DATE_MAX];

    (void)in;
    plan->year = q->year == INT_NONE ? promotion_year_of(rq->today) : q->year;
    promotion_first_day(plan->year, day);
    plan->first_day = arena_strdup(rq->arena, day);
    TRY(hindered(rq, plan->year, &plan->note));
    plan->may_begin =
        plan->note == NULL && role_may(rq->actor->role, RIGHT_PROMOTION);
    return store_promotion_counts(rq->db, rq->arena, plan->year, &plan->counts);
}

struct names_query {
    struct page page;
    int64_t year;
    const char *school, *grade, *step;
    int64_t outside, in_case;
};
static const struct field names_query_fields[] = {
    F_PAGE(names_query),
    F_INT(names_query, year, "学年", REQUIRED, 2000, 2199),
    F_TEXT(names_query, school, "学校标识码", OPTIONAL, 1, 10),
    F_CODE(names_query, grade, "年级", OPTIONAL, grades),
    F_CODE(names_query, step, "去向", OPTIONAL, promotion_steps),
    F_BOOL(names_query, outside, "市外学校", OPTIONAL),
    F_BOOL(names_query, in_case, "个案在办", OPTIONAL),
    F_END
};
static const struct record names_query = RECORD(
    names_query, "PromotionNamesQuery", "升级名单筛选", names_query_fields);

static enum err names_list(struct req *rq, const void *in, void *out)
{
    const struct names_query *q = rq->query;
    struct promotion_filter f = { .year = q->year,
                                  .rows = page_rows(&q->page),
                                  .school = q->school,
                                  .grade = q->grade,
                                  .step = q->step,
                                  .outside = q->outside,
                                  .in_case = q->in_case };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_promotion_names(rq->db, rq->arena, &f, out));
    return page_end_id(rq, &q->page, &promotion_row, out);
}

/* ---- runs ---- */
static enum err promotion_post(struct req *rq, const void *in, void *out)
{
    const struct promotion_in *want = in;
    struct promotion p;
    const char *why;
    enum err e;

    TRY(hindered(rq, want->year, &why));
    if (why)
        return req_refuse(rq, ERR_RULE, "/year", "promotion.year",
                          arena_printf(rq->arena, "%s没有做任何改动。", why));
    record_clear(&promotion_record, &p);
    p.year = want->year;
    p.account_id = rq->actor->account_id;
    p.unit = rq->actor->unit;
    p.created_at = rq->now_ms;
    e = store_promotion_begin(rq->db, rq->arena, &p);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/year", "promotion.once",
                          "这个学年已经升级过，没有做任何改动。");
    TRY(e);
    rq->status = 202;
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)p.id);
    rq->audit_detail = arena_printf(rq->arena, "%lld", (long long)p.year);
    return store_promotion_get(rq->db, rq->arena, p.id, out);
}

struct promotion_query {
    struct page page;
};
static const struct field promotion_query_fields[] = { F_PAGE(promotion_query),
                                                       F_END };
static const struct record promotion_query = RECORD(
    promotion_query, "PromotionQuery", "升级记录", promotion_query_fields);

static enum err promotion_list(struct req *rq, const void *in, void *out)
{
    const struct promotion_query *q = rq->query;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_promotion_list(rq->db, rq->arena, before, page_rows(&q->page),
                             out));
    return page_end_id(rq, &q->page, &promotion_record, out);
}

static enum err promotion_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_promotion_get(rq->db, rq->arena, rq->id, out);
}

static enum err undo_post(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    enum err e = store_promotion_undo(rq->db, rq->arena, &act, rq->id);

    (void)in;
    if (e == ERR_RULE)
        return req_refuse(rq, e, "", "promotion.state",
                          "只能撤回已完成的最近一次升级，没有做任何改动。");
    TRY(e);
    rq->status = 202;
    return store_promotion_get(rq->db, rq->arena, rq->id, out);
}

static enum err kept_list(struct req *rq, const void *in, void *out)
{
    const struct promotion_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_promotion_kept(rq->db, rq->arena, rq->id, after,
                             page_rows(&q->page), out));
    return page_end_id(rq, &q->page, &promotion_kept, out);
}

const struct route promotion_routes[] = {
    { "GET", "/promotion-plan", "升级预览", RIGHT_PROMOTION_READ, TX_LONG, 0,
      .query = &plan_query, .reply = &promotion_plan, .handler = plan_get },
    { "GET", "/promotion-children", "升级预览名单", RIGHT_PROMOTION_READ,
      TX_LONG, LISTS, .query = &names_query, .reply = &promotion_row,
      .handler = names_list },
    { "POST", "/promotions", "升级", RIGHT_PROMOTION, TX_WRITE, 0,
      .body = &promotion_in, .reply = &promotion_record,
      .handler = promotion_post },
    { "GET", "/promotions", "升级记录", RIGHT_PROMOTION_READ, TX_READ, LISTS,
      .query = &promotion_query, .reply = &promotion_record,
      .handler = promotion_list },
    { "GET", "/promotions/{id}", "一次升级", RIGHT_PROMOTION_READ, TX_READ, 0,
      .reply = &promotion_record, .find = &find_promotion,
      .handler = promotion_get },
    { "POST", "/promotions/{id}/undo", "撤回升级", RIGHT_PROMOTION, TX_WRITE, 0,
      .reply = &promotion_record, .find = &find_promotion,
      .handler = undo_post },
    { "GET", "/promotions/{id}/kept", "没有撤回的学生", RIGHT_PROMOTION_READ,
      TX_READ, LISTS, .query = &promotion_query, .reply = &promotion_kept,
      .find = &find_promotion, .handler = kept_list },
    ROUTE_END
};
