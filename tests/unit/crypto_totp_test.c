/* The second factor: RFC 6238's vectors, single use, recovery codes. */
#include "crypto_scratch.h"

#include "crypto/totp.h"

/* The secret of RFC 6238's SHA-1 vectors. */
static const uint8_t secret[] = "12345678901234567890";

/* RFC 6238 appendix B; a code of six digits is the end of its eight. */
static const struct {
    int64_t seconds;
    const char *code;
} vectors[] = {
    { 59, "287082" },         { 1111111109, "081804" },
    { 1111111111, "050471" }, { 1234567890, "005924" },
    { 2000000000, "279037" }, { 20000000000, "353130" },
};

static void codes_are_those_of_the_standard(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        int64_t ms = vectors[i].seconds * 1000, step;
        char code[TOTP_CODE];

        assert_int_equal(totp_code(secret, ms / TOTP_STEP_MS, code), ERR_OK);
        assert_string_equal(code, vectors[i].code);
        assert_int_equal(totp_verify(secret, code, ms, -1, &step), ERR_OK);
        assert_int_equal(step, vectors[i].seconds / 30);
    }
}

static void a_code_holds_one_step_before_and_after(void **state)
{
    const int64_t now = INT64_C(1111111111000), mid = now / TOTP_STEP_MS;
    int64_t step;
    char code[TOTP_CODE];

    (void)state;
    for (int64_t d = -3; d <= 3; d++) {
        enum err want = d >= -1 && d <= 1 ? ERR_OK : ERR_BAD_LOGIN;

        step = -7;
        assert_int_equal(totp_code(secret, mid + d, code), ERR_OK);
        assert_int_equal(totp_verify(secret, code, now, -1, &step), want);
        assert_int_equal(step, want == ERR_OK ? mid + d : -7);
    }
}

static void a_code_works_once(void **state)
{
    const int64_t now = INT64_C(1111111111000), mid = now / TOTP_STEP_MS;
    int64_t step;
    char code[TOTP_CODE], before[TOTP_CODE], after[TOTP_CODE];

    (void)state;
    assert_int_equal(totp_code(secret, mid - 1, before), ERR_OK);
    assert_int_equal(totp_code(secret, mid, code), ERR_OK);
    assert_int_equal(totp_code(secret, mid + 1, after), ERR_OK);
    assert_int_equal(totp_verify(secret, code, now, mid - 5, &step), ERR_OK);
    assert_int_equal(totp_verify(secret, code, now, step, &step),
                     ERR_BAD_LOGIN);
    assert_int_equal(totp_verify(secret, before, now, step, &step),
                     ERR_BAD_LOGIN);
    assert_int_equal(totp_verify(secret, after, now, step, &step), ERR_OK);
    assert_int_equal(step, mid + 1);
}

static void what_is_not_six_digits_is_refused(void **state)
{
    static const char *const bad[] = {
        "",       "28708",  "2870820", "28708a",   " 87082",
        "287 82", "-87082", "287082 ", "94287082", "２８７０８２"
    };
    int64_t step;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(totp_verify(secret, bad[i], 59000, -1, &step),
                         ERR_BAD_LOGIN);
    assert_int_equal(totp_verify(secret, "287083", 59000, -1, &step),
                     ERR_BAD_LOGIN);
    assert_int_equal(totp_verify(secret, "287082", 59000, -1, &step), ERR_OK);
}

static void the_first_steps_and_a_clock_before_1970_do_no_harm(void **state)
{
    char code[TOTP_CODE];
    int64_t step;

    (void)state;
    assert_int_equal(totp_code(secret, 0, code), ERR_OK);
    assert_int_equal(totp_verify(secret, code, 0, -1, &step), ERR_OK);
    assert_int_equal(step, 0);
    assert_int_equal(totp_verify(secret, code, -86400000, -1, &step),
                     ERR_BAD_LOGIN);
    assert_int_equal(totp_code(secret, -1, code), ERR_INTERNAL);
}

static void secrets_are_unequal(void **state)
{
    uint8_t a[TOTP_SECRET], b[TOTP_SECRET];

    (void)state;
    totp_secret_new(a);
    totp_secret_new(b);
    assert_memory_not_equal(a, b, TOTP_SECRET);
}

static void the_uri_is_what_apps_read(void **state)
{
    struct arena a;
    const char *uri;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(totp_uri(&a, "保学", "t w&p:07", secret, &uri), ERR_OK);
    assert_string_equal(uri, "otpauth://totp/%E4%BF%9D%E5%AD%A6:t%20w%26p%3A07"
                             "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                             "&issuer=%E4%BF%9D%E5%AD%A6"
                             "&algorithm=SHA1&digits=6&period=30");
    arena_free(&a);
    arena_init(&a, 8);
    assert_int_equal(totp_uri(&a, "保学", "admin", secret, &uri),
                     ERR_NO_MEMORY);
    arena_free(&a);
}

static void a_recovery_code_is_known_however_it_is_typed(void **state)
{
    uint8_t a[TOTP_RECOVERY_HASH], b[TOTP_RECOVERY_HASH];
    char code[TOTP_RECOVERY], typed[TOTP_RECOVERY], other[TOTP_RECOVERY];

    (void)state;
    totp_recovery_new(code);
    totp_recovery_new(other);
    assert_int_equal(strlen(code), TOTP_RECOVERY - 1);
    assert_string_not_equal(code, other);
    assert_int_equal(totp_recovery_hash(code, a), ERR_OK);
    for (size_t i = 0; i < sizeof typed; i++) {
        char c = code[i];

        typed[i] = c == '-'               ? ' '
                   : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A')
                                          : c;
    }
    assert_int_equal(totp_recovery_hash(typed, b), ERR_OK);
    assert_memory_equal(a, b, sizeof a);
    assert_int_equal(totp_recovery_hash(other, b), ERR_OK);
    assert_memory_not_equal(a, b, sizeof a);
}

static void what_has_not_a_recovery_codes_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "2222-2222-2222-2222-2222-2222-222",
        "2222-2222-2222-2222-2222-2222-22222",
        "0222-2222-2222-2222-2222-2222-2222",
        "l222-2222-2222-2222-2222-2222-2222",
        "2222_2222_2222_2222_2222_2222_2222",
    };
    uint8_t h[TOTP_RECOVERY_HASH];

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(totp_recovery_hash(bad[i], h), ERR_BAD_LOGIN);
    assert_int_equal(totp_recovery_hash("2222222222222222222222222222", h),
                     ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_standard),
        cmocka_unit_test(a_code_holds_one_step_before_and_after),
        cmocka_unit_test(a_code_works_once),
        cmocka_unit_test(what_is_not_six_digits_is_refused),
        cmocka_unit_test(the_first_steps_and_a_clock_before_1970_do_no_harm),
        cmocka_unit_test(secrets_are_unequal),
        cmocka_unit_test(the_uri_is_what_apps_read),
        cmocka_unit_test(a_recovery_code_is_known_however_it_is_typed),
        cmocka_unit_test(what_has_not_a_recovery_codes_form_is_refused),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
