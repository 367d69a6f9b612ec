/* The columns of a hand-over, said once for the files that read it. */
#ifndef STORE_TRANSFER_COLUMNS_H
#define STORE_TRANSFER_COLUMNS_H

/* The grade is that of the schooling in transit. */
#define TRANSFER_SELECT(table)                                                 \
    "SELECT t.id, t.student_id, t.enrolment_id, s.name AS student_name,"       \
    " s.sex, s.birth_date, t.from_school, t.from_name, t.to_school,"           \
    " t.to_name, e.grade, t.reason, t.left_on, t.due_on, t.unit,"              \
    " u.name AS unit_name, t.written_by, t.written_at, t.state,"               \
    " t.arrived_on, t.attachment_id, t.note, t.settled_by,"                    \
    " k.name AS settled_name, t.settled_at, t.case_id, t.version"              \
    " FROM " table " t JOIN student s ON s.id = t.student_id"                  \
    " JOIN enrolment e ON e.id = t.enrolment_id"                               \
    " JOIN unit u ON u.code = t.unit"                                          \
    " LEFT JOIN account k ON k.id = t.settled_by"

#define TRANSFER_NAME                                                          \
    "hand-overs through the caller's view; both schools know whom they hand"   \
    " over, and by name, sex and birth date alone"

/* Beside a child `s`: whether it is on the way, received by no school yet. */
#define TRANSFER_STATE "w.state AS transfer_state"
#define ON_THE_WAY                                                             \
    " LEFT JOIN my_transfer w ON w.student_id = s.id AND w.state = 'waiting'"

#endif
