/* Households (家庭) in the store. */
#ifndef STORE_HOUSEHOLD_STORE_H
#define STORE_HOUSEHOLD_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/household.h"

extern const struct sql find_household; /* version, by id, in scope */

/* The stored row, in scope; ERR_NOT_FOUND. */
enum err store_household_get(struct db *db, struct arena *a, int64_t id,
                             struct household_row *out);

/* The reply with its children, in scope; ERR_NOT_FOUND. */
enum err store_household_view(struct db *db, struct arena *a, int64_t id,
                              struct household_view *out);

/* NULL filters match all; lo and hi are a range of division paths. */
struct household_filter {
    const char *lo, *hi;
    const char *q; /* beginning of the head's name, NULL all */
    const char *state;
    const char *scope_lo, *scope_hi; /* of whoever asks */
    int64_t after, rows;
};
enum err store_household_list(struct db *db, struct arena *a,
                              const struct household_filter *f,
                              struct list *out);
enum err store_household_count(struct db *db, struct arena *a,
                               const struct household_filter *f,
                               int64_t *total);

/* Inserts h and sets its id, version and times.  ERR_INVALID when its division
 * is not there.  state defaults to "resident". */
enum err store_household_create(struct db *db, struct arena *a,
                                const struct act *act, struct household_row *h);

/* Stores `h` over `old` with a history row for every changed field, and moves
 * its children's places with it.  old->version is the one it is based on:
 * ERR_STALE.  Sets h->version.  Unchanged: nothing is written. */
enum err store_household_update(struct db *db, struct arena *a,
                                const struct act *act,
                                const struct household_row *old,
                                struct household_row *h);

#endif
