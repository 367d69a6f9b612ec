/* Statements: prepared once, columns and parameters tied to field tables. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "internal.h"

static size_t slot_of(const struct sql *q)
{
    return ((uintptr_t)q >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 53;
}

static bool is_scalar(const struct field *f)
{
    return f->type != FIELD_OBJECT && f->type != FIELD_LIST &&
           f->type != FIELD_TEXTS;
}

/* The column that holds the row id of sealed member `name`. */
static int row_column(const struct stmt *st, const char *name)
{
    size_t n = strlen(name);
    int id = -1;

    for (int i = 0; i < st->columns; i++) {
        const char *c = sqlite3_column_name(st->s, i);

        if (strncmp(c, name, n) == 0 && strcmp(c + n, "_of") == 0)
            return i;
        if (strcmp(c, "id") == 0)
            id = i;
    }
    return id;
}

/* Every column has its field, or is some sealed field's "…_of". */
static bool map_columns(struct stmt *st)
{
    const struct record *r = st->q->row;

    for (int i = 0; i < st->columns; i++) {
        const char *c = sqlite3_column_name(st->s, i);
        const struct field *f = record_field(r, c, NULL);
        size_t n = strlen(c);

        if (!f && n > 3 && strcmp(c + n - 3, "_of") == 0)
            continue;
        if (!f || !is_scalar(f)) {
            log_line(LOG_ERROR, "statement",
                     "\"name\":\"%s\",\"column_without_field\":\"%s\"",
                     st->q->name, c);
            return false;
        }
        st->slots[i].field = f;
        st->slots[i].row_column = f->flags & SEALED ? row_column(st, c) : -1;
        if (f->flags & SEALED && st->slots[i].row_column < 0)
            return false;
    }
    return true;
}

/* Every field that comes from a column has one. */
static bool fields_covered(const struct stmt *st)
{
    for (const struct field *f = st->q->row->fields; f->type != FIELD_END;
         f++) {
        bool found = !is_scalar(f) || f->flags & REPLY_ONLY;

        for (int i = 0; i < st->columns && !found; i++)
            found = st->slots[i].field == f;
        if (!found) {
            log_line(LOG_ERROR, "statement",
                     "\"name\":\"%s\",\"field_without_column\":\"%s\"",
                     st->q->name, f->name);
            return false;
        }
    }
    return true;
}

static bool map_args(struct stmt *st)
{
    for (int i = 1; i <= st->params; i++) {
        const char *name = sqlite3_bind_parameter_name(st->s, i);

        st->args[i - 1] =
            name ? record_field(st->q->args, name + 1, NULL) : NULL;
        if (!st->args[i - 1] || !is_scalar(st->args[i - 1])) {
            log_line(LOG_ERROR, "statement",
                     "\"name\":\"%s\",\"parameter_without_field\":\"%s\"",
                     st->q->name, name ? name : "?");
            return false;
        }
    }
    return true;
}

static void stmt_free(struct stmt *st)
{
    if (!st)
        return;
    sqlite3_finalize(st->s);
    free(st->slots);
    free(st->args);
    free(st);
}

static enum err stmt_map(struct stmt *st)
{
    st->columns = sqlite3_column_count(st->s);
    st->params = sqlite3_bind_parameter_count(st->s);
    st->slots = calloc((size_t)st->columns + 1, sizeof *st->slots);
    st->args = calloc((size_t)st->params + 1, sizeof *st->args);
    if (!st->slots || !st->args)
        return ERR_NO_MEMORY;
    if (st->q->row && (!map_columns(st) || !fields_covered(st)))
        return ERR_INTERNAL;
    if (st->q->args && !map_args(st))
        return ERR_INTERNAL;
    return ERR_OK;
}

static enum err stmt_new(struct db *db, const struct sql *q, struct stmt **out)
{
    struct stmt *st = calloc(1, sizeof *st);
    int code;
    enum err e;

    if (!st)
        return ERR_NO_MEMORY;
    st->q = q;
    db->preparing = q->access;
    db->preparing_name = q->name;
    code = sqlite3_prepare_v3(db->handle, q->text, -1,
                              SQLITE_PREPARE_PERSISTENT, &st->s, NULL);
    db->preparing = SQL_SCOPED;
    db->preparing_name = NULL;
    e = code == SQLITE_OK ? stmt_map(st) : db_err(db, code, q->name);
    if (e != ERR_OK) {
        stmt_free(st);
        return e;
    }
    *out = st;
    return ERR_OK;
}

enum err stmt_get(struct db *db, const struct sql *q, struct stmt **out)
{
    size_t i = slot_of(q) & (STMT_SLOTS - 1);

    while (db->cache[i] && db->cache[i]->q != q)
        i = (i + 1) & (STMT_SLOTS - 1);
    if (!db->cache[i])
        TRY(stmt_new(db, q, &db->cache[i]));
    *out = db->cache[i];
    return ERR_OK;
}

void stmt_free_all(struct db *db)
{
    for (size_t i = 0; i < STMT_SLOTS; i++) {
        stmt_free(db->cache[i]);
        db->cache[i] = NULL;
    }
}
