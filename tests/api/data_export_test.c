/* 数据导出 over HTTP: what is in it and what is not, in either form; given up,
 * broken off, sealed, thrown away.  All people are made up. */
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api_groups.h"
#include "api_world.h"
#include "base/clock.h"
#include "domain/data_export.h"
#include "jobs/data_export_job.h"
#include "store/data_export_store.h"

static char path[300];
#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define ID(x) ((long long)(x))
#define NAME "导样甲"

static void carry_out_unless(bool stopped)
{
    struct data_export_work work = { .store = api.w.store,
                                     .writer = api.writer };

    atomic_store(&work.stop, stopped);
    assert_int_equal(store_reader(api.w.store, &work.reader), ERR_OK);
    assert_int_equal(data_export_resume(&work), ERR_OK);
    db_close(work.reader);
}

static void carry_out(void)
{
    carry_out_unless(false);
}

static int64_t ask(enum role role, const char *form, bool full)
{
    char body[200];

    snprintf(body, sizeof body, "{'form':'%s','full':%s,'reason':'年度归档'}",
             form, full ? "true" : "false");
    expect(role, "POST", "/data-exports", body, 202);
    assert_string_equal(reply_text("/state"), "waiting");
    return reply_int("/id");
}

/* Asks, waits, takes; the file is in api.raw. */
static void take(enum role role, const char *form, bool full)
{
    int64_t id = ask(role, form, full);

    carry_out();
    expect(role, "GET", PATH("/data-exports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "done");
    assert_int_equal(reply_int("/sheets_done"), reply_int("/sheets_total"));
    expect(role, "GET", PATH("/data-exports/%lld/file", ID(id)), NULL, 200);
}

void data_export_plant(int64_t *out)
{
    *out = ask(ROLE_BUREAU, "csv", false);
    carry_out();
}

/* ---- looking into the file --------------------------------------------- */
/* A part of the ZIP in api.raw, unpacked, ended by a NUL; false: none such. */
static bool part(const char *name, struct buf *out)
{
    struct archive *z = archive_read_new();
    struct archive_entry *entry;
    char piece[4096];
    la_ssize_t n;
    bool found = false;

    buf_init(out);
    assert_int_equal(archive_read_support_format_zip(z), ARCHIVE_OK);
    assert_int_equal(archive_read_open_memory(z, api.raw.data, api.raw.len),
                     ARCHIVE_OK);
    while (!found && archive_read_next_header(z, &entry) == ARCHIVE_OK) {
        if (strcmp(archive_entry_pathname(entry), name) != 0)
            continue;
        found = true;
        while ((n = archive_read_data(z, piece, sizeof piece)) > 0)
            buf_add(out, piece, (size_t)n);
        assert_int_equal(n, 0);
    }
    archive_read_free(z);
    buf_char(out, '\0');
    return found;
}

static size_t times(const char *text, const char *what)
{
    size_t n = 0;

    for (; (text = strstr(text, what)); text += strlen(what))
        n++;
    return n;
}

/* How many parts of the file in api.raw show the text. */
size_t data_export_shows(const char *what)
{
    struct archive *z = archive_read_new();
    struct archive_entry *entry;
    char piece[4096];
    size_t seen = 0;
    la_ssize_t n;

    archive_read_support_format_zip(z);
    assert_int_equal(archive_read_open_memory(z, api.raw.data, api.raw.len),
                     ARCHIVE_OK);
    while (archive_read_next_header(z, &entry) == ARCHIVE_OK) {
        struct buf text;

        buf_init(&text);
        while ((n = archive_read_data(z, piece, sizeof piece)) > 0)
            buf_add(&text, piece, (size_t)n);
        seen +=
            text.len && memmem(text.data, text.len, what, strlen(what)) != NULL;
        buf_free(&text);
    }
    archive_read_free(z);
    return seen;
}

size_t data_export_taken(enum role role, const char *form, const char *what)
{
    take(role, form, false);
    return data_export_shows(what);
}

static void make_child(void)
{
    static int64_t child;
    int64_t home;

    if (child)
        return;
    home = api_household(ROLE_BUREAU, api.w.village);
    expect_version(ROLE_BUREAU, "PATCH", PATH("/households/%lld", ID(home)),
                   "{'note':'=HYPERLINK(1)'}", 1, 200);
    child = api_child(ROLE_BUREAU, home, api.w.village, NAME);
}

/* ---- what is in it ----------------------------------------------------- */
static void a_township_takes_its_children_along_as_csv(void **state)
{
    struct buf text;

    (void)state;
    make_child();
    take(ROLE_TOWNSHIP, "csv", false);
    assert_true(part("students.csv", &text));
    assert_non_null(strstr(text.data, "," NAME ","));
    assert_memory_equal(text.data, "\xEF\xBB\xBFid,household_id,", 19);
    buf_free(&text);
}

/* Lines end with CR LF; a line break within a cell is none. */
static void counts_say_how_many_rows_each_table_has(void **state)
{
    struct buf counts, text;
    char name[80];
    size_t checked = 0;

    (void)state;
    take(ROLE_BUREAU, "csv", false);
    assert_true(part("counts.csv", &counts));
    for (size_t i = 0; i < data_sheets_n; i++) {
        char line[120];

        snprintf(name, sizeof name, "%s.csv", data_sheets[i]->name);
        if (!part(name, &text)) {
            buf_free(&text);
            continue;
        }
        snprintf(line, sizeof line, "\r\n%s,%s,%zu\r\n", data_sheets[i]->name,
                 data_sheets[i]->title, times(text.data, "\r\n") - 1);
        if (!strstr(counts.data, line))
            fail_msg("counts.csv does not say:%s", line);
        buf_free(&text);
        checked++;
    }
    buf_free(&counts);
    assert_true(checked > 35);
}

static void every_column_stands_in_the_dictionary(void **state)
{
    struct buf fields, text;
    char name[80], line[200];

    (void)state;
    take(ROLE_BUREAU, "csv", false);
    assert_true(part("fields.csv", &fields));
    for (size_t i = 0; i < data_sheets_n; i++) {
        const struct field *f = data_sheets[i]->record->fields;
        char *at;

        snprintf(name, sizeof name, "%s.csv", data_sheets[i]->name);
        if (!part(name, &text)) {
            buf_free(&text);
            continue;
        }
        at = text.data + 3; /* the byte order mark */
        *strstr(at, "\r\n") = '\0';
        for (char *column; (column = strsep(&at, ",")); f++) {
            assert_string_equal(column, f->name);
            snprintf(line, sizeof line, "%s,%s,%s,%s,", data_sheets[i]->name,
                     data_sheets[i]->title, column, f->label);
            if (!strstr(fields.data, line))
                fail_msg("fields.csv lacks %s", line);
        }
        assert_int_equal(f->type, FIELD_END);
        buf_free(&text);
    }
    buf_free(&fields);
}

static void every_code_used_stands_among_the_codes(void **state)
{
    struct buf codes;
    char line[120];
    size_t checked = 0;

    (void)state;
    take(ROLE_BUREAU, "csv", false);
    assert_true(part("codes.csv", &codes));
    for (size_t i = 0; i < data_sheets_n; i++) {
        const struct field *f = data_sheets[i]->record->fields;

        for (; f->type != FIELD_END; f++) {
            if (!f->codes || !role_may(ROLE_BUREAU, data_sheets[i]->right))
                continue;
            snprintf(line, sizeof line, "\r\n%s,%s,%s,", f->codes->name,
                     f->codes->title, f->codes->rows[0].code);
            if (!strstr(codes.data, line))
                fail_msg("codes.csv lacks %s of %s.%s", f->codes->name,
                         data_sheets[i]->name, f->name);
            checked++;
        }
    }
    buf_free(&codes);
    assert_true(checked > 50);
}

static void a_workbook_holds_the_same_rows_in_words(void **state)
{
    struct buf counts, text;
    char name[80], line[120];
    size_t sheet = 3; /* behind 说明, 数据字典, 代码表 */

    (void)state;
    make_child();
    take(ROLE_BUREAU, "csv", false);
    assert_true(part("counts.csv", &counts));
    take(ROLE_BUREAU, "xlsx", false);
    for (size_t i = 0; i < data_sheets_n; i++) {
        if (!role_may(ROLE_BUREAU, data_sheets[i]->right))
            continue;
        snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", ++sheet);
        assert_true(part(name, &text));
        snprintf(line, sizeof line, "\r\n%s,%s,%zu\r\n", data_sheets[i]->name,
                 data_sheets[i]->title, times(text.data, "<row ") - 1);
        if (!strstr(counts.data, line))
            fail_msg("the workbook has other rows than the CSV:%s", line);
        if (i == 0) {
            assert_non_null(strstr(text.data, ">" NAME "<"));
            assert_non_null(strstr(text.data, ">学生编号<"));
            assert_non_null(strstr(text.data, ">男<"));
        }
        buf_free(&text);
    }
    buf_free(&counts);
}

static void nothing_in_it_is_a_formula(void **state)
{
    struct buf text;

    (void)state;
    make_child();
    take(ROLE_BUREAU, "csv", false);
    assert_true(part("households.csv", &text));
    assert_non_null(strstr(text.data, "\"'=HYPERLINK(1)\""));
    assert_null(strstr(text.data, ",=HYPERLINK"));
    buf_free(&text);
}

/* ---- what is masked ---------------------------------------------------- */
static void numbers_and_telephones_are_masked_unless_asked_for(void **state)
{
    (void)state;
    make_child();
    take(ROLE_BUREAU, "csv", false);
    assert_int_equal(data_export_shows("19900001234"), 0);
    take(ROLE_BUREAU, "csv", true);
    assert_true(data_export_shows("19900001234") > 0);
    take(ROLE_BUREAU, "xlsx", false);
    assert_int_equal(data_export_shows("19900001234"), 0);
    take(ROLE_BUREAU, "xlsx", true);
    assert_true(data_export_shows("19900001234") > 0);
}

static void a_township_cannot_take_whole_numbers_along(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/data-exports",
           "{'form':'csv','full':true,'reason':'年度归档'}", 403);
    expect(ROLE_TOWNSHIP, "GET", "/data-exports?limit=1", NULL, 200);
    assert_false(json_is_true(reply_at("/items/0/full")));
}

static void an_export_without_a_reason_does_not_begin(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/data-exports", "{'form':'csv'}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/reason");
    expect(ROLE_BUREAU, "POST", "/data-exports",
           "{'form':'doc','reason':'年度归档'}", 422);
    expect(ROLE_BUREAU, "GET", "/data-exports?cursor=zz", NULL, 422);
}

static void what_is_taken_is_in_the_audit_trail_with_its_reason(void **state)
{
    (void)state;
    take(ROLE_BUREAU, "csv", true);
    expect(ROLE_AUDITOR, "GET", "/audit?limit=5", NULL, 200);
    assert_non_null(strstr(api.raw.data, "GET /data-exports/{id}/file"));
    assert_non_null(strstr(api.raw.data, "完整证件号"));
    assert_non_null(strstr(api.raw.data, "年度归档"));
}

/* ---- one at a time, and given up --------------------------------------- */
static void one_who_has_an_export_under_way_begins_no_other(void **state)
{
    int64_t id;

    (void)state;
    id = ask(ROLE_BUREAU, "csv", false);
    expect(ROLE_BUREAU, "POST", "/data-exports",
           "{'form':'csv','reason':'年度归档'}", 409);
    expect(ROLE_BUREAU, "GET", PATH("/data-exports/%lld/file", ID(id)), NULL,
           409);
    expect(ROLE_BUREAU, "POST", PATH("/data-exports/%lld/drop", ID(id)), NULL,
           200);
    assert_string_equal(reply_text("/state"), "gone");
    carry_out();
    expect(ROLE_BUREAU, "GET", PATH("/data-exports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "gone");
    expect(ROLE_BUREAU, "POST", PATH("/data-exports/%lld/drop", ID(id)), NULL,
           409);
}

static const char *file_of(int64_t id)
{
    return PATH("%s.exports/%lld", api.w.store->path, ID(id));
}

static void what_is_broken_off_begins_anew(void **state)
{
    int64_t id;

    (void)state;
    id = ask(ROLE_BUREAU, "csv", false);
    carry_out_unless(true);
    expect(ROLE_BUREAU, "GET", PATH("/data-exports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "waiting");
    carry_out();
    expect(ROLE_BUREAU, "GET", PATH("/data-exports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "done");
}

static void a_file_that_no_job_has_is_swept_away_at_the_start(void **state)
{
    int64_t id;
    int fd;

    (void)state;
    id = ask(ROLE_BUREAU, "csv", false);
    carry_out();
    fd = open(PATH("%s.exports/99999", api.w.store->path), O_WRONLY | O_CREAT,
              0600);
    assert_true(fd >= 0);
    close(fd);
    data_export_sweep(api.w.store, api.reader);
    assert_int_equal(access(PATH("%s.exports/99999", api.w.store->path), F_OK),
                     -1);
    assert_int_equal(access(file_of(id), F_OK), 0);
}

/* ---- kept sealed, for a day -------------------------------------------- */
static void the_file_is_sealed_and_goes_when_it_is_thrown_away(void **state)
{
    char bytes[8];
    int64_t id;
    int fd;

    (void)state;
    id = ask(ROLE_BUREAU, "csv", false);
    carry_out();
    fd = open(file_of(id), O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(read(fd, bytes, sizeof bytes), sizeof bytes);
    close(fd);
    assert_memory_equal(bytes, "BXSTREAM", 8);
    expect(ROLE_BUREAU, "POST", PATH("/data-exports/%lld/drop", ID(id)), NULL,
           200);
    carry_out();
    assert_int_equal(access(file_of(id), F_OK), -1);
    expect(ROLE_BUREAU, "GET", PATH("/data-exports/%lld/file", ID(id)), NULL,
           409);
}

static void the_file_is_due_to_go_after_a_day_and_not_before(void **state)
{
    int64_t id, stale, day = 24 * INT64_C(3600000);

    (void)state;
    id = ask(ROLE_BUREAU, "csv", false);
    carry_out();
    assert_int_equal(
        store_data_export_stale(api.reader, clock_now_ms() + day / 2, &stale),
        ERR_OK);
    assert_int_equal(stale, 0);
    assert_int_equal(
        store_data_export_stale(api.reader, clock_now_ms() + 2 * day, &stale),
        ERR_OK);
    assert_true(stale > 0 && stale <= id);
}

static void nobody_else_finds_it(void **state)
{
    int64_t id;

    (void)state;
    id = ask(ROLE_BUREAU, "csv", false);
    carry_out();
    expect(ROLE_BUREAU_LEAD, "GET", PATH("/data-exports/%lld", ID(id)), NULL,
           404);
    expect(ROLE_BUREAU_LEAD, "GET", PATH("/data-exports/%lld/file", ID(id)),
           NULL, 404);
    expect(ROLE_BUREAU_LEAD, "POST", PATH("/data-exports/%lld/drop", ID(id)),
           NULL, 404);
    expect(ROLE_BUREAU_LEAD, "GET", "/data-exports", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_TEACHER, "POST", "/data-exports",
           "{'form':'csv','reason':'年度归档'}", 403);
}

/* ---- the account is gone ----------------------------------------------- */
struct ending {
    struct write_job job;
    bool back;
};
static enum err end_account(struct write_job *job, struct db *db)
{
    return db_script(
        db, ((struct ending *)job)->back
                ? "UPDATE account SET disabled_at = NULL WHERE role = 'agency'"
                : "UPDATE account SET disabled_at = 1 WHERE role = 'agency'");
}

static void who_is_no_longer_there_gets_nothing(void **state)
{
    struct ending e = { .job = { .run = end_account } };
    int64_t id;

    (void)state;
    id = ask(ROLE_AGENCY, "csv", false);
    assert_int_equal(writer_run(api.writer, &e.job), ERR_OK);
    carry_out();
    e = (struct ending) { .job = { .run = end_account }, .back = true };
    assert_int_equal(writer_run(api.writer, &e.job), ERR_OK);
    expect(ROLE_AGENCY, "GET", PATH("/data-exports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "failed");
    assert_non_null(strstr(reply_text("/fault"), "停用"));
    expect(ROLE_AGENCY, "GET", PATH("/data-exports/%lld/file", ID(id)), NULL,
           409);
}

int api_group_data_export(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_township_takes_its_children_along_as_csv),
        cmocka_unit_test(counts_say_how_many_rows_each_table_has),
        cmocka_unit_test(every_column_stands_in_the_dictionary),
        cmocka_unit_test(every_code_used_stands_among_the_codes),
        cmocka_unit_test(a_workbook_holds_the_same_rows_in_words),
        cmocka_unit_test(nothing_in_it_is_a_formula),
        cmocka_unit_test(numbers_and_telephones_are_masked_unless_asked_for),
        cmocka_unit_test(a_township_cannot_take_whole_numbers_along),
        cmocka_unit_test(an_export_without_a_reason_does_not_begin),
        cmocka_unit_test(what_is_taken_is_in_the_audit_trail_with_its_reason),
        cmocka_unit_test(one_who_has_an_export_under_way_begins_no_other),
        cmocka_unit_test(what_is_broken_off_begins_anew),
        cmocka_unit_test(a_file_that_no_job_has_is_swept_away_at_the_start),
        cmocka_unit_test(the_file_is_sealed_and_goes_when_it_is_thrown_away),
        cmocka_unit_test(the_file_is_due_to_go_after_a_day_and_not_before),
        cmocka_unit_test(nobody_else_finds_it),
        cmocka_unit_test(who_is_no_longer_there_gets_nothing),
    };

    return cmocka_run_group_tests_name("data exports", tests, NULL, NULL);
}
