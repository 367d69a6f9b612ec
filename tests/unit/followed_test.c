/* Where rows of followed lists stand, and the rates made of them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/followed.h"
#include "domain/reconcile.h"
#include "domain/verdict.h"

static struct arena arena;

static int64_t noon(const char *day)
{
    int64_t ms;

    assert_true(clock_date_ms(day, &ms));
    return ms + 12 * INT64_C(3600000);
}

static struct assigned_row row(const char *rule, const char *case_state)
{
    return (struct assigned_row) { .name = "测样",
                                   .birth_date = "2016-03-01",
                                   .student_id = INT_NONE,
                                   .verdict_id = INT_NONE,
                                   .case_id = INT_NONE,
                                   .rule = rule,
                                   .case_state = case_state,
                                   .closed_at = noon("2026-05-20") };
}

static const char *standing(struct assigned_row r)
{
    assigned_row_judge(&r, 2026);
    return r.standing;
}

static void a_row_stands_as_verdict_and_case_say(void **state)
{
    static const struct {
        const char *rule, *case_state, *standing;
    } t[] = {
        { "in_school", NULL, "found" },
        { "outside", NULL, "found" },
        { "enrolled_absent", NULL, "due" },
        { "enrolled_absent", "dismissed", "dismissed" },
        { "enrolled_absent", "persuading", "open" },
        { "in_school", "review", "open" },
        { "enrolled_absent", "watching", "closed" },
        { "enrolled_absent", "closed", "closed" },
        { "assigned_unknown", NULL, "unsure" },
        { "candidates", NULL, "unsure" },
        { "too_young", NULL, "out_of_age" },
        { NULL, NULL, "unknown" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (strcmp(standing(row(t[i].rule, t[i].case_state)), t[i].standing) !=
            0)
            fail_msg("%zu: %s", i, standing(row(t[i].rule, t[i].case_state)));
}

static void a_case_settled_before_the_row_came_settles_it_not(void **state)
{
    static const struct {
        const char *on_date, *closed_on, *rule, *case_state, *standing;
    } t[] = {
        { "2026-05-20", "2026-05-20", "enrolled_absent", "closed", "closed" },
        { "2026-05-21", "2026-05-20", "enrolled_absent", "closed", "due" },
        { "2026-05-21", "2026-05-20", "enrolled_absent", "watching", "due" },
        { "2026-05-20", "2026-05-20", "enrolled_absent", "dismissed",
          "dismissed" },
        { "2026-05-21", "2026-05-20", "enrolled_absent", "dismissed", "due" },
        { "2026-05-21", "2026-05-20", "approved", "watching", "found" },
        { "2026-05-21", "2026-05-20", NULL, "closed", "unknown" },
        { NULL, "2026-01-01", "enrolled_absent", "closed", "closed" },
        { NULL, "2025-12-31", "enrolled_absent", "closed", "due" },
        { NULL, "2025-12-31", "assigned_unknown", "closed", "unsure" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct assigned_row r = row(t[i].rule, t[i].case_state);

        r.on_date = t[i].on_date;
        r.closed_at = noon(t[i].closed_on);
        if (strcmp(standing(r), t[i].standing) != 0)
            fail_msg("%zu: %s", i, standing(r));
    }
}

static void a_child_below_school_age_is_not_in_the_rate(void **state)
{
    struct assigned_row young = row(NULL, NULL);

    (void)state;
    young.birth_date = "2021-03-01";
    assert_string_equal(standing(young), "out_of_age");
}

static void the_rate_leaves_out_repeats_and_says_so(void **state)
{
    struct assigned_row rows[] = { row("in_school", NULL),
                                   row("enrolled_absent", NULL),
                                   row("enrolled_absent", "closed"),
                                   row("in_school", NULL),
                                   row("too_young", NULL) };
    const struct assigned_count *c;
    struct assigned_rate r;
    int64_t n = 0;

    (void)state;
    rows[3].repeated = 1;
    for (size_t i = 0; i < 5; i++)
        assigned_row_judge(&rows[i], 2026);
    assert_int_equal(assigned_rate_of(rows, 5, &arena, &r), ERR_OK);
    assert_int_equal(r.total, 5);
    assert_int_equal(r.excluded, 2);
    assert_int_equal(r.denominator, 3);
    assert_int_equal(r.numerator, 2);
    c = r.counts.items;
    for (size_t i = 0; i < r.counts.n; i++)
        n += c[i].n;
    assert_int_equal(n, 5);
}

static void without_rows_there_is_no_rate(void **state)
{
    struct assigned_rate r;

    (void)state;
    assert_int_equal(assigned_rate_of(NULL, 0, &arena, &r), ERR_OK);
    assert_true(isnan(r.rate));
}

/* ---- 小升初 ---- */
static int64_t facts(unsigned attendance)
{
    const struct verdict_facts f = { .question = NO,
                                     .age = AGE_DUE,
                                     .enrolment = ENROL_ACTIVE,
                                     .attendance = attendance,
                                     .attendance_in = YES,
                                     .enrolment_in = YES,
                                     .change = REGISTER_STAYS,
                                     .approval = NO,
                                     .survey = SURVEY_NONE,
                                     .known = KNOWN_LISTED,
                                     .special = SPECIAL_NONE,
                                     .refused = REFUSED_NONE };

    return verdict_pack(&f);
}

static void a_leaver_is_where_the_lists_have_it(void **state)
{
    static const struct {
        const char *rule, *list_grade, *roll_school, *roll_grade, *standing;
        unsigned attendance;
    } t[] = {
        { "in_school", "21", "J", "21", "arrived", YES },
        /* its 学籍 lags behind */
        { "in_school", "21", "P", "16", "arrived", YES },
        { "in_school", "16", "P", "16", "stayed", YES },
        /* a person said that a row of the list is it */
        { "in_school", NULL, "J", "21", "arrived", YES },
        { "in_school", NULL, "P", "16", "stayed", YES },
        { "enrolled_absent", NULL, "J", "21", "missing", NO },
        { "never_enrolled", NULL, NULL, NULL, "missing", NO },
        { "elsewhere", NULL, NULL, NULL, "elsewhere", NO },
        { "approved", NULL, "J", "21", "excused", NO },
        { "moved_away", NULL, NULL, NULL, "gone", NO },
        { "attendance_missing", NULL, "J", "21", "unsure", NO },
        { "candidates", NULL, "J", "21", "unsure", YES },
        { NULL, NULL, NULL, NULL, "unknown", NO },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct leaver_row r = { .from_school = "P",
                                .rule = t[i].rule,
                                .list_grade = t[i].list_grade,
                                .list_school = t[i].list_grade ? "L" : NULL,
                                .roll_school = t[i].roll_school,
                                .roll_grade = t[i].roll_grade,
                                .facts = facts(t[i].attendance) };

        leaver_row_judge(&r);
        if (strcmp(r.standing, t[i].standing) != 0)
            fail_msg("%zu: %s", i, r.standing);
    }
}

static void counts_are_by_both_schools_and_add_up(void **state)
{
    struct leaver_row rows[] = {
        { .from_school = "P", .to_school = "J", .standing = "missing" },
        { .from_school = "P", .to_school = NULL, .standing = "missing" },
        { .from_school = "Q", .to_school = "J", .standing = "missing" },
        { .from_school = "P", .to_school = "J", .standing = "missing" },
        { .from_school = "P", .to_school = "J", .standing = "arrived" },
    };
    const struct handover_count *c;
    struct list list;

    (void)state;
    assert_int_equal(handover_counts_of(rows, 5, &arena, &list), ERR_OK);
    assert_int_equal(list.n, 4);
    c = list.items;
    assert_string_equal(c[0].standing, "arrived");
    assert_int_equal(c[1].n, 2);
    assert_null(c[2].to_school); /* where it belongs nobody knows */
    assert_string_equal(c[3].from_school, "Q");
}

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_stands_as_verdict_and_case_say),
        cmocka_unit_test(a_case_settled_before_the_row_came_settles_it_not),
        cmocka_unit_test(a_child_below_school_age_is_not_in_the_rate),
        cmocka_unit_test(the_rate_leaves_out_repeats_and_says_so),
        cmocka_unit_test(without_rows_there_is_no_rate),
        cmocka_unit_test(a_leaver_is_where_the_lists_have_it),
        cmocka_unit_test(counts_are_by_both_schools_and_add_up),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
