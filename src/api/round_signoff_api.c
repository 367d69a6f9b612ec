/* 摸排数据确认 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/right.h"
#include "store/round_signoff_store.h"
#include "store/round_store.h"

/* Those in scope, described; a round that is not there is ERR_NOT_FOUND. */
static enum err signoffs(struct req *rq, const char *division, struct list *out)
{
    const struct act act = req_act(rq);
    struct round_signoff_row *r;
    struct round_row round;

    TRY(store_round_get(rq->db, rq->arena, rq->id, &round));
    TRY(store_round_signoffs(rq->db, rq->arena, rq->id, division, out));
    r = out->items;
    for (size_t i = 0; i < out->n; i++)
        round_signoff_describe(&r[i], &round, &act);
    return ERR_OK;
}

/* One township; nothing is said of one that is out of scope or none. */
static enum err signoff_of(struct req *rq, const char *division,
                           struct round_signoff_row *out)
{
    struct list rows;

    TRY(signoffs(rq, division, &rows));
    if (rows.n == 0)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个乡镇街道，没有保存。请重新选择。");
    *out = *(const struct round_signoff_row *)rows.items;
    return ERR_OK;
}

static enum err signoff_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    return signoffs(rq, NULL, out);
}

static enum err sign(struct req *rq, const void *in, void *out)
{
    const struct round_signoff_in *body = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct round_signoff_row *r = out;

    TRY(signoff_of(rq, act.unit, r));
    TRY(req_refusal(rq, round_signoff_may(r, body, &why), &why));
    TRY(store_round_sign(rq->db, &act, rq->id, r, body->note));
    return signoff_of(rq, act.unit, r);
}

static enum err take_back(struct req *rq, const void *in, void *out)
{
    const struct round_signoff_back *body = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct round_signoff_row *r = out;

    TRY(signoff_of(rq, body->division, r));
    TRY(req_refusal(rq, round_signoff_back_may(r, &why), &why));
    TRY(store_round_sign_back(rq->db, &act, r->signoff_id, body->reason));
    rq->audit_detail = body->division;
    return signoff_of(rq, body->division, r);
}

const struct route signoff_routes[] = {
    { "GET", "/survey-rounds/{id}/signoffs", "各乡镇的摸排数据确认",
      RIGHT_SURVEY_READ, TX_LONG, LISTS, .reply = &round_signoff_row,
      .handler = signoff_list },
    { "POST", "/survey-rounds/{id}/signoffs", "确认本乡镇的摸排数据",
      RIGHT_ROUND_SIGN, TX_WRITE, 0, .body = &round_signoff_in,
      .reply = &round_signoff_row, .handler = sign },
    { "POST", "/survey-rounds/{id}/signoffs-taken-back", "退回摸排数据确认",
      RIGHT_ROUND_TAKE_BACK, TX_WRITE, 0, .body = &round_signoff_back,
      .reply = &round_signoff_row, .handler = take_back },
    ROUTE_END
};
