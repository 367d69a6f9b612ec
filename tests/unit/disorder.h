/* Makes a generated county as untidy as a real one; ids that divide by small
 * primes decide who it is. */
#ifndef TESTS_DISORDER_H
#define TESTS_DISORDER_H

#include "store_world.h"

#define TOWNSHIP_PATH "D" WORLD_COUNTY "/" WORLD_TOWNSHIP "/"

/* What a demo county lacks: people who left, came, died, or are not known. */
static const char disorder[] =
    "UPDATE enrolment SET from_date = '2025-09-01' WHERE id % 3 = 0"
    "  AND to_date IS NULL;"
    "UPDATE enrolment SET from_date = '2026-03-02' WHERE id % 7 = 0"
    "  AND to_date IS NULL;"
    "UPDATE enrolment SET state = 'transferred' WHERE id % 41 = 0;"
    "UPDATE enrolment SET state = 'suspended' WHERE id % 13 = 0;"
    "UPDATE enrolment SET school = NULL, school_name = '外地学校'"
    "  WHERE id % 43 = 0;"
    "DELETE FROM enrolment WHERE id % 29 = 0;"
    /* half of those are on their way, and nobody has received them */
    "INSERT OR IGNORE INTO transfer (student_id, enrolment_id, from_name,"
    "  to_name, left_on, due_on, unit, written_by, written_at) SELECT "
    "student_id, id,"
    "  '甲校', '乙校', from_date, '2026-09-30', 'bureau', 1, 1 FROM enrolment"
    "  WHERE state = 'transferred' AND id % 2 = 0;"
    "UPDATE enrolment SET grade = NULL WHERE id % 37 = 0;"
    "INSERT INTO enrolment (student_id, school, grade, class, state,"
    "  from_date, to_date) SELECT id, (SELECT min(code) FROM school), '11',"
    "  '1', 'enrolled', '2017-09-01', '2018-09-01' FROM student"
    "  WHERE id % 5 = 0;"
    "UPDATE student SET situation = 'in_school' WHERE id % 2 = 0;"
    "UPDATE student SET situation = 'graduated' WHERE id % 31 = 0;"
    "UPDATE student SET status = 'deceased' WHERE id % 59 = 0;"
    "UPDATE student SET status = 'void' WHERE id % 61 = 0;"
    "UPDATE student SET birth_date = NULL WHERE id % 53 = 0;"
    "UPDATE student SET huji_division = NULL WHERE id % 4 = 0;"
    "UPDATE student SET nation = NULL WHERE id % 11 = 0;"
    "INSERT OR IGNORE INTO tag (student_id, tag, from_date) SELECT id,"
    "  'disabled', '2026-01-01' FROM student WHERE id % 17 = 0;"
    "UPDATE tag SET to_date = '2026-01-02' WHERE id % 9 = 0;"
    "UPDATE dropout_case SET kind = 'dropout' WHERE id % 2 = 0;"
    "UPDATE dropout_case SET disposition = 'local_unregistered'"
    "  WHERE id % 6 = 0 AND closed_at IS NULL;"
    /* since June 2025, so of the school year before */
    "UPDATE dropout_case SET kind = 'dropout', opened_at = 1748736000000"
    "  WHERE id % 8 = 0;"
    "INSERT OR IGNORE INTO tag (student_id, tag, from_date)"
    "  SELECT student_id, 'poverty', '2026-01-01' FROM dropout_case"
    "  WHERE id % 4 = 2;"
    "UPDATE document SET state = 'served', served_on = '2026-09-19'"
    "  WHERE id % 3 = 0 AND kind = 'enrolment_notice' AND state <> 'void';"
    "UPDATE dropout_case SET period_until = '2026-08-01' WHERE id % 5 = 0;"
    /* at home nowhere: the first township that answers for it, or none */
    "UPDATE child_place SET home = 0 WHERE student_id % 23 = 0;"
    "DELETE FROM child_place WHERE student_id % 46 = 0;"
    /* far apart, yet of one township */
    "INSERT OR IGNORE INTO child_place (student_id, place)"
    "  SELECT id, '" TOWNSHIP_PATH "' FROM student WHERE id % 37 = 0;";

#endif
