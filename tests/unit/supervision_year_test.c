/*
 * A simulated year: duties fall due and some are late; two units are inspected,
 * what was found is put right on time, late, after a longer term, or withdrawn;
 * the results are announced.  At the end the scores are those that are computed
 * by hand here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <math.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/codes.h"
#include "domain/student.h"
#include "store/announcement_store.h"
#include "store/attachment_store.h"
#include "store/duty_store.h"
#include "store/inspection_store.h"
#include "store/rectification_store.h"
#include "store/schooling_store.h"
#include "store/score_store.h"
#include "store/student_store.h"
#include "store_world.h"

#define YEAR 2027
#define END "2028-01-05"
#define POLICE "gongan"

static struct world w;
static char today[CLOCK_DATE_MAX];

/* ---- whose turn it is, and when ---------------------------------------- */
static int64_t at_nine(const char *day)
{
    int64_t ms = 0;

    assert_true(clock_date_ms(day, &ms));
    return ms + 9 * INT64_C(3600000);
}

static struct act on(enum role role, const char *day)
{
    struct act act;

    world_clock(at_nine(day));
    world_as(&w, w.writer, role);
    act = world_act(&w, role);
    memcpy(today, day, sizeof today);
    act.today = today;
    return act;
}

static void done(enum err e)
{
    assert_int_equal(e, ERR_OK);
}

/* ---- children ---------------------------------------------------------- */
#define CHILDREN 50

/* Ten years old; all but one at the school of the township. */
static void register_children(void)
{
    struct act act = on(ROLE_BUREAU, "2027-02-01");

    for (int i = 0; i < CHILDREN; i++) {
        struct student_row s;
        struct enrolment_row e;

        record_clear(&student_row, &s);
        s.name =
            arena_printf(&w.arena, "测年度%c%c", 'A' + i / 26, 'A' + i % 26);
        s.birth_date = "2017-03-01";
        s.residence_division = s.huji_division = w.village;
        done(store_student_create(w.writer, &w.arena, &act, &s));
        if (i == 0)
            continue;
        record_clear(&enrolment_row, &e);
        e.student_id = s.id;
        e.school = WORLD_SCHOOL;
        e.grade = "14";
        e.state = "enrolled";
        e.from_date = "2027-02-01";
        done(store_enrolment_set(w.writer, &w.arena, &act, &e));
    }
}

/* ---- duties ------------------------------------------------------------ */
static void sweep(const char *day)
{
    int64_t n = 0;

    world_clock(at_nine(day));
    done(store_duty_sweep(w.writer, &w.arena, at_nine(day), 5000, &n));
}

static void hand_in(enum role role, const char *kind, const char *day)
{
    struct act act = on(role, day);
    const struct duty_filter f = { .year = YEAR,
                                   .unit = act.unit,
                                   .today = today };
    struct duty_row *d;
    struct refusal why;
    struct list all;

    done(store_duty_list(w.writer, &w.arena, &f, &all));
    d = all.items;
    for (size_t i = 0; i < all.n; i++) {
        if (strcmp(d[i].kind, kind) != 0)
            continue;
        done(duty_submit(&d[i], &act, &why));
        d[i].evidence = "已完成";
        d[i].submitted_by = act.account_id;
        d[i].submitted_at = act.now_ms;
        done(store_duty_submit(w.writer, &d[i]));
        return;
    }
    fail_msg("%s owes no %s", act.unit, kind);
}

/* ---- a visit ----------------------------------------------------------- */
static int64_t visit, version;

static void take(const char *name, const void *in, const char *day)
{
    struct act act = on(ROLE_INSPECTOR, day);
    struct refusal why = { NULL, NULL, NULL };

    done(store_inspection_step(w.writer, &w.arena, &act,
                               supervision_step_of(&inspection_steps, name),
                               visit, version++, in, &why));
}

static void begin_visit(const char *unit, const char *day)
{
    const struct inspection_in in = { "regular", unit, day, "年度督查" };
    const struct inspection_move start = { .reason = NULL };
    struct act act = on(ROLE_INSPECTOR, day);
    struct refusal why = { NULL, NULL, NULL };

    done(store_inspection_plan(w.writer, &w.arena, &act, &in, &visit, &why));
    version = 1;
    take("start", &start, day);
}

/* The id of the newest finding. */
static int64_t found(const char *detail, const char *day)
{
    const struct inspection_find in = { .detail = detail };
    struct inspection_view seen;
    const struct finding_row *f;
    struct act act;

    take("find", &in, day);
    act = on(ROLE_INSPECTOR, day);
    done(store_inspection_view(w.writer, &w.arena, &act, visit, &seen));
    f = seen.findings.items;
    return f[seen.findings.n - 1].id;
}

static void end_visit(const char *unit_kind, const char *day)
{
    const struct inspection_close end = { .experience = "有专人负责",
                                          .shortcomings = "台账不全" };
    struct check_answer g[CHECK_ITEMS_MOST];
    struct list answers = { g, 0 };
    struct act act = on(ROLE_INSPECTOR, day);
    struct refusal why;

    for (size_t i = 0; i < check_items_n; i++)
        if (strcmp(check_items[i].unit_kind, unit_kind) == 0)
            g[answers.n++] =
                (struct check_answer) { check_items[i].name, "yes", NULL };
    done(store_inspection_check(w.writer, &w.arena, &act, visit, version++,
                                &answers, &why));
    take("close", &end, day);
}

/* ---- putting right ----------------------------------------------------- */
static int64_t order(int64_t finding, const char *due, const char *day)
{
    const struct rectification_in in = { .finding_id = finding,
                                         .demand = "限期补齐",
                                         .due_on = due };
    struct act act = on(ROLE_INSPECTOR, day);
    struct refusal why;
    int64_t id;

    done(store_rectification_order(w.writer, &w.arena, &act, &in, &id, &why));
    return id;
}

static void step(enum role role, int64_t id, int64_t of_version,
                 const char *name, const void *in, const char *day)
{
    struct act act = on(role, day);
    struct refusal why;

    done(store_rectification_step(
        w.writer, &w.arena, &act,
        supervision_step_of(&rectification_steps, name), id, of_version, in,
        &why));
}

static void report(int64_t id, int64_t of_version, const char *day)
{
    struct act act = on(ROLE_AGENCY, day);
    struct evidence_in proof = { "rectification_proof", 0 };
    const struct rectification_report in = { { &proof, 1 }, "已补齐" };
    struct attachment_row t;

    done(store_attachment_add(w.writer, &w.arena, &act, "image/png", "x", 1,
                              &t));
    proof.attachment_id = t.id;
    step(ROLE_AGENCY, id, of_version, "report", &in, day);
}

static const struct rectification_report fine = { .note = "看过，已补齐" };

static void the_police_is_inspected_and_puts_it_right(void)
{
    const struct rectification_again back = { .due_on = "2027-06-10",
                                              .note = "缺两项" };
    const struct rectification_again longer = { .due_on = "2027-06-30",
                                                .note = "需协调户籍窗口" };
    int64_t one, two, a, b, c, d;

    begin_visit(POLICE, "2027-04-10");
    one = found("户籍变动花名册缺迁出", "2027-04-10");
    two = found("核查结论未回复", "2027-04-10");
    end_visit("agency", "2027-04-10");
    a = order(one, "2027-05-10", "2027-04-12"); /* on time */
    b = order(one, "2027-05-10", "2027-04-12"); /* late, returned, passed */
    c = order(two, "2027-06-01", "2027-04-12"); /* withdrawn */
    d = order(two, "2027-05-10", "2027-04-12"); /* a longer term, kept */
    report(a, 1, "2027-05-08");
    step(ROLE_INSPECTOR, a, 2, "pass", &fine, "2027-05-12");
    report(b, 1, "2027-05-20");
    step(ROLE_INSPECTOR, b, 2, "return", &back, "2027-05-22");
    report(b, 3, "2027-06-05");
    step(ROLE_INSPECTOR, b, 4, "pass", &fine, "2027-06-08");
    step(ROLE_INSPECTOR, c, 1, "withdraw", &fine, "2027-05-25");
    step(ROLE_INSPECTOR, d, 1, "extend", &longer, "2027-05-09");
    report(d, 2, "2027-06-20");
    step(ROLE_INSPECTOR, d, 3, "pass", &fine, "2027-06-22");
}

static void the_township_is_inspected(void)
{
    begin_visit(WORLD_TOWNSHIP, "2027-09-15");
    (void)found("网格没有到人", "2027-09-15");
    end_visit("township", "2027-09-15");
}

/* ---- the year ---------------------------------------------------------- */
static void duties_are_handed_in(void)
{
    sweep("2027-01-01");
    hand_in(ROLE_TOWNSHIP, "absent_report", "2027-07-20");
    hand_in(ROLE_AGENCY, "register_changes", "2027-08-20");
    hand_in(ROLE_TOWNSHIP, "enrolment_notices", "2027-08-30");
    hand_in(ROLE_TOWNSHIP, "household_survey", "2027-09-02"); /* late */
    hand_in(ROLE_TOWNSHIP, "township_work", "2027-12-31");
    hand_in(ROLE_AGENCY, "surroundings", "2028-01-03"); /* late */
    /* training_wishes is never handed in */
}

static int open_year(void **state)
{
    (void)state;
    world_open(&w);
    done(db_begin(w.writer));
    register_children();
    the_police_is_inspected_and_puts_it_right();
    the_township_is_inspected();
    duties_are_handed_in();
    return 0;
}

static int close_year(void **state)
{
    (void)state;
    done(db_commit(w.writer));
    world_close(&w);
    return 0;
}

/* ---- what it came to --------------------------------------------------- */
static struct score_row score_of(const char *kind, const char *unit)
{
    const struct score_ask k = { YEAR, END, kind, unit };
    const struct score_row *r;
    struct list rows;

    (void)on(ROLE_INSPECTOR, END);
    done(store_scores(w.writer, &w.arena, &k, &rows));
    assert_int_equal(rows.n, 1);
    r = rows.items;
    return *r;
}

static void expect_part(const struct score_row *r, const char *item,
                        int64_t numerator, int64_t denominator, double points)
{
    const struct score_part *p = r->parts.items;

    for (size_t i = 0; i < r->parts.n; i++) {
        if (strcmp(p[i].item, item) != 0)
            continue;
        assert_int_equal(p[i].numerator, numerator);
        assert_int_equal(p[i].denominator, denominator);
        if (denominator == 0)
            assert_true(isnan(p[i].points));
        else
            assert_true(fabs(p[i].points - points) < 1e-9);
        return;
    }
    fail_msg("no item %s", item);
}

static void the_score_of_the_police_is_that_computed_by_hand(void **state)
{
    const struct score_row r = score_of("agency", POLICE);

    (void)state;
    expect_part(&r, "duties", 1, 2, 0);         /* half: at the floor */
    expect_part(&r, "assignments", 0, 0, 0);    /* does not count */
    expect_part(&r, "rectifications", 2, 3, 5); /* 15 × (2/3 − 1/2) / (1/2) */
    expect_part(&r, "findings", 2, 1, 11);      /* 15 − 2 × 2 */
    assert_true(fabs(r.score - 20) < 1e-9);     /* 16 of 80 */
}

static void the_score_of_the_township_is_that_computed_by_hand(void **state)
{
    const struct score_row r = score_of("township", WORLD_TOWNSHIP);

    (void)state;
    expect_part(&r, "enrolment", 49, 50, 15); /* 25 × (0.98 − 0.95) / 0.05 */
    expect_part(&r, "on_time", 0, 0, 0);
    expect_part(&r, "surveyed", 0, 50, 0);
    expect_part(&r, "notice_served", 0, 0, 0);
    expect_part(&r, "duties", 3, 5, 3); /* 15 × (0.6 − 0.5) / 0.5 */
    expect_part(&r, "snapshots", 0, 4, 0);
    expect_part(&r, "rectifications", 0, 0, 0);
    expect_part(&r, "findings", 1, 1, 8);
    assert_true(fabs(r.score - 40) < 1e-9); /* 26 of 65 */
}

/* Before a duty falls due it weighs nothing. */
static void what_is_not_due_yet_does_not_count(void **state)
{
    const struct score_ask k = { YEAR, "2027-01-31", "township",
                                 WORLD_OTHER_TOWNSHIP };
    const struct score_row *r;
    struct list rows;

    (void)state;
    (void)on(ROLE_INSPECTOR, "2027-01-31");
    done(store_scores(w.writer, &w.arena, &k, &rows));
    r = rows.items;
    expect_part(r, "duties", 0, 0, 0);
    expect_part(r, "snapshots", 0, 0, 0);
    assert_true(isnan(r->score));
}

/* The figures of the day of the visit stay, whatever came after. */
static void the_visit_keeps_the_figures_of_its_day(void **state)
{
    struct act act = on(ROLE_INSPECTOR, END);
    const struct inspection_figure *f;
    struct inspection_view seen;
    bool enrolment = false;

    (void)state;
    done(store_inspection_view(w.writer, &w.arena, &act, visit, &seen));
    f = seen.figures.items;
    for (size_t i = 0; i < seen.figures.n; i++) {
        if (strcmp(f[i].item, "enrolment") == 0) {
            enrolment = true;
            assert_int_equal(f[i].numerator, 49);
            assert_int_equal(f[i].denominator, 50);
        }
        /* The finding was written down after the visit had begun. */
        if (strcmp(f[i].item, "findings") == 0)
            assert_int_equal(f[i].numerator, 0);
    }
    assert_true(enrolment);
}

static void the_year_is_announced_without_a_name(void **state)
{
    struct act act = on(ROLE_INSPECTOR, END);
    struct announcement_counts c;
    struct announcement_in in = { YEAR, "年度督导检查结果公告", NULL };
    struct announcement_row n;
    struct refusal why;
    int64_t id;

    (void)state;
    done(store_announcement_counts(w.writer, &w.arena, YEAR, today, &c));
    assert_int_equal(c.inspections, 2);
    assert_int_equal(c.units, 2);
    assert_int_equal(c.findings, 3);
    assert_int_equal(c.rectifications, 3);
    assert_int_equal(c.passed, 3);
    assert_int_equal(c.pending, 0);
    assert_int_equal(c.late, 1);
    in.body = announcement_text(&w.arena, YEAR, &c, NULL, 0);
    done(store_announcement_check(w.writer, &w.arena, "body", in.body, &why));
    done(store_announcement_add(w.writer, &act, &in, &id));
    done(store_announcement_get(w.writer, &w.arena, id, &n));
    done(store_announcement_publish(w.writer, &act, &n));
    (void)on(ROLE_TOWNSHIP, END);
    done(store_announcement_get(w.writer, &w.arena, id, &n));
    assert_int_equal(n.number, 1);
    assert_non_null(strstr(n.body, "督查2次，指出问题3个"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_score_of_the_police_is_that_computed_by_hand),
        cmocka_unit_test(the_score_of_the_township_is_that_computed_by_hand),
        cmocka_unit_test(what_is_not_due_yet_does_not_count),
        cmocka_unit_test(the_visit_keeps_the_figures_of_its_day),
        cmocka_unit_test(the_year_is_announced_without_a_name),
    };

    return cmocka_run_group_tests(tests, open_year, close_year);
}
