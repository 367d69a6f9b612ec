/* Key file and keyring: what opens, and that nothing else does. */
#include "crypto_scratch.h"

#include <signal.h>
#include <sys/wait.h>

#include "crypto/blind.h"
#include "crypto/outfile.h"

#define STORE "0b9d4f6e-store"
#define ROWS 8

struct ring {
    struct key_row row[ROWS];
    uint8_t wrapped[ROWS][KEY_WRAPPED];
    size_t n;
};

static size_t read_file(const char *path, uint8_t *out, size_t cap)
{
    int fd = open(path, O_RDONLY);
    ssize_t n = read(fd, out, cap);

    assert_true(fd >= 0 && n >= 0);
    close(fd);
    return (size_t)n;
}

static void write_file(const char *path, const uint8_t *data, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_int_equal(write(fd, data, n), n);
    close(fd);
}

static void expect_kek(const char *path, enum err want)
{
    struct kek *k = NULL;

    assert_int_equal(kek_open(path, &k), want);
    kek_close(k);
}

static void save(const struct keys *k, const struct kek *kek, struct ring *out)
{
    memset(out, 0, sizeof *out);
    out->n = keys_count(k);
    assert_true(out->n <= ROWS);
    for (size_t i = 0; i < out->n; i++)
        assert_int_equal(
            keys_wrap(k, kek, STORE, i, out->wrapped[i], &out->row[i]), ERR_OK);
}

static void expect_load(const struct kek *kek, const char *store,
                        const struct ring *r, enum err want)
{
    struct keys *k = NULL;

    assert_int_equal(keys_load(kek, store, r->row, r->n, &k), want);
    keys_free(k);
}

static void a_key_file_is_private_and_loads(void **state)
{
    struct scratch s = scratch_open();
    struct stat st;

    (void)state;
    assert_int_equal(kek_create(s.path), ERR_OK);
    assert_int_equal(stat(s.path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_size, 64);
    expect_kek(s.path, ERR_OK);
    scratch_close(&s);
}

static void an_existing_key_file_is_never_overwritten(void **state)
{
    struct scratch s = scratch_open();
    uint8_t before[65], after[65];

    (void)state;
    assert_int_equal(kek_create(s.path), ERR_OK);
    assert_int_equal(read_file(s.path, before, sizeof before), 64);
    assert_int_equal(kek_create(s.path), ERR_CONFLICT);
    assert_int_equal(read_file(s.path, after, sizeof after), 64);
    assert_memory_equal(before, after, 64);
    scratch_close(&s);
}

static void a_key_file_that_others_may_touch_is_refused(void **state)
{
    static const mode_t bad[] = { 0640, 0620, 0604, 0644, 0601, 0777 };
    struct scratch s = scratch_open();

    (void)state;
    assert_int_equal(kek_create(s.path), ERR_OK);
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(chmod(s.path, bad[i]), 0);
        expect_kek(s.path, ERR_KEY);
    }
    assert_int_equal(chmod(s.path, 0400), 0);
    expect_kek(s.path, ERR_OK);
    scratch_close(&s);
}

static void a_key_file_changed_in_any_byte_is_refused(void **state)
{
    struct scratch s = scratch_open();
    uint8_t file[65];

    (void)state;
    assert_int_equal(kek_create(s.path), ERR_OK);
    assert_int_equal(read_file(s.path, file, sizeof file), 64);
    for (size_t i = 0; i < 64; i++) {
        file[i] ^= 1;
        write_file(s.path, file, 64);
        expect_kek(s.path, ERR_KEY);
        file[i] ^= 1;
    }
    write_file(s.path, file, 64);
    expect_kek(s.path, ERR_OK);
    scratch_close(&s);
}

static void a_key_file_of_another_size_is_refused(void **state)
{
    struct scratch s = scratch_open();
    uint8_t file[65] = { 0 };

    (void)state;
    assert_int_equal(kek_create(s.path), ERR_OK);
    assert_int_equal(read_file(s.path, file, sizeof file), 64);
    for (size_t n = 0; n <= sizeof file; n++) {
        write_file(s.path, file, n);
        expect_kek(s.path, n == 64 ? ERR_OK : ERR_KEY);
    }
    scratch_close(&s);
}

static void what_is_no_file_is_no_key_file(void **state)
{
    struct scratch s = scratch_open();

    (void)state;
    expect_kek(s.path, ERR_KEY);
    assert_int_equal(chmod(s.dir, 0700), 0);
    expect_kek(s.dir, ERR_KEY);
    assert_int_equal(mkfifo(s.path, 0600), 0);
    expect_kek(s.path, ERR_KEY);
    scratch_close(&s);
}

static void derived_keys_differ_by_use_and_by_master_key(void **state)
{
    struct kek *a = scratch_kek(), *b = scratch_kek();
    uint8_t one[KEY_BYTES], two[KEY_BYTES];

    (void)state;
    kek_derive(a, "bxbackup", one);
    kek_derive(a, "bxbackup", two);
    assert_memory_equal(one, two, KEY_BYTES);
    kek_derive(a, "bxwrap__", two);
    assert_memory_not_equal(one, two, KEY_BYTES);
    kek_derive(b, "bxbackup", two);
    assert_memory_not_equal(one, two, KEY_BYTES);
    assert_memory_not_equal(kek_id(a), kek_id(b), KEK_ID);
    kek_close(a);
    kek_close(b);
}

static void a_new_set_has_a_different_key_for_each_purpose(void **state)
{
    struct keys *k = scratch_keys();

    (void)state;
    assert_int_equal(keys_count(k), KEY_PURPOSE_N);
    for (int p = 0; p < KEY_PURPOSE_N; p++) {
        assert_int_equal(keys_current(k, (enum key_purpose)p), 1);
        for (int q = 0; q < p; q++)
            assert_memory_not_equal(keys_bytes(k, (enum key_purpose)p, 1),
                                    keys_bytes(k, (enum key_purpose)q, 1),
                                    KEY_BYTES);
    }
    keys_free(k);
}

static void a_saved_keyring_opens_to_the_same_keys(void **state)
{
    struct kek *kek = scratch_kek();
    struct keys *first = scratch_keys(), *k, *again;
    struct ring r;

    (void)state;
    assert_int_equal(keys_rotate(first, KEY_SEAL, &k), ERR_OK);
    save(k, kek, &r);
    assert_int_equal(r.n, KEY_PURPOSE_N + 1);
    assert_int_equal(keys_load(kek, STORE, r.row, r.n, &again), ERR_OK);
    assert_int_equal(keys_current(again, KEY_SEAL), 2);
    for (int p = 0; p < KEY_PURPOSE_N; p++)
        assert_memory_equal(keys_bytes(k, (enum key_purpose)p, 1),
                            keys_bytes(again, (enum key_purpose)p, 1),
                            KEY_BYTES);
    assert_memory_equal(keys_bytes(k, KEY_SEAL, 2),
                        keys_bytes(again, KEY_SEAL, 2), KEY_BYTES);
    assert_null(keys_bytes(again, KEY_SEAL, 3));
    assert_null(keys_bytes(again, KEY_INDEX, 2));
    keys_free(again);
    keys_free(k);
    keys_free(first);
    kek_close(kek);
}

static void a_wrapped_key_does_not_show_the_key(void **state)
{
    struct kek *kek = scratch_kek();
    struct keys *k = scratch_keys();
    struct ring r;

    (void)state;
    save(k, kek, &r);
    for (size_t i = 0; i < r.n; i++)
        assert_null(memmem(r.wrapped[i], KEY_WRAPPED,
                           keys_bytes(k, (enum key_purpose)i, 1), 8));
    keys_free(k);
    kek_close(kek);
}

static void another_key_file_is_told_from_a_damaged_row(void **state)
{
    struct kek *kek = scratch_kek(), *other = scratch_kek();
    struct keys *k = scratch_keys();
    struct ring r;

    (void)state;
    save(k, kek, &r);
    expect_load(other, STORE, &r, ERR_KEY);
    /* Even if it claims to be of the other key file, it does not open. */
    for (size_t i = 0; i < r.n; i++)
        memcpy(r.wrapped[i], kek_id(other), KEK_ID);
    expect_load(other, STORE, &r, ERR_DAMAGED);
    keys_free(k);
    kek_close(kek);
    kek_close(other);
}

static void a_new_key_file_takes_over_by_rewrapping(void **state)
{
    struct kek *kek = scratch_kek(), *next = scratch_kek();
    struct keys *k = scratch_keys();
    struct ring r;

    (void)state;
    save(k, next, &r);
    expect_load(next, STORE, &r, ERR_OK);
    expect_load(kek, STORE, &r, ERR_KEY);
    keys_free(k);
    kek_close(kek);
    kek_close(next);
}

static void a_wrapped_key_changed_in_any_byte_is_refused(void **state)
{
    struct kek *kek = scratch_kek();
    struct keys *k = scratch_keys();
    struct ring r;

    (void)state;
    save(k, kek, &r);
    for (size_t i = 0; i < KEY_WRAPPED; i++) {
        r.wrapped[2][i] ^= 0x80;
        expect_load(kek, STORE, &r, i < KEK_ID ? ERR_KEY : ERR_DAMAGED);
        r.wrapped[2][i] ^= 0x80;
    }
    expect_load(kek, STORE, &r, ERR_OK);
    r.row[2].wrapped_n--;
    expect_load(kek, STORE, &r, ERR_DAMAGED);
    keys_free(k);
    kek_close(kek);
}

static void a_row_out_of_its_place_is_refused(void **state)
{
    struct kek *kek = scratch_kek();
    struct keys *k = scratch_keys();
    struct ring r, bad;

    (void)state;
    save(k, kek, &r);
    expect_load(kek, "another-store", &r, ERR_DAMAGED);

    bad = r; /* two purposes swapped */
    bad.row[KEY_SEAL].purpose = "index";
    bad.row[KEY_INDEX].purpose = "seal";
    expect_load(kek, STORE, &bad, ERR_DAMAGED);

    bad = r;
    bad.row[KEY_SEAL].purpose = "spare";
    expect_load(kek, STORE, &bad, ERR_DAMAGED);

    bad = r;
    bad.row[KEY_SEAL].version = 2;
    expect_load(kek, STORE, &bad, ERR_DAMAGED);

    bad = r;
    bad.row[KEY_SEAL].version = 257;
    expect_load(kek, STORE, &bad, ERR_DAMAGED);

    bad = r;
    bad.row[KEY_SEAL].algorithm = 2;
    expect_load(kek, STORE, &bad, ERR_DAMAGED);
    keys_free(k);
    kek_close(kek);
}

static void a_missing_or_doubled_row_is_refused(void **state)
{
    struct kek *kek = scratch_kek();
    struct keys *k = scratch_keys();
    struct ring r, bad;

    (void)state;
    save(k, kek, &r);
    for (size_t i = 0; i < r.n; i++) {
        bad = r;
        bad.row[i] = bad.row[--bad.n];
        expect_load(kek, STORE, &bad, ERR_DAMAGED);
    }
    bad = r;
    bad.row[bad.n++] = bad.row[0];
    expect_load(kek, STORE, &bad, ERR_DAMAGED);
    bad.n = 0;
    expect_load(kek, STORE, &bad, ERR_DAMAGED);
    keys_free(k);
    kek_close(kek);
}

static void wrapping_past_the_end_or_for_a_long_name_is_refused(void **state)
{
    struct kek *kek = scratch_kek();
    struct keys *k = scratch_keys();
    uint8_t wrapped[KEY_WRAPPED];
    struct key_row row;
    char name[102];

    (void)state;
    memset(name, 'x', sizeof name);
    name[101] = '\0';
    assert_int_equal(keys_wrap(k, kek, STORE, keys_count(k), wrapped, &row),
                     ERR_NOT_FOUND);
    assert_int_equal(keys_wrap(k, kek, name, 0, wrapped, &row), ERR_INTERNAL);
    name[100] = '\0';
    assert_int_equal(keys_wrap(k, kek, name, 0, wrapped, &row), ERR_OK);
    keys_free(k);
    kek_close(kek);
}

static void rotation_ends_in_a_rule_and_not_in_an_overrun(void **state)
{
    struct keys *k = scratch_keys(), *next;

    (void)state;
    while (keys_count(k) < KEYS_MAX) {
        assert_int_equal(keys_rotate(k, KEY_SEAL, &next), ERR_OK);
        keys_free(k);
        k = next;
    }
    assert_int_equal(keys_rotate(k, KEY_SEAL, &next), ERR_RULE);
    assert_int_equal(keys_current(k, KEY_SEAL), KEYS_MAX - 3);
    keys_free(k);
}

static void loaded_keys_cannot_be_written_to(void **state)
{
    struct keys *k = scratch_keys();
    const uint8_t *key = keys_bytes(k, KEY_SEAL, 1);
    pid_t child = fork();
    int status;

    (void)state;
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL);
        *(volatile uint8_t *)(uintptr_t)key = 0;
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    keys_free(k);
}

static void the_blind_index_finds_by_equality_alone(void **state)
{
    struct keys *k = scratch_keys(), *other = scratch_keys();
    uint8_t a[BLIND_BYTES], b[BLIND_BYTES];

    (void)state;
    blind_index(k, BLIND_ID_NO, "230381201501010019", a);
    blind_index(k, BLIND_ID_NO, "230381201501010019", b);
    assert_memory_equal(a, b, BLIND_BYTES);
    blind_index(k, BLIND_ID_NO, "230381201501010027", b);
    assert_memory_not_equal(a, b, BLIND_BYTES);
    blind_index(k, BLIND_PHONE, "230381201501010019", b);
    assert_memory_not_equal(a, b, BLIND_BYTES);
    blind_index(k, BLIND_SCHOOL_ROLL, "230381201501010019", b);
    assert_memory_not_equal(a, b, BLIND_BYTES);
    blind_index(other, BLIND_ID_NO, "230381201501010019", b);
    assert_memory_not_equal(a, b, BLIND_BYTES);
    keys_free(k);
    keys_free(other);
}

static void the_blind_index_survives_saving_the_keys(void **state)
{
    struct kek *kek = scratch_kek();
    struct keys *k = scratch_keys(), *again;
    uint8_t a[BLIND_BYTES], b[BLIND_BYTES];
    struct ring r;

    (void)state;
    save(k, kek, &r);
    assert_int_equal(keys_load(kek, STORE, r.row, r.n, &again), ERR_OK);
    blind_index(k, BLIND_ID_NO, "230381201501010019", a);
    blind_index(again, BLIND_ID_NO, "230381201501010019", b);
    assert_memory_equal(a, b, BLIND_BYTES);
    keys_free(again);
    keys_free(k);
    kek_close(kek);
}

static void a_directory_that_is_not_there_takes_no_key_file(void **state)
{
    (void)state;
    assert_int_equal(kek_create("/nonexistent/dir/key"), ERR_IO);
    assert_int_equal(file_sync_directory("/nonexistent/dir/key"), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_file_is_private_and_loads),
        cmocka_unit_test(an_existing_key_file_is_never_overwritten),
        cmocka_unit_test(a_key_file_that_others_may_touch_is_refused),
        cmocka_unit_test(a_key_file_changed_in_any_byte_is_refused),
        cmocka_unit_test(a_key_file_of_another_size_is_refused),
        cmocka_unit_test(what_is_no_file_is_no_key_file),
        cmocka_unit_test(derived_keys_differ_by_use_and_by_master_key),
        cmocka_unit_test(a_new_set_has_a_different_key_for_each_purpose),
        cmocka_unit_test(a_saved_keyring_opens_to_the_same_keys),
        cmocka_unit_test(a_wrapped_key_does_not_show_the_key),
        cmocka_unit_test(another_key_file_is_told_from_a_damaged_row),
        cmocka_unit_test(a_new_key_file_takes_over_by_rewrapping),
        cmocka_unit_test(a_wrapped_key_changed_in_any_byte_is_refused),
        cmocka_unit_test(a_row_out_of_its_place_is_refused),
        cmocka_unit_test(a_missing_or_doubled_row_is_refused),
        cmocka_unit_test(wrapping_past_the_end_or_for_a_long_name_is_refused),
        cmocka_unit_test(rotation_ends_in_a_rule_and_not_in_an_overrun),
        cmocka_unit_test(loaded_keys_cannot_be_written_to),
        cmocka_unit_test(the_blind_index_finds_by_equality_alone),
        cmocka_unit_test(the_blind_index_survives_saving_the_keys),
        cmocka_unit_test(a_directory_that_is_not_there_takes_no_key_file),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
