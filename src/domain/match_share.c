/*
 * Rows under one identity number: whose is it?
 */
#include "domain/match_set.h"

#include <string.h>

/* The first row of entity `e` speaks for it. */
static const struct match_row *first_of(const struct match_row *rows, size_t n,
                                        uint32_t e)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].entity == e)
            return &rows[i];
    return NULL;
}

static uint32_t lists_of(const struct match_row *rows, size_t n, uint32_t e)
{
    uint32_t lists = 0;

    for (size_t i = 0; i < n; i++)
        if (rows[i].entity == e)
            lists |= UINT32_C(1) << rows[i].list;
    return lists;
}

static void sort_by_list(struct match_row *rows, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && rows[j - 1].list > rows[j].list; j--) {
            struct match_row swap = rows[j];

            rows[j] = rows[j - 1];
            rows[j - 1] = swap;
        }
}

/* One entity a name; how many. */
static uint32_t by_name(struct match_row *rows, size_t n)
{
    uint32_t entities = 0;

    for (size_t i = 0; i < n; i++) {
        rows[i].entity = entities;
        for (size_t j = 0; j < i && rows[i].entity == entities; j++)
            if (strcmp(rows[i].p.form, rows[j].p.form) == 0 &&
                match_proves(&rows[i].p, &rows[j].p) != PROOF_NONE)
                rows[i].entity = rows[j].entity;
        entities += rows[i].entity == entities;
    }
    return entities;
}

/* Names that agree are one, where no roster has both. */
static bool are_one(const struct match_row *rows, size_t n, uint32_t e,
                    uint32_t f)
{
    if ((lists_of(rows, n, e) & lists_of(rows, n, f)) != 0)
        return false;
    return match_proves(&first_of(rows, n, e)->p, &first_of(rows, n, f)->p) !=
           PROOF_NONE;
}

/* Entity `from` becomes `to`, and the later ones move up. */
static void become(struct match_row *rows, size_t n, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].entity == from)
            rows[i].entity = to;
        else if (rows[i].entity > from)
            rows[i].entity--;
    }
}

size_t match_share(struct match_row *rows, size_t n)
{
    uint32_t entities;

    sort_by_list(rows, n);
    entities = by_name(rows, n);
    for (uint32_t f = 1; f < entities;) {
        uint32_t e = 0;

        while (e < f && !are_one(rows, n, e, f))
            e++;
        if (e == f) {
            f++;
            continue;
        }
        become(rows, n, f, e);
        entities--;
    }
    return entities;
}
