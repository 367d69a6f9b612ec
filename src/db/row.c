/* Running statements: values bound, rows mapped, sealed columns on the way. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "crypto/seal.h"
#include "internal.h"

void seal_at_split(const char *seal, int64_t row, char *space,
                   struct seal_at *at)
{
    const char *dot = strchr(seal, '.');
    size_t n = (size_t)(dot - seal);

    memcpy(space, seal, n);
    space[n] = '\0';
    *at = (struct seal_at) { .table = space, .column = dot + 1, .row = row };
}

/* ---- binding ----------------------------------------------------------- */
static int bind_sealed(struct db *db, sqlite3_stmt *s, int i, const char *seal,
                       int64_t row, const char *text)
{
    char space[130];
    struct seal_at at;
    const uint8_t *blob;
    size_t n;
    int code;

    if (!text)
        return sqlite3_bind_null(s, i);
    seal_at_split(seal, row, space, &at);
    if (!db->keys ||
        seal_text(db->keys, &at, &db->scratch, text, &blob, &n) != ERR_OK)
        return SQLITE_NOMEM;
    code = sqlite3_bind_blob64(s, i, blob, n, SQLITE_TRANSIENT);
    arena_reset(&db->scratch);
    return code;
}

static int bind_int(sqlite3_stmt *s, int i, int64_t v)
{
    return v == INT_NONE ? sqlite3_bind_null(s, i)
                         : sqlite3_bind_int64(s, i, v);
}

static int bind_text(sqlite3_stmt *s, int i, const char *text)
{
    return text ? sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC)
                : sqlite3_bind_null(s, i);
}

static int bind_val(struct db *db, sqlite3_stmt *s, int i, const struct val *v)
{
    switch (v->type) {
    case VAL_INT:
        return bind_int(s, i, v->i);
    case VAL_REAL:
        return sqlite3_bind_double(s, i, v->r);
    case VAL_TEXT:
        return bind_text(s, i, v->p);
    case VAL_BLOB:
        return v->p ? sqlite3_bind_blob64(s, i, v->p, v->n, SQLITE_STATIC)
                    : sqlite3_bind_null(s, i);
    case VAL_SEAL:
        return bind_sealed(db, s, i, v->seal, v->i, v->p);
    default:
        return sqlite3_bind_null(s, i);
    }
}

static int bind_field(struct db *db, sqlite3_stmt *s, int i,
                      const struct field *f, const void *object, int64_t row)
{
    double r;

    if (f->flags & SEALED)
        return bind_sealed(db, s, i, f->seal, row, field_text(f, object));
    if (field_is_text(f))
        return bind_text(s, i, field_text(f, object));
    if (f->type != FIELD_REAL)
        return bind_int(s, i, field_int(f, object));
    r = *(const double *)field_at(f, object);
    return isfinite(r) ? sqlite3_bind_double(s, i, r) : sqlite3_bind_null(s, i);
}

static enum err bind_vals(struct db *db, struct stmt *st,
                          const struct val *vals)
{
    for (int i = 1; vals->type != VAL_END; i++, vals++) {
        int code = bind_val(db, st->s, i, vals);

        if (code != SQLITE_OK)
            return db_err(db, code, st->q->name);
    }
    return ERR_OK;
}

static void finish(struct stmt *st)
{
    sqlite3_reset(st->s);
    sqlite3_clear_bindings(st->s);
}

/* ---- mapping ----------------------------------------------------------- */
static enum err open_column(struct db *db, struct stmt *st, int i,
                            struct arena *a, const char **out)
{
    const struct slot *slot = &st->slots[i];
    const void *blob = sqlite3_column_blob(st->s, i);
    size_t n = (size_t)sqlite3_column_bytes(st->s, i);
    char space[130];
    struct seal_at at;
    enum err e;

    if (!db->keys)
        return ERR_KEY;
    seal_at_split(slot->field->seal,
                  sqlite3_column_int64(st->s, slot->row_column), space, &at);
    e = seal_open_text(db->keys, &at, blob, n, a, out);
    if (e == ERR_DAMAGED)
        log_line(LOG_ERROR, "sealed_value_damaged",
                 "\"fault\":\"ours\",\"column\":\"%s\",\"row\":%lld",
                 slot->field->seal, (long long)at.row);
    return e;
}

static enum err map_column(struct db *db, struct stmt *st, int i,
                           struct arena *a, void *out)
{
    const struct field *f = st->slots[i].field;

    if (!f || sqlite3_column_type(st->s, i) == SQLITE_NULL)
        return ERR_OK; /* cleared before */
    if (f->flags & SEALED)
        return open_column(db, st, i, a, field_at(f, out));
    if (field_is_text(f)) {
        const char *s = (const char *)sqlite3_column_text(st->s, i);
        size_t n = (size_t)sqlite3_column_bytes(st->s, i);
        const char **text = field_at(f, out);

        *text = arena_strndup(a, s, n);
        return *text ? ERR_OK : ERR_NO_MEMORY;
    }
    if (f->type == FIELD_REAL)
        *(double *)field_at(f, out) = sqlite3_column_double(st->s, i);
    else
        *(int64_t *)field_at(f, out) = sqlite3_column_int64(st->s, i);
    return ERR_OK;
}

static enum err map_row(struct db *db, struct stmt *st, struct arena *a,
                        void *out)
{
    record_clear(st->q->row, out);
    for (int i = 0; i < st->columns; i++)
        TRY(map_column(db, st, i, a, out));
    return ERR_OK;
}

/* ---- running ----------------------------------------------------------- */
static enum err start(struct db *db, const struct sql *q,
                      const struct val *vals, struct stmt **st)
{
    enum err e;

    TRY(stmt_get(db, q, st));
    e = bind_vals(db, *st, vals);
    if (e != ERR_OK)
        finish(*st);
    return e;
}

enum err db_row(struct db *db, const struct sql *q, struct arena *a, void *out,
                const struct val *vals)
{
    struct stmt *st;
    enum err e;
    int code;

    TRY(start(db, q, vals, &st));
    code = sqlite3_step(st->s);
    if (code == SQLITE_ROW)
        e = map_row(db, st, a, out);
    else if (code == SQLITE_DONE)
        e = ERR_NOT_FOUND;
    else
        e = db_err(db, code, q->name);
    finish(st);
    return e;
}

enum err db_each(struct db *db, const struct sql *q, db_each_fn each, void *ctx,
                 const struct val *vals)
{
    struct arena a;
    struct stmt *st;
    void *row;
    enum err e;
    int code;

    TRY(start(db, q, vals, &st));
    arena_init(&a, 0);
    row = malloc(q->row->size);
    e = row ? ERR_OK : ERR_NO_MEMORY;
    while (e == ERR_OK && (code = sqlite3_step(st->s)) != SQLITE_DONE) {
        if (code != SQLITE_ROW) {
            e = db_err(db, code, q->name);
            break;
        }
        e = map_row(db, st, &a, row);
        if (e == ERR_OK)
            e = each(ctx, row);
        arena_reset(&a);
    }
    finish(st);
    free(row);
    arena_free(&a);
    return e;
}

/* Doubles the array; an arena cannot grow in place, so the old one stays. */
static enum err list_room(struct arena *a, const struct record *r, size_t n,
                          size_t *cap, char **items)
{
    size_t more = *cap ? *cap * 2 : 16;
    char *grown;

    if (n < *cap)
        return ERR_OK;
    grown = arena_array(a, more, r->size);
    if (!grown)
        return ERR_NO_MEMORY;
    if (n && *items)
        memcpy(grown, *items, n * r->size);
    *items = grown;
    *cap = more;
    return ERR_OK;
}

enum err db_list(struct db *db, const struct sql *q, struct arena *a,
                 size_t most, struct list *out, const struct val *vals)
{
    struct stmt *st;
    char *items = NULL;
    size_t n = 0, cap = 0;
    enum err e = ERR_OK;
    int code;

    TRY(start(db, q, vals, &st));
    while (e == ERR_OK && (code = sqlite3_step(st->s)) != SQLITE_DONE) {
        if (code != SQLITE_ROW)
            e = db_err(db, code, q->name);
        else if (n == most)
            e = ERR_TOO_LARGE;
        else
            e = list_room(a, q->row, n, &cap, &items);
        if (e == ERR_OK)
            e = map_row(db, st, a, items + n++ * q->row->size);
    }
    finish(st);
    if (e == ERR_OK)
        *out = (struct list) { items, n };
    return e;
}

enum err db_int(struct db *db, const struct sql *q, int64_t *v,
                const struct val *vals)
{
    struct stmt *st;
    enum err e = ERR_OK;
    int code;

    TRY(start(db, q, vals, &st));
    code = sqlite3_step(st->s);
    if (code == SQLITE_ROW)
        *v = sqlite3_column_type(st->s, 0) == SQLITE_NULL
                 ? INT_NONE
                 : sqlite3_column_int64(st->s, 0);
    else
        e = code == SQLITE_DONE ? ERR_NOT_FOUND : db_err(db, code, q->name);
    finish(st);
    return e;
}

enum err db_text(struct db *db, const struct sql *q, struct arena *a,
                 const char **s, const struct val *vals)
{
    struct stmt *st;
    enum err e = ERR_OK;
    int code;

    TRY(start(db, q, vals, &st));
    code = sqlite3_step(st->s);
    if (code == SQLITE_ROW) {
        *s = arena_strdup(a, (const char *)sqlite3_column_text(st->s, 0));
    } else {
        e = code == SQLITE_DONE ? ERR_NOT_FOUND : db_err(db, code, q->name);
    }
    finish(st);
    return e;
}

/* An arena that ran out is told from a null column by the column's type. */
static enum err copy_blob(sqlite3_stmt *s, struct arena *a, const void **data,
                          size_t *n)
{
    const void *blob = sqlite3_column_blob(s, 0);
    size_t size = (size_t)sqlite3_column_bytes(s, 0);
    void *copy;

    *data = NULL;
    *n = 0;
    if (sqlite3_column_type(s, 0) == SQLITE_NULL)
        return ERR_OK;
    copy = arena_alloc(a, size);
    if (!copy)
        return ERR_NO_MEMORY;
    if (size)
        memcpy(copy, blob, size);
    *data = copy;
    *n = size;
    return ERR_OK;
}

enum err db_blob(struct db *db, const struct sql *q, struct arena *a,
                 const void **data, size_t *n, const struct val *vals)
{
    struct stmt *st;
    enum err e;
    int code;

    TRY(start(db, q, vals, &st));
    code = sqlite3_step(st->s);
    if (code == SQLITE_ROW)
        e = copy_blob(st->s, a, data, n);
    else
        e = code == SQLITE_DONE ? ERR_NOT_FOUND : db_err(db, code, q->name);
    finish(st);
    return e;
}

static enum err run_to_end(struct db *db, struct stmt *st)
{
    int code;

    do
        code = sqlite3_step(st->s);
    while (code == SQLITE_ROW);
    finish(st);
    return code == SQLITE_DONE ? ERR_OK : db_err(db, code, st->q->name);
}

enum err db_run(struct db *db, const struct sql *q, const struct val *vals)
{
    struct stmt *st;

    TRY(start(db, q, vals, &st));
    return run_to_end(db, st);
}

enum err db_put(struct db *db, const struct sql *q, const void *object,
                int64_t row)
{
    struct stmt *st;

    TRY(stmt_get(db, q, &st));
    for (int i = 0; i < st->params; i++) {
        int code = bind_field(db, st->s, i + 1, st->args[i], object, row);

        if (code != SQLITE_OK) {
            finish(st);
            return db_err(db, code, q->name);
        }
    }
    return run_to_end(db, st);
}

enum err db_put_version(struct db *db, const struct sql *q, const void *object,
                        int64_t row)
{
    TRY(db_put(db, q, object, row));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}
