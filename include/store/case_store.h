/* Cases, their events and evidence in the store. */
#ifndef STORE_CASE_STORE_H
#define STORE_CASE_STORE_H

#include "db/db.h"
#include "domain/case.h"
#include "domain/sighting.h"
#include "domain/transition.h"

/* For routes: the version of a case in the caller's scope. */
extern const struct sql find_case;

/* A case in the caller's scope; ERR_NOT_FOUND. */
enum err store_case_get(struct db *db, struct arena *a, int64_t id,
                        struct case_row *out);

/* The child of a case, as the rules see it; in scope, ERR_NOT_FOUND. */
enum err store_case_child(struct db *db, struct arena *a, int64_t student_id,
                          struct case_child *out);

/* The same with student, owner, events and evidence; allowed_actions is left
 * empty, for it depends on who asks. */
enum err store_case_view(struct db *db, struct arena *a, int64_t id,
                         int64_t now, struct case_view *out);

/* What was done to a case in scope since it had that version, the last of it
 * first, at most `most`: struct case_event without its facts. */
enum err store_case_since(struct db *db, struct arena *a, int64_t id,
                          int64_t version, int64_t most, struct list *out);

/* What else is on file for a case in scope. */
enum err store_case_file(struct db *db, struct arena *a, int64_t id,
                         int64_t student_id, struct case_file *out);

/* The limits, from the settings, each its default when not set, and the
 * calendar, in the arena. */
enum err store_case_clock(struct db *db, struct arena *a,
                          struct case_clock *out);

/* ---- lists ---- */
/* NULL and INT_NONE mean "any".  The page begins after (after_due, after_id),
 * 0 at the start; what is never due stands as INT64_MAX, and after_due is
 * ignored when ordered by id. */
struct case_filter {
    const char *state, *kind, *level, *disposition;
    const char *lo, *hi;   /* range of places, from a division or a school */
    int64_t overdue;       /* past due at `now`: 1 yes, 0 no */
    const char *mine;      /* level code: what waits at this level … */
    const char *approvals; /* … and closings with these outcomes that wait for
                              approval: outcomes_approved_by */
    int64_t opened_from;   /* UTC ms; 0 any */
    int64_t now;
    int64_t by_due; /* 1: by due date, else by id */
    int64_t after_due, after_id;
    int64_t rows;
};

/* struct case_item. */
enum err store_case_list(struct db *db, struct arena *a,
                         const struct case_filter *f, struct list *out);
enum err store_case_count(struct db *db, const struct case_filter *f,
                          int64_t *n);

/* The same cases counted by where they stand: struct case_tally. */
enum err store_case_tally(struct db *db, struct arena *a,
                          const struct case_filter *f, struct list *out);

/* How the cases of a range moved in the last `weeks` times seven days up to the
 * end of the day of `now`, the latest first: struct case_week. */
enum err store_case_weeks(struct db *db, struct arena *a,
                          const struct case_filter *f, int64_t weeks,
                          struct list *out);

/* ---- writing ---- */
/* What a new case is, beside its child. */
struct case_opening {
    struct case_row c;  /* without id and version */
    const char *action; /* name of its first event */
    const char *detail; /* {"facts":[…]} of that event, or NULL */
};

/* Inserts the case and its first event.  The child must have been found in the
 * caller's scope.  ERR_CONFLICT when the child has an open case. */
enum err store_case_open(struct db *db, const struct act *act,
                         struct case_opening *o, int64_t *id);

/* Flags a suspected dropout.  ERR_NOT_FOUND when the child is out of scope;
 * ERR_CONFLICT with *id the open case.  A child whose closed case is its last
 * one relapsed: that case is reopened (design §6), and *id is it. */
enum err store_case_flag(struct db *db, struct arena *a, const struct act *act,
                         const struct case_flag *f, int64_t *id,
                         struct refusal *why);

/* Reopens the closed case of a child, in scope, whom the rosters show away
 * again.  ERR_RULE when its last case is not closed. */
enum err store_case_again(struct db *db, struct arena *a, const struct act *act,
                          int64_t student_id, const char *reason);

/* Saves a step: next over before by its version (ERR_STALE), its event, and
 * its evidence, whose attachments belong to the child from now on. */
struct case_step {
    const struct case_row *before, *next;
    const char *action;
    const char *detail;          /* {"facts":[…]} or NULL */
    const struct list *evidence; /* struct evidence_in, or NULL */
};
enum err store_case_step(struct db *db, const struct act *act,
                         const struct case_step *step, int64_t *event_id);

/* Takes an action with body `in`: rules, evidence, saving.  ERR_STALE,
 * ERR_FORBIDDEN, ERR_RULE, ERR_INVALID with *why. */
enum err store_case_act(struct db *db, struct arena *a, const struct act *act,
                        const struct action *action, int64_t id, const void *in,
                        struct refusal *why);

/* What a visit found of one child (in the caller's scope): opens a case of the
 * right kind, reopens the closed one, or adds a `sighted` event to the open
 * one, which is never closed by it but made due today when the child seems to
 * be in school.  *case_id is the case, INT_NONE when there is none. */
enum err store_case_sighting(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct case_sighting *s, int64_t *case_id);

/* Adds an event to a case that it does not move, its version rising; for what
 * happens beside the table: assignments, assessments, documents.  `detail` is
 * {"facts":[…]} or NULL.  The caller found the case in its scope, or acts on
 * it by an assignment. */
enum err store_case_note(struct db *db, struct arena *a, const struct act *act,
                         int64_t case_id, const char *event,
                         const char *detail);

/* The same, and keeps the conclusion of the police (code table conclusions). */
enum err store_case_conclude(struct db *db, struct arena *a,
                             const struct act *act, int64_t case_id,
                             const char *conclusion, const char *detail);

/* May this child, in scope, leave the register with `status`?  By a conclusion
 * of the police in one of its cases; a double (void) also when a decided doubt
 * says that it is another child's. */
enum err store_case_may_leave(struct db *db, int64_t student_id,
                              const char *status, bool *may);

/* A child that a department's inspection found: opens a case (source lead),
 * reopens the closed one, or notes the lead on the open one; *id is it.  The
 * caller has the child in scope. */
enum err store_case_lead(struct db *db, struct arena *a, const struct act *act,
                         const struct case_flag *f, int64_t *id,
                         struct refusal *why);

/* Writes down who holds every open case on `today`, as if nobody ever held it:
 * for a new store whose posts came after its cases. */
enum err store_case_posts_settle(struct db *db, const char *today);

/* ---- the clock ---- */
/* Does what is due at `now` for all cases, at most `most` (0: 500), each with
 * its event by account 0; *done counts events.  Doing it again changes
 * nothing.  First, what somebody held who left office is handed to whoever is
 * in office now (逐级责任制), or stands vacant.  Writer only. */
enum err store_case_sweep(struct db *db, struct arena *a, int64_t now,
                          int64_t most, int64_t *done);

#endif
