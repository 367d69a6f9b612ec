/* The rows of 下发名单 with their verdicts, for the files that follow and show
 * them. */
#ifndef STORE_FOLLOWED_COLUMNS_H
#define STORE_FOLLOWED_COLUMNS_H

#define LAST_CASE(student)                                                     \
    " LEFT JOIN my_case c ON c.id = (SELECT max(x.id) FROM my_case x"          \
    " WHERE x.student_id = " student " AND x.version > 0)"

/*
 * A table `q` of the list of a year, once a row: its child, and its verdict in
 * a run, which is that of its child, or the one that rests on it: its number
 * alone could be that of another list's row, so the name or the birth date has
 * to agree; where two fit, the first.
 * `seq`: its place in the list.  `repeated`: the same child or verdict
 * stands in the list above it.  Each row of a verdict's evidence is taken apart
 * once, so that all are joined by index.
 */
#define ASSIGNED(run, year)                                                    \
    "WITH w (id, word, rest) AS (SELECT v.id, '', v.evidence || ' '"           \
    " FROM my_verdict v WHERE v.reconciliation_id = " run                      \
    " AND instr(' ' || v.evidence, ' assigned:') > 0 UNION ALL"                \
    " SELECT id, substr(rest, 1, instr(rest, ' ') - 1),"                       \
    " substr(rest, instr(rest, ' ') + 1) FROM w WHERE rest <> ''),"            \
    " e AS MATERIALIZED (SELECT v.id, v.name, v.birth_date, v.student_id,"     \
    " CAST(substr(w.word, 10) AS INTEGER) AS number FROM w"                    \
    " CROSS JOIN my_verdict v ON v.id = w.id"                                  \
    " WHERE substr(w.word, 1, 9) = 'assigned:'),"                              \
    " p AS MATERIALIZED (SELECT r.id, r.number, r.name, r.birth_date,"         \
    " r.on_date, r.division, r.student_id,"                                    \
    " coalesce(min(s.id), min(n.id)) AS verdict_id FROM my_roster_row r"       \
    " LEFT JOIN e s ON s.student_id = r.student_id"                            \
    " LEFT JOIN e n ON n.number = r.number AND (r.student_id IS NULL"          \
    " OR n.student_id IS NULL) AND (n.name = r.name"                           \
    " OR n.birth_date = r.birth_date)"                                         \
    " WHERE r.kind = 'assigned' AND r.year = " year " GROUP BY r.id),"         \
    " k AS (SELECT p.id, p.number, p.name, p.birth_date, p.on_date,"           \
    " p.division, coalesce(p.student_id, v.student_id) AS student_id,"         \
    " p.verdict_id, v.verdict, v.rule FROM p"                                  \
    " LEFT JOIN my_verdict v ON v.id = p.verdict_id),"                         \
    " q AS (SELECT k.*, row_number() OVER (ORDER BY k.number, k.id) AS seq,"   \
    " (k.student_id IS NOT NULL AND row_number() OVER"                         \
    " (PARTITION BY k.student_id ORDER BY k.number, k.id) > 1)"                \
    " OR (k.verdict_id IS NOT NULL AND row_number() OVER"                      \
    " (PARTITION BY k.verdict_id ORDER BY k.number, k.id) > 1) AS repeated "   \
    "FROM k)"

#endif
