/*
 * Indicators against a brute-force count: the rows of a generated county, read
 * one by one and judged by plain conditions that know nothing of the facts.
 */
#include "store_world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "disorder.h"
#include "domain/indicator.h"
#include "store/indicator_store.h"

#define CHILDREN 700
#define MOST 4000

static struct world w;

static int set_up(void **state)
{
    (void)state;
    world_open_county(&w, CHILDREN, 7);
    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(db_script(w.writer, disorder), ERR_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

/* ---- rows as they lie -------------------------------------------------- */
#define PARTS 12

struct line {
    const char *part[PARTS]; /* "" is null */
};
struct lines {
    struct line *row;
    size_t n;
};

/* A statement of texts joined by '|'. */
static struct lines read_all(const char *sql)
{
    struct list texts;
    struct lines l;
    char *const *t;

    assert_int_equal(db_pragma_texts(w.writer, sql, &w.arena, MOST, &texts),
                     ERR_OK);
    t = texts.items;
    l.n = texts.n;
    l.row = arena_array(&w.arena, l.n + 1, sizeof *l.row);
    for (size_t i = 0; i < l.n; i++) {
        char *rest = arena_strdup(&w.arena, t[i]);

        for (size_t p = 0; p < PARTS && rest; p++)
            l.row[i].part[p] = strsep(&rest, "|");
    }
    return l;
}

static struct {
    struct lines students, schooling, tags, cases;
} rows;

static void load(const char *day)
{
    rows.students = read_all(arena_printf(
        &w.arena,
        "SELECT s.id || '|' || s.status || '|' || coalesce(s.birth_date, '')"
        " || '|' || coalesce(s.situation, '') || '|' ||"
        " (s.huji_division IS NULL) || '|' || coalesce(s.sex, '') || '|' ||"
        " coalesce(s.nation, '') || '|' || coalesce((SELECT"
        " substr(p.place, 15, 12) FROM child_place p WHERE p.student_id = s.id"
        " AND p.home = 1), (SELECT min(substr(p.place, 15, 12)) FROM"
        " child_place p WHERE p.student_id = s.id AND p.place < 'E'), '')"
        " || '|' || (SELECT count(*) FROM survey_visit v"
        " JOIN survey_round r ON r.id = v.round_id WHERE r.year = 2026 AND"
        " v.current = 1 AND v.settled = 1 AND v.household_id = s.household_id)"
        " || '|' || (SELECT count(*) FROM document n WHERE n.student_id = s.id"
        " AND n.kind = 'enrolment_notice' AND n.year = 2026"
        " AND n.state <> 'void') || '|' || (SELECT count(*) FROM document n"
        " WHERE n.student_id = s.id AND n.kind = 'enrolment_notice'"
        " AND n.year = 2026 AND n.state = 'served'"
        " AND n.served_on <= '%s') || '|' || (SELECT count(*) FROM child_place"
        " p WHERE p.student_id = s.id AND p.place >= '" TOWNSHIP_PATH "'"
        " AND p.place < '" TOWNSHIP_PATH "~') FROM student s",
        day));
    rows.schooling = read_all(
        "SELECT student_id || '|' || coalesce(school, '') || '|' ||"
        " coalesce(grade, '') || '|' || state || '|' || from_date || '|' ||"
        " coalesce(to_date, '') || '|' || (SELECT count(*) FROM transfer t"
        " WHERE t.enrolment_id = enrolment.id) FROM enrolment");
    rows.tags = read_all("SELECT student_id || '|' || tag || '|' || from_date"
                         " || '|' || coalesce(to_date, '') FROM tag");
    rows.cases = read_all(
        "SELECT c.student_id || '|' || kind || '|' || state || '|' ||"
        " coalesce(disposition, '') || '|' || coalesce(outcome, '') || '|' ||"
        " coalesce(period_until, '') || '|' || opened_at || '|' ||"
        " coalesce(closed_at, '') || '|' || (SELECT count(*) FROM case_event v"
        " WHERE v.case_id = c.id AND v.action = 'overdue'"
        " AND v.at >= 1756656000000 AND v.at < 1798732800000)"
        " FROM dropout_case c");
}

/* ---- one child --------------------------------------------------------- */
static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}
static bool among(const char *word, const char *words)
{
    return *word && strstr(words, word);
}

struct kid {
    bool active, of_age, primary_age, junior_age, guest, learns, primary,
        junior, graduated, excused, poor, disabled, at_start, came, gone,
        cohort, finished, cased, missing, returned, late, dropped,
        away_at_start, met, noticed, served;
};

struct days {
    const char *day, *start, *end;
    int64_t day_end, end_end;
};

static bool on(const struct line *l, int from, const char *day)
{
    return strcmp(l->part[from], day) <= 0 &&
           (!*l->part[from + 1] || strcmp(l->part[from + 1], day) > 0);
}

static void look_at_schooling(const char *id, const char *situation,
                              const struct days *d, struct kid *k)
{
    bool present = false;

    for (size_t i = 0; i < rows.schooling.n; i++) {
        const struct line *l = &rows.schooling.row[i];
        const char *grade = l->part[2], *state = l->part[3];
        bool here = *l->part[1],
             studies = is(state, "enrolled") || is(state, "unregistered");

        if (!is(l->part[0], id))
            continue;
        if (on(l, 4, d->day)) {
            present = true;
            k->learns |= studies;
            k->primary |= studies && here && *grade == '1';
            k->junior |= studies && here && *grade == '2';
            k->graduated |= is(state, "graduated") && *grade == '2';
            k->excused |= is(state, "suspended");
        }
        k->at_start |=
            on(l, 4, d->start) && here && (studies || is(state, "suspended"));
        k->came |= here && studies && strcmp(l->part[4], d->start) > 0 &&
                   strcmp(l->part[4], d->end) <= 0;
        k->gone |= on(l, 4, d->end) &&
                   (is(state, "transferred") ? is(l->part[6], "0") : !here);
        k->cohort |= is(grade, "11") && strcmp(l->part[4], "2017-08-01") >= 0 &&
                     strcmp(l->part[4], "2018-08-01") < 0;
        k->finished |= strcmp(l->part[4], d->day) <= 0 &&
                       (is(grade, "23") || is(grade, "24") ||
                        (is(state, "graduated") && *grade == '2'));
    }
    if (!present) {
        k->learns = among(situation, "in_school elsewhere unregistered");
        k->graduated = is(situation, "graduated");
    }
}

static void look_at_cases(const char *id, const struct days *d, struct kid *k)
{
    const int64_t from = 1756656000000, to = 1798732800000;

    for (size_t i = 0; i < rows.cases.n; i++) {
        const struct line *l = &rows.cases.row[i];
        int64_t opened = strtoll(l->part[6], NULL, 10);
        int64_t closed =
            *l->part[7] ? strtoll(l->part[7], NULL, 10) : INT64_MAX;
        const char *state = l->part[2], *outcome = l->part[4];
        bool sought = !is(l->part[3], "local_unregistered") &&
                      !is(l->part[3], "elsewhere_unregistered");

        if (!is(l->part[0], id) || is(state, "reported") ||
            is(state, "dismissed"))
            continue;
        k->cased |= opened < to && closed >= from;
        k->missing |= sought && opened < d->day_end && closed >= d->day_end;
        k->late |= !is(l->part[8], "0");
        k->excused |= is(state, "watching") && closed < d->day_end &&
                      (!*l->part[5] || strcmp(l->part[5], d->day) >= 0) &&
                      (is(outcome, "deferred") || is(outcome, "suspended") ||
                       is(outcome, "exempt") || is(outcome, "city_exempt") ||
                       is(outcome, "abroad"));
        k->returned |= is(outcome, "returned") && closed >= from &&
                       closed < to &&
                       (is(state, "watching") || is(state, "closed"));
        if (!is(l->part[1], "dropout") || !sought)
            continue;
        k->dropped |= opened < d->end_end && closed >= d->end_end;
        k->away_at_start |= opened < from && closed >= from;
    }
}

static bool born_in(const char *born, const char *after, const char *to)
{
    return strcmp(born, after) > 0 && strcmp(born, to) <= 0;
}

static struct kid look_at(const struct line *s, const struct days *d)
{
    struct kid k = { .active = is(s->part[1], "active"),
                     .gone =
                         is(s->part[1], "deceased") || is(s->part[1], "left"),
                     .met = !is(s->part[8], "0"),
                     .noticed = !is(s->part[9], "0"),
                     .served = !is(s->part[10], "0") };
    const char *born = *s->part[2] ? s->part[2] : "2020-08-31";

    k.of_age = born_in(born, "2010-08-31", "2020-08-31");
    k.primary_age = born_in(born, "2014-08-31", "2020-08-31");
    k.junior_age = born_in(born, "2011-08-31", "2014-08-31");
    for (size_t i = 0; i < rows.tags.n; i++) {
        const struct line *t = &rows.tags.row[i];

        if (!is(t->part[0], s->part[0]) || !on(t, 2, d->day))
            continue;
        k.poor |= is(t->part[1], "poverty") || is(t->part[1], "monitored") ||
                  is(t->part[1], "low_income") || is(t->part[1], "destitute") ||
                  is(t->part[1], "disabled_poor");
        k.disabled |= is(t->part[1], "disabled");
        k.guest |= is(t->part[1], "migrant") && is(s->part[4], "1");
    }
    look_at_schooling(s->part[0], s->part[3], d, &k);
    look_at_cases(s->part[0], d, &k);
    k.at_start &= !k.away_at_start;
    return k;
}

/* ---- what each indicator says of it ------------------------------------ */
struct figure {
    int64_t of, in, out;
};

static void add(struct figure *f, bool of, bool in, bool out)
{
    f->of += of;
    f->in += in;
    f->out += out;
}

static struct figure *by_name(struct figure *all, const char *name)
{
    for (size_t i = 0; i < indicators_n; i++)
        if (is(indicators[i].name, name))
            return &all[i];
    fail_msg("no indicator %s", name);
    return NULL;
}

static void judge(struct figure *all, const struct kid *k)
{
    bool child = k->active && k->of_age, away = k->excused || k->graduated;
    bool small = k->active && k->primary_age;
    bool pupil = (k->at_start || k->came) && !k->gone;
    bool follow = k->cased && (k->missing || k->returned);

#define SAYS(name, of, in, out) add(by_name(all, name), of, in, out)
    SAYS("enrolment", child && !k->guest && !away,
         child && !k->guest && !away && k->learns && !k->missing,
         child && !k->guest && away);
    SAYS("guest_enrolment", child && k->guest && !away,
         child && k->guest && !away && k->learns && !k->missing,
         child && k->guest && away);
    SAYS("primary_net", small && !k->excused,
         small && !k->excused && k->learns && !k->missing, small && k->excused);
    SAYS("primary_gross", small, k->active && k->primary, false);
    SAYS("junior_gross", k->active && k->junior_age, k->active && k->junior,
         false);
    SAYS("nine_year", k->cohort && !k->gone,
         k->cohort && !k->gone && k->finished, k->cohort && k->gone);
    SAYS("retention", pupil, pupil && !k->dropped,
         (k->at_start || k->came) && k->gone);
    SAYS("poor_retention", pupil && k->poor && !k->excused,
         pupil && k->poor && !k->excused && !k->dropped,
         pupil && k->poor && k->excused);
    SAYS("dropout", k->at_start, k->at_start && k->dropped, false);
    SAYS("disabled_enrolment", child && k->disabled,
         child && k->disabled && k->learns && !k->missing, false);
    /* 劝返复学 ÷ 应劝返: who sits in a school without 学籍 is not sought. */
    SAYS("returned", follow, k->cased && k->returned && !k->missing,
         k->cased && !k->missing && !k->returned);
    SAYS("on_time", k->cased, k->cased && !k->late, false);
    SAYS("notice_served", k->noticed, k->noticed && k->served, false);
    SAYS("surveyed", child, child && k->met, false);
}

static const char *stage(const char *grade)
{
    return *grade == '1' ? "primary" : *grade == '2' ? "junior" : "";
}

/* Is a line of the child's, on the day, of this group?  Of none: key NULL. */
static bool in_lines(const struct lines *l, const struct line *s,
                     const char *by, const char *key, const char *day)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct line *t = &l->row[i];
        const char *its = is(by, "stage") ? stage(t->part[2]) : t->part[1];

        if (is(t->part[0], s->part[0]) && on(t, is(by, "tag") ? 2 : 4, day) &&
            *its && (!key || is(its, key)))
            return key != NULL;
    }
    return key == NULL;
}

/* The key of a child in a group, by the plain column. */
static bool in_group(const struct line *s, const char *by, const char *key,
                     const struct days *d)
{
    if (is(by, "county"))
        return true;
    if (is(by, "tag"))
        return in_lines(&rows.tags, s, by, key, d->day);
    if (is(by, "school") || is(by, "stage"))
        return in_lines(&rows.schooling, s, by, key, d->day);
    return is(s->part[is(by, "sex")      ? 5
                      : is(by, "nation") ? 6
                                         : 7],
              key ? key : "");
}

static void counted(struct figure *all, const char *by, const char *key,
                    const char *division, const struct days *d)
{
    memset(all, 0, indicators_n * sizeof *all);
    for (size_t i = 0; i < rows.students.n; i++) {
        const struct line *s = &rows.students.row[i];
        struct kid k;

        if (is(s->part[1], "void") || !in_group(s, by, key, d) ||
            (division && is(s->part[11], "0")))
            continue;
        k = look_at(s, d);
        judge(all, &k);
    }
}

/* ---- held together ----------------------------------------------------- */
static struct list figures_of(const char *division, const char *by,
                              int64_t year, const char *today)
{
    struct indicator_filter f;
    struct list l;

    assert_int_equal(
        store_indicator_filter(w.writer, &w.arena, year, today, division, &f),
        ERR_OK);
    f.by = by;
    assert_int_equal(store_indicator_figures(w.writer, &w.arena, &f, &l),
                     ERR_OK);
    return l;
}

static struct list figures(const char *by, int64_t year, const char *today)
{
    return figures_of(NULL, by, year, today);
}

static void hold(const char *division, const char *by, const char *today,
                 const struct days *d)
{
    struct list l = figures_of(division, by, 2026, today);
    const struct indicator_figure *f = l.items;
    struct figure *all = arena_array(&w.arena, indicators_n, sizeof *all);

    assert_true(l.n > 0 && l.n % indicators_n == 0);
    for (size_t i = 0; i < l.n; i++) {
        const struct figure *want = &all[i % indicators_n];

        if (i % indicators_n == 0)
            counted(all, by, is(by, "county") ? NULL : f[i].key, division, d);
        if (f[i].denominator != want->of || f[i].numerator != want->in ||
            f[i].excluded != want->out)
            fail_msg("%s %s %s: %lld/%lld (%lld), counted %lld/%lld (%lld)",
                     f[i].indicator, by, f[i].label, (long long)f[i].numerator,
                     (long long)f[i].denominator, (long long)f[i].excluded,
                     (long long)want->in, (long long)want->of,
                     (long long)want->out);
    }
}

static const char *const groups[] = { "county", "township", "school", "stage",
                                      "sex",    "nation",   "tag" };

static void every_figure_is_what_counting_the_rows_gives(void **state)
{
    static const struct days d = { "2026-08-20", "2025-09-01", "2026-08-20",
                                   1787241600000, 1787241600000 };

    (void)state;
    load(d.day);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        hold(NULL, groups[i], "2026-08-20", &d);
}

static void children_of_one_place_are_counted_however_far_apart(void **state)
{
    static const struct days d = { "2026-08-20", "2025-09-01", "2026-08-20",
                                   1787241600000, 1787241600000 };

    (void)state;
    load(d.day);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        hold(WORLD_TOWNSHIP, groups[i], "2026-08-20", &d);
}

/* Looked at in the next year: as on its last day, and its school year whole. */
static void a_year_that_is_over_stands_as_on_its_last_day(void **state)
{
    static const struct days d = { "2026-12-31", "2025-09-01", "2026-08-31",
                                   1798732800000, 1788192000000 };

    (void)state;
    load(d.day);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        hold(NULL, groups[i], "2027-03-01", &d);
}

/* The test can fail: each indicator has somebody in each of its parts. */
static void the_county_has_somebody_of_every_part(void **state)
{
    struct list l = figures("county", 2026, "2026-08-20");
    const struct indicator_figure *f = l.items;

    (void)state;
    for (size_t i = 0; i < l.n; i++) {
        if (f[i].numerator == 0 || (!is(f[i].indicator, "primary_gross") &&
                                    !is(f[i].indicator, "junior_gross") &&
                                    f[i].numerator == f[i].denominator))
            fail_msg("%s says nothing: %lld of %lld", f[i].indicator,
                     (long long)f[i].numerator, (long long)f[i].denominator);
        if (f[i].excluded == 0 && indicators[i].excluded)
            fail_msg("%s leaves nobody out", f[i].indicator);
        assert_true(fabs(f[i].value - (double)f[i].numerator /
                                          (double)f[i].denominator) < 1e-12);
    }
}

static void a_year_before_the_register_has_no_figures(void **state)
{
    struct list l = figures("county", 2025, "2026-08-20");
    const struct indicator_figure *f = l.items;

    (void)state;
    assert_int_equal(l.n, indicators_n);
    for (size_t i = 0; i < l.n; i++) {
        assert_int_equal(f[i].denominator, 0);
        assert_true(isnan(f[i].value));
    }
    assert_int_equal(figures("township", 2025, "2026-08-20").n, 0);
}

/* ---- the names behind them --------------------------------------------- */
static size_t named(const char *indicator, const char *part, const char *by,
                    const char *key)
{
    struct indicator_ask k = { .indicator = indicator_of(indicator),
                               .part = part,
                               .key = key,
                               .rows = 37 };
    struct indicator_filter f;
    struct list l;
    size_t n = 0;

    assert_int_equal(store_indicator_filter(w.writer, &w.arena, 2026,
                                            "2026-08-20", NULL, &f),
                     ERR_OK);
    f.by = by;
    do {
        const struct indicator_name *names;

        assert_int_equal(store_indicator_names(w.writer, &w.arena, &f, &k, &l),
                         ERR_OK);
        names = l.items;
        for (size_t i = 0; i < l.n; i++) {
            assert_true(names[i].id > k.after);
            k.after = names[i].id;
        }
        n += l.n;
    } while (l.n == 37);
    return n;
}

static void as_many_names_stand_behind_a_figure_as_it_says(void **state)
{
    struct list l = figures("township", 2026, "2026-08-20");
    const struct indicator_figure *f = l.items;

    (void)state;
    for (size_t i = 0; i < l.n; i += 5) {
        const char *it = f[i].indicator;

        assert_int_equal(named(it, "numerator", "township", f[i].key),
                         f[i].numerator);
        assert_int_equal(named(it, "denominator", "township", f[i].key),
                         f[i].denominator);
        assert_int_equal(named(it, "excluded", "township", f[i].key),
                         f[i].excluded);
    }
    l = figures("county", 2026, "2026-08-20");
    f = l.items;
    assert_int_equal(named("enrolment", "rest", "county", NULL),
                     f[0].denominator - f[0].numerator);
}

static void a_township_counts_its_own_children_alone(void **state)
{
    struct list all = figures("township", 2026, "2026-08-20"), own;
    const struct indicator_figure *f = all.items, *g;
    struct actor a = world_actor(&w, ROLE_TOWNSHIP);
    size_t found = 0;

    (void)state;
    world_as(&w, w.writer, ROLE_TOWNSHIP);
    own = figures("township", 2026, "2026-08-20");
    g = own.items;
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = 0; k < own.n; k++) {
            if (!f[i].key || !g[k].key || !is(f[i].key, a.unit) ||
                !is(g[k].key, a.unit) || !is(f[i].indicator, g[k].indicator))
                continue;
            assert_int_equal(f[i].denominator, g[k].denominator);
            assert_int_equal(f[i].numerator, g[k].numerator);
            found++;
        }
    assert_int_equal(found, indicators_n);
    assert_true(own.n < all.n);
}

static void whoever_has_no_scope_counts_nobody(void **state)
{
    struct list l;
    const struct indicator_figure *f;

    (void)state;
    world_as(&w, w.writer, ROLE_ADMIN);
    l = figures("county", 2026, "2026-08-20");
    f = l.items;
    for (size_t i = 0; i < l.n; i++)
        assert_int_equal(f[i].denominator + f[i].numerator, 0);
    assert_int_equal(named("enrolment", "denominator", "county", NULL), 0);
}

/* ---- the table --------------------------------------------------------- */
static void a_ratio_counts_no_more_than_its_denominator(void **state)
{
    (void)state;
    for (size_t i = 0; i < indicators_n; i++) {
        const struct indicator *k = &indicators[i];
        bool gross = strstr(k->name, "gross") != NULL;

        /* whoever is in the numerator is in the denominator */
        if (!gross) {
            assert_int_equal(k->in.all & k->of.all, k->of.all);
            assert_int_equal(k->in.none & k->of.none, k->of.none);
        }
        assert_true((k->out.all | k->out.any) != 0 || !k->excluded);
        assert_non_null(k->source);
    }
}

#define COUNTY_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        COUNTY_TEST(every_figure_is_what_counting_the_rows_gives),
        COUNTY_TEST(children_of_one_place_are_counted_however_far_apart),
        COUNTY_TEST(a_year_that_is_over_stands_as_on_its_last_day),
        COUNTY_TEST(the_county_has_somebody_of_every_part),
        COUNTY_TEST(a_year_before_the_register_has_no_figures),
        COUNTY_TEST(as_many_names_stand_behind_a_figure_as_it_says),
        COUNTY_TEST(a_township_counts_its_own_children_alone),
        COUNTY_TEST(whoever_has_no_scope_counts_nobody),
        cmocka_unit_test(a_ratio_counts_no_more_than_its_denominator),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
