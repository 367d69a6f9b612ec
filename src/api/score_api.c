/* 考核得分 over HTTP: the table, and the scores of the units in sight. */
#include <stdlib.h>

#include "api/routes.h"
#include "domain/actor.h"
#include "domain/ledger.h"
#include "domain/right.h"
#include "store/score_store.h"

static enum err item_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    return score_item_views(rq->arena, out);
}

struct score_query {
    int64_t year;
    const char *unit_kind;
};
static const struct field query_fields[] = {
    F_INT(score_query, year, "年度", OPTIONAL, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_CODE(score_query, unit_kind, "单位类别", REQUIRED, score_kinds), F_END
};
static const struct record score_query =
    RECORD(score_query, "ScoreQuery", "考核得分筛选", query_fields);

/* Who looks over the county sees all; a unit its own (R14). */
static enum err score_list(struct req *rq, const void *in, void *out)
{
    const struct score_query *q = rq->query;
    bool all = role_may(rq->actor->role, RIGHT_SCORE_ALL);
    const struct score_ask k = { .year = q->year == INT_NONE
                                             ? strtoll(rq->today, NULL, 10)
                                             : q->year,
                                 .today = rq->today,
                                 .unit_kind = q->unit_kind,
                                 .unit = all ? NULL : rq->actor->unit };

    (void)in;
    return store_scores(rq->db, rq->arena, &k, out);
}

const struct route score_routes[] = {
    { "GET", "/score-items", "考核项和算法", RIGHT_SCORE_READ, TX_NONE, LISTS,
      .reply = &score_item_view, .handler = item_list },
    { "GET", "/scores", "考核得分", RIGHT_SCORE_READ, TX_LONG, LISTS,
      .query = &score_query, .reply = &score_row, .handler = score_list },
    ROUTE_END
};
