/* Connections: pragmas, limits, transactions, and SQLite's errors as ours. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "internal.h"

enum err db_err(struct db *db, int code, const char *what)
{
    enum err e;
    int full = sqlite3_extended_errcode(db->handle);

    switch (code & 0xff) {
    case SQLITE_FULL:
        e = ERR_FULL;
        break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
        e = ERR_IO;
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        e = ERR_BUSY;
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        e = ERR_DAMAGED;
        break;
    case SQLITE_NOMEM:
        e = ERR_NO_MEMORY;
        break;
    case SQLITE_CONSTRAINT:
        e = full == SQLITE_CONSTRAINT_UNIQUE ||
                    full == SQLITE_CONSTRAINT_PRIMARYKEY ||
                    full == SQLITE_CONSTRAINT_ROWID
                ? ERR_CONFLICT
                : ERR_INVALID;
        break;
    default:
        e = ERR_INTERNAL;
    }
    if (e == ERR_FULL || e == ERR_IO || e == ERR_DAMAGED)
        db->fault = e;
    if (err_row(e)->ours)
        log_line(LOG_ERROR, "storage",
                 "\"fault\":\"ours\",\"statement\":\"%s\",\"code\":%d",
                 what ? what : "?", full);
    else if (e == ERR_INVALID)
        log_line(LOG_WARN, "constraint", "\"statement\":\"%s\",\"code\":%d",
                 what ? what : "?", full);
    return e;
}

const char *db_why(const struct db *db)
{
    return db->handle ? sqlite3_errmsg(db->handle) : "not open";
}

enum err db_script(struct db *db, const char *sql)
{
    int code;

    db->preparing = SQL_SYSTEM;
    code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    db->preparing = SQL_SCOPED;
    return code == SQLITE_OK ? ERR_OK : db_err(db, code, "script");
}

/* Bounds on what a statement or a damaged file may make SQLite do. */
static void lower_limits(sqlite3 *h)
{
    sqlite3_limit(h, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
    sqlite3_limit(h, SQLITE_LIMIT_SQL_LENGTH, 256 * 1024);
    sqlite3_limit(h, SQLITE_LIMIT_EXPR_DEPTH, 200);
    sqlite3_limit(h, SQLITE_LIMIT_COMPOUND_SELECT, 20);
    sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(h, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
    sqlite3_limit(h, SQLITE_LIMIT_TRIGGER_DEPTH, 8);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
}

static enum err set_pragmas(struct db *db)
{
    static const char common[] = "PRAGMA busy_timeout=2000;"
                                 "PRAGMA temp_store=MEMORY;"
                                 "PRAGMA mmap_size=0;"
                                 "PRAGMA cell_size_check=ON;"
                                 "PRAGMA foreign_keys=ON;";
    static const char writer[] = "PRAGMA journal_mode=WAL;"
                                 "PRAGMA synchronous=FULL;"
                                 "PRAGMA secure_delete=ON;"
                                 "PRAGMA journal_size_limit=67108864;"
                                 "PRAGMA wal_autocheckpoint=8000;"
                                 "PRAGMA cache_size=-64000;";
    static const char reader[] = "PRAGMA wal_autocheckpoint=0;"
                                 "PRAGMA cache_size=-8000;";

    TRY(db_script(db, common));
    if (db->mode == DB_READER)
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                          NULL);
    return db_script(db, db->mode == DB_WRITER ? writer : reader);
}

enum err db_bulk(struct db *db)
{
    bool armed = db->armed;
    char sql[100];
    enum err e;

    snprintf(sql, sizeof sql,
             "PRAGMA cache_size=-%d; PRAGMA wal_autocheckpoint=40000;",
             DB_BULK_MIB * 1024);
    db->armed = false; /* the guard lets no other pragma through */
    e = db_script(db, sql);
    db->armed = armed;
    return e;
}

static enum err prepare_fixed(struct db *db)
{
    struct {
        sqlite3_stmt **s;
        const char *text;
    } t[] = {
        { &db->begin, "BEGIN" },
        { &db->begin_now, "BEGIN IMMEDIATE" },
        { &db->commit, "COMMIT" },
        { &db->rollback, "ROLLBACK" },
        { &db->savepoint, "SAVEPOINT one" },
        { &db->release, "RELEASE one" },
        { &db->undo, "ROLLBACK TO one" },
    };

    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        int code = sqlite3_prepare_v3(db->handle, t[i].text, -1,
                                      SQLITE_PREPARE_PERSISTENT, t[i].s, NULL);

        if (code != SQLITE_OK)
            return db_err(db, code, t[i].text);
    }
    return ERR_OK;
}

enum err db_create(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return access(path, F_OK) == 0 ? ERR_CONFLICT : ERR_IO;
    close(fd);
    return ERR_OK;
}

/* Without its statistics SQLite's threads do not meet at one lock for every
 * allocation. */
static void start_sqlite(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum err db_open(const char *path, enum db_mode mode, const struct keys *keys,
                 struct db **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct db *db = calloc(1, sizeof *db);
    int flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
        (mode == DB_WRITER ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    enum err e;
    int code;

    if (!db)
        return ERR_NO_MEMORY;
    pthread_once(&once, start_sqlite);
    db->mode = mode;
    db->keys = keys;
    arena_init(&db->scratch, 0);
    code = sqlite3_open_v2(path, &db->handle, flags, NULL);
    if (code != SQLITE_OK) {
        e = db_err(db, code, "open");
        db_close(db);
        return e;
    }
    lower_limits(db->handle);
    if (mode == DB_WRITER) /* many statements lie ready, each of small pieces */
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_LOOKASIDE, NULL, 1200,
                          400);
    e = set_pragmas(db);
    if (e == ERR_OK)
        e = prepare_fixed(db);
    if (e == ERR_OK && sqlite3_set_authorizer(db->handle, guard_authorize, db))
        e = ERR_INTERNAL;
    if (e != ERR_OK) {
        db_close(db);
        return e;
    }
    *out = db;
    return ERR_OK;
}

void db_close(struct db *db)
{
    sqlite3_stmt *fixed[9];

    if (!db)
        return;
    fixed[0] = db->begin;
    fixed[1] = db->begin_now;
    fixed[2] = db->commit;
    fixed[3] = db->rollback;
    fixed[4] = db->savepoint;
    fixed[5] = db->release;
    fixed[6] = db->undo;
    fixed[7] = db->principal_set;
    fixed[8] = db->sight;
    for (size_t i = 0; i < 9; i++)
        sqlite3_finalize(fixed[i]);
    stmt_free_all(db);
    sqlite3_close(db->handle);
    arena_free(&db->scratch);
    free(db);
}

const struct keys *db_keys(const struct db *db)
{
    return db->keys;
}

/* ---- who asks ---------------------------------------------------------- */
static enum err prepare_own(struct db *db, const char *text, sqlite3_stmt **s)
{
    int code;

    if (*s)
        return ERR_OK;
    db->preparing = SQL_SYSTEM;
    code = sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT,
                              s, NULL);
    db->preparing = SQL_SCOPED;
    return code == SQLITE_OK ? ERR_OK : db_err(db, code, "principal");
}

static enum err principal_write(struct db *db)
{
    sqlite3_stmt *s;
    int code;

    TRY(prepare_own(db,
                    "UPDATE temp.principal SET account_id = ?1, lo = ?2,"
                    " hi = ?3, hidden_lo = ?4, hidden_hi = ?5, whole = ?6",
                    &db->principal_set));
    s = db->principal_set;
    sqlite3_bind_int64(s, 1, db->principal.account_id);
    sqlite3_bind_text(s, 2, db->principal.lo, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, db->principal.hi, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, db->principal.sight.hidden_lo);
    sqlite3_bind_int64(s, 5, db->principal.sight.hidden_hi);
    sqlite3_bind_int(s, 6, db->principal.sight.whole);
    code = sqlite3_step(s);
    sqlite3_reset(s);
    return code == SQLITE_DONE ? ERR_OK : db_err(db, code, "principal");
}

/* Nothing is hidden when the range of ids is empty. */
static enum err sight_of(struct db *db, const struct principal *p, bool all,
                         struct sight *out)
{
    struct sight sight = { .hidden_hi = -1 };
    int code;

    TRY(prepare_own(db, db_sight, &db->sight));
    sqlite3_bind_text(db->sight, 1, p->lo, -1, SQLITE_STATIC);
    code = sqlite3_step(db->sight);
    if (code == SQLITE_ROW) {
        sight.whole = sqlite3_column_int(db->sight, 2);
        if (!all && sqlite3_column_type(db->sight, 0) != SQLITE_NULL) {
            sight.hidden_lo = sqlite3_column_int64(db->sight, 0);
            sight.hidden_hi = sqlite3_column_int64(db->sight, 1);
        }
    }
    sqlite3_reset(db->sight);
    sqlite3_clear_bindings(db->sight);
    *out = sight;
    return code == SQLITE_ROW ? ERR_OK : db_err(db, code, "principal");
}

static bool stands(const struct db *db, const struct principal *p,
                   const struct sight *sight)
{
    return db->principal.set && db->principal.account_id == p->account_id &&
           strcmp(db->principal.lo, p->lo) == 0 &&
           strcmp(db->principal.hi, p->hi) == 0 &&
           db->principal.sight.hidden_lo == sight->hidden_lo &&
           db->principal.sight.hidden_hi == sight->hidden_hi &&
           db->principal.sight.whole == sight->whole;
}

static enum err principal_set(struct db *db, const struct principal *p,
                              bool all)
{
    static const struct principal nobody = { 0, "", "" };
    struct sight sight = { .hidden_hi = -1 };
    enum err e;

    if (!p)
        p = &nobody;
    if (*p->hi)
        TRY(sight_of(db, p, all, &sight));
    if (stands(db, p, &sight))
        return ERR_OK;
    if (strlen(p->lo) >= sizeof db->principal.lo ||
        strlen(p->hi) >= sizeof db->principal.hi)
        return ERR_INTERNAL;
    db->principal.account_id = p->account_id;
    snprintf(db->principal.lo, sizeof db->principal.lo, "%s", p->lo);
    snprintf(db->principal.hi, sizeof db->principal.hi, "%s", p->hi);
    db->principal.sight = sight;
    e = principal_write(db);
    db->principal.set = e == ERR_OK;
    return e;
}

enum err db_principal(struct db *db, const struct principal *p)
{
    return principal_set(db, p, false);
}

enum err db_principal_all(struct db *db, const struct principal *p)
{
    return principal_set(db, p, true);
}

/* ---- transactions ------------------------------------------------------ */
static enum err fixed(struct db *db, sqlite3_stmt *s, const char *what)
{
    int code = sqlite3_step(s);

    sqlite3_reset(s);
    return code == SQLITE_DONE ? ERR_OK : db_err(db, code, what);
}

enum err db_read_begin(struct db *db)
{
    if (db->in_read)
        return ERR_OK;
    TRY(fixed(db, db->begin, "begin"));
    db->in_read = true;
    return ERR_OK;
}

void db_read_end(struct db *db)
{
    if (!db->in_read)
        return;
    db->in_read = false;
    (void)fixed(db, db->commit, "end");
}

enum err db_begin(struct db *db)
{
    db->fault = ERR_OK;
    return fixed(db, db->begin_now, "begin immediate");
}

enum err db_commit(struct db *db)
{
    return fixed(db, db->commit, "commit");
}

void db_rollback(struct db *db)
{
    /* A full disk may have rolled everything back already. */
    if (!sqlite3_get_autocommit(db->handle))
        (void)fixed(db, db->rollback, "rollback");
    db->principal.set = false;
}

enum err db_savepoint(struct db *db)
{
    return fixed(db, db->savepoint, "savepoint");
}

enum err db_release(struct db *db)
{
    return fixed(db, db->release, "release");
}

void db_undo(struct db *db)
{
    /* The temporary principal is rolled back with the rest. */
    db->principal.set = false;
    if (sqlite3_get_autocommit(db->handle))
        return;
    if (fixed(db, db->undo, "undo") == ERR_OK)
        (void)fixed(db, db->release, "release");
}

enum err db_checkpoint(struct db *db, bool truncate)
{
    int code = sqlite3_wal_checkpoint_v2(
        db->handle, "main",
        truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, NULL,
        NULL);

    return code == SQLITE_OK || code == SQLITE_BUSY
               ? ERR_OK
               : db_err(db, code, "checkpoint");
}

/* ---- odds -------------------------------------------------------------- */
enum err db_pragma_texts(struct db *db, const char *sql, struct arena *a,
                         size_t most, struct list *texts)
{
    const char **items = arena_array(a, most, sizeof *items);
    sqlite3_stmt *s;
    size_t n = 0;
    bool armed = db->armed;
    int code;

    if (!items)
        return ERR_NO_MEMORY;
    db->armed = false;
    code = sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL);
    db->armed = armed;
    if (code != SQLITE_OK)
        return db_err(db, code, "maintenance");
    while ((code = sqlite3_step(s)) == SQLITE_ROW && n < most) {
        const char *t = (const char *)sqlite3_column_text(s, 0);

        items[n] = arena_strdup(a, t ? t : "");
        if (!items[n++])
            break;
    }
    sqlite3_finalize(s);
    *texts = (struct list) { items, n };
    return code == SQLITE_ROW || code == SQLITE_DONE
               ? ERR_OK
               : db_err(db, code, "maintenance");
}
