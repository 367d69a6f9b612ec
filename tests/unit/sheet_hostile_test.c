/*
 * Files made to hurt: each ends the reading with its reason, and costs no more
 * than a sound one.
 */
#include "sheet_file.h"

/* ---- archives ------------------------------------------------------------------ */

/* A copy of a file with bytes changed. */
struct copy {
    char *bytes;
    size_t n;
};

static struct copy copy_of(int fd)
{
    off_t n = lseek(fd, 0, SEEK_END);
    struct copy c = { malloc((size_t)n + 1), (size_t)n };

    assert_int_equal(pread(fd, c.bytes, c.n, 0), n);
    close(fd);
    return c;
}

static int file_again(struct copy c)
{
    int fd = file_of(c.bytes, c.n);

    free(c.bytes);
    return fd;
}

#define ONE_ROW "<row r='1'><c r='A1'><v>1</v></c></row>"

static void a_file_cut_short_at_any_byte_is_refused(void **state)
{
    struct copy c = copy_of(zip_of(XLSX(ONE_ROW), NULL));
    struct sheet_error why;
    struct buf b;

    (void)state;
    buf_init(&b);
    for (size_t n = 4; n < c.n; n += n < c.n - 30 ? 13 : 1) {
        int fd = file_of(c.bytes, n);

        if (sheet_read_file(fd, SCRATCH, render, &b, &why) == ERR_OK)
            fail_msg("%zu of %zu bytes are enough", n, c.n);
        assert_string_not_equal(why.reason, "");
        close(fd);
    }
    expect_rows(file_of(c.bytes, c.n), "1:1[#1]");
    free(c.bytes);
    buf_free(&b);
}

static void a_part_that_fails_its_checksum_is_damage(void **state)
{
    struct copy c = copy_of(zip_of(XLSX(ONE_ROW), "zip:compression=store"));
    char *at = memmem(c.bytes, c.n, "<v>1</v>", 8);

    (void)state;
    assert_non_null(at);
    at[3] = '2';
    expect_fault(file_again(c), ERR_INVALID, 1, 0, "已损坏");
}

static void more_than_64_entries_are_refused(void **state)
{
    struct part parts[SHEET_ENTRIES_MAX + 2] = { XROOT, XRELS(""),
                                                 XBOOK(XSHEETS),
                                                 XSHEET(ONE_ROW) };
    char names[SHEET_ENTRIES_MAX + 2][32];

    (void)state;
    for (int i = 4; i <= SHEET_ENTRIES_MAX; i++) {
        snprintf(names[i], sizeof names[i], "xl/media/image%d.png", i);
        parts[i] = (struct part) { names[i], "x", 1 };
    }
    expect_fault(zip_of(parts, NULL), ERR_TOO_LARGE, 0, 0, "超过 64 个");
    parts[SHEET_ENTRIES_MAX] = (struct part)XEND;
    expect_rows(zip_of(parts, NULL), "1:1[#1]");
}

static void a_zip_bomb_stops_at_a_hundred_times_its_size(void **state)
{
    size_t n = (size_t)64 * 1024 * 1024;
    char *spaces = malloc(n);
    const struct part parts[] = { XROOT,
                                  XRELS(""),
                                  XBOOK(XSHEETS),
                                  { "xl/worksheets/sheet1.xml", spaces, n },
                                  XEND };

    (void)state;
    memset(spaces, ' ', n);
    memcpy(spaces, "<worksheet>", 11);
    expect_fault(zip_of(parts, NULL), ERR_TOO_LARGE, 0, 0, "超过 100 倍");
    free(spaces);
}

static void an_archive_in_an_archive_is_not_opened(void **state)
{
    struct copy c = copy_of(zip_of(XLSX(ONE_ROW), NULL));
    const struct part parts[] = { { "xl/workbook.xlsx", c.bytes, c.n }, XEND };

    (void)state;
    expect_fault(zip_of(parts, NULL), ERR_INVALID, 0, 0,
                 "里面不是 Excel 工作簿");
    free(c.bytes);
}

static void a_protected_archive_is_told_so(void **state)
{
    struct copy c = copy_of(zip_of(XLSX(ONE_ROW), "zip:compression=store"));

    (void)state;
    for (size_t i = 0; i + 10 < c.n; i++) { /* the flags of each entry */
        if (memcmp(c.bytes + i, "PK\x03\x04", 4) == 0)
            c.bytes[i + 6] |= 1;
        if (memcmp(c.bytes + i, "PK\x01\x02", 4) == 0)
            c.bytes[i + 8] |= 1;
    }
    expect_fault(file_again(c), ERR_INVALID, 0, 0, "密码");
}

/* ---- XML ----------------------------------------------------------------------- */
static int with_sheet(const char *xml)
{
    const struct part parts[] = { XROOT,
                                  XRELS(""),
                                  XBOOK(XSHEETS),
                                  { "xl/worksheets/sheet1.xml", xml, 0 },
                                  XEND };

    return zip_of(parts, NULL);
}

static void a_document_type_is_refused_before_its_entities(void **state)
{
    (void)state;
    expect_fault(with_sheet("<!DOCTYPE worksheet><worksheet/>"), ERR_INVALID, 0,
                 0, "DTD");
    expect_fault(
        with_sheet("<!DOCTYPE w [<!ENTITY a \"lol\"><!ENTITY b "
                   "\"&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
                   "<worksheet><sheetData><row><c t='str'><v>&c;</v></c></row>"
                   "</sheetData></worksheet>"),
        ERR_INVALID, 0, 0, "DTD");
    expect_fault(
        with_sheet("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                   "<worksheet>&x;</worksheet>"),
        ERR_INVALID, 0, 0, "DTD");
}

static void deep_nesting_is_refused(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b);
    for (int i = 0; i < 100000; i++)
        buf_str(&b, "<a>");
    expect_fault(with_sheet(b.data), ERR_INVALID, 0, 0, "嵌套过深");
    buf_free(&b);
}

static void an_unknown_encoding_is_damage(void **state)
{
    (void)state;
    expect_fault(with_sheet("<?xml version='1.0' encoding='x-none'?><a/>"),
                 ERR_INVALID, 0, 0, "已损坏");
    expect_rows(
        with_sheet("<?xml version='1.0' encoding='ISO-8859-1'?>"
                   "<worksheet><sheetData>" ONE_ROW "</sheetData></worksheet>"),
        "1:1[#1]");
}

/* ---- sizes --------------------------------------------------------------------- */

/* A text of `n` letters in a cell of the first row, in either place a text
 * may have. */
static int with_text(size_t n, bool shared)
{
    struct buf text, sheet;
    int fd;

    buf_init(&text);
    buf_init(&sheet);
    buf_str(&text, "<sst><si><t>");
    for (size_t i = 0; i < n; i++)
        buf_char(&text, (char)('a' + i % 26));
    buf_str(&text, "</t></si></sst>");
    if (shared)
        buf_str(&sheet, "<worksheet><sheetData><row><c t='s'><v>0</v></c>");
    else
        buf_printf(&sheet,
                   "<worksheet><sheetData><row><c t='str'><v>%.*s</v></c>",
                   (int)n, text.data + 12);
    buf_str(&sheet, "</row></sheetData></worksheet>");
    fd = zip_of(
        (const struct part[]) {
            XROOT,
            XRELS(REL("s", "sharedStrings", "sharedStrings.xml")),
            XBOOK(XSHEETS),
            { "xl/worksheets/sheet1.xml", sheet.data, 0 },
            { "xl/sharedStrings.xml", shared ? text.data : "<sst/>", 0 },
            XEND },
        "zip:compression=store");
    buf_free(&text);
    buf_free(&sheet);
    return fd;
}

static void a_cell_is_at_most_128_kib(void **state)
{
    struct sheet_error why;
    struct buf b;

    (void)state;
    buf_init(&b);
    assert_int_equal(read_both(with_text(SHEET_CELL_MAX, false), &b, &why),
                     ERR_OK);
    assert_int_equal(b.len, SHEET_CELL_MAX + strlen("1:1[]"));
    assert_int_equal(read_both(with_text(SHEET_CELL_MAX, true), &b, &why),
                     ERR_OK);
    assert_int_equal(b.len, SHEET_CELL_MAX + strlen("1:1[]"));
    buf_free(&b);
    expect_fault(with_text(SHEET_CELL_MAX + 1, false), ERR_TOO_LARGE, 1, 1,
                 "内容太长");
    expect_fault(with_text(SHEET_CELL_MAX + 1, true), ERR_TOO_LARGE, 0, 0,
                 "内容太长");
}

static void a_row_is_at_most_1_mib_and_512_columns(void **state)
{
    struct buf sheet;

    (void)state;
    buf_init(&sheet);
    buf_str(&sheet, "<worksheet><sheetData><row>");
    for (int i = 0; i < SHEET_COLUMNS_MAX; i++)
        buf_printf(&sheet, "<c t='str'><v>%02048d</v></c>", i);
    buf_str(&sheet, "</row></sheetData></worksheet>");
    expect_fault(with_sheet(sheet.data), ERR_TOO_LARGE, 1, 512, "超过 1 MiB");
    buf_clear(&sheet);
    buf_str(&sheet, "<worksheet><sheetData><row>");
    for (int i = 0; i < SHEET_COLUMNS_MAX; i++)
        buf_printf(&sheet, "<c><v>%d</v></c>", i % 10);
    buf_str(&sheet, "<c/></row></sheetData></worksheet>");
    {
        struct sheet_error why;
        struct buf b;

        buf_init(&b);
        assert_int_equal(read_both(with_sheet(sheet.data), &b, &why), ERR_OK);
        assert_int_equal(b.len, 3 * SHEET_COLUMNS_MAX - 1 + 5);
        buf_free(&b);
    }
    buf_free(&sheet);
}

/* ---- many strings -------------------------------------------------------------- */
#define MANY 200000

static enum err check_string(void *ctx, const struct sheet_in_row *row)
{
    int *seen = ctx;
    char want[128];

    snprintf(want, sizeof want, "%0120d", (MANY - 1 - *seen) * 7919 % MANY);
    assert_int_equal(row->n, 1);
    assert_string_equal(row->cells[0].text, want);
    ++*seen;
    return ERR_OK;
}

/* 24 MB of shared strings, asked for all over the place. */
static void strings_beyond_16_mib_come_back_from_the_scratch_file(void **state)
{
    struct sheet_error why;
    struct buf strings, sheet;
    int fd, seen = 0;

    (void)state;
    buf_init(&strings);
    buf_init(&sheet);
    buf_str(&strings, "<sst>");
    buf_str(&sheet, "<worksheet><sheetData>");
    for (int i = 0; i < MANY; i++) {
        buf_printf(&strings, "<si><t>%0120d</t></si>", i);
        buf_printf(&sheet, "<row><c t='s'><v>%d</v></c></row>",
                   (MANY - 1 - i) * 7919 % MANY);
    }
    buf_str(&strings, "</sst>");
    buf_str(&sheet, "</sheetData></worksheet>");
    fd = zip_of(
        (const struct part[]) {
            XROOT,
            XRELS(REL("s", "sharedStrings", "sharedStrings.xml")),
            XBOOK(XSHEETS),
            { "xl/worksheets/sheet1.xml", sheet.data, 0 },
            { "xl/sharedStrings.xml", strings.data, 0 },
            XEND },
        NULL);
    assert_int_equal(
        sheet_read_confined(fd, SCRATCH, NULL, check_string, &seen, &why),
        ERR_OK);
    assert_int_equal(seen, MANY);
    close(fd);
    buf_free(&strings);
    buf_free(&sheet);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_cut_short_at_any_byte_is_refused),
        cmocka_unit_test(a_part_that_fails_its_checksum_is_damage),
        cmocka_unit_test(more_than_64_entries_are_refused),
        cmocka_unit_test(a_zip_bomb_stops_at_a_hundred_times_its_size),
        cmocka_unit_test(an_archive_in_an_archive_is_not_opened),
        cmocka_unit_test(a_protected_archive_is_told_so),
        cmocka_unit_test(a_document_type_is_refused_before_its_entities),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(an_unknown_encoding_is_damage),
        cmocka_unit_test(a_cell_is_at_most_128_kib),
        cmocka_unit_test(a_row_is_at_most_1_mib_and_512_columns),
        cmocka_unit_test(strings_beyond_16_mib_come_back_from_the_scratch_file),
    };

    sheet_child(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
