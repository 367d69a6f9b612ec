/* 结对帮扶 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/right.h"
#include "store/pairing_store.h"
#include "store/student_store.h"

struct pairing_query {
    struct page page;
    const char *unit, *state;
    int64_t quiet, student_id;
};
static const struct field query_fields[] = {
    F_PAGE(pairing_query),
    F_TEXT(pairing_query, unit, "帮扶单位代码", OPTIONAL, 1, 20),
    F_CODE(pairing_query, state, "状态", OPTIONAL, pairing_states),
    F_BOOL(pairing_query, quiet, "久未走访", OPTIONAL),
    F_ID(pairing_query, student_id, "学生编号", OPTIONAL),
    F_END
};
static const struct record pairing_query =
    RECORD(pairing_query, "PairingQuery", "结对帮扶筛选", query_fields);

static enum err pairing_list(struct req *rq, const void *in, void *out)
{
    const struct pairing_query *q = rq->query;
    const struct act act = req_act(rq);
    struct pairing_filter f = {
        .today = rq->today,
        .unit = q->unit,
        .state = q->state,
        .quiet = q->quiet == 1,
        .student_id = q->student_id == INT_NONE ? 0 : q->student_id,
        .rows = page_rows(&q->page),
    };
    struct list *found = out;
    struct pairing_row *p;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_pairing_list(rq->db, rq->arena, &f, found));
    p = found->items;
    for (size_t i = 0; i < found->n; i++)
        pairing_describe(&p[i], &act);
    if (q->page.count == 1)
        TRY(store_pairing_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &pairing_row, found);
}

static enum err show(struct req *rq, int64_t id, struct pairing_view *out)
{
    const struct act act = req_act(rq);

    TRY(store_pairing_view(rq->db, rq->arena, rq->today, id, out));
    pairing_describe(&out->p, &act);
    rq->audit_child = out->p.student_id;
    return ERR_OK;
}

static enum err pairing_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err pairing_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(rq, store_pairing_add(rq->db, &act, rq->id, in, &id, &why),
                    &why));
    return show(rq, id, out);
}

static enum err visit_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(
        rq, store_pairing_visit(rq->db, rq->arena, &act, rq->id, in, &why),
        &why));
    return show(rq, rq->id, out);
}

static enum err pairing_end(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_pairing_end(rq->db, rq->arena, &act, rq->id,
                                      rq->if_match, in, &why),
                    &why));
    return show(rq, rq->id, out);
}

const struct route pairing_routes[] = {
    { "GET", "/pairings", "结对帮扶", RIGHT_PAIRING_READ, TX_READ, LISTS,
      .query = &pairing_query, .reply = &pairing_row, .handler = pairing_list },
    { "POST", "/students/{id}/pairings", "结对", RIGHT_PAIRING_WRITE, TX_WRITE,
      CREATES, .body = &pairing_in, .reply = &pairing_view,
      .find = &find_student, .handler = pairing_add },
    { "GET", "/pairings/{id}", "一个结对和它的走访", RIGHT_PAIRING_READ,
      TX_READ, READS_CHILD, .reply = &pairing_view, .find = &find_pairing,
      .handler = pairing_get },
    { "POST", "/pairings/{id}/visits", "登记走访", RIGHT_PAIRING_VISIT,
      TX_WRITE, CREATES, .body = &pairing_visit_in, .reply = &pairing_view,
      .find = &find_pairing, .handler = visit_add },
    { "POST", "/pairings/{id}/end", "结束结对", RIGHT_PAIRING_WRITE, TX_WRITE,
      IF_MATCH, .body = &pairing_end_in, .reply = &pairing_view,
      .find = &find_pairing, .handler = pairing_end },
    ROUTE_END
};
