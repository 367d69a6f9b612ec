/* 三统一 over HTTP. */
#include <stdlib.h>

#include "api/routes.h"
#include "domain/right.h"
#include "store/unity_store.h"

struct unity_query {
    int64_t year;
};
static const struct field unity_query_fields[] = {
    F_INT(unity_query, year, "年度", OPTIONAL, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_END
};
static const struct record unity_query =
    RECORD(unity_query, "UnityQuery", "三统一筛选", unity_query_fields);

static enum err unity_get(struct req *rq, const void *in, void *out)
{
    const struct unity_query *q = rq->query;
    int64_t year = q->year == INT_NONE ? strtoll(rq->today, NULL, 10) : q->year;

    (void)in;
    rq->audit_detail = arena_printf(rq->arena, "%lld年", (long long)year);
    if (!rq->audit_detail)
        return ERR_NO_MEMORY;
    return store_unity(rq->db, rq->arena, year, out);
}

const struct route unity_routes[] = {
    { "GET", "/unity", "三统一：学籍、困难家庭名单和台账的人数与差异",
      RIGHT_UNITY_READ, TX_LONG, AUDIT_FIRST, .query = &unity_query,
      .reply = &unity, .handler = unity_get },
    ROUTE_END
};
