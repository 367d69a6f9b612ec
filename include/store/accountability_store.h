/* 表扬、通报批评、约谈 in the store; the caller's view says which are there. */
#ifndef STORE_ACCOUNTABILITY_STORE_H
#define STORE_ACCOUNTABILITY_STORE_H

#include "db/db.h"
#include "domain/accountability.h"

extern const struct sql find_accountability; /* version, in scope */

/* struct accountability_row, the newest first; NULL and INT_NONE match all. */
struct accountability_filter {
    const char *kind, *unit;
    int64_t year, before, rows;
};
enum err store_accountability_list(struct db *db, struct arena *a,
                                   const struct accountability_filter *f,
                                   struct list *out);
enum err store_accountability_get(struct db *db, struct arena *a, int64_t id,
                                  struct accountability_row *out);

/* Records one, with who held the post and who was 组长 on that day; its id.
 * ERR_INVALID, ERR_RULE with *why. */
enum err store_accountability_add(struct db *db, struct arena *a,
                                  const struct act *act,
                                  const struct accountability_in *in,
                                  int64_t *id, struct refusal *why);

/* r->version is the one it is based on: ERR_STALE. */
enum err store_accountability_withdraw(struct db *db, const struct act *act,
                                       const struct accountability_row *r,
                                       const char *reason);

#endif
