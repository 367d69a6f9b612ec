/* 逐级上报 in the store. */
#include "store/upward_store.h"

#include <stdlib.h>

#include "upward_columns.h"

SQL_SHARED(find_upward,
           .text = "SELECT version FROM my_upward_report WHERE id = ?1");

/* ---- the list ---------------------------------------------------------- */
#define REPORTED "c.reported_on IS NOT NULL"
#define FROM                                                                   \
    " FROM my_upward_report t JOIN my_student s ON s.id = "                    \
    "t.student_id" UPWARD_CASE
#define FILTER                                                                 \
    " WHERE (?1 = 0 OR t.year = ?1) AND (?2 IS NULL OR ?2 = CASE WHEN "        \
    "t.answer IS NOT NULL THEN 'answered' WHEN " REPORTED                      \
    " THEN 'reported' ELSE 'listed' END)"
#define SELECT                                                                 \
    "SELECT t.id, t.student_id, c.id AS case_id, " UPWARD_NO                   \
    " AS upward_no, s.name, (SELECT d.name FROM my_place p"                    \
    "   JOIN division d ON d.code = substr(p.place, 15, 12)"                   \
    "   WHERE p.student_id = s.id AND p.place >= 'D' AND p.place < 'E'"        \
    "   ORDER BY p.home DESC LIMIT 1) AS township,"                            \
    " coalesce(u.name, e.school_name) AS school_name, t.listed_on,"            \
    " c.report_no, c.reported_on, CASE WHEN t.answer IS NOT NULL"              \
    "   THEN 'answered' WHEN " REPORTED " THEN 'reported' ELSE 'listed' END"   \
    "   AS state, t.answer, t.answered_on, t.note, t.id AS note_of,"           \
    " t.version" FROM                                                          \
    " LEFT JOIN my_enrolment e ON e.student_id = s.id AND e.to_date IS NULL"   \
    " LEFT JOIN unit u ON u.code = e.school"

SQL(q_upward_list,
    .text = SELECT FILTER " AND (?3 = 0 OR t.id < ?3)"
                          " ORDER BY t.id DESC LIMIT ?4",
    .row = &upward_row);
SQL(q_upward_count,
    .text = "SELECT count(*) FROM my_upward_report t" UPWARD_CASE FILTER);
SQL(q_upward_get, .text = SELECT " WHERE t.id = ?1", .row = &upward_row);

enum err store_upward_list(struct db *db, struct arena *a,
                           const struct upward_filter *f, struct list *out)
{
    return db_list(
        db, &q_upward_list, a, (size_t)f->rows, out,
        VALS(INT(f->year), TEXT(f->state), INT(f->before), INT(f->rows)));
}

enum err store_upward_count(struct db *db, const struct upward_filter *f,
                            int64_t *n)
{
    return db_int(db, &q_upward_count, n, VALS(INT(f->year), TEXT(f->state)));
}

enum err store_upward_get(struct db *db, struct arena *a, int64_t id,
                          struct upward_row *out)
{
    return db_row(db, &q_upward_get, a, out, VALS(INT(id)));
}

/* ---- numbers ----------------------------------------------------------- */
#define NUMBERS_MOST 10000
struct unnumbered {
    int64_t id; /* of the student */
};
static const struct field unnumbered_fields[] = {
    F_ID(unnumbered, id, "学生编号", REQUIRED), F_END
};
static const struct record unnumbered =
    RECORD(unnumbered, "UpwardUnnumbered", "未编号的学生", unnumbered_fields);

SQL(q_upward_unnumbered,
    .text = "SELECT DISTINCT c.student_id AS id FROM my_case c"
            " WHERE c.disposition = 'elsewhere_unregistered'"
            " AND c.state <> 'dismissed' AND NOT EXISTS (SELECT 1"
            "   FROM my_upward_report t WHERE t.student_id = c.student_id)"
            " ORDER BY c.student_id LIMIT ?1",
    .row = &unnumbered);
#define COUNTED "the last number of a year, of no child"
SQL(q_upward_last,
    .text = "SELECT coalesce(max(number), 0) FROM upward_report"
            " WHERE year = ?1",
    .access = SQL_SYSTEM, .why = COUNTED);
SQL(q_upward_add,
    .text = "INSERT INTO upward_report (id, student_id, year, number,"
            " listed_on, account_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = "the child was found in the caller's scope");

enum err store_upward_number(struct db *db, struct arena *a,
                             const struct act *act, struct upward_listing *out)
{
    const struct upward_filter every = { .year = 0 };
    int64_t year = strtoll(act->today, NULL, 10), last, id;
    const struct unnumbered *child;
    struct list found;

    TRY(db_list(db, &q_upward_unnumbered, a, NUMBERS_MOST, &found,
                VALS(INT(NUMBERS_MOST))));
    TRY(db_int(db, &q_upward_last, &last, VALS(INT(year))));
    child = found.items;
    for (size_t i = 0; i < found.n; i++) {
        TRY(db_next_id(db, "upward_report", &id));
        TRY(db_run(db, &q_upward_add,
                   VALS(INT(id), INT(child[i].id), INT(year), INT(++last),
                        TEXT(act->today), INT(act->account_id))));
    }
    out->given = (int64_t)found.n;
    return store_upward_count(db, &every, &out->all);
}

/* ---- the answer -------------------------------------------------------- */
SQL(q_upward_answer,
    .text = "UPDATE upward_report SET answer = :answer,"
            " answered_on = :answered_on, note = :note, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &upward_row, .access = SQL_SYSTEM,
    .why = "it was found in the caller's scope before");

enum err store_upward_answer(struct db *db, struct arena *a,
                             const struct act *act, int64_t id, int64_t version,
                             const struct upward_answer_in *in,
                             struct refusal *why)
{
    struct upward_row r;

    TRY(store_upward_get(db, a, id, &r));
    if (r.version != version)
        return ERR_STALE;
    TRY(upward_answer_fits(&r, in, act, why));
    r.answer = in->answer;
    r.answered_on = in->answered_on;
    r.note = in->note;
    return db_put_version(db, &q_upward_answer, &r, id);
}
