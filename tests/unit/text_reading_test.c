/* A child is found by any run of 汉字, by pinyin and by initials. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/norm.h"
#include "text/reading.h"
#include "text/utf8.h"

static uint32_t cp_of(const char *s)
{
    uint32_t cp = 0;

    assert_true(utf8_next(s, strlen(s), &cp) > 0);
    return cp;
}

static bool has_reading(const char *han, const char *reading)
{
    const char *out[READING_MAX];
    size_t n = reading_of(cp_of(han), out);

    for (size_t i = 0; i < n; i++)
        if (strcmp(out[i], reading) == 0)
            return true;
    return false;
}

static void characters_have_every_reading(void **state)
{
    static const struct {
        const char *han, *reading;
    } t[] = {
        { "王", "wang" },  { "行", "hang" },  { "行", "xing" },
        { "长", "chang" }, { "长", "zhang" }, { "女", "nv" },
        { "绿", "lv" },    { "绿", "lu" },    { "略", "lve" },
        { "茜", "xi" },    { "茜", "qian" },  { "单", "shan" },
        { "䶮", "yan" },   { "㛃", "jie" },   { "𬸦", "zhuo" },
        { "〇", "ling" },  { "張", "zhang" }, { "嗯", "ng" },
    };
    const char *out[READING_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (!has_reading(t[i].han, t[i].reading))
            fail_msg("%s has no %s", t[i].han, t[i].reading);
    assert_int_equal(reading_of('a', out), 0);
    assert_int_equal(reading_of(0x10FFFF, out), 0);
    assert_int_equal(reading_of(0x3FFFF, out), 0);
    assert_int_equal(reading_of(cp_of("王"), out) > 0, 1);
    assert_string_equal(out[0], "wang");
}

static void readings_are_plain_letters_each_once(void **state)
{
    size_t with = 0;

    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        const char *out[READING_MAX];
        size_t n = reading_of(cp, out);

        assert_in_range(n, 0, READING_MAX);
        with += n > 0;
        assert_true(n == 0 || reading_is_han(cp) || cp < 0x3400);
        for (size_t i = 0; i < n; i++) {
            assert_in_range(strlen(out[i]), 1, 6);
            assert_int_equal(strspn(out[i], "abcdefghijklmnopqrstuvwxyz"),
                             strlen(out[i]));
            for (size_t j = 0; j < i; j++)
                assert_string_not_equal(out[i], out[j]);
        }
    }
    assert_true(with > 40000);
}

static void the_national_list_stands_for_itself(void **state)
{
    static const char *const to[][2] = {
        { "張", "张" }, { "劉", "刘" }, { "後", "后" }, { "峯", "峰" },
        { "羣", "群" }, { "蕭", "萧" }, { "閻", "阎" }, { "閆", "闫" },
        { "喆", "喆" }, { "昇", "昇" }, { "堃", "堃" }, { "於", "於" },
        { "乾", "乾" }, { "肖", "肖" }, { "后", "后" }, { "王", "王" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof to / sizeof *to; i++)
        assert_int_equal(reading_plain(cp_of(to[i][0])), cp_of(to[i][1]));
    for (uint32_t cp = 0; cp < 0x34000; cp++)
        assert_int_equal(reading_plain(reading_plain(cp)), reading_plain(cp));
}

static bool found(const char *name, const char *query)
{
    struct arena a;
    const char **tokens, *prefix;
    size_t n;
    bool hit = false;

    arena_init(&a, 0);
    assert_int_equal(name_tokens(name, &a, &tokens, &n), ERR_OK);
    assert_int_equal(name_query_token(query, &a, &prefix), ERR_OK);
    assert_true(prefix[0] != '\0');
    for (size_t i = 0; i < n; i++)
        hit = hit || strncmp(tokens[i], prefix, strlen(prefix)) == 0;
    arena_free(&a);
    return hit;
}

static void a_name_is_found_by_what_people_type(void **state)
{
    static const char *const t[][2] = {
        { "王小明", "王小明" },
        { "王小明", "小" },
        { "王小明", "小明" },
        { "王小明", "明" },
        { "王小明", "wangxiaoming" },
        { "王小明", "Wang Xiao Ming" },
        { "王小明", "wángxiǎomíng" },
        { "王小明", "wang" },
        { "王小明", "xiaom" },
        { "王小明", "ming" },
        { "王小明", "wxm" },
        { "王小明", "WX" },
        { "王小明", "ｗｘｍ" },
        { "王小明", "王xm" },
        { "王小明", "王 小明" },
        { "王　明", "王明" },
        { "單雄信", "单雄信" },
        { "单雄信", "單" },
        { "吕小布", "lv" },
        { "吕小布", "lü" },
        { "吕小布", "LYU xiaobu" },
        { "李女", "linv" },
        { "李女", "nyu" },
        { "林玉", "linyu" },
        { "西安安", "xi'an" },
        { "乐乐", "yuele" },
        { "乐乐", "lele" },
        { "阿依古丽·买买提", "买买提" },
        { "阿依古丽·买买提", "阿依古丽买买提" },
        { "阿依古丽·买买提", "阿依古丽.买" },
        { "阿依古丽·买买提", "ayglmmt" },
        { "阿依古丽·买买提", "maimaiti" },
        { "Jane Doe", "jane d" },
        { "Jane Doe", "doe" },
        { "Jane Doe", "JD" },
        { "LYU MEI", "lyu mei" },
        { "𬸦小䶮", "𬸦" },
        { "𬸦小䶮", "zhuoxiaoyan" },
        { "𬸦小䶮", "zxy" },
        { "𠮷小明", "xiaoming" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (!found(t[i][0], t[i][1]))
            fail_msg("%s is not found by %s", t[i][0], t[i][1]);
    assert_false(found("王小明", "王明"));
    assert_false(found("王小明", "xm"));
    assert_false(found("王小明", "li"));
}

static void a_surname_is_read_as_one_first_and_otherwise_after(void **state)
{
    static const struct {
        const char *name, *first, *also;
    } t[] = {
        { "单小明", "shanxiaoming", "danxiaoming" },
        { "解小明", "xiexiaoming", "jiexiaoming" },
        { "仇小明", "qiuxiaoming", "chouxiaoming" },
        { "曾小明", "zengxiaoming", "cengxiaoming" },
        { "朴小明", "piaoxiaoming", "puxiaoming" },
        { "吕小明", "lvxiaoming", "lvxiaoming" },
        { "任小明", "renxiaoming", "renxiaoming" },
        { "华小明", "huaxiaoming", "huaxiaoming" },
        { "区小明", "ouxiaoming", "quxiaoming" },
        { "查小明", "zhaxiaoming", "chaxiaoming" },
        { "盖小明", "gexiaoming", "gaixiaoming" },
        { "尉小明", "weixiaoming", "yuxiaoming" },
        { "尉迟小明", "yuchixiaoming", "weichixiaoming" },
        { "万俟小明", "moqixiaoming", "wanqixiaoming" },
        { "万小明", "wanxiaoming", "wanxiaoming" },
        { "长孙小明", "zhangsunxiaoming", "changsunxiaoming" },
        { "澹台小明", "tantaixiaoming", "dantaixiaoming" },
        { "單小明", "shanxiaoming", "danxiaoming" },
    };
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const char **tokens;
        size_t n, at = 0;

        assert_int_equal(name_tokens(t[i].name, &a, &tokens, &n), ERR_OK);
        while (at < n && (unsigned char)tokens[at][0] >= 0x80)
            at++;
        assert_true(at < n);
        assert_string_equal(tokens[at], t[i].first);
        assert_true(found(t[i].name, t[i].also));
    }
    arena_free(&a);
}

static void tokens_are_few_and_each_once_in_a_fixed_order(void **state)
{
    static const char *const want[] = { "吕布", "布", "lvbu", "lb", "bu" };
    const char **tokens, **again;
    size_t n, m;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(name_tokens("吕布", &a, &tokens, &n), ERR_OK);
    assert_int_equal(n, sizeof want / sizeof *want);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(tokens[i], want[i]);

    assert_int_equal(name_tokens("单长行·重乐朝", &a, &tokens, &n), ERR_OK);
    assert_int_equal(name_tokens("单长行·重乐朝", &a, &again, &m), ERR_OK);
    assert_int_equal(n, NAME_TOKENS_MAX);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(tokens[i], again[i]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(tokens[i], tokens[j]);
    }
    arena_free(&a);
}

static void nothing_is_found_by_nothing(void **state)
{
    static const char *const empty[] = { "", "  ", "·", "' -", "\u200B" };
    const char **tokens, *prefix, *key;
    size_t n;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        assert_int_equal(name_tokens(empty[i], &a, &tokens, &n), ERR_OK);
        assert_int_equal(n, 0);
        assert_int_equal(name_query_token(empty[i], &a, &prefix), ERR_OK);
        assert_string_equal(prefix, "");
        assert_int_equal(reading_key(empty[i], &a, &key), ERR_OK);
        assert_string_equal(key, "");
    }
    assert_int_equal(name_tokens("\xFF", &a, &tokens, &n), ERR_INVALID);
    assert_int_equal(name_query_token("\xFF", &a, &prefix), ERR_INVALID);
    assert_int_equal(reading_key("\xFF", &a, &key), ERR_INVALID);
    arena_free(&a);
}

static void homophones_have_one_key(void **state)
{
    static const struct {
        const char *name, *key;
    } t[] = {
        { "王小明", "wang xiao ming" },
        { "汪晓铭", "wang xiao ming" },
        { "單莉", "shan li" },
        { "山丽", "shan li" },
        { "万俟一", "mo qi yi" },
        { "Jane DOE", "jane doe" },
        { "西安", "xi an" },
        { "先", "xian" },
        { "𠮷一", "𠮷 yi" },
        { "欧阳·娜", "ou yang na" },
    };
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const char *key;

        assert_int_equal(reading_key(t[i].name, &a, &key), ERR_OK);
        assert_string_equal(key, t[i].key);
    }
    arena_free(&a);
}

/* The longest names, of the characters with most readings, of words, of
 * anything: within the cap, in UTF-8, and a small arena is told, not
 * overrun. */
static void the_strangest_names_stay_within_bounds(void **state)
{
    static const char *const of[] = { "哈", "呼",   "单", "王", "a",
                                      " b", "lyu ", "·",  "𠮷", "é" };
    unsigned seed = 6;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        char name[NAME_MAX_CPS * 4 + 1] = "";
        size_t len = 0, cps = (size_t)rand_r(&seed) % (NAME_MAX_CPS / 4 + 1);
        unsigned kinds = 1 + (unsigned)rand_r(&seed) % 10;
        const char **tokens = NULL, *prefix;
        size_t n = 0;
        struct arena a;
        enum err e;

        for (size_t i = 0; i < cps; i++) {
            const char *s = of[(unsigned)rand_r(&seed) % kinds];

            memcpy(name + len, s, strlen(s));
            len += strlen(s);
        }
        arena_init(&a, round % 2 ? (size_t)rand_r(&seed) % 4096 + 1 : 0);
        e = name_tokens(name, &a, &tokens, &n);
        assert_true(e == ERR_OK || (round % 2 && e == ERR_NO_MEMORY));
        assert_in_range(n, 0, NAME_TOKENS_MAX);
        for (size_t i = 0; i < n; i++) {
            assert_true(tokens[i][0] != '\0');
            assert_true(utf8_valid(tokens[i], strlen(tokens[i]), NULL));
        }
        e = name_query_token(name, &a, &prefix);
        assert_true(e == ERR_OK || (round % 2 && e == ERR_NO_MEMORY));
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_have_every_reading),
        cmocka_unit_test(readings_are_plain_letters_each_once),
        cmocka_unit_test(the_national_list_stands_for_itself),
        cmocka_unit_test(a_name_is_found_by_what_people_type),
        cmocka_unit_test(a_surname_is_read_as_one_first_and_otherwise_after),
        cmocka_unit_test(tokens_are_few_and_each_once_in_a_fixed_order),
        cmocka_unit_test(nothing_is_found_by_nothing),
        cmocka_unit_test(homophones_have_one_key),
        cmocka_unit_test(the_strangest_names_stay_within_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
