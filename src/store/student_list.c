/* Children as replied: one of them, and pages of lists, in scope. */
#include <string.h>

#include "domain/place.h"
#include "store/student_store.h"
#include "transfer_columns.h"

/* What is shown of a child `s`; all that is joined is that child's own. */
#define VIEW_COLUMNS                                                           \
    "SELECT s.id, s.name, s.sex, s.birth_date, s.id_kind, s.id_no,"            \
    " s.id_no_state, s.nation, s.household_id, h.head_name, s.relation,"       \
    " s.huji_division, dh.name AS huji_name, s.huji_address,"                  \
    " s.residence_division, dr.name AS residence_name, s.residence_address,"   \
    " s.health, s.status, s.situation, s.situation_at, s.note,"                \
    " e.school, coalesce(u.name, e.school_name) AS school_name, e.grade,"      \
    " e.class, e.state AS enrolment_state, " TRANSFER_STATE ","                \
    " e.student_no,"                                                           \
    " e.id AS student_no_of, g.name AS guardian_name,"                         \
    " g.relation AS guardian_relation, g.phone AS guardian_phone,"             \
    " g.id AS guardian_phone_of,"                                              \
    " (SELECT group_concat(t.tag) FROM my_tag t WHERE t.student_id = s.id"     \
    "   AND t.to_date IS NULL) AS tag_codes,"                                  \
    " (SELECT k.id FROM my_case k WHERE k.student_id = s.id"                   \
    "   AND k.state NOT IN ('closed', 'dismissed')) AS open_case_id,"          \
    " s.version, s.created_at, s.updated_at"

#define VIEW_JOINS                                                             \
    " LEFT JOIN my_household h ON h.id = s.household_id"                       \
    " LEFT JOIN division dh ON dh.code = s.huji_division"                      \
    " LEFT JOIN division dr"                                                   \
    "   ON dr.code = coalesce(s.residence_division, h.division)"               \
    " LEFT JOIN my_enrolment e ON e.student_id = s.id AND e.to_date IS "       \
    "NULL" ON_THE_WAY " LEFT JOIN unit u ON u.code = e.school"                 \
    " LEFT JOIN my_guardian g ON g.id = (SELECT x.id FROM my_guardian x"       \
    "   WHERE x.student_id = s.id ORDER BY x.main DESC, x.id LIMIT 1)"

SQL(q_student_view,
    .text = VIEW_COLUMNS " FROM my_student s" VIEW_JOINS " WHERE s.id = ?1",
    .row = &student_view);

enum err store_student_view(struct db *db, struct arena *a, int64_t id,
                            struct student_view *out)
{
    TRY(db_row(db, &q_student_view, a, out, VALS(INT(id))));
    return student_tags(a, out);
}

/* ---- what a reveal shows ----------------------------------------------- */
SQL(q_student_reveal,
    .text = "SELECT s.id, s.id_no, e.student_no, e.id AS student_no_of,"
            " g.name AS guardian_name, g.phone AS guardian_phone,"
            " g.id AS guardian_phone_of, h.phone AS household_phone,"
            " h.id AS household_phone_of, s.huji_address, s.residence_address"
            " FROM my_student s" VIEW_JOINS " WHERE s.id = ?1",
    .row = &student_reveal);

enum err store_student_reveal(struct db *db, struct arena *a, int64_t id,
                              struct student_reveal *out)
{
    return db_row(db, &q_student_reveal, a, out, VALS(INT(id)));
}

/* ---- pages ------------------------------------------------------------- */
/*
 * ?1 after, ?2 ?3 division range, ?4 ?5 school range, ?6 grade, ?7 tag,
 * ?8 sex, ?9 status, ?10 situation, ?11 ?12 born from and to, ?13 ?14 the
 * range that drives a narrow page, ?15 ?16 the range of tokens, ?17 rows.
 */
#define AT_PLACE(lo, hi)                                                       \
    " AND (" lo " IS NULL OR EXISTS (SELECT 1 FROM my_place f"                 \
    "   WHERE f.student_id = s.id AND f.place >= " lo " AND f.place < " hi     \
    "))"

#define FILTERS                                                                \
    AT_PLACE("?2", "?3")                                                       \
    AT_PLACE("?4", "?5")                                                       \
    " AND (?6 IS NULL OR EXISTS (SELECT 1 FROM my_enrolment y"                 \
    "   WHERE y.student_id = s.id AND y.to_date IS NULL AND y.grade = ?6))"    \
    " AND (?7 IS NULL OR EXISTS (SELECT 1 FROM my_tag y"                       \
    "   WHERE y.student_id = s.id AND y.to_date IS NULL AND y.tag = ?7))"      \
    " AND (?8 IS NULL OR s.sex = ?8) AND (?9 IS NULL OR s.status = ?9)"        \
    " AND (?10 IS NULL OR s.situation = ?10)"                                  \
    " AND (?11 IS NULL OR s.birth_date >= ?11)"                                \
    " AND (?12 IS NULL OR s.birth_date <= ?12)"

/* For those that the name did not bring here. */
#define BEARS_NAME                                                             \
    " AND (?15 IS NULL OR EXISTS (SELECT 1 FROM my_search k"                   \
    "   WHERE k.student_id = s.id"                                             \
    "   AND instr(k.tokens, char(31) || ?15) > 0))"

/*
 * Where ids come from, always in their own order, so that a page stops when it
 * is full.  A subquery with a LIMIT keeps its order in SQLite, and CROSS JOIN
 * keeps it outside; "+ 0" leaves the index to the range before it.
 */
#define IDS_OF(table, column, lo, hi)                                          \
    " FROM (SELECT student_id + 0 AS id FROM " table " WHERE " column          \
    " >= " lo " AND " column " < " hi " AND student_id + 0 > ?1"               \
    "       GROUP BY 1 ORDER BY 1 LIMIT 9223372036854775807) d"                \
    " CROSS JOIN my_student s WHERE s.id = d.id"

/* A wide scope: one after another. */
#define WIDE " FROM my_student s WHERE s.id > ?1" FILTERS BEARS_NAME
#define WIDE_ORDER " ORDER BY s.id"

/* A village, a school or less: whoever stands there. */
#define NARROW IDS_OF("my_place", "place", "?13", "?14") FILTERS BEARS_NAME

/* A rare name in a wide scope: whoever bears it. */
#define NAMED IDS_OF("my_token", "token", "?15", "?16") FILTERS

#define PAGE(from, order)                                                      \
    VIEW_COLUMNS                                                               \
    " FROM (SELECT s.id" from order " LIMIT ?17) page"                         \
    " CROSS JOIN my_student s" VIEW_JOINS                                      \
    " WHERE s.id = page.id ORDER BY page.id"

#define COUNT(from) "SELECT count(*)" from " AND ?17 IS NOT NULL"

SQL(q_student_wide, .text = PAGE(WIDE, WIDE_ORDER), .row = &student_view);
SQL(q_student_narrow, .text = PAGE(NARROW, ""), .row = &student_view);
SQL(q_student_named, .text = PAGE(NAMED, ""), .row = &student_view);
SQL(q_student_wide_count, .text = COUNT(WIDE));
SQL(q_student_narrow_count, .text = COUNT(NARROW));
SQL(q_student_named_count, .text = COUNT(NAMED));

/* How many tokens lie in a range, counted up to a few thousand. */
SQL(q_token_range,
    .text = "SELECT count(*) FROM (SELECT 1 FROM student_token"
            " WHERE token >= ?1 AND token < ?2 LIMIT ?3)",
    .access = SQL_SYSTEM,
    .why = "only chooses how a page is read; the size is told to nobody");

/* From so many on it is quicker to look at children one after another than to
 * sort all who bear the name. */
#define COMMON_NAME 8000

/* How a page is read, and over which range. */
struct shape {
    const struct sql *page, *count;
    const char *lo, *hi, *token_end;
};

/* The deepest range among filters and scope; its depth. */
static int deepest(const struct student_filter *f, struct shape *s)
{
    const char *ranges[][2] = { { f->school_lo, f->school_hi },
                                { f->lo, f->hi },
                                { f->scope_lo, f->scope_hi } };
    int depth = 0;

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (place_depth(ranges[i][0]) <= depth)
            continue;
        depth = place_depth(ranges[i][0]);
        s->lo = ranges[i][0];
        s->hi = ranges[i][1];
    }
    return depth;
}

static enum err is_rare(struct db *db, const char *token, const char *end,
                        bool *rare)
{
    int64_t n;

    TRY(db_int(db, &q_token_range, &n,
               VALS(TEXT(token), TEXT(end), INT(COMMON_NAME))));
    *rare = n < COMMON_NAME;
    return ERR_OK;
}

static enum err shape_of(struct db *db, struct arena *a,
                         const struct student_filter *f, struct shape *out)
{
    int depth = deepest(f, memset(out, 0, sizeof *out));
    bool rare = false;

    if (f->token) {
        out->token_end = arena_printf(a, "%s\xF4\x8F\xBF\xBF", f->token);
        if (!out->token_end)
            return ERR_NO_MEMORY;
        if (depth < PLACE_NARROW)
            TRY(is_rare(db, f->token, out->token_end, &rare));
    }
    if (depth >= PLACE_NARROW || (f->token && !rare && depth > 1)) {
        out->page = &q_student_narrow;
        out->count = &q_student_narrow_count;
    } else if (rare) {
        out->page = &q_student_named;
        out->count = &q_student_named_count;
    } else {
        out->page = &q_student_wide;
        out->count = &q_student_wide_count;
    }
    return ERR_OK;
}

#define FILTER_VALS(f, s, after)                                               \
    VALS(INT(after), TEXT((f)->lo), TEXT((f)->hi), TEXT((f)->school_lo),       \
         TEXT((f)->school_hi), TEXT((f)->grade), TEXT((f)->tag),               \
         TEXT((f)->sex), TEXT((f)->status), TEXT((f)->situation),              \
         TEXT((f)->born_from), TEXT((f)->born_to), TEXT((s).lo), TEXT((s).hi), \
         TEXT((f)->token), TEXT((s).token_end), INT((f)->rows))

enum err store_student_list(struct db *db, struct arena *a,
                            const struct student_filter *f, struct list *out)
{
    struct student_view *rows;
    struct shape shape;

    TRY(shape_of(db, a, f, &shape));
    TRY(db_list(db, shape.page, a, (size_t)f->rows, out,
                FILTER_VALS(f, shape, f->after)));
    rows = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(student_tags(a, &rows[i]));
    return ERR_OK;
}

enum err store_student_count(struct db *db, struct arena *a,
                             const struct student_filter *f, int64_t *total)
{
    struct shape shape;

    TRY(shape_of(db, a, f, &shape));
    return db_int(db, shape.count, total, FILTER_VALS(f, shape, 0));
}
