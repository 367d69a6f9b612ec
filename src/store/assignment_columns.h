/* The columns of an assignment, said once for the files that read it. */
#ifndef STORE_ASSIGNMENT_COLUMNS_H
#define STORE_ASSIGNMENT_COLUMNS_H

#define ASSIGNMENT_COLUMNS                                                     \
    "g.id, g.case_id, g.student_id, g.unit, g.task, g.together, g.note,"       \
    " g.due_on, g.state, g.reminders, g.reminded_for, g.result,"               \
    " g.assigned_by, g.assigned_unit, g.assigned_at, g.closed_at, g.version"

/* Given by unit `unit`; those of schools and villages are looked at by the
 * bureau, which is the office of the leading group. */
#define ASSIGNMENT_GIVEN_BY(unit)                                              \
    "(g.assigned_unit = " unit " OR (" unit " = 'bureau' AND EXISTS (SELECT 1" \
    " FROM unit o WHERE o.code = g.assigned_unit"                              \
    " AND o.kind IN ('school', 'village'))))"

/* What waits for unit `unit`: to be accepted or done by it, or given by it and
 * now to be looked at, or given back and not given again. */
#define ASSIGNMENT_WAITS(unit)                                                 \
    "((g.unit = " unit " AND g.state IN ('assigned', 'accepted'))"             \
    " OR (" ASSIGNMENT_GIVEN_BY(                                               \
        unit) " AND (g.state = 'reported'"                                     \
              "   OR (g.state = 'returned' AND NOT EXISTS (SELECT 1"           \
              "     FROM my_assignment z WHERE z.case_id IS g.case_id"         \
              "     AND z.task = g.task AND z.id > g.id)))))"

#endif
