/* 待办: what waits for somebody. */
#ifndef STORE_WORKLIST_STORE_H
#define STORE_WORKLIST_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/worklist.h"

/* Whose list, and from where on. */
struct worklist_query {
    const char *level;     /* whose cases, NULL none */
    int64_t account_id;    /* whose own, of a post that names its account */
    const char *approvals; /* outcomes_approved_by: of closings that wait */
    int64_t soon;          /* checks of the watch due up to this instant */
    int64_t after_due, after_id; /* of the last row; what is never due stands
                                    as INT64_MAX, -1 at the start */
    int64_t rows;
};

/* struct work_case in scope, by due date and id, what has none last. */
enum err store_work_cases(struct db *db, struct arena *a,
                          const struct worklist_query *q, struct list *out);

/* How many there are in all, wherever the page begins. */
enum err store_work_count(struct db *db, const struct worklist_query *q,
                          int64_t *n);

/* struct work_round: the open rounds, with the doors in scope that are still
 * to be knocked at. */
enum err store_work_rounds(struct db *db, struct arena *a, struct list *out);

/* Whose assignments wait, and from where on: after (after_day, after_id). */
struct work_assignment_query {
    const char *unit;
    const struct act *act;
    const char *after_day; /* "" at the start */
    int64_t after_id;
    int64_t rows;
};

/* struct work_assignment, by due date and id; a child's name only where the
 * reader is shown it. */
enum err store_work_assignments(struct db *db, struct arena *a,
                                const struct work_assignment_query *q,
                                struct list *out);
enum err store_work_assignment_count(struct db *db, const char *unit,
                                     int64_t *n);

/* Whose incidents and observations wait, and from where on: after (after_due,
 * after_id), where never is INT64_MAX. */
struct work_place {
    const char *unit; /* of incidents and papers */
    int64_t after_due, after_id;
    int64_t rows;
    int64_t account_id; /* of seats */
    int64_t days;       /* in which a paper is to be served */
};

/* struct work_incident: the open ones that the unit handles, as the caller sees
 * them; due while it has not said what it did. */
enum err store_work_incidents(struct db *db, struct arena *a,
                              const struct work_place *p, struct list *out);
enum err store_work_incident_count(struct db *db, const char *unit, int64_t *n);

/* struct work_observation. */
enum err store_work_observations(struct db *db, struct arena *a,
                                 const struct work_place *p, struct list *out);
enum err store_work_observation_count(struct db *db, int64_t *n);

/* struct work_matter, each by due date and id: the account's seats that have
 * not signed, due on the day of the session; cases whose child was appraised and
 * whose session is still to be convened; papers of the unit that are to be
 * served, due `days` after their issue. */
enum err store_work_seats(struct db *db, struct arena *a,
                          const struct work_place *p, struct list *out);
enum err store_work_convening(struct db *db, struct arena *a,
                              const struct work_place *p, struct list *out);
enum err store_work_papers(struct db *db, struct arena *a,
                           const struct work_place *p, struct list *out);
enum err store_work_seat_count(struct db *db, int64_t account_id, int64_t *n);
enum err store_work_convening_count(struct db *db, int64_t *n);
enum err store_work_paper_count(struct db *db, const char *unit, int64_t *n);

/* Whose leads wait, and from where on.  With `match`, those that have children
 * whom the bureau has not settled yet, due `days` after they were registered;
 * else what `unit` handles or was referred to it (due by the order, or `days`
 * after it came), and for the `office` every order that has passed. */
struct work_lead_query {
    const char *unit, *today;
    int64_t office, match, days;
    const char *after_day; /* "" at the start */
    int64_t after_id, rows;
};

/* struct work_lead, by due date and id. */
enum err store_work_leads(struct db *db, struct arena *a,
                          const struct work_lead_query *q, struct list *out);
enum err store_work_lead_count(struct db *db, const struct work_lead_query *q,
                               int64_t *n);

/* Duties of `unit` that have begun and end by `soon`, and for whoever `receives`
 * those that others handed in; struct work_duty, by due date and id. */
struct work_duty_query {
    const char *unit, *today, *soon;
    int64_t receives, account_id;
    const char *after_day; /* "" at the start */
    int64_t after_id, rows;
};
enum err store_work_duties(struct db *db, struct arena *a,
                           const struct work_duty_query *q, struct list *out);
enum err store_work_duty_count(struct db *db, const struct work_duty_query *q,
                               int64_t *n);

/* Inspections of the unit `unit` that are due by `soon`; or 限期整改 or 决议 that it
 * has to report by `soon`, that it has to look at again, or that it ordered and
 * whose day has passed.  struct work_supervision, by due date and id. */
struct work_supervision_query {
    const char *unit, *today, *soon;
    const char *after_day; /* "" at the start */
    int64_t after_id, rows;
};
enum err store_work_resolutions(struct db *db, struct arena *a,
                                const struct work_supervision_query *q,
                                struct list *out);
enum err store_work_resolution_count(struct db *db,
                                     const struct work_supervision_query *q,
                                     int64_t *n);
enum err store_work_inspections(struct db *db, struct arena *a,
                                const struct work_supervision_query *q,
                                struct list *out);
enum err store_work_inspection_count(struct db *db,
                                     const struct work_supervision_query *q,
                                     int64_t *n);
enum err store_work_rectifications(struct db *db, struct arena *a,
                                   const struct work_supervision_query *q,
                                   struct list *out);
enum err store_work_rectification_count(struct db *db,
                                        const struct work_supervision_query *q,
                                        int64_t *n);
enum err store_work_hazards(struct db *db, struct arena *a,
                            const struct work_supervision_query *q,
                            struct list *out);
enum err store_work_hazard_count(struct db *db,
                                 const struct work_supervision_query *q,
                                 int64_t *n);

/* Children that the school `unit` has to receive and, for an office, whose school
 * outside has to be confirmed: struct work_transfer, by due date and id. */
struct work_transfer_query {
    const char *unit;
    int64_t office;        /* 0, 1 */
    const char *after_day; /* "" at the start */
    int64_t after_id, rows;
};
enum err store_work_transfers(struct db *db, struct arena *a,
                              const struct work_transfer_query *q,
                              struct list *out);
enum err store_work_transfer_count(struct db *db,
                                   const struct work_transfer_query *q,
                                   int64_t *n);

/* Materials that wait for `unit` in one of `kinds` (each between blanks): the
 * city's plan of the last year, unless it signed for its last version, due on the
 * plan's day; what others handed in and, of its own, what was given back.  After
 * (after_due, after_id), where never is INT64_MAX; struct work_material, by due
 * date and id. */
struct work_material_query {
    const char *unit, *kinds;
    int64_t account_id; /* does not receive what it handed in */
    int64_t after_due, after_id, rows;
};
enum err store_work_materials(struct db *db, struct arena *a,
                              const struct work_material_query *q,
                              struct list *out);
enum err store_work_material_count(struct db *db,
                                   const struct work_material_query *q,
                                   int64_t *n);

/* struct work_wishes, a row a year: the wishes that `unit` wrote down and has to
 * hand over, and for the unit that trains those that it has to answer; as far as
 * `kinds` name them. */
#define WORK_WISHES_MOST 20
enum err store_work_wishes(struct db *db, struct arena *a, const char *unit,
                           const char *kinds, struct list *out);

/* struct work_round, with 0 left: the rounds that a township has not signed off,
 * from the last week of a round on, for a year at most. */
enum err store_work_signoffs(struct db *db, struct arena *a,
                             const char *township, const char *today,
                             struct list *out);

#endif
