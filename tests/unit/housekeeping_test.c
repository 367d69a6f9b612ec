/* What the clock does, when one thing that it has to do cannot be done. */
#include "case_world.h"

#include "app/housekeeping.h"
#include "db/writer.h"

static enum err nothing(struct write_job *job, struct db *db)
{
    (void)job;
    (void)db;
    return ERR_OK;
}

/* Each sweep is queued when the one before it is done.  What is written beside
 * them is written, whatever they meet. */
static void wait_for_round(struct writer *w)
{
    for (int i = 0; i < 20; i++) {
        struct write_job job = { .run = nothing };

        assert_int_equal(writer_run(w, &job), ERR_OK);
    }
}

SQL(q_house_level, .text = "SELECT level FROM dropout_case WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "a test");

static const char *level_of(struct world *w, int64_t id)
{
    const char *level;

    assert_int_equal(
        db_text(w->reader, &q_house_level, &w->arena, &level, VALS(INT(id))),
        ERR_OK);
    return level;
}

/* A 户籍变动 that is due and whose sealed text is damaged; behind it one that a
 * newer row replaced, so that nothing of it is left to carry out. */
static void plant_damage(struct world *w)
{
    struct db *db;

    assert_int_equal(db_open(w->path, DB_WRITER, NULL, &db), ERR_OK);
    assert_int_equal(
        db_script(db, "INSERT INTO import (id, kind, year, unit, account_id,"
                      " state, size, sha256, created_at) VALUES (1,"
                      " 'register_change', 2026, 'bureau', 0, 'committed', 1,"
                      " 'x', 1);"
                      "INSERT INTO roster_row (id, import_id, number, kind,"
                      " year, key, content, name, name_key, id_no,"
                      " id_no_state, replaced_by) VALUES"
                      " (1, 1, 1, 'register_change', 2026, x'00', x'00', '测',"
                      " '测', x'00', 'ok', NULL),"
                      " (2, 1, 2, 'register_change', 2026, x'01', x'00', '测',"
                      " '测', x'00', 'ok', 1);"
                      "INSERT INTO register_waiting (roster_id, import_id,"
                      " on_date) VALUES (1, 1, '2026-08-01'),"
                      " (2, 1, '2026-08-02')"),
        ERR_OK);
    db_close(db);
}

SQL(q_house_waits,
    .text = "SELECT EXISTS (SELECT 1 FROM register_waiting WHERE roster_id ="
            " ?1)",
    .access = SQL_SYSTEM, .why = "a test");

static bool waits(struct world *w, int64_t row)
{
    int64_t is;

    assert_int_equal(db_int(w->reader, &q_house_waits, &is, VALS(INT(row))),
                     ERR_OK);
    return is;
}

static void a_damaged_row_holds_up_neither_other_rows_nor_a_childs_clock(
    void **state)
{
    struct writer *writer;
    struct world w;
    int64_t id;

    (void)state;
    world_open(&w);
    assert_int_equal(db_begin(w.writer), ERR_OK);
    id = persuading(&w, "测试甲");
    assert_int_equal(db_commit(w.writer), ERR_OK);
    plant_damage(&w);
    assert_int_equal(db_principal(w.writer, NULL), ERR_OK);
    assert_int_equal(writer_open(w.writer, &writer), ERR_OK);
    w.writer = NULL;
    world_clock(WORLD_NOW + 30 * CLOCK_DAY_MS);
    housekeeping(writer);
    wait_for_round(writer);
    assert_string_equal(level_of(&w, id), "principal");
    assert_true(waits(&w, 1));
    assert_false(waits(&w, 2));
    writer_close(writer);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_damaged_row_holds_up_neither_other_rows_nor_a_childs_clock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
