/*
 * The exported ledger in both forms: no formula comes out, and nothing torn
 * ever stands under the final name.
 */
#include "base/buf.h"
#include "sheet/table_out.h"
#include "sheet/xlsx_check.h"
#include "sheet/xlsx_fill.h"

#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const struct table_column columns[] = {
    { "序号", NULL, TABLE_INT, 0 },      { "姓名", NULL, TABLE_TEXT, 0 },
    { "乡镇", "户籍地", TABLE_TEXT, 0 }, { "村", "户籍地", TABLE_TEXT, 0 },
    { "出生日期", NULL, TABLE_DATE, 0 }, { "比率", NULL, TABLE_PERCENT, 0 },
};
#define N_COLUMNS (sizeof columns / sizeof *columns)

static const struct table_sheet ledger = {
    .name = "花名册",
    .title = "适龄儿童少年花名册",
    .sub = { "填报单位（盖章）：示例镇", "填报时间：2026-08-31" },
    .foot = { "审核人：", "填表人：", "联系电话：" },
    .watermark = "导出：测试员 2026-08-31 & 10:00",
    .columns = columns,
    .n_columns = N_COLUMNS,
    .frozen = 2,
};

/* ---- a directory of our own -------------------------------------------- */

static char dir[] = "/tmp/sheet_table_test.XXXXXX";

static int make_dir(void **state)
{
    (void)state;
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    (void)state;
    return rmdir(dir);
}

static const char *in_dir(const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", dir, name);
    return path;
}

static int files_in_dir(void)
{
    DIR *d = opendir(dir);
    int n = 0;

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    closedir(d);
    return n;
}

static int descriptors(void)
{
    int n = 0;

    for (int fd = 0; fd < 256; fd++)
        n += fcntl(fd, F_GETFD) != -1;
    return n;
}

/* ---- rows -------------------------------------------------------------- */

static enum err give_row(struct table_out *t, int64_t i)
{
    const struct table_cell cells[N_COLUMNS] = {
        table_int(i),         table_text("测试甲"),     table_text("示例镇"),
        table_text("示例村"), table_text("2012-03-04"), table_ratio(0.5),
    };

    return table_row(t, cells);
}

static enum err write_ledger(const char *path, int64_t rows)
{
    struct table_out *t;
    enum err e;

    e = table_file_open(&ledger, path, &t);
    if (e != ERR_OK)
        return e;
    for (int64_t i = 1; i <= rows && e == ERR_OK; i++)
        e = give_row(t, i);
    if (e == ERR_OK)
        e = table_finish(t);
    table_close(t);
    return e;
}

static const char csv_head[] =
    "\xEF\xBB\xBF序号,姓名,户籍地-乡镇,户籍地-村,出生日期,比率\r\n";
static const char csv_tail[] = "导出：测试员 2026-08-31 & 10:00,,,,,\r\n";

static void expect_csv(const struct table_cell cells[N_COLUMNS],
                       const char *line)
{
    struct table_out *t;
    struct buf b, want;

    buf_init(&b);
    buf_init(&want);
    buf_printf(&want, "%s%s\r\n%s", csv_head, line, csv_tail);
    assert_int_equal(table_csv_buf_open(&ledger, &b, &t), ERR_OK);
    assert_int_equal(table_row(t, cells), ERR_OK);
    assert_int_equal(table_finish(t), ERR_OK);
    assert_int_equal(table_rows(t), 1);
    table_close(t);
    assert_string_equal(b.data, want.data);
    buf_free(&b);
    buf_free(&want);
}

static void csv_writes_each_kind_of_cell(void **state)
{
    (void)state;
    expect_csv(
        (struct table_cell[]) { table_int(-7), table_text("甲"),
                                table_text(NULL), table_text(""),
                                table_text("2012-03"), table_ratio(0.97512) },
        "-7,甲,,,2012-03,97.51%");
    expect_csv((struct table_cell[]) { table_empty(), table_text("a,\"b\""),
                                       table_text("上\n下"), table_text(" x"),
                                       table_text("230381201203040012"),
                                       table_ratio((double)NAN) },
               ",\"a,\"\"b\"\"\",\"上\n下\",\" x\",230381201203040012,");
}

/* trust.md's list, half and full width; inside a text they are harmless. */
static void csv_disarms_formulas(void **state)
{
    (void)state;
    expect_csv((struct table_cell[]) { table_text("=1+1"), table_text("+86"),
                                       table_text("-甲"), table_text("@a"),
                                       table_text("\ta"), table_text("\ra") },
               "\"'=1+1\",\"'+86\",\"'-甲\",\"'@a\",\"'\ta\",\"'\ra\"");
    expect_csv((struct table_cell[]) { table_text("＝1"), table_text("＋1"),
                                       table_text("－1"), table_text("＠1"),
                                       table_text("\n=1"), table_text("a=1") },
               "\"'＝1\",\"'＋1\",\"'－1\",\"'＠1\",\"'\n=1\",a=1");
}

static enum err full_sink(void *ctx, const void *bytes, size_t n)
{
    int *calls = ctx;

    (void)bytes;
    (void)n;
    return ++*calls > 2 ? ERR_FULL : ERR_OK;
}

static void the_sinks_error_comes_back_for_good(void **state)
{
    struct table_out *t;
    int calls = 0;

    (void)state;
    assert_int_equal(table_csv_open(&ledger, full_sink, &calls, &t), ERR_OK);
    assert_int_equal(give_row(t, 1), ERR_OK);
    assert_int_equal(give_row(t, 2), ERR_FULL);
    assert_int_equal(give_row(t, 3), ERR_FULL);
    assert_int_equal(table_finish(t), ERR_FULL);
    assert_int_equal(calls, 3);
    assert_int_equal(table_rows(t), 1);
    table_close(t);
}

static void a_description_that_cannot_be_written_is_refused(void **state)
{
    struct table_sheet s[4] = { ledger, ledger, ledger, ledger };
    struct table_out *t;
    struct buf b;

    (void)state;
    buf_init(&b);
    s[0].n_columns = 0;
    s[1].n_columns = TABLE_COLUMNS_MAX + 1;
    s[2].frozen = N_COLUMNS;
    s[3].n_columns = 2; /* of three foot notes */
    s[3].frozen = 0;
    for (int i = 0; i < 4; i++)
        assert_int_equal(table_csv_buf_open(&s[i], &b, &t), ERR_INVALID);
    buf_free(&b);
}

/* ---- files ------------------------------------------------------------- */

static void a_finished_workbook_is_a_whole_private_zip(void **state)
{
    char path[128], magic[4];
    struct stat st;
    int fd, before = descriptors();

    (void)state;
    assert_int_equal(write_ledger(in_dir("a.xlsx", path), 3), ERR_OK);
    assert_int_equal(files_in_dir(), 1);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    fd = open(path, O_RDONLY);
    assert_int_equal(read(fd, magic, 4), 4);
    close(fd);
    assert_memory_equal(magic, "PK\3\4", 4);
    assert_int_equal(descriptors(), before);
    unlink(path);
}

static enum err xlsx_check_one(const char *path, uint64_t body)
{
    return xlsx_check(path, &body, 1);
}

/* The bytes of the rows, which only the writer knows. */
static uint64_t find_body(const char *path)
{
    uint64_t body = 1;

    while (body < 16384 && xlsx_check_one(path, body) != ERR_OK)
        body++;
    assert_int_equal(xlsx_check_one(path, body), ERR_OK);
    return body;
}

static void flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    char c;

    assert_int_equal(pread(fd, &c, 1, at), 1);
    c = (char)(c ^ 1);
    assert_int_equal(pwrite(fd, &c, 1, at), 1);
    close(fd);
}

static void the_check_finds_what_is_cut_or_changed(void **state)
{
    char path[128];
    uint64_t body;
    struct stat st;

    (void)state;
    assert_int_equal(write_ledger(in_dir("a.xlsx", path), 3), ERR_OK);
    body = find_body(path);
    assert_int_equal(xlsx_check_one(path, body - 1), ERR_DAMAGED);
    assert_int_equal(xlsx_check_one(path, body + 1), ERR_DAMAGED);
    assert_int_equal(stat(path, &st), 0);
    flip(path, 100); /* in the packed bytes of the first part */
    assert_int_equal(xlsx_check_one(path, body), ERR_DAMAGED);
    flip(path, 100);
    assert_int_equal(xlsx_check_one(path, body), ERR_OK);
    for (off_t n = st.st_size - 1; n > 0; n -= 97) {
        assert_int_equal(truncate(path, n), 0);
        assert_int_equal(xlsx_check_one(path, body), ERR_DAMAGED);
    }
    unlink(path);
}

/* A package whose sheet has its rows already has no place for others. */
static void what_cannot_take_the_rows_is_told(void **state)
{
    struct xlsx_spool spool, *const spools[] = { &spool };
    char path[128];
    struct stat st;

    (void)state;
    assert_int_equal(write_ledger(in_dir("a.xlsx", path), 3), ERR_OK);
    assert_int_equal(xlsx_spool_open(&spool, dir), 0);
    assert_true(fputs("<row/>", spool.stream) >= 0);
    assert_int_equal(xlsx_spool_flush(&spool), 0);
    assert_int_equal(spool.size, strlen("<row/>"));
    assert_int_equal(xlsx_fill(path, spools, 1), ERR_DAMAGED);
    unlink(path);
    assert_int_equal(write_ledger(path, 3), ERR_OK);
    assert_int_equal(xlsx_fill(path, spools, 0), ERR_DAMAGED);
    unlink(path);
    assert_int_equal(write_ledger(path, 3), ERR_OK);
    assert_int_equal(stat(path, &st), 0);
    for (off_t n = st.st_size - 1; n > 0; n -= 97) {
        unlink(path);
        assert_int_equal(write_ledger(path, 3), ERR_OK);
        assert_int_equal(truncate(path, n), 0);
        assert_int_equal(xlsx_fill(path, spools, 1), ERR_DAMAGED);
    }
    assert_int_equal(xlsx_fill("/nonexistent/a.xlsx", spools, 1), ERR_IO);
    xlsx_spool_close(&spool);
    unlink(path);
}

static void an_abandoned_file_leaves_nothing(void **state)
{
    static const char *const names[] = { "a.xlsx", "a.csv" };
    int before = descriptors();

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct table_out *t;
        char path[128];

        assert_int_equal(table_file_open(&ledger, in_dir(names[i], path), &t),
                         ERR_OK);
        assert_int_equal(give_row(t, 1), ERR_OK);
        table_close(t);
        assert_int_equal(files_in_dir(), 0);
    }
    assert_int_equal(descriptors(), before);
}

static void a_missing_directory_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(write_ledger("/nonexistent/a.xlsx", 1), ERR_IO);
    assert_int_equal(write_ledger("/nonexistent/a.csv", 1), ERR_IO);
}

static void a_text_over_excels_limit_is_too_large(void **state)
{
    struct table_cell cells[N_COLUMNS] = { 0 };
    char *text = malloc(32769), path[128];
    struct table_out *t;

    (void)state;
    assert_non_null(text);
    memset(text, 'x', 32768);
    text[32768] = '\0';
    cells[1] = table_text(text);
    assert_int_equal(table_file_open(&ledger, in_dir("a.xlsx", path), &t),
                     ERR_OK);
    assert_int_equal(table_row(t, cells), ERR_TOO_LARGE);
    assert_int_equal(table_finish(t), ERR_TOO_LARGE);
    table_close(t);
    assert_int_equal(files_in_dir(), 0);
    free(text);
}

static off_t size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? st.st_size : -1;
}

/* Whatever the place where the disk ends, the file is the whole new one, or
 * the old one with an error. */
static void expect_whole_or_old(const char *name, off_t step)
{
    struct rlimit old, limit;
    int failed = 0, done = 0, before = descriptors();
    char path[128];
    off_t whole;

    assert_int_equal(write_ledger(in_dir(name, path), 200), ERR_OK);
    whole = size_of(path);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    for (off_t at = step; done == 0 && at < 1 << 20; at += step) {
        enum err e;

        assert_int_equal(truncate(path, 1), 0); /* the old file */
        limit = (struct rlimit) { (rlim_t)at, old.rlim_max };
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        e = write_ledger(path, 200);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
        assert_true(e == ERR_OK || e == ERR_FULL || e == ERR_IO);
        done += e == ERR_OK;
        failed += e != ERR_OK;
        if (e == ERR_OK) /* its time of making may pack differently */
            assert_true(llabs(size_of(path) - whole) < 32);
        else
            assert_int_equal(size_of(path), 1);
        assert_int_equal(files_in_dir(), 1);
    }
    assert_true(failed > 10);
    assert_int_equal(done, 1);
    assert_int_equal(descriptors(), before);
    unlink(path);
}

static void a_full_disk_never_leaves_a_torn_file(void **state)
{
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);

    (void)state;
    expect_whole_or_old("a.csv", 512);
    expect_whole_or_old("a.xlsx", 512);
    signal(SIGXFSZ, old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_writes_each_kind_of_cell),
        cmocka_unit_test(csv_disarms_formulas),
        cmocka_unit_test(the_sinks_error_comes_back_for_good),
        cmocka_unit_test(a_description_that_cannot_be_written_is_refused),
        cmocka_unit_test(a_finished_workbook_is_a_whole_private_zip),
        cmocka_unit_test(the_check_finds_what_is_cut_or_changed),
        cmocka_unit_test(what_cannot_take_the_rows_is_told),
        cmocka_unit_test(an_abandoned_file_leaves_nothing),
        cmocka_unit_test(a_missing_directory_is_an_error),
        cmocka_unit_test(a_text_over_excels_limit_is_too_large),
        cmocka_unit_test(a_full_disk_never_leaves_a_torn_file),
    };

    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
