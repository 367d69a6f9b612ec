/* How many children each rule judged, by the lists that they stand in. */
#include "api/routes.h"
#include "domain/right.h"
#include "store/reconcile_store.h"
#include "store/verdict_tally_store.h"

struct tally_query {
    struct page page;
};
static const struct field tally_query_fields[] = { F_PAGE(tally_query), F_END };
static const struct record tally_query =
    RECORD(tally_query, "VerdictTallyQuery", "结论计数", tally_query_fields);

static enum err tally_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_verdict_tallies(rq->db, rq->arena, rq->id, out);
}

const struct route reconcile_tally_routes[] = {
    { "GET", "/reconciliations/{id}/tallies", "核查结论计数",
      RIGHT_RECONCILE_READ, TX_READ, LISTS, .query = &tally_query,
      .reply = &verdict_tally, .find = &find_reconciliation,
      .handler = tally_list },
    ROUTE_END
};
