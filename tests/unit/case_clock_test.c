/* What time does to a case, what a visit found, and what a file is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_some.h"
#include "domain/attachment.h"
#include "domain/codes.h"
#include "domain/sighting.h"

/* ---- the clock ---- */
static int alarms(struct case_row *c, int64_t now)
{
    struct case_clock clock;
    enum case_alarm alarm;
    int n = 0;

    case_clock_default(&clock);
    while ((alarm = case_alarm(c, &clock, now)) != ALARM_NONE) {
        assert_non_null(case_alarm_apply(alarm, c, &clock, now));
        assert_true(++n < 5);
    }
    return n;
}

static void a_day_of_grace_ends_at_midnight(void **state)
{
    char day[CLOCK_DATE_MAX];

    (void)state;
    clock_date_of(case_day_end(NOW, 1), day);
    assert_string_equal(day, "2026-08-21");
    clock_date_of(case_day_end(NOW, 1) + 1, day);
    assert_string_equal(day, "2026-08-22");
}

static void past_due_goes_up_one_level_once(void **state)
{
    struct case_row c = some_case(CASE_PERSUADING, LEVEL_CLASS_TEACHER);

    (void)state;
    c.absent_since = TODAY;
    c.due_at = case_day_end(NOW, 1);
    assert_int_equal(alarms(&c, case_day_end(NOW, 1)), 0);
    assert_int_equal(alarms(&c, case_day_end(NOW, 1) + 1), 1);
    assert_string_equal(c.level, "principal");
    assert_int_equal(alarms(&c, case_day_end(NOW, 1) + 1), 0);
}

static void a_missed_year_still_climbs_one_level_only(void **state)
{
    struct case_row c = some_case(CASE_REPORTED, LEVEL_VILLAGE);

    (void)state;
    c.due_at = NOW;
    assert_int_equal(alarms(&c, at_day(365)), 1);
    assert_string_equal(c.level, "township");
    assert_int_equal(c.due_at, case_day_end(at_day(365), 5));
}

static void a_clock_that_jumped_back_leaves_no_far_deadline(void **state)
{
    struct case_row c = some_case(CASE_REPORTED, LEVEL_VILLAGE);

    (void)state;
    c.due_at = at_day(365);
    assert_int_equal(alarms(&c, NOW), 1);
    assert_int_equal(c.due_at, case_day_end(NOW, 3));
}

static void the_top_level_stays_overdue(void **state)
{
    struct case_row c = some_case(CASE_PERSUADING, LEVEL_LEADING_GROUP);

    (void)state;
    c.kind = "dropout";
    c.due_at = at_day(-100);
    assert_int_equal(alarms(&c, NOW), 0);
}

static void a_suspected_dropout_becomes_one_at_its_limit(void **state)
{
    struct case_row c = some_case(CASE_PERSUADING, LEVEL_LEADING_GROUP);

    (void)state;
    c.absent_since = "2026-07-22";
    assert_int_equal(alarms(&c, NOW), 0);
    c.absent_since = "2026-07-21";
    assert_int_equal(alarms(&c, NOW), 1);
    assert_string_equal(c.kind, "dropout");
    c = some_case(CASE_REPORTED, LEVEL_LEADING_GROUP);
    c.absent_since = "2026-07-01";
    assert_int_equal(alarms(&c, NOW), 0);
    c = some_case(CASE_PERSUADING, LEVEL_LEADING_GROUP);
    c.kind = "never_enrolled";
    c.absent_since = "2026-07-01";
    assert_int_equal(alarms(&c, NOW), 0);
}

static void review_and_watch_do_not_climb(void **state)
{
    struct case_row c = some_case(CASE_REVIEW, LEVEL_VILLAGE);

    (void)state;
    c.due_at = at_day(-30);
    assert_int_equal(alarms(&c, NOW), 0);
    c = some_case(CASE_WATCHING, LEVEL_VILLAGE);
    c.due_at = at_day(-30);
    c.closed_at = at_day(-60);
    assert_int_equal(alarms(&c, NOW), 0);
}

/* ---- sightings and files ---- */
static void every_situation_has_a_rule(void **state)
{
    (void)state;
    for (size_t i = 0; situations.rows[i].code; i++)
        assert_non_null(sighting_rule_of(situations.rows[i].code));
}

static void a_sighting_opens_only_within_school_age(void **state)
{
    const struct sighting_rule *r = sighting_rule_of("never_enrolled");
    struct case_child child = { "2020-08-31", NULL, NULL, 0 };

    (void)state;
    assert_true(sighting_opens(r, &child, TODAY));
    child.birth_date = "2020-09-01";
    assert_false(sighting_opens(r, &child, TODAY));
    child.birth_date = "2010-09-01";
    assert_true(sighting_opens(r, &child, TODAY));
    child.birth_date = "2010-08-31";
    assert_false(sighting_opens(r, &child, TODAY));
    child.birth_date = NULL;
    assert_true(sighting_opens(r, &child, TODAY));
}

static void a_registered_leave_opens_nothing(void **state)
{
    const struct sighting_rule *r = sighting_rule_of("ill_disabled");
    struct case_child child = { "2013-05-01", "2123000001", "enrolled", 1 };

    (void)state;
    assert_true(sighting_opens(r, &child, TODAY));
    child.enrolment = "suspended";
    assert_false(sighting_opens(r, &child, TODAY));
}

static void a_file_is_what_its_bytes_say(void **state)
{
    (void)state;
    assert_string_equal(attachment_type("\xff\xd8\xff\xe0", 4), "image/jpeg");
    assert_string_equal(attachment_type("\x89PNG\r\n\x1a\n", 8), "image/png");
    assert_string_equal(attachment_type("%PDF-1.7", 8), "application/pdf");
    assert_string_equal(attachment_type("RIFF\1\2\3\4WEBPVP8 ", 16),
                        "image/webp");
    assert_null(attachment_type("RIFF\1\2\3\4WAVEfmt ", 16));
    assert_null(attachment_type("MZ\x90", 3));
    assert_null(attachment_type("%PDF", 4));
    assert_null(attachment_type("", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_of_grace_ends_at_midnight),
        cmocka_unit_test(past_due_goes_up_one_level_once),
        cmocka_unit_test(a_missed_year_still_climbs_one_level_only),
        cmocka_unit_test(a_clock_that_jumped_back_leaves_no_far_deadline),
        cmocka_unit_test(the_top_level_stays_overdue),
        cmocka_unit_test(a_suspected_dropout_becomes_one_at_its_limit),
        cmocka_unit_test(review_and_watch_do_not_climb),
        cmocka_unit_test(every_situation_has_a_rule),
        cmocka_unit_test(a_sighting_opens_only_within_school_age),
        cmocka_unit_test(a_registered_leave_opens_nothing),
        cmocka_unit_test(a_file_is_what_its_bytes_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
