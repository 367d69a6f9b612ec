/* GB18030 comes in whole however it is cut, and faults are located. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/gb18030.h"
#include "text/utf8.h"

/* "姓名,王小明,䶮,𠀀,€,a" */
static const char gb[] = "\xD0\xD5\xC3\xFB,\xCD\xF5\xD0\xA1\xC3\xF7,\xFE\x9F,"
                         "\x95\x32\x82\x36,\xA2\xE3,a";
static const char utf8[] = "姓名,王小明,䶮,𠀀,€,a";

static enum err decode_in_pieces(const char *s, size_t n, size_t piece,
                                 struct buf *out, uint64_t *offset)
{
    struct gb18030 g;
    enum err e = ERR_OK;

    assert_int_equal(gb18030_open(&g), ERR_OK);
    for (size_t i = 0; i < n && e == ERR_OK; i += piece) {
        size_t len = n - i < piece ? n - i : piece;

        e = gb18030_decode(&g, s + i, len, false, out);
    }
    if (e == ERR_OK)
        e = gb18030_decode(&g, "", 0, true, out);
    *offset = g.offset;
    gb18030_close(&g);
    gb18030_close(&g);
    return e;
}

static void a_file_cut_anywhere_reads_the_same(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < sizeof gb; piece++) {
        struct buf out;
        uint64_t offset;

        buf_init(&out);
        assert_int_equal(
            decode_in_pieces(gb, sizeof gb - 1, piece, &out, &offset), ERR_OK);
        assert_string_equal(out.data, utf8);
        assert_int_equal(offset, sizeof gb - 1);
        buf_free(&out);
    }
}

static void what_is_encoded_is_the_same_text(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out);
    assert_int_equal(gb18030_encode(utf8, sizeof utf8 - 1, &out), ERR_OK);
    assert_int_equal(out.len, sizeof gb - 1);
    assert_memory_equal(out.data, gb, sizeof gb - 1);
    assert_int_equal(gb18030_encode("\xE5\xA7", 2, &out), ERR_INVALID);
    buf_free(&out);
}

static void a_fault_is_told_by_its_offset(void **state)
{
    static const struct {
        const char *bytes;
        uint64_t offset;
        const char *before;
    } t[] = {
        { "ab\xFF", 2, "ab" },        { "\xCD\xF5\x80", 2, "王" },
        { "\xCD\xF5\xCD", 2, "王" }, /* cut off at the end of the file */
        { "a\x81\x30\x81", 1, "a" },  { "a\xD0\x20z", 1, "a" },
        { "a\x81\x30\x41z", 1, "a" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        for (size_t piece = 1; piece < 6; piece++) {
            struct buf out;
            uint64_t offset;

            buf_init(&out);
            assert_int_equal(decode_in_pieces(t[i].bytes, strlen(t[i].bytes),
                                              piece, &out, &offset),
                             ERR_INVALID);
            assert_int_equal(offset, t[i].offset);
            assert_string_equal(out.data, t[i].before);
            buf_free(&out);
        }
    }
}

static void a_big_file_outgrows_any_one_buffer(void **state)
{
    enum { TIMES = 20000 };
    struct buf in, out;
    uint64_t offset;

    (void)state;
    buf_init(&in);
    buf_init(&out);
    for (int i = 0; i < TIMES; i++)
        buf_add(&in, gb, sizeof gb - 1);
    assert_int_equal(decode_in_pieces(in.data, in.len, 65537, &out, &offset),
                     ERR_OK);
    assert_int_equal(out.len, TIMES * (sizeof utf8 - 1));
    for (size_t i = 0; i < out.len; i += sizeof utf8 - 1)
        assert_memory_equal(out.data + i, utf8, sizeof utf8 - 1);
    buf_free(&in);
    buf_free(&out);
}

static void the_charset_is_guessed_from_the_first_bytes(void **state)
{
    static const struct {
        const char *sample;
        bool whole;
        enum charset charset;
    } t[] = {
        { "", true, CHARSET_UTF8 },
        { "name,id", true, CHARSET_UTF8 },
        { "\xEF\xBB\xBF姓名", true, CHARSET_UTF8_BOM },
        { "姓名", true, CHARSET_UTF8 },
        { "姓\xE5\x90", false, CHARSET_UTF8 }, /* sample ends within 名 */
        { "姓\xE5\x90", true, CHARSET_GB18030 },
        { "姓\xF0\xA0\xAE", false, CHARSET_UTF8 },
        { "\xD0\xD5\xC3\xFB", true, CHARSET_GB18030 },
        { "\xD0\xD5\xC3\xFB", false, CHARSET_GB18030 },
        { "a\x81\x30\x81\x30", false, CHARSET_GB18030 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_int_equal(
            charset_guess(t[i].sample, strlen(t[i].sample), t[i].whole),
            t[i].charset);
}

/* Whatever the bytes and cuts: the same text and the same offset as in one
 * piece, and UTF-8 comes out. */
static void random_bytes_read_the_same_in_pieces(void **state)
{
    unsigned seed = 18030;

    (void)state;
    for (int round = 0; round < 4000; round++) {
        size_t n = 1 + (size_t)rand_r(&seed) % 24;
        char *s = malloc(n);
        struct buf one, many;
        uint64_t at_one, at_many;
        enum err e;

        assert_non_null(s);
        for (size_t i = 0; i < n; i++) {
            unsigned r = (unsigned)rand_r(&seed);

            s[i] = (char)(r & 0x300 ? 0x81 + r % 0x7E : '0' + r % 10);
        }
        buf_init(&one);
        buf_init(&many);
        e = decode_in_pieces(s, n, n, &one, &at_one);
        assert_int_equal(decode_in_pieces(s, n, 1 + n / 5, &many, &at_many), e);
        assert_int_equal(at_one, at_many);
        assert_int_equal(one.len, many.len);
        assert_memory_equal(one.data, many.data, one.len);
        assert_true(utf8_valid(one.data, one.len, NULL));
        (void)charset_guess(s, n, false);
        buf_free(&one);
        buf_free(&many);
        free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_cut_anywhere_reads_the_same),
        cmocka_unit_test(what_is_encoded_is_the_same_text),
        cmocka_unit_test(a_fault_is_told_by_its_offset),
        cmocka_unit_test(a_big_file_outgrows_any_one_buffer),
        cmocka_unit_test(the_charset_is_guessed_from_the_first_bytes),
        cmocka_unit_test(random_bytes_read_the_same_in_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
