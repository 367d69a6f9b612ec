/*
 * Ledgers held against the indicators that count their children: the names in
 * the one and the names behind the other, for the county and each township.
 */
#include "store_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "disorder.h"
#include "domain/indicator.h"
#include "domain/place.h"
#include "store/indicator_store.h"
#include "store/ledger_store.h"

#define CHILDREN 700
#define MOST 4000
#define YEAR 2026
#define TODAY "2026-08-20"

static struct world w;

/* Who stands nowhere else stands at the county: the store sees to that, and the
 * disorder does not. */
static const char county_places[] =
    "INSERT INTO child_place (student_id, place, door, home)"
    " SELECT s.id, 'D" WORLD_COUNTY "/', 9223372036854775806, 0 FROM student s"
    " WHERE NOT EXISTS (SELECT 1 FROM child_place p"
    "  WHERE p.student_id = s.id AND p.place < 'E')";

static int set_up(void **state)
{
    (void)state;
    world_open_county(&w, CHILDREN, 7);
    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(db_script(w.writer, disorder), ERR_OK);
    assert_int_equal(db_script(w.writer, county_places), ERR_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

/* ---- children of either ------------------------------------------------ */
struct ids {
    int64_t id[MOST];
    size_t n;
};

static bool has(const struct ids *s, int64_t id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->id[i] == id)
            return true;
    return false;
}

static void put(struct ids *s, int64_t id)
{
    if (has(s, id))
        return;
    assert_true(s->n < MOST);
    s->id[s->n++] = id;
}

/* Which rows of a ledger are meant; NULL all. */
typedef bool (*row_fn)(const struct ledger_row *r);

/* Adds the children of a ledger's rows; `division` NULL: of the county.  As
 * many rows as it says. */
static void add_rows(const char *ledger, const char *division, row_fn meant,
                     struct ids *out)
{
    struct actor a = world_actor(&w, ROLE_BUREAU);
    struct ledger_words words = { .division = division };
    struct ledger_filter f;
    struct list l;
    int64_t total;

    assert_int_equal(
        actor_scope(&a, &w.arena, &words.scope_lo, &words.scope_hi), ERR_OK);
    assert_int_equal(store_ledger_filter(w.writer, &w.arena, ledger_of(ledger),
                                         YEAR, &words, &f),
                     ERR_OK);
    assert_int_equal(store_ledger_list(w.writer, &w.arena, &f, NULL, MOST, &l),
                     ERR_OK);
    assert_int_equal(store_ledger_count(w.writer, &f, &total), ERR_OK);
    assert_int_equal(l.n, total);
    for (size_t i = 0; i < l.n; i++) {
        const struct ledger_row *r = (const struct ledger_row *)l.items + i;

        if (!meant || meant(r))
            put(out, r->student_id);
    }
}

static struct ids rows_of(const char *ledger, const char *division,
                          row_fn meant)
{
    struct ids s = { .n = 0 };

    add_rows(ledger, division, meant, &s);
    return s;
}

/* The names behind a figure, which says how many they are. */
static struct ids names_of(const char *indicator, const char *part,
                           const char *division)
{
    struct indicator_ask k = { .indicator = indicator_of(indicator),
                               .part = part,
                               .rows = MOST };
    struct indicator_filter f;
    struct ids s = { .n = 0 };
    struct list l;

    assert_int_equal(
        store_indicator_filter(w.writer, &w.arena, YEAR, TODAY, division, &f),
        ERR_OK);
    assert_int_equal(store_indicator_names(w.writer, &w.arena, &f, &k, &l),
                     ERR_OK);
    for (size_t i = 0; i < l.n; i++)
        put(&s, ((const struct indicator_name *)l.items)[i].id);
    assert_int_equal(s.n, l.n);
    return s;
}

static void assert_within(const struct ids *some, const struct ids *all,
                          const char *what, const char *division)
{
    for (size_t i = 0; i < some->n; i++)
        if (!has(all, some->id[i]))
            fail_msg("%s %s: child %lld of %zu is not among %zu", what,
                     division ? division : "county", (long long)some->id[i],
                     some->n, all->n);
}

/* NULL, the county, and each of its townships. */
static struct list divisions(void)
{
    struct list l;

    assert_int_equal(db_pragma_texts(w.writer,
                                     "SELECT code FROM division"
                                     " WHERE parent = '" WORLD_COUNTY "'"
                                     " AND length(code) = 12",
                                     &w.arena, MOST, &l),
                     ERR_OK);
    assert_true(l.n > 10);
    return l;
}

typedef void (*hold_fn)(const char *division);

static void hold_everywhere(hold_fn hold)
{
    struct list l = divisions();

    hold(NULL);
    for (size_t i = 0; i < l.n; i++)
        hold(((char *const *)l.items)[i]);
}

/* ---- what the declarations say ------------------------------------------ */
static size_t differing;

static void hold_ties(const char *division)
{
    for (size_t i = 0; i < ledgers_n; i++)
        for (size_t k = 0; k < LEDGER_TIES_MAX; k++) {
            const struct ledger_tie *t = &ledgers[i]->ties[k];
            struct ids rows, names;

            if (!t->indicator || t->kind == TIE_PARTLY)
                continue;
            rows = rows_of(ledgers[i]->name, division, NULL);
            names = names_of(t->indicator, t->part, division);
            assert_within(&names, &rows, ledgers[i]->name, division);
            if (t->kind == TIE_SAME)
                assert_within(&rows, &names, ledgers[i]->name, division);
            if (!division && names.n == 0)
                fail_msg("%s: nobody to compare", ledgers[i]->name);
            differing += rows.n > names.n;
        }
}

static void a_ledger_has_the_children_that_its_indicator_counts(void **state)
{
    (void)state;
    hold_everywhere(hold_ties);
    assert_true(differing > 0);
}

static void what_differs_says_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < ledgers_n; i++) {
        assert_non_null(ledgers[i]->about);
        for (size_t k = 0; k < LEDGER_TIES_MAX; k++) {
            const struct ledger_tie *t = &ledgers[i]->ties[k];

            if (!t->indicator)
                continue;
            assert_non_null(indicator_of(t->indicator));
            assert_int_equal(t->kind == TIE_SAME, t->why == NULL);
        }
    }
}

/* ---- and what their reasons say ------------------------------------------ */
static bool is(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Looked into, and not settled. */
static bool open_row(const struct ledger_row *r)
{
    return r->closed_at == INT_NONE && !is(r->case_state, "reported");
}

static bool in_force(const struct ledger_row *r)
{
    return is(r->case_state, "watching") &&
           (!r->period_until || strcmp(r->period_until, TODAY) >= 0);
}

static bool marked_suspended(const struct ledger_row *r)
{
    return is(r->enrolment_state, "suspended");
}

static bool graduated(const struct ledger_row *r)
{
    return is(r->enrolment_state, "graduated") ||
           (!r->enrolment_state && is(r->situation, "graduated"));
}

/* 应劝返 and not back: whoever has an open row in either ledger. */
static void hold_missing(const char *division)
{
    struct ids rows = { .n = 0 }, rest = names_of("returned", "rest", division);

    add_rows("suspected", division, open_row, &rows);
    add_rows("dropout", division, open_row, &rows);
    assert_within(&rows, &rest, "open rows", division);
    assert_within(&rest, &rows, "returned", division);
}

static void whoever_is_still_sought_is_in_one_of_two_ledgers(void **state)
{
    (void)state;
    hold_everywhere(hold_missing);
    assert_true(names_of("returned", "rest", NULL).n > 0);
}

/* 劝返复学 in the ledger and not counted: missing again. */
static void hold_returned(const char *division)
{
    struct ids counted = names_of("returned", "numerator", division);
    struct ids rows = rows_of("returned", division, NULL);
    struct ids missing = names_of("returned", "rest", division);

    for (size_t i = 0; i < rows.n; i++)
        if (!has(&counted, rows.id[i]) && !has(&missing, rows.id[i]))
            fail_msg("child %lld came back and is not counted",
                     (long long)rows.id[i]);
}

static void whoever_came_back_counts_unless_missing_again(void **state)
{
    (void)state;
    hold_everywhere(hold_returned);
}

/* Approved and in force, or marked so by the 学籍, or through 初中: left out;
 * nobody else is. */
static void hold_excused(const char *division)
{
    static const char *const placed[] = { "deferred", "suspended", "abroad",
                                          "exempt" };
    struct ids rows = { .n = 0 }, out = { .n = 0 }, of_age, seen[2];

    for (size_t i = 0; i < sizeof placed / sizeof *placed; i++)
        add_rows(placed[i], division, in_force, &rows);
    of_age = rows_of("children", division, NULL);
    seen[0] = names_of("enrolment", "excluded", division);
    seen[1] = names_of("guest_enrolment", "excluded", division);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < seen[k].n; i++)
            put(&out, seen[k].id[i]);
    for (size_t i = 0; i < rows.n; i++)
        if (has(&of_age, rows.id[i]) && !has(&out, rows.id[i]))
            fail_msg("child %lld is excused and counted",
                     (long long)rows.id[i]);
    add_rows("children", division, marked_suspended, &rows);
    add_rows("children", division, graduated, &rows);
    assert_within(&out, &rows, "excluded", division);
}

static void whoever_is_left_out_is_in_the_ledger_of_the_reason(void **state)
{
    (void)state;
    hold_everywhere(hold_excused);
    assert_true(names_of("enrolment", "excluded", NULL).n > 0);
}

static bool served_row(const struct ledger_row *r)
{
    return is(r->notice_state, "served") || is(r->notice_state, "refused");
}

static void hold_served(const char *division)
{
    struct ids rows = rows_of("notices", division, served_row);
    struct ids names = names_of("notice_served", "numerator", division);

    assert_within(&names, &rows, "served", division);
}

static void whoever_was_served_is_so_in_the_ledger(void **state)
{
    (void)state;
    hold_everywhere(hold_served);
    assert_true(names_of("notice_served", "numerator", NULL).n > 0);
}

#define COUNTY_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        COUNTY_TEST(a_ledger_has_the_children_that_its_indicator_counts),
        COUNTY_TEST(whoever_is_still_sought_is_in_one_of_two_ledgers),
        COUNTY_TEST(whoever_came_back_counts_unless_missing_again),
        COUNTY_TEST(whoever_is_left_out_is_in_the_ledger_of_the_reason),
        COUNTY_TEST(whoever_was_served_is_so_in_the_ledger),
        cmocka_unit_test(what_differs_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
