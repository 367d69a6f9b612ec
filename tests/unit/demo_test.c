/* The demo county: the same for the same plan, whole, and nobody real. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/jobs/demo_parts.h"
#include "app/divisions.h"
#include "base/clock.h"
#include "base/log.h"
#include "crypto/crypto.h"
#include "crypto/password.h"
#include "domain/case.h"
#include "domain/id_no.h"
#include "domain/student.h"
#include "jobs/demo.h"
#include "nobody_real.h"
#include "store/case_store.h"
#include "store/store.h"

#define CHILDREN 200
#define TODAY "2026-08-20"

/* ---- a county in a directory of its own ------------------------------------ */
struct county {
    char dir[64], path[96];
    struct arena arena;
    struct store *store;
    struct db *db;
    struct demo_made made;
};

static void county_open(struct county *c, const char *today, uint64_t seed)
{
    struct county_plan divisions = { .county = NULL };
    struct demo_plan plan = { .children = CHILDREN,
                              .seed = seed,
                              .today = today,
                              .password_hash = "none" };

    memset(c, 0, sizeof *c);
    arena_init(&c->arena, 0);
    snprintf(c->dir, sizeof c->dir, "%s/baoxue-demo-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(c->dir));
    snprintf(c->path, sizeof c->path, "%s/demo.db", c->dir);
    assert_int_equal(divisions_read_text(county_csv, &c->arena, &divisions),
                     ERR_OK);
    assert_int_equal(store_create(c->path, NULL, &divisions), ERR_OK);
    assert_int_equal(store_open(c->path, NULL, &c->store), ERR_OK);
    assert_int_equal(store_writer(c->store, &c->db), ERR_OK);
    assert_int_equal(demo_fill(c->db, &c->arena, &plan, &c->made), ERR_OK);
}

static void county_close(struct county *c)
{
    static const char *const endings[] = { "", "-wal", "-shm", ".key",
                                           ".lock" };
    char path[128];

    db_close(c->db);
    store_close(c->store);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s%s", c->path, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(c->dir);
    arena_free(&c->arena);
}

/* First column of each row, outside of any scope. */
static struct list texts(struct county *c, const char *sql)
{
    struct list l;

    assert_int_equal(db_pragma_texts(c->db, sql, &c->arena, 100000, &l),
                     ERR_OK);
    return l;
}

static const char *text_at(struct list l, size_t i)
{
    return ((const char *const *)l.items)[i];
}

static int64_t number(struct county *c, const char *sql)
{
    struct list l = texts(c, sql);

    assert_int_equal(l.n, 1);
    return strtoll(text_at(l, 0), NULL, 10);
}

/* ---- what it holds, sealed columns opened ------------------------------------- */

SQL(q_demo_students,
    .text = "SELECT id, household_id, relation, name, sex, birth_date,"
            " id_kind, id_no, id_no_state, nation, huji_division,"
            " huji_address, residence_division, residence_address, health,"
            " status, situation, situation_at, note, version, created_at,"
            " updated_at FROM student ORDER BY id",
    .row = &student_row, .access = SQL_SYSTEM, .why = "a test");

SQL(q_demo_guardians,
    .text = "SELECT id, student_id, name, relation, phone, away, main, version"
            " FROM guardian ORDER BY id",
    .row = &guardian_row, .access = SQL_SYSTEM, .why = "a test");

static enum err add_fields(const struct record *r, uint64_t *h, const void *row)
{
    char n[32];

    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        snprintf(n, sizeof n, "%lld",
                 field_is_text(f) ? 0 : (long long)field_int(f, row));
        *h = fnv(*h, field_is_text(f) ? field_text(f, row) : n);
    }
    return ERR_OK;
}

static enum err add_student(void *ctx, const void *row)
{
    return add_fields(&student_row, ctx, row);
}

static enum err add_guardian(void *ctx, const void *row)
{
    return add_fields(&guardian_row, ctx, row);
}

/* Everything but sealed bytes, keys and salts. */
static uint64_t digest(struct county *c)
{
    static const char *const rows[] = {
        "SELECT code || name || path FROM division ORDER BY code",
        "SELECT code || name || kind || division FROM unit ORDER BY code",
        "SELECT code || type || address FROM school ORDER BY code",
        "SELECT division || stage || school FROM catchment ORDER BY id",
        "SELECT duty || unit || holder || from_date FROM post ORDER BY id",
        "SELECT title || holder || rank FROM member ORDER BY id",
        "SELECT username || name || role || unit FROM account ORDER BY id",
        "SELECT place || head_name || state || coalesce(register_no, '')"
        " FROM household ORDER BY id",
        "SELECT student_id || coalesce(school, school_name) || state ||"
        " coalesce(grade, '') || coalesce(class, '') || from_date ||"
        " coalesce(to_date, '') FROM enrolment ORDER BY id",
        "SELECT student_id || tag || from_date FROM tag ORDER BY id",
        "SELECT student_id || place FROM child_place ORDER BY 1",
        "SELECT student_id || token FROM student_token ORDER BY 1",
        "SELECT kind || student_id FROM doubt ORDER BY id",
        "SELECT uuid || household_id || outcome || visited_at || account_id ||"
        " current FROM survey_visit ORDER BY id",
        "SELECT visit_id || student_id || situation FROM survey_child"
        " ORDER BY id",
        "SELECT student_id || kind || state || level || opened_at ||"
        " coalesce(due_at, '') FROM dropout_case ORDER BY id",
        "SELECT case_id || action || to_state || level || at || account_id"
        " FROM case_event ORDER BY id",
    };
    uint64_t h = FNV_START;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct list l = texts(c, rows[i]);

        assert_true(l.n > 0);
        for (size_t k = 0; k < l.n; k++)
            h = fnv(h, text_at(l, k));
    }
    assert_int_equal(db_each(c->db, &q_demo_students, add_student, &h, NO_VALS),
                     ERR_OK);
    assert_int_equal(
        db_each(c->db, &q_demo_guardians, add_guardian, &h, NO_VALS), ERR_OK);
    return h;
}

static void the_same_seed_makes_the_same_county(void **state)
{
    struct county a, b;

    (void)state;
    county_open(&a, TODAY, 7);
    county_open(&b, TODAY, 7);
    assert_true(digest(&a) == digest(&b));
    county_close(&a);
    county_close(&b);
}

static void another_seed_makes_another_county(void **state)
{
    struct county b;

    county_open(&b, TODAY, 8);
    assert_true(digest(*state) != digest(&b));
    county_close(&b);
}

static void it_has_as_many_children_as_asked_for(void **state)
{
    struct county *c = *state;

    assert_int_equal(c->made.children, CHILDREN);
    assert_int_equal(number(c, "SELECT count(*) FROM student"), CHILDREN);
}

static void it_can_be_made_on_any_day(void **state)
{
    static const char *const days[] = { "2026-01-05", "2026-07-31",
                                        "2026-09-01", "2028-02-29" };
    struct county c;

    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        county_open(&c, days[i], 7);
        assert_true(c.made.cases > 0);
        assert_int_equal(number(&c, "SELECT count(*) FROM survey_round"
                                    " WHERE state = 'open'"),
                         1);
        county_close(&c);
    }
}

static void nothing_happens_on_or_after_today(void **state)
{
    struct county *c = *state;
    int64_t today, latest;

    assert_true(clock_date_ms(TODAY, &today));
    latest = number(c, "SELECT max(t) FROM (SELECT max(at) AS t FROM case_event"
                       " UNION SELECT max(visited_at) FROM survey_visit"
                       " UNION SELECT max(created_at) FROM attachment)");
    /* but for what the clock did in the night that began it */
    assert_true(latest <= today + 60000);
    assert_true(number(c, "SELECT max(at) FROM case_event"
                          " WHERE account_id <> 0") < today);
}

static void children_are_between_3_and_18(void **state)
{
    struct list l = texts(*state, "SELECT birth_date FROM student");

    for (size_t i = 0; i < l.n; i++) {
        int age = clock_age_on(text_at(l, i), TODAY);

        assert_in_range(age, 3, 18);
    }
}

/* ---- numbers --------------------------------------------------------------------- */
static enum err judge_number(void *ctx, const void *row)
{
    const struct student_row *s = row;
    int64_t *sound = ctx;

    if (!s->id_no)
        return strcmp(s->id_no_state, "missing") == 0 ? ERR_OK : ERR_INVALID;
    if (strlen(s->id_no) != 18 || s->id_no[14] != '9')
        return ERR_INVALID; /* it has to look made up */
    if (strcmp(s->id_no_state, "check_digit") == 0)
        return id_no_check(s->id_no, 0) == ID_NO_CHECK_DIGIT ? ERR_OK
                                                             : ERR_INVALID;
    ++*sound;
    return id_no_check(s->id_no, 0) == ID_NO_OK &&
                   (s->sex[0] == '1') == (id_no_sex(s->id_no) == 1)
               ? ERR_OK
               : ERR_INVALID;
}

static void numbers_are_sound_but_for_the_planted_ones(void **state)
{
    struct county *c = *state;
    int64_t sound = 0;

    assert_int_equal(
        db_each(c->db, &q_demo_students, judge_number, &sound, NO_VALS),
        ERR_OK);
    assert_true(sound > CHILDREN * 9 / 10);
    assert_true(number(c, "SELECT count(*) FROM student"
                          " WHERE id_no_state = 'missing'") > 0);
    assert_true(number(c, "SELECT count(*) FROM student"
                          " WHERE id_no_state = 'check_digit'") > 0);
}

static void a_number_twice_is_a_doubt(void **state)
{
    int64_t twice =
        number(*state, "SELECT count(*) - count(DISTINCT id_no_index)"
                       " FROM student WHERE id_no_index IS NOT NULL");

    assert_true(twice > 0);
    assert_int_equal(number(*state, "SELECT count(*) FROM doubt"
                                    " WHERE kind = 'id_elsewhere'"),
                     twice);
}

/* ---- nobody real -------------------------------------------------------------------- */
static void nobody_bears_a_name_of_the_founding_document(void **state)
{
    struct list l = texts(
        *state, "SELECT name FROM student UNION SELECT head_name FROM household"
                " UNION SELECT name FROM guardian UNION SELECT holder FROM post"
                " UNION SELECT holder FROM member UNION SELECT name FROM"
                " account");

    assert_true(l.n > CHILDREN);
    for (size_t i = 0; i < l.n; i++)
        assert_false(is_named(text_at(l, i)));
}

/* ---- schooling ---------------------------------------------------------------------------- */
static void no_class_is_fuller_than_45(void **state)
{
    assert_in_range(
        number(*state, "SELECT max(n) FROM (SELECT count(*) AS n FROM enrolment"
                       " WHERE to_date IS NULL AND state <> 'graduated'"
                       "   AND school IS NOT NULL"
                       " GROUP BY school, grade, class)"),
        1, 45);
}

static void more_pupils_than_planned_open_more_classes(void **state)
{
    struct demo_school s = { .planned = { 2 } };
    int64_t seated[8] = { 0 };

    (void)state;
    for (int i = 0; i < 7 * DEMO_CLASS_MOST; i++) {
        int64_t class = demo_seat(&s, 0);

        assert_in_range(class, 1, 7);
        assert_true(++seated[class] <= DEMO_CLASS_MOST);
    }
    assert_int_equal(s.classes[0], 7);
}

static void every_child_stands_somewhere(void **state)
{
    assert_int_equal(number(*state, "SELECT count(*) FROM student s WHERE NOT"
                                    " EXISTS (SELECT 1 FROM child_place p"
                                    "  WHERE p.student_id = s.id)"),
                     0);
}

/* By the token that the whole name is, as every search begins. */
static void every_child_is_found_by_its_whole_name(void **state)
{
    assert_int_equal(
        number(*state, "SELECT count(*) FROM student s WHERE NOT EXISTS"
                       " (SELECT 1 FROM student_token t WHERE t.student_id ="
                       "  s.id AND instr(t.token, substr(s.name_key, 1, 2)) ="
                       "  1)"),
        0);
}

static void every_village_has_grids_schools_and_a_post(void **state)
{
    assert_int_equal(
        number(*state,
               "SELECT count(*) FROM division v WHERE v.level = 'village' AND"
               " ((SELECT count(*) FROM division g WHERE g.parent = v.code)"
               "   NOT BETWEEN 2 AND 4"
               " OR (SELECT count(*) FROM catchment c"
               "   WHERE c.division = v.code) <> 2"
               " OR NOT EXISTS (SELECT 1 FROM post p WHERE p.unit = v.code))"),
        0);
}

/* ---- cases ----------------------------------------------------------------------------------- */
static void cases_are_in_every_state_kind_and_level(void **state)
{
    assert_int_equal(number(*state, "SELECT count(DISTINCT state)"
                                    " FROM dropout_case"),
                     CASE_STATE_N);
    assert_int_equal(number(*state, "SELECT count(DISTINCT disposition)"
                                    " FROM dropout_case"),
                     7);
    assert_int_equal(number(*state, "SELECT count(DISTINCT kind)"
                                    " FROM dropout_case"),
                     3);
    assert_int_equal(number(*state, "SELECT count(DISTINCT level)"
                                    " FROM dropout_case"),
                     LEVEL_N);
}

static void a_child_has_one_open_case_at_most(void **state)
{
    assert_int_equal(
        number(*state, "SELECT count(*) - count(DISTINCT student_id) FROM"
                       " dropout_case WHERE state NOT IN"
                       " ('closed', 'dismissed')"),
        0);
}

static void some_cases_are_overdue(void **state)
{
    int64_t today;
    char sql[128];

    assert_true(clock_date_ms(TODAY, &today));
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM dropout_case WHERE due_at < %lld",
             (long long)today);
    assert_true(number(*state, sql) > 0);
}

static void the_clock_has_nothing_left_to_do(void **state)
{
    struct county *c = *state;
    int64_t today, done;

    assert_true(clock_date_ms(TODAY, &today));
    assert_int_equal(db_begin(c->db), ERR_OK);
    assert_int_equal(
        store_case_sweep(c->db, &c->arena, today + 60000, 0, &done), ERR_OK);
    db_rollback(c->db);
    assert_int_equal(done, 0);
}

static void incidents_are_handled_by_the_police_and_a_school(void **state)
{
    static const char *const states[] = { "open", "closed" };
    char sql[300];

    for (size_t i = 0; i < 2; i++) {
        snprintf(sql, sizeof sql,
                 "SELECT count(*) FROM incident g JOIN incident_unit p"
                 " ON p.incident_id = g.id AND p.unit = 'gongan'"
                 " JOIN incident_unit s ON s.incident_id = g.id"
                 " JOIN school o ON o.code = s.unit WHERE g.state = '%s'",
                 states[i]);
        assert_true(number(*state, sql) > 0);
    }
}

/* ---- accounts --------------------------------------------------------------------------------- */
static void every_role_has_an_account(void **state)
{
    assert_int_equal(number(*state, "SELECT count(DISTINCT role) FROM account"),
                     ROLE_N);
}

static void the_demo_password_may_be_one(void **state)
{
    struct list l = texts(*state, "SELECT username FROM account");

    for (size_t i = 0; i < l.n; i++)
        assert_int_equal(password_judge(DEMO_PASSWORD, text_at(l, i)),
                         PASSWORD_GOOD);
}

static void more_children_than_allowed_are_refused(void **state)
{
    struct county *c = *state;
    struct demo_plan plan = { .children = DEMO_CHILDREN_MAX + INT64_C(1),
                              .today = TODAY,
                              .password_hash = "none" };
    struct demo_made made;

    assert_int_equal(demo_fill(c->db, &c->arena, &plan, &made), ERR_INVALID);
}

static int set_up(void **state)
{
    static struct county county;

    if (crypto_open() != ERR_OK)
        return -1;
    log_set_level(LOG_WARN);
    county_open(&county, TODAY, 7);
    *state = &county;
    return 0;
}

static int tear_down(void **state)
{
    county_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_makes_the_same_county),
        cmocka_unit_test(another_seed_makes_another_county),
        cmocka_unit_test(it_has_as_many_children_as_asked_for),
        cmocka_unit_test(it_can_be_made_on_any_day),
        cmocka_unit_test(nothing_happens_on_or_after_today),
        cmocka_unit_test(children_are_between_3_and_18),
        cmocka_unit_test(numbers_are_sound_but_for_the_planted_ones),
        cmocka_unit_test(a_number_twice_is_a_doubt),
        cmocka_unit_test(nobody_bears_a_name_of_the_founding_document),
        cmocka_unit_test(no_class_is_fuller_than_45),
        cmocka_unit_test(more_pupils_than_planned_open_more_classes),
        cmocka_unit_test(every_child_stands_somewhere),
        cmocka_unit_test(every_child_is_found_by_its_whole_name),
        cmocka_unit_test(every_village_has_grids_schools_and_a_post),
        cmocka_unit_test(cases_are_in_every_state_kind_and_level),
        cmocka_unit_test(a_child_has_one_open_case_at_most),
        cmocka_unit_test(some_cases_are_overdue),
        cmocka_unit_test(the_clock_has_nothing_left_to_do),
        cmocka_unit_test(incidents_are_handled_by_the_police_and_a_school),
        cmocka_unit_test(every_role_has_an_account),
        cmocka_unit_test(the_demo_password_may_be_one),
        cmocka_unit_test(more_children_than_allowed_are_refused),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
