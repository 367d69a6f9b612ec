/*
 * The scope of every guarded table, said once: the views through which alone
 * scoped statements read them.  A child is in scope when one of its places
 * lies in the principal's range; everything that hangs on a child follows it.
 *
 * The principal is read by scalar subqueries, evaluated once a statement, so
 * that a view is one table with conditions: it flattens into whatever joins
 * it, on either side, and its order by id survives.
 */
#include "db/guard.h"

#define LO "(SELECT lo FROM temp.principal)"
#define HI "(SELECT hi FROM temp.principal)"
#define IN_RANGE(place) "(" place " >= " LO " AND " place " < " HI ")"

/* One lookup in the primary key (student_id, place). */
#define CHILD(id)                                                              \
    "EXISTS (SELECT 1 FROM main.child_place c WHERE c.student_id = " id        \
    " AND " IN_RANGE("c.place") ")"

/* CROSS JOIN keeps the order: the one case or household first. */
#define CHILD_OF_CASE(id)                                                      \
    "EXISTS (SELECT 1 FROM main.dropout_case k CROSS JOIN main.child_place c"  \
    " WHERE k.id = " id " AND c.student_id = k.student_id"                     \
    " AND " IN_RANGE("c.place") ")"

#define CHILD_OF_HOUSEHOLD(id)                                                 \
    "EXISTS (SELECT 1 FROM main.student s CROSS JOIN main.child_place c"       \
    " WHERE s.household_id = " id " AND c.student_id = s.id"                   \
    " AND " IN_RANGE("c.place") ")"

#define HOUSEHOLD(id)                                                          \
    "(EXISTS (SELECT 1 FROM main.household h WHERE h.id = " id                 \
    " AND " IN_RANGE("h.place") ") OR " CHILD_OF_HOUSEHOLD(id) ")"

/* Whoever sees the whole county. */
#define COUNTY                                                                 \
    "EXISTS (SELECT 1 FROM main.division d WHERE d.path = " LO                 \
    " AND d.level = 'county')"

const struct db_guard db_guards[] = {
    { "student", "my_student", CHILD("t.id") },
    { "household", "my_household",
      IN_RANGE("t.place") " OR " CHILD_OF_HOUSEHOLD("t.id") },
    { "child_place", "my_place", CHILD("t.student_id") },
    { "student_token", "my_token", CHILD("t.student_id") },
    { "guardian", "my_guardian", CHILD("t.student_id") },
    { "enrolment", "my_enrolment", CHILD("t.student_id") },
    { "tag", "my_tag", CHILD("t.student_id") },
    { "change", "my_change",
      CHILD("t.student_id") " OR (t.entity = 'household' AND " HOUSEHOLD(
          "t.entity_id") ")" },
    { "doubt", "my_doubt", COUNTY },
    { "survey_visit", "my_visit", HOUSEHOLD("t.household_id") },
    { "survey_child", "my_survey_child", CHILD("t.student_id") },
    { "dropout_case", "my_case", CHILD("t.student_id") },
    { "case_event", "my_case_event", CHILD_OF_CASE("t.case_id") },
    { "case_evidence", "my_case_evidence", CHILD_OF_CASE("t.case_id") },
    { "attachment", "my_attachment",
      "(t.student_id IS NULL AND"
      " t.account_id = (SELECT account_id FROM temp.principal)) OR " CHILD(
          "t.student_id") },
};

const size_t db_guards_n = sizeof db_guards / sizeof *db_guards;
