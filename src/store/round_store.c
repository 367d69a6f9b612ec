/* Survey rounds, their coverage and their doors in the store. */
#include "store/round_store.h"

#include <math.h>
#include <string.h>

#define ROUND "id, year, name, starts_on, ends_on, state, version, created_at"

SQL_SHARED(find_round,
           .text = "SELECT version FROM survey_round WHERE id = ?1");

SQL(q_round_get, .text = "SELECT " ROUND " FROM survey_round WHERE id = ?1",
    .row = &round_row);

enum err store_round_get(struct db *db, struct arena *a, int64_t id,
                         struct round_row *out)
{
    return db_row(db, &q_round_get, a, out, VALS(INT(id)));
}

SQL(q_round_open,
    .text = "SELECT " ROUND " FROM survey_round WHERE state = 'open'"
            " ORDER BY starts_on DESC, id DESC LIMIT 1",
    .row = &round_row);

enum err store_round_open_one(struct db *db, struct arena *a,
                              struct round_row *out)
{
    return db_row(db, &q_round_open, a, out, NO_VALS);
}

SQL(q_round_list,
    .text = "SELECT " ROUND " FROM survey_round"
            " WHERE (?1 IS NULL OR year = ?1) AND (?2 = 0 OR id < ?2)"
            " ORDER BY id DESC LIMIT ?3",
    .row = &round_row);

enum err store_round_list(struct db *db, struct arena *a, int64_t year,
                          int64_t before, int64_t rows, struct list *out)
{
    return db_list(db, &q_round_list, a, (size_t)rows, out,
                   VALS(INT(year), INT(before), INT(rows)));
}

SQL(q_round_count, .text = "SELECT count(*) FROM survey_round"
                           " WHERE ?1 IS NULL OR year = ?1");

enum err store_round_count(struct db *db, int64_t year, int64_t *total)
{
    return db_int(db, &q_round_count, total, VALS(INT(year)));
}

SQL(q_round_add,
    .text = "INSERT INTO survey_round (" ROUND ") VALUES (:id, :year, :name,"
            " :starts_on, :ends_on, :state, :version, :created_at)",
    .args = &round_row);

enum err store_round_add(struct db *db, struct round_row *r, int64_t now_ms)
{
    r->state = "open";
    r->version = 1;
    r->created_at = now_ms;
    TRY(db_next_id(db, "survey_round", &r->id));
    return db_put(db, &q_round_add, r, r->id);
}

SQL(q_round_update,
    .text = "UPDATE survey_round SET name = :name, starts_on = :starts_on,"
            " ends_on = :ends_on, state = :state, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &round_row);

enum err store_round_update(struct db *db, struct round_row *r)
{
    TRY(db_put_version(db, &q_round_update, r, r->id));
    r->version++;
    return ERR_OK;
}

/* ---- coverage ---------------------------------------------------------- */
/*
 * For each place of the level, the divisions below it, and for each of those
 * its households by an equal place: every step is a lookup or a range of an
 * index, and nothing is sorted.  A grid's row counts the grid; a village's row
 * among grids counts the doors that stand in the village itself.
 */
#define BELOW                                                                  \
    "CASE WHEN d.level = ?2 THEN substr(d.path, 1, length(d.path) - 1) || '0'" \
    " ELSE d.path || '!' END"

SQL(q_coverage,
    .text =
        "SELECT d.code AS division, d.name, d.level, d.path,"
        " count(h.id) AS households, coalesce(sum(v.settled), 0) AS visited,"
        " coalesce(sum(NOT v.settled), 0) AS revisit,"
        " coalesce(sum(v.outcome = 'nobody_home'), 0) AS nobody_home,"
        " coalesce(sum(v.outcome = 'refused'), 0) AS refused,"
        " coalesce(sum(v.children), 0) AS children,"
        " coalesce(sum(v.out_of_school), 0) AS out_of_school,"
        " (SELECT count(*) FROM notice n JOIN document i ON i.id = n.id"
        "   WHERE n.place >= d.path AND n.place < " BELOW
        "   AND i.state = 'issued' AND i.year ="
        "   (SELECT year FROM survey_round WHERE id = ?1)) AS unserved"
        " FROM division d CROSS JOIN division g"
        "   ON g.path >= d.path AND g.path < " BELOW
        " LEFT JOIN household h ON h.place = g.path"
        /* + keeps to survey_visit_current, which holds all that is asked */
        " LEFT JOIN survey_visit v ON v.household_id = h.id"
        "   AND +v.round_id = ?1 AND v.current = 1"
        " WHERE d.path > ?5 AND d.path >= ?3 AND d.path < ?4"
        "   AND d.path >= (SELECT lo FROM temp.principal)"
        "   AND d.path < (SELECT hi FROM temp.principal)"
        "   AND d.level IN (?2, iif(?2 = 'grid', 'village', ?2))"
        " GROUP BY d.path HAVING d.level = ?2 OR count(h.id) > 0"
        " ORDER BY d.path LIMIT ?6",
    .row = &coverage_row, .access = SQL_SYSTEM,
    .why = "counts only households whose place lies below a division that "
           "lies in the principal's own range, their visits and notices");

enum err store_coverage(struct db *db, struct arena *a,
                        const struct coverage_filter *f, struct list *out)
{
    struct coverage_row *r;

    TRY(db_list(db, &q_coverage, a, (size_t)f->rows, out,
                VALS(INT(f->round_id), TEXT(f->level), TEXT(f->lo), TEXT(f->hi),
                     TEXT(f->after), INT(f->rows))));
    r = out->items;
    for (size_t i = 0; i < out->n; i++)
        r[i].rate = r[i].households
                        ? (double)r[i].visited / (double)r[i].households
                        : NAN;
    return ERR_OK;
}

/* ---- doors ------------------------------------------------------------- */
#define DOOR_STATE                                                             \
    "CASE WHEN v.id IS NULL THEN 'todo' WHEN v.settled THEN 'done'"            \
    " ELSE 'revisit' END"

/* The cursor is a household, whose place says where the next page begins. */
#define DOORS                                                                  \
    " FROM division d CROSS JOIN my_household h ON h.place = d.path"           \
    " LEFT JOIN my_visit v ON v.household_id = h.id"                           \
    "   AND v.round_id = ?1 AND v.current = 1"                                 \
    " WHERE d.path >= max(coalesce(?2, (SELECT lo FROM temp.principal)),"      \
    "     coalesce((SELECT place FROM my_household WHERE id = ?7), ''))"       \
    "   AND d.path < coalesce(?3, (SELECT hi FROM temp.principal))"            \
    "   AND (?4 IS NULL OR ?4 = " DOOR_STATE ")"                               \
    "   AND (?5 IS NULL OR instr(h.head_name, ?5) > 0 OR (?6 IS NOT NULL"      \
    "     AND h.id IN (SELECT s.household_id FROM my_token t"                  \
    "       JOIN my_student s ON s.id = t.student_id"                          \
    "       WHERE t.token >= ?6 AND t.token < ?6 || char(1114111))))"

SQL(q_door_list,
    .text = "SELECT h.id AS household_id, h.version, h.division,"
            " d.name AS division_name, h.head_name, h.address,"
            " h.id AS address_of,"
            " (SELECT count(*) FROM my_student s WHERE s.household_id = h.id"
            "   AND s.status = 'active') AS children,"
            " " DOOR_STATE " AS state, v.uuid, v.outcome, v.visited_at,"
            " v.return_at" DOORS
            " AND (d.path <> coalesce((SELECT place FROM my_household"
            "     WHERE id = ?7), '') OR h.id > ?7)"
            " ORDER BY d.path, h.id LIMIT ?8",
    .row = &door_row);

enum err store_door_list(struct db *db, struct arena *a,
                         const struct door_filter *f, struct list *out)
{
    return db_list(
        db, &q_door_list, a, (size_t)f->rows, out,
        VALS(INT(f->round_id), TEXT(f->lo), TEXT(f->hi), TEXT(f->state),
             TEXT(f->q), TEXT(f->token), INT(f->after), INT(f->rows)));
}

SQL(q_door_count, .text = "SELECT count(*)" DOORS);

enum err store_door_count(struct db *db, const struct door_filter *f,
                          int64_t *total)
{
    return db_int(db, &q_door_count, total,
                  VALS(INT(f->round_id), TEXT(f->lo), TEXT(f->hi),
                       TEXT(f->state), TEXT(f->q), TEXT(f->token), INT(0)));
}
