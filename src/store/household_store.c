/* Households in the store. */
#include "store/household_store.h"

#include <string.h>

#include "domain/place.h"
#include "store/change_store.h"
#include "store/student_store.h"
#include "transfer_columns.h"

#define HOUSEHOLD_COLUMNS                                                      \
    "h.id, h.division, h.register_no, h.head_name, h.address, h.phone,"        \
    " h.state, h.note, h.version, h.created_at, h.updated_at"

SQL_SHARED(find_household,
           .text = "SELECT version FROM my_household WHERE id = ?1");

SQL(q_household_get,
    .text = "SELECT " HOUSEHOLD_COLUMNS " FROM my_household h WHERE h.id = ?1",
    .row = &household_row);

enum err store_household_get(struct db *db, struct arena *a, int64_t id,
                             struct household_row *out)
{
    return db_row(db, &q_household_get, a, out, VALS(INT(id)));
}

SQL(q_household_view,
    .text = "SELECT " HOUSEHOLD_COLUMNS ", d.name AS division_name"
            " FROM my_household h JOIN division d ON d.code = h.division"
            " WHERE h.id = ?1",
    .row = &household_view);

/* Of a household in scope only the children in scope are shown. */
SQL(q_household_children,
    .text = "SELECT s.id, s.name, s.sex, s.birth_date, s.relation,"
            " s.situation, s.status, coalesce(u.name, e.school_name)"
            " AS school_name, e.grade, e.class,"
            " e.state AS enrolment_state, " TRANSFER_STATE ", s.version"
            " FROM my_student s"
            " LEFT JOIN my_enrolment e ON e.student_id = s.id"
            "   AND e.to_date IS NULL" ON_THE_WAY
            " LEFT JOIN unit u ON u.code = e.school"
            " WHERE s.household_id = ?1 ORDER BY s.birth_date, s.id",
    .row = &household_child);

static enum err children_of(struct db *db, struct arena *a,
                            struct household_view *h)
{
    return db_list(db, &q_household_children, a, 100, &h->children,
                   VALS(INT(h->id)));
}

enum err store_household_view(struct db *db, struct arena *a, int64_t id,
                              struct household_view *out)
{
    TRY(db_row(db, &q_household_view, a, out, VALS(INT(id))));
    return children_of(db, a, out);
}

/* ---- lists ------------------------------------------------------------- */
/*
 * ?1 after, ?2 ?3 places of the filter, ?4 ?5 beginning of the head's name,
 * ?6 state, ?7 ?8 the narrow range, ?9 rows.
 */
#define HOUSEHOLD_FILTERS                                                      \
    " AND (?2 IS NULL OR (h.place >= ?2 AND h.place < ?3))"                    \
    " AND (?4 IS NULL OR (h.head_name >= ?4 AND h.head_name < ?5))"            \
    " AND (?6 IS NULL OR h.state = ?6)"

#define HOUSEHOLD_WIDE " FROM my_household h WHERE h.id > ?1" HOUSEHOLD_FILTERS

/* Those that stand in the range, and those of children who stand in it. */
#define HOUSEHOLD_NARROW                                                       \
    " FROM (SELECT id FROM my_household"                                       \
    "        WHERE place >= ?7 AND place < ?8 AND id > ?1"                     \
    "       UNION SELECT s.household_id FROM my_place c"                       \
    "        CROSS JOIN my_student s WHERE s.id = c.student_id"                \
    "        AND c.place >= ?7 AND c.place < ?8 AND s.household_id > ?1) n"    \
    " CROSS JOIN my_household h WHERE h.id = n.id" HOUSEHOLD_FILTERS

#define HOUSEHOLD_PAGE(from)                                                   \
    "SELECT " HOUSEHOLD_COLUMNS ", d.name AS division_name"                    \
    " FROM (SELECT h.id" from " ORDER BY h.id LIMIT ?9) page"                  \
    " CROSS JOIN my_household h CROSS JOIN division d"                         \
    " WHERE h.id = page.id AND d.code = h.division ORDER BY page.id"

SQL(q_household_wide, .text = HOUSEHOLD_PAGE(HOUSEHOLD_WIDE),
    .row = &household_view);
SQL(q_household_narrow, .text = HOUSEHOLD_PAGE(HOUSEHOLD_NARROW),
    .row = &household_view);
SQL(q_household_wide_count,
    .text = "SELECT count(*)" HOUSEHOLD_WIDE " AND ?9 IS NOT NULL");
SQL(q_household_narrow_count,
    .text = "SELECT count(*)" HOUSEHOLD_NARROW " AND ?9 IS NOT NULL");

#define HOUSEHOLD_VALS(f, past, q_end)                                         \
    VALS(INT(past), TEXT((f)->lo), TEXT((f)->hi), TEXT((f)->q), TEXT(q_end),   \
         TEXT((f)->state), TEXT((f)->lo ? (f)->lo : (f)->scope_lo),            \
         TEXT((f)->lo ? (f)->hi : (f)->scope_hi), INT((f)->rows))

static bool is_narrow(const struct household_filter *f)
{
    return place_depth(f->lo ? f->lo : f->scope_lo) >= PLACE_NARROW;
}

/* The end of all texts that begin with q. */
static enum err prefix_end(struct arena *a, const char *q, const char **end)
{
    *end = q ? arena_printf(a, "%s\xF4\x8F\xBF\xBF", q) : NULL;
    return q && !*end ? ERR_NO_MEMORY : ERR_OK;
}

enum err store_household_list(struct db *db, struct arena *a,
                              const struct household_filter *f,
                              struct list *out)
{
    struct household_view *h;
    const char *q_end;

    TRY(prefix_end(a, f->q, &q_end));
    TRY(db_list(db, is_narrow(f) ? &q_household_narrow : &q_household_wide, a,
                (size_t)f->rows, out, HOUSEHOLD_VALS(f, f->after, q_end)));
    h = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(children_of(db, a, &h[i]));
    return ERR_OK;
}

enum err store_household_count(struct db *db, struct arena *a,
                               const struct household_filter *f, int64_t *total)
{
    const char *q_end;

    TRY(prefix_end(a, f->q, &q_end));
    return db_int(
        db, is_narrow(f) ? &q_household_narrow_count : &q_household_wide_count,
        total, HOUSEHOLD_VALS(f, 0, q_end));
}

/* ---- writing ----------------------------------------------------------- */
#define DIVISION_PATH "(SELECT path FROM division WHERE code = :division)"

SQL(q_household_insert,
    .text = "INSERT INTO household (id, division, place, register_no,"
            " head_name, address, phone, state, note, version, created_at,"
            " updated_at) VALUES (:id, :division, " DIVISION_PATH ","
            " :register_no, :head_name, :address, :phone, :state, :note,"
            " :version, :created_at, :updated_at)",
    .args = &household_row, .access = SQL_SYSTEM,
    .why = "the route checks that what it made lies in its maker's scope");

enum err store_household_create(struct db *db, struct arena *a,
                                const struct act *act, struct household_row *h)
{
    (void)a;
    TRY(db_next_id(db, "household", &h->id));
    if (!h->state)
        h->state = "resident";
    h->version = 1;
    h->created_at = h->updated_at = act->now_ms;
    return db_put(db, &q_household_insert, h, h->id);
}

SQL(q_household_update,
    .text = "UPDATE household SET division = :division,"
            " place = " DIVISION_PATH ", register_no = :register_no,"
            " head_name = :head_name, address = :address, phone = :phone,"
            " state = :state, note = :note, updated_at = :updated_at,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &household_row, .access = SQL_SYSTEM,
    .why = "the caller found the household in scope");

enum err store_household_update(struct db *db, struct arena *a,
                                const struct act *act,
                                const struct household_row *old,
                                struct household_row *h)
{
    bool changed;

    h->version = old->version;
    TRY(store_change_fields(db, a, act, "household", h->id, 0, &household_row,
                            old, h, &changed));
    if (!changed)
        return ERR_OK;
    h->updated_at = act->now_ms;
    TRY(db_put_version(db, &q_household_update, h, h->id));
    h->version++;
    if (strcmp(old->division, h->division) == 0)
        return ERR_OK;
    return store_students_follow(db, a, act, h->id, old->division, h->division);
}
