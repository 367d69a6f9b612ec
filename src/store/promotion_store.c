/* Runs of 升级, and whom they move. */
#include "store/promotion_store.h"

#include <string.h>

#include "promotion_columns.h"
#include "store/schooling_store.h"
#include "store/setting_store.h"

#define OWNED "the run's own rows; begun by whoever may move the county on"

#define RUN_COLUMNS                                                            \
    "p.id, p.year, p.five_four, p.account_id, p.unit, p.state, p.cursor,"      \
    " p.rows_total, p.rows_done, p.up, p.graduated, p.suspended, p.held,"      \
    " p.unknown, p.settled, p.undone, p.kept, p.fault, p.created_at,"          \
    " p.finished_at, p.undo_account_id, p.undo_unit, p.undo_at, p.version"

SQL_SHARED(find_promotion,
           .text = "SELECT version FROM my_promotion WHERE id = ?1");

/* ---- looking ---- */
SQL(q_promotion_list,
    .text = "SELECT " RUN_COLUMNS " FROM my_promotion p"
            " WHERE ?1 = 0 OR p.id < ?1 ORDER BY p.id DESC LIMIT ?2",
    .row = &promotion_record);
SQL(q_promotion_get,
    .text = "SELECT " RUN_COLUMNS " FROM my_promotion p WHERE p.id = ?1",
    .row = &promotion_record);
SQL(q_promotion_of,
    .text = "SELECT " RUN_COLUMNS " FROM promotion p WHERE p.year = ?1"
            " AND p.state <> 'undone'",
    .row = &promotion_record, .access = SQL_SYSTEM, .why = OWNED);

enum err store_promotion_list(struct db *db, struct arena *a, int64_t before,
                              int64_t rows, struct list *out)
{
    return db_list(db, &q_promotion_list, a, (size_t)rows, out,
                   VALS(INT(before), INT(rows)));
}

enum err store_promotion_get(struct db *db, struct arena *a, int64_t id,
                             struct promotion *out)
{
    return db_row(db, &q_promotion_get, a, out, VALS(INT(id)));
}

enum err store_promotion_of(struct db *db, struct arena *a, int64_t year,
                            struct promotion *out)
{
    return db_row(db, &q_promotion_of, a, out, VALS(INT(year)));
}

/* ---- beginning ---- */
SQL(q_promotion_add,
    .text = "INSERT INTO promotion (id, year, five_four, account_id, unit,"
            " state, rows_total, created_at) VALUES (:id, :year, :five_four,"
            " :account_id, :unit, :state, :rows_total, :created_at)",
    .args = &promotion_record, .access = SQL_SYSTEM, .why = OWNED);
SQL(q_promotion_put,
    .text = "UPDATE promotion SET state = :state, cursor = :cursor,"
            " rows_done = :rows_done, up = :up, graduated = :graduated,"
            " suspended = :suspended, held = :held, unknown = :unknown,"
            " settled = :settled, undone = :undone, kept = :kept,"
            " fault = :fault, finished_at = :finished_at,"
            " undo_account_id = :undo_account_id, undo_unit = :undo_unit,"
            " undo_at = :undo_at, version = version + 1 WHERE id = :id",
    .args = &promotion_record, .access = SQL_SYSTEM, .why = OWNED);
SQL(q_promotion_total,
    .text = "SELECT count(*) FROM my_enrolment e JOIN my_student s"
            " ON s.id = e.student_id WHERE " PROMOTION_PRESENT);

enum err store_promotion_put(struct db *db, const struct promotion *p)
{
    return db_put(db, &q_promotion_put, p, p->id);
}

/* One that broke off goes on where it stands. */
static enum err go_on(struct db *db, struct promotion *p,
                      const struct promotion *old)
{
    *p = *old;
    if (strcmp(old->state, "failed") != 0)
        return ERR_CONFLICT;
    p->state = old->undo_at == INT_NONE ? "running" : "undoing";
    p->fault = NULL;
    return store_promotion_put(db, p);
}

enum err store_promotion_begin(struct db *db, struct arena *a,
                               struct promotion *p)
{
    struct promotion old;
    bool five_four;
    enum err e = store_promotion_of(db, a, p->year, &old);

    if (e == ERR_OK)
        return go_on(db, p, &old);
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(store_five_four(db, &five_four));
    TRY(db_int(db, &q_promotion_total, &p->rows_total, NO_VALS));
    TRY(db_next_id(db, "promotion", &p->id));
    p->five_four = five_four;
    p->state = "waiting";
    p->version = 1;
    return db_put(db, &q_promotion_add, p, p->id);
}

SQL(q_promotion_later,
    .text = "SELECT count(*) FROM promotion WHERE year > ?1"
            " AND state <> 'undone'",
    .access = SQL_SYSTEM, .why = OWNED);

enum err store_promotion_undo(struct db *db, struct arena *a,
                              const struct act *act, int64_t id)
{
    struct promotion p;
    int64_t later;

    TRY(store_promotion_get(db, a, id, &p));
    TRY(db_int(db, &q_promotion_later, &later, VALS(INT(p.year))));
    if (strcmp(p.state, "done") != 0 || later > 0)
        return ERR_RULE;
    p.state = "undoing";
    p.cursor = 0;
    p.undo_account_id = act->account_id;
    p.undo_unit = act->unit;
    p.undo_at = act->now_ms;
    return store_promotion_put(db, &p);
}

/* ---- the job's ---- */
SQL(q_promotion_due,
    .text = "SELECT id FROM promotion WHERE state IN ('waiting', 'running',"
            " 'undoing') ORDER BY id LIMIT 1",
    .access = SQL_SYSTEM, .why = OWNED);
SQL(q_promotion_work,
    .text = "SELECT " RUN_COLUMNS " FROM promotion p WHERE p.id = ?1",
    .row = &promotion_record, .access = SQL_SYSTEM, .why = OWNED);

enum err store_promotion_due(struct db *db, int64_t *id)
{
    enum err e = db_int(db, &q_promotion_due, id, NO_VALS);

    if (e == ERR_NOT_FOUND)
        *id = 0;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err store_promotion_work(struct db *db, struct arena *a, int64_t id,
                              struct promotion *out)
{
    return db_row(db, &q_promotion_work, a, out, VALS(INT(id)));
}

SQL(q_promotion_child_add,
    .text = "INSERT INTO promotion_child (promotion_id, enrolment_id,"
            " student_id, step, grade, state, version)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    .access = SQL_SYSTEM, .why = OWNED);

static enum err move_on(struct db *db, struct arena *a, const struct act *act,
                        const struct promotion *p,
                        const struct promotion_row *r)
{
    struct enrolment_row old, e;

    TRY(store_enrolment_get(db, a, r->id, &old));
    e = old;
    if (r->to_grade)
        e.grade = r->to_grade;
    else
        e.state = "graduated";
    TRY(store_enrolment_update(db, a, act, &old, &e));
    return db_run(
        db, &q_promotion_child_add,
        VALS(INT(p->id), INT(r->id), INT(r->student_id), TEXT(r->step),
             TEXT(old.grade), TEXT(old.state), INT(e.version)));
}

enum err store_promotion_slice(struct db *db, struct arena *a,
                               const struct act *act, int64_t most,
                               struct promotion *p, int64_t *n)
{
    struct promotion_row *rows;
    struct list list;

    TRY(promotion_rows(db, a, p->year, p->cursor, most, &list));
    rows = list.items;
    for (size_t i = 0; i < list.n; i++) {
        promotion_judge(&rows[i], p->five_four == 1);
        if (promotion_changes(rows[i].step))
            TRY(move_on(db, a, act, p, &rows[i]));
        promotion_count_in(p, rows[i].step);
        p->cursor = rows[i].id;
    }
    *n = (int64_t)list.n;
    p->rows_done += *n;
    return store_promotion_put(db, p);
}

/* ---- taking back ---- */
struct moved {
    int64_t enrolment_id;
    const char *grade, *state;
    int64_t version;
};
static const struct field moved_fields[] = {
    F_ID(moved, enrolment_id, "就学编号", REQUIRED),
    F_TEXT(moved, grade, "年级", REQUIRED, 1, 2),
    F_TEXT(moved, state, "就学状态", REQUIRED, 1, 20),
    F_INT(moved, version, "版本", REQUIRED, 1, INT64_MAX), F_END
};
static const struct record moved =
    RECORD(moved, "PromotionMoved", "升级的改动", moved_fields);

SQL(q_moved,
    .text = "SELECT enrolment_id, grade, state, version FROM promotion_child"
            " WHERE promotion_id = ?1 AND enrolment_id > ?2"
            " ORDER BY enrolment_id LIMIT ?3",
    .row = &moved, .access = SQL_SYSTEM, .why = OWNED);
SQL(q_moved_outcome,
    .text = "UPDATE promotion_child SET outcome = ?3"
            " WHERE promotion_id = ?1 AND enrolment_id = ?2",
    .access = SQL_SYSTEM, .why = OWNED);

/* As the run left it, and the present one still? */
static enum err put_back(struct db *db, struct arena *a, const struct act *act,
                         const struct moved *m, bool *back)
{
    struct enrolment_row old, e;
    enum err err = store_enrolment_get(db, a, m->enrolment_id, &old);

    *back = err == ERR_OK && old.version == m->version && old.to_date == NULL;
    if (!*back)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    e = old;
    e.grade = m->grade;
    e.state = m->state;
    return store_enrolment_update(db, a, act, &old, &e);
}

enum err store_promotion_back(struct db *db, struct arena *a,
                              const struct act *act, int64_t most,
                              struct promotion *p, int64_t *n)
{
    const struct moved *m;
    struct list list;
    bool back;

    TRY(db_list(db, &q_moved, a, (size_t)most, &list,
                VALS(INT(p->id), INT(p->cursor), INT(most))));
    m = list.items;
    for (size_t i = 0; i < list.n; i++) {
        TRY(put_back(db, a, act, &m[i], &back));
        TRY(db_run(db, &q_moved_outcome,
                   VALS(INT(p->id), INT(m[i].enrolment_id),
                        TEXT(back ? "undone" : "kept"))));
        *(back ? &p->undone : &p->kept) += 1;
        p->cursor = m[i].enrolment_id;
    }
    *n = (int64_t)list.n;
    return store_promotion_put(db, p);
}
