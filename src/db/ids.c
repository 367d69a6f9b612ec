/*
 * Ids of rows: each table's own, ascending, never given twice.
 *
 * A store put back from a backup has forgotten the ids of the days since, and
 * phones and papers still name them.  It must not give them to others: its
 * floor, the file's user_version, lies above them, and every id above it.
 */
#include <stdio.h>
#include <string.h>

#include "internal.h"

/* More than a county registers between two backups. */
#define LOST_MOST INT64_C(1000000)
#define FLOOR_MOST INT64_C(2000000000) /* user_version has 32 bits */

/* Of our own making, which the guard need not look at. */
static enum err read_int(struct db *db, const char *sql, int64_t *n)
{
    bool armed = db->armed;
    sqlite3_stmt *s;
    int code;

    db->armed = false;
    code = sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL);
    db->armed = armed;
    if (code != SQLITE_OK)
        return db_err(db, code, "ids");
    code = sqlite3_step(s);
    *n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return code == SQLITE_ROW ? ERR_OK : db_err(db, code, "ids");
}

static enum err max_id(struct db *db, const char *table, int64_t *id)
{
    char sql[128];

    snprintf(sql, sizeof sql, "SELECT coalesce(max(id), 0) FROM main.\"%s\"",
             table);
    return read_int(db, sql, id);
}

static enum err id_counter(struct db *db, const char *table,
                           struct id_counter **out)
{
    int64_t last = 0, floor = 0;

    for (size_t i = 0; i < db->ids_n; i++) {
        if (strcmp(db->ids[i].table, table) == 0) {
            *out = &db->ids[i];
            return ERR_OK;
        }
    }
    if (db->ids_n == IDS_MAX)
        return ERR_INTERNAL;
    TRY(max_id(db, table, &last));
    TRY(read_int(db, "PRAGMA user_version", &floor));
    if (last < floor)
        last = floor;
    db->ids[db->ids_n] = (struct id_counter) { table, last };
    *out = &db->ids[db->ids_n++];
    return ERR_OK;
}

enum err db_next_ids(struct db *db, const char *table, int64_t n,
                     int64_t *first)
{
    struct id_counter *c;

    TRY(id_counter(db, table, &c));
    *first = c->last + 1;
    c->last += n;
    return ERR_OK;
}

enum err db_next_id(struct db *db, const char *table, int64_t *id)
{
    return db_next_ids(db, table, 1, id);
}

enum err db_keep_ids(struct db *db, const char *table, int64_t last)
{
    struct id_counter *c;

    TRY(id_counter(db, table, &c));
    if (c->last < last)
        c->last = last;
    return ERR_OK;
}

/* The greatest id of all tables whose ids are counted; the lines of an import
 * have ids made of its own, far above. */
static enum err greatest_id(struct db *db, struct arena *a, int64_t *most)
{
    static const char tables[] =
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        " AND instr(sql, ' id INTEGER PRIMARY KEY') > 0"
        " AND name NOT IN ('import_row', 'refused_row')";
    struct list names;
    const char *const *name;
    int64_t id = 0;

    *most = 0;
    TRY(db_pragma_texts(db, tables, a, IDS_MAX * 4, &names));
    name = names.items;
    for (size_t i = 0; i < names.n; i++) {
        TRY(max_id(db, name[i], &id));
        if (*most < id)
            *most = id;
    }
    return ERR_OK;
}

enum err db_raise_ids(struct db *db, struct arena *a)
{
    bool armed = db->armed;
    char sql[64];
    int64_t most = 0, floor = 0;
    int code;

    TRY(greatest_id(db, a, &most));
    TRY(read_int(db, "PRAGMA user_version", &floor));
    if (floor < most)
        floor = most;
    floor += LOST_MOST;
    if (floor > FLOOR_MOST)
        return ERR_INTERNAL;
    snprintf(sql, sizeof sql, "PRAGMA user_version = %lld", (long long)floor);
    db->armed = false;
    code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    db->armed = armed;
    db->ids_n = 0; /* counted anew from the floor */
    return code == SQLITE_OK ? ERR_OK : db_err(db, code, "ids");
}
