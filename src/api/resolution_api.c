/* 决议 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "store/resolution_store.h"

struct resolution_query {
    struct page page;
    const char *unit, *state;
    int64_t overdue, mine;
};
static const struct field query_fields[] = {
    F_PAGE(resolution_query),
    F_TEXT(resolution_query, unit, "承办单位代码", OPTIONAL, 1, 20),
    F_CODE(resolution_query, state, "状态", OPTIONAL, resolution_states),
    F_BOOL(resolution_query, overdue, "只看超期", OPTIONAL),
    F_BOOL(resolution_query, mine, "只看本单位", OPTIONAL),
    F_END
};
static const struct record resolution_query =
    RECORD(resolution_query, "ResolutionQuery", "决议筛选", query_fields);

static enum err resolution_list(struct req *rq, const void *in, void *out)
{
    const struct resolution_query *q = rq->query;
    struct resolution_filter f = { .unit = q->unit,
                                   .state = q->state,
                                   .overdue = q->overdue,
                                   .mine = q->mine,
                                   .own = rq->actor->unit,
                                   .today = rq->today,
                                   .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_resolution_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_resolution_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &resolution_item, out);
}

static enum err show(struct req *rq, int64_t id, void *out)
{
    const struct act act = req_act(rq);

    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return store_resolution_view(rq->db, rq->arena, &act, id, out);
}

static enum err resolution_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err resolution_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(
        rq, store_resolution_give(rq->db, rq->arena, &act, in, &id, &why),
        &why));
    return show(rq, id, out);
}

static enum err resolution_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(
        rq,
        store_resolution_step(rq->db, rq->arena, &act,
                              supervision_step_of(&resolution_steps, rq->key),
                              rq->id, rq->if_match, in, &why),
        &why));
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

const struct route resolution_routes[] = {
    { "GET", "/resolutions", "决议列表", RIGHT_MEETING_READ, TX_READ, LISTS,
      .query = &resolution_query, .reply = &resolution_item,
      .handler = resolution_list },
    { "POST", "/resolutions", "登记决议", RIGHT_MEETING_WRITE, TX_WRITE,
      CREATES, .body = &resolution_in, .reply = &resolution_view,
      .handler = resolution_add },
    { "GET", "/resolutions/{id}", "一项决议", RIGHT_MEETING_READ, TX_READ, 0,
      .reply = &resolution_view, .find = &find_resolution,
      .handler = resolution_get },
    { "POST", "/resolutions/{id}/actions/{action}", "办理决议",
      RIGHT_RESOLUTION_ACT, TX_WRITE, IF_MATCH, .reply = &resolution_view,
      .find = &find_resolution, .handler = resolution_do,
      .body_of = resolution_step_body },
    ROUTE_END
};
