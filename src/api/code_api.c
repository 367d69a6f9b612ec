/* The code tables over HTTP: one list of all codes with their labels. */
#include <string.h>

#include "api/routes.h"
#include "domain/codes.h"
#include "domain/right.h"

struct code_item {
    const char *table, *title, *code, *label;
    int64_t sort; /* place in the whole list; the order of its table */
};
static const struct field code_item_fields[] = {
    F_TEXT(code_item, table, "代码表", REQUIRED, 1, 40),
    F_TEXT(code_item, title, "代码表名称", REQUIRED, 1, 40),
    F_TEXT(code_item, code, "代码", REQUIRED, 1, 40),
    F_TEXT(code_item, label, "含义", REQUIRED, 1, 60),
    F_INT(code_item, sort, "次序", REQUIRED, 1, INT64_MAX),
    F_END
};
static const struct record code_item =
    RECORD(code_item, "Code", "代码", code_item_fields);

struct code_query {
    struct page page;
    const char *table;
};
static const struct field code_query_fields[] = {
    F_PAGE(code_query), F_TEXT(code_query, table, "代码表", OPTIONAL, 1, 40),
    F_END
};
static const struct record code_query =
    RECORD(code_query, "CodeQuery", "代码筛选", code_query_fields);

static const char *code_cursor(struct arena *a, const void *row)
{
    const struct code_item *c = row;

    return arena_printf(a, "%lld", (long long)c->sort);
}

/* Adds the codes of `t` that stand after `after`; *sort counts all. */
static void add_table(const struct code_table *t, int64_t after, int64_t rows,
                      int64_t *sort, struct code_item *items, size_t *n)
{
    for (const struct code *c = t->rows; c->code; c++) {
        if (++*sort <= after || (int64_t)*n == rows)
            continue;
        items[(*n)++] =
            (struct code_item) { t->name, t->title, c->code, c->label, *sort };
    }
}

static enum err code_list(struct req *rq, const void *in, void *out)
{
    const struct code_query *q = rq->query;
    struct list *list = out;
    int64_t after, sort = 0, rows = page_rows(&q->page);
    struct code_item *items =
        arena_array(rq->arena, (size_t)rows, sizeof *items);

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    if (!items)
        return ERR_NO_MEMORY;
    *list = (struct list) { items, 0 };
    for (size_t i = 0; code_tables[i]; i++)
        if (!q->table || strcmp(q->table, code_tables[i]->name) == 0)
            add_table(code_tables[i], after, rows, &sort, items, &list->n);
    if (!q->table || strcmp(q->table, roles.name) == 0)
        add_table(&roles, after, rows, &sort, items, &list->n);
    rq->total = q->page.count == 1 ? sort : INT_NONE;
    return page_end(rq, &q->page, &code_item, list, code_cursor);
}

const struct route code_routes[] = {
    { "GET", "/codes", "代码表", RIGHT_PLACE_READ, TX_NONE, LISTS,
      .query = &code_query, .reply = &code_item, .handler = code_list },
    ROUTE_END
};
