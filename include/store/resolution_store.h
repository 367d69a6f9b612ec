/* 决议 in the store; the caller's view says which are there. */
#ifndef STORE_RESOLUTION_STORE_H
#define STORE_RESOLUTION_STORE_H

#include "db/db.h"
#include "domain/resolution.h"

extern const struct sql find_resolution; /* version, in scope */

/* Gives what a meeting that the caller sees resolved to each of its units; the
 * id of the first.  ERR_INVALID, ERR_RULE with *why. */
enum err store_resolution_give(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct resolution_in *in, int64_t *id,
                               struct refusal *why);

/* NULL and INT_NONE match all. */
struct resolution_filter {
    const char *unit, *state, *today;
    int64_t overdue, mine; /* mine: 1 only of the unit `own` */
    const char *own;
    int64_t before, rows;
};
/* struct resolution_item, the newest first. */
enum err store_resolution_list(struct db *db, struct arena *a,
                               const struct resolution_filter *f,
                               struct list *out);
enum err store_resolution_count(struct db *db,
                                const struct resolution_filter *f, int64_t *n);
/* Those of a meeting that the caller sees, in their order. */
enum err store_resolutions_of(struct db *db, struct arena *a, const char *today,
                              int64_t meeting, struct list *out);

enum err store_resolution_view(struct db *db, struct arena *a,
                               const struct act *act, int64_t id,
                               struct resolution_view *out);

/* Takes a step with body `in`.  ERR_STALE, ERR_RULE, ERR_INVALID with *why. */
enum err store_resolution_step(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct supervision_step *s, int64_t id,
                               int64_t version, const void *in,
                               struct refusal *why);

#endif
