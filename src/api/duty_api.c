/* 职责清单 over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "store/duty_store.h"

struct duty_query {
    int64_t year, overdue;
    const char *unit, *state, *unit_kind;
};
static const struct field duty_query_fields[] = {
    F_INT(duty_query, year, "年度", REQUIRED, DUTY_YEAR_MIN, DUTY_YEAR_MAX),
    F_BOOL(duty_query, overdue, "只看超期", OPTIONAL),
    F_TEXT(duty_query, unit, "单位代码", OPTIONAL, 1, 20),
    F_CODE(duty_query, state, "状态", OPTIONAL, duty_states),
    F_CODE(duty_query, unit_kind, "单位类别", OPTIONAL, unit_kinds),
    F_END
};
static const struct record duty_query =
    RECORD(duty_query, "DutyQuery", "职责筛选", duty_query_fields);

static enum err duty_list(struct req *rq, const void *in, void *out)
{
    const struct duty_query *q = rq->query;
    const struct act act = req_act(rq);
    const struct duty_filter f = { .year = q->year,
                                   .overdue = q->overdue == 1,
                                   .unit = q->unit,
                                   .state = q->state,
                                   .unit_kind = q->unit_kind,
                                   .today = rq->today };
    struct list *found = out;
    struct duty_row *d;

    (void)in;
    TRY(store_duty_list(rq->db, rq->arena, &f, found));
    d = found->items;
    for (size_t i = 0; i < found->n; i++)
        duty_describe(&d[i], &act);
    return ERR_OK;
}

static enum err load(struct req *rq, struct duty_row *d)
{
    const struct act act = req_act(rq);
    const struct duty_kind *k;

    TRY(store_duty_get(rq->db, rq->arena, rq->id, d));
    duty_describe(d, &act);
    k = duty_kind_of(d->kind);
    /* Whoever reports sees the figures of its own children. */
    if (k && k->setting && d->may_submit)
        TRY(store_duty_figures(rq->db, rq->arena, d, &d->figures));
    return ERR_OK;
}

static enum err duty_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return load(rq, out);
}

static enum err submit(struct req *rq, const void *in, void *out)
{
    const struct duty_submit_in *body = in;
    const struct act act = req_act(rq);
    struct duty_row d;
    struct refusal why;
    enum err e;

    TRY(store_duty_get(rq->db, rq->arena, rq->id, &d));
    e = duty_submit(&d, &act, &why);
    if (e != ERR_OK)
        return req_refusal(rq, ERR_CONFLICT, &why);
    d.evidence = body->evidence;
    d.submitted_by = act.account_id;
    d.submitted_at = rq->now_ms;
    d.version = rq->if_match;
    TRY(store_duty_submit(rq->db, &d));
    return load(rq, out);
}

static enum err decide(struct req *rq, const char *state, const char *reason,
                       struct duty_row *out)
{
    const struct act act = req_act(rq);
    struct duty_row d;
    struct refusal why;
    enum err e;

    TRY(store_duty_get(rq->db, rq->arena, rq->id, &d));
    e = duty_decide(&d, &act, &why);
    if (e != ERR_OK)
        return req_refusal(rq, ERR_CONFLICT, &why);
    d.state = state;
    d.reason = reason;
    d.decided_by = act.account_id;
    d.decided_at = rq->now_ms;
    d.version = rq->if_match;
    TRY(store_duty_decide(rq->db, &d));
    return load(rq, out);
}

static enum err receive(struct req *rq, const void *in, void *out)
{
    (void)in;
    return decide(rq, "received", NULL, out);
}

static enum err give_back(struct req *rq, const void *in, void *out)
{
    const struct duty_return_in *body = in;

    return decide(rq, "returned", body->reason, out);
}

/* Of two who act at once one wins; the other is told who and what. */
static enum err meanwhile(struct req *rq)
{
    struct duty_row d;
    const char *who;

    TRY(store_duty_get(rq->db, rq->arena, rq->id, &d));
    who = d.decided_name ? d.decided_name : d.submitted_name;
    rq->detail = arena_printf(
        rq->arena,
        "%s刚刚办理了这项职责，现在是“%s”，本次没有保存。请刷新后再看。",
        who ? who : "系统", code_label(&duty_states, d.state));
    return rq->detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route duty_routes[] = {
    { "GET", "/duties", "职责清单", RIGHT_DUTY_READ, TX_READ, LISTS,
      .query = &duty_query, .reply = &duty_row, .handler = duty_list },
    { "GET", "/duties/{id}", "一项职责", RIGHT_DUTY_READ, TX_READ, 0,
      .reply = &duty_row, .find = &find_duty, .handler = duty_get },
    { "POST", "/duties/{id}/submit", "报送职责", RIGHT_DUTY_SUBMIT, TX_WRITE,
      IF_MATCH, .body = &duty_submit_in, .reply = &duty_row, .find = &find_duty,
      .handler = submit, .stale = meanwhile },
    { "POST", "/duties/{id}/receive", "签收职责", RIGHT_DUTY_RECEIVE, TX_WRITE,
      IF_MATCH, .reply = &duty_row, .find = &find_duty, .handler = receive,
      .stale = meanwhile },
    { "POST", "/duties/{id}/return", "退回职责", RIGHT_DUTY_RECEIVE, TX_WRITE,
      IF_MATCH, .body = &duty_return_in, .reply = &duty_row, .find = &find_duty,
      .handler = give_back, .stale = meanwhile },
    ROUTE_END
};
