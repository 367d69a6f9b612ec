/* Texts are stored in one form, and names compared in another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/norm.h"
#include "text/utf8.h"

struct pair {
    const char *in, *out;
};

static void expect_all(enum err (*form)(const char *, struct arena *, char **),
                       const struct pair *t, size_t n)
{
    struct arena a;

    arena_init(&a, 0);
    for (size_t i = 0; i < n; i++) {
        char *out, *again;

        assert_int_equal(form(t[i].in, &a, &out), ERR_OK);
        assert_string_equal(out, t[i].out);
        assert_int_equal(form(out, &a, &again), ERR_OK);
        assert_string_equal(again, out);
    }
    arena_free(&a);
}

static void texts_are_trimmed_and_composed(void **state)
{
    static const struct pair t[] = {
        { "", "" },
        { " \u3000\t\u00A0", "" },
        { "\u3000 虎林镇 \n", "虎林镇" },
        { "一  二", "一  二" },
        { "e\u0301", "é" },
        { "第一行\r\n第二行", "第一行\n第二行" },
        { "\uF900", "豈" }, /* a compatibility 汉字 */
        { "（Ａ）１，２", "（Ａ）１，２" },
        { "𠮷", "𠮷" },
    };

    (void)state;
    expect_all(text_store_form, t, sizeof t / sizeof *t);
}

static void names_are_stored_with_one_dot_and_no_padding(void **state)
{
    static const struct pair t[] = {
        { "王\u3000明", "王明" },
        { " 王 小 明 ", "王小明" },
        { "阿依古丽·买买提", "阿依古丽·买买提" },
        { "阿依古丽•买买提", "阿依古丽·买买提" },
        { "阿依古丽‧买买提", "阿依古丽·买买提" },
        { "阿依古丽・买买提", "阿依古丽·买买提" },
        { "阿依古丽･买买提", "阿依古丽·买买提" },
        { "阿依古丽.买买提", "阿依古丽·买买提" },
        { "阿依古丽．买买提", "阿依古丽·买买提" },
        { "阿依古丽 . 买买提", "阿依古丽·买买提" },
        { "J. Doe", "J. Doe" },
        { "Jane   Doe", "Jane Doe" },
        { "㛃", "㛃" },
    };

    (void)state;
    expect_all(name_store_form, t, sizeof t / sizeof *t);
}

static void names_compare_equal_however_written(void **state)
{
    static const struct pair t[] = {
        { "王 小明", "王小明" },
        { "張偉", "张伟" },
        { "陳峯", "陈峰" },
        { "喆", "喆" }, /* listed: not 哲 */
        { "於", "於" }, /* listed: not 于 */
        { "乾", "乾" }, /* listed: not 干 */
        { "鍾", "钟" },
        { "䶮", "䶮" },
        { "龑", "䶮" },
        { "阿依古丽·买买提", "阿依古丽买买提" },
        { "阿依古丽.买买提", "阿依古丽买买提" },
        { "Ｊａｎｅ ＤＯＥ", "janedoe" },
        { "José", "jose" },
        { "Lü", "lv" },
        { "LÜ", "lv" },
        { "O'Neil-Doe", "oneildoe" },
        { "王\u200B明", "王明" },
        { "⼀", "一" }, /* a radical by itself */
        { "\uF90A", "金" },
        { "김", "김" },
        { "が", "が" },
        { "·", "" },
    };

    (void)state;
    expect_all(name_compare_form, t, sizeof t / sizeof *t);
}

static void bad_utf8_and_endless_names_are_invalid(void **state)
{
    char name[NAME_MAX_CPS * 3 + 4] = "", *out;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(text_store_form("a\xFF", &a, &out), ERR_INVALID);
    assert_int_equal(name_store_form("\xED\xA0\x80", &a, &out), ERR_INVALID);
    assert_int_equal(name_compare_form("王\xE7", &a, &out), ERR_INVALID);
    for (size_t i = 0; i < NAME_MAX_CPS; i++)
        memcpy(name + 3 * i, "王", 4);
    assert_int_equal(name_compare_form(name, &a, &out), ERR_OK);
    memcpy(name + (size_t)3 * NAME_MAX_CPS, "a", 2);
    assert_int_equal(name_compare_form(name, &a, &out), ERR_INVALID);
    memcpy(name + (size_t)3 * NAME_MAX_CPS - 3, "éé", 5);
    assert_int_equal(name_compare_form(name, &a, &out), ERR_INVALID);
    arena_free(&a);
}

static void a_full_arena_is_told(void **state)
{
    struct arena a;
    char *out;

    (void)state;
    arena_init(&a, 8);
    assert_int_equal(text_store_form("一二三四五", &a, &out), ERR_NO_MEMORY);
    assert_int_equal(text_store_form("e\u0301e\u0301", &a, &out),
                     ERR_NO_MEMORY);
    assert_int_equal(name_compare_form("一二三四五", &a, &out), ERR_NO_MEMORY);
    arena_free(&a);
}

/* Whatever valid text comes in, valid text comes out, and normalising twice
 * changes nothing. */
static void random_texts_stay_valid_and_settle(void **state)
{
    static const uint32_t likely[] = { 0x738B, 0x20,   0x3000, 0xB7,   '.',
                                       0x301,  0x308,  'u',    'U',    0xFF35,
                                       0x1100, 0x1161, 0xF900, 0x200B, '\r',
                                       '\n',   0x20BB7 };
    unsigned seed = 2020;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (int round = 0; round < 30000; round++) {
        char in[64], *out, *again;
        size_t n = 0, len = (size_t)rand_r(&seed) % 14;

        for (size_t i = 0; i < len; i++) {
            unsigned r = (unsigned)rand_r(&seed);
            uint32_t cp =
                r & 0x100 ? 1 + r % 0xD7FF : likely[r % (sizeof likely / 4)];

            n += utf8_put(cp, in + n);
        }
        in[n] = '\0';
        assert_int_equal(text_store_form(in, &a, &out), ERR_OK);
        assert_true(utf8_valid(out, strlen(out), NULL));
        assert_int_equal(text_store_form(out, &a, &again), ERR_OK);
        assert_string_equal(out, again);
        assert_int_equal(name_store_form(in, &a, &out), ERR_OK);
        assert_int_equal(name_store_form(out, &a, &again), ERR_OK);
        assert_string_equal(out, again);
        assert_int_equal(name_compare_form(in, &a, &out), ERR_OK);
        assert_true(utf8_valid(out, strlen(out), NULL));
        arena_reset(&a);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_trimmed_and_composed),
        cmocka_unit_test(names_are_stored_with_one_dot_and_no_padding),
        cmocka_unit_test(names_compare_equal_however_written),
        cmocka_unit_test(bad_utf8_and_endless_names_are_invalid),
        cmocka_unit_test(a_full_arena_is_told),
        cmocka_unit_test(random_texts_stay_valid_and_settle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
