/* Files sealed to the county. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/carry.h"
#include "crypto/crypto.h"

static const char text[] = "三户未上传";
#define N (sizeof text)
#define FILE_N (N + CARRY_OVERHEAD)

static struct keys *keys;
static uint8_t file[FILE_N], plain[N];

static int begin(void **state)
{
    static const uint8_t secret[32] = { 7, 1, 2, 3 };
    struct carry_public to;

    (void)state;
    assert_int_equal(crypto_open(), ERR_OK);
    assert_int_equal(keys_new(&keys), ERR_OK);
    assert_int_equal(carry_public(keys, &to), ERR_OK);
    return carry_seal(&to, secret, (const uint8_t *)text, N, file) != ERR_OK;
}

static int end(void **state)
{
    (void)state;
    keys_free(keys);
    return 0;
}

static void the_county_reads_what_was_sealed_to_it(void **state)
{
    (void)state;
    assert_int_equal(carry_open(keys, file, FILE_N, plain), ERR_OK);
    assert_string_equal((const char *)plain, text);
    assert_null(memmem(file, FILE_N, text, strlen(text)));
}

static void a_byte_that_was_changed_is_noticed_wherever_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILE_N; i++) {
        file[i] ^= 1;
        memset(plain, 0, N);
        assert_int_not_equal(carry_open(keys, file, FILE_N, plain), ERR_OK);
        assert_null(memmem(plain, N, text, strlen(text)));
        file[i] ^= 1;
    }
    assert_int_equal(carry_open(keys, file, FILE_N, plain), ERR_OK);
}

static void a_cut_file_is_noticed_wherever_it_is_cut(void **state)
{
    (void)state;
    for (size_t n = 0; n < FILE_N; n++)
        assert_int_equal(carry_open(keys, file, n, plain),
                         n < 8 ? ERR_MEDIA_TYPE : ERR_DAMAGED);
}

static void another_county_is_told_from_damage(void **state)
{
    struct keys *others;

    (void)state;
    assert_int_equal(keys_new(&others), ERR_OK);
    assert_int_equal(carry_open(others, file, FILE_N, plain), ERR_KEY);
    keys_free(others);
}

static void a_key_that_was_replaced_still_opens(void **state)
{
    struct carry_public before, after;
    struct keys *newer;

    (void)state;
    assert_int_equal(keys_rotate(keys, KEY_SEAL, &newer), ERR_OK);
    assert_int_equal(carry_public(keys, &before), ERR_OK);
    assert_int_equal(carry_public(newer, &after), ERR_OK);
    assert_memory_not_equal(before.point, after.point, CARRY_POINT);
    assert_int_equal(carry_open(newer, file, FILE_N, plain), ERR_OK);
    keys_free(newer);
}

/* The point at infinity and what lies beside the curve must do nothing. */
static void what_is_no_point_is_refused(void **state)
{
    uint8_t copy[FILE_N];

    (void)state;
    memcpy(copy, file, FILE_N);
    memset(copy + 17 + 1, 0, CARRY_POINT - 1);
    assert_int_equal(carry_open(keys, copy, FILE_N, plain), ERR_DAMAGED);
    copy[17] = 2;
    assert_int_equal(carry_open(keys, copy, FILE_N, plain), ERR_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_county_reads_what_was_sealed_to_it),
        cmocka_unit_test(a_byte_that_was_changed_is_noticed_wherever_it_is),
        cmocka_unit_test(a_cut_file_is_noticed_wherever_it_is_cut),
        cmocka_unit_test(another_county_is_told_from_damage),
        cmocka_unit_test(a_key_that_was_replaced_still_opens),
        cmocka_unit_test(what_is_no_point_is_refused),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
