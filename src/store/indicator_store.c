/* Indicators from the rows. */
#include "store/indicator_store.h"

#include <stdlib.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/place.h"
#include "indicator_facts.h"
#include "store/place_store.h"
#include "store/setting_store.h"

#define GROUPS_MOST 600

/* ---- facts ------------------------------------------------------------- */
/*
 * Parameters:
 *   ?1 by   ?2 ?3 range of places   ?4 ?5 born after, to   ?6 ?7 of an age for
 *   小学, 初中: born after   ?8 day   ?9 after this child   ?10 ?11 school year
 *   from, to   ?12 ?13 cohort from, to   ?14 last grade
 */
#define ON(day) "h.from_date<=" day " AND coalesce(h.to_date,'9')>" day
#define LEARNS "h.state IN ('enrolled','unregistered')"
#define GRADE "coalesce(h.grade,'')"
/* A grade that nobody knows is of neither. */
#define PRIMARY "h.grade GLOB '1*'"
#define JUNIOR "h.grade GLOB '2*'"

/* Written out, and at neither school until it is received: not gone, missing. */
#define IN_TRANSIT "EXISTS (SELECT 1 FROM transfer x WHERE x.enrolment_id=h.id)"

/* Of one row `h` of its schooling; those of all rows make the child's. */
/* clang-format off */
#define SCHOOLING                                                              \
    "CASE WHEN h.id IS NULL THEN 0 ELSE CASE WHEN NOT (" ON("?8") ") THEN 0"   \
    " WHEN " LEARNS " THEN " BIT(FACT_PRESENT) "|" BIT(FACT_AT_SCHOOL)         \
    "|CASE WHEN h.school IS NULL THEN 0 WHEN " PRIMARY " THEN "                \
    BIT(FACT_PRIMARY) " WHEN " JUNIOR " THEN " BIT(FACT_JUNIOR) " ELSE 0 END"  \
    " WHEN h.state='graduated' AND " JUNIOR " THEN "                           \
    BIT(FACT_PRESENT) "|" BIT(FACT_GRADUATED)                                  \
    " WHEN h.state='suspended' THEN "                                          \
    BIT(FACT_PRESENT) "|" BIT(FACT_EXCUSED) " ELSE " BIT(FACT_PRESENT) " END"  \
    "|" IF(FACT_AT_START, ON("?10") " AND h.school NOTNULL"                    \
           " AND h.state IN ('enrolled','unregistered','suspended')")          \
    "|" IF(FACT_CAME, "h.from_date>?10 AND h.from_date<=?11"                   \
           " AND h.school NOTNULL AND " LEARNS)                                \
    "|" IF(FACT_GONE,                                                          \
           "CASE h.state WHEN 'transferred' THEN NOT " IN_TRANSIT              \
           " ELSE h.school IS NULL END AND " ON("?11"))                        \
    "|" IF(FACT_COHORT,                                                        \
           "h.from_date<?13 AND h.from_date>=?12 AND " GRADE "='11'")          \
    "|" IF(FACT_FINISHED, "(" GRADE ">=?14 OR h.state='graduated' AND "        \
           GRADE ">='2') AND h.from_date<=?8") " END"

#define BORN "coalesce(s.birth_date,?5)"
#define FACTS                                                                  \
    IF(FACT_ACTIVE, "s.status='active'")                                       \
    "|" IF(FACT_AGE, BORN ">?4 AND " BORN "<=?5")                              \
    "|" IF(FACT_AGE_PRIMARY, BORN ">?6 AND " BORN "<=?5")                      \
    "|" IF(FACT_AGE_JUNIOR, BORN ">?7 AND " BORN "<=?6")                       \
    "|" IF(FACT_GONE, "s.status IN ('deceased','left')")                       \
    "|" IF(FACT_SEEN_AT_SCHOOL, "coalesce(s.situation,'') IN"                   \
           " ('in_school','elsewhere','unregistered')")                        \
    "|" IF(FACT_SEEN_GRADUATED, "coalesce(s.situation,'')='graduated'")        \
    "|" SCHOOLING
/* clang-format on */

/* Where it lives, else the first of its places that is seen. */
#define TOWNSHIP                                                               \
    "coalesce((SELECT substr(p.place,15,12) FROM child_place p"                \
    " WHERE p.student_id=s.id AND p.home=1),(SELECT "                          \
    "min(substr(o.place,15,12))"                                               \
    " FROM my_place o WHERE o.student_id=s.id AND o.place<'E'))"

#define KEY                                                                    \
    "nullif(CASE ?1 WHEN 'county' THEN (SELECT county FROM store)"             \
    " WHEN 'township' THEN " TOWNSHIP " WHEN 'school' THEN CASE WHEN " ON(     \
        "?8") " THEN h.school END"                                             \
              " WHEN 'stage' THEN CASE WHEN NOT (" ON(                         \
                  "?8") ") THEN NULL"                                          \
                        " WHEN " PRIMARY " THEN 'primary' WHEN " JUNIOR        \
                        " THEN 'junior' END"                                   \
                        " WHEN 'sex' THEN s.sex WHEN 'nation' THEN s.nation"   \
                        " WHEN 'tag' THEN g.tag END,'')"

#define FROM_CHILDREN                                                          \
    " FROM my_student s LEFT JOIN enrolment h ON h.student_id=s.id"            \
    " LEFT JOIN tag g ON ?1='tag' AND g.student_id=s.id"                       \
    " AND g.from_date<=?8 AND coalesce(g.to_date,'9')>?8"                      \
    " WHERE s.status<>'void' AND (?2 IS NULL OR EXISTS (SELECT 1"              \
    " FROM my_place o WHERE o.student_id=s.id AND o.place>=?2 AND "            \
    "o.place<?3))"

#define WHY                                                                    \
    "every row beside the child's own is one of a child that my_student shows"

/* A row for each schooling and tag of a child, one after another. */
SQL(q_indicator_children,
    .text = "SELECT s.id," KEY " AS key," FACTS " AS facts" FROM_CHILDREN
            " AND s.id>?9 ORDER BY s.id",
    .row = &indicator_child, .access = SQL_SYSTEM, .why = WHY);

#define KEYS_MOST 16

/* One child of several rows. */
struct whole {
    int64_t id, facts; /* id 0: none yet */
    char keys[KEYS_MOST][DIVISION_CODE_MAX + 1];
    size_t n;
};
typedef enum err (*child_fn)(void *ctx, const struct whole *child);

struct gather {
    child_fn each;
    void *ctx;
    struct facts_beside beside;
    struct whole child;
};

static enum err give(struct gather *g)
{
    if (!g->child.id)
        return ERR_OK;
    g->child.facts |= facts_beside_of(&g->beside, g->child.id);
    g->child.facts = facts_settled(g->child.facts);
    return g->each(g->ctx, &g->child);
}

static enum err add_key(struct whole *c, const char *key)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->keys[i], key) == 0)
            return ERR_OK;
    if (c->n == KEYS_MOST || strlen(key) >= sizeof c->keys[0])
        return ERR_INTERNAL;
    memcpy(c->keys[c->n++], key, strlen(key) + 1);
    return ERR_OK;
}

static enum err gather_row(void *ctx, const void *row)
{
    const struct indicator_child *r = row;
    struct gather *g = ctx;

    if (r->id != g->child.id) {
        TRY(give(g));
        g->child.id = r->id;
        g->child.facts = 0;
        g->child.n = 0;
    }
    g->child.facts |= r->facts;
    return r->key ? add_key(&g->child, r->key) : ERR_OK;
}

/* Every child after `after` in the order of their ids; stops at an error. */
static enum err each_child(struct db *db, struct arena *a,
                           const struct indicator_filter *f, int64_t after,
                           child_fn each, void *ctx)
{
    const struct indicator_year *y = &f->year;
    struct gather g = { .each = each, .ctx = ctx };

    TRY(facts_beside(db, a, y, &g.beside));
    TRY(db_each(
        db, &q_indicator_children, gather_row, &g,
        VALS(TEXT(f->by), TEXT(f->lo), TEXT(f->hi), TEXT(y->ledger.born_after),
             TEXT(y->ledger.born_to), TEXT(y->primary_after),
             TEXT(y->junior_after), TEXT(y->day), INT(after), TEXT(y->start),
             TEXT(y->end), TEXT(y->cohort_from), TEXT(y->cohort_to),
             TEXT(y->last_grade))));
    return give(&g);
}

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

static enum err count_child(void *ctx, const struct whole *c)
{
    if (c->n == 0)
        return count_in(ctx, NULL, c->facts);
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
    const char *county;

    if (!t)
        return ERR_NO_MEMORY;
    *t = (struct tally) { .a = a, .year = f->year.ledger.year };
    if (strcmp(f->by, "county") == 0) {
        TRY(db_text(db, &q_county_code, a, &county, NO_VALS));
        TRY(add_group(t, 0, county));
    }
    if (t->year >= f->first_year)
        TRY(each_child(db, t->a, f, 0, count_child, t));
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

static bool in_group(const struct pick *p, const struct whole *c)
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
static enum err pick_child(void *ctx, const struct whole *c)
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
            " coalesce(u.name, e.school_name) AS school_name, e.grade, e.class"
            " FROM my_student s"
            " LEFT JOIN my_place p ON p.student_id = s.id AND p.home = 1"
            " LEFT JOIN division dt ON dt.code = substr(p.place, 15, 12)"
            " LEFT JOIN division dv ON dv.code = substr(p.place, 28, 12)"
            " LEFT JOIN my_enrolment e ON e.student_id = s.id"
            " AND e.to_date IS NULL"
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
        e = each_child(db, a, f, k->after, pick_child, &p);
    if (e != ERR_OK && e != ERR_TOO_LARGE)
        return e;
    for (size_t i = 0; i < p.n; i++)
        TRY(db_row(db, &q_indicator_name, a, &names[i], VALS(INT(p.ids[i]))));
    *out = (struct list) { names, p.n };
    return ERR_OK;
}
