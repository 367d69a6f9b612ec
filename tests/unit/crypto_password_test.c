/* Passwords: the hash, what may be one, and one-time passwords. */
#include "crypto_scratch.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "crypto/password.h"

static const struct password_cost cheap = { 1, 8192 };
static const char good[] = "修渠的人 brings 4 lanterns";

static void the_cost_is_the_agreed_one(void **state)
{
    char hash[PASSWORD_HASH_MAX];

    (void)state;
    assert_int_equal(password_hash(&password_cost, good, hash), ERR_OK);
    assert_memory_equal(hash, "$argon2id$v=19$m=65536,t=3,p=1$", 31);
    assert_false(password_needs_rehash(&password_cost, hash));
    assert_int_equal(password_verify(hash, good), ERR_OK);
}

static void only_the_password_itself_is_accepted(void **state)
{
    static const char *const wrong[] = {
        "",
        "修渠的人 brings 4 lantern",
        "修渠的人 brings 4 lanternS",
        "修渠的人 brings 4 lanterns ",
    };
    char hash[PASSWORD_HASH_MAX];

    (void)state;
    assert_int_equal(password_hash(&cheap, good, hash), ERR_OK);
    assert_int_equal(password_verify(hash, good), ERR_OK);
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(password_verify(hash, wrong[i]), ERR_BAD_LOGIN);
}

static void every_hash_has_a_salt_of_its_own(void **state)
{
    char a[PASSWORD_HASH_MAX], b[PASSWORD_HASH_MAX];

    (void)state;
    assert_int_equal(password_hash(&cheap, good, a), ERR_OK);
    assert_int_equal(password_hash(&cheap, good, b), ERR_OK);
    assert_string_not_equal(a, b);
}

static void what_is_no_hash_is_damage_and_not_a_wrong_password(void **state)
{
    static const char *const bad[] = {
        "",
        "x",
        "$argon2id$",
        "$argon2id$v=19$m=8,t=1,p=1$AAAA",
        "$argon2id$v=19$m=1,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$",
        "$argon2i$v=19$m=8192,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAA",
    };
    char longer[PASSWORD_HASH_MAX + 1];

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(password_verify(bad[i], good), ERR_DAMAGED);
    memset(longer, 'a', sizeof longer);
    memcpy(longer, "$argon2id$", 10);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(password_verify(longer, good), ERR_DAMAGED);
}

static void a_hash_at_another_cost_is_made_anew(void **state)
{
    char hash[PASSWORD_HASH_MAX];

    (void)state;
    assert_int_equal(password_hash(&cheap, good, hash), ERR_OK);
    assert_true(password_needs_rehash(&password_cost, hash));
    assert_false(password_needs_rehash(&cheap, hash));
    assert_true(password_needs_rehash(&cheap, "no hash"));
}

/* In a child of its own, whose memory ends below what one hash takes. */
static void a_lack_of_memory_is_not_a_wrong_password(void **state)
{
    const struct rlimit none = { 1 << 20, 1 << 20 };
    char hash[PASSWORD_HASH_MAX];
    pid_t child;
    int status;

    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    skip(); /* a sanitizer's own memory ends there too */
#endif
    assert_int_equal(password_hash(&password_cost, good, hash), ERR_OK);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char out[PASSWORD_HASH_MAX];

        if (setrlimit(RLIMIT_DATA, &none) != 0)
            _exit(1);
        if (password_verify(hash, good) != ERR_NO_MEMORY)
            _exit(2);
        if (password_hash(&password_cost, good, out) != ERR_NO_MEMORY)
            _exit(3);
        if (password_verify_nobody(&password_cost, good) != ERR_NO_MEMORY)
            _exit(4);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static int64_t cpu_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The least of several times, so that a busy machine does no harm. */
static void an_unknown_user_costs_as_much_as_a_known_one(void **state)
{
    int64_t known = INT64_MAX, unknown = INT64_MAX;
    char hash[PASSWORD_HASH_MAX];

    (void)state;
    assert_int_equal(password_hash(&password_cost, good, hash), ERR_OK);
    for (int i = 0; i < 4; i++) {
        int64_t start = cpu_us(), took;

        assert_int_equal(password_verify(hash, "no"), ERR_BAD_LOGIN);
        took = cpu_us() - start;
        known = took < known ? took : known;
        start = cpu_us();
        assert_int_equal(password_verify_nobody(&password_cost, "no"),
                         ERR_BAD_LOGIN);
        took = cpu_us() - start;
        unknown = took < unknown ? took : unknown;
    }
    assert_true(known * 2 > unknown && unknown * 2 > known);
}

static void judged(const char *text, const char *username,
                   enum password_fault want)
{
    enum password_fault got = password_judge(text, username);

    if (got != want)
        fail_msg("\"%s\" is judged %d, not %d", text, (int)got, (int)want);
}

static void each_bad_password_is_told_its_fault(void **state)
{
    static const struct {
        const char *text;
        enum password_fault fault;
    } t[] = {
        { "", PASSWORD_SHORT },
        { "v8Kq-3ndW_x", PASSWORD_SHORT },          /* 11 */
        { "十一个汉字不够做密码", PASSWORD_SHORT }, /* 30 bytes */
        { "230381201501010019", PASSWORD_DIGITS },
        { "23038120150101001X", PASSWORD_DIGITS },
        { "840275619384", PASSWORD_DIGITS },
        { "baoxue123456", PASSWORD_COMMON },
        { "Password2026", PASSWORD_COMMON },
        { "P@ssw0rd!!!!", PASSWORD_COMMON },
        { "qwertyuiop[]", PASSWORD_COMMON },
        { "1qaz2wsx3edc", PASSWORD_COMMON },
        { "KongchuoBaoxue2026", PASSWORD_COMMON },
        { "hulin-jiaoyuju", PASSWORD_COMMON },
        { "Hulin@2026jiaoyuju", PASSWORD_COMMON },
        { "虎林控辍保学教育局密码2026", PASSWORD_COMMON },
        { "aaaaaaaaaaaaaaaa", PASSWORD_REPEATED },
        { "虎虎虎虎虎虎虎虎虎虎虎虎", PASSWORD_REPEATED },
        { "k9vk9vk9vk9v", PASSWORD_REPEATED },
        { "kv9vkv9kkv9kv9vk", PASSWORD_REPEATED },
        { "abcdefghijklm", PASSWORD_SEQUENCE },
        { "ZYXWVUTSRQPO", PASSWORD_SEQUENCE },
        { "abcabcabcabcd", PASSWORD_SEQUENCE },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(t); i++)
        judged(t[i].text, NULL, t[i].fault);
}

static void any_other_text_of_twelve_characters_is_good(void **state)
{
    static const char *const t[] = {
        "v8Kq-3ndW_xe",
        "十二个汉字可以当作密码用",
        "correct horse battery staple",
        "hulin has long white winters",
        "𠮷野家的门口有三只红猫啊",
        "\xff\xfe\xc3 raw bytes too",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(t); i++)
        judged(t[i], NULL, PASSWORD_GOOD);
}

static void the_length_limits_are_exact(void **state)
{
    char text[PASSWORD_BYTES_MAX + 2];

    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('!' + i * 37 % 89);
    text[PASSWORD_BYTES_MAX + 1] = '\0';
    judged(text, NULL, PASSWORD_LONG);
    text[PASSWORD_BYTES_MAX] = '\0';
    judged(text, NULL, PASSWORD_GOOD);
    text[12] = '\0';
    judged(text, NULL, PASSWORD_GOOD);
    text[11] = '\0';
    judged(text, NULL, PASSWORD_SHORT);
}

static void the_user_name_is_no_password(void **state)
{
    (void)state;
    judged("wzy-kd-twp07-x9", NULL, PASSWORD_GOOD);
    judged("wzy-kd-twp07-x9", "WZY-kd-twp07", PASSWORD_COMMON);
    judged("wzy-kd-twp07-x9", "", PASSWORD_GOOD);
    judged("wzy-kd-twp07-x9", "w", PASSWORD_GOOD);
}

static void every_fault_has_its_own_sentence(void **state)
{
    (void)state;
    assert_string_equal(password_fault_text(PASSWORD_GOOD), "");
    for (int f = PASSWORD_GOOD + 1; f < PASSWORD_FAULT_N; f++) {
        const char *text = password_fault_text((enum password_fault)f);

        assert_non_null(strstr(text, "没有保存"));
        for (int g = 0; g < f; g++)
            assert_string_not_equal(
                text, password_fault_text((enum password_fault)g));
    }
}

static void one_time_passwords_are_readable_good_and_unequal(void **state)
{
    char last[PASSWORD_RANDOM] = "", now[PASSWORD_RANDOM];
    unsigned char seen[256] = { 0 };
    int symbols = 0;

    (void)state;
    for (int i = 0; i < 500; i++) {
        password_random(now);
        assert_int_equal(strlen(now), PASSWORD_RANDOM - 1);
        assert_null(strpbrk(now, "0O1lIo"));
        assert_int_equal(password_judge(now, NULL), PASSWORD_GOOD);
        assert_string_not_equal(now, last);
        memcpy(last, now, sizeof last);
        for (const char *c = now; *c != '\0'; c++)
            seen[(unsigned char)*c] = 1;
    }
    for (size_t i = 0; i < sizeof seen; i++)
        symbols += seen[i];
    assert_int_equal(symbols, 32 + 1); /* five bits each, and the dash */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cost_is_the_agreed_one),
        cmocka_unit_test(only_the_password_itself_is_accepted),
        cmocka_unit_test(every_hash_has_a_salt_of_its_own),
        cmocka_unit_test(what_is_no_hash_is_damage_and_not_a_wrong_password),
        cmocka_unit_test(a_hash_at_another_cost_is_made_anew),
        cmocka_unit_test(a_lack_of_memory_is_not_a_wrong_password),
        cmocka_unit_test(an_unknown_user_costs_as_much_as_a_known_one),
        cmocka_unit_test(each_bad_password_is_told_its_fault),
        cmocka_unit_test(any_other_text_of_twelve_characters_is_good),
        cmocka_unit_test(the_length_limits_are_exact),
        cmocka_unit_test(the_user_name_is_no_password),
        cmocka_unit_test(every_fault_has_its_own_sentence),
        cmocka_unit_test(one_time_passwords_are_readable_good_and_unequal),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
