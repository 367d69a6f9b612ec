/* The columns of a case, said once for the files that read it. */
#ifndef STORE_CASE_COLUMNS_H
#define STORE_CASE_COLUMNS_H

#define CASE_COLUMNS                                                           \
    "c.id, c.student_id, c.kind, c.state, c.disposition, c.level, c.source,"   \
    " c.reason, c.absent_since, c.outcome, c.returned_on, c.persuasions,"      \
    " c.watch_step, c.opened_at, c.opened_by, c.due_at, c.closed_at,"          \
    " c.submitted_by, c.period_from, c.period_until, c.placed_at,"             \
    " c.conclusion, c.archive_no, c.report_no, c.reported_on,"                 \
    " c.reminded_for, c.alerted_for, c.clock_used, c.version"

/* When the present absence, or the present look at it, began. */
#define CASE_BEGAN(id)                                                         \
    "(SELECT coalesce(max(b.at), 0) FROM my_case_event b"                      \
    " WHERE b.case_id = " id " AND b.from_state IN ('watching', 'closed')"     \
    " AND b.to_state IN ('persuading', 'arranging'))"

/* A 医学鉴定 of the present absence that whoever asked for it looked at and
 * accepted: what is only reported may yet be sent back. */
#define CASE_APPRAISALS(id)                                                    \
    " FROM my_assignment t WHERE t.case_id = " id                              \
    " AND t.task = 'medical_appraisal' AND t.state = 'completed'"              \
    " AND t.result IS NOT NULL AND t.assigned_at >= " CASE_BEGAN(id)

/* A child's present schooling in the county or outside, and its village: by
 * residence, else household, else 户籍; a grid's village is its parent. */
#define CHILD_SCHOOL_AND_VILLAGE                                               \
    " LEFT JOIN my_enrolment e ON e.student_id = s.id AND e.to_date IS NULL"   \
    "   AND e.state IN ('enrolled', 'unregistered', 'suspended')"              \
    " LEFT JOIN unit u ON u.code = e.school"                                   \
    " LEFT JOIN my_household h ON h.id = s.household_id"                       \
    " LEFT JOIN division d ON d.code ="                                        \
    "   coalesce(s.residence_division, h.division, s.huji_division)"           \
    " LEFT JOIN division v ON v.code ="                                        \
    "   CASE d.level WHEN 'grid' THEN d.parent ELSE d.code END"

#endif
