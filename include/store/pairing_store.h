/* 结对帮扶 in the store. */
#ifndef STORE_PAIRING_STORE_H
#define STORE_PAIRING_STORE_H

#include "db/db.h"
#include "domain/pairing.h"

extern const struct sql find_pairing; /* version, in scope */

/* 0 and NULL match all. */
struct pairing_filter {
    const char *today, *unit, *state;
    int64_t quiet; /* 1: only those */
    int64_t student_id, before, rows;
};

/* Those in sight, the newest first: struct pairing_row. */
enum err store_pairing_list(struct db *db, struct arena *a,
                            const struct pairing_filter *f, struct list *out);
enum err store_pairing_count(struct db *db, const struct pairing_filter *f,
                             int64_t *n);
/* With its visits; ERR_NOT_FOUND. */
enum err store_pairing_view(struct db *db, struct arena *a, const char *today,
                            int64_t id, struct pairing_view *out);

/* Begins one for a child whom the caller found in its scope.  As
 * pairing_may_begin; ERR_INVALID: no such unit; ERR_CONFLICT: the same mentor
 * has the child already. */
enum err store_pairing_add(struct db *db, const struct act *act,
                           int64_t student_id, const struct pairing_in *in,
                           int64_t *id, struct refusal *why);
/* As pairing_may_visit. */
enum err store_pairing_visit(struct db *db, struct arena *a,
                             const struct act *act, int64_t id,
                             const struct pairing_visit_in *in,
                             struct refusal *why);
/* As pairing_may_end; ERR_NOT_FOUND also for one whose child is not in the
 * caller's scope: the mentor's unit alone does not end it. */
enum err store_pairing_end(struct db *db, struct arena *a,
                           const struct act *act, int64_t id, int64_t version,
                           const struct pairing_end_in *in,
                           struct refusal *why);

#endif
