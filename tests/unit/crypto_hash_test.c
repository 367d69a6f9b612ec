/* Hashes against published values; the chain and its signed heads. */
#include "crypto_scratch.h"

#include "crypto/hash.h"
#include "crypto/token.h"

static void expect_hex(const uint8_t h[HASH_BYTES], const char *want)
{
    char text[2 * HASH_BYTES + 1];

    hex_write(h, HASH_BYTES, text);
    assert_string_equal(text, want);
}

/* FIPS 180-4 examples. */
static void sha256_gives_the_published_values(void **state)
{
    uint8_t h[HASH_BYTES];
    struct sha256 s;

    (void)state;
    sha256_of("abc", 3, h);
    expect_hex(h, "ba7816bf8f01cfea414140de5dae2223"
                  "b00361a396177a9cb410ff61f20015ad");
    sha256_of(NULL, 0, h);
    expect_hex(h, "e3b0c44298fc1c149afbf4c8996fb924"
                  "27ae41e4649b934ca495991b7852b855");
    sha256_start(&s);
    for (int i = 0; i < 1000; i++) {
        char part[1000];

        memset(part, 'a', sizeof part);
        sha256_add(&s, part, sizeof part);
    }
    sha256_end(&s, h);
    expect_hex(h, "cdc76e5c9914fb9281a1c7e284d73e67"
                  "f1809a48a497200e046d39ccc7112cd0");
}

/* BLAKE2b-256 of "abc", as b2sum -l 256 gives it. */
static void blake2b_gives_the_known_value_in_any_parts(void **state)
{
    static const char want[] = "bddd813c634239723171ef3fee98579b"
                               "94964e3bb1cb3e427262c8c068d52319";
    uint8_t out[HASH_BYTES];
    struct hash h;

    (void)state;
    hash_start(&h);
    hash_add(&h, "abc", 3);
    hash_end(&h, out);
    expect_hex(out, want);
    hash_start(&h);
    hash_add(&h, "a", 1);
    hash_add(&h, NULL, 0);
    hash_add(&h, "bc", 2);
    hash_end(&h, out);
    expect_hex(out, want);
}

/* The chain's form is stored for years: this value must never change. */
static void the_chains_form_is_fixed(void **state)
{
    static const uint8_t prev[HASH_BYTES] = { 1, 2, 3 };
    const struct chain_field f[] = { chain_int(7), chain_text("case.open"),
                                     chain_text(NULL), chain_bytes("\0x", 2) };
    uint8_t out[HASH_BYTES];
    struct hash h;

    (void)state;
    hash_start(&h);
    hash_add(&h, "t\x0e\0\0\0\0\0\0\0baoxue.audit.1", 23);
    hash_add(&h, "b\x20\0\0\0\0\0\0\0", 9);
    hash_add(&h, prev, sizeof prev);
    hash_add(&h, "i\x04\0\0\0\0\0\0\0", 9);
    hash_add(&h, "i\x07\0\0\0\0\0\0\0", 9);
    hash_add(&h, "t\x09\0\0\0\0\0\0\0case.open", 18);
    hash_add(&h, "n\0\0\0\0\0\0\0\0", 9);
    hash_add(&h, "b\x02\0\0\0\0\0\0\0\0x", 11);
    hash_end(&h, out);
    {
        uint8_t got[HASH_BYTES];

        chain_hash(prev, "baoxue.audit.1", f, COUNT(f), got);
        assert_memory_equal(got, out, HASH_BYTES);
    }
}

#define F(...) ((const struct chain_field[]) { __VA_ARGS__ })

static void no_two_rows_have_the_same_hash(void **state)
{
    static const uint8_t zero[HASH_BYTES], one[HASH_BYTES] = { 1 };
    const struct {
        const uint8_t *prev;
        const char *domain;
        const struct chain_field *f;
        size_t n;
    } t[] = {
        { NULL, "a", NULL, 0 },
        { zero, "a", NULL, 0 },
        { one, "a", NULL, 0 },
        { NULL, "b", NULL, 0 },
        { NULL, "a", F(chain_text("")), 1 },
        { NULL, "a", F(chain_text(NULL)), 1 },
        { NULL, "a", F(chain_bytes("", 0)), 1 },
        { NULL, "a", F(chain_int(0)), 1 },
        { NULL, "a", F(chain_int(-1)), 1 },
        { NULL, "a", F(chain_int(49)), 1 },
        { NULL, "a", F(chain_text("1")), 1 },
        { NULL, "a", F(chain_bytes("1", 1)), 1 },
        { NULL, "a", F(chain_text("12"), chain_text("3")), 2 },
        { NULL, "a", F(chain_text("1"), chain_text("23")), 2 },
        { NULL, "a", F(chain_text("123"), chain_text("")), 2 },
        { NULL, "a", F(chain_text("123")), 1 },
    };
    uint8_t h[COUNT(t)][HASH_BYTES];

    (void)state;
    for (size_t i = 0; i < COUNT(t); i++) {
        chain_hash(t[i].prev, t[i].domain, t[i].f, t[i].n, h[i]);
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(h[i], h[j], HASH_BYTES);
    }
}

static void a_signed_head_is_checked_with_the_public_key(void **state)
{
    struct keys *k = scratch_keys();
    struct chain_head head = { 12, 1767225600000, { 5 } };
    struct chain_signature s;
    uint8_t public_key[SIGN_PUBLIC];

    (void)state;
    assert_int_equal(chain_sign(k, &head, &s), ERR_OK);
    assert_int_equal(s.key_version, 1);
    assert_int_equal(chain_public_key(k, 1, public_key), ERR_OK);
    assert_int_equal(chain_verify(public_key, &head, &s), ERR_OK);
    keys_free(k);
}

static void a_changed_head_or_signature_is_refused(void **state)
{
    struct keys *k = scratch_keys(), *other = scratch_keys();
    struct chain_head head = { 12, 1767225600000, { 5 } }, bad;
    struct chain_signature s, t;
    uint8_t public_key[SIGN_PUBLIC], wrong[SIGN_PUBLIC];

    (void)state;
    assert_int_equal(chain_sign(k, &head, &s), ERR_OK);
    assert_int_equal(chain_public_key(k, 1, public_key), ERR_OK);
    assert_int_equal(chain_public_key(other, 1, wrong), ERR_OK);
    assert_int_equal(chain_verify(wrong, &head, &s), ERR_DAMAGED);
    bad = head;
    bad.entry++;
    assert_int_equal(chain_verify(public_key, &bad, &s), ERR_DAMAGED);
    bad = head;
    bad.at++;
    assert_int_equal(chain_verify(public_key, &bad, &s), ERR_DAMAGED);
    for (size_t i = 0; i < HASH_BYTES; i++) {
        bad = head;
        bad.hash[i] ^= 1;
        assert_int_equal(chain_verify(public_key, &bad, &s), ERR_DAMAGED);
    }
    for (size_t i = 0; i < SIGN_BYTES; i++) {
        t = s;
        t.bytes[i] ^= 1;
        assert_int_equal(chain_verify(public_key, &head, &t), ERR_DAMAGED);
    }
    t = s;
    t.key_version = 2;
    assert_int_equal(chain_verify(public_key, &head, &t), ERR_DAMAGED);
    keys_free(k);
    keys_free(other);
}

static void old_heads_are_checked_after_the_key_changed(void **state)
{
    struct keys *old = scratch_keys(), *k;
    struct chain_head head = { 1, 2, { 3 } };
    struct chain_signature before, after;
    uint8_t public_key[SIGN_PUBLIC];

    (void)state;
    assert_int_equal(chain_sign(old, &head, &before), ERR_OK);
    assert_int_equal(keys_rotate(old, KEY_AUDIT, &k), ERR_OK);
    assert_int_equal(chain_sign(k, &head, &after), ERR_OK);
    assert_int_equal(after.key_version, 2);
    assert_int_equal(chain_public_key(k, 1, public_key), ERR_OK);
    assert_int_equal(chain_verify(public_key, &head, &before), ERR_OK);
    assert_int_equal(chain_verify(public_key, &head, &after), ERR_DAMAGED);
    assert_int_equal(chain_public_key(k, 2, public_key), ERR_OK);
    assert_int_equal(chain_verify(public_key, &head, &after), ERR_OK);
    assert_int_equal(chain_public_key(k, 3, public_key), ERR_NOT_FOUND);
    assert_int_equal(chain_public_key(k, 257, public_key), ERR_NOT_FOUND);
    keys_free(old);
    keys_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_published_values),
        cmocka_unit_test(blake2b_gives_the_known_value_in_any_parts),
        cmocka_unit_test(the_chains_form_is_fixed),
        cmocka_unit_test(no_two_rows_have_the_same_hash),
        cmocka_unit_test(a_signed_head_is_checked_with_the_public_key),
        cmocka_unit_test(a_changed_head_or_signature_is_refused),
        cmocka_unit_test(old_heads_are_checked_after_the_key_changed),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
