/*
 * The CSV reader on the files people really send: whatever the pieces, the
 * same rows; and a fault is named by row, column and reason.
 */
#include "base/buf.h"
#include "sheet/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Rows as [field|field] in the order of their arrival. */
static enum err render(void *ctx, const struct csv_row *row)
{
    struct buf *b = ctx;

    buf_char(b, '[');
    for (size_t i = 0; i < row->n; i++) {
        if (i > 0)
            buf_char(b, '|');
        buf_add(b, row->fields[i].text, row->fields[i].len);
        assert_int_equal(row->fields[i].text[row->fields[i].len], '\0');
    }
    buf_char(b, ']');
    return ERR_OK;
}

/* Rows, then !row:column where reading stopped. */
static enum err read_in_pieces(const char *bytes, size_t n, size_t piece,
                               struct buf *b)
{
    struct csv *c;
    enum err e;

    buf_clear(b);
    buf_str(b, "");
    assert_int_equal(csv_open(render, b, &c), ERR_OK);
    for (size_t at = 0; at < n; at += piece)
        csv_push(c, bytes + at, n - at < piece ? n - at : piece);
    e = csv_finish(c);
    if (e != ERR_OK) {
        assert_non_null(strstr(csv_error(c)->reason, "重新上传"));
        buf_printf(b, "!%d:%d", (int)csv_error(c)->row, csv_error(c)->column);
    }
    csv_close(c);
    return e;
}

/* A NUL inside the literals is part of the file. */
#define CASE(bytes, rows, e)                                                   \
    {                                                                          \
        bytes, sizeof bytes - 1, rows, e                                       \
    }

static const struct {
    const char *bytes;
    size_t n;
    const char *rows;
    enum err e;
} cases[] = {
    CASE("", "", ERR_OK),
    CASE("\xEF\xBB\xBF", "", ERR_OK),
    CASE("姓名,性别\n甲,男\n", "[姓名|性别][甲|男]", ERR_OK),
    CASE("\xEF\xBB\xBF姓名,性别\r\n甲,男", "[姓名|性别][甲|男]", ERR_OK),
    CASE("a,b\rc,d\r", "[a|b][c|d]", ERR_OK),
    CASE("a,b\r\n\r\nc\r\r\n", "[a|b][][c][]", ERR_OK),
    CASE("a\tb\n1,5\t2\n", "[a|b][1,5|2]", ERR_OK),
    CASE("a;b\n1;2\n", "[a|b][1|2]", ERR_OK),
    CASE("某县花名册\n甲\t1,2,3\n乙\t2\n丙\t3\n",
         "[某县花名册][甲|1,2,3][乙|2][丙|3]", ERR_OK),
    CASE("\"a,b\",c\n\"x;y;z\",d\n", "[a,b|c][x;y;z|d]", ERR_OK),
    CASE("\"他说\"\"好\"\"\",x\n", "[他说\"好\"|x]", ERR_OK),
    CASE("\"上\r\n下\",x\r\ny,z", "[上\r\n下|x][y|z]", ERR_OK),
    CASE("\"\"\n", "[]", ERR_OK),
    CASE("\"\",\n", "[|]", ERR_OK),
    CASE(",\n,,", "[|][||]", ERR_OK),
    CASE("a,b,c\n1\n1,2,3,4\n", "[a|b|c][1][1|2|3|4]", ERR_OK),
    CASE("5\" 长,\"a\"b\"c,d\n", "[5\" 长|ab\"c|d]", ERR_OK),
    CASE("\"a\" ,b\n", "[a |b]", ERR_OK),
    CASE("a,b\nc,\"d\ne,f\n", "[a|b]!2:2", ERR_INVALID),
    CASE("\"", "!1:1", ERR_INVALID),
    CASE("a,b\nc,d\0e\n", "[a|b]!2:2", ERR_INVALID),
    CASE("a,\"b\0\"\n", "!1:2", ERR_INVALID),
    CASE("x,\0", "!1:2", ERR_INVALID),
};

/* However a file is cut, its rows are the same. */
static void rows_do_not_depend_on_the_pieces(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t piece = 1; piece <= cases[i].n + 1; piece++) {
            enum err e = read_in_pieces(cases[i].bytes, cases[i].n, piece, &b);

            assert_string_equal(b.data, cases[i].rows);
            assert_int_equal(e, cases[i].e);
        }
    buf_free(&b);
}

/* Text of `n` bytes x between two others, read at several cuts. */
static void expect_stop(const char *before, const char *fill, size_t n,
                        const char *after, enum err e, const char *rows)
{
    static const size_t pieces[] = { 1, 7, 4096, 65536, SIZE_MAX / 2 };
    struct buf in, out;

    buf_init(&in);
    buf_init(&out);
    buf_str(&in, before);
    for (size_t i = 0; i < n; i++)
        buf_str(&in, fill);
    buf_str(&in, after);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        assert_int_equal(read_in_pieces(in.data, in.len, pieces[i], &out), e);
        if (rows)
            assert_string_equal(out.data, rows);
    }
    buf_free(&in);
    buf_free(&out);
}

static void a_field_is_at_most_64_kib(void **state)
{
    (void)state;
    expect_stop("a,b\nc,", "x", CSV_FIELD_MAX, "\n", ERR_OK, NULL);
    expect_stop("a,b\nc,", "x", CSV_FIELD_MAX + 1, "\n", ERR_TOO_LARGE,
                "[a|b]!2:2");
    expect_stop("a,b\nc,\"", "x\n", CSV_FIELD_MAX, "", ERR_TOO_LARGE,
                "[a|b]!2:2");
}

static void a_row_has_at_most_512_columns(void **state)
{
    (void)state;
    expect_stop("a,b\n", ",", CSV_COLUMNS_MAX - 1, "\n", ERR_OK, NULL);
    expect_stop("a,b\n", ",", CSV_COLUMNS_MAX, "\n", ERR_TOO_LARGE,
                "[a|b]!2:513");
}

static void a_row_is_at_most_1_mib(void **state)
{
    char *field = malloc(60001);

    (void)state;
    assert_non_null(field);
    memset(field, 'x', 60000);
    field[59999] = ',';
    field[60000] = '\0';
    expect_stop("a,b\n", field, 17, "\n", ERR_OK, NULL);
    expect_stop("a,b\n", field, 18, "\n", ERR_TOO_LARGE, "[a|b]!2:18");
    free(field);
}

static enum err refuse_second(void *ctx, const struct csv_row *row)
{
    (void)ctx;
    return row->number == 2 ? ERR_BUSY : ERR_OK;
}

/* What the taker of rows answers comes back, now and at every later call. */
static void the_takers_error_stops_the_reading(void **state)
{
    struct csv *c;

    (void)state;
    assert_int_equal(csv_open(refuse_second, NULL, &c), ERR_OK);
    csv_push(c, "a\nb\nc\n", 6);
    assert_int_equal(csv_finish(c), ERR_BUSY);
    assert_int_equal(csv_push(c, "d\n", 2), ERR_BUSY);
    assert_int_equal(csv_error(c)->row, 2);
    assert_string_equal(csv_error(c)->reason, "");
    csv_close(c);
}

/* ---- whole files ------------------------------------------------------- */

static enum err read_file_of(const void *bytes, size_t n, struct buf *b,
                             struct csv_error *why)
{
    char path[] = "/tmp/sheet_csv_test.XXXXXX";
    int fd = mkstemp(path);
    enum err e;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    close(fd);
    buf_clear(b);
    buf_str(b, "");
    e = csv_read_file(path, render, b, why);
    unlink(path);
    return e;
}

static void utf8_with_or_without_mark_and_gb18030_read_the_same(void **state)
{
    static const char *const files[] = {
        "姓名,备注\n甲,一\n",
        "\xEF\xBB\xBF姓名,备注\n甲,一\n",
        "\xD0\xD5\xC3\xFB,\xB1\xB8\xD7\xA2\n\xBC\xD7,\xD2\xBB\n",
    };
    struct csv_error why;
    struct buf b;

    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_int_equal(read_file_of(files[i], strlen(files[i]), &b, &why),
                         ERR_OK);
        assert_string_equal(b.data, "[姓名|备注][甲|一]");
    }
    buf_free(&b);
}

/* A roster of codes whose first 汉字 comes after any sample, and one on the
 * border of two pieces. */
static void charset_is_found_however_late(void **state)
{
    struct csv_error why;
    struct buf in, out;

    (void)state;
    buf_init(&in);
    buf_init(&out);
    for (size_t ascii = 131069; ascii < 131075; ascii++) {
        for (int gb = 0; gb < 2; gb++) {
            buf_clear(&in);
            while (in.len + 2 <= ascii)
                buf_str(&in, "1\n");
            if (in.len < ascii)
                buf_char(&in, '2');
            buf_str(&in, gb ? "\xBC\xD7\n" : "甲\n");
            assert_int_equal(read_file_of(in.data, in.len, &out, &why), ERR_OK);
            assert_non_null(strstr(out.data, "甲]"));
        }
    }
    buf_free(&in);
    buf_free(&out);
}

static void broken_characters_are_named_by_cell(void **state)
{
    static const struct {
        const char *bytes;
        const char *place;
    } t[] = {
        { "\xEF\xBB\xBF姓名,性别\n甲,\xFF\n", "第 2 行第 2 列" },
        { "\xEF\xBB\xBF姓名,性别\n甲,\xE7\x94", "第 2 行第 2 列" },
        { "\xD0\xD5\xC3\xFB\n\xBC", "第 2 行第 1 列" },
    };
    struct csv_error why;
    struct buf b;

    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_int_equal(read_file_of(t[i].bytes, strlen(t[i].bytes), &b, &why),
                         ERR_INVALID);
        assert_non_null(strstr(why.reason, t[i].place));
        assert_non_null(strstr(why.reason, "无法识别"));
    }
    buf_free(&b);
}

static void a_missing_file_is_not_found(void **state)
{
    struct csv_error why;

    (void)state;
    assert_int_equal(csv_read_file("/nonexistent.csv", render, NULL, &why),
                     ERR_NOT_FOUND);
    assert_int_equal(csv_read_file("/tmp", render, NULL, &why), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_do_not_depend_on_the_pieces),
        cmocka_unit_test(a_field_is_at_most_64_kib),
        cmocka_unit_test(a_row_has_at_most_512_columns),
        cmocka_unit_test(a_row_is_at_most_1_mib),
        cmocka_unit_test(the_takers_error_stops_the_reading),
        cmocka_unit_test(utf8_with_or_without_mark_and_gb18030_read_the_same),
        cmocka_unit_test(charset_is_found_however_late),
        cmocka_unit_test(broken_characters_are_named_by_cell),
        cmocka_unit_test(a_missing_file_is_not_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
