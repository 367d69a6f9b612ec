/* 待办: what waits for somebody, from cases, open survey rounds, assignments and
 * leads. */
#include "store/worklist_store.h"

#include "assignment_columns.h"
#include "case_columns.h"
#include "domain/assignment.h"
#include "domain/incident.h"
#include "domain/observation.h"
#include "lead_columns.h"
#include "observation_columns.h"
#include "worklist_columns.h"

#define ROUNDS_MOST 20

/* What is never due sorts last. */
#define DUE "coalesce(c.due_at, 9223372036854775807)"

#define WAITING                                                                \
    " WHERE ((c.level = ?1 AND (c.state IN ('reported', 'persuading',"         \
    "       'arranging', 'enforcing')"                                         \
    "     OR (c.state = 'watching' AND c.due_at <= ?3)))"                      \
    "   OR (c.state = 'review' AND instr(?2, ' ' || c.outcome || ' ')"         \
    "     AND c.submitted_by IS NOT ?4))" /* who asked does not approve */

#define LAST_EVENT                                                             \
    "(SELECT e.action FROM my_case_event e WHERE e.case_id = c.id"             \
    " ORDER BY e.id DESC LIMIT 1)"

/* A case that came back from approval, or was handed over by whoever left
 * office, is told from one that always was here: its last event says so.  It is
 * handed to the account of the post, where the post has one. */
SQL(q_work_cases,
    .text = "SELECT CASE WHEN c.state = 'review' THEN 'approve'"
            "   WHEN c.state = 'watching' THEN 'watch'"
            "   WHEN " LAST_EVENT " = 'handed_over' AND EXISTS (SELECT 1"
            "     FROM post p WHERE p.id = c.post_id AND ?4 ="
            "     coalesce(p.account_id, ?4)) THEN 'handed_over'"
            "   WHEN c.state = 'reported' THEN 'verify'"
            "   WHEN c.state = 'arranging' THEN 'arrange'"
            "   WHEN " LAST_EVENT " = 'refuse' THEN 'refused'"
            "   ELSE 'persuade' END AS kind,"
            " s.name AS subject, c.id, c.student_id, c.due_at"
            " FROM my_case c JOIN my_student s ON s.id = c.student_id" WAITING
            " AND (" DUE " > ?5 OR (" DUE " = ?5 AND c.id > ?6))"
            " ORDER BY " DUE ", c.id LIMIT ?7",
    .row = &work_case);

enum err store_work_cases(struct db *db, struct arena *a,
                          const struct worklist_query *q, struct list *out)
{
    return db_list(db, &q_work_cases, a, (size_t)q->rows, out,
                   VALS(TEXT(q->level), TEXT(q->approvals), INT(q->soon),
                        INT(q->account_id), INT(q->after_due), INT(q->after_id),
                        INT(q->rows)));
}

SQL(q_work_count, .text = "SELECT count(*) FROM my_case c" WAITING);

enum err store_work_count(struct db *db, const struct worklist_query *q,
                          int64_t *n)
{
    return db_int(db, &q_work_count, n,
                  VALS(TEXT(q->level), TEXT(q->approvals), INT(q->soon),
                       INT(q->account_id)));
}

SQL(q_work_rounds,
    .text = "SELECT r.id, r.name, r.ends_on, (SELECT count(*)"
            "   FROM my_household h WHERE h.state <> 'moved' AND NOT EXISTS ("
            "     SELECT 1 FROM my_visit v WHERE v.household_id = h.id"
            "       AND v.round_id = r.id AND v.current = 1"
            "       AND v.settled = 1)) AS left"
            " FROM survey_round r WHERE r.state = 'open' ORDER BY r.id",
    .row = &work_round);

enum err store_work_rounds(struct db *db, struct arena *a, struct list *out)
{
    return db_list(db, &q_work_rounds, a, ROUNDS_MOST, out, NO_VALS);
}

SQL(q_work_signoffs,
    .text = "SELECT r.id, r.name, r.ends_on, 0 AS left FROM survey_round r"
            " WHERE date(r.ends_on, '-6 days') <= ?2"
            "   AND r.ends_on >= date(?2, '-1 year') AND r.starts_on <= ?2"
            "   AND NOT EXISTS (SELECT 1 FROM my_round_signoff o"
            "     WHERE o.round_id = r.id AND o.division = ?1"
            "       AND o.taken_at IS NULL) ORDER BY r.ends_on, r.id",
    .row = &work_round);

enum err store_work_signoffs(struct db *db, struct arena *a,
                             const char *township, const char *today,
                             struct list *out)
{
    return db_list(db, &q_work_signoffs, a, ROUNDS_MOST, out,
                   VALS(TEXT(township), TEXT(today)));
}

/* ---- assignments ---- */
#define WORK_ASSIGNMENTS(student)                                              \
    "SELECT g.id, g.case_id, g.student_id, g.task, g.state, g.due_on,"         \
    " s.name AS student_name, u.name AS unit_name FROM my_assignment g"        \
    " JOIN unit u ON u.code ="                                                 \
    "   CASE WHEN g.unit = ?1 THEN g.assigned_unit ELSE g.unit END"            \
    " LEFT JOIN " student " s ON s.id = g.student_id"                          \
    " WHERE " ASSIGNMENT_WAITS("?1") " AND (g.due_on > ?2"                     \
                                     "   OR (g.due_on = ?2 AND g.id > ?3))"    \
                                     " ORDER BY g.due_on, g.id LIMIT ?4"

SQL(q_work_assignments, .text = WORK_ASSIGNMENTS("my_student"),
    .row = &work_assignment);

SQL(q_work_assignments_agency, .text = WORK_ASSIGNMENTS("student"),
    .row = &work_assignment, .access = SQL_SYSTEM,
    .why = "assignments through the caller's view; the name is kept only where"
           " the table of tasks names it");

SQL(q_work_assignment_count, .text = "SELECT count(*) FROM my_assignment g"
                                     " WHERE " ASSIGNMENT_WAITS("?1"));

enum err store_work_assignments(struct db *db, struct arena *a,
                                const struct work_assignment_query *q,
                                struct list *out)
{
    bool agency = q->act->role == ROLE_AGENCY;
    struct work_assignment *w;

    TRY(db_list(db, agency ? &q_work_assignments_agency : &q_work_assignments,
                a, (size_t)q->rows, out,
                VALS(TEXT(q->unit), TEXT(q->after_day), INT(q->after_id),
                     INT(q->rows))));
    w = out->items;
    for (size_t i = 0; i < out->n; i++) {
        const struct assignment_row g = { .task = w[i].task,
                                          .state = w[i].state };

        if (!(assignment_parts(&g, q->act->role) & PART_NAME))
            w[i].student_name = NULL;
    }
    return ERR_OK;
}

enum err store_work_assignment_count(struct db *db, const char *unit,
                                     int64_t *n)
{
    return db_int(db, &q_work_assignment_count, n, VALS(TEXT(unit)));
}

/* ---- incidents ---- */
#define UNIT_HANDLES                                                           \
    " FROM my_incident g JOIN my_incident_unit y ON y.incident_id = g.id"      \
    "   AND y.unit = ?1"
#define INCIDENT_DUE                                                           \
    "CASE WHEN EXISTS (SELECT 1 FROM my_incident_step p"                       \
    "   WHERE p.incident_id = g.id AND p.unit = ?1 AND p.action = 'step')"     \
    " THEN NULL ELSE y.at + ?5 END"

SQL(q_work_incidents,
    .text = "SELECT w.id, w.kind, w.subject, w.due_at FROM (SELECT g.id,"
            " g.kind, coalesce(s.name, v.name) AS subject, " INCIDENT_DUE
            " AS due_at" UNIT_HANDLES " JOIN unit v ON v.code = g.unit"
            " LEFT JOIN student s ON s.id = g.student_id"
            " WHERE g.state = 'open') w"
            " WHERE coalesce(w.due_at, " NO_DUE ") > ?2"
            "   OR (coalesce(w.due_at, " NO_DUE ") = ?2 AND w.id > ?3)"
            " ORDER BY coalesce(w.due_at, " NO_DUE "), w.id LIMIT ?4",
    .row = &work_incident, .access = SQL_SYSTEM,
    .why = "incidents through the caller's view that its unit handles, which is"
           " told the name");

enum err store_work_incidents(struct db *db, struct arena *a,
                              const struct work_place *p, struct list *out)
{
    return db_list(db, &q_work_incidents, a, (size_t)p->rows, out,
                   VALS(TEXT(p->unit), INT(p->after_due), INT(p->after_id),
                        INT(p->rows), INT(INCIDENT_FIRST_MS)));
}

SQL(q_work_incident_count,
    .text = "SELECT count(*)" UNIT_HANDLES " WHERE g.state = 'open'");

enum err store_work_incident_count(struct db *db, const char *unit, int64_t *n)
{
    return db_int(db, &q_work_incident_count, n, VALS(TEXT(unit)));
}

/* ---- observations ---- */
SQL(q_work_observations,
    .text = "SELECT o.id, o.student_id, o.kind, s.name AS subject,"
            " o.at + ?4 AS due_at FROM my_observation o"
            " JOIN my_student s ON s.id = o.student_id"
            " WHERE " OBSERVATION_WAITS " AND (o.at + ?4 > ?1"
            "   OR (o.at + ?4 = ?1 AND o.id > ?2))"
            " ORDER BY o.at, o.id LIMIT ?3",
    .row = &work_observation);

enum err store_work_observations(struct db *db, struct arena *a,
                                 const struct work_place *p, struct list *out)
{
    return db_list(db, &q_work_observations, a, (size_t)p->rows, out,
                   VALS(INT(p->after_due), INT(p->after_id), INT(p->rows),
                        INT(OBSERVATION_FIRST_MS)));
}

SQL(q_work_observation_count, .text = "SELECT count(*) FROM my_observation o"
                                      " WHERE " OBSERVATION_WAITS);

enum err store_work_observation_count(struct db *db, int64_t *n)
{
    return db_int(db, &q_work_observation_count, n, NO_VALS);
}

/* ---- sessions and papers ---- */
#define SEAT_WAITS(account)                                                    \
    " FROM my_assessment g JOIN my_assessment_seat q"                          \
    "   ON q.assessment_id = g.id AND q.account_id = " account                 \
    "   AND q.signed_at IS NULL"

SQL(q_work_seats,
    .text = IN_ORDER("SELECT g.id, NULL AS case_id, NULL AS student_id,"
                     " NULL AS paper, s.name AS subject,"
                     " " DAY_END("g.session_on") " AS due_at" SEAT_WAITS(
                         "?4") " JOIN student s ON s.id = g.student_id"
                               " WHERE g.state = 'convened'"),
    .row = &work_matter, .access = SQL_SYSTEM,
    .why = "sessions through the caller's own seats, which are told the name");

enum err store_work_seats(struct db *db, struct arena *a,
                          const struct work_place *p, struct list *out)
{
    return db_list(db, &q_work_seats, a, (size_t)p->rows, out,
                   VALS(INT(p->after_due), INT(p->after_id), INT(p->rows),
                        INT(p->account_id)));
}

SQL(q_work_seat_count,
    .text = "SELECT count(*)" SEAT_WAITS("?1") " WHERE g.state = 'convened'");

enum err store_work_seat_count(struct db *db, int64_t account_id, int64_t *n)
{
    return db_int(db, &q_work_seat_count, n, VALS(INT(account_id)));
}

/* Appraised in the present absence, and no session since. */
#define CONVENING_WAITS                                                        \
    " WHERE c.state = 'arranging' AND c.disposition = 'illness_disability'"    \
    " AND EXISTS (SELECT 1" CASE_APPRAISALS(                                   \
        "c.id") ")"                                                            \
                " AND NOT EXISTS (SELECT 1 FROM my_assessment g WHERE "        \
                "g.case_id = c.id"                                             \
                "   AND g.state IN ('convened', 'assessed')"                   \
                "   AND g.convened_at >= " CASE_BEGAN("c.id") ")"

SQL(q_work_convening,
    .text = IN_ORDER("SELECT c.id, c.id AS case_id, c.student_id,"
                     " NULL AS paper, s.name AS subject, c.due_at"
                     " FROM my_case c JOIN my_student s ON s.id ="
                     "   c.student_id" CONVENING_WAITS),
    .row = &work_matter);

enum err store_work_convening(struct db *db, struct arena *a,
                              const struct work_place *p, struct list *out)
{
    return db_list(db, &q_work_convening, a, (size_t)p->rows, out,
                   VALS(INT(p->after_due), INT(p->after_id), INT(p->rows)));
}

SQL(q_work_convening_count,
    .text = "SELECT count(*) FROM my_case c" CONVENING_WAITS);

enum err store_work_convening_count(struct db *db, int64_t *n)
{
    return db_int(db, &q_work_convening_count, n, NO_VALS);
}

/* A case that is over needs no more service. */
#define PAPER_WAITS(unit)                                                      \
    " WHERE t.unit = " unit " AND t.state = 'issued' AND t.kind IN"            \
    " ('persuasion_notice', 'return_notice', 'order', 'urging')"               \
    " AND EXISTS (SELECT 1 FROM my_case c WHERE c.id = t.case_id"              \
    "   AND c.state NOT IN ('watching', 'closed', 'dismissed'))"

SQL(q_work_papers,
    .text = IN_ORDER(
        "SELECT t.id, t.case_id, t.student_id, t.kind AS paper,"
        " s.name AS subject, " DAY_END(
            "t.issued_on") "   + ?5 * 86400000 AS due_at FROM my_document t"
                           " JOIN my_student s ON s.id = "
                           "t.student_id" PAPER_WAITS("?4")),
    .row = &work_matter);

enum err store_work_papers(struct db *db, struct arena *a,
                           const struct work_place *p, struct list *out)
{
    return db_list(db, &q_work_papers, a, (size_t)p->rows, out,
                   VALS(INT(p->after_due), INT(p->after_id), INT(p->rows),
                        TEXT(p->unit), INT(p->days)));
}

SQL(q_work_paper_count,
    .text = "SELECT count(*) FROM my_document t" PAPER_WAITS("?1"));

enum err store_work_paper_count(struct db *db, const char *unit, int64_t *n)
{
    return db_int(db, &q_work_paper_count, n, VALS(TEXT(unit)));
}

/* ---- leads ---- */
#define CHILD_OF_LEAD(which)                                                   \
    "EXISTS (SELECT 1 FROM my_lead_child y WHERE y.lead_id = l.id AND " which  \
    ")"
/* The day in the county on which it was registered, ?3 days on. */
#define REGISTERED "date((l.at + 28800000) / 1000, 'unixepoch', ?3 || ' days')"
#define ASKED_OF_MINE                                                          \
    "(l.referred_unit = ?1 AND l.handler <> ?1 AND l.answered_on IS NULL)"
#define ORDERED_AWAY                                                           \
    "(l.order_until IS NOT NULL AND " CHILD_OF_LEAD(LEAD_AWAY) ")"

#define LEAD_DUE                                                               \
    "CASE WHEN " ASKED_OF_MINE " THEN date(l.referred_on, ?3 || ' days')"      \
    " WHEN " ORDERED_AWAY " THEN l.order_until ELSE " REGISTERED " END"
#define LEAD_WAITS                                                             \
    " WHERE ((l.handler = ?1 AND l.state = 'open') OR " ASKED_OF_MINE          \
    "   OR (?2 = 1 AND l.state = 'open' AND l.order_until < ?4"                \
    "     AND " ORDERED_AWAY "))"
#define AFTER_DUE(due)                                                         \
    " AND (" due " > ?5 OR (" due " = ?5 AND l.id > ?6)) ORDER BY " due        \
    ", l.id LIMIT ?7"

SQL(q_work_leads,
    .text = "SELECT l.id, CASE WHEN " ASKED_OF_MINE " THEN 'lead_answer'"
            "   WHEN " ORDERED_AWAY " THEN 'lead_return'"
            "   ELSE 'lead_handle' END AS kind, l.kind AS lead_kind,"
            " l.place_name, " LEAD_DUE
            " AS due_on FROM my_lead l" LEAD_WAITS AFTER_DUE(LEAD_DUE),
    .row = &work_lead);
SQL(q_work_lead_count,
    .text = "SELECT count(*) FROM my_lead l" LEAD_WAITS " AND ?3 IS NOT NULL");

SQL(q_work_lead_matches,
    .text = "SELECT l.id, 'lead_match' AS kind, l.kind AS lead_kind,"
            " l.place_name, " REGISTERED " AS due_on FROM my_lead l"
            " WHERE ?1 IS NOT NULL AND ?2 = 1 AND ?4 IS NOT NULL"
            " AND " CHILD_OF_LEAD(LEAD_UNCHECKED) AFTER_DUE(REGISTERED),
    .row = &work_lead);
SQL(q_work_lead_match_count,
    .text = "SELECT count(*) FROM my_lead l WHERE ?2 = 1 AND ?1 IS NOT NULL"
            " AND ?3 IS NOT NULL AND ?4 IS NOT NULL"
            " AND " CHILD_OF_LEAD(LEAD_UNCHECKED));

#define LEAD_VALS(q)                                                           \
    TEXT((q)->unit), INT((q)->office), INT((q)->days), TEXT((q)->today)

enum err store_work_leads(struct db *db, struct arena *a,
                          const struct work_lead_query *q, struct list *out)
{
    return db_list(
        db, q->match ? &q_work_lead_matches : &q_work_leads, a, (size_t)q->rows,
        out,
        VALS(LEAD_VALS(q), TEXT(q->after_day), INT(q->after_id), INT(q->rows)));
}

enum err store_work_lead_count(struct db *db, const struct work_lead_query *q,
                               int64_t *n)
{
    return db_int(db, q->match ? &q_work_lead_match_count : &q_work_lead_count,
                  n, VALS(LEAD_VALS(q)));
}
