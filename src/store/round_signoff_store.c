/* 摸排数据确认 in the store. */
#include "store/round_signoff_store.h"

/* The end of the range of places below a path. */
#define END(path) "substr(" path ", 1, length(" path ") - 1) || '0'"

/* Doors of those who moved away count only where the round found them so. */
#define COUNTED                                                                \
    "SELECT d.code, d.name, d.path,"                                           \
    " coalesce(sum(h.state <> 'moved' OR v.settled = 1), 0) AS households,"    \
    " coalesce(sum(v.settled), 0) AS visited,"                                 \
    " coalesce(sum(v.children), 0) AS children,"                               \
    " coalesce(sum(v.out_of_school), 0) AS out_of_school"                      \
    " FROM division d CROSS JOIN division g"                                   \
    "   ON g.path >= d.path AND g.path < " END(                                \
        "d.path") " LEFT JOIN household h ON h.place = g.path"                 \
                  " LEFT JOIN survey_visit v ON v.household_id = h.id"         \
                  "   AND +v.round_id = ?1 AND v.current = 1"                  \
                  " WHERE d.level = 'township' AND (?2 IS NULL OR d.code = "   \
                  "?2)"                                                        \
                  "   AND d.path >= (SELECT lo FROM temp.principal)"           \
                  "   AND d.path < (SELECT hi FROM temp.principal)"            \
                  " GROUP BY d.path"

#define HERE "h.place >= c.path AND h.place < " END("c.path")

SQL(q_round_signoffs,
    .text =
        "SELECT c.code AS division, c.name AS division_name, c.households,"
        " c.visited, c.children, c.out_of_school,"
        " (SELECT count(*) FROM conflict k"
        "   JOIN survey_visit v ON v.id = k.visit_id AND v.round_id = ?1"
        "   JOIN household h ON h.id = k.household_id"
        "   WHERE k.state = 'open' AND " HERE ") AS conflicts,"
        " (SELECT count(*) FROM survey_photo f"
        "   JOIN survey_visit v ON v.id = f.visit_id AND v.round_id = ?1"
        "     AND v.current = 1"
        "   JOIN household h ON h.id = v.household_id"
        "   WHERE f.attachment_id IS NULL AND " HERE ") AS photos,"
        " (SELECT count(*) FROM doubt k JOIN student s ON s.id = k.student_id"
        "   JOIN household h ON h.id = s.household_id"
        "   WHERE k.state = 'open' AND " HERE ") AS doubts,"
        " o.id AS signoff_id, o.households AS signed_households,"
        " o.visited AS signed_visited, o.todo AS signed_todo,"
        " o.children AS signed_children,"
        " o.out_of_school AS signed_out_of_school, o.note, o.id AS note_of,"
        " a.name AS account_name, o.at, o.taken_reason,"
        " o.id AS taken_reason_of, b.name AS taken_by, o.taken_at"
        " FROM (" COUNTED ") c"
        " LEFT JOIN round_signoff o ON o.id = (SELECT max(x.id)"
        "   FROM round_signoff x WHERE x.round_id = ?1"
        "     AND x.division = c.code)"
        " LEFT JOIN account a ON a.id = o.account_id"
        " LEFT JOIN account b ON b.id = o.taken_by ORDER BY c.path",
    .row = &round_signoff_row, .access = SQL_SYSTEM,
    .why = "counts only what lies below a township that lies in the principal's"
           " own range, and shows that township's own signature");

enum err store_round_signoffs(struct db *db, struct arena *a, int64_t round_id,
                              const char *division, struct list *out)
{
    return db_list(db, &q_round_signoffs, a, ROUND_SIGNOFFS_MOST, out,
                   VALS(INT(round_id), TEXT(division)));
}

SQL(q_round_sign,
    .text = "INSERT INTO round_signoff (id, round_id, division, households,"
            " visited, children, out_of_school, todo, note, account_id, at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    .access = SQL_SYSTEM, .why = "a township signs its own round off");

enum err store_round_sign(struct db *db, const struct act *act,
                          int64_t round_id, const struct round_signoff_row *r,
                          const char *note)
{
    int64_t id;

    TRY(db_next_id(db, "round_signoff", &id));
    return db_run(
        db, &q_round_sign,
        VALS(INT(id), INT(round_id), TEXT(r->division), INT(r->households),
             INT(r->visited), INT(r->children), INT(r->out_of_school),
             INT(r->todo), SEAL("round_signoff.note", id, note),
             INT(act->account_id), INT(act->now_ms)));
}

SQL(q_round_sign_back,
    .text = "UPDATE round_signoff SET taken_reason = ?2, taken_by = ?3,"
            " taken_at = ?4 WHERE id = ?1 AND taken_at IS NULL",
    .access = SQL_SYSTEM,
    .why = "one that was found among those of the principal's townships");

enum err store_round_sign_back(struct db *db, const struct act *act,
                               int64_t signoff_id, const char *reason)
{
    return db_run(db, &q_round_sign_back,
                  VALS(INT(signoff_id),
                       SEAL("round_signoff.taken_reason", signoff_id, reason),
                       INT(act->account_id), INT(act->now_ms)));
}
