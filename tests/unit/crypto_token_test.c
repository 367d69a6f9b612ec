/* Tokens, CSRF, UUIDs, hexadecimal. */
#include "crypto_scratch.h"

#include <time.h>

#include "crypto/token.h"

static void tokens_are_43_url_characters_and_unequal(void **state)
{
    char a[TOKEN_TEXT], b[TOKEN_TEXT];

    (void)state;
    for (int i = 0; i < 200; i++) {
        token_new(a);
        token_new(b);
        assert_int_equal(strlen(a), 43);
        assert_int_equal(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                   "qrstuvwxyz0123456789-_"),
                         43);
        assert_string_not_equal(a, b);
    }
}

static void a_token_is_found_by_its_hash_alone(void **state)
{
    uint8_t a[TOKEN_HASH], b[TOKEN_HASH];
    char t[TOKEN_TEXT];

    (void)state;
    token_new(t);
    assert_int_equal(token_hash(t, a), ERR_OK);
    assert_int_equal(token_hash(t, b), ERR_OK);
    assert_memory_equal(a, b, TOKEN_HASH);
    t[0] = t[0] == 'A' ? 'B' : 'A';
    assert_int_equal(token_hash(t, b), ERR_OK);
    assert_memory_not_equal(a, b, TOKEN_HASH);
}

static void what_has_not_a_tokens_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",   /* 42 */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", /* 44 */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",  /* stray bits */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    uint8_t h[TOKEN_HASH];

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(token_hash(bad[i], h), ERR_UNAUTHENTICATED);
    assert_int_equal(
        token_hash("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", h), ERR_OK);
}

static void a_csrf_token_is_good_for_its_session_and_store(void **state)
{
    struct keys *k = scratch_keys(), *other = scratch_keys();
    uint8_t session[TOKEN_HASH] = { 1 }, another[TOKEN_HASH] = { 2 };
    char t[TOKEN_TEXT], u[TOKEN_TEXT];

    (void)state;
    token_csrf(k, session, t);
    assert_int_equal(strlen(t), 43);
    assert_int_equal(token_csrf_check(k, session, t), ERR_OK);
    assert_int_equal(token_csrf_check(k, another, t), ERR_CSRF);
    assert_int_equal(token_csrf_check(other, session, t), ERR_CSRF);
    assert_int_equal(token_csrf_check(k, session, NULL), ERR_CSRF);
    assert_int_equal(token_csrf_check(k, session, ""), ERR_CSRF);
    for (size_t i = 0; i < 43; i++) {
        memcpy(u, t, sizeof u);
        u[i] = u[i] == 'A' ? 'E' : 'A';
        assert_int_equal(token_csrf_check(k, session, u), ERR_CSRF);
    }
    keys_free(k);
    keys_free(other);
}

static void a_difference_anywhere_is_found(void **state)
{
    uint8_t a[TOKEN_HASH] = { 0 }, b[TOKEN_HASH] = { 0 };

    (void)state;
    assert_true(token_equal(a, b, sizeof a));
    for (size_t i = 0; i < sizeof a * 8; i++) {
        b[i / 8] ^= (uint8_t)(1 << i % 8);
        assert_false(token_equal(a, b, sizeof a));
        b[i / 8] ^= (uint8_t)(1 << i % 8);
    }
}

static int64_t time_of(bool (*equal)(const void *, const void *, size_t),
                       const uint8_t *a, const uint8_t *b, size_t n)
{
    int64_t least = INT64_MAX;

    for (int i = 0; i < 9; i++) {
        struct timespec t, u;
        int64_t took;

        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        assert_false(equal(a, b, n));
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &u);
        took = (u.tv_sec - t.tv_sec) * 1000000000 + u.tv_nsec - t.tv_nsec;
        least = took < least ? took : least;
    }
    return least;
}

static bool leaky(const void *a, const void *b, size_t n)
{
    const uint8_t *x = a, *y = b;

    for (size_t i = 0; i < n; i++)
        if (x[i] != y[i])
            return false;
    return true;
}

/* On a megabyte an early end is a factor of thousands; the leaky one shows
 * that the measure sees it. */
static void comparing_takes_as_long_wherever_the_difference(void **state)
{
    size_t n = 1 << 20;
    uint8_t *a = calloc(1, n), *first = calloc(1, n), *last = calloc(1, n);

    (void)state;
    first[0] = 1;
    last[n - 1] = 1;
    assert_true(time_of(token_equal, a, first, n) * 4 >
                time_of(token_equal, a, last, n));
    assert_false(time_of(leaky, a, first, n) * 4 > time_of(leaky, a, last, n));
    free(a);
    free(first);
    free(last);
}

static void new_uuids_are_of_version_4_and_unequal(void **state)
{
    char a[UUID_TEXT], b[UUID_TEXT], c[UUID_TEXT];

    (void)state;
    for (int i = 0; i < 200; i++) {
        uuid_new(a);
        uuid_new(b);
        assert_true(uuid_valid(a, c));
        assert_string_equal(a, c);
        assert_int_equal(a[14], '4');
        assert_non_null(strchr("89ab", a[19]));
        assert_string_not_equal(a, b);
    }
}

static void a_uuid_is_brought_to_lower_case(void **state)
{
    char out[UUID_TEXT];

    (void)state;
    assert_true(uuid_valid("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", out));
    assert_string_equal(out, "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
}

static void what_is_no_uuid_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6a",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bfg",
        "f81d4fae07dec-11d0-a765-00a0c91e6bf6",
        "f81d4faea7deca11d0aa765a00a0c91e6bf6",
        "{81d4fae-7dec-11d0-a765-00a0c91e6bf}",
        "f81d4fae-7dec-11d0-a765-00a0c91e-bf6",
        " 81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "00000000-0000-0000-0000-000000000000",
    };
    char out[UUID_TEXT] = "unset";

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(uuid_valid(bad[i], out));
    assert_string_equal(out, "unset");
}

static void hexadecimal_goes_both_ways_and_is_exact(void **state)
{
    static const uint8_t bytes[] = { 0x00, 0x9f, 0xff };
    uint8_t back[3];
    char text[7];

    (void)state;
    hex_write(bytes, sizeof bytes, text);
    assert_string_equal(text, "009fff");
    assert_true(hex_read("009FfF", back, 3));
    assert_memory_equal(back, bytes, 3);
    assert_false(hex_read("009ff", back, 3));
    assert_false(hex_read("009ffff", back, 3));
    assert_false(hex_read("009ffff0", back, 3));
    assert_false(hex_read("009ffg", back, 3));
    assert_false(hex_read("00 9ff", back, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_43_url_characters_and_unequal),
        cmocka_unit_test(a_token_is_found_by_its_hash_alone),
        cmocka_unit_test(what_has_not_a_tokens_form_is_refused),
        cmocka_unit_test(a_csrf_token_is_good_for_its_session_and_store),
        cmocka_unit_test(a_difference_anywhere_is_found),
        cmocka_unit_test(comparing_takes_as_long_wherever_the_difference),
        cmocka_unit_test(new_uuids_are_of_version_4_and_unequal),
        cmocka_unit_test(a_uuid_is_brought_to_lower_case),
        cmocka_unit_test(what_is_no_uuid_is_refused),
        cmocka_unit_test(hexadecimal_goes_both_ways_and_is_exact),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
