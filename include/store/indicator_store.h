/* Indicators (指标) from the rows, never from figures kept by hand. */
#ifndef STORE_INDICATOR_STORE_H
#define STORE_INDICATOR_STORE_H

#include "db/db.h"
#include "domain/indicator.h"

/* What is asked for; NULL matches all.  Made by store_indicator_filter. */
struct indicator_filter {
    struct indicator_year year;
    const char *by;      /* of indicator_groups, but not year */
    const char *lo, *hi; /* only children with a place in this range */
    int64_t first_year;  /* that the county is registered here: of those before
                            nothing is known, and every figure is 0 of 0 */
};

/* The year with the county's own cutoff and 学制.  ERR_NOT_FOUND: no such
 * division.  ERR_INVALID: a year that has none. */
enum err store_indicator_filter(struct db *db, struct arena *a, int64_t year,
                                const char *today, const char *division,
                                struct indicator_filter *out);

/* struct indicator_figure, group by group in the order of their keys, each
 * group with every indicator in the order of the table.  One look at each child
 * in scope.  A county without children has no groups; by county it has one,
 * with denominators of 0. */
enum err store_indicator_figures(struct db *db, struct arena *a,
                                 const struct indicator_filter *f,
                                 struct list *out);

/* The children of a part of one figure (struct indicator_name), after the id
 * `after`, at most `rows`.  `key` NULL: of no group; with f->by county all. */
struct indicator_ask {
    const struct indicator *indicator;
    const char *part, *key;
    int64_t after, rows;
};
enum err store_indicator_names(struct db *db, struct arena *a,
                               const struct indicator_filter *f,
                               const struct indicator_ask *k, struct list *out);

#endif
