/* Fields that two people changed (两人改了同一项), in the store; in scope. */
#ifndef STORE_CONFLICT_STORE_H
#define STORE_CONFLICT_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/conflict.h"

extern const struct sql find_conflict; /* its household, by id, in scope */

/* NULL or INT_NONE matches all; lo and hi are a range of division paths. */
struct conflict_filter {
    const char *state;
    int64_t household_id;
    const char *lo, *hi;
    int64_t after, rows;
};

/* A page in the order of ids, with values in words and, of those that are
 * open, what stands in the register now. */
enum err store_conflict_list(struct db *db, struct arena *a,
                             const struct conflict_filter *f, struct list *out);
enum err store_conflict_count(struct db *db, const struct conflict_filter *f,
                              int64_t *total);

/* One, in words; ERR_NOT_FOUND. */
enum err store_conflict_view(struct db *db, struct arena *a, int64_t id,
                             struct conflict_row *out);

/* One with its values in full, what stands in the register now among them;
 * *version is the record's.  ERR_NOT_FOUND. */
enum err store_conflict_get(struct db *db, struct arena *a, int64_t id,
                            struct conflict_row *out, int64_t *version);

/* Settles c->id with its c->choice and c->value, and with it whatever else asks
 * the same of that field and says the same.  c->record_value is kept as it
 * stood.  ERR_STALE: settled meanwhile. */
enum err store_conflict_decide(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct conflict_row *c);

#endif
