/* Statements of 数据导出: families, children, schooling, visits. */
#include "data_sql.h"

DATA(households,
     "SELECT t.id, t.register_no, t.division, " DIVISION_NAME ", t.head_name,"
     " t.address, t.id AS address_of, t.phone, t.id AS phone_of, t.state,"
     " t.note, t.id AS note_of, t.created_at, t.updated_at"
     " FROM my_household t" NAMES_DIVISION("t.division") BY_ID);

#define AREA(alias, column)                                                    \
    " LEFT JOIN division " alias " ON " alias ".code = " column                \
    " LEFT JOIN division " alias "o ON " alias "o.code = " alias ".parent"     \
    " AND " alias ".level IN ('village', 'grid')"

DATA(students,
     "SELECT t.id, t.household_id, t.relation, t.name, t.sex, t.birth_date,"
     " t.id_kind, t.id_no, t.id AS id_no_of, t.id_no_state, t.nation,"
     " t.huji_division, coalesce(ao.name, '') || a.name AS huji_name,"
     " t.huji_address, t.id AS huji_address_of, t.residence_division,"
     " coalesce(bo.name, '') || b.name AS residence_name, t.residence_address,"
     " t.id AS residence_address_of, t.health, t.status, t.situation,"
     " t.situation_at, e.school, coalesce(c.name, e.school_name) AS"
     " school_name, e.grade, e.class, e.state AS enrolment_state, t.note,"
     " t.id AS note_of, t.created_at, t.updated_at FROM my_student t"
     " LEFT JOIN my_enrolment e ON e.student_id = t.id AND e.to_date IS "
     "NULL" NAMES_SCHOOL("e.school") AREA("a", "t.huji_division")
         AREA("b", "t.residence_division") BY_ID);

DATA(guardians,
     "SELECT t.id, t.student_id, s.name AS student_name, t.name, t.relation,"
     " t.phone, t.away, t.main FROM my_guardian t" NAMES_CHILD BY_ID);

DATA(enrolments,
     "SELECT t.id, t.student_id, s.name AS student_name, t.school,"
     " coalesce(c.name, t.school_name) AS school_name, t.grade, t.class,"
     " t.student_no, t.state, t.boarding, t.from_date, t.to_date"
     " FROM my_enrolment t" NAMES_CHILD NAMES_SCHOOL("t.school") BY_ID);

DATA(tags, "SELECT t.id, t.student_id, s.name AS student_name, t.tag, t.basis,"
           " t.from_date, t.to_date FROM my_tag t" NAMES_CHILD BY_ID);

DATA(rounds,
     "SELECT t.id, t.year, t.name, t.starts_on AS from_date,"
     " t.ends_on AS to_date, t.state, t.created_at FROM survey_round t" BY_ID);

DATA(visits,
     "SELECT t.id, r.name AS round, t.household_id, h.head_name, h.division,"
     " " DIVISION_NAME ", t.outcome, t.visited_at, t.received_at, t.return_at,"
     " k.name AS account_name, t.source, t.visitor, t.children,"
     " t.out_of_school, t.current, t.note, t.id AS note_of FROM my_visit t"
     " JOIN survey_round r ON r.id = t.round_id"
     " LEFT JOIN my_household h ON h.id = t.household_id" NAMES_ACCOUNT(
         "t.account_id") NAMES_DIVISION("h.division") BY_ID);

DATA(visit_children,
     "SELECT t.id, t.visit_id, t.student_id, s.name AS student_name,"
     " t.situation, t.reason, t.school_code AS school, t.school_name, t.grade,"
     " t.class, t.since, t.note, t.id AS note_of, t.case_id"
     " FROM my_survey_child t" NAMES_CHILD BY_ID);
