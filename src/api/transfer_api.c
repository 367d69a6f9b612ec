/* 转学交接 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "store/transfer_store.h"

struct transfer_query {
    struct page page;
    const char *direction, *school, *state;
    int64_t overdue;
};
static const struct field query_fields[] = {
    F_PAGE(transfer_query),
    F_CODE(transfer_query, direction, "转入转出", OPTIONAL,
           transfer_directions),
    F_TEXT(transfer_query, school, "学校标识码", OPTIONAL, 1, 10),
    F_CODE(transfer_query, state, "状态", OPTIONAL, transfer_states),
    F_BOOL(transfer_query, overdue, "只看超期", OPTIONAL),
    F_END
};
static const struct record transfer_query =
    RECORD(transfer_query, "TransferQuery", "转学筛选", query_fields);

static enum err transfer_list(struct req *rq, const void *in, void *out)
{
    const struct transfer_query *q = rq->query;
    const struct act act = req_act(rq);
    struct transfer_filter f = { .direction = q->direction,
                                 .own = rq->actor->unit,
                                 .school = q->school,
                                 .state = q->state,
                                 .overdue = q->overdue,
                                 .today = rq->today,
                                 .rows = page_rows(&q->page) };
    struct list *found = out;
    struct transfer_row *t;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_transfer_list(rq->db, rq->arena, &f, found));
    t = found->items;
    for (size_t i = 0; i < found->n; i++)
        transfer_describe(&t[i], &act);
    if (q->page.count == 1)
        TRY(store_transfer_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &transfer_row, found);
}

static enum err show(struct req *rq, int64_t id, struct transfer_row *t)
{
    const struct act act = req_act(rq);

    TRY(store_transfer_get(rq->db, rq->arena, id, t));
    transfer_describe(t, &act);
    rq->audit_child = t->student_id;
    return ERR_OK;
}

static enum err transfer_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err transfer_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(
        rq, store_transfer_write(rq->db, rq->arena, &act, in, &id, &why),
        &why));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return show(rq, id, out);
}

static enum err receive(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_transfer_receive(rq->db, rq->arena, &act, rq->id,
                                           rq->if_match, in, &why),
                    &why));
    return show(rq, rq->id, out);
}

static enum err confirm(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_transfer_confirm(rq->db, rq->arena, &act, rq->id,
                                           rq->if_match, in, &why),
                    &why));
    return show(rq, rq->id, out);
}

static enum err give_up(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_transfer_withdraw(rq->db, rq->arena, &act, rq->id,
                                            rq->if_match, in, &why),
                    &why));
    return show(rq, rq->id, out);
}

const struct route transfer_routes[] = {
    { "GET", "/transfers", "转学交接", RIGHT_TRANSFER_READ, TX_READ, LISTS,
      .query = &transfer_query, .reply = &transfer_row,
      .handler = transfer_list },
    { "POST", "/transfers", "办理转出", RIGHT_TRANSFER_WRITE, TX_WRITE, CREATES,
      .body = &transfer_in, .reply = &transfer_row, .handler = transfer_add },
    { "GET", "/transfers/{id}", "一次转学", RIGHT_TRANSFER_READ, TX_READ,
      READS_CHILD, .reply = &transfer_row, .find = &find_transfer,
      .handler = transfer_get },
    { "POST", "/transfers/{id}/receive", "确认到校", RIGHT_TRANSFER_WRITE,
      TX_WRITE, IF_MATCH, .body = &transfer_receive, .reply = &transfer_row,
      .find = &find_transfer, .handler = receive },
    { "POST", "/transfers/{id}/confirm", "核实市外就读", RIGHT_TRANSFER_WRITE,
      TX_WRITE, IF_MATCH, .body = &transfer_confirm, .reply = &transfer_row,
      .find = &find_transfer, .handler = confirm },
    { "POST", "/transfers/{id}/withdraw", "撤回转出", RIGHT_TRANSFER_WRITE,
      TX_WRITE, IF_MATCH, .body = &transfer_withdraw, .reply = &transfer_row,
      .find = &find_transfer, .handler = give_up },
    ROUTE_END
};
