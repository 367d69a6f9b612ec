/* Households over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/change.h"
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/household.h"
#include "domain/patch.h"
#include "domain/place.h"
#include "domain/right.h"
#include "store/household_store.h"
#include "store/place_store.h"

struct household_query {
    struct page page;
    const char *division, *q, *state;
};
static const struct field household_query_fields[] = {
    F_PAGE(household_query),
    F_TEXT(household_query, division, "区划代码", OPTIONAL, 1,
           DIVISION_CODE_MAX),
    F_TEXT(household_query, q, "户主姓名开头", OPTIONAL, 1, 60),
    F_CODE(household_query, state, "家庭状况", OPTIONAL, household_states),
    F_END
};
static const struct record household_query = RECORD(
    household_query, "HouseholdQuery", "家庭筛选", household_query_fields);

static enum err unknown_division(struct req *rq)
{
    return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                      "没有这个区划代码。");
}

static enum err household_list(struct req *rq, const void *in, void *out)
{
    const struct household_query *q = rq->query;
    struct household_filter f = { .q = q->q,
                                  .state = q->state,
                                  .scope_lo = rq->principal.lo,
                                  .scope_hi = rq->principal.hi,
                                  .rows = page_rows(&q->page) };
    enum err e = ERR_OK;

    (void)in;
    if (q->division)
        e = store_division_range(rq->db, rq->arena, q->division, &f.lo, &f.hi);
    if (e == ERR_NOT_FOUND)
        return unknown_division(rq);
    TRY(e);
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_household_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_household_count(rq->db, rq->arena, &f, &rq->total));
    return page_end_id(rq, &q->page, &household_view, out);
}

static enum err household_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_household_view(rq->db, rq->arena, rq->id, out);
}

/* A door is in a village or a grid; a street office without 社区 yet counts. */
static enum err judge_division(struct req *rq, const char *code)
{
    struct division_row d;
    enum err e = store_division_get(rq->db, rq->arena, code, &d);

    if (e == ERR_NOT_FOUND)
        return unknown_division(rq);
    TRY(e);
    if (place_depth(d.path) < 2)
        return req_refuse(rq, ERR_INVALID, "/division", "level",
                          "家庭要登记到村居或网格。");
    return ERR_OK;
}

/* What was written must be in its writer's own scope. */
static enum err still_mine(struct req *rq, int64_t id)
{
    int64_t version;
    enum err e = db_int(rq->db, &find_household, &version, VALS(INT(id)));

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "scope",
                          "这个区划不在您的管辖范围内，本次没有保存。");
    return e;
}

static enum err household_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct household_row h;

    record_clear(&household_row, &h);
    record_copy(&household_in, in, &household_row, &h);
    TRY(judge_division(rq, h.division));
    TRY(store_household_create(rq->db, rq->arena, &act, &h));
    TRY(still_mine(rq, h.id));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)h.id);
    return store_household_view(rq->db, rq->arena, h.id, out);
}

enum err change_household(struct req *rq, int64_t id, int64_t version,
                          const struct household_patch *in)
{
    const struct act act = req_act(rq);
    struct household_row old, h;

    TRY(store_household_get(rq->db, rq->arena, id, &old));
    if (old.version != version)
        return ERR_STALE;
    h = old;
    patch_apply(&household_patch, in, &household_row, &h);
    if (strcmp(old.division, h.division) != 0)
        TRY(judge_division(rq, h.division));
    TRY(store_household_update(rq->db, rq->arena, &act, &old, &h));
    return still_mine(rq, h.id);
}

static enum err household_change(struct req *rq, const void *in, void *out)
{
    TRY(change_household(rq, rq->id, rq->if_match, in));
    return store_household_view(rq->db, rq->arena, rq->id, out);
}

const struct route household_routes[] = {
    { "GET", "/households", "家庭列表", RIGHT_HOUSEHOLD_READ, TX_READ, LISTS,
      .query = &household_query, .reply = &household_view,
      .handler = household_list },
    { "POST", "/households", "登记家庭", RIGHT_HOUSEHOLD_WRITE, TX_WRITE,
      CREATES, .body = &household_in, .reply = &household_view,
      .handler = household_add },
    { "GET", "/households/{id}", "一个家庭", RIGHT_HOUSEHOLD_READ, TX_READ, 0,
      .reply = &household_view, .find = &find_household,
      .handler = household_get },
    { "PATCH", "/households/{id}", "修改家庭", RIGHT_HOUSEHOLD_WRITE, TX_WRITE,
      IF_MATCH, .body = &household_patch, .reply = &household_view,
      .find = &find_household, .handler = household_change },
    ROUTE_END
};
