/* Opening a store: its key file, its lock, and what making one leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "crypto/key.h"
#include "store/account_store.h"
#include "store/setting_store.h"
#include "store_world.h"

SQL(q_count_units, .text = "SELECT count(*) FROM unit WHERE kind = ?1");
SQL(q_count_ranks, .text = "SELECT count(DISTINCT member_rank) FROM unit"
                           " WHERE member_rank BETWEEN 1 AND 26");
SQL(q_rank_name, .text = "SELECT name FROM unit WHERE member_rank = ?1");
SQL(q_path, .text = "SELECT path FROM division WHERE code = ?1");

static int64_t count(struct db *db, const struct sql *q, const char *kind)
{
    int64_t n = -1;

    assert_int_equal(db_int(db, q, &n, kind ? VALS(TEXT(kind)) : NO_VALS),
                     ERR_OK);
    return n;
}

static void a_fresh_store_holds_the_county_and_its_member_units(void **state)
{
    struct world w;
    const char *text;

    (void)state;
    world_open(&w);
    assert_string_equal(w.store->county, WORLD_COUNTY);
    assert_int_equal(count(w.reader, &q_count_units, "agency"), 14);
    assert_int_equal(count(w.reader, &q_count_units, "bureau"), 1);
    assert_int_equal(count(w.reader, &q_count_units, "supervision"), 1);
    assert_int_equal(count(w.reader, &q_count_ranks, NULL), 26);
    assert_int_equal(
        db_text(w.reader, &q_rank_name, &w.arena, &text, VALS(INT(15))),
        ERR_OK);
    assert_string_equal(text, "中心街道");
    assert_int_equal(
        db_text(w.reader, &q_path, &w.arena, &text, VALS(TEXT(WORLD_TOWNSHIP))),
        ERR_OK);
    assert_string_equal(text, "D230381000000/230381103000/");
    world_close(&w);
}

static void an_existing_store_is_left_alone(void **state)
{
    struct county_plan plan = { .county = NULL };
    struct world w;

    (void)state;
    world_open(&w);
    assert_int_equal(store_create(w.path, NULL, &plan), ERR_CONFLICT);
    assert_int_equal(access(w.path, F_OK), 0);
    world_close(&w);
}

static void a_plan_that_is_no_tree_leaves_nothing(void **state)
{
    static const struct division_row rows[] = {
        { .code = "230381000000",
          .name = "虎林市",
          .level = "county",
          .source = "published" },
        { .code = "230381103200",
          .name = "测试村",
          .level = "village",
          .parent = "230381103000",
          .source = "local" },
    };
    struct county_plan plan = { .divisions = rows, .n = 2 };
    struct world w;
    char path[128], key[140];

    (void)state;
    world_open(&w);
    snprintf(path, sizeof path, "%s.two", w.path);
    snprintf(key, sizeof key, "%s.key", path);
    assert_int_equal(store_create(path, NULL, &plan), ERR_INVALID);
    assert_non_null(plan.why);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(access(key, F_OK), -1);
    world_close(&w);
}

static void the_wrong_key_file_opens_nothing(void **state)
{
    struct world w;
    struct store *s = NULL;
    char other[128];

    (void)state;
    world_open(&w);
    snprintf(other, sizeof other, "%s.other", w.path);
    assert_int_equal(kek_create(other), ERR_OK);
    assert_int_equal(store_open(w.path, other, &s), ERR_KEY);
    assert_int_equal(unlink(other), 0);
    assert_int_equal(store_open(w.path, other, &s), ERR_KEY);
    assert_null(s);
    world_close(&w);
}

static void a_key_file_that_others_can_read_is_refused(void **state)
{
    struct world w;
    struct store *s = NULL;

    (void)state;
    world_open(&w);
    assert_int_equal(chmod(w.store->key_path, 0644), 0);
    assert_int_equal(store_open(w.path, NULL, &s), ERR_KEY);
    assert_null(s);
    world_close(&w);
}

static void a_missing_store_is_not_made(void **state)
{
    struct store *s = NULL;

    (void)state;
    assert_int_equal(store_open("no/such/store.db", NULL, &s), ERR_NOT_FOUND);
    assert_null(s);
}

static void one_process_at_a_time_holds_the_lock(void **state)
{
    struct world w;
    struct store *second;

    (void)state;
    world_open(&w);
    assert_int_equal(store_open(w.path, NULL, &second), ERR_OK);
    assert_int_equal(store_lock(second), ERR_OK);
    assert_int_equal(store_lock(w.store), ERR_BUSY);
    store_close(second);
    assert_int_equal(store_lock(w.store), ERR_OK);
    world_close(&w);
}

static void settings_have_their_defaults_and_keep_what_is_set(void **state)
{
    struct world w;
    struct setting_row row;
    int64_t v;
    bool five_four;

    (void)state;
    world_open(&w);
    assert_int_equal(
        store_setting_int(w.writer, SETTING_SESSION_IDLE_MINUTES, &v), ERR_OK);
    assert_int_equal(v, 30);
    assert_int_equal(store_level_days(w.writer, "leading_group", &v), ERR_OK);
    assert_int_equal(v, 15);
    assert_int_equal(store_setting_set(w.writer, SETTING_GRADE_SYSTEM, "54",
                                       w.account[ROLE_ADMIN], WORLD_NOW),
                     ERR_OK);
    assert_int_equal(store_five_four(w.writer, &five_four), ERR_OK);
    assert_true(five_four);
    assert_int_equal(store_setting_fill(w.writer), ERR_OK);
    assert_int_equal(
        store_setting_get(w.writer, &w.arena, SETTING_GRADE_SYSTEM, &row),
        ERR_OK);
    assert_string_equal(row.value, "54");
    assert_int_equal(row.version, 2);
    assert_int_equal(store_setting_int(w.writer, "no_such", &v), ERR_INTERNAL);
    world_close(&w);
}

static void a_setting_refuses_what_is_out_of_its_range(void **state)
{
    static const struct {
        const char *name, *value;
        int good;
    } t[] = {
        { SETTING_SESSION_IDLE_MINUTES, "5", 1 },
        { SETTING_SESSION_IDLE_MINUTES, "4", 0 },
        { SETTING_SESSION_IDLE_MINUTES, "121", 0 },
        { SETTING_SESSION_IDLE_MINUTES, "", 0 },
        { SETTING_SESSION_IDLE_MINUTES, "1e1", 0 },
        { SETTING_SESSION_IDLE_MINUTES, "99999999999999999999", 0 },
        { SETTING_TOTP_REQUIRED, "1", 1 },
        { SETTING_TOTP_REQUIRED, "yes", 0 },
        { SETTING_GRADE_SYSTEM, "54", 1 },
        { SETTING_GRADE_SYSTEM, "55", 0 },
        { SETTING_ENROLMENT_CUTOFF, "08-31", 1 },
        { SETTING_ENROLMENT_CUTOFF, "02-29", 0 },
        { SETTING_ENROLMENT_CUTOFF, "8-31", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_int_equal(
            setting_fault(setting_of(t[i].name), t[i].value) == NULL,
            t[i].good);
    for (const struct setting *s = settings; s->name; s++)
        assert_null(setting_fault(s, s->value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_store_holds_the_county_and_its_member_units),
        cmocka_unit_test(an_existing_store_is_left_alone),
        cmocka_unit_test(a_plan_that_is_no_tree_leaves_nothing),
        cmocka_unit_test(the_wrong_key_file_opens_nothing),
        cmocka_unit_test(a_key_file_that_others_can_read_is_refused),
        cmocka_unit_test(a_missing_store_is_not_made),
        cmocka_unit_test(one_process_at_a_time_holds_the_lock),
        cmocka_unit_test(settings_have_their_defaults_and_keep_what_is_set),
        cmocka_unit_test(a_setting_refuses_what_is_out_of_its_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
