/* 限期整改 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "store/rectification_store.h"

struct rectification_query {
    struct page page;
    const char *unit, *unit_kind, *state;
    int64_t overdue, mine;
};
static const struct field query_fields[] = {
    F_PAGE(rectification_query),
    F_TEXT(rectification_query, unit, "整改单位代码", OPTIONAL, 1, 20),
    F_CODE(rectification_query, unit_kind, "单位类别", OPTIONAL, unit_kinds),
    F_CODE(rectification_query, state, "状态", OPTIONAL, rectification_states),
    F_BOOL(rectification_query, overdue, "只看超期", OPTIONAL),
    F_BOOL(rectification_query, mine, "只看本单位", OPTIONAL),
    F_END
};
static const struct record rectification_query = RECORD(
    rectification_query, "RectificationQuery", "限期整改筛选", query_fields);

static enum err rectification_list(struct req *rq, const void *in, void *out)
{
    const struct rectification_query *q = rq->query;
    struct rectification_filter f = { .unit = q->unit,
                                      .unit_kind = q->unit_kind,
                                      .state = q->state,
                                      .overdue = q->overdue,
                                      .mine = q->mine,
                                      .own = rq->actor->unit,
                                      .today = rq->today,
                                      .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_rectification_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_rectification_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &rectification_item, out);
}

static enum err show(struct req *rq, int64_t id, void *out)
{
    const struct act act = req_act(rq);

    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return store_rectification_view(rq->db, rq->arena, &act, id, out);
}

static enum err rectification_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err rectification_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(
        rq, store_rectification_order(rq->db, rq->arena, &act, in, &id, &why),
        &why));
    return show(rq, id, out);
}

static enum err rectification_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_rectification_step(
                        rq->db, rq->arena, &act,
                        supervision_step_of(&rectification_steps, rq->key),
                        rq->id, rq->if_match, in, &why),
                    &why));
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

/* Of two who act at once one wins; the other is told who and what. */
static enum err meanwhile(struct req *rq)
{
    struct rectification_view v;
    const struct rectification_step *last;

    TRY(show(rq, rq->id, &v));
    if (v.steps.n == 0)
        return ERR_OK;
    last = (const struct rectification_step *)v.steps.items + v.steps.n - 1;
    rq->detail = arena_printf(
        rq->arena, "%s刚刚办理了“%s”，现在是“%s”，本次没有保存。请刷新后再看。",
        last->account_name, last->title,
        code_label(&rectification_states, v.state));
    return rq->detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route rectification_routes[] = {
    { "GET", "/rectifications", "限期整改列表", RIGHT_INSPECTION_READ, TX_READ,
      LISTS, .query = &rectification_query, .reply = &rectification_item,
      .handler = rectification_list },
    { "POST", "/rectifications", "下达限期整改", RIGHT_INSPECT, TX_WRITE,
      CREATES, .body = &rectification_in, .reply = &rectification_view,
      .handler = rectification_add },
    { "GET", "/rectifications/{id}", "一项限期整改", RIGHT_INSPECTION_READ,
      TX_READ, 0, .reply = &rectification_view, .find = &find_rectification,
      .handler = rectification_get },
    { "POST", "/rectifications/{id}/actions/{action}", "办理限期整改",
      RIGHT_RECTIFICATION_ACT, TX_WRITE, IF_MATCH, .reply = &rectification_view,
      .find = &find_rectification, .handler = rectification_do,
      .body_of = rectification_step_body, .stale = meanwhile },
    ROUTE_END
};
