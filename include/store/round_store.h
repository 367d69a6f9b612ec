/* Survey rounds (摸排轮次), their coverage and their doors in the store. */
#ifndef STORE_ROUND_STORE_H
#define STORE_ROUND_STORE_H

#include "db/db.h"
#include "domain/round.h"
#include "domain/survey.h"

extern const struct sql find_round; /* version, by id */

/* A round is no secret: every account with the right sees all of them. */
enum err store_round_get(struct db *db, struct arena *a, int64_t id,
                         struct round_row *out);

/* The open round that began last; ERR_NOT_FOUND when none is open. */
enum err store_round_open_one(struct db *db, struct arena *a,
                              struct round_row *out);

/* A page, newest first; `before` 0 at the start, `year` INT_NONE for all. */
enum err store_round_list(struct db *db, struct arena *a, int64_t year,
                          int64_t before, int64_t rows, struct list *out);
enum err store_round_count(struct db *db, int64_t year, int64_t *total);

/* Inserts r, open, and sets its id, version and created_at (= now_ms).
 * ERR_CONFLICT when a round of that year has that name; ERR_INVALID when it
 * ends before it begins. */
enum err store_round_add(struct db *db, struct round_row *r, int64_t now_ms);

/* Stores r over the version it bears and raises it: ERR_STALE, and as above. */
enum err store_round_update(struct db *db, struct round_row *r);

/* A page of coverage_row of `level` (coverage_levels) in the range [lo, hi) of
 * division paths, in their order, after path `after` ("" at the start), in
 * scope.  One pass over the households of the range. */
struct coverage_filter {
    int64_t round_id;
    const char *level, *lo, *hi, *after;
    int64_t rows;
};
enum err store_coverage(struct db *db, struct arena *a,
                        const struct coverage_filter *f, struct list *out);

/* Doors in the order of place and id.  `lo` NULL: all in scope. */
struct door_filter {
    int64_t round_id;
    const char *lo, *hi;
    const char *state; /* door_states, NULL all */
    const char *q;     /* part of the head's name, NULL all */
    const char *token; /* or beginning of a child's (name_query_token) */
    int64_t after;     /* the last household of the page before, 0 none */
    int64_t rows;
};
enum err store_door_list(struct db *db, struct arena *a,
                         const struct door_filter *f, struct list *out);
enum err store_door_count(struct db *db, const struct door_filter *f,
                          int64_t *total);

#endif
