/*
 * Rows in an order that is the same in every store.
 */
#include "domain/reconcile.h"

#include <stdlib.h>

static int by(uint64_t x, uint64_t y)
{
    return (x > y) - (x < y);
}

/* A survey's rows are records, whose number a store gives: it says nothing. */
static uint64_t line_of(const struct reconcile_row *row)
{
    return row->list == LIST_SURVEY ? 0 : row->line;
}

static int by_what_lists_say(const void *a, const void *b, void *rows)
{
    const struct reconcile_row *x =
        (const struct reconcile_row *)rows + *(const uint32_t *)a;
    const struct reconcile_row *y =
        (const struct reconcile_row *)rows + *(const uint32_t *)b;
    const int order[] = {
        by(x->list, y->list),
        by(line_of(x), line_of(y)),
        by(x->name, y->name),
        (x->birth > y->birth) - (x->birth < y->birth),
        by(x->sex, y->sex),
        by(x->import, y->import),
        (x->id > y->id) - (x->id < y->id),
    };
    size_t i = 0;

    while (i + 1 < sizeof order / sizeof *order && order[i] == 0)
        i++;
    return order[i];
}

/* Puts rows[from[i]] at i, in place: some hundred MB are not held twice.  Each
 * from[] that is done becomes its own number. */
static void move_rows(struct reconcile_row *rows, uint32_t *from, size_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct reconcile_row first = rows[i];
        uint32_t to = i;

        while (from[to] != i) {
            uint32_t next = from[to];

            rows[to] = rows[next];
            from[to] = to;
            to = next;
        }
        rows[to] = first;
        from[to] = to;
    }
}

enum err reconcile_order(struct reconcile *r, struct arena *a)
{
    uint32_t *from = malloc((r->rows_n + 1) * sizeof *from);

    r->read = arena_array(a, r->rows_n, sizeof *r->read);
    if (from == NULL || r->read == NULL) {
        free(from);
        return ERR_NO_MEMORY;
    }
    for (uint32_t i = 0; i < r->rows_n; i++)
        from[i] = i;
    if (r->rows_n > 0)
        qsort_r(from, r->rows_n, sizeof *from, by_what_lists_say, r->rows);
    for (uint32_t i = 0; i < r->rows_n; i++)
        r->read[from[i]] = i;
    move_rows(r->rows, from, r->rows_n);
    free(from);
    return ERR_OK;
}
