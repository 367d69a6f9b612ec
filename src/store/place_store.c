/* Divisions and their grids in the store. */
#include "store/place_store.h"

#include <string.h>

#include "domain/actor.h"

#define DIVISION_COLUMNS "code, name, level, parent, path, source, version"

SQL_SHARED(find_division,
           .text = "SELECT version FROM division WHERE code = ?1");

SQL(q_division_get,
    .text = "SELECT " DIVISION_COLUMNS " FROM division WHERE code = ?1",
    .row = &division_row);

enum err store_division_get(struct db *db, struct arena *a, const char *code,
                            struct division_row *out)
{
    return db_row(db, &q_division_get, a, out, VALS(TEXT(code)));
}

#define DIVISION_LIST                                                          \
    " FROM division WHERE path > ?3 AND (?1 IS NULL OR parent = ?1)"           \
    " AND (?2 IS NULL OR level = ?2)"

SQL(q_division_list,
    .text = "SELECT " DIVISION_COLUMNS DIVISION_LIST " ORDER BY path LIMIT ?4",
    .row = &division_row);
SQL(q_division_count, .text = "SELECT count(*)" DIVISION_LIST);

enum err store_division_list(struct db *db, struct arena *a, const char *parent,
                             const char *level, const char *after, int64_t rows,
                             struct list *out)
{
    return db_list(db, &q_division_list, a, (size_t)rows, out,
                   VALS(TEXT(parent), TEXT(level), TEXT(after), INT(rows)));
}

enum err store_division_count(struct db *db, const char *parent,
                              const char *level, int64_t *total)
{
    return db_int(db, &q_division_count, total,
                  VALS(TEXT(parent), TEXT(level), TEXT("")));
}

SQL(q_division_insert,
    .text = "INSERT INTO division (code, name, level, parent, path, source)"
            " VALUES (:code, :name, :level, :parent, :path, :source)",
    .args = &division_row);

enum err store_division_insert(struct db *db, struct arena *a,
                               struct division_row *d)
{
    struct division_row parent = { .path = "" };
    enum err e = ERR_OK;

    if (d->parent)
        e = store_division_get(db, a, d->parent, &parent);
    if (e == ERR_NOT_FOUND)
        return ERR_INVALID;
    TRY(e);
    d->path = division_path(a, d->level, parent.path, d->code);
    d->version = 1;
    return d->path ? db_put(db, &q_division_insert, d, 0) : ERR_NO_MEMORY;
}

/* By code, not by parent: a grid that moved away keeps its code. */
SQL(q_grid_last,
    .text = "SELECT max(code) FROM division"
            " WHERE code > ?1 AND code < ?1 || ':' AND level = 'grid'");

enum err store_grid_add(struct db *db, struct arena *a,
                        const struct grid_in *in, struct division_row *out)
{
    struct division_row village;
    const char *last;
    int number = 0;

    TRY(store_division_get(db, a, in->parent, &village));
    if (strcmp(village.level, "village") != 0)
        return ERR_NOT_FOUND;
    TRY(db_text(db, &q_grid_last, a, &last, VALS(TEXT(village.code))));
    for (const char *c = last ? last + strlen(village.code) : ""; *c; c++)
        number = number * 10 + (*c - '0');
    if (number >= 999)
        return ERR_RULE;
    *out = (struct division_row) {
        .code = arena_printf(a, "%s%03d", village.code, number + 1),
        .name = in->name,
        .level = "grid",
        .parent = village.code,
        .source = "local",
    };
    return out->code ? store_division_insert(db, a, out) : ERR_NO_MEMORY;
}

SQL(q_division_update,
    .text = "UPDATE division SET name = :name, parent = :parent,"
            " version = version + 1"
            " WHERE code = :code AND version = :version",
    .args = &division_row);

/* A township or village acts under the name of its division. */
SQL(q_division_unit,
    .text = "UPDATE unit SET name = :name, version = version + 1"
            " WHERE code = :code AND name <> :name",
    .args = &division_row);

/* ?1 the old path, its end ?2, ?3 the new path. */
SQL(q_division_paths,
    .text = "UPDATE division SET path = ?3 || substr(path, length(?1) + 1)"
            " WHERE path >= ?1 AND path < ?2");

SQL(q_household_places,
    .text = "UPDATE household SET place = ?3 || substr(place, length(?1) + 1)"
            " WHERE place >= ?1 AND place < ?2",
    .access = SQL_SYSTEM,
    .why = "a division moves with all that stands in it; nothing is shown");

SQL(q_child_places,
    .text = "UPDATE child_place"
            " SET place = ?3 || substr(place, length(?1) + 1)"
            " WHERE place >= ?1 AND place < ?2",
    .access = SQL_SYSTEM,
    .why = "a division moves with all that stand in it; nothing is shown");

static enum err move_subtree(struct db *db, struct arena *a, const char *from,
                             const char *to)
{
    static const struct sql *const moves[] = { &q_division_paths,
                                               &q_household_places,
                                               &q_child_places };
    const char *end = place_range_end(a, from);

    if (!end || !to)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        TRY(db_run(db, moves[i], VALS(TEXT(from), TEXT(end), TEXT(to))));
    return ERR_OK;
}

enum err store_division_update(struct db *db, struct arena *a,
                               const struct division_row *old,
                               struct division_row *d)
{
    struct division_row parent;
    bool moves =
        d->parent && strcmp(d->parent, old->parent ? old->parent : "") != 0;

    d->version = old->version;
    if (moves) {
        enum err e = store_division_get(db, a, d->parent, &parent);

        if (e == ERR_NOT_FOUND ||
            (e == ERR_OK && !division_may_stand(d->level, parent.level)))
            return ERR_RULE;
        TRY(e);
    }
    TRY(db_put_version(db, &q_division_update, d, 0));
    TRY(db_put(db, &q_division_unit, d, 0));
    d->version++;
    if (!moves)
        return ERR_OK;
    d->path = division_path(a, d->level, parent.path, d->code);
    return move_subtree(db, a, old->path, d->path);
}

enum err store_division_range(struct db *db, struct arena *a, const char *code,
                              const char **lo, const char **hi)
{
    struct division_row d;

    TRY(store_division_get(db, a, code, &d));
    *lo = d.path;
    *hi = place_range_end(a, d.path);
    return *hi ? ERR_OK : ERR_NO_MEMORY;
}
