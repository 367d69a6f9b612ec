/* 摸排数据确认 in the store. */
#ifndef STORE_ROUND_SIGNOFF_STORE_H
#define STORE_ROUND_SIGNOFF_STORE_H

#include "db/db.h"
#include "domain/round_signoff.h"

#define ROUND_SIGNOFFS_MOST 1000

/* struct round_signoff_row, one a township in scope, by code, or only the one of
 * `division`.  Not described.  One pass over the households in scope. */
enum err store_round_signoffs(struct db *db, struct arena *a, int64_t round_id,
                              const char *division, struct list *out);

/* Signs with the counts of *r, and takes a signature back.  ERR_CONFLICT when
 * another stands. */
enum err store_round_sign(struct db *db, const struct act *act,
                          int64_t round_id, const struct round_signoff_row *r,
                          const char *note);
enum err store_round_sign_back(struct db *db, const struct act *act,
                               int64_t signoff_id, const char *reason);

#endif
