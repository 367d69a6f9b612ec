/* The columns of a roster's row, said once for the files that read it. */
#ifndef STORE_ROSTER_COLUMNS_H
#define STORE_ROSTER_COLUMNS_H

/* Of the table or view called `r` in the statement. */
#define ROSTER_ROW_COLUMNS                                                     \
    "r.id, r.import_id, r.number, r.kind, r.year, r.name, r.sex,"              \
    " r.birth_date, r.id_kind, r.id_no, r.id_no_state, r.student_no,"          \
    " r.school, r.grade, r.class, r.division, r.household_no, r.state,"        \
    " r.on_date, r.rest, r.student_id, r.replaced_by"

#endif
