/* The rosters that the signed-in account may hand in, with their columns. */
#include "api/routes.h"
#include "domain/right.h"
#include "domain/roster.h"

struct roster_column_item {
    const char *header, *member;
    int64_t needed;
};
static const struct field roster_column_fields[] = {
    F_TEXT(roster_column_item, header, "列名", REQUIRED, 1, 40),
    F_TEXT(roster_column_item, member, "项目", REQUIRED, 1, 40),
    F_BOOL(roster_column_item, needed, "必须有", REQUIRED), F_END
};
static const struct record roster_column_item = RECORD(
    roster_column_item, "RosterColumn", "花名册的一列", roster_column_fields);

struct roster_kind_item {
    const char *kind, *title;
    struct list columns; /* of roster_column_item */
};
static const struct field roster_kind_fields[] = {
    F_CODE(roster_kind_item, kind, "花名册", REQUIRED, roster_kind_codes),
    F_TEXT(roster_kind_item, title, "名称", REQUIRED, 1, 40),
    F_LIST(roster_kind_item, columns, "各列", REQUIRED, 0, roster_column_item),
    F_END
};
static const struct record roster_kind_item =
    RECORD(roster_kind_item, "RosterKind", "一种花名册", roster_kind_fields);

struct roster_kind_query {
    struct page page;
};
static const struct field roster_kind_query_fields[] = {
    F_PAGE(roster_kind_query), F_END
};
static const struct record roster_kind_query =
    RECORD(roster_kind_query, "RosterKindQuery", "花名册筛选",
           roster_kind_query_fields);

static const char *kind_cursor(struct arena *a, const void *row)
{
    const struct roster_kind_item *item = row;
    const struct roster_kind *k = roster_kind_of(item->kind);

    return arena_printf(a, "%d", (int)(k - roster_kinds) + 1);
}

static enum err set_columns(const struct roster_kind *k, struct arena *a,
                            struct list *out)
{
    struct roster_column_item *items;
    size_t n = 0;

    while (k->columns[n].header)
        n++;
    items = arena_array(a, n, sizeof *items);
    if (!items)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        items[i] =
            (struct roster_column_item) { k->columns[i].header,
                                          k->columns[i].member,
                                          k->columns[i].need != NEED_NONE };
    *out = (struct list) { items, n };
    return ERR_OK;
}

static enum err kind_list(struct req *rq, const void *in, void *out)
{
    const struct roster_kind_query *q = rq->query;
    size_t rows = (size_t)page_rows(&q->page);
    struct roster_kind_item *items =
        arena_array(rq->arena, rows, sizeof *items);
    size_t n = 0;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    if (!items)
        return ERR_NO_MEMORY;
    rq->total = 0;
    for (const struct roster_kind *k = roster_kinds; k->name; k++) {
        if (!roster_may(k, rq->actor))
            continue;
        rq->total++;
        if (k - roster_kinds < after || n == rows)
            continue;
        items[n] =
            (struct roster_kind_item) { .kind = k->name, .title = k->title };
        TRY(set_columns(k, rq->arena, &items[n++].columns));
    }
    if (q->page.count != 1)
        rq->total = INT_NONE;
    *(struct list *)out = (struct list) { items, n };
    return page_end(rq, &q->page, &roster_kind_item, out, kind_cursor);
}

const struct route roster_kind_routes[] = {
    { "GET", "/roster-kinds", "可以导入的花名册", RIGHT_IMPORT, TX_NONE, LISTS,
      .query = &roster_kind_query, .reply = &roster_kind_item,
      .handler = kind_list },
    ROUTE_END
};
