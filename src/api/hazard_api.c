/* 隐患与办学条件 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/right.h"
#include "store/hazard_store.h"

struct hazard_query {
    struct page page;
    const char *school, *kind, *gravity, *state;
    int64_t overdue;
};
static const struct field query_fields[] = {
    F_PAGE(hazard_query),
    F_TEXT(hazard_query, school, "学校代码", OPTIONAL, 1, 20),
    F_CODE(hazard_query, kind, "类别", OPTIONAL, hazard_kinds),
    F_CODE(hazard_query, gravity, "轻重", OPTIONAL, hazard_gravities),
    F_CODE(hazard_query, state, "状态", OPTIONAL, hazard_states),
    F_BOOL(hazard_query, overdue, "只看超期", OPTIONAL),
    F_END
};
static const struct record hazard_query =
    RECORD(hazard_query, "HazardQuery", "隐患与办学条件筛选", query_fields);

static enum err hazard_list(struct req *rq, const void *in, void *out)
{
    const struct hazard_query *q = rq->query;
    struct hazard_filter f = { .school = q->school,
                               .kind = q->kind,
                               .gravity = q->gravity,
                               .state = q->state,
                               .today = rq->today,
                               .overdue = q->overdue,
                               .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_hazard_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_hazard_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &hazard_item, out);
}

static enum err show(struct req *rq, int64_t id, void *out)
{
    const struct act act = req_act(rq);

    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return store_hazard_view(rq->db, rq->arena, &act, id, out);
}

static enum err hazard_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err hazard_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(
        rq, store_hazard_add(rq->db, rq->arena, &act, in, &id, &why), &why));
    return show(rq, id, out);
}

static enum err hazard_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(
        rq,
        store_hazard_step(rq->db, rq->arena, &act,
                          supervision_step_of(&hazard_steps, rq->key), rq->id,
                          rq->if_match, in, &why),
        &why));
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

const struct route hazard_routes[] = {
    { "GET", "/hazards", "隐患与办学条件列表", RIGHT_HAZARD_READ, TX_READ,
      LISTS, .query = &hazard_query, .reply = &hazard_item,
      .handler = hazard_list },
    { "POST", "/hazards", "登记隐患与办学条件", RIGHT_HAZARD_WRITE, TX_WRITE,
      CREATES, .body = &hazard_in, .reply = &hazard_view,
      .handler = hazard_add },
    { "GET", "/hazards/{id}", "一项隐患", RIGHT_HAZARD_READ, TX_READ, 0,
      .reply = &hazard_view, .find = &find_hazard, .handler = hazard_get },
    { "POST", "/hazards/{id}/actions/{action}", "办理隐患", RIGHT_HAZARD_ACT,
      TX_WRITE, IF_MATCH, .reply = &hazard_view, .find = &find_hazard,
      .handler = hazard_do, .body_of = hazard_step_body },
    ROUTE_END
};
