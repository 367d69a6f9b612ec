/* Sealed values open in their own place, under their own key, unchanged. */
#include "crypto_scratch.h"

#include <pthread.h>

#include "crypto/seal.h"

static const struct seal_at here = { "student", "id_no", 42 };
static const char id_no[] = "230381201501010019";

struct world {
    struct keys *keys;
    struct arena arena;
    const uint8_t *blob; /* id_no, sealed here */
    size_t n;
};

static struct world world_new(void)
{
    struct world w = { .keys = scratch_keys() };

    arena_init(&w.arena, 0);
    assert_int_equal(seal_text(w.keys, &here, &w.arena, id_no, &w.blob, &w.n),
                     ERR_OK);
    return w;
}

static void world_end(struct world *w)
{
    arena_free(&w->arena);
    keys_free(w->keys);
}

static void expect_open(struct world *w, const struct seal_at *at,
                        const uint8_t *blob, size_t n, enum err want)
{
    const char *text = "unset";

    assert_int_equal(seal_open_text(w->keys, at, blob, n, &w->arena, &text),
                     want);
    assert_string_equal(text, want == ERR_OK ? id_no : "unset");
}

static void a_sealed_text_opens_again_and_does_not_show(void **state)
{
    struct world w = world_new();

    (void)state;
    assert_int_equal(w.n, seal_size(strlen(id_no)));
    assert_null(memmem(w.blob, w.n, id_no, 4));
    expect_open(&w, &here, w.blob, w.n, ERR_OK);
    world_end(&w);
}

static void the_same_text_never_seals_to_the_same_bytes(void **state)
{
    struct world w = world_new();
    const uint8_t *again;
    size_t n;

    (void)state;
    assert_int_equal(seal_text(w.keys, &here, &w.arena, id_no, &again, &n),
                     ERR_OK);
    assert_memory_not_equal(w.blob + 2, again + 2, 24);
    assert_memory_not_equal(w.blob + 26, again + 26, strlen(id_no));
    world_end(&w);
}

static void a_value_changed_in_any_bit_is_refused(void **state)
{
    struct world w = world_new();
    uint8_t *copy = arena_alloc(&w.arena, w.n);

    (void)state;
    memcpy(copy, w.blob, w.n);
    for (size_t i = 0; i < w.n * 8; i++) {
        copy[i / 8] ^= (uint8_t)(1 << i % 8);
        expect_open(&w, &here, copy, w.n, ERR_DAMAGED);
        copy[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    expect_open(&w, &here, copy, w.n, ERR_OK);
    world_end(&w);
}

static void a_value_cut_anywhere_is_refused(void **state)
{
    struct world w = world_new();

    (void)state;
    for (size_t n = 0; n < w.n; n++) {
        uint8_t *copy = malloc(n + 1); /* its end is watched */

        assert_non_null(copy);
        memcpy(copy, w.blob, n);
        copy = realloc(copy, n > 0 ? n : 1);
        expect_open(&w, &here, copy, n, ERR_DAMAGED);
        free(copy);
    }
    world_end(&w);
}

static void a_value_in_another_place_is_refused(void **state)
{
    static const struct seal_at elsewhere[] = {
        { "student", "id_no", 43 },      { "student", "phone", 42 },
        { "guardian", "id_no", 42 },     { "studenti", "d_no", 42 },
        { "student", "id_no", 42 << 8 }, { "", "studentid_no", 42 },
    };
    struct world w = world_new();

    (void)state;
    for (size_t i = 0; i < COUNT(elsewhere); i++)
        expect_open(&w, &elsewhere[i], w.blob, w.n, ERR_DAMAGED);
    world_end(&w);
}

static void a_value_under_other_keys_is_refused(void **state)
{
    struct world w = world_new(), other = world_new();

    (void)state;
    expect_open(&other, &here, w.blob, w.n, ERR_DAMAGED);
    world_end(&other);
    world_end(&w);
}

static void after_rotation_old_values_open_and_are_stale(void **state)
{
    struct world w = world_new();
    struct keys *old = w.keys;
    const uint8_t *fresh;
    size_t n;

    (void)state;
    assert_false(seal_stale(w.keys, w.blob, w.n));
    assert_int_equal(keys_rotate(old, KEY_SEAL, &w.keys), ERR_OK);
    expect_open(&w, &here, w.blob, w.n, ERR_OK);
    assert_true(seal_stale(w.keys, w.blob, w.n));
    assert_int_equal(seal_text(w.keys, &here, &w.arena, id_no, &fresh, &n),
                     ERR_OK);
    assert_int_equal(fresh[0], 2);
    assert_false(seal_stale(w.keys, fresh, n));
    expect_open(&w, &here, fresh, n, ERR_OK);
    keys_free(old);
    world_end(&w);
}

static void large_and_empty_data_come_back_whole(void **state)
{
    static const size_t sizes[] = { 0, 1, 4096, 3000001 };
    struct world w = world_new();

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        size_t n = sizes[i], len = 99;
        uint8_t *data = malloc(n + 1), *back = malloc(n + 1);
        uint8_t *blob = malloc(seal_size(n));

        for (size_t j = 0; j < n; j++)
            data[j] = (uint8_t)(j * 7 + j / 251);
        assert_int_equal(
            seal_bytes(w.keys, &here, n > 0 ? data : NULL, n, blob), ERR_OK);
        assert_int_equal(
            seal_open_bytes(w.keys, &here, blob, seal_size(n), back, &len),
            ERR_OK);
        assert_int_equal(len, n);
        assert_true(memcmp(data, back, n) == 0);
        blob[seal_size(n) - 1] ^= 1;
        memset(back, 0, n);
        assert_int_equal(
            seal_open_bytes(w.keys, &here, blob, seal_size(n), back, &len),
            ERR_DAMAGED);
        for (size_t j = 0; j < n; j++)
            assert_int_equal(back[j], 0);
        free(data);
        free(back);
        free(blob);
    }
    world_end(&w);
}

static void bytes_with_a_nul_do_not_open_as_text(void **state)
{
    struct world w = world_new();
    uint8_t blob[64];

    (void)state;
    assert_int_equal(seal_bytes(w.keys, &here, "a\0b", 3, blob), ERR_OK);
    expect_open(&w, &here, blob, seal_size(3), ERR_DAMAGED);
    world_end(&w);
}

static void a_name_too_long_to_bind_is_refused(void **state)
{
    char name[66] = "";
    struct seal_at at = { name, "id_no", 1 };
    struct world w = world_new();
    uint8_t blob[64];

    (void)state;
    memset(name, 'x', 65);
    assert_int_equal(seal_bytes(w.keys, &at, "a", 1, blob), ERR_INTERNAL);
    name[64] = '\0';
    assert_int_equal(seal_bytes(w.keys, &at, "a", 1, blob), ERR_OK);
    world_end(&w);
}

static void an_exhausted_arena_is_told(void **state)
{
    struct world w = world_new();
    struct arena small;
    const uint8_t *blob;
    const char *text;
    size_t n;

    (void)state;
    arena_init(&small, 8);
    assert_int_equal(seal_text(w.keys, &here, &small, id_no, &blob, &n),
                     ERR_NO_MEMORY);
    assert_int_equal(seal_open_text(w.keys, &here, w.blob, w.n, &small, &text),
                     ERR_NO_MEMORY);
    arena_free(&small);
    world_end(&w);
}

static void *seal_and_open_often(void *keys)
{
    for (int64_t i = 0; i < 2000; i++) {
        struct seal_at at = { "student", "phone", i };
        uint8_t blob[64], back[8];
        size_t len;

        if (seal_bytes(keys, &at, "01234567", 8, blob) != ERR_OK ||
            seal_open_bytes(keys, &at, blob, seal_size(8), back, &len) !=
                ERR_OK ||
            memcmp(back, "01234567", 8) != 0)
            return keys;
    }
    return NULL;
}

static void several_threads_seal_at_once(void **state)
{
    struct keys *keys = scratch_keys();
    pthread_t t[4];

    (void)state;
    for (size_t i = 0; i < COUNT(t); i++)
        assert_int_equal(pthread_create(&t[i], NULL, seal_and_open_often, keys),
                         0);
    for (size_t i = 0; i < COUNT(t); i++) {
        void *failed;

        assert_int_equal(pthread_join(t[i], &failed), 0);
        assert_null(failed);
    }
    keys_free(keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealed_text_opens_again_and_does_not_show),
        cmocka_unit_test(the_same_text_never_seals_to_the_same_bytes),
        cmocka_unit_test(a_value_changed_in_any_bit_is_refused),
        cmocka_unit_test(a_value_cut_anywhere_is_refused),
        cmocka_unit_test(a_value_in_another_place_is_refused),
        cmocka_unit_test(a_value_under_other_keys_is_refused),
        cmocka_unit_test(after_rotation_old_values_open_and_are_stale),
        cmocka_unit_test(large_and_empty_data_come_back_whole),
        cmocka_unit_test(bytes_with_a_nul_do_not_open_as_text),
        cmocka_unit_test(a_name_too_long_to_bind_is_refused),
        cmocka_unit_test(an_exhausted_arena_is_told),
        cmocka_unit_test(several_threads_seal_at_once),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
