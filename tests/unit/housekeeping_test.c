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

/* Each sweep is queued when the one before it is done.  A job of the batch
 * that damage condemns is refused with it. */
static void wait_for_round(struct writer *w)
{
    for (int i = 0; i < 20; i++) {
        struct write_job job = { .run = nothing };
        const enum err e = writer_run(w, &job);

        assert_true(e == ERR_OK || e == ERR_DAMAGED);
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

/* A 户籍变动 that was due yesterday and whose sealed text is damaged. */
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
                      " id_no_state) VALUES (1, 1, 1, 'register_change', 2026,"
                      " x'00', x'00', '测', '测', x'00', 'ok');"
                      "INSERT INTO register_waiting (roster_id, import_id,"
                      " on_date) VALUES (1, 1, '2026-08-01')"),
        ERR_OK);
    db_close(db);
}

static void a_fault_in_one_sweep_stops_no_childs_clock(void **state)
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
    writer_close(writer);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_in_one_sweep_stops_no_childs_clock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
