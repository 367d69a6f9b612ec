/* Indicators from the rows. */
#include "store/indicator_store.h"

#include <stdlib.h>
#include <string.h>

#include "domain/codes.h"
#include "indicator_children.h"
#include "store/place_store.h"
#include "store/setting_store.h"
#include "transfer_columns.h"

#define GROUPS_MOST 600

/* ---- what is asked for ------------------------------------------------- */
SQL(q_store_since, .text = "SELECT created_at FROM store");

enum err store_indicator_filter(struct db *db, struct arena *a, int64_t year,
                                const char *today, const char *division,
                                struct indicator_filter *out)
{
    struct indicator_filter f = { .by = "county" };
    const char *cutoff;
    char since[CLOCK_DATE_MAX];
    int64_t at;
    bool five_four;

    TRY(store_setting_text(db, a, SETTING_ENROLMENT_CUTOFF, &cutoff));
    TRY(store_five_four(db, &five_four));
    TRY(indicator_year_of(year, cutoff, five_four, today, &f.year));
    if (division)
        TRY(store_division_range(db, a, division, &f.lo, &f.hi));
    TRY(db_int(db, &q_store_since, &at, NO_VALS));
    clock_date_of(at, since);
    f.first_year = strtoll(since, NULL, 10);
    *out = f;
    return ERR_OK;
}

/* ---- figures ----------------------------------------------------------- */
struct group {
    const char *key; /* NULL: not registered; stands last */
    struct indicator_figure *figures;
};

struct tally {
    struct arena *a;
    int64_t year;
    const char *county; /* by county: the group of all; else NULL */
    struct group groups[GROUPS_MOST];
    size_t n;
};

static int compare(const char *a, const char *b)
{
    return !a || !b ? (b != NULL) - (a != NULL) : strcmp(a, b);
}

static enum err add_group(struct tally *t, size_t at, const char *key)
{
    struct group g = { .key = key ? arena_strdup(t->a, key) : NULL,
                       .figures =
                           arena_array(t->a, indicators_n, sizeof *g.figures) };

    if (t->n == GROUPS_MOST)
        return ERR_TOO_LARGE;
    if (!g.figures || (key && !g.key))
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < indicators_n; i++)
        g.figures[i] = (struct indicator_figure) {
            .indicator = indicators[i].name, .key = g.key, .year = t->year
        };
    memmove(t->groups + at + 1, t->groups + at,
            (t->n - at) * sizeof *t->groups);
    t->groups[at] = g;
    t->n++;
    return ERR_OK;
}

static enum err count_in(struct tally *t, const char *key, int64_t facts)
{
    size_t lo = 0, hi = t->n;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (compare(t->groups[mid].key, key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == t->n || compare(t->groups[lo].key, key) != 0)
        TRY(add_group(t, lo, key));
    indicator_count(t->groups[lo].figures, facts);
    return ERR_OK;
}

static enum err count_child(void *ctx, const struct counted *c)
{
    struct tally *t = ctx;

    if (c->n == 0)
        return count_in(ctx, t->county, c->facts);
    for (size_t i = 0; i < c->n; i++)
        TRY(count_in(ctx, c->keys[i], c->facts));
    return ERR_OK;
}

SQL(q_division_name, .text = "SELECT name FROM division WHERE code = ?1");
SQL(q_school_name, .text = "SELECT name FROM unit WHERE code = ?1");
SQL(q_county_code, .text = "SELECT county FROM store");

static enum err label_of(struct db *db, struct arena *a, const char *by,
                         const char *key, const char **out)
{
    static const struct {
        const char *by;
        const struct sql *name;
        const struct code_table *codes;
    } t[] = { { "county", &q_division_name, NULL },
              { "township", &q_division_name, NULL },
              { "school", &q_school_name, NULL },
              { "stage", NULL, &stages },
              { "sex", NULL, &sexes },
              { "nation", NULL, &nations },
              { "tag", NULL, &tags } };

    *out = "未登记";
    for (size_t i = 0; key && i < sizeof t / sizeof *t; i++) {
        if (strcmp(t[i].by, by) != 0)
            continue;
        if (t[i].codes)
            *out = code_label(t[i].codes, key);
        else
            TRY(db_text(db, t[i].name, a, out, VALS(TEXT(key))));
    }
    return ERR_OK;
}

static enum err finish(struct db *db, const struct indicator_filter *f,
                       struct tally *t, struct indicator_figure *out)
{
    bool places =
        strcmp(f->by, "county") == 0 || strcmp(f->by, "township") == 0;

    for (size_t g = 0; g < t->n; g++) {
        struct group *k = &t->groups[g];
        const char *label;

        TRY(label_of(db, t->a, f->by, k->key, &label));
        for (size_t i = 0; i < indicators_n; i++) {
            k->figures[i].label = label;
            k->figures[i].division = places ? k->key : NULL;
        }
        indicator_ratio(k->figures);
        memcpy(out + g * indicators_n, k->figures, indicators_n * sizeof *out);
    }
    return ERR_OK;
}

enum err store_indicator_figures(struct db *db, struct arena *a,
                                 const struct indicator_filter *f,
                                 struct list *out)
{
    struct tally *t = arena_alloc(a, sizeof *t);

    if (!t)
        return ERR_NO_MEMORY;
    *t = (struct tally) { .a = a, .year = f->year.ledger.year };
    if (strcmp(f->by, "county") == 0) {
        TRY(db_text(db, &q_county_code, a, &t->county, NO_VALS));
        TRY(add_group(t, 0, t->county));
    }
    if (t->year >= f->first_year)
        TRY(indicator_each(db, f, 0, count_child, t));
    out->n = t->n * indicators_n;
    out->items = arena_array(a, out->n, sizeof(struct indicator_figure));
    if (!out->items)
        return ERR_NO_MEMORY;
    return finish(db, f, t, out->items);
}

/* ---- the names behind them --------------------------------------------- */
struct pick {
    const struct indicator_ask *ask;
    bool all;
    int64_t *ids;
    size_t n;
};

static bool in_group(const struct pick *p, const struct counted *c)
{
    if (p->all)
        return true;
    if (!p->ask->key)
        return c->n == 0;
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->keys[i], p->ask->key) == 0)
            return true;
    return false;
}

/* ERR_TOO_LARGE: there are as many as were asked for. */
static enum err pick_child(void *ctx, const struct counted *c)
{
    struct pick *p = ctx;

    if (!in_group(p, c) ||
        !indicator_part_has(p->ask->indicator, p->ask->part, c->facts))
        return ERR_OK;
    p->ids[p->n++] = c->id;
    return (int64_t)p->n == p->ask->rows ? ERR_TOO_LARGE : ERR_OK;
}

SQL(q_indicator_name,
    .text = "SELECT s.id, (SELECT c.id FROM my_case c"
            " WHERE c.student_id = s.id AND c.state NOT IN"
            " ('closed', 'dismissed')) AS case_id, s.name, s.sex,"
            " s.birth_date, dt.name AS township, dv.name AS village,"
            " coalesce(u.name, e.school_name) AS school_name, e.grade, e.class,"
            " e.state AS enrolment_state, " TRANSFER_STATE " FROM my_student s"
            " LEFT JOIN my_place p ON p.student_id = s.id AND p.home = 1"
            " LEFT JOIN division dt ON dt.code = substr(p.place, 15, 12)"
            " LEFT JOIN division dv ON dv.code = substr(p.place, 28, 12)"
            " LEFT JOIN my_enrolment e ON e.student_id = s.id"
            " AND e.to_date IS NULL" ON_THE_WAY
            " LEFT JOIN unit u ON u.code = e.school WHERE s.id = ?1",
    .row = &indicator_name);

enum err store_indicator_names(struct db *db, struct arena *a,
                               const struct indicator_filter *f,
                               const struct indicator_ask *k, struct list *out)
{
    struct pick p = { .ask = k,
                      .all = strcmp(f->by, "county") == 0,
                      .ids = arena_array(a, (size_t)k->rows, sizeof *p.ids) };
    struct indicator_name *names =
        arena_array(a, (size_t)k->rows, sizeof *names);
    enum err e = ERR_OK;

    if (!p.ids || !names)
        return ERR_NO_MEMORY;
    if (f->year.ledger.year >= f->first_year)
        e = indicator_each(db, f, k->after, pick_child, &p);
    if (e != ERR_OK && e != ERR_TOO_LARGE)
        return e;
    for (size_t i = 0; i < p.n; i++)
        TRY(db_row(db, &q_indicator_name, a, &names[i], VALS(INT(p.ids[i]))));
    *out = (struct list) { names, p.n };
    return ERR_OK;
}
