/* Commands as they are called: what they leave, and what they end with. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/cli.h"
#include "sheet/sheet_in.h"
#include "store/account_store.h"
#include "store/unit_store.h"
#include "store_world.h"

#define WORDS 16

/* Runs one command on the world's store, its output thrown away. */
static int run(const struct world *w, int (*command)(int, char **), ...)
{
    char *argv[WORDS + 3];
    int argc = 0, out = dup(1), err = dup(2), none, code;
    va_list words;

    va_start(words, command);
    argv[argc++] = (char *)(uintptr_t) "command";
    for (char *s; argc < WORDS && (s = va_arg(words, char *));)
        argv[argc++] = s;
    va_end(words);
    if (w) {
        argv[argc++] = (char *)(uintptr_t) "--db";
        argv[argc++] = (char *)(uintptr_t)w->path;
    }
    argv[argc] = NULL;
    fflush(stdout);
    none = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(none, 1);
    dup2(none, 2);
    code = command(argc, argv);
    fflush(stdout);
    dup2(out, 1);
    dup2(err, 2);
    close(none);
    close(out);
    close(err);
    return code;
}

/* What the next command reads from stdin. */
static void type(const struct world *w, const char *text)
{
    char path[120];
    FILE *f;

    snprintf(path, sizeof path, "%s.typed", w->path);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_non_null(freopen(path, "r", stdin));
    unlink(path);
}

static char *in_dir(struct world *w, const char *name)
{
    return arena_printf(&w->arena, "%s/%s", w->dir, name);
}

static void put_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void wrong_usage_is_2_and_does_nothing(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    assert_int_equal(run(&w, command_user, NULL), CLI_USAGE);
    assert_int_equal(run(&w, command_user, "grow", NULL), CLI_USAGE);
    assert_int_equal(run(&w, command_user, "add", "li", NULL), CLI_USAGE);
    assert_int_equal(run(&w, command_user, "add", "li", "--role", "king",
                         "--unit", "bureau", NULL),
                     CLI_USAGE);
    assert_int_equal(run(&w, command_verify, "--quick", NULL), CLI_USAGE);
    assert_int_equal(run(&w, command_verify, "more", NULL), CLI_USAGE);
    assert_int_equal(run(&w, command_token, "add", "teacher", "--days=x", NULL),
                     CLI_USAGE);
    assert_int_equal(run(&w, command_import, "pupils", "f.csv", NULL),
                     CLI_USAGE);
    world_close(&w);
}

static void an_account_from_the_command_line_is_usable_at_once(void **state)
{
    struct account_row row;
    struct world w;

    (void)state;
    world_open(&w);
    type(&w, "leaves-fall-in-october\n");
    assert_int_equal(run(&w, command_user, "add", "Li", "--role=teacher",
                         "--unit", WORLD_SCHOOL, "--class", "7-2", NULL),
                     CLI_DONE);
    assert_int_equal(store_account_by_name(w.reader, &w.arena, "li", &row),
                     ERR_OK);
    assert_string_equal(row.class, "7-2");
    assert_false(row.must_change);
    type(&w, "leaves-fall-in-october\n");
    assert_int_equal(run(&w, command_user, "add", "li", "--role", "bureau",
                         "--unit", "bureau", NULL),
                     CLI_FAILED);
    type(&w, "short\n");
    assert_int_equal(run(&w, command_user, "add", "wang", "--role", "bureau",
                         "--unit", "bureau", NULL),
                     CLI_FAILED);
    assert_int_equal(run(&w, command_user, "disable", "li", NULL), CLI_DONE);
    assert_int_equal(run(&w, command_token, "add", "li", NULL), CLI_FAILED);
    assert_int_equal(run(&w, command_user, "disable", "admin", NULL),
                     CLI_FAILED);
    world_close(&w);
}

static void a_command_that_writes_waits_for_nobody(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    assert_int_equal(run(&w, command_token, "add", "teacher", NULL), CLI_DONE);
    assert_int_equal(store_lock(w.store), ERR_OK);
    assert_int_equal(run(&w, command_user, "disable", "teacher", NULL),
                     CLI_FAILED);
    assert_int_equal(run(&w, command_user, "list", NULL), CLI_DONE);
    assert_int_equal(run(&w, command_verify, NULL), CLI_DONE);
    world_close(&w);
}

static void schools_are_imported_whole_or_partly(void **state)
{
    static const char good[] = "办学类型,学校标识码,学校名称,所属区划代码\n"
                               "小学,2123000077,测试小学,230381103000\n";
    static const char bad[] = "说明\n"
                              "学校标识码,学校名称,办学类型,所属区划代码\n"
                              "2123000077,改名小学,211,230381103000\n"
                              "2123000078,测试小学,大学,230381103000\n"
                              "2123000079,测试小学,小学,230382103000\n"
                              "2123000077,又一小学,小学,230381103000\n";
    struct school_row row;
    struct world w;
    char *file;

    (void)state;
    world_open(&w);
    file = in_dir(&w, "schools.csv");
    put_file(file, good);
    assert_int_equal(run(&w, command_import, "schools", file, NULL), CLI_DONE);
    put_file(file, bad);
    assert_int_equal(run(&w, command_import, "schools", file, NULL),
                     CLI_FAILED);
    assert_int_equal(store_school_get(w.reader, &w.arena, "2123000077", &row),
                     ERR_OK);
    assert_string_equal(row.name, "测试小学");
    assert_int_equal(
        run(&w, command_import, "schools", file, "--partial", NULL), CLI_DONE);
    assert_int_equal(store_school_get(w.reader, &w.arena, "2123000077", &row),
                     ERR_OK);
    assert_string_equal(row.name, "改名小学");
    assert_int_equal(store_school_get(w.reader, &w.arena, "2123000078", &row),
                     ERR_NOT_FOUND);
    assert_int_equal(store_school_get(w.reader, &w.arena, "2123000079", &row),
                     ERR_NOT_FOUND);
    unlink(file);
    world_close(&w);
}

/* A name that a form would refuse is refused in a file too. */
static void a_schools_name_is_judged_as_in_a_form(void **state)
{
    static const char *const names[] = { "\xe2\x80\xae癸小学",
                                         "癸\xe2\x80\x8b小学", "癸\a小学",
                                         "\"癸\n小学\"", "" };
    struct school_row row;
    struct world w;
    char *file;

    (void)state;
    world_open(&w);
    file = in_dir(&w, "schools.csv");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        put_file(file,
                 arena_printf(&w.arena,
                              "学校标识码,学校名称,办学类型,所属区划代码\n"
                              "2123000077,%s,小学,230381103000\n",
                              names[i]));
        assert_int_equal(run(&w, command_import, "schools", file, NULL),
                         CLI_FAILED);
    }
    assert_int_equal(store_school_get(w.reader, &w.arena, "2123000077", &row),
                     ERR_NOT_FOUND);
    assert_int_equal(run(&w, command_import, "schools", w.dir, NULL),
                     CLI_FAILED);
    unlink(file);
    world_close(&w);
}

static void a_port_that_there_is_not_is_wrong_usage(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    assert_int_equal(
        run(&w, command_serve, "--listen", "127.0.0.1:65536", NULL), CLI_USAGE);
    assert_int_equal(run(&w, command_serve, "--listen", "127.0.0.1:x", NULL),
                     CLI_USAGE);
    world_close(&w);
}

/* ---- backups --------------------------------------------------------------------- */
static void a_backup_becomes_the_same_store_again(void **state)
{
    struct account_row row;
    struct store *s;
    struct world w;
    struct db *db;
    char *out, *again, *key;

    (void)state;
    world_open(&w);
    out = in_dir(&w, "k.bak");
    again = in_dir(&w, "again.db");
    key = (char *)(uintptr_t)w.store->key_path;
    assert_int_equal(run(&w, command_token, "add", "teacher", NULL), CLI_DONE);
    assert_int_equal(run(&w, command_backup, "--out", out, NULL), CLI_DONE);
    assert_int_equal(
        run(NULL, command_restore, out, "--db", again, "--key-file", key, NULL),
        CLI_DONE);
    assert_int_equal(store_open(again, key, &s), ERR_OK);
    assert_int_equal(store_reader(s, &db), ERR_OK);
    assert_int_equal(
        store_account_get(db, &w.arena, w.account[ROLE_TEACHER], &row), ERR_OK);
    assert_string_equal(row.username, "teacher");
    db_close(db);
    store_close(s);
    /* what stands there is never replaced */
    assert_int_equal(
        run(NULL, command_restore, out, "--db", again, "--key-file", key, NULL),
        CLI_FAILED);
    unlink(again);
    unlink(out);
    world_close(&w);
}

static void plant_import(const char *path, int64_t id)
{
    char text[600];
    struct db *db;

    snprintf(
        text, sizeof text,
        "INSERT INTO import (id, kind, year, unit, account_id, state, size,"
        " sha256, created_at) VALUES (%lld, 'schools', 2026, 'bureau', 0,"
        " 'committed', 1, 'x', 1); INSERT INTO refused_row (id, import_id,"
        " name_key) VALUES (%lld, %lld, '测')",
        (long long)id, (long long)(id << 22 | 1), (long long)id);
    assert_int_equal(db_open(path, DB_WRITER, NULL, &db), ERR_OK);
    assert_int_equal(db_script(db, text), ERR_OK);
    db_close(db);
}

/* A visit that a phone sends again names a household which was registered after
 * the backup: that one is missing then, and no other has its number. */
static void no_number_of_the_lost_days_is_given_again(void **state)
{
    struct store *s;
    struct world w;
    struct db *db;
    char *out, *again, *key;
    int64_t lost, next;

    (void)state;
    world_open(&w);
    out = in_dir(&w, "k.bak");
    again = in_dir(&w, "again.db");
    key = (char *)(uintptr_t)w.store->key_path;
    assert_int_equal(run(&w, command_token, "add", "teacher", NULL), CLI_DONE);
    assert_int_equal(run(&w, command_backup, "--out", out, NULL), CLI_DONE);
    assert_int_equal(db_next_ids(w.writer, "household", 100, &lost), ERR_OK);
    assert_int_equal(
        run(NULL, command_restore, out, "--db", again, "--key-file", key, NULL),
        CLI_DONE);
    assert_int_equal(store_open(again, key, &s), ERR_OK);
    assert_int_equal(store_writer(s, &db), ERR_OK);
    assert_int_equal(db_next_id(db, "household", &next), ERR_OK);
    assert_true(next > lost + 100);
    lost = next;
    /* the floor holds for a store put back twice, with a list taken in between
     * whose lines have ids of their own making */
    assert_int_equal(db_next_id(db, "import", &next), ERR_OK);
    plant_import(again, next);
    assert_int_equal(db_raise_ids(db, &w.arena), ERR_OK);
    assert_int_equal(db_next_id(db, "household", &next), ERR_OK);
    assert_true(next > lost);
    db_close(db);
    store_close(s);
    unlink(again);
    unlink(out);
    world_close(&w);
}

static void a_damaged_backup_restores_nothing(void **state)
{
    struct world w;
    char *out, *again, *key;
    struct stat st;
    off_t cuts[3];

    (void)state;
    world_open(&w);
    out = in_dir(&w, "k.bak");
    again = in_dir(&w, "again.db");
    key = (char *)(uintptr_t)w.store->key_path;
    assert_int_equal(run(&w, command_backup, "--out", out, NULL), CLI_DONE);
    assert_int_equal(stat(out, &st), 0);
    cuts[0] = st.st_size - 1;
    cuts[1] = 70000;
    cuts[2] = 10;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(truncate(out, cuts[i]), 0);
        assert_int_equal(run(NULL, command_restore, out, "--db", again,
                             "--key-file", key, NULL),
                         CLI_FAILED);
        assert_int_equal(access(again, F_OK), -1);
    }
    unlink(out);
    world_close(&w);
}

static void nothing_of_the_store_shows_in_its_backup(void **state)
{
    struct world w;
    char *out, piece[8192];
    bool found = false;
    size_t n;
    FILE *f;

    (void)state;
    world_open(&w);
    out = in_dir(&w, "k.bak");
    assert_int_equal(run(&w, command_backup, "--out", out, NULL), CLI_DONE);
    f = fopen(out, "r");
    assert_non_null(f);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        found |= memmem(piece, n, "SQLite", 6) ||
                 memmem(piece, n, "bureau", 6) || memmem(piece, n, "230381", 6);
    fclose(f);
    assert_false(found);
    unlink(out);
    world_close(&w);
}

static void verify_fails_on_a_tampered_trail(void **state)
{
    struct world w;
    struct db *db;

    (void)state;
    world_open(&w);
    assert_int_equal(run(&w, command_token, "add", "teacher", NULL), CLI_DONE);
    assert_int_equal(run(&w, command_verify, "--json", NULL), CLI_DONE);
    assert_int_equal(db_open(w.path, DB_WRITER, NULL, &db), ERR_OK);
    assert_int_equal(db_script(db, "UPDATE audit SET account_id = 9"), ERR_OK);
    db_close(db);
    assert_int_equal(run(&w, command_verify, NULL), CLI_FAILED);
    world_close(&w);
}

static void verify_fails_on_an_emptied_trail(void **state)
{
    struct world w;
    struct db *db;

    (void)state;
    world_open(&w);
    assert_int_equal(run(&w, command_token, "add", "teacher", NULL), CLI_DONE);
    assert_int_equal(db_open(w.path, DB_WRITER, NULL, &db), ERR_OK);
    assert_int_equal(db_script(db, "DELETE FROM audit"), ERR_OK);
    db_close(db);
    assert_int_equal(run(&w, command_verify, NULL), CLI_FAILED);
    world_close(&w);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_usage_is_2_and_does_nothing),
        cmocka_unit_test(an_account_from_the_command_line_is_usable_at_once),
        cmocka_unit_test(a_command_that_writes_waits_for_nobody),
        cmocka_unit_test(schools_are_imported_whole_or_partly),
        cmocka_unit_test(a_schools_name_is_judged_as_in_a_form),
        cmocka_unit_test(a_port_that_there_is_not_is_wrong_usage),
        cmocka_unit_test(a_backup_becomes_the_same_store_again),
        cmocka_unit_test(no_number_of_the_lost_days_is_given_again),
        cmocka_unit_test(a_damaged_backup_restores_nothing),
        cmocka_unit_test(nothing_of_the_store_shows_in_its_backup),
        cmocka_unit_test(verify_fails_on_a_tampered_trail),
        cmocka_unit_test(verify_fails_on_an_emptied_trail),
    };

    sheet_child(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
