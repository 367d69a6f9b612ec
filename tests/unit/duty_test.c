/* 职责清单: what is owed and when, what the clock makes of it, and lists that do
 * it by themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/codes.h"
#include "domain/duty.h"
#include "domain/setting.h"
#include "store/duty_store.h"
#include "store/setting_store.h"
#include "store_world.h"

#define MOST 5000
#define DAY(date) (day_ms(date) + 9 * INT64_C(3600000))

static struct world w;

static int64_t day_ms(const char *date)
{
    int64_t ms = 0;

    assert_true(clock_date_ms(date, &ms));
    return ms;
}

static int64_t swept(int64_t now)
{
    int64_t done = 0;

    world_clock(now);
    assert_int_equal(db_begin(w.writer), ERR_OK);
    assert_int_equal(store_duty_sweep(w.writer, &w.arena, now, MOST, &done),
                     ERR_OK);
    assert_int_equal(db_commit(w.writer), ERR_OK);
    return done;
}

static void script(const char *sql)
{
    struct db *db;

    assert_int_equal(db_open(w.path, DB_WRITER, NULL, &db), ERR_OK);
    assert_int_equal(db_script(db, sql), ERR_OK);
    db_close(db);
}

static void turn(const char *value)
{
    char sql[200];

    (void)snprintf(sql, sizeof sql,
                   "UPDATE setting SET value = '%s' WHERE name = "
                   "'" SETTING_MONTHLY_REPORTS "'",
                   value);
    script(sql);
}

SQL(q_test_duties,
    .text = "SELECT count(*) FROM duty WHERE (?1 IS NULL OR kind = ?1)"
            " AND (?2 IS NULL OR period = ?2)",
    .access = SQL_SYSTEM, .why = "a test");
SQL(q_test_duty, .text = "SELECT id FROM duty WHERE kind = ?1 ORDER BY id",
    .access = SQL_SYSTEM, .why = "a test");

static int64_t many(const char *kind, const char *period)
{
    int64_t n;

    assert_int_equal(
        db_int(w.writer, &q_test_duties, &n, VALS(TEXT(kind), TEXT(period))),
        ERR_OK);
    return n;
}

static struct duty_row duty_of(const char *kind)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    char today[CLOCK_DATE_MAX];
    struct duty_row d;
    int64_t id;

    clock_today(today);
    act.today = today;

    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(db_int(w.writer, &q_test_duty, &id, VALS(TEXT(kind))),
                     ERR_OK);
    assert_int_equal(store_duty_get(w.writer, &w.arena, id, &d), ERR_OK);
    duty_describe(&d, &act);
    return d;
}

static int open_world(void **state)
{
    (void)state;
    world_open(&w);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

/* ---- the table --------------------------------------------------------- */
static void each_duty_has_an_owner_a_time_and_a_source(void **state)
{
    struct duty_period p[DUTY_PERIODS_MOST];

    (void)state;
    for (const struct duty_kind *k = duty_kinds; k->name; k++) {
        size_t n = duty_periods(k, 2026, p);

        assert_true(code_known(&duty_rhythms, k->rhythm));
        assert_true(!k->unit != !k->unit_kind);
        assert_non_null(k->source);
        assert_ptr_equal(duty_kind_of(k->name), k);
        assert_in_range(n, 1, DUTY_PERIODS_MOST);
        for (size_t i = 0; i < n; i++) {
            assert_true(strcmp(p[i].opens_on, p[i].due_on) < 0);
            assert_true(i == 0 || strcmp(p[i - 1].due_on, p[i].opens_on) < 0);
        }
    }
    assert_null(duty_kind_of("none"));
}

static void it_is_due_when_the_document_says(void **state)
{
    static const struct {
        const char *kind, *opens_on, *due_on;
    } t[] = { { "meeting", "2026-07-01", "2026-08-31" },
              { "absent_report", "2026-07-01", "2026-07-31" },
              { "household_survey", "2026-08-01", "2026-08-31" },
              { "register_changes", "2026-08-01", "2026-08-31" },
              { "ledgers", "2026-07-01", "2026-08-31" },
              { "relief", "2026-01-01", "2026-12-31" } };
    struct duty_period p[DUTY_PERIODS_MOST];

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_int_equal(duty_periods(duty_kind_of(t[i].kind), 2026, p), 1);
        assert_string_equal(p[0].name, "2026");
        assert_string_equal(p[0].opens_on, t[i].opens_on);
        assert_string_equal(p[0].due_on, t[i].due_on);
    }
}

static void quarters_and_months_of_term_are_periods_of_their_own(void **state)
{
    struct duty_period p[DUTY_PERIODS_MOST];

    (void)state;
    assert_int_equal(duty_periods(duty_kind_of("supervision"), 2026, p), 4);
    assert_string_equal(p[2].name, "2026-Q3");
    assert_string_equal(p[2].due_on, "2026-09-30");
    assert_int_equal(duty_periods(duty_kind_of("school_report"), 2026, p), 9);
    assert_string_equal(p[1].name, "2026-03");
    assert_string_equal(p[8].name, "2026-12");
    assert_string_equal(p[8].due_on, "2026-12-31");
}

/* ---- the clock --------------------------------------------------------- */
static void each_is_made_once_however_often_the_clock_looks(void **state)
{
    int64_t all;

    (void)state;
    assert_true(swept(DAY("2026-08-20")) > 40);
    all = many(NULL, NULL);
    assert_int_equal(many("household_survey", "2026"), 12);
    assert_int_equal(many("register_changes", "2026"), 1);
    assert_int_equal(many("supervision", NULL), 2); /* Q3 and Q4 */
    assert_int_equal(swept(DAY("2026-08-20")), 0);
    assert_int_equal(swept(DAY("2026-08-29")), 0);
    assert_int_equal(many(NULL, NULL), all);
}

static void nothing_that_ended_before_the_first_day_is_owed(void **state)
{
    (void)state;
    swept(DAY("2026-08-20"));
    assert_int_equal(many("absent_report", NULL), 0);
    swept(DAY("2027-01-01"));
    assert_int_equal(many("absent_report", "2027"), 12);
}

static void nights_that_were_missed_are_made_up_for(void **state)
{
    (void)state;
    turn("1");
    swept(DAY("2026-11-28"));
    assert_true(many("school_report", "2026-11") > 0);
    swept(DAY("2027-01-09"));
    assert_true(many("school_report", "2026-12") > 0);
    assert_true(many("school_report", "2027-01") > 0);
    assert_int_equal(many("school_report", "2026-10"), 0);
}

static void monthly_reports_are_owed_only_while_they_are_on(void **state)
{
    (void)state;
    swept(DAY("2026-09-05"));
    assert_int_equal(many("school_report", NULL), 0);
    turn("1");
    swept(DAY("2026-09-05"));
    assert_true(many("school_report", "2026-09") > 0);
    assert_int_equal(many("school_report", "2026-10"), 0);
    turn("0");
    swept(DAY("2026-10-05"));
    assert_int_equal(many("school_report", "2026-10"), 0);
}

static void a_slice_goes_on_where_the_last_one_ended(void **state)
{
    int64_t now = DAY("2026-08-20"), done, all = 0;

    (void)state;
    do {
        assert_int_equal(db_begin(w.writer), ERR_OK);
        assert_int_equal(store_duty_sweep(w.writer, &w.arena, now, 7, &done),
                         ERR_OK);
        assert_int_equal(db_commit(w.writer), ERR_OK);
        assert_true(done <= 7);
        all += done;
    } while (done == 7);
    assert_int_equal(all, many(NULL, NULL));
    assert_int_equal(swept(now), 0);
}

static void import_of(int64_t id, const char *state, const char *committed)
{
    char sql[400];

    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO import (id, kind, year, unit, account_id,"
                   " state, size, sha256, created_at, committed_at) VALUES"
                   " (%lld, 'register_change', 2026, 'gongan', 0, '%s', 1, 'x',"
                   " 1, %lld)",
                   (long long)id, state, (long long)DAY(committed));
    script(sql);
}

static void the_list_that_came_in_does_the_duty(void **state)
{
    struct duty_row d;

    (void)state;
    swept(DAY("2026-08-01"));
    import_of(1, "checked", "2026-08-05");
    swept(DAY("2026-08-20"));
    assert_string_equal(duty_of("register_changes").state, "open");
    import_of(2, "committed", "2026-08-19");
    assert_int_equal(swept(DAY("2026-08-20")), 1);
    d = duty_of("register_changes");
    assert_string_equal(d.state, "received");
    assert_int_equal(d.import_id, 2);
    assert_int_equal(d.late, 0);
    assert_int_equal(d.overdue, 0);
    assert_int_equal(swept(DAY("2026-08-20")), 0);
    assert_string_equal(duty_of("disability_roster").state, "open");
}

static void a_late_list_is_late_and_an_early_one_nothing(void **state)
{
    struct duty_row d;

    (void)state;
    swept(DAY("2026-08-01"));
    import_of(1, "committed", "2026-07-20");
    swept(DAY("2026-09-02"));
    d = duty_of("register_changes");
    assert_string_equal(d.state, "open");
    assert_int_equal(d.overdue, 1);
    import_of(2, "committed", "2026-09-03");
    swept(DAY("2026-09-04"));
    d = duty_of("register_changes");
    assert_string_equal(d.state, "received");
    assert_int_equal(d.late, 1);
    assert_int_equal(d.overdue, 0);
}

static void a_list_taken_back_opens_the_duty_again(void **state)
{
    (void)state;
    swept(DAY("2026-08-01"));
    import_of(1, "committed", "2026-08-10");
    swept(DAY("2026-08-11"));
    assert_string_equal(duty_of("register_changes").state, "received");
    script("UPDATE import SET state = 'rolled_back'");
    assert_int_equal(swept(DAY("2026-08-12")), 1);
    assert_string_equal(duty_of("register_changes").state, "open");
    assert_int_equal(duty_of("register_changes").import_id, INT_NONE);
}

static void meeting_of(int64_t id, const char *state, const char *held_on)
{
    char sql[400];

    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO meeting (id, kind, title, unit, held_on, place,"
        " chair, agenda, state, account_id, at) VALUES (%lld,"
        " 'joint', '联席会', 'bureau', '%s', '会议室', '组长', x'00',"
        " '%s', (SELECT min(id) FROM account), 1)",
        (long long)id, held_on, state);
    script(sql);
}

static void a_meeting_that_was_held_does_the_duty(void **state)
{
    struct duty_row d;

    (void)state;
    swept(DAY("2026-07-02"));
    meeting_of(1, "held", "2026-06-30");
    meeting_of(2, "planned", "2026-07-10");
    assert_int_equal(swept(DAY("2026-07-20")), 0);
    assert_string_equal(duty_of("meeting").state, "open");
    meeting_of(3, "held", "2026-08-31");
    assert_int_equal(swept(DAY("2026-09-03")), 1);
    d = duty_of("meeting");
    assert_string_equal(d.state, "received");
    assert_int_equal(d.meeting_id, 3);
    assert_int_equal(d.late, 0); /* by the day on which it was held */
    assert_int_equal(swept(DAY("2026-09-04")), 0);
}

static void a_meeting_in_september_is_late_and_a_cancelled_one_nothing(
    void **state)
{
    (void)state;
    swept(DAY("2026-07-02"));
    meeting_of(1, "held", "2026-09-02");
    swept(DAY("2026-09-03"));
    assert_int_equal(duty_of("meeting").late, 1);
    script("UPDATE meeting SET state = 'cancelled'");
    assert_int_equal(swept(DAY("2026-09-04")), 1);
    assert_string_equal(duty_of("meeting").state, "open");
    assert_int_equal(duty_of("meeting").overdue, 1);
    assert_int_equal(duty_of("meeting").meeting_id, INT_NONE);
}

/* A visit held on that day by the unit. */
static void inspected(int64_t id, const char *inspector, const char *kind,
                      const char *state, const char *held_on)
{
    char sql[500];

    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO inspection (id, kind, unit, inspector, planned_on, state,"
        " held_on, account_id, at) VALUES (%lld, '%s', 'gongan', '%s', '%s',"
        " '%s', '%s', (SELECT min(id) FROM account), 1)",
        (long long)id, kind, inspector, held_on, state, held_on);
    script(sql);
}

static void a_regular_inspection_does_the_duty_of_its_quarter(void **state)
{
    struct duty_row d;

    (void)state;
    swept(DAY("2026-07-02"));
    inspected(1, "dudao", "regular", "closed", "2026-08-12");
    inspected(2, "dudao", "regular", "closed", "2026-09-12");
    assert_int_equal(swept(DAY("2026-10-05")), 1);
    d = duty_of("supervision");
    assert_string_equal(d.period, "2026-Q3");
    assert_string_equal(d.state, "received");
    assert_int_equal(d.inspection_id, 1);
    assert_int_equal(d.late, 0);
    assert_int_equal(swept(DAY("2026-10-06")), 0);
}

static void no_other_inspection_does_it(void **state)
{
    static const struct {
        const char *inspector, *kind, *state, *held_on;
    } t[] = { { "dudao", "special", "closed", "2026-08-12" },
              { "dudao", "regular", "open", "2026-08-12" },
              { "bureau", "regular", "closed", "2026-08-12" },
              { "dudao", "regular", "closed", "2026-06-30" } };

    (void)state;
    swept(DAY("2026-07-02"));
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        inspected((int64_t)i + 1, t[i].inspector, t[i].kind, t[i].state,
                  t[i].held_on);
    assert_int_equal(swept(DAY("2026-10-05")), 0);
    assert_string_equal(duty_of("supervision").state, "open");
    assert_int_equal(duty_of("supervision").overdue, 1);
}

/* ---- who may ----------------------------------------------------------- */
/* One of 公安局, 学校周边环境清理整顿, held on that day. */
static void cleaned_up(int64_t id, const char *held_on)
{
    char sql[400];

    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO activity (id, kind, unit, held_on, title,"
                   " account_id, at) VALUES (%lld, 'surroundings', 'gongan',"
                   " '%s', x'00', 1, %lld)",
                   (long long)id, held_on, (long long)DAY(held_on));
    script(sql);
}

/* It was first owed in August: the third quarter and the fourth. */
static void an_activity_in_each_quarter_does_the_duty(void **state)
{
    struct duty_row d;

    (void)state;
    swept(DAY("2026-08-01"));
    cleaned_up(1, "2026-03-05");
    cleaned_up(2, "2026-08-10");
    cleaned_up(3, "2026-09-10");
    assert_int_equal(swept(DAY("2026-09-20")), 0);
    assert_string_equal(duty_of("surroundings").state, "open");
    cleaned_up(4, "2026-11-02");
    assert_int_equal(swept(DAY("2026-11-03")), 1);
    d = duty_of("surroundings");
    assert_string_equal(d.state, "received");
    assert_int_equal(d.by_activity, 1);
    assert_int_equal(d.late, 0);
    assert_int_equal(swept(DAY("2026-11-03")), 0);
}

static void an_activity_of_another_unit_does_no_duty(void **state)
{
    (void)state;
    swept(DAY("2026-08-01"));
    cleaned_up(1, "2026-08-10");
    cleaned_up(2, "2026-11-02");
    script("UPDATE activity SET unit = 'wenlv' WHERE id = 2");
    assert_int_equal(swept(DAY("2026-11-03")), 0);
    assert_string_equal(duty_of("surroundings").state, "open");
}

static void a_withdrawn_activity_opens_the_duty_again(void **state)
{
    (void)state;
    swept(DAY("2026-08-01"));
    cleaned_up(1, "2026-08-10");
    cleaned_up(2, "2026-11-02");
    swept(DAY("2026-11-03"));
    assert_string_equal(duty_of("surroundings").state, "received");
    script("UPDATE activity SET state = 'withdrawn', reason = x'00'"
           " WHERE id = 2");
    assert_int_equal(swept(DAY("2026-11-04")), 1);
    assert_string_equal(duty_of("surroundings").state, "open");
    assert_int_equal(duty_of("surroundings").by_activity, 0);
}

static void it_is_handed_in_by_its_own_unit_in_its_time(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct duty_row d = { .unit = "bureau",
                          .state = "open",
                          .opens_on = "2026-07-01" };
    struct refusal why;

    (void)state;
    assert_int_equal(duty_submit(&d, &act, &why), ERR_OK);
    d.state = "returned";
    assert_int_equal(duty_submit(&d, &act, &why), ERR_OK);
    d.state = "submitted";
    assert_int_equal(duty_submit(&d, &act, &why), ERR_RULE);
    assert_string_equal(why.code, "submitted");
    d.state = "open";
    d.unit = "gongan";
    assert_int_equal(duty_submit(&d, &act, &why), ERR_RULE);
    assert_string_equal(why.code, "other_unit");
    d.unit = "bureau";
    d.opens_on = "2026-10-01";
    assert_int_equal(duty_submit(&d, &act, &why), ERR_RULE);
    assert_string_equal(why.code, "early");
}

static void nobody_receives_what_he_handed_in(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct duty_row d = { .state = "submitted",
                          .submitted_by = act.account_id };
    struct refusal why;

    (void)state;
    assert_int_equal(duty_decide(&d, &act, &why), ERR_RULE);
    assert_string_equal(why.code, "same_person");
    d.submitted_by++;
    assert_int_equal(duty_decide(&d, &act, &why), ERR_OK);
    d.state = "received";
    assert_int_equal(duty_decide(&d, &act, &why), ERR_RULE);
    assert_string_equal(why.code, "decided");
}

#define IN_WORLD(test)                                                         \
    cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_duty_has_an_owner_a_time_and_a_source),
        cmocka_unit_test(it_is_due_when_the_document_says),
        cmocka_unit_test(quarters_and_months_of_term_are_periods_of_their_own),
        IN_WORLD(each_is_made_once_however_often_the_clock_looks),
        IN_WORLD(nothing_that_ended_before_the_first_day_is_owed),
        IN_WORLD(nights_that_were_missed_are_made_up_for),
        IN_WORLD(monthly_reports_are_owed_only_while_they_are_on),
        IN_WORLD(a_slice_goes_on_where_the_last_one_ended),
        IN_WORLD(the_list_that_came_in_does_the_duty),
        IN_WORLD(an_activity_in_each_quarter_does_the_duty),
        IN_WORLD(an_activity_of_another_unit_does_no_duty),
        IN_WORLD(a_withdrawn_activity_opens_the_duty_again),
        IN_WORLD(a_late_list_is_late_and_an_early_one_nothing),
        IN_WORLD(a_list_taken_back_opens_the_duty_again),
        IN_WORLD(a_meeting_that_was_held_does_the_duty),
        IN_WORLD(a_meeting_in_september_is_late_and_a_cancelled_one_nothing),
        IN_WORLD(a_regular_inspection_does_the_duty_of_its_quarter),
        IN_WORLD(no_other_inspection_does_it),
        IN_WORLD(it_is_handed_in_by_its_own_unit_in_its_time),
        IN_WORLD(nobody_receives_what_he_handed_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
