/* Locked ledgers: who may, and what is different since. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/snapshot.h"

static struct arena arena;

static struct snapshot_line line(int64_t student, int64_t case_id,
                                 const char *cells)
{
    return (struct snapshot_line) { .student_id = student,
                                    .case_id = case_id,
                                    .name = "某学生",
                                    .content = cells,
                                    .shown = cells };
}

static struct list compared(struct snapshot_line *was, size_t n,
                            struct snapshot_line *is, size_t m)
{
    const struct list locked = { was, n }, now = { is, m };
    struct list out;

    assert_int_equal(snapshot_compare(&arena, &locked, &now, &out), ERR_OK);
    return out;
}

static void the_same_lines_in_another_order_are_no_difference(void **state)
{
    struct snapshot_line was[] = { line(1, 7, "a"), line(2, 8, "b") };
    struct snapshot_line is[] = { line(2, 8, "b"), line(1, 7, "a") };

    (void)state;
    assert_int_equal(compared(was, 2, is, 2).n, 0);
    assert_int_equal(compared(was, 0, is, 0).n, 0);
}

static void what_came_went_and_changed_is_told_apart(void **state)
{
    struct snapshot_line was[] = { line(1, 7, "a"), line(2, 8, "b"),
                                   line(3, 9, "c") };
    struct snapshot_line is[] = { line(4, 10, "d"), line(2, 8, "B"),
                                  line(3, 9, "c") };
    struct list out = compared(was, 3, is, 3);
    const struct snapshot_difference *d = out.items;

    (void)state;
    assert_int_equal(out.n, 3);
    assert_string_equal(d[0].kind, "removed");
    assert_int_equal(d[0].student_id, 1);
    assert_string_equal(d[0].before, "a");
    assert_null(d[0].after);
    assert_string_equal(d[1].kind, "changed");
    assert_string_equal(d[1].before, "b");
    assert_string_equal(d[1].after, "B");
    assert_string_equal(d[2].kind, "added");
    assert_int_equal(d[2].case_id, 10);
    assert_null(d[2].before);
}

static void another_case_of_the_same_child_is_another_line(void **state)
{
    struct snapshot_line was[] = { line(1, 7, "a") };
    struct snapshot_line is[] = { line(1, 8, "a") };

    (void)state;
    assert_int_equal(compared(was, 1, is, 1).n, 2);
}

static void only_ledgers_of_cases_of_years_that_began_are_locked(void **state)
{
    const struct act act = { .account_id = 1, .today = "2026-08-20" };
    struct refusal why;

    (void)state;
    assert_int_equal(snapshot_may(ledger_of("dropout"), 2026, &act, &why),
                     ERR_OK);
    assert_int_equal(snapshot_may(ledger_of("dropout"), 2027, &act, &why),
                     ERR_RULE);
    assert_string_equal(why.code, "future");
    assert_int_equal(snapshot_may(ledger_of("children"), 2026, &act, &why),
                     ERR_RULE);
    assert_string_equal(why.code, "roster");
}

static void another_person_decides_and_only_once(void **state)
{
    const struct act act = { .account_id = 2 };
    struct snapshot_row s = { .state = "submitted", .submitted_by = 1 };
    struct refusal why;

    (void)state;
    assert_int_equal(snapshot_decide(&s, &act, &why), ERR_OK);
    s.submitted_by = 2;
    assert_int_equal(snapshot_decide(&s, &act, &why), ERR_RULE);
    assert_string_equal(why.code, "same_person");
    s.state = "signed";
    assert_int_equal(snapshot_decide(&s, &act, &why), ERR_RULE);
    assert_string_equal(why.code, "decided");
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_lines_in_another_order_are_no_difference),
        cmocka_unit_test(what_came_went_and_changed_is_told_apart),
        cmocka_unit_test(another_case_of_the_same_child_is_another_line),
        cmocka_unit_test(only_ledgers_of_cases_of_years_that_began_are_locked),
        cmocka_unit_test(another_person_decides_and_only_once),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
