/* Applies the numbered migrations, each in one transaction. */
#include "db/migrate.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "crypto/hash.h"
#include "db/db.h"
#include "internal.h"

static const char create[] =
    "CREATE TABLE IF NOT EXISTS migration ("
    " number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " hash BLOB NOT NULL, applied_at INTEGER NOT NULL) STRICT";

static void text_hash(const struct migration *m, uint8_t out[HASH_BYTES])
{
    struct hash h;

    hash_start(&h);
    hash_add(&h, m->sql, strlen(m->sql));
    hash_end(&h, out);
}

static enum err refuse(int number, const char *why)
{
    log_line(LOG_ERROR, "migration", "\"number\":%d,\"why\":\"%s\"", number,
             why);
    return ERR_CONFLICT;
}

/* What was applied must be what we carry, in the same order. */
static enum err compare(struct db *db, const struct migration *list, size_t n,
                        size_t *applied)
{
    sqlite3_stmt *s;
    enum err e = ERR_OK;
    size_t i = 0;

    if (sqlite3_prepare_v2(db->handle,
                           "SELECT number, hash FROM migration"
                           " ORDER BY number",
                           -1, &s, NULL) != SQLITE_OK)
        return db_err(db, sqlite3_errcode(db->handle), "migration");
    while (e == ERR_OK && sqlite3_step(s) == SQLITE_ROW) {
        uint8_t hash[HASH_BYTES];

        if (i >= n) {
            e = refuse(sqlite3_column_int(s, 0), "newer than this program");
            break;
        }
        text_hash(&list[i], hash);
        if (sqlite3_column_int(s, 0) != list[i].number ||
            sqlite3_column_bytes(s, 1) != HASH_BYTES ||
            memcmp(sqlite3_column_blob(s, 1), hash, HASH_BYTES) != 0)
            e = refuse(list[i].number, "another text was applied");
        i++;
    }
    sqlite3_finalize(s);
    *applied = i;
    return e;
}

static enum err remember(struct db *db, const struct migration *m)
{
    uint8_t hash[HASH_BYTES];
    sqlite3_stmt *s;
    int code;

    text_hash(m, hash);
    code = sqlite3_prepare_v2(db->handle,
                              "INSERT INTO migration VALUES (?1, ?2, ?3, ?4)",
                              -1, &s, NULL);
    if (code != SQLITE_OK)
        return db_err(db, code, "migration");
    sqlite3_bind_int(s, 1, m->number);
    sqlite3_bind_text(s, 2, m->name, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 3, hash, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, clock_now_ms());
    code = sqlite3_step(s);
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? ERR_OK : db_err(db, code, "migration");
}

static enum err apply(struct db *db, const struct migration *m)
{
    enum err e;

    TRY(db_begin(db));
    e = db_script(db, m->sql);
    if (e != ERR_OK)
        log_line(LOG_ERROR, "migration", "\"number\":%d,\"why\":\"%s\"",
                 m->number, db_why(db));
    if (e == ERR_OK)
        e = remember(db, m);
    if (e == ERR_OK)
        e = db_commit(db);
    if (e != ERR_OK)
        db_rollback(db);
    return e;
}

enum err migrate_from(struct db *db, const struct migration *list, size_t n)
{
    size_t applied = 0;

    TRY(db_script(db, create));
    TRY(compare(db, list, n, &applied));
    for (size_t i = applied; i < n; i++)
        TRY(apply(db, &list[i]));
    return ERR_OK;
}

enum err migrate(struct db *db)
{
    return migrate_from(db, migrations, migrations_n);
}
