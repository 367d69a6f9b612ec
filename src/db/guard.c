/* The views of the guarded tables, and the authorizer. */
#include "db/guard.h"

#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "internal.h"

static const struct db_guard *guard_of(const char *table)
{
    for (size_t i = 0; table && i < db_guards_n; i++)
        if (strcmp(db_guards[i].table, table) == 0)
            return &db_guards[i];
    return NULL;
}

static bool is_guard_view(const char *name)
{
    for (size_t i = 0; name && i < db_guards_n; i++)
        if (db_guards[i].view && strcmp(db_guards[i].view, name) == 0)
            return true;
    return false;
}

/* The audit trail is only ever added to, by the one statement for that. */
static int may_write(const struct db *db, int action, const char *table)
{
    bool audit = strcmp(table, "audit") == 0;

    if (audit && (action != SQLITE_INSERT || !db->preparing_name ||
                  strcmp(db->preparing_name, "q_audit_append") != 0))
        return SQLITE_DENY;
    if (db->preparing == SQL_SYSTEM)
        return SQLITE_OK;
    if (guard_of(table) || strncmp(table, "sqlite_", 7) == 0 ||
        strcmp(table, "principal") == 0)
        return SQLITE_DENY;
    return SQLITE_OK;
}

int guard_authorize(void *arg, int action, const char *a, const char *b,
                    const char *schema, const char *view)
{
    const struct db *db = arg;

    (void)b;
    (void)schema;
    if (!db->armed)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    case SQLITE_READ:
        if (db->preparing == SQL_SYSTEM || !guard_of(a) || is_guard_view(view))
            return SQLITE_OK;
        return SQLITE_DENY;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        return may_write(db, action, a);
    default:
        return SQLITE_DENY; /* schema changes, pragmas, attach … */
    }
}

enum err db_guard(struct db *db)
{
    struct buf sql;
    enum err e;

    buf_init(&sql);
    buf_str(&sql, "CREATE TEMP TABLE principal (account_id INTEGER NOT NULL,"
                  " lo TEXT NOT NULL, hi TEXT NOT NULL,"
                  " hidden_lo INTEGER NOT NULL, hidden_hi INTEGER NOT NULL,"
                  " whole INTEGER NOT NULL);"
                  "INSERT INTO temp.principal VALUES (0, '', '', 0, -1, 0);");
    for (size_t i = 0; i < db_guards_n; i++) {
        if (!db_guards[i].view)
            continue;
        buf_printf(&sql,
                   "CREATE TEMP VIEW %s AS SELECT t.* FROM main.%s t"
                   " WHERE %s;",
                   db_guards[i].view, db_guards[i].table, db_guards[i].where);
    }
    e = sql.failed ? ERR_NO_MEMORY : db_script(db, sql.data);
    buf_free(&sql);
    db->armed = e == ERR_OK;
    return e;
}

/* Weak: a program that links no statement has no such section. */
extern const struct sql *const __start_baoxue_sql[] __attribute__((weak));
extern const struct sql *const __stop_baoxue_sql[] __attribute__((weak));

const struct sql *const *sql_registry(size_t *n)
{
    *n = ((uintptr_t)__stop_baoxue_sql - (uintptr_t)__start_baoxue_sql) /
         sizeof *__start_baoxue_sql;
    return __start_baoxue_sql;
}

enum err db_prepare_all(struct db *db)
{
    size_t n;
    const struct sql *const *all = sql_registry(&n);
    struct stmt *s;

    for (size_t i = 0; i < n; i++) {
        enum err e = stmt_get(db, all[i], &s);

        if (e != ERR_OK) {
            log_line(LOG_ERROR, "statement", "\"name\":\"%s\",\"why\":\"%s\"",
                     all[i]->name, db_why(db));
            return e;
        }
    }
    return ERR_OK;
}
