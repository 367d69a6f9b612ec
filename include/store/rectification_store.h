/* 限期整改 in the store; the caller's view says which are there. */
#ifndef STORE_RECTIFICATION_STORE_H
#define STORE_RECTIFICATION_STORE_H

#include "db/db.h"
#include "domain/rectification.h"

extern const struct sql find_rectification; /* version, in scope */

/* Orders one out of a finding that the caller sees; its id.  ERR_INVALID,
 * ERR_RULE with *why. */
enum err store_rectification_order(struct db *db, struct arena *a,
                                   const struct act *act,
                                   const struct rectification_in *in,
                                   int64_t *id, struct refusal *why);

/* NULL and INT_NONE match all. */
struct rectification_filter {
    const char *unit, *unit_kind, *state, *today;
    int64_t overdue, mine; /* mine: 1 only of the unit `own` */
    const char *own;
    int64_t before, rows;
};
/* struct rectification_item, the newest first. */
enum err store_rectification_list(struct db *db, struct arena *a,
                                  const struct rectification_filter *f,
                                  struct list *out);
enum err store_rectification_count(struct db *db,
                                   const struct rectification_filter *f,
                                   int64_t *n);
/* Those of an inspection, in their order. */
enum err store_rectifications_of(struct db *db, struct arena *a,
                                 const char *today, int64_t inspection,
                                 struct list *out);

enum err store_rectification_view(struct db *db, struct arena *a,
                                  const struct act *act, int64_t id,
                                  struct rectification_view *out);

/* Takes a step with body `in`.  ERR_STALE, ERR_RULE, ERR_INVALID with *why. */
enum err store_rectification_step(struct db *db, struct arena *a,
                                  const struct act *act,
                                  const struct supervision_step *s, int64_t id,
                                  int64_t version, const void *in,
                                  struct refusal *why);

#endif
