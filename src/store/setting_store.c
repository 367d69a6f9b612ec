/* Settings in the store. */
#include "store/setting_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SQL_SHARED(find_setting, .text = "SELECT version FROM setting WHERE name = ?1");

SQL(q_setting_value, .text = "SELECT value FROM setting WHERE name = ?1");

enum err store_setting_text(struct db *db, struct arena *a, const char *name,
                            const char **v)
{
    const struct setting *s = setting_of(name);
    enum err e;

    if (!s)
        return ERR_INTERNAL;
    e = db_text(db, &q_setting_value, a, v, VALS(TEXT(name)));
    if (e == ERR_NOT_FOUND)
        *v = s->value;
    else
        TRY(e);
    return *v ? ERR_OK : ERR_NO_MEMORY;
}

enum err store_setting_int(struct db *db, const char *name, int64_t *v)
{
    struct arena a;
    const char *text;
    enum err e;

    arena_init(&a, 0);
    e = store_setting_text(db, &a, name, &text);
    if (e == ERR_OK)
        *v = strtoll(text, NULL, 10);
    arena_free(&a);
    return e;
}

enum err store_level_days(struct db *db, const char *level, int64_t *days)
{
    char name[60];

    snprintf(name, sizeof name, SETTING_LEVEL_DAYS "%s", level);
    return store_setting_int(db, name, days);
}

enum err store_five_four(struct db *db, bool *yes)
{
    int64_t system;

    TRY(store_setting_int(db, SETTING_GRADE_SYSTEM, &system));
    *yes = system == 54;
    return ERR_OK;
}

/* ---- shown and changed ------------------------------------------------- */
static enum err add_options(struct arena *a, const struct code_table *t,
                            struct list *out)
{
    size_t n = 0;
    struct setting_option *o;

    while (t->rows[n].code)
        n++;
    o = arena_array(a, n, sizeof *o);
    if (!o)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        o[i] = (struct setting_option) { t->rows[i].code, t->rows[i].label };
    *out = (struct list) { o, n };
    return ERR_OK;
}

static enum err add_table(struct arena *a, const struct setting *s,
                          struct setting_row *row)
{
    row->label = s->label;
    row->kind = setting_kinds.rows[s->kind].code;
    row->default_value = s->value;
    row->unit = s->unit;
    row->source = s->source;
    if (s->kind == SETTING_INT) {
        row->min = s->min;
        row->max = s->max;
    }
    return s->codes ? add_options(a, s->codes, &row->options) : ERR_OK;
}

SQL(q_setting_get,
    .text = "SELECT name, value, version, nullif(updated_at, 0) AS updated_at,"
            "       nullif(updated_by, 0) AS updated_by"
            "  FROM setting WHERE name = ?1",
    .row = &setting_row);

enum err store_setting_get(struct db *db, struct arena *a, const char *name,
                           struct setting_row *out)
{
    const struct setting *s = setting_of(name);

    if (!s)
        return ERR_NOT_FOUND;
    TRY(db_row(db, &q_setting_get, a, out, VALS(TEXT(name))));
    return add_table(a, s, out);
}

enum err store_setting_list(struct db *db, struct arena *a, struct list *out)
{
    struct setting_row *rows;
    size_t n = 0;

    while (settings[n].name)
        n++;
    rows = arena_array(a, n, sizeof *rows);
    if (!rows)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        TRY(store_setting_get(db, a, settings[i].name, &rows[i]));
    *out = (struct list) { rows, n };
    return ERR_OK;
}

SQL(q_setting_set,
    .text = "UPDATE setting SET value = ?2, updated_at = ?3, updated_by = ?4,"
            " version = version + 1 WHERE name = ?1");

enum err store_setting_set(struct db *db, const char *name, const char *value,
                           int64_t account_id, int64_t now_ms)
{
    TRY(db_run(db, &q_setting_set,
               VALS(TEXT(name), TEXT(value), INT(now_ms), INT(account_id))));
    return db_changes(db) == 1 ? ERR_OK : ERR_NOT_FOUND;
}

SQL(q_setting_fill,
    .text = "INSERT INTO setting (name, value, updated_at, updated_by)"
            " VALUES (?1, ?2, 0, 0) ON CONFLICT (name) DO NOTHING");

enum err store_setting_fill(struct db *db)
{
    for (const struct setting *s = settings; s->name; s++)
        TRY(db_run(db, &q_setting_fill, VALS(TEXT(s->name), TEXT(s->value))));
    return ERR_OK;
}
