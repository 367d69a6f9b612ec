/* 考核得分 from the rows. */
#include "store/score_store.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "store/indicator_store.h"
#include "store/place_store.h"
#include "store/unit_store.h"

#define UNITS_MOST 5000
#define FIGURES_MOST (UNITS_MOST * SCORE_ITEMS_MOST)

/* ---- counted here ------------------------------------------------------ */
/* ?1 year, ?2 today, ?3 the unit or NULL */
#define OF_UNIT(code) "(?3 IS NULL OR " code " = ?3)"
#define IN_YEAR(day) "substr(" day ", 1, 4) = CAST(?1 AS TEXT)"
#define DAY(at) "date((" at " + 28800000) / 1000, 'unixepoch')"

SQL(q_score_duties,
    .text =
        "SELECT d.unit, 'duties' AS item, sum(d.state IN ('submitted',"
        " 'received') AND " DAY(
            "d.submitted_at") " <= d.due_on)"
                              " AS numerator, count(*) AS denominator FROM "
                              "my_duty d"
                              " WHERE d.year = ?1 AND " OF_UNIT(
                                  "d.unit") " AND (d.due_on < ?2 OR d.state IN "
                                            "('submitted', 'received'))"
                                            " GROUP BY d.unit",
    .row = &score_figure);

/* On time: never reported after the day that held, and not waiting past it. */
SQL(q_score_rectifications,
    .text =
        "SELECT r.unit, 'rectifications' AS item, sum(NOT (r.state IN ('open',"
        " 'returned') AND r.due_on < ?2) AND NOT EXISTS (SELECT 1 FROM"
        " my_rectification_step p WHERE p.rectification_id = r.id"
        " AND p.action = 'report' AND p.on_date > p.due_on)) AS numerator,"
        " count(*) AS denominator FROM my_rectification r"
        " WHERE r.state <> 'withdrawn' AND " IN_YEAR(
            "r.due_on") " AND " OF_UNIT("r.unit") " AND (r.due_on < ?2 OR "
                                                  "r.state IN"
                                                  " ('reported', 'passed')) "
                                                  "GROUP BY r.unit",
    .row = &score_figure);

SQL(q_score_findings,
    .text = "SELECT g.unit, 'findings' AS item, count(f.id) AS numerator,"
            " count(DISTINCT g.id) AS denominator FROM my_inspection g"
            " LEFT JOIN my_finding f ON f.inspection_id = g.id"
            " WHERE g.state IN ('open', 'closed') AND " IN_YEAR(
                "g.held_on") " AND " OF_UNIT("g.unit") " AND ?2 IS NOT NULL "
                                                       "GROUP BY g.unit",
    .row = &score_figure);

SQL(q_score_snapshots,
    .text = "SELECT u.code AS unit, 'snapshots' AS item, (SELECT"
            " count(DISTINCT s.ledger) FROM my_snapshot s"
            " WHERE s.unit = u.code AND s.year = ?1 AND s.state <> 'returned'"
            " AND s.ledger IN ('suspected', 'dropout', 'local_unregistered',"
            " 'elsewhere_unregistered')) AS numerator,"
            " CASE WHEN ?2 > CAST(?1 AS TEXT) || '-08-31' THEN 4 ELSE 0 END"
            " AS denominator FROM unit u WHERE u.kind = 'township'"
            " AND u.active = 1 AND " OF_UNIT("u.code"),
    .row = &score_figure);

#define REPORTED                                                               \
    "EXISTS (SELECT 1 FROM my_assignment_event e WHERE e.assignment_id = g.id" \
    " AND e.action = 'report'"
SQL(q_score_assignments,
    .text = "SELECT g.unit, 'assignments' AS item, sum(" REPORTED " AND " DAY(
        "e.at") " <= g.due_on)) AS numerator,"
                " count(*) AS denominator FROM my_assignment g"
                " WHERE g.state NOT IN ('returned', 'withdrawn')"
                " AND " IN_YEAR("g.due_on") " AND " OF_UNIT(
                    "g.unit") " AND (g.due_on < ?2 OR " REPORTED
                              ")) GROUP BY g.unit",
    .row = &score_figure);

static const struct {
    const char *item;
    const struct sql *count;
} counted[] = {
    { "duties", &q_score_duties },
    { "rectifications", &q_score_rectifications },
    { "findings", &q_score_findings },
    { "snapshots", &q_score_snapshots },
    { "assignments", &q_score_assignments },
};

/* ---- gathering --------------------------------------------------------- */
struct gathered {
    struct arena *a;
    struct score_figure *items;
    size_t n, cap;
};

static enum err add(struct gathered *g, const struct score_figure *f)
{
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 256;
        struct score_figure *more = arena_array(g->a, cap, sizeof *more);

        if (!more)
            return ERR_NO_MEMORY;
        if (g->n)
            memcpy(more, g->items, g->n * sizeof *more);
        g->items = more;
        g->cap = cap;
    }
    g->items[g->n++] = *f;
    return ERR_OK;
}

static enum err add_counted(struct db *db, const struct score_ask *k,
                            const char *item, struct gathered *g)
{
    const struct score_figure *f;
    struct list found;

    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        if (strcmp(counted[i].item, item) != 0)
            continue;
        TRY(db_list(db, counted[i].count, g->a, UNITS_MOST, &found,
                    VALS(INT(k->year), TEXT(k->today), TEXT(k->unit))));
        f = found.items;
        for (size_t n = 0; n < found.n; n++)
            TRY(add(g, &f[n]));
        return ERR_OK;
    }
    return ERR_INTERNAL; /* an item that nobody counts */
}

/* The children of one unit alone, where one is asked for. */
static enum err narrow(struct db *db, struct arena *a,
                       const struct score_ask *k, struct indicator_filter *f)
{
    struct unit_row u;

    f->by = k->unit_kind;
    if (!k->unit)
        return ERR_OK;
    TRY(store_unit_get(db, a, k->unit, &u));
    if (strcmp(u.kind, "school") != 0)
        return store_division_range(db, a, u.division, &f->lo, &f->hi);
    f->lo = arena_printf(a, "S%s/", u.code);
    f->hi = arena_printf(a, "S%s0", u.code);
    return f->lo && f->hi ? ERR_OK : ERR_NO_MEMORY;
}

static enum err add_indicators(struct db *db, const struct score_ask *k,
                               struct gathered *g)
{
    const struct indicator_figure *f;
    struct indicator_filter filter;
    struct list found;

    TRY(store_indicator_filter(db, g->a, k->year, k->today, NULL, &filter));
    TRY(narrow(db, g->a, k, &filter));
    TRY(store_indicator_figures(db, g->a, &filter, &found));
    f = found.items;
    for (size_t i = 0; i < found.n; i++) {
        const struct score_item *item =
            score_item_of(k->unit_kind, f[i].indicator);
        const struct score_figure one = { f[i].key, f[i].indicator,
                                          f[i].numerator, f[i].denominator };

        if (item && item->indicator && one.unit &&
            (!k->unit || strcmp(one.unit, k->unit) == 0))
            TRY(add(g, &one));
    }
    return ERR_OK;
}

enum err store_score_figures(struct db *db, struct arena *a,
                             const struct score_ask *k, struct list *out)
{
    struct gathered g = { .a = a };
    bool looked = false;

    for (size_t i = 0; i < score_items_n; i++) {
        const struct score_item *item = &score_items[i];

        if (strcmp(item->unit_kind, k->unit_kind) != 0)
            continue;
        if (!item->indicator)
            TRY(add_counted(db, k, item->name, &g));
        else if (!looked)
            TRY(add_indicators(db, k, &g));
        looked = looked || item->indicator;
    }
    *out = (struct list) { g.items, g.n };
    return ERR_OK;
}

/* ---- scores ------------------------------------------------------------ */
SQL(q_score_units,
    .text = "SELECT u.code AS unit, u.name AS unit_name, u.kind AS unit_kind"
            " FROM unit u WHERE u.kind = ?1 AND u.active = 1"
            " AND (?2 IS NULL OR u.code = ?2) ORDER BY u.code",
    .row = &score_row);

enum err store_scores(struct db *db, struct arena *a, const struct score_ask *k,
                      struct list *out)
{
    struct list figures;
    struct score_row *r;

    TRY(db_list(db, &q_score_units, a, UNITS_MOST, out,
                VALS(TEXT(k->unit_kind), TEXT(k->unit))));
    if (out->n == 0)
        return ERR_OK;
    TRY(store_score_figures(db, a, k, &figures));
    r = out->items;
    for (size_t i = 0; i < out->n; i++)
        r[i].year = k->year;
    return score_make(&figures, !k->unit, a, out);
}
