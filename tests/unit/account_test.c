/* The rules of accounts: role, unit, class, and the delay after failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/account.h"

static void a_role_belongs_to_its_kind_of_unit(void **state)
{
    static const struct {
        enum role role;
        const char *kind, *class, *at; /* at: member at fault, NULL none */
    } t[] = {
        { ROLE_ADMIN, "bureau", NULL, NULL },
        { ROLE_ADMIN, "school", NULL, "/unit" },
        { ROLE_BUREAU_LEAD, "agency", NULL, "/unit" },
        { ROLE_INSPECTOR, "supervision", NULL, NULL },
        { ROLE_INSPECTOR, "bureau", NULL, "/unit" },
        { ROLE_TOWNSHIP, "township", NULL, NULL },
        { ROLE_TOWNSHIP, "village", NULL, "/unit" },
        { ROLE_VILLAGE, "village", NULL, NULL },
        { ROLE_AGENCY, "agency", NULL, NULL },
        { ROLE_AGENCY, "bureau", NULL, "/unit" },
        { ROLE_SCHOOL_HEAD, "school", NULL, NULL },
        { ROLE_SCHOOL_HEAD, "school", "7-2", "/class" },
        { ROLE_TEACHER, "school", "7-2", NULL },
        { ROLE_TEACHER, "school", NULL, "/class" },
        { ROLE_TEACHER, "township", "7-2", "/unit" },
        { ROLE_N, "bureau", NULL, "/role" },
    };
    const char *pointer;

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const char *fault =
            account_fault(t[i].role, t[i].kind, t[i].class, &pointer);

        assert_int_equal(fault != NULL, t[i].at != NULL);
        if (t[i].at)
            assert_string_equal(pointer, t[i].at);
    }
}

static void a_class_is_read_and_written_by_the_grade_system(void **state)
{
    static const struct {
        const char *text;
        bool five_four;
        const char *grade, *class;
    } t[] = {
        { "1-1", false, "11", "1" }, { "6-12", false, "16", "12" },
        { "7-2", false, "21", "2" }, { "9-3", false, "23", "3" },
        { "5-1", true, "15", "1" },  { "6-1", true, "21", "1" },
        { "9-1", true, "24", "1" },
    };
    struct arena a;
    const char *grade, *class;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_true(class_read(&a, t[i].text, t[i].five_four, &grade, &class));
        assert_string_equal(grade, t[i].grade);
        assert_string_equal(class, t[i].class);
        assert_string_equal(class_text(&a, grade, class, t[i].five_four),
                            t[i].text);
    }
    assert_null(class_text(&a, NULL, NULL, false));
    arena_free(&a);
}

static void what_is_no_class_is_refused(void **state)
{
    static const char *const t[] = { "",       "7",   "7-",   "0-1", "10-1",
                                     "7-0",    "7-a", "7-1x", "7 2", "-2",
                                     "7-1234", "72",  "七-2" };
    struct arena a;
    const char *grade, *class;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_false(class_read(&a, t[i], false, &grade, &class));
    arena_free(&a);
}

static void the_delay_doubles_to_a_quarter_of_an_hour_and_no_further(
    void **state)
{
    (void)state;
    assert_int_equal(signin_delay_ms(0), 0);
    assert_int_equal(signin_delay_ms(1), 1000);
    assert_int_equal(signin_delay_ms(2), 2000);
    assert_int_equal(signin_delay_ms(10), 512000);
    assert_int_equal(signin_delay_ms(11), SIGNIN_DELAY_MAX_MS);
    assert_int_equal(signin_delay_ms(INT64_MAX), SIGNIN_DELAY_MAX_MS);
}

static void a_clock_set_back_locks_nobody_out(void **state)
{
    const int64_t year = INT64_C(365) * 86400000;

    (void)state;
    assert_int_equal(signin_wait_ms(5000, 1000), 4000);
    assert_int_equal(signin_wait_ms(5000, 5000), 0);
    assert_int_equal(signin_wait_ms(5000 + 10 * year, 5000), 0);
}

static void usernames_are_lower_case_ascii(void **state)
{
    struct arena a;
    const char *out;

    (void)state;
    arena_init(&a, 0);
    assert_null(username_clean(&a, "Hutou.Village_1", &out));
    assert_string_equal(out, "hutou.village_1");
    assert_non_null(username_clean(&a, "a b", &out));
    assert_non_null(username_clean(&a, "名字", &out));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_role_belongs_to_its_kind_of_unit),
        cmocka_unit_test(a_class_is_read_and_written_by_the_grade_system),
        cmocka_unit_test(what_is_no_class_is_refused),
        cmocka_unit_test(
            the_delay_doubles_to_a_quarter_of_an_hour_and_no_further),
        cmocka_unit_test(a_clock_set_back_locks_nobody_out),
        cmocka_unit_test(usernames_are_lower_case_ascii),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
