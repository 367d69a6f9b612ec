/*
 * A scene for tests of surveys: the world, a round, one household with a child
 * in the township and another elsewhere, and visits written as JSON in single
 * quotes.
 */
#ifndef TESTS_SURVEY_SCENE_H
#define TESTS_SURVEY_SCENE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/household_store.h"
#include "store/round_store.h"
#include "store/student_store.h"
#include "store/survey_store.h"
#include "store_world.h"

#define HOUR INT64_C(3600000)

/* The world, a round, and one household of one enrolled child in the township
 * and another elsewhere. */
struct scene {
    struct world w;
    struct bad_list bad;
    bool again;
    int64_t round, home, child, far_home, far_child;
};

static inline struct household_row add_household(struct scene *s,
                                                 enum role role,
                                                 const char *division)
{
    struct act act = world_act(&s->w, role);
    struct household_row h;

    record_clear(&household_row, &h);
    h.division = division;
    h.head_name = "测试户主";
    h.phone = "13800000001";
    assert_int_equal(store_household_create(s->w.writer, &s->w.arena, &act, &h),
                     ERR_OK);
    return h;
}

static inline int64_t add_child(struct scene *s, enum role role,
                                int64_t household, const char *name,
                                const char *id_no)
{
    struct act act = world_act(&s->w, role);
    struct student_row c;

    record_clear(&student_row, &c);
    c.household_id = household;
    c.name = name;
    c.birth_date = "2014-05-06";
    c.sex = "1";
    c.id_no = id_no;
    assert_null(student_number(&s->w.arena, s->w.today, &c).pointer);
    assert_int_equal(store_student_create(s->w.writer, &s->w.arena, &act, &c),
                     ERR_OK);
    return c.id;
}

static inline int open_scene(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    struct round_row r;

    *state = s;
    world_open(&s->w);
    world_clock(WORLD_NOW - 48 * HOUR);
    assert_int_equal(db_begin(s->w.writer), ERR_OK);
    record_clear(&round_row, &r);
    r.year = 2026;
    r.name = "2026 年 8 月摸排";
    r.starts_on = "2026-08-01";
    r.ends_on = "2026-08-31";
    assert_int_equal(store_round_add(s->w.writer, &r, WORLD_NOW), ERR_OK);
    s->round = r.id;
    s->home = add_household(s, ROLE_BUREAU, s->w.village).id;
    s->child = add_child(s, ROLE_BUREAU, s->home, "测试甲", NULL);
    s->far_home = add_household(s, ROLE_BUREAU, s->w.other_village).id;
    s->far_child = add_child(s, ROLE_BUREAU, s->far_home, "测试远", NULL);
    assert_int_equal(db_commit(s->w.writer), ERR_OK);
    world_clock(WORLD_NOW);
    return 0;
}

static inline int close_scene(void **state)
{
    struct scene *s = *state;

    world_close(&s->w);
    free(s);
    return 0;
}

static inline const char *uuid(char c)
{
    static char text[37];

    snprintf(text, sizeof text, "%c0000000-0000-4000-8000-000000000000", c);
    return text;
}

/* One request: in a savepoint of its own, undone when it fails. */
static inline enum err put_as(struct scene *s, enum role role, char id,
                              struct survey_answer *out, const char *format,
                              ...)
{
    struct act act = world_act(&s->w, role);
    char *text = arena_alloc(&s->w.arena, 4000);
    const char *name = arena_strdup(&s->w.arena, uuid(id));
    struct survey_in in;
    va_list args;
    enum err e;

    va_start(args, format);
    vsnprintf(text, 4000, format, args);
    va_end(args);
    for (char *c = text; *c; c++)
        if (*c == '\'')
            *c = '"';
    s->bad.n = 0;
    record_clear(&survey_answer, out);
    e = json_read(&survey_in, text, strlen(text), &s->w.arena, &in, &s->bad);
    assert_int_equal(e, ERR_OK);
    assert_int_equal(db_begin(s->w.writer), ERR_OK);
    world_as(&s->w, s->w.writer, role);
    e = store_survey_put(s->w.writer, &s->w.arena, &act, name, &in, INT_NONE,
                         &s->bad, &s->again, out);
    if (e == ERR_OK)
        assert_int_equal(db_commit(s->w.writer), ERR_OK);
    else
        db_rollback(s->w.writer);
    return e;
}

#define AT(time) "'round_id':1,'visited_at':'2026-08-" time ":00+08:00'"
#define MET ",'outcome':'interviewed'"
#define HOME ",'household':{'id':%d,'base_version':%d}"
#define SEEN(what) ",'children':[{'student_id':%d,'base_version':%d," what "}]"
#define put(s, id, out, ...) put_as(s, ROLE_TOWNSHIP, id, out, __VA_ARGS__)

static inline int num(int64_t v)
{
    return (int)v;
}

static inline struct student_row child_of(struct scene *s, int64_t id)
{
    struct student_row r;

    world_as(&s->w, s->w.writer, ROLE_BUREAU);
    assert_int_equal(store_student_get(s->w.writer, &s->w.arena, id, &r),
                     ERR_OK);
    return r;
}

static inline struct household_row home_of(struct scene *s, int64_t id)
{
    struct household_row r;

    world_as(&s->w, s->w.writer, ROLE_BUREAU);
    assert_int_equal(store_household_get(s->w.writer, &s->w.arena, id, &r),
                     ERR_OK);
    return r;
}

SQL(q_test_visits, .text = "SELECT count(*) FROM survey_visit",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_test_children, .text = "SELECT count(*) FROM student",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_test_cases, .text = "SELECT count(*) FROM dropout_case",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_test_doubts,
    .text = "SELECT count(*) FROM doubt WHERE kind = 'survey_conflict'",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_test_questions,
    .text = "SELECT count(*) FROM conflict WHERE state = 'open'",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_test_current,
    .text = "SELECT v.uuid FROM survey_visit v WHERE v.household_id = ?1"
            " AND v.current = 1",
    .access = SQL_SYSTEM, .why = "a test looks");

static inline int64_t count(struct scene *s, const struct sql *q)
{
    int64_t n;

    assert_int_equal(db_int(s->w.writer, q, &n, NO_VALS), ERR_OK);
    return n;
}

static inline const char *current_of(struct scene *s, int64_t household)
{
    const char *u;

    assert_int_equal(db_text(s->w.writer, &q_test_current, &s->w.arena, &u,
                             VALS(INT(household))),
                     ERR_OK);
    return u;
}

/* Somebody in an office changes the child's name. */
static inline void rename_child(struct scene *s, enum role role,
                                const char *name)
{
    struct student_row old = child_of(s, s->child), new = old;
    struct act act = world_act(&s->w, role);

    new.name = name;
    assert_int_equal(db_begin(s->w.writer), ERR_OK);
    assert_int_equal(
        store_student_update(s->w.writer, &s->w.arena, &act, &old, &new),
        ERR_OK);
    assert_int_equal(db_commit(s->w.writer), ERR_OK);
}

#define SUPERSEDES(c) ",'supersedes':'" c "0000000-0000-4000-8000-000000000000'"

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_scene, close_scene)

#endif
