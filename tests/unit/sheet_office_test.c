/*
 * One table as LibreOffice, Gnumeric and openpyxl save it (made by
 * tests/sheet/office_test.py): the same rows in all of them.
 */
#include "sheet_file.h"

#include <fcntl.h>

#define SAMPLES "tests/data/sheets/"

/* Texts alone: CSV knows no kinds. */
static enum err texts(void *ctx, const struct sheet_in_row *row)
{
    struct buf *b = ctx;

    for (size_t i = 0; i < row->n; i++)
        buf_printf(b, "%s%s", i ? "|" : "", row->cells[i].text);
    buf_char(b, '\n');
    return ERR_OK;
}

static void every_program_s_file_has_the_same_rows(void **state)
{
    static const char *const names[] = { "calc.xlsx",    "calc.xls",
                                         "calc.csv",     "gnumeric.xlsx",
                                         "gnumeric.xls", "openpyxl.xlsx" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];
        struct sheet_error why;
        struct buf b;
        int fd;

        buf_init(&b);
        snprintf(path, sizeof path, SAMPLES "%s", names[i]);
        fd = open(path, O_RDONLY | O_CLOEXEC);
        assert_true(fd >= 0);
        assert_int_equal(
            sheet_read_confined(fd, SCRATCH, NULL, texts, &b, &why), ERR_OK);
        assert_string_equal(
            b.data,
            "测试县适龄儿童名单\n"
            "序号|姓名|身份证号|出生日期|年级|身高|住校|备注|周岁\n"
            "1|测试甲|230381201009011234|2010-09-01|初二|1.52|TRUE|"
            "父母外出，随奶奶|14\n"
            "2|测试·乙|23038120110228123X|2011-02-28|初一|1.5|FALSE|"
            "两行\n备注|26\n"
            "3|测试丙𠮷|230381201212311239|2012-12-31||||带\"引号\",和逗号|"
            "第3名\n"
            "4|㐂测试丁|000123|1999-01-01||0.1|TRUE||0.125\n");
        close(fd);
        buf_free(&b);
    }
}

/* The sample with the stream of its workbook called otherwise. */
static int renamed(const char *name)
{
    static const char book[] = "W\0o\0r\0k\0b\0o\0o\0k\0\0";
    static char bytes[64 * 1024];
    int fd = open(SAMPLES "calc.xls", O_RDONLY | O_CLOEXEC);
    ssize_t n = read(fd, bytes, sizeof bytes);
    char *at;

    assert_true(n > 0);
    close(fd);
    at = memmem(bytes, (size_t)n, book, sizeof book - 1);
    assert_non_null(at);
    memset(at, 0, 64);
    for (size_t i = 0; name[i]; i++)
        at[2 * i] = name[i];
    at[64] = (char)(2 * (strlen(name) + 1));
    return file_of(bytes, (size_t)n);
}

static void compound_files_of_another_kind_are_told_what_they_are(void **state)
{
    struct sheet_error why;
    struct buf b;

    (void)state;
    buf_init(&b);
    assert_int_equal(read_both(renamed("Book"), &b, &why), ERR_OK);
    buf_free(&b);
    expect_fault(renamed("EncryptedPackage"), ERR_INVALID, 0, 0, "密码");
    expect_fault(renamed("WordDocument"), ERR_INVALID, 0, 0, "Word");
    expect_fault(renamed("Contents"), ERR_INVALID, 0, 0, "没有 Excel 工作簿");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_program_s_file_has_the_same_rows),
        cmocka_unit_test(compound_files_of_another_kind_are_told_what_they_are),
    };

    sheet_child(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
