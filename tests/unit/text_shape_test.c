/* 形近字: characters that the eye takes for each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/shape.h"
#include "text/utf8.h"

static void pair_of(const char *s, uint32_t cp[2])
{
    size_t n = utf8_next(s, strlen(s), &cp[0]);

    assert_true(n > 0);
    assert_true(utf8_next(s + n, strlen(s) - n, &cp[1]) > 0);
}

static void characters_one_part_apart_look_alike(void **state)
{
    static const char *const alike[] = { "清晴", "杨扬", "涵函", "请情", "己已",
                                         "己巳", "士土", "末未", "王玉", "今令",
                                         "陈阵", "李季", "间问", "人入", "天夫",
                                         "申甲", "刘浏", "明朋", "颖颍", "候侯",
                                         "俊峻", "婷停", "辉晖", "大太" };
    uint32_t cp[2];

    (void)state;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        pair_of(alike[i], cp);
        if (!shape_alike(cp[0], cp[1]) || !shape_alike(cp[1], cp[0]))
            fail_msg("%s", alike[i]);
    }
}

static void others_do_not(void **state)
{
    static const char *const unlike[] = { "张李", "伟强", "静婷",
                                          "红兰", "鑫艳", "一乙",
                                          "AB",   "明明", "燕雪" };
    uint32_t cp[2];

    (void)state;
    for (size_t i = 0; i < sizeof unlike / sizeof *unlike; i++) {
        pair_of(unlike[i], cp);
        if (shape_alike(cp[0], cp[1]))
            fail_msg("%s", unlike[i]);
    }
    assert_false(shape_alike(0x20000, 0x20001));
    assert_false(shape_alike(0, 0x4E00));
}

/* A look-alike says something only while most characters are not. */
static void few_characters_look_like_one(void **state)
{
    size_t most = 0, all = 0, asked = 0;

    (void)state;
    for (uint32_t a = 0x4E00; a < 0x9FA6; a += 97, asked++) {
        size_t n = 0;

        for (uint32_t b = 0x4E00; b < 0x9FA6; b++) {
            bool alike = shape_alike(a, b);

            assert_int_equal(alike, shape_alike(b, a));
            n += alike;
        }
        all += n;
        most = n > most ? n : most;
    }
    assert_in_range(all / asked, 1, 25);
    assert_in_range(most, 1, 150);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_one_part_apart_look_alike),
        cmocka_unit_test(others_do_not),
        cmocka_unit_test(few_characters_look_like_one),
    };

    return cmocka_run_group_tests_name("text_shape", tests, NULL, NULL);
}
