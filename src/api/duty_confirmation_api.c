/* 责任确认 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/duty.h"
#include "domain/right.h"
#include "store/duty_confirmation_store.h"

struct confirmation_query {
    int64_t year;
};
static const struct field query_fields[] = {
    F_INT(confirmation_query, year, "年度", REQUIRED, DUTY_YEAR_MIN,
          DUTY_YEAR_MAX),
    F_END
};
static const struct record confirmation_query =
    RECORD(confirmation_query, "DutyConfirmationQuery", "责任确认的年度",
           query_fields);

static enum err confirmations(struct req *rq, int64_t year, const char *unit,
                              struct list *out)
{
    const struct act act = req_act(rq);
    struct duty_confirmation_row *r;

    TRY(store_duty_confirmations(rq->db, rq->arena, year, unit, out));
    r = out->items;
    for (size_t i = 0; i < out->n; i++)
        duty_confirmation_describe(&r[i], &act);
    return ERR_OK;
}

static enum err confirmation_list(struct req *rq, const void *in, void *out)
{
    const struct confirmation_query *q = rq->query;

    (void)in;
    return confirmations(rq, q->year, NULL, out);
}

static enum err confirm(struct req *rq, const void *in, void *out)
{
    const struct duty_confirm_in *body = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct duty_confirmation_row *one = out;
    struct list rows;

    TRY(confirmations(rq, body->year, act.unit, &rows));
    if (rows.n)
        *one = *(struct duty_confirmation_row *)rows.items;
    else
        *one = (struct duty_confirmation_row) { .duties = 0 };
    TRY(req_refusal(rq, duty_confirm_may(one, &why), &why));
    TRY(store_duty_confirm(rq->db, &act, one));
    rq->audit_entity_id = act.unit;
    TRY(confirmations(rq, body->year, act.unit, &rows));
    *one = *(struct duty_confirmation_row *)rows.items;
    return ERR_OK;
}

const struct route duty_confirmation_routes[] = {
    { "GET", "/duty-confirmations", "责任确认", RIGHT_DUTY_READ, TX_READ, LISTS,
      .query = &confirmation_query, .reply = &duty_confirmation_row,
      .handler = confirmation_list },
    { "POST", "/duty-confirmations", "确认本单位的职责", RIGHT_DUTY_CONFIRM,
      TX_WRITE, 0, .body = &duty_confirm_in, .reply = &duty_confirmation_row,
      .handler = confirm },
    ROUTE_END
};
