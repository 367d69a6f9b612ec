/* 隐患与办学条件 in the store; the caller's view says which are there. */
#ifndef STORE_HAZARD_STORE_H
#define STORE_HAZARD_STORE_H

#include "db/db.h"
#include "domain/hazard.h"

extern const struct sql find_hazard; /* version, in scope */

/* Writes one down; its id.  ERR_INVALID, ERR_RULE with *why. */
enum err store_hazard_add(struct db *db, struct arena *a, const struct act *act,
                          const struct hazard_in *in, int64_t *id,
                          struct refusal *why);

/* NULL and INT_NONE match all. */
struct hazard_filter {
    const char *school, *kind, *gravity, *state, *today;
    int64_t overdue; /* 1: only what is overdue */
    int64_t before, rows;
};
/* struct hazard_item, the newest first. */
enum err store_hazard_list(struct db *db, struct arena *a,
                           const struct hazard_filter *f, struct list *out);
enum err store_hazard_count(struct db *db, const struct hazard_filter *f,
                            int64_t *n);

enum err store_hazard_view(struct db *db, struct arena *a,
                           const struct act *act, int64_t id,
                           struct hazard_view *out);

/* Takes a step with body `in`.  ERR_STALE, ERR_RULE, ERR_INVALID with *why. */
enum err store_hazard_step(struct db *db, struct arena *a,
                           const struct act *act,
                           const struct supervision_step *s, int64_t id,
                           int64_t version, const void *in,
                           struct refusal *why);

#endif
