/* 考核得分 from the rows (domain/score.h). */
#ifndef STORE_SCORE_STORE_H
#define STORE_SCORE_STORE_H

#include "db/db.h"
#include "domain/score.h"

/* Of a year, as far as the caller sees: all units of a kind, or the one. */
struct score_ask {
    int64_t year;
    const char *today, *unit_kind, *unit; /* unit NULL: all of the kind */
};

/* Every figure of the items of that kind (struct score_figure).  One look at
 * each child in scope, where an indicator is asked for.  ERR_INVALID: a year
 * that has none. */
enum err store_score_figures(struct db *db, struct arena *a,
                             const struct score_ask *k, struct list *out);

/* struct score_row, whole, in the order of their scores; ranked among all of
 * the kind, and not when only one is asked for. */
enum err store_scores(struct db *db, struct arena *a, const struct score_ask *k,
                      struct list *out);

#endif
