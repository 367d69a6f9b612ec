/* 逐级上报 in the store. */
#ifndef STORE_UPWARD_STORE_H
#define STORE_UPWARD_STORE_H

#include "db/db.h"
#include "domain/upward.h"

extern const struct sql find_upward; /* version, in scope */

/* 0 and NULL match all. */
struct upward_filter {
    int64_t year, before, rows;
    const char *state;
};
/* Those in sight, the newest number first: struct upward_row. */
enum err store_upward_list(struct db *db, struct arena *a,
                           const struct upward_filter *f, struct list *out);
enum err store_upward_count(struct db *db, const struct upward_filter *f,
                            int64_t *n);
enum err store_upward_get(struct db *db, struct arena *a, int64_t id,
                          struct upward_row *out); /* ERR_NOT_FOUND */

/* Gives a number to each child in sight who has a case of 省内外就读无学籍 that was
 * not dismissed, and none yet; the others keep theirs. */
enum err store_upward_number(struct db *db, struct arena *a,
                             const struct act *act, struct upward_listing *out);

/* Of version `version`; ERR_STALE, and as upward_answer_fits. */
enum err store_upward_answer(struct db *db, struct arena *a,
                             const struct act *act, int64_t id, int64_t version,
                             const struct upward_answer_in *in,
                             struct refusal *why);

#endif
