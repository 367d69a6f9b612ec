/* 下发名单 and 小升初, row by row. */
#include "store/followed_store.h"

#include <stdio.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/import.h"
#include "followed_columns.h"
#include "store/catchment_store.h"
#include "store/setting_store.h"

SQL(q_followed_year,
    .text = "SELECT year FROM my_reconciliation WHERE id = ?1");

/* ---- 下发名单 ---- */
SQL(q_assigned,
    .text = ASSIGNED(
        "?1",
        "?2") " SELECT q.id, q.number, q.name,"
              " q.birth_date, NULL AS source, q.on_date, q.student_id,"
              " q.verdict_id, q.verdict, q.rule, c.id AS case_id,"
              " c.state AS case_state, c.outcome, c.closed_at, q.repeated, "
              "q.seq"
              " FROM q" LAST_CASE(
                  "q.student_id") " WHERE q.seq > ?4 ORDER BY q.seq LIMIT ?3",
    .row = &assigned_row);
SQL(q_assigned_row,
    .text = "SELECT id, import_id, number, kind, year, name, sex, birth_date,"
            " id_kind, id_no, id_no_state, student_no, school, grade, class,"
            " division, household_no, state, on_date, rest, student_id,"
            " replaced_by FROM my_roster_row WHERE id = ?1",
    .row = &roster_row);

static enum err add_source(struct db *db, struct arena *a,
                           struct assigned_row *r)
{
    struct roster_row row;
    struct roster_value v;

    TRY(db_row(db, &q_assigned_row, a, &row, VALS(INT(r->id))));
    TRY(roster_row_value(&row, a, &v));
    r->source = v.source;
    return ERR_OK;
}

/* At most `rows` behind `after`, judged. */
static enum err judged(struct db *db, struct arena *a, int64_t run,
                       int64_t after, int64_t rows, struct list *out)
{
    struct assigned_row *r;
    int64_t year;

    TRY(db_int(db, &q_followed_year, &year, VALS(INT(run))));
    TRY(db_list(db, &q_assigned, a, FOLLOWED_MOST, out,
                VALS(INT(run), INT(year), INT(rows), INT(after))));
    r = out->items;
    for (size_t i = 0; i < out->n; i++)
        assigned_row_judge(&r[i], year);
    return ERR_OK;
}

enum err store_assigned_rows(struct db *db, struct arena *a,
                             int64_t reconciliation_id, struct list *out)
{
    return judged(db, a, reconciliation_id, 0, FOLLOWED_MOST + 1, out);
}

enum err store_assigned_page(struct db *db, struct arena *a, int64_t run,
                             const char *standing, int64_t after, int64_t rows,
                             struct list *out)
{
    struct assigned_row *r;
    size_t n = 0;

    /* Where a row stands is judged here: of one standing all are looked at. */
    TRY(judged(db, a, run, after, standing ? FOLLOWED_MOST + 1 : rows, out));
    r = out->items;
    for (size_t i = 0; i < out->n && n < (size_t)rows; i++)
        if (!standing || strcmp(standing, r[i].standing) == 0)
            r[n++] = r[i];
    out->n = n;
    for (size_t i = 0; i < n; i++)
        TRY(add_source(db, a, &r[i]));
    return ERR_OK;
}

/* ---- 小升初 ---- */
SQL(q_leavers,
    .text =
        "SELECT r.id, r.name, r.birth_date, r.school AS from_school,"
        " u.name AS from_name, r.class, r.student_id, v.id AS verdict_id,"
        " v.verdict, v.rule, v.facts, v.school AS roll_school,"
        " v.grade AS roll_grade, t.school AS list_school,"
        " t.grade AS list_grade, coalesce(v.division, r.division) AS division,"
        " c.id AS case_id, c.state AS case_state"
        " FROM my_roster_row r LEFT JOIN unit u ON u.code = r.school"
        " LEFT JOIN my_verdict v ON v.student_id = r.student_id"
        " AND v.reconciliation_id = ?1 LEFT JOIN my_roster_row t"
        " ON t.id = (SELECT max(x.id) FROM my_roster_row x WHERE x.student_id"
        " = r.student_id AND x.kind = 'attendance' AND x.year = ?2)" LAST_CASE(
            "r.student_id") " WHERE r.kind = 'enrolment' AND r.year = ?2 - 1"
                            " AND r.grade = ?3 AND coalesce(r.state,"
                            " 'enrolled') NOT IN ('transferred', 'cancelled')"
                            " ORDER BY r.id LIMIT ?4",
    .row = &leaver_row);

/* Where a child that no list places belongs on the first of September. */
static enum err add_catchment(struct db *db, struct arena *a, const char *day,
                              struct leaver_row *r)
{
    enum err e;

    if (r->to_school != NULL || r->division == NULL || !leaver_row_missing(r))
        return ERR_OK;
    e = store_catchment_school(db, a, r->division, "junior", day,
                               &r->to_school);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

SQL(q_unit_called, .text = "SELECT name FROM unit WHERE code = ?1");

static enum err add_name(struct db *db, struct arena *a, struct leaver_row *r)
{
    enum err e = ERR_NOT_FOUND;

    if (r->to_school != NULL)
        e = db_text(db, &q_unit_called, a, &r->to_name,
                    VALS(TEXT(r->to_school)));
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err store_leaver_rows(struct db *db, struct arena *a,
                           int64_t reconciliation_id, struct list *out)
{
    struct leaver_row *rows;
    char day[CLOCK_DATE_MAX];
    bool five_four;
    int64_t year;
    size_t n = 0;

    TRY(db_int(db, &q_followed_year, &year, VALS(INT(reconciliation_id))));
    TRY(store_five_four(db, &five_four));
    snprintf(day, sizeof day, "%04u-09-01", (unsigned)year % 10000);
    TRY(db_list(
        db, &q_leavers, a, FOLLOWED_MOST, out,
        VALS(INT(reconciliation_id), INT(year),
             TEXT(grade_of_leavers(five_four)), INT(FOLLOWED_MOST + 1))));
    rows = out->items;
    for (size_t i = 0; i < out->n; i++) {
        if (n > 0 && rows[n - 1].id == rows[i].id)
            continue;
        rows[n] = rows[i];
        leaver_row_judge(&rows[n]);
        TRY(add_catchment(db, a, day, &rows[n]));
        TRY(add_name(db, a, &rows[n]));
        n++;
    }
    out->n = n;
    return ERR_OK;
}
