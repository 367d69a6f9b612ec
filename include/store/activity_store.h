/* 工作记录 in the store; the caller's view says which are there. */
#ifndef STORE_ACTIVITY_STORE_H
#define STORE_ACTIVITY_STORE_H

#include "db/db.h"
#include "domain/activity.h"

extern const struct sql find_activity; /* version, in scope */

/* NULL and INT_NONE match all. */
struct activity_filter {
    const char *unit, *unit_kind, *kind, *school, *state;
    const char *from, *to; /* days */
    int64_t year, student_id;
    int64_t before, rows;
};
/* struct activity_item, the last logged first. */
enum err store_activity_list(struct db *db, struct arena *a,
                             const struct activity_filter *f, struct list *out);
enum err store_activity_total(struct db *db, const struct activity_filter *f,
                              int64_t *n);

/* struct activity_count of a year, by unit and kind, what was withdrawn left
 * out. */
enum err store_activity_counts(struct db *db, struct arena *a, int64_t year,
                               struct list *out);

/* One with its evidence and corrections.  ERR_NOT_FOUND. */
enum err store_activity_get(struct db *db, struct arena *a,
                            const struct act *act, int64_t id,
                            struct activity_row *out);

/* Keeps what activity_check let pass; its id.  ERR_INVALID with *why: no such
 * child, school or attachment. */
enum err store_activity_log(struct db *db, struct arena *a,
                            const struct act *act, const struct activity_in *in,
                            int64_t *id, struct refusal *why);

/* The whole of it again, on the version that was read; what stood before is
 * kept, and so is the evidence, to which new pieces come.  ERR_STALE, and as
 * above. */
enum err store_activity_correct(struct db *db, struct arena *a,
                                const struct act *act, int64_t id,
                                int64_t version, const struct activity_in *in,
                                struct refusal *why);

enum err store_activity_withdraw(struct db *db, struct arena *a,
                                 const struct act *act, int64_t id,
                                 int64_t version, const char *reason,
                                 struct refusal *why);

#endif
