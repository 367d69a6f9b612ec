/* 会议 in the store; the caller's view says which are there. */
#ifndef STORE_MEETING_STORE_H
#define STORE_MEETING_STORE_H

#include "db/db.h"
#include "domain/meeting.h"
#include "domain/paper.h"

extern const struct sql find_meeting; /* version, in scope */

/* Plans one of the actor's unit; its id.  ERR_INVALID with *why: a unit that is
 * not there, or named twice. */
enum err store_meeting_plan(struct db *db, const struct act *act,
                            const struct meeting_in *in, int64_t *id,
                            struct refusal *why);

/* NULL and INT_NONE match all. */
struct meeting_filter {
    const char *kind, *state, *today;
    int64_t year, before, rows;
};
/* struct meeting_item, the newest first. */
enum err store_meeting_list(struct db *db, struct arena *a,
                            const struct meeting_filter *f, struct list *out);
enum err store_meeting_count(struct db *db, const struct meeting_filter *f,
                             int64_t *n);

enum err store_meeting_view(struct db *db, struct arena *a,
                            const struct act *act, int64_t id,
                            struct meeting_view *out);
enum err store_meeting_row(struct db *db, struct arena *a, int64_t id,
                           struct meeting_row *out);

/* 会议纪要 on A4, with the resolutions that the caller may see; of a meeting that
 * was cancelled since, voided.  ERR_NOT_FOUND while there are no minutes. */
enum err store_meeting_paper(struct db *db, struct arena *a,
                             const struct act *act, int64_t id,
                             struct paper_set *set);

/* Takes a step with body `in`.  ERR_STALE, ERR_RULE, ERR_INVALID with *why. */
enum err store_meeting_step(struct db *db, struct arena *a,
                            const struct act *act,
                            const struct supervision_step *s, int64_t id,
                            int64_t version, const void *in,
                            struct refusal *why);

/* Is there an active unit of that code?  ERR_INVALID with *why at `units`. */
enum err store_meeting_unit_fits(struct db *db, const char *unit,
                                 struct refusal *why);

/* Ties files to a meeting or to a step of a resolution; the other is
 * INT_NONE. */
enum err store_meeting_keep(struct db *db, int64_t meeting, int64_t step,
                            const struct list *evidence);

#endif
