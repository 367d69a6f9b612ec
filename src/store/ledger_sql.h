/* Conditions that the statements of the ledgers share. */
#ifndef STORE_LEDGER_SQL_H
#define STORE_LEDGER_SQL_H

/*
 * Parameters of all statements:
 *   ?1 ?2    range of places             ?9  first digit of the stage's grades
 *   ?3 ?4 ?5 place, household, id after  ?10 tag      ?11 sex
 *   ?6       rows                        ?12 ?13 range of name tokens
 *   ?7 ?8    another range
 * of children: ?14 born after, ?15 born to;
 * of lessons and the like: ?15 last day, ?20 first day;
 * of cases: ?14 kinds, ?15 outcomes, ?16 from, ?17 to, ?18 disposition,
 * ?19 standing, ?20 from as a date, ?25 dispositions left out;
 * of both: ?21 placed, ?22 tags; of children: ?23 the year, ?24 noticed,
 * ?26 how many terms of the year, ?27 which, NULL all;
 * of lists: ?23 the year; of 培训意愿: ?23, ?28 handed over.
 */

/* Its door, as in child_place. */
#define DOOR "coalesce(s.household_id, 9223372036854775806)"

#define CHILD_FILTERS                                                          \
    " AND (?7 IS NULL OR EXISTS (SELECT 1 FROM my_place o"                     \
    " WHERE o.student_id = s.id AND o.place >= ?7 AND o.place < ?8))"          \
    " AND (?9 IS NULL OR EXISTS (SELECT 1 FROM my_enrolment e"                 \
    " WHERE e.student_id = s.id AND e.to_date IS NULL"                         \
    " AND substr(e.grade, 1, 1) = ?9))"                                        \
    " AND (?10 IS NULL OR EXISTS (SELECT 1 FROM my_tag t"                      \
    " WHERE t.student_id = s.id AND t.tag = ?10 AND t.to_date IS NULL))"       \
    " AND (?11 IS NULL OR s.sex = ?11)"                                        \
    " AND (?12 IS NULL OR s.id IN (SELECT n.student_id FROM my_token n"        \
    " WHERE n.token >= ?12 AND n.token < ?13))"                                \
    " AND (?22 IS NULL OR EXISTS (SELECT 1 FROM my_tag t"                      \
    " WHERE t.student_id = s.id AND t.to_date IS NULL"                         \
    " AND instr(?22, ' ' || t.tag || ' ') > 0))"

/* With a notice: whatever became of it.  Without a birth date: of age.  Not by
 * the index of birth dates: nearly every child is of age. */
#define OF_AGE                                                                 \
    " iif(?24, s.status <> 'void' AND s.id IN (SELECT n.student_id"            \
    " FROM my_notice n JOIN my_document i USING (id)"                          \
    " WHERE i.year = ?23 AND i.state <> 'void'), s.status = 'active'"          \
    " AND ifnull(s.birth_date, ?15) > ?14"                                     \
    " AND ifnull(s.birth_date, ?15) <= ?15)"

#define OF_YEAR                                                                \
    " s.status <> 'void' AND instr(?14, c.kind) > 0"                           \
    " AND (?18 IS NULL OR c.disposition = ?18)"                                \
    " AND (?25 IS NULL OR instr(?25, ' ' || coalesce(c.disposition, '')"       \
    " || ' ') = 0)"                                                            \
    " AND CASE WHEN ?15 IS NULL"                                               \
    " THEN c.state <> 'dismissed' AND c.opened_at < ?17"                       \
    " AND (c.closed_at IS NULL OR c.closed_at >= ?16)"                         \
    " WHEN instr(?15, ' ' || c.outcome || ' ') = 0 THEN 0"                     \
    " WHEN ?19 AND c.state = 'review' THEN c.opened_at < ?17"                  \
    " ELSE c.state IN ('watching', 'closed') AND c.closed_at < ?17"            \
    " AND (c.closed_at >= ?16 OR ?19 AND (c.state = 'watching'"                \
    " OR c.period_until >= ?20)) END"

#define ON_DAY(day) " s.status <> 'void' AND " day " >= ?20 AND " day " <= ?15"

#define IN_FORCE                                                               \
    " s.status <> 'void' AND t.from_date <= ?15"                               \
    " AND coalesce(t.to_date, '9') >= ?20"

#endif
