/* Assignments (交办) in the store. */
#ifndef STORE_ASSIGNMENT_STORE_H
#define STORE_ASSIGNMENT_STORE_H

#include "db/db.h"
#include "domain/assignment.h"

/* For routes: the version of an assignment in the caller's scope. */
extern const struct sql find_assignment;

/* Gives it, with its first event; the caller found the case in its scope and
 * adds to the case what is to be seen there.  ERR_INVALID when the unit does
 * not do the task; ERR_CONFLICT, with *id the other one, when the unit has the
 * same task of the same case in hand. */
enum err store_assignment_give(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct assignment_give *g, int64_t *id);

/* The same, and leaves its trace in the case: an event and the 交办单.
 * ERR_INVALID, ERR_RULE with *why. */
enum err store_assignment_hand(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct assignment_give *g, int64_t *id,
                               struct refusal *why);

/* One in scope; ERR_NOT_FOUND. */
enum err store_assignment_get(struct db *db, struct arena *a, int64_t id,
                              struct assignment_row *out);

/* The same with its child as far as the actor is shown it, its events and
 * evidence, and what the actor may do. */
enum err store_assignment_view(struct db *db, struct arena *a,
                               const struct act *act, int64_t id,
                               struct assignment_view *out);

/* NULL and INT_NONE mean "any". */
struct assignment_filter {
    const char *unit, *task, *state;
    int64_t overdue; /* 1 yes, 0 no */
    int64_t case_id;
    const char *mine; /* what waits for this unit, as doer or giver */
    const char *today;
    int64_t by_due;        /* 1: by due date, else by id */
    const char *after_due; /* of the last row, when by due date */
    int64_t after, rows;
};

/* struct assignment_item. */
enum err store_assignment_list(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct assignment_filter *f,
                               struct list *out);
enum err store_assignment_count(struct db *db,
                                const struct assignment_filter *f, int64_t *n);

/* Takes an action with body `in`: rules, evidence, saving, and what it does to
 * the case.  ERR_STALE, ERR_FORBIDDEN, ERR_RULE, ERR_INVALID with *why. */
enum err store_assignment_act(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct assignment_action *action,
                              int64_t id, const void *in, struct refusal *why);

/* One reminder event, by account 0 and with its audit row, for every due date
 * that passed while the work was not done; at most `most` (0: 500).  Doing it
 * again changes nothing.  Writer only. */
enum err store_assignment_sweep(struct db *db, struct arena *a, int64_t now,
                                int64_t most, int64_t *done);

#endif
