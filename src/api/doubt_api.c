/* Doubts that need a person, over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "domain/schooling.h"
#include "store/doubt_store.h"

struct doubt_query {
    struct page page;
    const char *state, *kind;
};
static const struct field doubt_query_fields[] = {
    F_PAGE(doubt_query),
    F_CODE(doubt_query, state, "疑点状态", OPTIONAL, doubt_states),
    F_CODE(doubt_query, kind, "疑点类别", OPTIONAL, doubt_kinds), F_END
};
static const struct record doubt_query =
    RECORD(doubt_query, "DoubtQuery", "疑点筛选", doubt_query_fields);

static enum err doubt_list(struct req *rq, const void *in, void *out)
{
    const struct doubt_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_doubt_list(rq->db, rq->arena, q->state, q->kind, after,
                         page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_doubt_count(rq->db, q->state, q->kind, &rq->total));
    return page_end_id(rq, &q->page, &doubt_row, out);
}

static enum err doubt_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_doubt_get(rq->db, rq->arena, rq->id, out);
}

static enum err doubt_decide(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct doubt_row d;

    TRY(store_doubt_get(rq->db, rq->arena, rq->id, &d));
    if (strcmp(d.state, "decided") == 0)
        return req_refuse(rq, ERR_RULE, "", "doubt.decided",
                          "这条疑点已经处理过，没有做任何改动。");
    TRY(store_doubt_decide(rq->db, &act, rq->id, rq->if_match, in));
    return store_doubt_get(rq->db, rq->arena, rq->id, out);
}

const struct route doubt_routes[] = {
    { "GET", "/doubts", "疑点列表", RIGHT_DOUBT_READ, TX_READ, LISTS,
      .query = &doubt_query, .reply = &doubt_row, .handler = doubt_list },
    { "GET", "/doubts/{id}", "一条疑点", RIGHT_DOUBT_READ, TX_READ, 0,
      .reply = &doubt_row, .find = &find_doubt, .handler = doubt_get },
    { "PATCH", "/doubts/{id}", "处理疑点", RIGHT_DOUBT_DECIDE, TX_WRITE,
      IF_MATCH, .body = &doubt_patch, .reply = &doubt_row, .find = &find_doubt,
      .handler = doubt_decide },
    ROUTE_END
};
