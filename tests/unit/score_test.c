/* 考核得分: the table, the points, the ranking; computed by hand here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <math.h>

#include <cmocka.h>

#include "domain/codes.h"
#include "domain/indicator.h"
#include "domain/score.h"

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static double weights(const char *kind)
{
    double sum = 0;

    for (size_t i = 0; i < score_items_n; i++)
        if (strcmp(score_items[i].unit_kind, kind) == 0)
            sum += score_items[i].weight;
    return sum;
}

static void the_weights_of_each_kind_make_a_hundred(void **state)
{
    (void)state;
    for (const struct code *c = score_kinds.rows; c->code; c++) {
        assert_true(code_known(&unit_kinds, c->code));
        NEAR(weights(c->code), 100);
    }
}

static void each_item_says_what_it_counts(void **state)
{
    const struct score_item_view *v;
    struct arena a;
    struct list all;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(score_item_views(&a, &all), ERR_OK);
    assert_int_equal(all.n, score_items_n);
    v = all.items;
    for (size_t i = 0; i < all.n; i++) {
        assert_true(*v[i].numerator && *v[i].denominator && *v[i].formula);
        assert_true(v[i].source[0] == 'R');
        if (score_items[i].indicator)
            assert_non_null(indicator_of(score_items[i].indicator));
    }
    assert_string_equal(v[0].formula,
                        "25 × (分子 ÷ 分母 − 95%) ÷ 5%，低于 95% 不得分");
    arena_free(&a);
}

static void points_follow_the_formula(void **state)
{
    const struct score_item *rate = score_item_of("township", "enrolment");
    const struct score_item *found = score_item_of("township", "findings");

    (void)state;
    NEAR(score_points(rate, 100, 100), 25);
    NEAR(score_points(rate, 99, 100), 20); /* 25 × 4/5 */
    NEAR(score_points(rate, 95, 100), 0);
    NEAR(score_points(rate, 50, 100), 0);
    assert_true(isnan(score_points(rate, 0, 0)));
    NEAR(score_points(found, 0, 1), 10);
    NEAR(score_points(found, 3, 1), 4); /* 10 − 3 × 2 */
    NEAR(score_points(found, 9, 1), 0);
    assert_true(isnan(score_points(found, 0, 0)));
}

static const struct score_figure figures[] = {
    { "a", "duties", 3, 4 },         /* 50 × (0.75 − 0.5) / 0.5 = 25 */
    { "a", "rectifications", 1, 1 }, /* 15 */
    { "a", "findings", 2, 1 },       /* 15 − 4 = 11 */
    { "b", "duties", 4, 4 },         /* 50 */
    { "c", "duties", 8, 8 },         /* 50: as good as b */
    { "d", "assignments", 0, 0 },    /* nothing counts */
};

static void make(struct score_row *rows, size_t n, bool ranked, struct arena *a)
{
    struct list given = { (void *)(uintptr_t)figures,
                          sizeof figures / sizeof *figures };
    struct list all = { rows, n };

    assert_int_equal(score_make(&given, ranked, a, &all), ERR_OK);
}

static void a_score_is_the_points_of_what_counts_in_a_hundred(void **state)
{
    struct score_row row = { .unit = "a", .unit_kind = "agency" };
    const struct score_part *p;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    make(&row, 1, false, &a);
    /* (25 + 15 + 11) of 50 + 15 + 15; the assignments do not count. */
    NEAR(row.score, 51.0 / 80 * 100);
    assert_int_equal(row.rank, INT_NONE);
    assert_int_equal(row.parts.n, 4);
    p = row.parts.items;
    NEAR(p[0].points, 25);
    assert_int_equal(p[0].numerator, 3);
    assert_int_equal(p[0].denominator, 4);
    assert_true(isnan(p[1].points));
    arena_free(&a);
}

static void the_best_comes_first_and_equals_share_a_rank(void **state)
{
    struct score_row rows[] = { { .unit = "d", .unit_kind = "agency" },
                                { .unit = "a", .unit_kind = "agency" },
                                { .unit = "c", .unit_kind = "agency" },
                                { .unit = "b", .unit_kind = "agency" } };
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    make(rows, 4, true, &a);
    assert_string_equal(rows[0].unit, "b");
    assert_string_equal(rows[1].unit, "c");
    assert_string_equal(rows[2].unit, "a");
    assert_int_equal(rows[0].rank, 1);
    assert_int_equal(rows[1].rank, 1);
    assert_int_equal(rows[2].rank, 3);
    assert_true(isnan(rows[3].score));
    assert_int_equal(rows[3].rank, INT_NONE);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_weights_of_each_kind_make_a_hundred),
        cmocka_unit_test(each_item_says_what_it_counts),
        cmocka_unit_test(points_follow_the_formula),
        cmocka_unit_test(a_score_is_the_points_of_what_counts_in_a_hundred),
        cmocka_unit_test(the_best_comes_first_and_equals_share_a_rank),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
