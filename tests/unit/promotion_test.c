/* Who goes up a grade, who leaves, and who stays where he is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/codes.h"
#include "domain/promotion.h"

static struct promotion_row pupil(const char *grade, const char *state)
{
    return (struct promotion_row) { .grade = grade,
                                    .state = state,
                                    .case_id = INT_NONE };
}

static const char *becomes(const char *grade, bool five_four)
{
    struct promotion_row r = pupil(grade, "enrolled");

    promotion_judge(&r, five_four);
    return r.to_grade ? r.to_grade : r.step;
}

static void each_grade_has_its_next_in_either_system(void **state)
{
    static const struct {
        const char *grade, *six_three, *five_four;
    } t[] = {
        { "11", "12", "12" },           { "12", "13", "13" },
        { "13", "14", "14" },           { "14", "15", "15" },
        { "15", "16", "graduated" },    { "16", "graduated", "unknown" },
        { "21", "22", "22" },           { "22", "23", "23" },
        { "23", "graduated", "24" },    { "24", "unknown", "graduated" },
        { NULL, "unknown", "unknown" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_string_equal(becomes(t[i].grade, false), t[i].six_three);
        assert_string_equal(becomes(t[i].grade, true), t[i].five_four);
    }
}

static void who_is_suspended_keeps_the_grade(void **state)
{
    struct promotion_row r = pupil("23", "suspended");

    (void)state;
    promotion_judge(&r, false);
    assert_string_equal(r.step, "suspended");
    assert_false(promotion_changes(r.step));
}

static void a_child_with_a_case_goes_up_but_does_not_leave(void **state)
{
    struct promotion_row r = pupil("22", "enrolled");

    (void)state;
    r.case_id = 7;
    promotion_judge(&r, false);
    assert_string_equal(r.step, "up");
    r.grade = "23";
    promotion_judge(&r, false);
    assert_string_equal(r.step, "held");
    assert_false(promotion_changes(r.step));
}

static void what_the_new_year_said_already_stands(void **state)
{
    struct promotion_row r = pupil("22", "enrolled");

    (void)state;
    r.settled = 1;
    promotion_judge(&r, false);
    assert_string_equal(r.step, "settled");
    assert_null(r.to_grade);
}

static void a_school_year_begins_in_september(void **state)
{
    char day[CLOCK_DATE_MAX];

    (void)state;
    assert_int_equal(promotion_year_of("2026-08-31"), 2025);
    assert_int_equal(promotion_year_of("2026-09-01"), 2026);
    assert_int_equal(promotion_year_of("2027-01-01"), 2026);
    promotion_first_day(2026, day);
    assert_string_equal(day, "2026-09-01");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_grade_has_its_next_in_either_system),
        cmocka_unit_test(who_is_suspended_keeps_the_grade),
        cmocka_unit_test(a_child_with_a_case_goes_up_but_does_not_leave),
        cmocka_unit_test(what_the_new_year_said_already_stands),
        cmocka_unit_test(a_school_year_begins_in_september),
    };

    return cmocka_run_group_tests_name("promotion", tests, NULL, NULL);
}
