/* 表扬、通报批评、约谈 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/right.h"
#include "store/accountability_store.h"

struct accountability_query {
    struct page page;
    const char *kind, *unit;
    int64_t year;
};
static const struct field query_fields[] = {
    F_PAGE(accountability_query),
    F_CODE(accountability_query, kind, "类别", OPTIONAL, accountability_kinds),
    F_TEXT(accountability_query, unit, "单位代码", OPTIONAL, 1, 20),
    F_INT(accountability_query, year, "年度", OPTIONAL, 2000, 2199), F_END
};
static const struct record accountability_query =
    RECORD(accountability_query, "AccountabilityQuery", "表扬与问责筛选",
           query_fields);

static void describe(const struct act *act, struct accountability_row *r)
{
    r->may_withdraw = role_may(act->role, RIGHT_ACCOUNTABILITY_WRITE) &&
                      r->withdrawn_at == INT_NONE;
}

static enum err accountability_list(struct req *rq, const void *in, void *out)
{
    const struct accountability_query *q = rq->query;
    const struct act act = req_act(rq);
    struct accountability_filter f = { .kind = q->kind,
                                       .unit = q->unit,
                                       .year = q->year,
                                       .rows = page_rows(&q->page) };
    struct list *found = out;
    struct accountability_row *r;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_accountability_list(rq->db, rq->arena, &f, found));
    r = found->items;
    for (size_t i = 0; i < found->n; i++)
        describe(&act, &r[i]);
    return page_end_id(rq, &q->page, &accountability_row, found);
}

static enum err show(struct req *rq, int64_t id, struct accountability_row *out)
{
    const struct act act = req_act(rq);

    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    TRY(store_accountability_get(rq->db, rq->arena, id, out));
    describe(&act, out);
    return ERR_OK;
}

static enum err accountability_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err accountability_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(
        rq, store_accountability_add(rq->db, rq->arena, &act, in, &id, &why),
        &why));
    return show(rq, id, out);
}

static enum err accountability_take_back(struct req *rq, const void *in,
                                         void *out)
{
    const struct accountability_withdraw *body = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct accountability_row r;

    TRY(store_accountability_get(rq->db, rq->arena, rq->id, &r));
    TRY(req_refusal(rq, accountability_withdraw_may(&r, &why), &why));
    r.version = rq->if_match;
    TRY(store_accountability_withdraw(rq->db, &act, &r, body->reason));
    return show(rq, rq->id, out);
}

const struct route accountability_routes[] = {
    { "GET", "/accountabilities", "表扬与问责列表", RIGHT_INSPECTION_READ,
      TX_READ, LISTS, .query = &accountability_query,
      .reply = &accountability_row, .handler = accountability_list },
    { "POST", "/accountabilities", "登记表扬、通报批评或约谈",
      RIGHT_ACCOUNTABILITY_WRITE, TX_WRITE, CREATES, .body = &accountability_in,
      .reply = &accountability_row, .handler = accountability_add },
    { "GET", "/accountabilities/{id}", "一条表扬或问责记录",
      RIGHT_INSPECTION_READ, TX_READ, 0, .reply = &accountability_row,
      .find = &find_accountability, .handler = accountability_get },
    { "POST", "/accountabilities/{id}/withdraw", "撤销表扬或问责记录",
      RIGHT_ACCOUNTABILITY_WRITE, TX_WRITE, IF_MATCH,
      .body = &accountability_withdraw, .reply = &accountability_row,
      .find = &find_accountability, .handler = accountability_take_back },
    ROUTE_END
};
