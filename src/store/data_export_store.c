/* 数据导出 in the store: the jobs, and the rows of the tables. */
#include "store/data_export_store.h"

#include "data_sql.h"

#define JOB "whoever carries it out does so in its account's own scope"

/* ---- jobs -------------------------------------------------------------- */
SQL_SHARED(find_data_export,
           .text = "SELECT version FROM my_data_export WHERE id = ?1");

#define SELECT                                                                 \
    "SELECT t.id, t.account_id, t.unit, t.form, t.full, t.reason,"             \
    " t.id AS reason_of, t.state, t.sheet, t.sheets_done, t.sheets_total,"     \
    " t.rows_done, t.size, t.fault, t.created_at, t.finished_at,"              \
    " t.kept_until, t.version"

SQL(q_data_export_list,
    .text = SELECT " FROM my_data_export t WHERE ?1 = 0 OR t.id < ?1"
                   " ORDER BY t.id DESC LIMIT ?2",
    .row = &data_export_row);
SQL(q_data_export_get, .text = SELECT " FROM my_data_export t WHERE t.id = ?1",
    .row = &data_export_row);
SQL(q_data_export_open,
    .text = "SELECT count(*) FROM data_export WHERE account_id = ?1"
            " AND state IN ('waiting', 'running')",
    .access = SQL_SYSTEM, .why = "the caller's own");
SQL(q_data_export_add,
    .text = "INSERT INTO data_export (id, account_id, unit, form, full,"
            " reason, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    .access = SQL_SYSTEM, .why = "the caller's own");
SQL(q_data_export_drop,
    .text = "UPDATE data_export SET state = 'gone', kept_until = ?2,"
            " version = version + 1 WHERE id = ?1 AND state <> 'gone'",
    .access = SQL_SYSTEM, .why = "it was found through the caller's view");

enum err store_data_export_list(struct db *db, struct arena *a, int64_t before,
                                int64_t rows, struct list *out)
{
    return db_list(db, &q_data_export_list, a, (size_t)rows, out,
                   VALS(INT(before), INT(rows)));
}

enum err store_data_export_get(struct db *db, struct arena *a, int64_t id,
                               struct data_export *out)
{
    return db_row(db, &q_data_export_get, a, out, VALS(INT(id)));
}

enum err store_data_export_add(struct db *db, const struct act *act,
                               const struct data_export_in *in, int64_t *id)
{
    int64_t open;

    TRY(db_int(db, &q_data_export_open, &open, VALS(INT(act->account_id))));
    if (open > 0)
        return ERR_CONFLICT;
    TRY(db_next_id(db, "data_export", id));
    return db_run(
        db, &q_data_export_add,
        VALS(INT(*id), INT(act->account_id), TEXT(act->unit), TEXT(in->form),
             INT(in->full == 1), SEAL("data_export.reason", *id, in->reason),
             INT(act->now_ms)));
}

enum err store_data_export_drop(struct db *db, const struct act *act,
                                int64_t id)
{
    TRY(db_run(db, &q_data_export_drop, VALS(INT(id), INT(act->now_ms))));
    return db_changes(db) == 1 ? ERR_OK : ERR_CONFLICT;
}

/* ---- for whoever carries it out ---------------------------------------- */
SQL(q_data_export_work, .text = SELECT " FROM data_export t WHERE t.id = ?1",
    .row = &data_export_row, .access = SQL_SYSTEM, .why = JOB);
SQL(q_data_export_due,
    .text = "SELECT coalesce(min(id), 0) FROM data_export"
            " WHERE state IN ('waiting', 'running')",
    .access = SQL_SYSTEM, .why = JOB);
SQL(q_data_export_stale,
    .text = "SELECT coalesce(min(id), 0) FROM data_export"
            " WHERE kept = 1 AND kept_until <= ?1",
    .access = SQL_SYSTEM, .why = JOB);
SQL(q_data_export_put,
    .text = "UPDATE data_export SET state = :state, sheet = :sheet,"
            " sheets_done = :sheets_done, sheets_total = :sheets_total,"
            " rows_done = :rows_done, size = :size, fault = :fault,"
            " finished_at = :finished_at, kept_until = :kept_until,"
            " kept = :state = 'done', version = version + 1"
            " WHERE id = :id AND state IN ('waiting', 'running')",
    .args = &data_export_row, .access = SQL_SYSTEM, .why = JOB);
SQL(q_data_export_cleared,
    .text = "UPDATE data_export SET kept = 0,"
            " version = version + (state = 'done'),"
            " state = iif(state = 'done', 'gone', state) WHERE id = ?1",
    .access = SQL_SYSTEM, .why = JOB);

enum err store_data_export_work(struct db *db, struct arena *a, int64_t id,
                                struct data_export *out)
{
    return db_row(db, &q_data_export_work, a, out, VALS(INT(id)));
}

enum err store_data_export_due(struct db *db, int64_t *id)
{
    return db_int(db, &q_data_export_due, id, NO_VALS);
}

enum err store_data_export_stale(struct db *db, int64_t now, int64_t *id)
{
    return db_int(db, &q_data_export_stale, id, VALS(INT(now)));
}

enum err store_data_export_put(struct db *db, const struct data_export *x)
{
    TRY(db_put(db, &q_data_export_put, x, x->id));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}

enum err store_data_export_cleared(struct db *db, int64_t id)
{
    return db_run(db, &q_data_export_cleared, VALS(INT(id)));
}

/* ---- whose it is ------------------------------------------------------- */
struct owner {
    const char *username, *name, *role, *unit, *unit_name, *unit_path;
    const char *grade, *class;
};
static const struct field owner_fields[] = {
    F_TEXT(owner, username, "账号", REQUIRED, 1, 60),
    F_TEXT(owner, name, "姓名", REQUIRED, 1, 60),
    F_TEXT(owner, role, "角色", REQUIRED, 1, 20),
    F_TEXT(owner, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(owner, unit_name, "单位", REQUIRED, 1, 60),
    F_TEXT(owner, unit_path, "单位所在区划", REQUIRED, 1, 100),
    F_TEXT(owner, grade, "年级", OPTIONAL, 0, 10),
    F_TEXT(owner, class, "班级", OPTIONAL, 0, 20),
    F_END
};
static const struct record owner =
    RECORD(owner, "DataExportOwner", "导出人", owner_fields);

SQL(q_data_owner,
    .text = "SELECT a.username, a.name, a.role, a.unit, u.name AS unit_name,"
            " d.path AS unit_path, a.grade, a.class FROM account a"
            " JOIN unit u ON u.code = a.unit"
            " JOIN division d ON d.code = u.division"
            " WHERE a.id = ?1 AND a.disabled_at IS NULL",
    .row = &owner, .access = SQL_SYSTEM, .why = JOB);

enum err store_data_actor(struct db *db, struct arena *a, int64_t account_id,
                          struct actor *actor, struct principal *p)
{
    struct owner o;

    TRY(db_row(db, &q_data_owner, a, &o, VALS(INT(account_id))));
    *actor = (struct actor) { .account_id = account_id,
                              .username = o.username,
                              .name = o.name,
                              .role = role_of(o.role),
                              .unit = o.unit,
                              .unit_name = o.unit_name,
                              .unit_path = o.unit_path,
                              .grade = o.grade,
                              .class = o.class };
    if (actor->role == ROLE_N)
        return ERR_NOT_FOUND;
    p->account_id = account_id;
    return actor_scope(actor, a, &p->lo, &p->hi);
}

/* ---- rows -------------------------------------------------------------- */
#define ROWS_AT(id) &q_data_##id,
static const struct sql *const rows_of[] = { DATA_SHEETS(ROWS_AT) };

enum err store_data_each(struct db *db, size_t sheet, db_each_fn each,
                         void *ctx)
{
    return db_each(db, rows_of[sheet], each, ctx, NO_VALS);
}
