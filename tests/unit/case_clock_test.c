/* What time does to a case, what a visit found, and what a file is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_some.h"
#include "domain/attachment.h"
#include "domain/case_action.h"
#include "domain/codes.h"
#include "domain/sighting.h"

/* ---- the clock ---- */
static const struct case_child whole_chain = { .levels = 15 };

static int alarms(struct case_row *c, int64_t now)
{
    struct case_clock clock;
    enum case_alarm alarm;
    int n = 0;

    case_clock_default(&clock);
    while ((alarm = case_alarm(c, &clock, now)) != ALARM_NONE) {
        assert_non_null(
            case_alarm_apply(alarm, c, &whole_chain, &clock, now, TODAY));
        assert_true(++n < 5);
    }
    return n;
}

static void a_day_of_grace_ends_at_midnight(void **state)
{
    char day[CLOCK_DATE_MAX];

    (void)state;
    clock_date_of(case_day_end(NULL, NOW, 1, DAYS_ALL), day);
    assert_string_equal(day, "2026-08-21");
    clock_date_of(case_day_end(NULL, NOW, 1, DAYS_ALL) + 1, day);
    assert_string_equal(day, "2026-08-22");
}

static void past_due_goes_up_one_level_once(void **state)
{
    struct case_row c = some_case(CASE_PERSUADING, LEVEL_CLASS_TEACHER);

    (void)state;
    c.absent_since = TODAY;
    c.due_at = case_day_end(NULL, NOW, 1, DAYS_ALL);
    assert_int_equal(alarms(&c, case_day_end(NULL, NOW, 1, DAYS_ALL)), 0);
    assert_int_equal(alarms(&c, case_day_end(NULL, NOW, 1, DAYS_ALL) + 1), 1);
    assert_string_equal(c.level, "principal");
    assert_int_equal(alarms(&c, case_day_end(NULL, NOW, 1, DAYS_ALL) + 1), 0);
}

static void a_missed_year_still_climbs_one_level_only(void **state)
{
    struct case_row c = some_case(CASE_REPORTED, LEVEL_VILLAGE);

    (void)state;
    c.due_at = NOW;
    assert_int_equal(alarms(&c, at_day(365)), 1);
    assert_string_equal(c.level, "township");
    assert_int_equal(c.due_at, case_day_end(NULL, at_day(365), 5, DAYS_ALL));
}

static void a_clock_that_jumped_back_leaves_no_far_deadline(void **state)
{
    struct case_row c = some_case(CASE_REPORTED, LEVEL_VILLAGE);

    (void)state;
    c.due_at = at_day(365);
    assert_int_equal(alarms(&c, NOW), 1);
    assert_int_equal(c.due_at, case_day_end(NULL, NOW, 3, DAYS_ALL));
}

static void the_top_level_is_reminded_once(void **state)
{
    struct case_row c = some_case(CASE_PERSUADING, LEVEL_LEADING_GROUP);

    (void)state;
    c.kind = "dropout";
    c.due_at = at_day(-100);
    assert_int_equal(alarms(&c, NOW), 1);
    assert_string_equal(c.level, "leading_group");
    assert_int_equal(alarms(&c, at_day(300)), 0);
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

static void review_does_not_climb_but_reminds(void **state)
{
    struct case_row c = some_case(CASE_REVIEW, LEVEL_VILLAGE);

    (void)state;
    c.due_at = at_day(-30);
    assert_int_equal(alarms(&c, NOW), 1);
    assert_string_equal(c.level, "village");
    assert_int_equal(alarms(&c, at_day(1)), 0);
}

static void a_check_that_nobody_made_reopens_the_case(void **state)
{
    struct case_row c = some_case(CASE_WATCHING, LEVEL_VILLAGE);

    (void)state;
    c.outcome = "returned";
    c.closed_at = at_day(-8);
    c.due_at = at_day(-1);
    assert_int_equal(alarms(&c, NOW), 1); /* reminded */
    assert_string_equal(c.state, "watching");
    assert_int_equal(alarms(&c, at_day(6)), 0);
    assert_int_equal(alarms(&c, at_day(7)), 1);
    assert_string_equal(c.state, "persuading");
    assert_string_equal(c.level, "class_teacher");
    assert_string_equal(c.kind, "suspected");
}

static struct case_row on_leave(const char *outcome, const char *until)
{
    struct case_row c = some_case(CASE_WATCHING, LEVEL_CLASS_TEACHER);
    struct case_clock clock;

    case_clock_default(&clock);
    c.outcome = outcome;
    c.disposition = outcome_rule_of(outcome)->disposition;
    c.period_from = "2026-03-01";
    c.period_until = until;
    c.closed_at = at_day(-100);
    c.due_at = case_due_at(&c, &clock, at_day(-100));
    return c;
}

static void a_period_is_warned_of_and_then_lapses(void **state)
{
    struct case_row c = on_leave("deferred", "2026-08-31");

    (void)state;
    assert_int_equal(alarms(&c, NOW), 0); /* ten days before: the 21st */
    assert_int_equal(alarms(&c, at_day(2)), 1);
    assert_string_equal(c.alerted_for, "2026-08-31");
    assert_string_equal(c.state, "watching");
    assert_int_equal(alarms(&c, at_day(11)), 0);
    assert_int_equal(alarms(&c, at_day(12)), 1); /* did not come */
    assert_string_equal(c.state, "persuading");
    assert_string_equal(c.absent_since, "2026-08-31");
    assert_null(c.period_until);
}

static void an_exemption_is_looked_at_again(void **state)
{
    struct case_row c = on_leave("exempt", "2026-08-10");

    (void)state;
    c.alerted_for = c.period_until;
    c.conclusion = "missing";
    c.due_at = at_day(-10);
    assert_int_equal(alarms(&c, NOW), 1);
    assert_string_equal(c.state, "arranging");
    assert_string_equal(c.disposition, "illness_disability");
    assert_string_equal(c.level, "bureau");
    assert_null(c.conclusion);
}

static void limits_keep_the_calendar(void **state)
{
    static const struct marked_day days[] = { { 20691, false } };
    static const struct term_span terms[] = { { 20513, 20644 },
                                              { 20697, 20833 } };
    static const struct calendar calendar = { days, 1, terms, 2 };
    struct case_row c = some_case(CASE_PERSUADING, LEVEL_VILLAGE);
    struct case_clock clock;
    char day[CLOCK_DATE_MAX];

    (void)state;
    case_clock_default(&clock);
    clock.calendar = &calendar;
    /* Thursday 20 August: Friday, Monday, Tuesday */
    clock_date_of(case_due_at(&c, &clock, NOW), day);
    assert_string_equal(day, "2026-08-25");
    /* the school begins on Tuesday 1 September */
    c.level = "class_teacher";
    clock_date_of(case_due_at(&c, &clock, NOW), day);
    assert_string_equal(day, "2026-09-01");
    clock.plain = 1;
    clock_date_of(case_due_at(&c, &clock, NOW), day);
    assert_string_equal(day, "2026-08-21");
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
    struct case_child child = { "2020-08-31", NULL, NULL, 0, 0, 12 };

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
    struct case_child child = {
        "2013-05-01", "2123000001", "enrolled", 1, 1, 15
    };

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
        cmocka_unit_test(the_top_level_is_reminded_once),
        cmocka_unit_test(a_suspected_dropout_becomes_one_at_its_limit),
        cmocka_unit_test(review_does_not_climb_but_reminds),
        cmocka_unit_test(a_check_that_nobody_made_reopens_the_case),
        cmocka_unit_test(a_period_is_warned_of_and_then_lapses),
        cmocka_unit_test(an_exemption_is_looked_at_again),
        cmocka_unit_test(limits_keep_the_calendar),
        cmocka_unit_test(every_situation_has_a_rule),
        cmocka_unit_test(a_sighting_opens_only_within_school_age),
        cmocka_unit_test(a_registered_leave_opens_nothing),
        cmocka_unit_test(a_file_is_what_its_bytes_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
