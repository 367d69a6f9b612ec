/* The school calendar in the store. */
#include "store/calendar_store.h"

#include <string.h>

#include "base/clock.h"

#define DAYS_MOST 20000
#define TERMS_MOST 1000

SQL(q_day_all,
    .text = "SELECT day, kind, name, version FROM calendar_day ORDER BY day",
    .row = &calendar_day_row);
SQL(q_day_list,
    .text = "SELECT day, kind, name, version FROM calendar_day"
            " WHERE substr(day, 1, 4) = printf('%04d', ?1) ORDER BY day",
    .row = &calendar_day_row);
SQL(q_day_get,
    .text = "SELECT day, kind, name, version FROM calendar_day WHERE day = ?1",
    .row = &calendar_day_row);
SQL(q_holidays_of,
    .text = "SELECT count(*) FROM calendar_day WHERE kind = 'holiday'"
            " AND substr(day, 1, 4) = substr(?1, 1, 4)");
SQL(q_day_put,
    .text = "INSERT INTO calendar_day (day, kind, name) VALUES (:day, :kind,"
            " :name) ON CONFLICT (day) DO UPDATE SET kind = excluded.kind,"
            " name = excluded.name, version = version + 1",
    .args = &calendar_day_row);
SQL(q_day_remove, .text = "DELETE FROM calendar_day WHERE day = ?1");

#define TERM_SELECT                                                            \
    "SELECT id, name, from_date, to_date, version FROM school_term"

SQL_SHARED(find_term, .text = "SELECT version FROM school_term WHERE id = ?1");
SQL(q_term_list, .text = TERM_SELECT " ORDER BY from_date", .row = &term_row);
SQL(q_term_get, .text = TERM_SELECT " WHERE id = ?1", .row = &term_row);
SQL(q_term_overlap, .text = "SELECT count(*) FROM school_term WHERE id <> ?1"
                            " AND from_date <= ?3 AND to_date >= ?2");
SQL(q_term_insert,
    .text = "INSERT INTO school_term (id, name, from_date, to_date)"
            " VALUES (:id, :name, :from_date, :to_date)",
    .args = &term_row);
SQL(q_term_update,
    .text = "UPDATE school_term SET name = :name, from_date = :from_date,"
            " to_date = :to_date, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &term_row);

static enum err read_days(struct db *db, struct arena *a, struct calendar *out)
{
    struct list rows;
    struct marked_day *days;
    const struct calendar_day_row *r;

    TRY(db_list(db, &q_day_all, a, DAYS_MOST, &rows, NO_VALS));
    days = arena_array(a, rows.n, sizeof *days);
    if (!days)
        return ERR_NO_MEMORY;
    r = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        if (!clock_date_days(r[i].day, &days[i].day))
            return ERR_DAMAGED;
        days[i].works = strcmp(r[i].kind, "workday") == 0;
    }
    out->days = days;
    out->days_n = rows.n;
    return ERR_OK;
}

static enum err read_terms(struct db *db, struct arena *a, struct calendar *out)
{
    struct list rows;
    struct term_span *terms;
    const struct term_row *r;

    TRY(store_term_list(db, a, &rows));
    terms = arena_array(a, rows.n, sizeof *terms);
    if (!terms)
        return ERR_NO_MEMORY;
    r = rows.items;
    for (size_t i = 0; i < rows.n; i++)
        if (!clock_date_days(r[i].from_date, &terms[i].from) ||
            !clock_date_days(r[i].to_date, &terms[i].to))
            return ERR_DAMAGED;
    out->terms = terms;
    out->terms_n = rows.n;
    return ERR_OK;
}

enum err store_calendar(struct db *db, struct arena *a, struct calendar *out)
{
    TRY(read_days(db, a, out));
    return read_terms(db, a, out);
}

enum err store_day_list(struct db *db, struct arena *a, int64_t year,
                        struct list *out)
{
    return db_list(db, &q_day_list, a, 400, out, VALS(INT(year)));
}

enum err store_day_get(struct db *db, struct arena *a, const char *day,
                       struct calendar_day_row *out)
{
    return db_row(db, &q_day_get, a, out, VALS(TEXT(day)));
}

enum err store_holidays_of(struct db *db, const char *day, int64_t *n)
{
    return db_int(db, &q_holidays_of, n, VALS(TEXT(day)));
}

enum err store_day_put(struct db *db, const struct calendar_day_row *d)
{
    return db_put(db, &q_day_put, d, 0);
}

enum err store_day_remove(struct db *db, const char *day)
{
    TRY(db_run(db, &q_day_remove, VALS(TEXT(day))));
    return db_changes(db) == 1 ? ERR_OK : ERR_NOT_FOUND;
}

enum err store_term_list(struct db *db, struct arena *a, struct list *out)
{
    return db_list(db, &q_term_list, a, TERMS_MOST, out, NO_VALS);
}

enum err store_term_get(struct db *db, struct arena *a, int64_t id,
                        struct term_row *out)
{
    return db_row(db, &q_term_get, a, out, VALS(INT(id)));
}

enum err store_term_set(struct db *db, struct arena *a, struct term_row *t)
{
    int64_t others, id = t->id == INT_NONE ? 0 : t->id;

    (void)a;
    TRY(db_int(db, &q_term_overlap, &others,
               VALS(INT(id), TEXT(t->from_date), TEXT(t->to_date))));
    if (others)
        return ERR_CONFLICT;
    if (t->id != INT_NONE)
        return db_put_version(db, &q_term_update, t, t->id);
    TRY(db_next_id(db, "school_term", &t->id));
    t->version = 1;
    return db_put(db, &q_term_insert, t, t->id);
}
