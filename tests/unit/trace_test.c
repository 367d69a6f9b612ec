/* 追根问责: who had a case, how long, and whose time ran out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/trace.h"

#define DAY(n) ((n)*CLOCK_DAY_MS)

static int64_t next_id;

static struct case_event event(const char *action, const char *level, int day,
                               int64_t who, const char *to)
{
    return (struct case_event) { .id = ++next_id,
                                 .action = action,
                                 .title = case_event_title(action),
                                 .from_state = "persuading",
                                 .to_state = to,
                                 .level = level,
                                 .at = DAY(day),
                                 .account_id = who };
}

static const struct trace_stage *trace(struct case_event *e, size_t n, int now,
                                       struct arena *a, size_t *stages_n)
{
    const struct list events = { e, n };
    struct list out;

    assert_int_equal(trace_make(&events, DAY(now), a, &out), ERR_OK);
    *stages_n = out.n;
    return out.items;
}

/* The teacher let it run out; the principal visited and took it up; the village
 * has it now. */
static void each_level_has_its_stage_and_its_own_overrun(void **state)
{
    struct case_event e[] = {
        event("flag", "class_teacher", 0, 5, "reported"),
        event("persuade", "class_teacher", 1, 5, "persuading"),
        event("persuade", "class_teacher", 2, 5, "persuading"),
        event("overdue", "principal", 4, 0, "persuading"),
        event("persuade", "principal", 5, 6, "persuading"),
        event("escalate", "village", 6, 6, "persuading"),
    };
    const struct trace_stage *s;
    struct arena a;
    size_t n;

    (void)state;
    arena_init(&a, 0);
    s = trace(e, 6, 9, &a, &n);
    assert_int_equal(n, 3);
    assert_string_equal(s[0].level, "class_teacher");
    assert_int_equal(s[0].days, 4);
    assert_int_equal(s[0].ran_out, 1);
    assert_int_equal(s[0].ran_out_at, DAY(4));
    assert_int_equal(s[0].acts, 3);
    assert_string_equal(s[1].level, "principal");
    assert_int_equal(s[1].days, 2);
    assert_int_equal(s[1].ran_out, 0);
    assert_int_equal(s[1].acts, 2); /* the visit, and taking it up */
    assert_string_equal(s[2].level, "village");
    assert_int_equal(s[2].to_at, INT_NONE);
    assert_int_equal(s[2].days, 3);
    assert_int_equal(s[2].acts, 0);
    assert_null(s[2].done);
    arena_free(&a);
}

/* Whoever came into office later does not answer for the one before. */
static void a_change_of_office_begins_a_stage(void **state)
{
    struct case_event e[] = {
        event("flag", "township", 0, 5, "reported"),
        event("handed_over", "township", 10, 0, "persuading"),
        event("overdue", "bureau", 12, 0, "persuading"),
    };
    const struct trace_stage *s;
    struct arena a;
    size_t n;

    (void)state;
    arena_init(&a, 0);
    s = trace(e, 3, 12, &a, &n);
    assert_int_equal(n, 3);
    assert_int_equal(s[0].ran_out, 0);
    assert_int_equal(s[0].days, 10);
    assert_int_equal(s[1].ran_out, 1);
    assert_int_equal(s[1].days, 2);
    arena_free(&a);
}

/* From the day on which it was closed to that on which it came again nobody
 * had it. */
static void a_closed_case_is_in_nobodys_hands(void **state)
{
    struct case_event e[] = {
        event("flag", "principal", 0, 5, "reported"),
        event("approve", "principal", 3, 7, "closed"),
        event("relapse", "principal", 40, 5, "persuading"),
    };
    const struct trace_stage *s;
    struct arena a;
    size_t n;

    (void)state;
    arena_init(&a, 0);
    s = trace(e, 3, 41, &a, &n);
    assert_int_equal(n, 2);
    assert_int_equal(s[0].days, 3);
    assert_int_equal(s[0].to_at, DAY(3));
    assert_int_equal(s[1].from_at, DAY(40));
    assert_int_equal(s[1].days, 1);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_level_has_its_stage_and_its_own_overrun),
        cmocka_unit_test(a_change_of_office_begins_a_stage),
        cmocka_unit_test(a_closed_case_is_in_nobodys_hands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
