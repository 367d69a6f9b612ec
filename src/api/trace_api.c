/* 追根问责 of a case over HTTP. */
#include "api/routes.h"
#include "domain/right.h"
#include "store/case_store.h"
#include "store/trace_store.h"

static enum err trace_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_case_trace(rq->db, rq->arena, rq->id, rq->now_ms, out,
                            &rq->audit_child);
}

const struct route trace_routes[] = {
    { "GET", "/cases/{id}/trace", "个案追责", RIGHT_CASE_TRACE, TX_READ,
      READS_CHILD, .reply = &case_trace, .find = &find_case,
      .handler = trace_get },
    ROUTE_END
};
