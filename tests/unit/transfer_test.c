/* 转学交接: a child between two schools is at neither until somebody has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/schooling_store.h"
#include "store/student_store.h"
#include "store/transfer_store.h"
#include "store_world.h"

static struct world w;
static int64_t child;

static struct act as(enum role role)
{
    world_as(&w, w.writer, role);
    return world_act(&w, role);
}

static int begin(void **state)
{
    struct act act;
    struct enrolment_row e;
    struct student_row s;

    (void)state;
    world_open(&w);
    act = as(ROLE_BUREAU);
    record_clear(&student_row, &s);
    s.name = "转样甲";
    s.residence_division = w.village;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    child = s.id;
    record_clear(&enrolment_row, &e);
    e.student_id = child;
    e.school = WORLD_SCHOOL;
    e.grade = WORLD_GRADE;
    e.class = WORLD_CLASS;
    e.state = "enrolled";
    e.from_date = "2026-03-01";
    assert_int_equal(store_enrolment_set(w.writer, &w.arena, &act, &e), ERR_OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static struct refusal why;

static int64_t write_out(const char *to_school, const char *to_name)
{
    const struct transfer_in in = { child, to_school, to_name, "2026-08-18",
                                    "随父母搬家" };
    struct act act = as(ROLE_SCHOOL_HEAD);
    int64_t id = 0;

    assert_int_equal(
        store_transfer_write(w.writer, &w.arena, &act, &in, &id, &why), ERR_OK);
    return id;
}

static struct transfer_row seen(int64_t id)
{
    struct transfer_row t;

    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(store_transfer_get(w.writer, &w.arena, id, &t), ERR_OK);
    return t;
}

static struct enrolment_row now(void)
{
    struct enrolment_row e;

    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(store_enrolment_now(w.writer, &w.arena, child, &e),
                     ERR_OK);
    return e;
}

SQL(q_transfer_at_school,
    .text = "SELECT count(*) FROM child_place WHERE student_id = ?1"
            " AND place >= 'S' AND place < 'T'",
    .access = SQL_SYSTEM, .why = "a test counts");

static int64_t schools(void)
{
    int64_t n;

    assert_int_equal(
        db_int(w.writer, &q_transfer_at_school, &n, VALS(INT(child))), ERR_OK);
    return n;
}

static void whoever_is_written_out_is_at_neither_school(void **state)
{
    struct transfer_row t;

    (void)state;
    assert_int_equal(schools(), 1);
    t = seen(write_out(WORLD_OTHER_SCHOOL, NULL));
    assert_string_equal(t.state, "waiting");
    assert_string_equal(t.due_on, "2026-08-30");
    assert_string_equal(now().state, "transferred");
    assert_string_equal(now().from_date, "2026-08-18");
    assert_int_equal(schools(), 0);
}

static void both_schools_see_it_and_only_the_other_one_receives(void **state)
{
    const struct transfer_receive in = { "2026-08-19", NULL, "3", "2" };
    int64_t id = write_out(WORLD_OTHER_SCHOOL, NULL);
    struct act act = as(ROLE_SCHOOL_HEAD);
    struct transfer_row t;

    (void)state;
    assert_int_equal(store_transfer_get(w.writer, &w.arena, id, &t), ERR_OK);
    assert_string_equal(t.student_name, "转样甲");
    assert_int_equal(
        store_transfer_receive(w.writer, &w.arena, &act, id, 1, &in, &why),
        ERR_RULE);
    /* The head of the other school. */
    act = as(ROLE_BUREAU);
    act.role = ROLE_SCHOOL_HEAD;
    act.unit = WORLD_OTHER_SCHOOL;
    assert_int_equal(
        store_transfer_receive(w.writer, &w.arena, &act, id, 1, &in, &why),
        ERR_OK);
    assert_string_equal(seen(id).state, "received");
    assert_string_equal(now().school, WORLD_OTHER_SCHOOL);
    assert_string_equal(now().state, "enrolled");
    assert_string_equal(now().grade, WORLD_GRADE);
    assert_string_equal(now().class, "3");
    assert_string_equal(now().from_date, "2026-08-19");
    assert_int_equal(schools(), 1);
    assert_int_equal(
        store_transfer_receive(w.writer, &w.arena, &act, id, 1, &in, &why),
        ERR_STALE);
}

static void a_withdrawn_child_is_where_it_was(void **state)
{
    const struct transfer_withdraw in = { "家里不搬了" };
    int64_t id = write_out(WORLD_OTHER_SCHOOL, NULL);
    struct act act = as(ROLE_SCHOOL_HEAD);

    (void)state;
    assert_int_equal(
        store_transfer_withdraw(w.writer, &w.arena, &act, id, 1, &in, &why),
        ERR_OK);
    assert_string_equal(seen(id).state, "withdrawn");
    assert_string_equal(now().school, WORLD_SCHOOL);
    assert_string_equal(now().class, WORLD_CLASS);
    assert_string_equal(now().state, "enrolled");
}

static void whoever_is_enrolled_another_way_is_not_in_transit(void **state)
{
    int64_t id = write_out(WORLD_OTHER_SCHOOL, NULL);
    struct act act = as(ROLE_BUREAU);
    struct enrolment_row e;

    (void)state;
    record_clear(&enrolment_row, &e);
    e.student_id = child;
    e.school = WORLD_OTHER_SCHOOL;
    e.grade = WORLD_GRADE;
    e.state = "enrolled";
    assert_int_equal(store_enrolment_set(w.writer, &w.arena, &act, &e), ERR_OK);
    assert_string_equal(seen(id).state, "superseded");
}

/* ---- the clock --------------------------------------------------------- */
SQL(q_transfer_cases,
    .text = "SELECT count(*) FROM dropout_case WHERE student_id = ?1"
            " AND kind = 'suspected' AND source = 'transfer'"
            " AND absent_since = '2026-08-18'",
    .access = SQL_SYSTEM, .why = "a test counts");

static int64_t sweep(const char *day)
{
    int64_t done, at;

    assert_true(clock_date_ms(day, &at));
    assert_int_equal(store_transfer_sweep(w.writer, &w.arena, at, 100, &done),
                     ERR_OK);
    return done;
}

static int64_t cases(void)
{
    int64_t n;

    assert_int_equal(db_int(w.writer, &q_transfer_cases, &n, VALS(INT(child))),
                     ERR_OK);
    return n;
}

static void whom_nobody_received_is_suspected_once(void **state)
{
    int64_t id = write_out(WORLD_OTHER_SCHOOL, NULL);

    (void)state;
    assert_int_equal(sweep("2026-08-30"), 0);
    assert_int_equal(cases(), 0);
    assert_int_equal(sweep("2026-08-31"), 1);
    assert_int_equal(cases(), 1);
    assert_true(seen(id).case_id > 0);
    assert_int_equal(sweep("2026-09-30"), 0);
    assert_int_equal(cases(), 1);
}

static void whoever_was_received_is_not_suspected(void **state)
{
    const struct transfer_withdraw in = { "家里不搬了" };
    int64_t id = write_out(WORLD_OTHER_SCHOOL, NULL);
    struct act act = as(ROLE_SCHOOL_HEAD);

    (void)state;
    assert_int_equal(
        store_transfer_withdraw(w.writer, &w.arena, &act, id, 1, &in, &why),
        ERR_OK);
    assert_int_equal(sweep("2026-09-30"), 0);
    assert_int_equal(cases(), 0);
}

/* ---- the rules --------------------------------------------------------- */
static const struct enrolment_row here = { .school = WORLD_SCHOOL,
                                           .state = "enrolled",
                                           .from_date = "2026-03-01" };
static const struct act head = { .role = ROLE_SCHOOL_HEAD,
                                 .unit = WORLD_SCHOOL,
                                 .today = "2026-08-20" };

static enum err judge(struct transfer_in in, struct enrolment_row e,
                      bool in_case)
{
    return transfer_write(&in, &e, in_case, &head, &why);
}

static const struct transfer_in to_other = { 1, WORLD_OTHER_SCHOOL, NULL,
                                             "2026-08-18", "搬家" };

static void nobody_is_lost_sight_of_by_a_transfer(void **state)
{
    (void)state;
    assert_int_equal(judge(to_other, here, false), ERR_OK);
    assert_int_equal(judge(to_other, here, true), ERR_RULE);
    assert_string_equal(why.code, "in_case");
}

static void a_school_writes_out_its_own_pupils_alone(void **state)
{
    struct enrolment_row e = here;

    (void)state;
    e.school = WORLD_OTHER_SCHOOL;
    assert_int_equal(judge(to_other, e, false), ERR_RULE);
    e = here;
    e.state = "graduated";
    assert_int_equal(judge(to_other, e, false), ERR_RULE);
    e.state = "transferred";
    assert_int_equal(judge(to_other, e, false), ERR_CONFLICT);
    assert_int_equal(transfer_write(&to_other, NULL, false, &head, &why),
                     ERR_RULE);
}

static void it_goes_to_one_other_school_on_a_day_that_can_be(void **state)
{
    struct transfer_in in = to_other;

    (void)state;
    in.to_name = "外地学校";
    assert_int_equal(judge(in, here, false), ERR_INVALID);
    in.to_school = in.to_name = NULL;
    assert_int_equal(judge(in, here, false), ERR_INVALID);
    in.to_school = WORLD_SCHOOL;
    assert_int_equal(judge(in, here, false), ERR_INVALID);
    in = to_other;
    in.left_on = "2026-08-21";
    assert_int_equal(judge(in, here, false), ERR_INVALID);
    in.left_on = "2026-02-28";
    assert_int_equal(judge(in, here, false), ERR_INVALID);
}

static void outside_the_bureau_confirms_inside_the_school_does(void **state)
{
    struct act bureau = head;
    struct transfer_row t = { .state = "waiting", .from_school = WORLD_SCHOOL };

    (void)state;
    bureau.role = ROLE_BUREAU;
    bureau.unit = "bureau";
    assert_int_equal(transfer_may_confirm(&t, &bureau, &why), ERR_OK);
    assert_int_equal(transfer_may_confirm(&t, &head, &why), ERR_RULE);
    assert_int_equal(transfer_may_receive(&t, &head, &why), ERR_RULE);
    t.to_school = WORLD_OTHER_SCHOOL;
    assert_int_equal(transfer_may_confirm(&t, &bureau, &why), ERR_RULE);
    assert_int_equal(transfer_may_receive(&t, &bureau, &why), ERR_RULE);
    t.state = "received";
    assert_int_equal(transfer_may_withdraw(&t, &bureau, &why), ERR_CONFLICT);
}

int main(void)
{
#define STORED(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        STORED(whoever_is_written_out_is_at_neither_school),
        STORED(both_schools_see_it_and_only_the_other_one_receives),
        STORED(a_withdrawn_child_is_where_it_was),
        STORED(whoever_is_enrolled_another_way_is_not_in_transit),
        STORED(whom_nobody_received_is_suspected_once),
        STORED(whoever_was_received_is_not_suspected),
        cmocka_unit_test(nobody_is_lost_sight_of_by_a_transfer),
        cmocka_unit_test(a_school_writes_out_its_own_pupils_alone),
        cmocka_unit_test(it_goes_to_one_other_school_on_a_day_that_can_be),
        cmocka_unit_test(outside_the_bureau_confirms_inside_the_school_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
