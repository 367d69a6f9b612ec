/* What the files of this layer share; no other layer includes it. */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include <sqlite3.h>

#include "db/db.h"
#include "db/guard.h"

#define STMT_SLOTS 2048 /* power of two, over twice the statements there are */
#define COLUMNS_MAX 96
#define IDS_MAX 128

/* A result column or a parameter, and the field it belongs to. */
struct slot {
    const struct field *field;
    int row_column; /* where a sealed value's row id stands; -1 none */
};

struct stmt {
    const struct sql *q;
    sqlite3_stmt *s;
    int columns;
    struct slot *slots;        /* one a column */
    const struct field **args; /* one a parameter, when q->args */
    int params;
};

struct id_counter {
    const char *table;
    int64_t last;
};

struct db {
    sqlite3 *handle;
    const struct keys *keys;
    enum db_mode mode;
    enum sql_access preparing; /* judged by the authorizer */
    const char *preparing_name;
    bool armed; /* the guard is in place */
    bool in_read;
    enum err fault; /* of the machine, since the transaction began */
    struct stmt *cache[STMT_SLOTS];
    struct id_counter ids[IDS_MAX];
    size_t ids_n;
    struct {
        bool set;
        int64_t account_id;
        char lo[80], hi[80];
        struct sight {
            int64_t hidden_lo, hidden_hi;
            bool whole;
        } sight;
    } principal;
    sqlite3_stmt *begin, *begin_now, *commit, *rollback, *savepoint, *release,
        *undo, *principal_set, *sight;
    struct arena scratch;
};

/* The prepared statement from the cache, made at its first use. */
enum err stmt_get(struct db *db, const struct sql *q, struct stmt **out);
void stmt_free_all(struct db *db);

/* SQLite's result code as our error; logs those that are ours. */
enum err db_err(struct db *db, int code, const char *what);

int guard_authorize(void *db, int action, const char *a, const char *b,
                    const char *schema, const char *view);

/* "table.column" apart, into `space` of 130 bytes. */
struct seal_at;
void seal_at_split(const char *seal, int64_t row, char *space,
                   struct seal_at *at);

#endif
