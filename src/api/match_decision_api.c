/* What people decided of two rows, over HTTP: in force until taken back. */
#include "api/act.h"
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "store/reconcile_store.h"

struct decision_query {
    struct page page;
    const char *decision;
};
static const struct field decision_query_fields[] = {
    F_PAGE(decision_query),
    F_CODE(decision_query, decision, "结论", OPTIONAL, doubt_decisions), F_END
};
static const struct record decision_query =
    RECORD(decision_query, "MatchDecisionQuery", "核对记录筛选",
           decision_query_fields);

static enum err decision_list(struct req *rq, const void *in, void *out)
{
    const struct decision_query *q = rq->query;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_match_decisions(rq->db, rq->arena, q->decision, before,
                              page_rows(&q->page), out));
    return page_end_id(rq, &q->page, &match_decision_row, out);
}

static enum err decision_undo(struct req *rq, const void *in, void *out)
{
    const struct match_undo_in *want = in;
    const struct act act = req_act(rq);

    return store_match_decision_undo(rq->db, rq->arena, &act, rq->id,
                                     want->reason, out);
}

const struct route match_decision_routes[] = {
    { "GET", "/match-decisions", "核对记录", RIGHT_RECONCILE, TX_READ, LISTS,
      .query = &decision_query, .reply = &match_decision_row,
      .handler = decision_list },
    { "POST", "/match-decisions/{id}/undo", "撤销核对结论", RIGHT_RECONCILE,
      TX_WRITE, 0, .body = &match_undo_in, .reply = &match_decision_row,
      .find = &find_match_decision, .handler = decision_undo },
    ROUTE_END
};
