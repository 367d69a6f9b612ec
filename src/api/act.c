/* The act that a request is. */
#include "api/act.h"

#include "domain/actor.h"

struct act req_act(const struct req *rq)
{
    return (struct act) { .account_id = rq->actor->account_id,
                          .role = rq->actor->role,
                          .unit = rq->actor->unit,
                          .now_ms = rq->now_ms,
                          .today = rq->today };
}
