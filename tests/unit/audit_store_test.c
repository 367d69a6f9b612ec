/* The audit chain: what was tampered with is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/audit_store.h"
#include "store_world.h"

#define ENTRIES 6

static void append(struct world *w, int64_t at, const char *id)
{
    const struct audit_entry e = { .at = at,
                                   .account_id = w->account[ROLE_BUREAU],
                                   .role = "bureau",
                                   .unit = "bureau",
                                   .action = "POST /cases",
                                   .entity = "cases",
                                   .entity_id = id,
                                   .outcome = "ok" };

    assert_int_equal(db_begin(w->writer), ERR_OK);
    assert_int_equal(store_audit_append(w->writer, &e), ERR_OK);
    assert_int_equal(db_commit(w->writer), ERR_OK);
}

/* Entries 1 to 5 on one day, entry 6 on the next: head 5 is signed. */
static void fill(struct world *w)
{
    static const char *const ids[] = { "11", "12", "13", "14", "15", "16" };

    for (int i = 0; i < ENTRIES; i++)
        append(w, WORLD_NOW + i + (i == 5 ? CLOCK_DAY_MS : 0), ids[i]);
}

/* As somebody with the file in hand would, past the guard. */
static void tamper(struct world *w, const char *sql)
{
    struct db *db;

    assert_int_equal(db_open(w->path, DB_WRITER, NULL, &db), ERR_OK);
    assert_int_equal(db_script(db, "PRAGMA foreign_keys=OFF;"), ERR_OK);
    assert_int_equal(db_script(db, sql), ERR_OK);
    db_close(db);
}

static void an_untouched_chain_is_sound(void **state)
{
    struct world w;
    struct audit_check c;

    (void)state;
    world_open(&w);
    assert_int_equal(store_audit_verify(w.reader, &c), ERR_OK);
    assert_int_equal(c.entries, 0);
    fill(&w);
    assert_int_equal(store_audit_verify(w.reader, &c), ERR_OK);
    assert_int_equal(c.entries, ENTRIES);
    assert_int_equal(c.heads, 1);
    assert_int_equal(c.bad, 0);
    assert_int_equal(c.head.entry, ENTRIES);
    world_close(&w);
}

static void every_kind_of_tampering_names_its_first_entry(void **state)
{
    static const struct {
        const char *sql;
        int64_t bad;
    } t[] = {
        { "UPDATE audit SET entity_id = '99' WHERE id = 3", 3 },
        { "UPDATE audit SET at = at + 1 WHERE id = 1", 1 },
        { "UPDATE audit SET detail = '' WHERE id = 2", 2 },
        { "UPDATE audit SET outcome = 'forbidden' WHERE id = 6", 6 },
        { "UPDATE audit SET hash = randomblob(32) WHERE id = 4", 4 },
        { "DELETE FROM audit WHERE id = 4", 4 },
        { "DELETE FROM audit WHERE id = 1", 1 },
        /* swapped */
        { "UPDATE audit SET id = 100 WHERE id = 2;"
          "UPDATE audit SET id = 2 WHERE id = 3;"
          "UPDATE audit SET id = 3 WHERE id = 100",
          2 },
        /* the end cut off, past the signed head */
        { "DELETE FROM audit WHERE id > 3", 4 },
        { "DELETE FROM audit", 1 },
        /* a head that was never signed with the store's key */
        { "UPDATE audit_head SET signature = zeroblob(64)", 5 },
        { "UPDATE audit_head SET hash = zeroblob(32)", 5 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct world w;
        struct audit_check c;

        world_open(&w);
        fill(&w);
        tamper(&w, t[i].sql);
        assert_int_equal(store_audit_verify(w.reader, &c), ERR_DAMAGED);
        assert_int_equal(c.bad, t[i].bad);
        assert_non_null(c.why);
        world_close(&w);
    }
}

/* Who can write the file can compute the chain anew, but not sign it. */
static void a_chain_made_anew_does_not_fit_its_signed_head(void **state)
{
    struct world w;
    struct audit_check c;

    (void)state;
    world_open(&w);
    fill(&w);
    tamper(&w, "DELETE FROM audit");
    for (int i = 0; i < ENTRIES; i++)
        append(&w, WORLD_NOW + i, "7");
    assert_int_equal(store_audit_verify(w.reader, &c), ERR_DAMAGED);
    assert_int_equal(c.bad, 5);
    world_close(&w);
}

static void an_entry_that_was_undone_leaves_no_gap(void **state)
{
    const struct audit_entry e = { .at = WORLD_NOW,
                                   .action = "job",
                                   .outcome = "ok" };
    struct world w;
    struct audit_check c;

    (void)state;
    world_open(&w);
    assert_int_equal(db_begin(w.writer), ERR_OK);
    assert_int_equal(db_savepoint(w.writer), ERR_OK);
    assert_int_equal(store_audit_append(w.writer, &e), ERR_OK);
    db_undo(w.writer);
    assert_int_equal(store_audit_append(w.writer, &e), ERR_OK);
    assert_int_equal(db_commit(w.writer), ERR_OK);
    append(&w, WORLD_NOW, "1");
    assert_int_equal(store_audit_verify(w.reader, &c), ERR_OK);
    assert_int_equal(c.entries, 2);
    world_close(&w);
}

static void the_list_is_newest_first_and_filtered(void **state)
{
    struct audit_filter f = { .account_id = INT_NONE,
                              .from = INT_NONE,
                              .to = INT_NONE,
                              .before = INT64_MAX,
                              .rows = 10 };
    struct world w;
    struct list l;
    int64_t n;

    (void)state;
    world_open(&w);
    fill(&w);
    assert_int_equal(store_audit_list(w.reader, &w.arena, &f, &l), ERR_OK);
    assert_int_equal(l.n, ENTRIES);
    assert_int_equal(((struct audit_row *)l.items)[0].id, ENTRIES);
    assert_string_equal(((struct audit_row *)l.items)[0].username, "bureau");
    f.from = WORLD_NOW + CLOCK_DAY_MS;
    assert_int_equal(store_audit_count(w.reader, &f, &n), ERR_OK);
    assert_int_equal(n, 1);
    f.from = INT_NONE;
    f.action = "PATCH";
    assert_int_equal(store_audit_count(w.reader, &f, &n), ERR_OK);
    assert_int_equal(n, 0);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_untouched_chain_is_sound),
        cmocka_unit_test(every_kind_of_tampering_names_its_first_entry),
        cmocka_unit_test(a_chain_made_anew_does_not_fit_its_signed_head),
        cmocka_unit_test(an_entry_that_was_undone_leaves_no_gap),
        cmocka_unit_test(the_list_is_newest_first_and_filtered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
