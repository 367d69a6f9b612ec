/* The people of the tests of cases, and what they do. */
#ifndef TESTS_CASE_WORLD_H
#define TESTS_CASE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/schooling.h"
#include "store/attachment_store.h"
#include "store/case_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "store_world.h"

static const char png[] = "\x89PNG\r\n\x1a\n synthetic";

static inline struct act as(struct world *w, enum role role)
{
    world_as(w, w->writer, role);
    return world_act(w, role);
}

static inline int64_t child(struct world *w, const char *name,
                            const char *village, const char *school)
{
    struct act act = as(w, ROLE_BUREAU);
    struct student_row s;
    struct enrolment_row e;

    record_clear(&student_row, &s);
    s.name = name;
    s.sex = "1";
    s.birth_date = "2013-05-01";
    s.id_kind = "1";
    s.id_no_state = "missing";
    s.residence_division = village;
    s.status = "active";
    assert_int_equal(store_student_create(w->writer, &w->arena, &act, &s),
                     ERR_OK);
    if (!school)
        return s.id;
    record_clear(&enrolment_row, &e);
    e.id = INT_NONE;
    e.student_id = s.id;
    e.school = school;
    e.grade = WORLD_GRADE;
    e.class = WORLD_CLASS;
    e.state = "enrolled";
    e.from_date = "2025-09-01";
    assert_int_equal(store_enrolment_set(w->writer, &w->arena, &act, &e),
                     ERR_OK);
    return s.id;
}

static inline int64_t flag(struct world *w, enum role role, int64_t student_id)
{
    struct act act = as(w, role);
    const struct case_flag f = { student_id, "R02", "2026-08-17", "已打电话" };
    struct refusal why;
    int64_t id = 0;

    assert_int_equal(store_case_flag(w->writer, &w->arena, &act, &f, &id, &why),
                     ERR_OK);
    return id;
}

static inline struct case_row get(struct world *w, int64_t id)
{
    struct case_row c;

    world_as(w, w->writer, ROLE_BUREAU);
    assert_int_equal(store_case_get(w->writer, &w->arena, id, &c), ERR_OK);
    return c;
}

static inline int64_t upload(struct world *w, enum role role)
{
    struct act act = as(w, role);
    struct attachment_row t;

    assert_int_equal(store_attachment_add(w->writer, &w->arena, &act,
                                          "image/png", png, sizeof png, &t),
                     ERR_OK);
    return t.id;
}

static inline enum err take(struct world *w, enum role role, int64_t id,
                            const char *action, const void *in,
                            struct refusal *why)
{
    struct act act = as(w, role);

    return store_case_act(w->writer, &w->arena, &act, action_of(action), id, in,
                          why);
}

static inline void must(struct world *w, enum role role, int64_t id,
                        const char *action, const void *in)
{
    struct refusal why = { "", "", "" };

    assert_int_equal(take(w, role, id, action, in, &why), ERR_OK);
}

static inline enum err report_return(struct world *w, enum role role,
                                     int64_t id, int64_t attachment,
                                     struct refusal *why)
{
    struct evidence_in e = { "return_proof", attachment };
    const struct case_return r = { .evidence = { &e, 1 },
                                   .returned_on = "2026-08-20",
                                   .school_name = "测试中学" };

    return take(w, role, id, "return", &r, why);
}

/* One world for all; what a test writes is rolled back. */
static inline int open_world(void **state)
{
    static struct world w;

    world_open(&w);
    /* Limits in days of the calendar: what they are counted by is tested
     * beside the clock. */
    if (db_script(w.writer, "UPDATE setting SET value = '1'"
                            " WHERE name = 'plain_days'") != ERR_OK)
        return -1;
    *state = &w;
    return 0;
}

static inline int close_world(void **state)
{
    world_close(*state);
    return 0;
}

static inline int begin(void **state)
{
    struct world *w = *state;

    return db_begin(w->writer) == ERR_OK ? 0 : -1;
}

static inline int undo(void **state)
{
    struct world *w = *state;

    db_rollback(w->writer);
    return 0;
}

static inline int64_t persuading(struct world *w, const char *name)
{
    int64_t id =
        flag(w, ROLE_TEACHER, child(w, name, w->village, WORLD_SCHOOL));
    const struct case_verify verify = { .note = "属实" };

    must(w, ROLE_TEACHER, id, "verify", &verify);
    return id;
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, undo)

#endif
