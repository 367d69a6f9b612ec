/*
 * Spreadsheet files as other programs write them: every kind of cell, what
 * stands around the rows, and what each refusal says.
 */
#include "sheet_file.h"

/* ---- cells --------------------------------------------------------------------- */
static void each_kind_of_cell_reads_as_a_person_reads_it(void **state)
{
    (void)state;
    expect_rows(
        zip_of(XLSX("<row r='1'>"
                    "<c r='A1' t='inlineStr'><is><t>张测试</t></is></c>"
                    "<c r='B1'><v>14</v></c>"
                    "<c r='C1' t='b'><v>1</v></c>"
                    "<c r='D1' t='e'><v>#N/A</v></c>"
                    "<c r='E1' t='str'><f>A1&amp;\"级\"</f><v>一级</v></c>"
                    "<c r='F1'><f>B1*2</f><v>28</v></c>"
                    "<c r='G1' t='d'><v>2010-09-01T00:00:00</v></c>"
                    "<c r='H1' t='d'><v>2010-09-01T08:30:00</v></c>"
                    "<c r='I1' t='b'><v>0</v></c></row>"),
               NULL),
        "1:1[张测试|#14|?TRUE|!#N/A|=一级|=#28|@2010-09-01|"
        "@2010-09-01 08:30:00|?FALSE]");
}

static void numbers_read_as_plain_decimals(void **state)
{
    static const struct {
        const char *raw, *text;
    } t[] = {
        { "0", "#0" },
        { "-0", "#0" },
        { "12", "#12" },
        { "-3.50", "#-3.5" },
        { "0.1", "#0.1" },
        { "1E3", "#1000" },
        { "1.5e-3", "#0.0015" },
        { "999999999999999", "#999999999999999" },
        { "13945678901", "#13945678901" },
        { "0.30000000000000004", "~#0.3" },
        { "0.33333333333333331", "~#0.333333333333333" },
        { "2.3038120100101123E+17", "~#230381201001011000" },
        { "230381201001011234", "~#230381201001011000" },
        { "1e15", "~#1000000000000000" },
        { "1e300", "~#1E+300" },
        { "2.5e-20", "~#2.5E-20" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char sheet[256], rows[128];
        struct part parts[] = { XROOT,
                                XRELS(""),
                                XBOOK(XSHEETS),
                                { "xl/worksheets/sheet1.xml", sheet, 0 },
                                XEND };

        snprintf(sheet, sizeof sheet,
                 "<worksheet><sheetData><row><c><v>%s</v></c></row>"
                 "</sheetData></worksheet>",
                 t[i].raw);
        snprintf(rows, sizeof rows, "1:1[%s]", t[i].text);
        expect_rows(zip_of(parts, NULL), rows);
    }
}

/* A row whose cells have the styles of `styles`, in order. */
static int styled(const char *book, const char *codes, const char *xfs,
                  const char *rows)
{
    char styles[4096], sheet[2048];
    struct part parts[] = { XROOT,
                            XRELS(REL("s", "styles", "styles.xml")),
                            { "xl/workbook.xml", book, 0 },
                            { "xl/styles.xml", styles, 0 },
                            { "xl/worksheets/sheet1.xml", sheet, 0 },
                            XEND };

    snprintf(styles, sizeof styles,
             "<styleSheet><numFmts>%s</numFmts>"
             "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
             "<cellXfs>%s</cellXfs></styleSheet>",
             codes, xfs);
    snprintf(sheet, sizeof sheet,
             "<worksheet><sheetData>%s</sheetData></worksheet>", rows);
    return zip_of(parts, NULL);
}

#define BOOK_1900 "<workbook xmlns:r='urn:r'>" XSHEETS "</workbook>"
#define BOOK_1904                                                              \
    "<workbook xmlns:r='urn:r'><workbookPr date1904='1'/>" XSHEETS "</"        \
    "workbook>"

static void a_number_format_that_shows_a_date_makes_a_date(void **state)
{
    static const struct {
        const char *code, *text;
    } t[] = {
        { "yyyy\\-mm\\-dd", "@2010-09-01" },
        { "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "@2010-09-01" },
        { "[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;", "@2010-09-01" },
        { "[$-F800]dddd, mmmm dd, yyyy", "@2010-09-01" },
        { "yyyy/m/d h:mm", "@2010-09-01 12:00:00" },
        { "h:mm AM/PM", "12:00:00" },
        { "[h]:mm:ss", "970140:00:00" },
        { "mmm", "@2010-09-01" },
        { "General", "#40422.5" },
        { "G/通用格式", "#40422.5" },
        { "0.00&quot;day&quot;", "#40422.5" },
        { "#,##0.00_);[Red]\\(#,##0.00\\)", "#40422.5" },
        { "0.00E+00", "#40422.5" },
        { "&quot;第&quot;0&quot;名&quot;", "#40422.5" },
        { "@", "#40422.5" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char codes[512], rows[64];

        snprintf(codes, sizeof codes,
                 "<numFmt numFmtId='176' formatCode=\"%s\"/>", t[i].code);
        snprintf(rows, sizeof rows, "1:1[%s]", t[i].text);
        expect_rows(styled(BOOK_1900, codes, "<xf numFmtId='176'/>",
                           "<row><c s='0'><v>40422.5</v></c></row>"),
                    rows);
    }
}

static void built_in_date_formats_and_leading_zeros_are_known(void **state)
{
    (void)state;
    expect_rows(
        styled(BOOK_1900, "<numFmt numFmtId='180' formatCode='0000000000'/>",
               "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='31'/>"
               "<xf numFmtId='57'/><xf numFmtId='180'/><xf numFmtId='10'/>",
               "<row><c s='0'><v>40422</v></c><c s='1'><v>40422</v></c>"
               "<c s='2'><v>40422</v></c><c s='3'><v>40422</v></c>"
               "<c s='4'><v>230000123</v></c><c s='5'><v>0.952</v></c>"
               "<c s='99'><v>7</v></c></row>"),
        "1:1[#40422|@2010-09-01|@2010-09-01|@2010-09-01|#0230000123|#0.952|"
        "#7]");
}

static void both_calendars_of_spreadsheets_are_read(void **state)
{
    static const char rows[] =
        "<row><c s='0'><v>1</v></c><c s='0'><v>59</v></c>"
        "<c s='0'><v>60</v></c><c s='0'><v>61</v></c>"
        "<c s='0'><v>2958465</v></c><c s='0'><v>2958466</v></c>"
        "<c s='0'><v>-1</v></c></row>";

    (void)state;
    expect_rows(styled(BOOK_1900, "", "<xf numFmtId='14'/>", rows),
                "1:1[@1900-01-01|@1900-02-28|@1900-02-29|@1900-03-01|"
                "@9999-12-31|#2958466|#-1]");
    expect_rows(styled(BOOK_1904, "", "<xf numFmtId='14'/>",
                       "<row><c s='0'><v>38960</v></c></row>"),
                "1:1[@2010-09-01]");
}

static void shared_and_rich_strings_are_read_without_their_readings(
    void **state)
{
    const struct part parts[] = {
        XROOT,
        XRELS(REL("s", "sharedStrings", "/xl/sharedStrings.xml")),
        XBOOK(XSHEETS),
        XSHEET("<row><c t='s'><v>1</v></c><c t='s'><v>0</v></c>"
               "<c t='s'><v>2</v></c><c t='s'><v>3</v></c></row>"),
        { "xl/sharedStrings.xml",
          "<sst><si><t xml:space='preserve'> 李 </t></si>"
          "<si><r><t>王</t></r><r><rPr><b/></rPr><t>小明</t></r>"
          "<rPh sb='0' eb='1'><t>ワン</t></rPh></si>"
          "<si><t>一_x000D_二_x005F_x_xFFFF_</t></si><si/></sst>",
          0 },
        XEND,
    };

    (void)state;
    expect_rows(zip_of(parts, NULL), "1:1[王小明| 李 |一\r二_x_xFFFF_]");
}

/* ---- around the rows ----------------------------------------------------------- */
static void several_sheets_come_in_order_with_what_is_hidden(void **state)
{
    const struct part parts[] = {
        XROOT,
        XRELS(REL("rId2", "chartsheet", "chartsheets/sheet1.xml")
                  REL("rId3", "worksheet", "/xl/other/b.xml")),
        XBOOK("<sheets><sheet name='b' sheetId='9' r:id='rId3'"
              " state='veryHidden'/><sheet name='图' sheetId='2' r:id='rId2'/>"
              "<sheet name='a' sheetId='1' r:id='rId1'/></sheets>"),
        XSHEET("<row r='2' hidden='1'><c r='A2'><v>1</v></c></row>"
               "<row r='7'><c r='A7'><v>2</v></c></row>"),
        { "xl/other/b.xml",
          "<x:worksheet xmlns:x='urn:x'><x:sheetData><x:row r='1'>"
          "<x:c r='A1'><x:v>3</x:v></x:c></x:row></x:sheetData>"
          "</x:worksheet>",
          0 },
        XEND,
    };

    (void)state;
    expect_rows(zip_of(parts, NULL), "1h:1[#3]3:2h[#1]3:7[#2]");
}

static void merged_titles_are_rows_of_one_cell_and_empty_ones_are_left_out(
    void **state)
{
    (void)state;
    expect_rows(
        zip_of(XLSX("<row r='1'><c r='A1' t='inlineStr'><is><t>名册</t></is>"
                    "</c><c r='B1' s='3'/><c r='C1' s='3'/></row>"
                    "<row r='2'/><row r='3'><c r='XFD3' s='1'/></row>"
                    "<row r='9'><c r='B9'><v>5</v></c>"
                    "<c r='C9' t='inlineStr'><is><t></t></is></c></row>"),
               NULL),
        "1:1[名册]1:9[|#5]");
}

static void csv_of_either_charset_is_one_sheet(void **state)
{
    static const char gb[] = "\xD0\xD5\xC3\xFB,\xB0\xE0\xBC\xB6\r\n"
                             "\xC0\xEE,\"\xD2\xBB\n\xB0\xE0\",,\n\n";
    static const char kept[] = "码\t名\n=\"0123\"\t=1+1\n=\"\"\t=\"a\"b\"\n";

    (void)state;
    expect_rows(file_of(gb, sizeof gb - 1), "1:1[姓名|班级]1:2[李|一\n班]");
    expect_rows(file_of(kept, sizeof kept - 1),
                "1:1[码|名]1:2[=0123|=1+1]1:3[=\"\"|=\"a\"b\"]");
}

/* ---- refusals ------------------------------------------------------------------ */
static void what_is_no_spreadsheet_is_told_what_it_is(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *says;
    } t[] = {
        { "", 0, "空文件" },
        { "<html><table><tr>", 17, "网页" },
        { "\xEF\xBB\xBF \r\n<!DOCTYPE html>", 20, "网页" },
        { "<?xml version='1.0'?>", 21, "网页" },
        { "MIME-Version: 1.0\r\n", 19, "网页" },
        { "\xFF\xFE\x41\x00", 4, "Unicode 文本" },
        { "\x09\x04\x06\x00\x00\x00\x10\x00", 8, "很旧的 Excel" },
        { "Rar!\x1A\x07\x00", 7, "rar" },
        { "7z\xBC\xAF\x27\x1C\x00", 7, "rar" },
        { "%PDF-1.7", 8, "PDF" },
        { "PK\x03\x04 and nothing more", 21, "不完整" },
        { "\x01\x00\x02", 3, "不像 CSV" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        int in_cell = strstr(t[i].says, "CSV") != NULL;

        expect_fault(file_of(t[i].bytes, t[i].n), ERR_INVALID, in_cell, in_cell,
                     t[i].says);
    }
}

static void archives_that_are_no_xlsx_are_told_what_they_are(void **state)
{
    static const struct {
        const char *part, *says;
    } t[] = {
        { "content.xml", "OpenDocument" },
        { "word/document.xml", "Word" },
        { "xl/workbook.bin", "xlsb" },
        { "名单.xlsx", "里面不是 Excel 工作簿" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct part parts[] = { { t[i].part, "x", 1 }, XEND };

        expect_fault(zip_of(parts, NULL), ERR_INVALID, 0, 0, t[i].says);
    }
}

static void damage_is_named_by_its_cell(void **state)
{
    static const struct {
        const char *rows;
        int row, column;
        const char *says;
    } t[] = {
        { "<row r='3'><c r='B3'><v>1</v></c><c r='D3'><v>x</v></c></row>", 3, 4,
          "第 1 张工作表第 3 行第 4 列：数字的写法不对" },
        { "<row r='3'><c r='B3'><v>0x10</v></c></row>", 3, 2, "数字的写法" },
        { "<row r='3'><c r='B3'><v>nan</v></c></row>", 3, 2, "数字的写法" },
        { "<row r='3'><c r='B3'><v>1e999</v></c></row>", 3, 2, "数字的写法" },
        { "<row r='3'><c r='A3' t='s'><v>0</v></c></row>", 3, 1,
          "文字不在文件里" },
        { "<row r='3'><c r='A3' t='s'><v>-1</v></c></row>", 3, 1,
          "文字不在文件里" },
        { "<row r='3'/><row r='3'/>", 3, 0, "行的次序颠倒" },
        { "<row r='0'/>", 0, 0, "行的次序颠倒" },
        { "<row r='-5'/>", 0, 0, "行号的写法" },
        { "<row r='5000000'/>", 5000000, 0, "超过 4000000 行" },
        { "<row><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>", 1, 1,
          "单元格的次序颠倒" },
        { "<row><c r='B1'><v>1</v></c><c r='B1'><v>1</v></c></row>", 1, 2,
          "单元格的次序颠倒" },
        { "<row><c r='3'><v>1</v></c></row>", 1, 0, "位置的写法" },
        { "<row><c r='SS1'><v>1</v></c></row>", 1, 513, "超过 512 列" },
        { "<row><c r='ZZZZZZZZZZ1'><v>1</v></c></row>", 1, 0, "位置的写法" },
        { "<row><c>", 1, 1, "内部内容已损坏" },
        { "<row><c><v>\x01</v>", 1, 1, "内部内容已损坏" },
        { "&nbsp;", 0, 0, "内部内容已损坏" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char sheet[512];
        struct part parts[] = { XROOT,
                                XRELS(""),
                                XBOOK(XSHEETS),
                                { "xl/worksheets/sheet1.xml", sheet, 0 },
                                XEND };

        snprintf(sheet, sizeof sheet,
                 "<worksheet><sheetData>%s</sheetData></worksheet>", t[i].rows);
        expect_fault(zip_of(parts, NULL),
                     strstr(t[i].says, "超过") ? ERR_TOO_LARGE : ERR_INVALID,
                     t[i].row, t[i].column, t[i].says);
    }
}

static void a_missing_part_is_damage(void **state)
{
    const struct part no_sheet[] = { XROOT, XRELS(""), XBOOK(XSHEETS), XEND };
    const struct part no_book[] = { XROOT, XRELS(""), XEND };
    const struct part no_relation[] = {
        XROOT, XRELS(""),
        XBOOK("<sheets><sheet name='a' r:id='rId7'/></sheets>"), XEND
    };
    const struct part no_strings[] = {
        XROOT, XRELS(REL("s", "sharedStrings", "sharedStrings.xml")),
        XBOOK(XSHEETS), XSHEET(""), XEND
    };

    (void)state;
    expect_fault(zip_of(no_sheet, NULL), ERR_INVALID, 0, 0,
                 "第 1 张工作表：工作表的内容不在文件里");
    expect_fault(zip_of(no_book, NULL), ERR_INVALID, 0, 0, "缺少工作表");
    expect_fault(zip_of(no_relation, NULL), ERR_INVALID, 0, 0, "缺少工作表");
    expect_fault(zip_of(no_strings, NULL), ERR_INVALID, 0, 0, "缺少工作表");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_cell_reads_as_a_person_reads_it),
        cmocka_unit_test(numbers_read_as_plain_decimals),
        cmocka_unit_test(a_number_format_that_shows_a_date_makes_a_date),
        cmocka_unit_test(built_in_date_formats_and_leading_zeros_are_known),
        cmocka_unit_test(both_calendars_of_spreadsheets_are_read),
        cmocka_unit_test(
            shared_and_rich_strings_are_read_without_their_readings),
        cmocka_unit_test(several_sheets_come_in_order_with_what_is_hidden),
        cmocka_unit_test(
            merged_titles_are_rows_of_one_cell_and_empty_ones_are_left_out),
        cmocka_unit_test(csv_of_either_charset_is_one_sheet),
        cmocka_unit_test(what_is_no_spreadsheet_is_told_what_it_is),
        cmocka_unit_test(archives_that_are_no_xlsx_are_told_what_they_are),
        cmocka_unit_test(damage_is_named_by_its_cell),
        cmocka_unit_test(a_missing_part_is_damage),
    };

    sheet_child(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
