/*
 * XLS workbooks made record by record: every record that holds a cell, texts
 * that run over into the next record, BIFF5 in GBK, and damage.
 */
#include "sheet_file.h"

/* ---- records ------------------------------------------------------------------- */
static void u8(struct buf *b, unsigned v)
{
    buf_char(b, (char)v);
}

static void u16(struct buf *b, unsigned v)
{
    u8(b, v & 0xFF);
    u8(b, v >> 8 & 0xFF);
}

static void u32(struct buf *b, uint32_t v)
{
    u16(b, v & 0xFFFF);
    u16(b, v >> 16);
}

/* Appends a record; its bytes may hold NULs. */
static void record(struct buf *b, unsigned type, const void *bytes, size_t n)
{
    u16(b, type);
    u16(b, (unsigned)n);
    buf_add(b, bytes, n);
}

#define RECORD(b, type, bytes) record(b, type, bytes, sizeof bytes - 1)

#define BOF8_BOOK                                                              \
    "\x00\x06\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
#define BOF8_ROWS                                                              \
    "\x00\x06\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
#define BOF5_BOOK "\x00\x05\x05\x00\x00\x00\x00\x00"
#define BOF5_ROWS "\x00\x05\x10\x00\x00\x00\x00\x00"

/* A stream without a compound file around it: globals that name one sheet at
 * the place where `rows` begin. */
static int book(bool eight, const struct buf *globals, const struct buf *rows)
{
    struct buf b;
    size_t place;
    int fd;

    buf_init(&b);
    if (eight)
        RECORD(&b, 0x809, BOF8_BOOK);
    else
        RECORD(&b, 0x809, BOF5_BOOK);
    if (globals)
        buf_add(&b, globals->data, globals->len);
    place = b.len + 4 + 4 + 2 + (eight ? 4 : 3) + 4;
    u16(&b, 0x85);
    u16(&b, eight ? 10 : 9);
    u32(&b, (uint32_t)place);
    u16(&b, 0);
    if (eight)
        buf_add(&b, "\x02\x00s1", 4);
    else
        buf_add(&b, "\x02s1", 3);
    record(&b, 0x0A, "", 0);
    if (eight)
        RECORD(&b, 0x809, BOF8_ROWS);
    else
        RECORD(&b, 0x809, BOF5_ROWS);
    buf_add(&b, rows->data, rows->len);
    record(&b, 0x0A, "", 0);
    fd = file_of(b.data, b.len);
    buf_free(&b);
    return fd;
}

/* ---- cells --------------------------------------------------------------------- */
static void every_record_that_holds_a_cell_is_read(void **state)
{
    struct buf rows;

    (void)state;
    buf_init(&rows);
    /* NUMBER 1.5; RK 14, 2.5 as hundredths; MULRK 1 2; true; #N/A; LABEL */
    RECORD(&rows, 0x203, "\0\0\0\0\0\0\0\0\0\0\0\0\xF8\x3F");
    RECORD(&rows, 0x27E, "\0\0\1\0\0\0\x3A\0\0\0");
    RECORD(&rows, 0x27E, "\0\0\2\0\0\0\xEB\x03\0\0");
    RECORD(&rows, 0xBD, "\0\0\3\0\0\0\x06\0\0\0\0\0\x0A\0\0\0\4\0");
    RECORD(&rows, 0x205, "\0\0\5\0\0\0\1\0");
    RECORD(&rows, 0x205, "\0\0\6\0\0\0\x2A\1");
    RECORD(&rows, 0x204, "\0\0\7\0\0\0\2\0\1\x4E\x67\x0E\x66");
    /* formulas: 28, a text, true, #DIV/0!, an empty text */
    RECORD(&rows, 0x06, "\1\0\0\0\0\0\0\0\0\0\0\0\x3C\x40\0\0\0\0\0\0\0\0");
    RECORD(&rows, 0x06, "\1\0\1\0\0\0\0\0\0\0\0\0\xFF\xFF\0\0\0\0\0\0\0\0");
    RECORD(&rows, 0x207, "\2\0\0ok");
    RECORD(&rows, 0x06, "\1\0\2\0\0\0\1\0\1\0\0\0\xFF\xFF\0\0\0\0\0\0\0\0");
    RECORD(&rows, 0x06, "\1\0\3\0\0\0\2\0\7\0\0\0\xFF\xFF\0\0\0\0\0\0\0\0");
    RECORD(&rows, 0x06, "\1\0\4\0\0\0\3\0\0\0\0\0\xFF\xFF\0\0\0\0\0\0\0\0");
    expect_rows(book(true, NULL, &rows),
                "1:1[#1.5|#14|#2.5|#1|#2|?TRUE|!#N/A|李明]"
                "1:2[=#28|=ok|=?TRUE|=!#DIV/0!]");
    buf_free(&rows);
}

static void cells_of_a_row_may_come_in_any_order(void **state)
{
    struct buf rows;

    (void)state;
    buf_init(&rows);
    RECORD(&rows, 0x208, "\4\0\0\0\2\0\0\0\0\0\0\0\x20\0\0\0");
    RECORD(&rows, 0x27E, "\4\0\2\0\0\0\x0E\0\0\0");
    RECORD(&rows, 0x27E, "\4\0\0\0\0\0\x06\0\0\0");
    expect_rows(book(true, NULL, &rows), "1:5h[#1||#3]");
    RECORD(&rows, 0x27E, "\3\0\0\0\0\0\x06\0\0\0");
    expect_fault(book(true, NULL, &rows), ERR_INVALID, 4, 0, "行的次序颠倒");
    buf_free(&rows);
}

static void dates_follow_the_formats_of_either_calendar(void **state)
{
    struct buf globals, rows;

    (void)state;
    buf_init(&globals);
    buf_init(&rows);
    RECORD(&globals, 0x22, "\1\0");
    RECORD(&globals, 0x41E, "\xB0\0\x0A\0\0yyyy-mm-dd");
    RECORD(&globals, 0xE0, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    RECORD(&globals, 0xE0, "\0\0\xB0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    RECORD(&globals, 0xE0, "\0\0\x0E\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    RECORD(&rows, 0x27E, "\0\0\0\0\0\0\xC2\x60\2\0");
    RECORD(&rows, 0x27E, "\0\0\1\0\1\0\xC2\x60\2\0");
    RECORD(&rows, 0x27E, "\0\0\2\0\2\0\xC2\x60\2\0");
    expect_rows(book(true, &globals, &rows),
                "1:1[#38960|@2010-09-01|@2010-09-01]");
    buf_free(&globals);
    buf_free(&rows);
}

/* ---- texts --------------------------------------------------------------------- */
static void shared_strings_run_over_into_the_next_record(void **state)
{
    struct buf globals, rows;

    (void)state;
    buf_init(&globals);
    buf_init(&rows);
    /* "ab" cut before "cd" in two bytes each, "e" with looks and readings */
    RECORD(&globals, 0xFC, "\3\0\0\0\3\0\0\0\4\0\0ab");
    RECORD(&globals, 0x3C, "\1\x63\0\x64\0\1\0\x0C\1\0\5\0\0\0e\0\0\0");
    RECORD(&globals, 0x3C, "\0rubyx\2\0\1\x3D\xD8\x00\xDE");
    for (unsigned i = 0; i < 3; i++) {
        u16(&rows, 0xFD);
        u16(&rows, 10);
        u16(&rows, 0);
        u16(&rows, i);
        u16(&rows, 0);
        u32(&rows, i);
    }
    expect_rows(book(true, &globals, &rows), "1:1[abcd|e|😀]");
    RECORD(&rows, 0xFD, "\1\0\0\0\0\0\3\0\0\0");
    expect_fault(book(true, &globals, &rows), ERR_INVALID, 2, 1, "已损坏");
    buf_free(&globals);
    buf_free(&rows);
}

static void biff5_is_read_as_gbk(void **state)
{
    struct buf globals, rows;

    (void)state;
    buf_init(&globals);
    buf_init(&rows);
    RECORD(&globals, 0x42, "\xA8\3");
    RECORD(&rows, 0x204, "\0\0\0\0\0\0\4\0\xC0\xEE\xC3\xF7");
    RECORD(&rows, 0x204, "\0\0\1\0\0\0\4\0plus");
    expect_rows(book(false, &globals, &rows), "1:1[李明|plus]");
    RECORD(&globals, 0x42, "\xE4\4");
    expect_fault(book(false, &globals, &rows), ERR_INVALID, 1, 1,
                 "文字编码不是中文");
    buf_free(&globals);
    buf_free(&rows);
}

/* ---- refusals ------------------------------------------------------------------ */
static void a_password_is_told(void **state)
{
    struct buf globals, rows;

    (void)state;
    buf_init(&globals);
    buf_init(&rows);
    RECORD(&globals, 0x2F, "\0\0\0\0\0\0");
    RECORD(&rows, 0x0A, "");
    expect_fault(book(true, &globals, &rows), ERR_INVALID, 0, 0, "密码");
    buf_free(&globals);
    buf_free(&rows);
}

static void a_stream_cut_short_anywhere_is_damage(void **state)
{
    struct sheet_error why;
    struct buf rows, b;
    off_t n;
    int fd;

    (void)state;
    buf_init(&b);
    buf_init(&rows);
    RECORD(&rows, 0x27E, "\0\0\1\0\0\0\x3A\0\0\0");
    fd = book(true, NULL, &rows);
    n = lseek(fd, 0, SEEK_END);
    while (--n >= 8) {
        assert_int_equal(ftruncate(fd, n), 0);
        assert_int_equal(sheet_read_file(fd, SCRATCH, render, &b, &why),
                         ERR_INVALID);
        assert_non_null(strstr(why.reason, "已损坏"));
    }
    close(fd);
    buf_free(&rows);
    buf_free(&b);
}

/* A compound file of nothing but its header, with one field changed. */
static void a_compound_file_that_leads_nowhere_is_damage(void **state)
{
    static const struct {
        size_t at;
        unsigned char value;
    } changes[] = { { 0, 0xD0 }, { 30, 3 }, { 30, 12 },
                    { 32, 7 },   { 44, 9 }, { 48, 77 } };

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        unsigned char file[1536] = { 0xD0, 0xCF, 0x11, 0xE0,
                                     0xA1, 0xB1, 0x1A, 0xE1 };

        file[30] = 9;
        file[32] = 6;
        file[44] = 1;
        memset(file + 512, 0, 512); /* sector 0 follows itself */
        file[changes[i].at] = changes[i].value;
        expect_fault(file_of(file, sizeof file), ERR_INVALID, 0, 0, "已损坏");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_that_holds_a_cell_is_read),
        cmocka_unit_test(cells_of_a_row_may_come_in_any_order),
        cmocka_unit_test(dates_follow_the_formats_of_either_calendar),
        cmocka_unit_test(shared_strings_run_over_into_the_next_record),
        cmocka_unit_test(biff5_is_read_as_gbk),
        cmocka_unit_test(a_password_is_told),
        cmocka_unit_test(a_stream_cut_short_anywhere_is_damage),
        cmocka_unit_test(a_compound_file_that_leads_nowhere_is_damage),
    };

    sheet_child(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
