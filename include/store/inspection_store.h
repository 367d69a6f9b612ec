/* 督查 in the store; the caller's view says which are there. */
#ifndef STORE_INSPECTION_STORE_H
#define STORE_INSPECTION_STORE_H

#include "db/db.h"
#include "domain/inspection.h"

extern const struct sql find_inspection; /* version, in scope */

/* Plans one; its id.  ERR_INVALID, ERR_RULE with *why. */
enum err store_inspection_plan(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct inspection_in *in, int64_t *id,
                               struct refusal *why);

/* NULL and INT_NONE match all. */
struct inspection_filter {
    const char *unit, *unit_kind, *state, *today;
    int64_t year;         /* of the planned date */
    int64_t before, rows; /* before: id of the last row, 0 at the start */
};
/* struct inspection_item, the newest first. */
enum err store_inspection_list(struct db *db, struct arena *a,
                               const struct inspection_filter *f,
                               struct list *out);
enum err store_inspection_count(struct db *db,
                                const struct inspection_filter *f, int64_t *n);

/* One that the caller sees, whole, with what the caller may do. */
enum err store_inspection_view(struct db *db, struct arena *a,
                               const struct act *act, int64_t id,
                               struct inspection_view *out);

/* Keeps the answers given, each in the place of the one before; `version` is
 * the one it is based on: ERR_STALE.  ERR_INVALID, ERR_RULE with *why. */
enum err store_inspection_check(struct db *db, struct arena *a,
                                const struct act *act, int64_t id,
                                int64_t version, const struct list *answers,
                                struct refusal *why);

/* Takes a step with body `in`.  ERR_STALE, ERR_RULE, ERR_INVALID with *why. */
enum err store_inspection_step(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct supervision_step *s, int64_t id,
                               int64_t version, const void *in,
                               struct refusal *why);

/* ---- evidence of findings and of steps of a rectification ---- */
/* Are these the caller's own uploads, and no child's?  ERR_INVALID, *why. */
enum err store_supervision_files(struct db *db, struct arena *a,
                                 const struct list *evidence,
                                 struct refusal *why);
/* Ties them to a finding or to a step; the other is INT_NONE. */
enum err store_supervision_keep(struct db *db, int64_t finding, int64_t step,
                                const struct list *evidence);
/* The piece of the list `all` that is of `id`. */
struct list supervision_of(const struct list *all, int64_t id);

#endif
