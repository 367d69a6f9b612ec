/* What is said of single lines of locked ledgers, over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/right.h"
#include "snapshot_sight.h"
#include "store/snapshot_check_store.h"
#include "store/snapshot_store.h"

static enum err check_list(struct req *rq, const void *in, void *out)
{
    struct snapshot_row s;

    (void)in;
    TRY(snapshot_in_sight(rq, &s));
    return store_snapshot_check_list(rq->db, rq->arena, s.id, out);
}

static enum err no_such_line(struct req *rq, size_t at)
{
    struct refusal why = { .pointer =
                               arena_printf(rq->arena, "checks/%zu/number", at),
                           .code = "no_line",
                           .detail = "这份台账里没有这一行，本次没有保存。"
                                     "请刷新后再看。" };

    return why.pointer ? req_refusal(rq, ERR_RULE, &why) : ERR_NO_MEMORY;
}

/* Says it, and what was said before. */
static enum err say(struct req *rq, const struct act *act, int64_t snapshot_id,
                    size_t at, const struct snapshot_check_in *c,
                    struct snapshot_check *before)
{
    struct snapshot_check now;
    struct refusal why;
    enum err e = snapshot_check_may(c, at, rq->arena, &why);

    if (e != ERR_OK)
        return req_refusal(rq, e, &why);
    e = store_snapshot_check_get(rq->db, rq->arena, snapshot_id, c->number,
                                 before);
    if (e == ERR_NOT_FOUND)
        return no_such_line(rq, at);
    TRY(e);
    now = (struct snapshot_check) { .line_id = before->line_id,
                                    .outcome = c->outcome,
                                    .reason = c->reason,
                                    .account_id = act->account_id,
                                    .at = act->now_ms };
    return store_snapshot_check_put(rq->db, &now);
}

static enum err check_put(struct req *rq, const void *in, void *out)
{
    const struct snapshot_checks_in *body = in;
    const struct snapshot_check_in *c = body->checks.items;
    const struct act act = req_act(rq);
    struct snapshot_checked *done = out;
    struct snapshot_check *before;
    struct snapshot_row s;
    struct refusal why;
    enum err e;

    TRY(snapshot_in_sight(rq, &s));
    e = snapshot_decide(&s, &act, &why);
    if (e != ERR_OK)
        return req_refusal(rq, ERR_CONFLICT, &why);
    before = arena_array(rq->arena, body->checks.n, sizeof *before);
    if (!before && body->checks.n)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < body->checks.n; i++)
        TRY(say(rq, &act, s.id, i, &c[i], &before[i]));
    done->before = (struct list) { before, body->checks.n };
    rq->audit_detail = arena_printf(rq->arena, "%zu lines", body->checks.n);
    return store_snapshot_check_count(rq->db, s.id, &done->passed,
                                      &done->returned);
}

const struct route snapshot_check_routes[] = {
    { "GET", "/snapshots/{id}/checks", "封存台账的逐行审核", RIGHT_LEDGER_READ,
      TX_READ, LISTS, .reply = &snapshot_check, .find = &find_snapshot,
      .handler = check_list },
    { "PUT", "/snapshots/{id}/checks", "逐行审核封存的台账",
      RIGHT_SNAPSHOT_CHECK, TX_WRITE, 0, .body = &snapshot_checks_in,
      .reply = &snapshot_checked, .find = &find_snapshot,
      .handler = check_put },
    ROUTE_END
};
