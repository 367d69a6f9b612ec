/* The clock of a phone: what it says is set right, and no false time is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/phone_clock.h"

#define NOW "2026-08-20T09:00:00+08:00"
#define STARTS "2026-08-01"
#define A_YEAR (INT64_C(365) * 24 * 3600)

static int64_t at(const char *text)
{
    int64_t ms = 0;

    assert_true(clock_time_parse(text, &ms));
    return ms;
}

/* A visit made at `said` and sent at `sent` by the phone stands at `stands`. */
static void check(const char *said, const char *sent, const char *stands,
                  int64_t off)
{
    struct survey_in in = { .visited_at = at(said), .return_at = INT_NONE };
    char shown[CLOCK_TIME_MAX];

    assert_true(phone_clock_visit(&in, STARTS, sent ? at(sent) : INT_NONE,
                                  at(NOW)) == off);
    clock_time_text(in.visited_at, shown);
    assert_string_equal(shown, stands);
}

static void a_clock_that_is_right_changes_nothing(void **state)
{
    (void)state;
    check("2026-08-19T10:00:00+08:00", NOW, "2026-08-19T10:00:00+08:00",
          INT_NONE);
    /* Some minutes are the network's. */
    check("2026-08-20T09:05:00+08:00", "2026-08-20T09:06:00+08:00",
          "2026-08-20T09:05:00+08:00", INT_NONE);
}

static void a_clock_that_is_a_year_off_is_set_right(void **state)
{
    (void)state;
    check("2027-08-19T10:00:00+08:00", "2027-08-20T09:00:00+08:00",
          "2026-08-19T10:00:00+08:00", A_YEAR);
    check("2025-08-19T10:00:00+08:00", "2025-08-20T09:00:00+08:00",
          "2026-08-19T10:00:00+08:00", -A_YEAR);
}

/* The phone was set right between the door and the network. */
static void a_time_that_cannot_be_is_that_of_its_coming(void **state)
{
    (void)state;
    check("2027-08-19T10:00:00+08:00", NOW, "2026-08-20T09:00:00+08:00",
          A_YEAR - 23 * 3600);
    check("2025-08-19T10:00:00+08:00", NOW, "2026-08-20T09:00:00+08:00",
          -A_YEAR - 23 * 3600);
}

static void a_phone_that_says_no_time_is_taken_at_its_word(void **state)
{
    (void)state;
    check("2027-08-19T10:00:00+08:00", NULL, "2027-08-19T10:00:00+08:00",
          INT_NONE);
}

static void a_correction_keeps_the_time_of_its_visit(void **state)
{
    struct survey_in in = { .visited_at = at("2026-08-10T10:00:00+08:00"),
                            .return_at = INT_NONE,
                            .supersedes =
                                "00000000-0000-4000-8000-000000000001" };

    (void)state;
    assert_true(phone_clock_visit(&in, STARTS, at("2027-08-20T09:00:00+08:00"),
                                  at(NOW)) == INT_NONE);
    assert_true(in.visited_at == at("2026-08-10T10:00:00+08:00"));
}

static void a_sheet_keeps_the_day_that_is_written_on_it(void **state)
{
    struct survey_in in = { .visited_at = at("2026-08-10T10:00:00+08:00"),
                            .return_at = INT_NONE,
                            .source = "paper" };

    (void)state;
    assert_true(phone_clock_visit(&in, STARTS, at("2027-08-20T09:00:00+08:00"),
                                  at(NOW)) == INT_NONE);
    assert_true(in.visited_at == at("2026-08-10T10:00:00+08:00"));
}

static void what_was_agreed_moves_with_the_visit(void **state)
{
    struct survey_in in = { .visited_at = at("2027-08-19T10:00:00+08:00"),
                            .return_at = at("2027-08-21T18:00:00+08:00") };

    (void)state;
    (void)phone_clock_visit(&in, STARTS, at("2027-08-20T09:00:00+08:00"),
                            at(NOW));
    assert_true(in.return_at == at("2026-08-21T18:00:00+08:00"));
}

static void a_service_is_of_the_day_that_it_was(void **state)
{
    static const struct {
        const char *said, *sent, *stands;
    } t[] = {
        { "2026-08-19", NOW, "2026-08-19" },
        { "2027-08-19", "2027-08-20T09:00:00+08:00", "2026-08-19" },
        { "2027-08-20", "2027-08-20T23:50:00+08:00", "2026-08-20" },
        { "2025-08-20", "2025-08-20T00:10:00+08:00", "2026-08-20" },
        { "2027-08-19", NOW, "2026-08-20" }, /* set right meanwhile */
        { "2025-08-19", NOW, "2026-08-20" }, /* before it was made */
    };
    char day[CLOCK_DATE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct service_in in = { .served_on = t[i].said };
        bool moved =
            phone_clock_service(&in, "2026-08-15", at(t[i].sent), at(NOW), day);

        assert_string_equal(in.served_on, t[i].stands);
        assert_int_equal(moved, strcmp(t[i].said, t[i].stands) != 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_is_right_changes_nothing),
        cmocka_unit_test(a_clock_that_is_a_year_off_is_set_right),
        cmocka_unit_test(a_time_that_cannot_be_is_that_of_its_coming),
        cmocka_unit_test(a_phone_that_says_no_time_is_taken_at_its_word),
        cmocka_unit_test(a_correction_keeps_the_time_of_its_visit),
        cmocka_unit_test(a_sheet_keeps_the_day_that_is_written_on_it),
        cmocka_unit_test(what_was_agreed_moves_with_the_visit),
        cmocka_unit_test(a_service_is_of_the_day_that_it_was),
    };

    return cmocka_run_group_tests_name("phone_clock", tests, NULL, NULL);
}
