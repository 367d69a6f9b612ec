/* UTF-8 is read strictly, and treacherous characters are named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/utf8.h"

static void every_code_point_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char bytes[4];
        uint32_t back = 0;
        size_t n;

        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        n = utf8_put(cp, bytes);
        assert_int_equal(utf8_next(bytes, n, &back), n);
        assert_int_equal(back, cp);
        assert_int_equal(utf8_next(bytes, n - 1, &back), 0);
    }
}

static void faulty_bytes_are_refused_where_they_stand(void **state)
{
    static const struct {
        const char *bytes;
        size_t bad;
    } t[] = {
        { "\x80", 0 },
        { "a\xC0\x80", 1 },        /* overlong NUL */
        { "\xC1\xBF", 0 },         /* overlong */
        { "\xE0\x80\xAF", 0 },     /* overlong */
        { "\xF0\x80\x80\xAF", 0 }, /* overlong */
        { "ab\xED\xA0\x80", 2 },   /* surrogate */
        { "\xED\xBF\xBF", 0 },     /* surrogate */
        { "\xF4\x90\x80\x80", 0 }, /* past U+10FFFF */
        { "\xF5\x80\x80\x80", 0 },
        { "\xFF", 0 },
        { "\xE7\x8E\x8B\xE7\x8E", 3 }, /* cut off */
        { "\xE7\x8E"
          "a",
          0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        size_t n = strlen(t[i].bytes), bad = 99;

        assert_false(utf8_valid(t[i].bytes, n, &bad));
        assert_int_equal(bad, t[i].bad);
        assert_false(utf8_valid(t[i].bytes, n, NULL));
        assert_int_equal(text_check(t[i].bytes, n, 0), TEXT_NOT_UTF8);
    }
}

static void code_points_are_counted(void **state)
{
    (void)state;
    assert_int_equal(utf8_count("", 0), 0);
    assert_int_equal(utf8_count("王小明a", strlen("王小明a")), 4);
    assert_int_equal(utf8_count("𠮷田", strlen("𠮷田")), 2);
    assert_int_equal(utf8_count("a\0b", 3), 3);
    assert_int_equal(utf8_count("王\xFF明", 7), 1);
}

static void treacherous_characters_are_named(void **state)
{
    static const struct {
        const char *text;
        size_t n;
        unsigned flags;
        enum text_fault fault;
    } t[] = {
        { "王小明", 9, 0, TEXT_FINE },
        { "阿依古丽·买买提", 23, 0, TEXT_FINE },
        { "𠮷", 4, 0, TEXT_FINE },
        { "\U0002EBF0", 4, 0, TEXT_FINE },   /* extension I */
        { "\U000323B0", 4, 0, TEXT_FINE },   /* extension J */
        { "葛\U000E0100", 7, 0, TEXT_FINE }, /* chosen form of a 汉字 */
        { "a b", 3, 0, TEXT_FINE },
        { "\u3000", 3, 0, TEXT_FINE },
        { "a\0b", 3, TEXT_MULTILINE, TEXT_NUL },
        { "a\nb", 3, 0, TEXT_CONTROL },
        { "a\nb\tc\r\n", 7, TEXT_MULTILINE, TEXT_FINE },
        { "a\rb", 3, TEXT_MULTILINE, TEXT_CONTROL },
        { "\x7F", 1, 0, TEXT_CONTROL },
        { "\xC2\x85", 2, TEXT_MULTILINE, TEXT_CONTROL },
        { "\u2028", 3, TEXT_MULTILINE, TEXT_CONTROL },
        { "王\u202E明", 9, TEXT_MULTILINE, TEXT_BIDI },
        { "\u202A", 3, 0, TEXT_BIDI },
        { "\u2066", 3, 0, TEXT_BIDI },
        { "\u2069", 3, 0, TEXT_BIDI },
        { "\u200E", 3, 0, TEXT_BIDI },
        { "\u200F", 3, 0, TEXT_BIDI },
        { "\u061C", 2, 0, TEXT_BIDI },
        { "王\u200B", 6, 0, TEXT_INVISIBLE },
        { "\u200D", 3, 0, TEXT_INVISIBLE },
        { "\uFEFF王", 6, 0, TEXT_INVISIBLE },
        { "\u00AD", 2, 0, TEXT_INVISIBLE },
        { "\u3164", 3, 0, TEXT_INVISIBLE },
        { "\U000E0041", 4, 0, TEXT_INVISIBLE }, /* tag letter */
        { "\u0378", 2, 0, TEXT_UNASSIGNED },
        { "\U0003FF00", 4, 0, TEXT_UNASSIGNED },
        { "\uE000", 3, 0, TEXT_PRIVATE },
        { "\U00100000", 4, 0, TEXT_PRIVATE },
        { "\uFFFE", 3, 0, TEXT_NONCHARACTER },
        { "\uFDD0", 3, 0, TEXT_NONCHARACTER },
        { "\U0010FFFF", 4, 0, TEXT_NONCHARACTER },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_int_equal(text_check(t[i].text, t[i].n, t[i].flags), t[i].fault);
}

static void every_fault_has_its_own_sentence(void **state)
{
    (void)state;
    assert_string_equal(text_fault_says(TEXT_FINE), "");
    for (unsigned f = TEXT_FINE + 1; f < TEXT_FAULTS; f++) {
        const char *says = text_fault_says((enum text_fault)f);

        assert_true(strlen(says) > 20);
        assert_int_equal(text_check(says, strlen(says), 0), TEXT_FINE);
        for (unsigned g = 0; g < f; g++)
            assert_string_not_equal(says, text_fault_says((enum text_fault)g));
    }
    assert_non_null(text_fault_says(TEXT_FAULTS));
}

/* Random bytes, in blocks of their exact size so that a read past the end
 * shows: what is called valid is put together again from its code points. */
static void random_bytes_are_never_overrun(void **state)
{
    unsigned seed = 20201;

    (void)state;
    for (int round = 0; round < 100000; round++) {
        size_t n = (size_t)rand_r(&seed) % 12, bad = n, end;
        char *s = malloc(n + 1), back[4];
        uint32_t cp;

        assert_non_null(s);
        s = realloc(s, n ? n : 1);
        for (size_t i = 0; i < n; i++) {
            static const unsigned char likely[] = { 0xE7, 0x8E, 0x8B, 0xF0,
                                                    0x9F, 0xED, 0xC2, 'a' };
            unsigned r = (unsigned)rand_r(&seed);

            s[i] = (char)(r & 0x100 ? r : likely[r % sizeof likely]);
        }
        end = utf8_valid(s, n, &bad) ? n : bad;
        for (size_t i = 0, len; i < end; i += len) {
            len = utf8_next(s + i, end - i, &cp);
            assert_in_range(len, 1, 4);
            assert_int_equal(utf8_put(cp, back), len);
            assert_memory_equal(back, s + i, len);
        }
        assert_int_equal(utf8_count(s, n), utf8_count(s, end));
        assert_int_equal(text_check(s, n, 0) == TEXT_NOT_UTF8 && end == n, 0);
        free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_goes_there_and_back),
        cmocka_unit_test(faulty_bytes_are_refused_where_they_stand),
        cmocka_unit_test(code_points_are_counted),
        cmocka_unit_test(treacherous_characters_are_named),
        cmocka_unit_test(every_fault_has_its_own_sentence),
        cmocka_unit_test(random_bytes_are_never_overrun),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
