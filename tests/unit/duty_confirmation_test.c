/* 责任确认: when it stands, and when it is to be given anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/duty_confirmation.h"

static const char *state_of(int64_t at, int64_t confirmed, int64_t still_there)
{
    static struct duty_confirmation_row r;
    const struct act act = { .role = ROLE_TOWNSHIP, .unit = "one" };

    r = (struct duty_confirmation_row) { .unit = "one",
                                         .duties = 5,
                                         .at = at,
                                         .confirmed = confirmed,
                                         .still_there = still_there };
    duty_confirmation_describe(&r, &act);
    return r.state;
}

static void it_stands_while_nothing_changed(void **state)
{
    (void)state;
    assert_string_equal(state_of(INT_NONE, INT_NONE, INT_NONE), "missing");
    assert_string_equal(state_of(1, 5, 1), "confirmed");
}

static void another_duty_asks_for_it_anew(void **state)
{
    (void)state;
    assert_string_equal(state_of(1, 4, 1), "duties_changed");
}

static void another_person_confirms_anew(void **state)
{
    (void)state;
    assert_string_equal(state_of(1, 5, 0), "person_changed");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_stands_while_nothing_changed),
        cmocka_unit_test(another_duty_asks_for_it_anew),
        cmocka_unit_test(another_person_confirms_anew),
    };

    return cmocka_run_group_tests_name("duty_confirmation", tests, NULL, NULL);
}
