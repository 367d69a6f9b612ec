/* The writer, the guard, migrations. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/policy.h"
#include "base/log.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "store_world.h"

struct note {
    int64_t id;
    const char *text;
};
static const struct field note_fields[] = {
    F_ID(note, id, "编号", REQUIRED),
    F_TEXT(note, text, "内容", REQUIRED, 1, 9), F_END
};
static const struct record note_record =
    RECORD(note, "Note", "记录", note_fields);

/* Not SQL(): these are no statements of the program. */
static const struct sql q_add = {
    .text = "INSERT INTO setting (name, value, updated_at, updated_by)"
            " VALUES (?1, 'x', 0, 0)",
    .name = "q_add",
};
static const struct sql q_count = {
    .text = "SELECT count(*) FROM setting WHERE name GLOB 't.*'",
    .name = "q_count",
};

static struct world w;

static int open_world(void **state)
{
    (void)state;
    log_set_level(LOG_ERROR + 1);
    world_open(&w);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

/* The connection's cache keeps a statement's address until it closes. */
static struct sql tried[64];
static size_t tried_n;

/* ---- the guard --------------------------------------------------------- */
static enum err prepare(const char *text, enum sql_access access)
{
    const struct sql q = { .text = text, .name = "q_try", .access = access };
    struct sql *lasting = &tried[tried_n++];
    int64_t v;
    enum err e;

    assert_true(tried_n < sizeof tried / sizeof *tried);
    memcpy(lasting, &q, sizeof q);
    e = db_int(w.writer, lasting, &v, NO_VALS);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static void a_scoped_statement_cannot_reach_past_its_view(void **state)
{
    static const char *const refused[] = {
        "SELECT count(*) FROM student",
        "SELECT name FROM student LIMIT 1",
        "SELECT 1 FROM main.household",
        "SELECT count(*) FROM my_student WHERE id IN (SELECT id FROM student)",
        "SELECT (SELECT max(id) FROM dropout_case) FROM my_student",
        "SELECT s.id FROM my_student m JOIN student s ON s.id = m.id",
        "WITH x AS (SELECT id FROM guardian) SELECT id FROM x",
        "SELECT id FROM my_student UNION SELECT id FROM student",
        "SELECT 1 FROM my_student WHERE EXISTS"
        " (SELECT 1 FROM child_place c WHERE c.student_id = 1)",
        "DELETE FROM student",
        "UPDATE student SET name = 'x'",
        "INSERT INTO student_token VALUES ('a', 1)",
        "UPDATE temp.principal SET lo = '', hi = 'z'",
        "DELETE FROM audit",
        "CREATE TABLE x (y)",
        "PRAGMA writable_schema = ON",
        "ATTACH ':memory:' AS x",
    };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (prepare(refused[i], SQL_SCOPED) == ERR_OK)
            fail_msg("prepared: %s", refused[i]);
    assert_int_equal(prepare("SELECT name FROM my_student", SQL_SCOPED),
                     ERR_OK);
    assert_int_equal(prepare("SELECT count(*) FROM my_student"
                             " WHERE version > 0",
                             SQL_SCOPED),
                     ERR_OK);
    assert_int_equal(prepare("SELECT count(*) FROM student", SQL_SYSTEM),
                     ERR_OK);
}

static void nothing_may_change_the_audit_trail(void **state)
{
    (void)state;
    assert_int_not_equal(prepare("DELETE FROM audit", SQL_SYSTEM), ERR_OK);
    assert_int_not_equal(prepare("UPDATE audit SET at = 0", SQL_SYSTEM),
                         ERR_OK);
    assert_int_not_equal(
        prepare("INSERT INTO audit (at, account_id, action, outcome, hash)"
                " VALUES (0, 0, 'x', 'ok', x'00')",
                SQL_SYSTEM),
        ERR_OK);
}

static void every_statement_prepares_and_fits_its_table(void **state)
{
    size_t n;
    const struct sql *const *all = sql_registry(&n);

    (void)state;
    assert_non_null(policy_tables().tables); /* and with them every store */
    assert_true(n > 100);
    assert_int_equal(db_prepare_all(w.writer), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        if (all[i]->access == SQL_SYSTEM && !all[i]->why)
            fail_msg("%s does not say why it is safe", all[i]->name);
        for (size_t k = 0; k < i; k++)
            if (strcmp(all[i]->name, all[k]->name) == 0)
                fail_msg("two statements are called %s", all[i]->name);
    }
}

static void a_statement_whose_columns_do_not_fit_is_refused(void **state)
{
    static const struct sql extra = {
        .text = "SELECT 1 AS id, 'x' AS text, 2 AS more",
        .row = &note_record,
        .name = "q_extra",
    };
    static const struct sql missing = { .text = "SELECT 1 AS id",
                                        .row = &note_record,
                                        .name = "q_missing" };
    struct note n;

    (void)state;
    assert_int_equal(db_row(w.writer, &extra, &w.arena, &n, NO_VALS),
                     ERR_INTERNAL);
    assert_int_equal(db_row(w.writer, &missing, &w.arena, &n, NO_VALS),
                     ERR_INTERNAL);
}

/* ---- the writer -------------------------------------------------------- */
struct add {
    struct write_job job;
    char name[24];
    enum err end; /* what the job returns after inserting */
    enum err seen;
    bool done;
};

static enum err add_run(struct write_job *job, struct db *db)
{
    struct add *a = (struct add *)job;

    TRY(db_run(db, &q_add, VALS(TEXT(a->name))));
    return a->end;
}

static void add_done(struct write_job *job, enum err e)
{
    struct add *a = (struct add *)job;

    a->seen = e;
    a->done = true;
}

/* A rule, or one row that cannot be opened; neither is the machine's fault. */
static enum err end_of(int i)
{
    return i % 5 ? ERR_OK : i % 10 ? ERR_RULE : ERR_DAMAGED;
}

static void a_failed_job_is_undone_alone(void **state)
{
    struct writer *writer;
    struct add jobs[50] = { 0 };
    struct add last = { .name = "t.last",
                        .job = { .run = add_run, .done = add_done } };
    int64_t n;

    (void)state;
    assert_int_equal(writer_open(w.writer, &writer), ERR_OK);
    w.writer = NULL;
    for (int i = 0; i < 50; i++) {
        snprintf(jobs[i].name, sizeof jobs[i].name, "t.%d", i);
        jobs[i].job.run = add_run;
        jobs[i].job.done = add_done;
        jobs[i].end = end_of(i);
        assert_true(writer_submit(writer, &jobs[i].job));
    }
    assert_int_equal(writer_run(writer, &last.job), ERR_OK);
    for (int i = 0; i < 50; i++) {
        assert_true(jobs[i].done);
        assert_int_equal(jobs[i].seen, end_of(i));
    }
    assert_int_equal(db_int(w.reader, &q_count, &n, NO_VALS), ERR_OK);
    assert_int_equal(n, 41);
    assert_true(writer_healthy(writer));
    writer_close(writer);
}

static void a_closed_writer_takes_nothing_more(void **state)
{
    struct writer *writer;
    struct db *db;
    struct add one = { .name = "t.x",
                       .job = { .run = add_run, .done = add_done } };

    (void)state;
    assert_int_equal(store_writer(w.store, &db), ERR_OK);
    assert_int_equal(writer_open(db, &writer), ERR_OK);
    assert_true(writer_healthy(writer));
    assert_int_equal(writer_run(writer, &one.job), ERR_OK);
    writer_close(writer);
    assert_int_equal(one.seen, ERR_OK);
}

#define LATER_US 60000000 /* longer than any test */

static int64_t seen_by_readers(void)
{
    int64_t n;

    assert_int_equal(db_int(w.reader, &q_count, &n, NO_VALS), ERR_OK);
    return n;
}

static enum err add_of(struct writer *writer, struct write_chain *chain,
                       const char *name, int64_t within_us, enum err end)
{
    struct add a = { .job = { .run = add_run,
                              .done = add_done,
                              .chain = chain,
                              .within_us = within_us },
                     .end = end };

    snprintf(a.name, sizeof a.name, "%s", name);
    return writer_run(writer, &a.job);
}

static struct writer *own_writer(void)
{
    struct writer *writer;
    struct db *db;

    assert_int_equal(store_writer(w.store, &db), ERR_OK);
    assert_int_equal(writer_open(db, &writer), ERR_OK);
    return writer;
}

static void a_chain_is_answered_before_its_commit(void **state)
{
    struct writer *writer = own_writer();
    struct write_chain chain = { .lost = ERR_OK };
    int64_t before = seen_by_readers();

    (void)state;
    assert_int_equal(add_of(writer, &chain, "t.c1", LATER_US, ERR_OK), ERR_OK);
    assert_int_equal(add_of(writer, &chain, "t.c2", LATER_US, ERR_OK), ERR_OK);
    assert_int_equal(seen_by_readers(), before);
    assert_int_equal(add_of(writer, &chain, "t.c3", 0, ERR_OK), ERR_OK);
    assert_int_equal(seen_by_readers(), before + 3);
    writer_close(writer);
}

static void a_request_takes_the_commit_of_a_chain_with_it(void **state)
{
    struct writer *writer = own_writer();
    struct write_chain chain = { .lost = ERR_OK };
    int64_t before = seen_by_readers();

    (void)state;
    assert_int_equal(add_of(writer, &chain, "t.d1", LATER_US, ERR_OK), ERR_OK);
    assert_int_equal(add_of(writer, NULL, "t.d2", 0, ERR_OK), ERR_OK);
    assert_int_equal(seen_by_readers(), before + 2);
    writer_close(writer);
}

static void a_request_that_fails_leaves_a_chain_as_it_is(void **state)
{
    struct writer *writer = own_writer();
    struct write_chain chain = { .lost = ERR_OK };
    int64_t before = seen_by_readers();

    (void)state;
    assert_int_equal(add_of(writer, &chain, "t.e1", LATER_US, ERR_OK), ERR_OK);
    assert_int_equal(add_of(writer, NULL, "t.e2", 0, ERR_RULE), ERR_RULE);
    assert_int_equal(add_of(writer, NULL, "t.e3", 0, ERR_DAMAGED), ERR_DAMAGED);
    assert_int_equal(seen_by_readers(), before + 1);
    writer_close(writer);
}

static void what_a_chain_lost_is_told_to_the_rest_of_it(void **state)
{
    struct writer *writer = own_writer();
    struct write_chain chain = { .lost = ERR_OK };
    int64_t before = seen_by_readers();

    (void)state;
    assert_int_equal(add_of(writer, &chain, "t.f1", LATER_US, ERR_OK), ERR_OK);
    assert_int_equal(add_of(writer, &chain, "t.f2", LATER_US, ERR_STALE),
                     ERR_STALE);
    assert_int_equal(add_of(writer, &chain, "t.f3", 0, ERR_OK), ERR_STALE);
    assert_int_equal(seen_by_readers(), before);
    assert_true(writer_healthy(writer));
    chain.lost = ERR_OK;
    assert_int_equal(add_of(writer, &chain, "t.f4", 0, ERR_OK), ERR_OK);
    assert_int_equal(seen_by_readers(), before + 1);
    writer_close(writer);
}

static void a_chain_that_nobody_goes_on_with_is_committed_in_time(void **state)
{
    struct writer *writer = own_writer();
    struct write_chain chain = { .lost = ERR_OK };
    int64_t before = seen_by_readers();
    struct writer_figures f = { .commits = 0 };

    (void)state;
    assert_int_equal(add_of(writer, &chain, "t.g1", 1000, ERR_OK), ERR_OK);
    while (f.commits == 0) /* ends the test by its time limit if it never is */
        writer_figures(writer, &f);
    assert_int_equal(seen_by_readers(), before + 1);
    writer_close(writer);
}

/* ---- migrations -------------------------------------------------------- */
static void fresh(struct db **db, char *path)
{
    memcpy(path, "/tmp/baoxue-migrate-XXXXXX", 27);
    close(mkstemp(path));
    assert_int_equal(db_open(path, DB_WRITER, NULL, db), ERR_OK);
}

static void migrations_apply_once_and_in_order(void **state)
{
    static const struct migration list[] = {
        { 1, "0001.sql", "CREATE TABLE a (x)" },
        { 2, "0002.sql", "CREATE TABLE b (x); INSERT INTO b VALUES (1)" },
    };
    static const struct migration changed[] = {
        { 1, "0001.sql", "CREATE TABLE a (y)" },
        { 2, "0002.sql", "CREATE TABLE b (x); INSERT INTO b VALUES (1)" },
    };
    static const struct migration broken[] = {
        { 1, "0001.sql", "CREATE TABLE a (x)" },
        { 2, "0002.sql", "CREATE TABLE b (x); INSERT INTO b VALUES (1)" },
        { 3, "0003.sql", "CREATE TABLE c (x); INSERT INTO nowhere VALUES (1)" },
    };
    char path[64];
    struct list names;
    struct db *db;

    (void)state;
    fresh(&db, path);
    assert_int_equal(migrate_from(db, list, 1), ERR_OK);
    assert_int_equal(migrate_from(db, list, 2), ERR_OK);
    assert_int_equal(migrate_from(db, list, 2), ERR_OK);
    assert_int_equal(migrate_from(db, changed, 2), ERR_CONFLICT);
    assert_int_equal(migrate_from(db, list, 1), ERR_CONFLICT);
    assert_int_not_equal(migrate_from(db, broken, 3), ERR_OK);
    assert_int_equal(
        db_pragma_texts(db, "SELECT name FROM sqlite_schema ORDER BY name",
                        &w.arena, 9, &names),
        ERR_OK);
    assert_int_equal(names.n, 3); /* a, b, migration; nothing of the third */
    db_close(db);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares_and_fits_its_table),
        cmocka_unit_test(a_scoped_statement_cannot_reach_past_its_view),
        cmocka_unit_test(nothing_may_change_the_audit_trail),
        cmocka_unit_test(a_statement_whose_columns_do_not_fit_is_refused),
        cmocka_unit_test(a_failed_job_is_undone_alone),
        cmocka_unit_test(a_closed_writer_takes_nothing_more),
        cmocka_unit_test(a_chain_is_answered_before_its_commit),
        cmocka_unit_test(a_request_takes_the_commit_of_a_chain_with_it),
        cmocka_unit_test(a_request_that_fails_leaves_a_chain_as_it_is),
        cmocka_unit_test(what_a_chain_lost_is_told_to_the_rest_of_it),
        cmocka_unit_test(a_chain_that_nobody_goes_on_with_is_committed_in_time),
        cmocka_unit_test(migrations_apply_once_and_in_order),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
