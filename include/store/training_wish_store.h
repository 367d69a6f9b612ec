/* 培训意愿 in the store. */
#ifndef STORE_TRAINING_WISH_STORE_H
#define STORE_TRAINING_WISH_STORE_H

#include "db/db.h"
#include "domain/training_wish.h"

extern const struct sql find_training_wish; /* version, in scope */

/* NULL and 0 match all.  `lo` and `hi` are a range of places. */
struct training_filter {
    int64_t year;
    const char *stage, *onward, *state, *division, *school;
    int64_t after, rows;
};
/* Those in sight, the newest first: struct training_wish. */
enum err store_training_list(struct db *db, struct arena *a,
                             const struct training_filter *f, struct list *out);
enum err store_training_count(struct db *db, const struct training_filter *f,
                              int64_t *n);
enum err store_training_get(struct db *db, struct arena *a, int64_t id,
                            struct training_wish *out); /* ERR_NOT_FOUND */

/* Who left 初中 in the filter's year, or is in its last class and leaves in it,
 * and of whom nothing is written down; by id: struct training_leaver. */
enum err store_training_leavers(struct db *db, struct arena *a,
                                const struct training_filter *f,
                                struct list *out);
enum err store_training_leaver_count(struct db *db,
                                     const struct training_filter *f,
                                     int64_t *n);

/* ERR_CONFLICT when the child has one of the year; ERR_NOT_FOUND for a child
 * out of scope; ERR_INVALID, ERR_RULE with *why. */
enum err store_training_add(struct db *db, struct arena *a,
                            const struct act *act,
                            const struct training_wish_in *in, int64_t *id,
                            struct refusal *why);
/* Of version `version`; ERR_STALE. */
enum err store_training_step(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct training_step *s, int64_t id,
                             int64_t version, const struct training_step_in *in,
                             struct refusal *why);
/* All of the year that wait and are the unit's, for the bureau all in sight. */
enum err store_training_hand_over(struct db *db, const struct act *act,
                                  int64_t year, int64_t *handed);

#endif
