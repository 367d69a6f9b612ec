/* 资助 in the store. */
#ifndef STORE_AID_STORE_H
#define STORE_AID_STORE_H

#include "db/db.h"
#include "domain/aid.h"

extern const struct sql find_aid; /* version, in scope */

/* NULL, 0 and INT_NONE match all.  `lo` and `hi` are a range of places. */
struct aid_filter {
    int64_t year, student_id;
    const char *term, *kind, *school, *state, *lo, *hi, *today;
    int64_t after, rows;
};
/* Those in sight, the newest first: struct aid_row. */
enum err store_aid_list(struct db *db, struct arena *a,
                        const struct aid_filter *f, struct list *out);
enum err store_aid_count(struct db *db, const struct aid_filter *f, int64_t *n);
enum err store_aid_get(struct db *db, struct arena *a, int64_t id,
                       struct aid_row *out); /* ERR_NOT_FOUND */

/* Who is entitled to the kind in the term and has it not, by id: struct
 * aid_missing.  The filter names year, term and kind. */
enum err store_aid_missing(struct db *db, struct arena *a,
                           const struct aid_filter *f, struct list *out);
enum err store_aid_missing_count(struct db *db, const struct aid_filter *f,
                                 int64_t *n);

/* Sums of a school year, of a term unless NULL: struct aid_total.  `by` is one
 * of aid_groups.  Of the children in sight, or of the whole county. */
enum err store_aid_totals(struct db *db, struct arena *a, int64_t year,
                          const char *term, const char *by, bool county,
                          struct list *out);

/* For a child found in scope.  ERR_CONFLICT when it has it already;
 * ERR_INVALID with *why. */
enum err store_aid_add(struct db *db, struct arena *a, const struct act *act,
                       int64_t student_id, const struct aid_in *in, int64_t *id,
                       struct refusal *why);
/* For all in scope who are entitled at the school; counts only on a dry run. */
enum err store_aid_batch(struct db *db, struct arena *a, const struct act *act,
                         const struct aid_batch_in *in, struct aid_batch *out,
                         struct refusal *why);

/* Of version `version`; ERR_STALE, ERR_CONFLICT when it was withdrawn. */
enum err store_aid_change(struct db *db, struct arena *a, const struct act *act,
                          int64_t id, int64_t version,
                          const struct aid_patch *in, struct refusal *why);
enum err store_aid_withdraw(struct db *db, struct arena *a,
                            const struct act *act, int64_t id, int64_t version,
                            const struct aid_withdraw *in, struct refusal *why);

#endif
