/*
 * A connection to the store: statements known beforehand and prepared once,
 * rows mapped into structs by field tables, sealed columns opened and sealed
 * on the way, and the scope of whoever asks enforced by the guard.
 *
 * A connection belongs to one thread.  sqlite3.h stays below this layer.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "json/field.h"

struct db;
struct keys;

/*
 * A statement.  SQL_SCOPED, the default, may read guarded tables (student,
 * household, dropout_case …) only through their my_… views; SQL_SYSTEM is for
 * what acts for nobody's scope (sign-in, sweeps, effects of a scoped act), and
 * each one says in `why` what keeps it safe.
 *
 * Parameters are ?1, ?2 … (VALS) or :member of `args`.  Columns carry the
 * names of `row`'s members.  Declare with SQL(name) so that the registry test
 * finds and prepares every one.
 */
enum sql_access { SQL_SCOPED, SQL_SYSTEM };

struct sql {
    const char *text;
    const struct record *row;  /* NULL when it returns none, or one value */
    const struct record *args; /* NULL when it takes VALS */
    enum sql_access access;
    const char *why;
    const char *name;
};

#if defined(__clang__)
#define SQL_SECTION                                                            \
    __attribute__((section("baoxue_sql"), used, no_sanitize("address")))
#else
#define SQL_SECTION __attribute__((section("baoxue_sql"), used))
#endif
#define SQL(id, ...)                                                           \
    static const struct sql id = { .name = #id, __VA_ARGS__ };                 \
    static const struct sql *const id##_entry SQL_SECTION = &id

/* The same for a statement that its header declares `extern const struct sql`,
 * as routes name their `find`. */
#define SQL_SHARED(id, ...)                                                    \
    const struct sql id = { .name = #id, __VA_ARGS__ };                        \
    static const struct sql *const id##_entry SQL_SECTION = &id

/* Every statement of the program. */
const struct sql *const *sql_registry(size_t *n);

/* ---- values ------------------------------------------------------------ */
enum val_type {
    VAL_END,
    VAL_NULL,
    VAL_INT,
    VAL_REAL,
    VAL_TEXT,
    VAL_BLOB,
    VAL_SEAL
};

struct val {
    enum val_type type;
    int64_t i; /* the integer; the row id of a sealed value */
    double r;
    const void *p;    /* text or bytes */
    size_t n;         /* of bytes */
    const char *seal; /* "table.column" */
};

/* INT_NONE and NULL bind as NULL. */
#define INT(v)                                                                 \
    {                                                                          \
        .type = VAL_INT, .i = (v)                                              \
    }
#define REAL(v)                                                                \
    {                                                                          \
        .type = VAL_REAL, .r = (v)                                             \
    }
#define TEXT(s)                                                                \
    {                                                                          \
        .type = VAL_TEXT, .p = (s)                                             \
    }
#define BLOB(d, len)                                                           \
    {                                                                          \
        .type = VAL_BLOB, .p = (d), .n = (len)                                 \
    }
#define NIL                                                                    \
    {                                                                          \
        .type = VAL_NULL                                                       \
    }
/* A text sealed for "table.column" of row `row`. */
#define SEAL(column, row, s)                                                   \
    {                                                                          \
        .type = VAL_SEAL, .i = (row), .p = (s), .seal = (column)               \
    }
#define VALS(...)                                                              \
    (const struct val[])                                                       \
    {                                                                          \
        __VA_ARGS__,                                                           \
        {                                                                      \
            .type = VAL_END                                                    \
        }                                                                      \
    }
#define NO_VALS ((const struct val[]) { { .type = VAL_END } })

/* ---- connections ------------------------------------------------------- */
enum db_mode {
    DB_READER, /* READONLY, never checkpoints */
    DB_WRITER, /* the one connection that writes and checkpoints */
};

/* Opens `path` (which exists) with its pragmas, limits and authorizer, and
 * prepares nothing yet.  `keys` may be NULL for a store without sealed reads;
 * it must outlive the connection.  ERR_IO, ERR_DAMAGED when it is no store. */
enum err db_open(const char *path, enum db_mode mode, const struct keys *keys,
                 struct db **db);
void db_close(struct db *db);

/* For a writer that has the store to itself and much to write: more pages kept
 * (DB_BULK_MIB), and the WAL folded in less often.  ERR_NO_MEMORY, ERR_IO. */
#define DB_BULK_MIB 96
enum err db_bulk(struct db *db);

/* Creates an empty database file with the store's fixed settings.
 * ERR_CONFLICT when it exists. */
enum err db_create(const char *path);

/* Makes the guarded views; after migrations, before the first statement. */
enum err db_guard(struct db *db);

/* Prepares every registered statement: proof that no scoped one reaches past
 * the guard and that columns fit their tables.  Logs the first offender. */
enum err db_prepare_all(struct db *db);

const struct keys *db_keys(const struct db *db);

/* ---- who asks ---------------------------------------------------------- */
/*
 * The scope: a half-open range of places.  A place is 'D' and a division's
 * path, 'S' and a school's code, grade and class, or 'A' and an agency's
 * code; a child stands at one or more places (table child_place), a household
 * at one.  lo == hi sees nothing.
 */
struct principal {
    int64_t account_id;
    const char *lo, *hi;
};

/* Sets it for what follows in this transaction; NULL sees nothing.  What is
 * hidden is looked up each time. */
enum err db_principal(struct db *db, const struct principal *p);

/* The same, but what is hidden (db/guard.h) is seen: for the very work that it
 * is hidden for. */
enum err db_principal_all(struct db *db, const struct principal *p);

/* ---- transactions ------------------------------------------------------ */
/* One read transaction, so that all reads of a request see one snapshot. */
enum err db_read_begin(struct db *db);
void db_read_end(struct db *db);

enum err db_begin(struct db *db); /* BEGIN IMMEDIATE; writer only */
enum err db_commit(struct db *db);
void db_rollback(struct db *db);
enum err db_savepoint(struct db *db);
enum err db_release(struct db *db);
void db_undo(struct db *db); /* back to the savepoint, and forget it */

/* ---- statements -------------------------------------------------------- */
/* The first row into `out` (a struct of q->row); ERR_NOT_FOUND if none.
 * Texts live in the arena. */
enum err db_row(struct db *db, const struct sql *q, struct arena *a, void *out,
                const struct val *vals);

/* All rows, at most `most` (ERR_TOO_LARGE beyond); items in the arena. */
enum err db_list(struct db *db, const struct sql *q, struct arena *a,
                 size_t most, struct list *out, const struct val *vals);

/* Calls `each` with one row after another, in one reused struct whose texts
 * live until it returns; a scratch arena is reset between rows.  Stops at the
 * first error, which is returned. */
typedef enum err (*db_each_fn)(void *ctx, const void *row);
enum err db_each(struct db *db, const struct sql *q, db_each_fn each, void *ctx,
                 const struct val *vals);

/* The first column of the first row; ERR_NOT_FOUND if no row. */
enum err db_int(struct db *db, const struct sql *q, int64_t *v,
                const struct val *vals);
enum err db_text(struct db *db, const struct sql *q, struct arena *a,
                 const char **s, const struct val *vals);

/* The same as bytes, in the arena; NULL and 0 when the column is null. */
enum err db_blob(struct db *db, const struct sql *q, struct arena *a,
                 const void **data, size_t *n, const struct val *vals);

/* Runs it.  ERR_CONFLICT for a UNIQUE or PRIMARY KEY, ERR_INVALID for a
 * FOREIGN KEY or CHECK; ERR_FULL, ERR_IO, ERR_BUSY. */
enum err db_run(struct db *db, const struct sql *q, const struct val *vals);

/* The same with :member parameters from a struct of q->args.  Members that
 * are SEALED are sealed for row `row`. */
enum err db_put(struct db *db, const struct sql *q, const void *object,
                int64_t row);

/* Rows changed by the last db_run or db_put. */
int64_t db_changes(const struct db *db);

/* Runs an UPDATE … WHERE id = … AND version = …; ERR_STALE unless exactly one
 * row changed. */
enum err db_put_version(struct db *db, const struct sql *q, const void *object,
                        int64_t row);

/* A fresh id for a row of `table`: one more than any it ever had.  Writer
 * only, which is alone. */
enum err db_next_id(struct db *db, const char *table, int64_t *id);

/* `n` of them in a row, the first in *first. */
enum err db_next_ids(struct db *db, const char *table, int64_t n,
                     int64_t *first);

/* Never gives an id of `table` up to `last`: it is kept for something. */
enum err db_keep_ids(struct db *db, const char *table, int64_t last);

/* Of a store put back from a backup: from now on every id is above whatever may
 * have been given since that backup was made, so that what a phone still names
 * by such an id is missing and never somebody else.  Writer only. */
enum err db_raise_ids(struct db *db, struct arena *a);

/* Several statements without parameters or rows (pragmas, migrations). */
enum err db_script(struct db *db, const char *sql);

/* A statement that is not in the registry, for maintenance commands; first
 * column of each row, at most `most` rows. */
enum err db_pragma_texts(struct db *db, const char *sql, struct arena *a,
                         size_t most, struct list *texts);

/* Copies WAL pages into the database; writer only. */
enum err db_checkpoint(struct db *db, bool truncate);

/* What went wrong last, for the log: SQLite's own words, no data. */
const char *db_why(const struct db *db);

#endif
