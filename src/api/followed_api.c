/* 下发名单销号 and 小升初 over HTTP: each row, and their counts. */
#include <string.h>

#include "api/routes.h"
#include "domain/right.h"
#include "store/followed_store.h"
#include "store/reconcile_store.h"

/* ---- a page of rows that were all judged ---- */
/* Keeps the page's rows of those whose id is behind `after`: rows are read as a
 * whole, for a row's standing may hang on another's. */
static void cut(struct list *list, size_t size, size_t id_at, int64_t after,
                int64_t rows)
{
    char *items = list->items;
    size_t from = 0;
    int64_t id;

    while (from < list->n) {
        memcpy(&id, items + from * size + id_at, sizeof id);
        if (id > after)
            break;
        from++;
    }
    list->items = items + from * size;
    list->n -= from;
    if (list->n > (size_t)rows)
        list->n = (size_t)rows;
}

/* ---- 下发名单 ---- */
struct assigned_query {
    struct page page;
    const char *standing;
};
static const struct field assigned_query_fields[] = {
    F_PAGE(assigned_query),
    F_CODE(assigned_query, standing, "办理情况", OPTIONAL, assigned_standings),
    F_END
};
static const struct record assigned_query = RECORD(
    assigned_query, "AssignedQuery", "下发名单筛选", assigned_query_fields);

/* All of the standing, whatever the page. */
static enum err count_assigned(struct req *rq, const char *standing)
{
    const struct assigned_row *rows;
    struct list list;

    TRY(store_assigned_rows(rq->db, rq->arena, rq->id, &list));
    rows = list.items;
    rq->total = 0;
    for (size_t i = 0; i < list.n; i++)
        rq->total += !standing || strcmp(standing, rows[i].standing) == 0;
    return ERR_OK;
}

static const char *place_in_list(struct arena *a, const void *row)
{
    const struct assigned_row *r = row;

    return arena_printf(a, "%lld", (long long)r->seq);
}

static enum err assigned_list(struct req *rq, const void *in, void *out)
{
    const struct assigned_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_assigned_page(rq->db, rq->arena, rq->id, q->standing, after,
                            page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(count_assigned(rq, q->standing));
    return page_end(rq, &q->page, &assigned_row, out, place_in_list);
}

static enum err assigned_rate_get(struct req *rq, const void *in, void *out)
{
    struct list list;

    (void)in;
    TRY(store_assigned_rows(rq->db, rq->arena, rq->id, &list));
    return assigned_rate_of(list.items, list.n, rq->arena, out);
}

/* ---- 小升初 ---- */
struct leaver_query {
    struct page page;
    const char *standing, *from_school, *to_school;
    int64_t placed;
};
static const struct field leaver_query_fields[] = {
    F_PAGE(leaver_query),
    F_CODE(leaver_query, standing, "去向", OPTIONAL, leaver_standings),
    F_TEXT(leaver_query, from_school, "毕业小学标识码", OPTIONAL, 1, 10),
    F_TEXT(leaver_query, to_school, "应到初中标识码", OPTIONAL, 1, 10),
    F_BOOL(leaver_query, placed, "应到初中已落实", OPTIONAL),
    F_END
};
static const struct record leaver_query =
    RECORD(leaver_query, "LeaverQuery", "小升初筛选", leaver_query_fields);

static bool same(const char *asked, const char *is)
{
    return !asked || (is && strcmp(asked, is) == 0);
}

static enum err leaver_list(struct req *rq, const void *in, void *out)
{
    const struct leaver_query *q = rq->query;
    struct list *list = out;
    struct leaver_row *rows;
    int64_t after;
    size_t n = 0;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_leaver_rows(rq->db, rq->arena, rq->id, list));
    rows = list->items;
    for (size_t i = 0; i < list->n; i++)
        if (same(q->standing, rows[i].standing) &&
            same(q->from_school, rows[i].from_school) &&
            same(q->to_school, rows[i].to_school) &&
            (q->placed == INT_NONE || q->placed == (rows[i].to_school != NULL)))
            rows[n++] = rows[i];
    list->n = n;
    if (q->page.count == 1)
        rq->total = (int64_t)n;
    cut(list, sizeof *rows, offsetof(struct leaver_row, id), after,
        page_rows(&q->page));
    return page_end_id(rq, &q->page, &leaver_row, out);
}

static enum err handover_list(struct req *rq, const void *in, void *out)
{
    struct list list;

    (void)in;
    TRY(store_leaver_rows(rq->db, rq->arena, rq->id, &list));
    return handover_counts_of(list.items, list.n, rq->arena, out);
}

const struct route followed_routes[] = {
    { "GET", "/reconciliations/{id}/assigned", "下发名单逐行办理",
      RIGHT_ROSTER_FOLLOW, TX_READ, LISTS, .query = &assigned_query,
      .reply = &assigned_row, .find = &find_reconciliation,
      .handler = assigned_list },
    { "GET", "/reconciliations/{id}/assigned-rate", "下发名单销号率",
      RIGHT_ROSTER_FOLLOW, TX_READ, 0, .reply = &assigned_rate,
      .find = &find_reconciliation, .handler = assigned_rate_get },
    { "GET", "/reconciliations/{id}/leavers", "小升初名单", RIGHT_ROSTER_FOLLOW,
      TX_READ, LISTS, .query = &leaver_query, .reply = &leaver_row,
      .find = &find_reconciliation, .handler = leaver_list },
    { "GET", "/reconciliations/{id}/handover", "小升初按学校计数",
      RIGHT_ROSTER_FOLLOW, TX_READ, LISTS, .reply = &handover_count,
      .find = &find_reconciliation, .handler = handover_list },
    ROUTE_END
};
