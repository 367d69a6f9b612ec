/* 入学通知书: who is due one, who did not come, and what the clock does once. */
#include <stdio.h>
#include <string.h>

#include "case_world.h"
#include "domain/notice.h"
#include "store/document_store.h"
#include "store/notice_store.h"
#include "store/paper_store.h"

/* ---- who is due one ---- */
static const struct notice_year august = { "2026-08-31", "2026-08-20", false };

static const char *basis(const char *born, const char *state, const char *grade,
                         const char *situation, const char *case_state)
{
    struct notice_child c = { .birth_date = born,
                              .enrolment_state = state,
                              .enrolled_grade = grade,
                              .enrolled_school = state ? "2123000001" : NULL,
                              .situation = situation,
                              .case_state = case_state };

    return notice_due(&august, &c) && c.basis ? c.basis : "none";
}

static void six_on_the_last_of_august_is_school_age(void **state)
{
    (void)state;
    assert_string_equal(basis("2020-08-31", NULL, NULL, NULL, NULL),
                        "school_age");
    assert_string_equal(basis("2020-09-01", NULL, NULL, NULL, NULL), "none");
    assert_string_equal(basis("2019-08-31", NULL, NULL, NULL, NULL),
                        "never_enrolled");
    assert_string_equal(basis("2010-08-31", NULL, NULL, NULL, NULL), "none");
}

static void whoever_learns_or_is_lawfully_away_is_due_none(void **state)
{
    (void)state;
    assert_string_equal(basis("2017-01-01", "enrolled", "13", NULL, NULL),
                        "none");
    assert_string_equal(
        basis("2017-01-01", "suspended", "13", NULL, "persuading"), "none");
    assert_string_equal(basis("2017-01-01", NULL, NULL, "elsewhere", NULL),
                        "none");
    assert_string_equal(basis("2017-01-01", NULL, NULL, NULL, "watching"),
                        "none");
    assert_string_equal(basis("2012-01-01", "graduated", "23", NULL, NULL),
                        "none");
}

static void where_grade_six_is_junior_grade_five_leaves(void **state)
{
    const struct notice_year y = { "2026-08-31", "2026-08-20", true };
    struct notice_child c = { .birth_date = "2015-01-01",
                              .enrolment_state = "enrolled",
                              .enrolled_grade = "15",
                              .enrolled_school = "2123000001" };

    (void)state;
    assert_true(notice_due(&y, &c));
    assert_string_equal(c.basis, "junior");
    c.enrolled_grade = "16";
    assert_false(notice_due(&y, &c));
}

static void whoever_is_sought_or_leaves_grade_six_is_due_one(void **state)
{
    (void)state;
    assert_string_equal(basis("2014-01-01", "enrolled", "16", NULL, NULL),
                        "junior");
    assert_string_equal(basis("2014-01-01", "graduated", "16", NULL, NULL),
                        "junior");
    assert_string_equal(
        basis("2013-01-01", "enrolled", "22", NULL, "persuading"), "dropout");
    assert_string_equal(basis("2013-01-01", "enrolled", "22", NULL, "reported"),
                        "none");
    assert_string_equal(basis("2013-01-01", "cancelled", "22", NULL, NULL),
                        "dropout");
}

static void in_september_grade_six_proves_nothing(void **state)
{
    const struct notice_year september = { "2026-08-31", "2026-09-01", false };
    struct notice_child c = { .birth_date = "2014-01-01",
                              .enrolment_state = "enrolled",
                              .enrolled_grade = "16",
                              .enrolled_school = "2123000001" };

    (void)state;
    assert_false(notice_due(&september, &c));
    assert_true(notice_due(&august, &c));
    assert_string_equal(c.stage, "junior");
}

/* ---- who did not come ---- */
static void the_register_says_who_came(void **state)
{
    struct notice_look l = { .basis = "junior",
                             .status = "active",
                             .enrolment_state = "enrolled",
                             .grade = "16",
                             .school = "2123000001",
                             .case_id = INT_NONE };

    (void)state;
    assert_string_equal(notice_arrival(&l), "absent");
    l.grade = "21";
    assert_string_equal(notice_arrival(&l), "arrived");
    l.enrolment_state = "suspended";
    assert_string_equal(notice_arrival(&l), "excused");
    l.enrolment_state = NULL;
    assert_string_equal(notice_arrival(&l), "absent");
    l.case_state = "watching";
    assert_string_equal(notice_arrival(&l), "excused");
}

/* ---- the clock ---- */
SQL(q_cases_of,
    .text = "SELECT count(*) FROM dropout_case WHERE student_id = ?1"
            " AND source = 'notice' AND kind = 'never_enrolled'",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_arrival_of,
    .text = "SELECT coalesce(n.arrival, 'waits') FROM notice n"
            " WHERE n.student_id = ?1",
    .access = SQL_SYSTEM, .why = "a test reads");
SQL(q_catchment_make,
    .text = "INSERT INTO catchment (id, division, stage, school, from_date)"
            " VALUES (900, ?1, 'primary', ?2, '2026-01-01')");
SQL(q_enrolled,
    .text = "INSERT INTO enrolment (id, student_id, school, grade, state,"
            " from_date) VALUES (?1, ?2, ?3, '11', 'enrolled', '2026-09-01')",
    .access = SQL_SYSTEM, .why = "a test writes");
SQL(q_born,
    .text = "UPDATE student SET birth_date = '2020-01-01' WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "a test writes");
SQL(q_path_of, .text = "SELECT path FROM division WHERE code = ?1");

static int64_t sweep(struct world *w, const char *day)
{
    int64_t done = 0, at = 0;

    clock_date_ms(day, &at);
    assert_int_equal(store_notice_sweep(w->writer, &w->arena, at, 100, &done),
                     ERR_OK);
    return done;
}

static const char *arrival(struct world *w, int64_t child)
{
    const char *a = NULL;

    assert_int_equal(
        db_text(w->writer, &q_arrival_of, &w->arena, &a, VALS(INT(child))),
        ERR_OK);
    return a;
}

/* A batch for the village; its notices that are not `unserved` are served. */
static void notices(struct world *w, int64_t most, int64_t unserved)
{
    struct notice_batch b = { .division = w->village,
                              .report_on = "2026-09-01",
                              .year = 2026 };
    const struct service_in in = { .method = "direct",
                                   .served_on = "2026-08-20",
                                   .recipient = "测监护",
                                   .servers = "甲",
                                   .attachment_id = INT_NONE };
    const struct notice_filter f = { .year = INT_NONE,
                                     .number = INT_NONE,
                                     .rows = 50 };
    struct act act = as(w, ROLE_TOWNSHIP);
    const struct notice_row *n;
    struct refusal why;
    struct list rows;
    const char *lo, *hi;

    assert_int_equal(
        db_text(w->writer, &q_path_of, &w->arena, &lo, VALS(TEXT(w->village))),
        ERR_OK);
    hi = arena_printf(&w->arena, "%.*s0", (int)strlen(lo) - 1, lo);
    assert_int_equal(store_notice_make(w->writer, &w->arena, &act, lo, hi, &b),
                     ERR_OK);
    assert_int_equal(b.made, most);
    assert_int_equal(store_notice_list(w->writer, &w->arena, &f, &rows),
                     ERR_OK);
    n = rows.items;
    for (size_t i = 0; i < rows.n; i++)
        if (n[i].student_id != unserved)
            assert_int_equal(store_document_serve(w->writer, &w->arena, &act,
                                                  n[i].id, &in, INT_NONE, &why),
                             ERR_OK);
}

static int64_t six_year_old(struct world *w, const char *name)
{
    int64_t id = child(w, name, w->village, NULL);

    assert_int_equal(db_run(w->writer, &q_born, VALS(INT(id))), ERR_OK);
    return id;
}

static int64_t opened(struct world *w, int64_t id)
{
    int64_t n = 0;

    assert_int_equal(db_int(w->writer, &q_cases_of, &n, VALS(INT(id))), ERR_OK);
    return n;
}

static void the_clock_opens_one_case_for_a_child_who_did_not_come(void **state)
{
    struct world *w = *state;
    int64_t absent = six_year_old(w, "测未到"),
            came = six_year_old(w, "测已到");
    int64_t waits = six_year_old(w, "测未送");

    assert_int_equal(db_run(w->writer, &q_catchment_make,
                            VALS(TEXT(w->village), TEXT(WORLD_SCHOOL))),
                     ERR_OK);
    notices(w, 3, waits);
    /* Not before its day, nor while the school's register shows nobody. */
    assert_int_equal(sweep(w, "2026-09-05"), 0);
    assert_int_equal(sweep(w, "2026-09-20"), 0);
    assert_int_equal(db_run(w->writer, &q_enrolled,
                            VALS(INT(9001), INT(came), TEXT(WORLD_SCHOOL))),
                     ERR_OK);
    assert_int_equal(sweep(w, "2026-09-08"), 0);
    assert_int_equal(sweep(w, "2026-09-09"), 1);
    assert_string_equal(arrival(w, absent), "absent");
    assert_int_equal(opened(w, absent), 1);
    /* The one who came is judged when nothing else can be waited for. */
    assert_int_equal(sweep(w, "2026-10-10"), 1);
    assert_string_equal(arrival(w, came), "arrived");
    assert_int_equal(sweep(w, "2026-12-31"), 0);
    assert_string_equal(arrival(w, waits), "waits");
    assert_int_equal(opened(w, absent), 1);
    assert_int_equal(opened(w, came) + opened(w, waits), 0);
}

SQL(q_notice_facts,
    .text = "SELECT count(*) FROM notice n JOIN document d ON d.id = n.id"
            " JOIN case_event e ON e.case_id = d.case_id"
            "   AND e.action = 'not_arrived' AND e.account_id = 0"
            " WHERE n.student_id = ?1 AND d.case_id = ?2",
    .access = SQL_SYSTEM, .why = "a test counts");

static void a_case_that_is_open_is_told_and_no_second_one_opened(void **state)
{
    struct world *w = *state;
    int64_t id = six_year_old(w, "测已立案"), told = 0;
    int64_t case_id = flag(w, ROLE_VILLAGE, id);

    assert_int_equal(db_run(w->writer, &q_catchment_make,
                            VALS(TEXT(w->village), TEXT(WORLD_SCHOOL))),
                     ERR_OK);
    notices(w, 1, 0);
    assert_int_equal(sweep(w, "2026-10-10"), 1);
    assert_string_equal(arrival(w, id), "absent");
    assert_int_equal(opened(w, id), 0);
    assert_int_equal(
        db_int(w->writer, &q_notice_facts, &told, VALS(INT(id), INT(case_id))),
        ERR_OK);
    assert_int_equal(told, 1);
}

static enum err printed(struct world *w, int64_t most, size_t *n)
{
    struct act act = as(w, ROLE_TOWNSHIP);
    struct paper_print p = { .act = &act, .child = INT_NONE };
    const struct notice_filter f = { .year = INT_NONE,
                                     .number = INT_NONE,
                                     .rows = most };
    struct paper_set set = { .papers = { NULL, 0 } };
    enum err e = store_notice_papers(w->writer, &w->arena, &p, &f, &set);

    *n = set.papers.n;
    return e;
}

SQL(q_void_one,
    .text = "UPDATE document SET state = 'void' WHERE id ="
            " (SELECT min(id) FROM notice)",
    .access = SQL_SYSTEM, .why = "a test writes");

static void more_notices_than_a_set_takes_are_not_left_out(void **state)
{
    struct world *w = *state;
    size_t n;

    six_year_old(w, "测印甲");
    six_year_old(w, "测印乙");
    six_year_old(w, "测印丙");
    assert_int_equal(db_run(w->writer, &q_catchment_make,
                            VALS(TEXT(w->village), TEXT(WORLD_SCHOOL))),
                     ERR_OK);
    notices(w, 3, INT_NONE);
    assert_int_equal(printed(w, 3, &n), ERR_OK);
    assert_int_equal(n, 3);
    assert_int_equal(printed(w, 2, &n), ERR_TOO_LARGE);
    assert_int_equal(db_run(w->writer, &q_void_one, NO_VALS), ERR_OK);
    assert_int_equal(printed(w, 2, &n), ERR_OK); /* void ones take no room */
    assert_int_equal(n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_on_the_last_of_august_is_school_age),
        cmocka_unit_test(whoever_learns_or_is_lawfully_away_is_due_none),
        cmocka_unit_test(where_grade_six_is_junior_grade_five_leaves),
        cmocka_unit_test(whoever_is_sought_or_leaves_grade_six_is_due_one),
        cmocka_unit_test(in_september_grade_six_proves_nothing),
        cmocka_unit_test(the_register_says_who_came),
        T(the_clock_opens_one_case_for_a_child_who_did_not_come),
        T(a_case_that_is_open_is_told_and_no_second_one_opened),
        T(more_notices_than_a_set_takes_are_not_left_out),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
