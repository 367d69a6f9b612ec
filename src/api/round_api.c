/* Survey rounds, their coverage and their doors over HTTP. */
#include <stdlib.h>
#include <string.h>

#include "api/routes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/place_store.h"
#include "store/round_store.h"
#include "text/reading.h"

/* ---- rounds ---------------------------------------------------------------------- */
struct round_query {
    struct page page;
    int64_t year;
};
static const struct field round_query_fields[] = {
    F_PAGE(round_query), F_INT(round_query, year, "年度", OPTIONAL, 2000, 2199),
    F_END
};
static const struct record round_query =
    RECORD(round_query, "SurveyRoundQuery", "轮次筛选", round_query_fields);

static enum err round_list(struct req *rq, const void *in, void *out)
{
    const struct round_query *q = rq->query;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_round_list(rq->db, rq->arena, q->year, before,
                         page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_round_count(rq->db, q->year, &rq->total));
    return page_end_id(rq, &q->page, &round_row, out);
}

static enum err round_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_round_get(rq->db, rq->arena, rq->id, out);
}

/* Words for what the store refuses. */
static enum err round_refusal(struct req *rq, enum err e)
{
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/name", "taken",
                          "这个年度已有同名轮次，请换一个名称。");
    if (e == ERR_INVALID)
        return req_refuse(rq, e, "/ends_on", "range",
                          "结束日期不能早于开始日期。");
    return e;
}

static enum err round_add(struct req *rq, const void *in, void *out)
{
    const struct round_in *body = in;
    struct round_row *r = out;

    r->year = body->year;
    r->name = body->name;
    r->starts_on = body->starts_on;
    r->ends_on = body->ends_on;
    return round_refusal(rq, store_round_add(rq->db, r, rq->now_ms));
}

static enum err round_change(struct req *rq, const void *in, void *out)
{
    struct round_row *r = out;

    TRY(store_round_get(rq->db, rq->arena, rq->id, r));
    patch_apply(&round_patch, in, &round_row, r);
    return round_refusal(rq, store_round_update(rq->db, r));
}

/* ---- coverage and doors -------------------------------------------------------------- */
/* A range of places from a division's code; the caller's own without one.  A
 * division out of scope has nothing to show, and says no more than that. */
static enum err range_of(struct req *rq, const char *division, const char **lo,
                         const char **hi)
{
    enum err e;

    *lo = *hi = NULL;
    if (!division)
        return ERR_OK;
    e = store_division_range(rq->db, rq->arena, division, lo, hi);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划，请重新选择。");
    return e;
}

static enum err need_round(struct req *rq)
{
    struct round_row r;

    return store_round_get(rq->db, rq->arena, rq->id, &r);
}

struct coverage_query {
    struct page page;
    const char *by, *division;
};
static const struct field coverage_query_fields[] = {
    F_PAGE(coverage_query),
    F_CODE(coverage_query, by, "统计层级", OPTIONAL, coverage_levels),
    F_TEXT(coverage_query, division, "区划代码", OPTIONAL, 12, 15), F_END
};
static const struct record coverage_query = RECORD(
    coverage_query, "SurveyCoverageQuery", "覆盖筛选", coverage_query_fields);

static const char *coverage_cursor(struct arena *a, const void *row)
{
    return arena_strdup(a, ((const struct coverage_row *)row)->path);
}

static enum err coverage(struct req *rq, const void *in, void *out)
{
    const struct coverage_query *q = rq->query;
    struct coverage_filter f = { .round_id = rq->id,
                                 .level = q->by ? q->by : "township",
                                 .after = q->page.cursor ? q->page.cursor : "",
                                 .rows = page_rows(&q->page) };

    (void)in;
    TRY(need_round(rq));
    TRY(range_of(rq, q->division, &f.lo, &f.hi));
    if (!f.lo) {
        f.lo = rq->principal.lo;
        f.hi = rq->principal.hi;
    }
    TRY(store_coverage(rq->db, rq->arena, &f, out));
    return page_end(rq, &q->page, &coverage_row, out, coverage_cursor);
}

struct door_query {
    struct page page;
    const char *division, *state, *q;
};
static const struct field door_query_fields[] = {
    F_PAGE(door_query),
    F_TEXT(door_query, division, "区划代码", OPTIONAL, 12, 15),
    F_CODE(door_query, state, "入户进度", OPTIONAL, door_states),
    F_TEXT(door_query, q, "户主或孩子姓名", OPTIONAL, 1, 30), F_END
};
static const struct record door_query =
    RECORD(door_query, "SurveyDoorQuery", "待访筛选", door_query_fields);

static const char *door_cursor(struct arena *a, const void *row)
{
    return arena_printf(
        a, "%lld", (long long)((const struct door_row *)row)->household_id);
}

static enum err door_list(struct req *rq, const void *in, void *out)
{
    const struct door_query *q = rq->query;
    struct door_filter f = { .round_id = rq->id,
                             .state = q->state,
                             .q = q->q,
                             .rows = page_rows(&q->page) };

    (void)in;
    TRY(need_round(rq));
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(range_of(rq, q->division, &f.lo, &f.hi));
    if (q->q) {
        TRY(name_query_token(q->q, rq->arena, &f.token));
        if (!*f.token)
            f.token = NULL;
    }
    TRY(store_door_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_door_count(rq->db, &f, &rq->total));
    return page_end(rq, &q->page, &door_row, out, door_cursor);
}

const struct route round_routes[] = {
    { "GET", "/survey-rounds", "摸排轮次列表", RIGHT_SURVEY_READ, TX_READ,
      LISTS, .query = &round_query, .reply = &round_row,
      .handler = round_list },
    { "POST", "/survey-rounds", "新建摸排轮次", RIGHT_ROUND_MANAGE, TX_WRITE,
      CREATES, .body = &round_in, .reply = &round_row, .handler = round_add },
    { "GET", "/survey-rounds/{id}", "一个摸排轮次", RIGHT_SURVEY_READ, TX_READ,
      0, .reply = &round_row, .handler = round_get },
    { "PATCH", "/survey-rounds/{id}", "修改、结束或重开摸排轮次",
      RIGHT_ROUND_MANAGE, TX_WRITE, IF_MATCH, .body = &round_patch,
      .reply = &round_row, .find = &find_round, .handler = round_change },
    { "GET", "/survey-rounds/{id}/coverage", "摸排覆盖", RIGHT_SURVEY_READ,
      TX_LONG, LISTS, .query = &coverage_query, .reply = &coverage_row,
      .handler = coverage },
    { "GET", "/survey-rounds/{id}/households", "一轮摸排的家庭",
      RIGHT_SURVEY_READ, TX_READ, LISTS, .query = &door_query,
      .reply = &door_row, .handler = door_list },
    ROUTE_END
};
