/* How many children each rule judged, by the lists that they stand in. */
#include "api/routes.h"
#include "domain/right.h"
#include "store/reconcile_store.h"
#include "store/verdict_tally_store.h"

static enum err tally_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_verdict_tallies(rq->db, rq->arena, rq->id, out);
}

const struct route reconcile_tally_routes[] = {
    { "GET", "/reconciliations/{id}/tallies", "核查结论计数",
      RIGHT_RECONCILE_READ, TX_READ, LISTS, .reply = &verdict_tally,
      .find = &find_reconciliation, .handler = tally_list },
    ROUTE_END
};
