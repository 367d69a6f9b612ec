/* Phones and the accounts whose records they keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/account_store.h"
#include "store/phone_store.h"
#include "store_world.h"

#define PHONE "00000000-0000-4000-8000-00000000f001"
#define OTHER "00000000-0000-4000-8000-00000000f002"

static struct world w;

static int begin(void **state)
{
    (void)state;
    world_open(&w);
    world_as(&w, w.writer, ROLE_ADMIN);
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static void registered(const char *device, enum role role)
{
    assert_int_equal(
        store_phone_register(w.writer, device, w.account[role], WORLD_NOW),
        ERR_OK);
}

static void disabled(enum role role)
{
    struct account_row old;

    assert_int_equal(
        store_account_get(w.writer, &w.arena, w.account[role], &old), ERR_OK);
    assert_int_equal(
        store_account_change(w.writer,
                             &(struct account_put) { .id = old.id,
                                                     .name = old.name,
                                                     .role = old.role,
                                                     .unit = old.unit,
                                                     .disabled_at = WORLD_NOW,
                                                     .version = old.version }),
        ERR_OK);
}

static bool is_revoked(const char *device)
{
    struct phone_state state;

    assert_int_equal(store_phone_state(w.writer, &w.arena, device, &state),
                     ERR_OK);
    return state.revoked == 1;
}

static void a_phone_nobody_registered_may_keep_what_it_has(void **state)
{
    (void)state;
    assert_false(is_revoked(PHONE));
}

static void the_phone_of_a_disabled_account_is_revoked(void **state)
{
    (void)state;
    registered(PHONE, ROLE_VILLAGE);
    registered(OTHER, ROLE_TOWNSHIP);
    assert_false(is_revoked(PHONE));
    disabled(ROLE_VILLAGE);
    assert_true(is_revoked(PHONE));
    assert_false(is_revoked(OTHER));
}

static void another_cannot_take_it_for_his_own(void **state)
{
    (void)state;
    registered(PHONE, ROLE_VILLAGE);
    registered(PHONE, ROLE_TOWNSHIP);
    disabled(ROLE_VILLAGE);
    assert_true(is_revoked(PHONE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_phone_nobody_registered_may_keep_what_it_has, begin, end),
        cmocka_unit_test_setup_teardown(
            the_phone_of_a_disabled_account_is_revoked, begin, end),
        cmocka_unit_test_setup_teardown(another_cannot_take_it_for_his_own,
                                        begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
