/* 交办: the table of tasks, and every state × action × role × unit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/assignment.h"
#include "domain/codes.h"
#include "store_world.h"

#define DOER "gongan"
#define GIVER WORLD_TOWNSHIP
#define DUE "2026-09-04"

static const char *const departments[] = {
    "xuanchuan", "renshe",   "minzheng", "wenlv",      "weijian",
    "shijian",   "caizheng", "sifa",     "fupin",      "gongan",
    "fulian",    "canlian",  "tuanwei",  "guangongwei"
};
#define DEPARTMENTS (sizeof departments / sizeof *departments)

/* ---- the table of tasks ------------------------------------------------ */
static void the_tasks_and_their_code_table_are_the_same(void **state)
{
    size_t n = 0;

    (void)state;
    for (; assignment_tasks.rows[n].code; n++) {
        assert_true(n < tasks_n);
        assert_string_equal(assignment_tasks.rows[n].code, tasks[n].code);
        assert_string_equal(assignment_tasks.rows[n].label, tasks[n].title);
        assert_ptr_equal(assignment_task_of(tasks[n].code), &tasks[n]);
    }
    assert_int_equal(n, tasks_n);
    assert_null(assignment_task_of("none"));
    assert_null(assignment_task_of(NULL));
}

static bool is_department(const char *code, size_t n)
{
    for (size_t i = 0; i < DEPARTMENTS; i++)
        if (strlen(departments[i]) == n &&
            strncmp(departments[i], code, n) == 0)
            return true;
    return false;
}

static void every_department_has_a_task_and_no_other_unit_has_one(void **state)
{
    (void)state;
    for (size_t d = 0; d < DEPARTMENTS; d++) {
        size_t n = 0;

        for (size_t i = 0; i < tasks_n; i++)
            n += assignment_unit_does(&tasks[i], departments[d]);
        assert_true(n > 0);
    }
    for (size_t i = 0; i < tasks_n; i++) {
        for (const char *u = tasks[i].units; *u;) {
            size_t n = strcspn(u, " ");

            assert_true(is_department(u, n));
            u += n + (u[n] == ' ');
        }
        assert_false(assignment_unit_does(&tasks[i], "bureau"));
        assert_false(assignment_unit_does(&tasks[i], ""));
        assert_false(assignment_unit_does(&tasks[i], NULL));
        assert_false(assignment_unit_does(&tasks[i], "gong"));
        assert_false(assignment_unit_does(&tasks[i], "weijian canlian"));
    }
}

/* Parts 四 and 五 name the departments' duties R27 to R57, and R90. */
static void every_duty_of_a_department_has_a_task(void **state)
{
    char number[16];

    (void)state;
    for (int r = 27; r <= 90; r = r == 57 ? 90 : r + 1) {
        bool found = false;

        snprintf(number, sizeof number, "R%d", r);
        for (size_t i = 0; i < tasks_n; i++)
            found |= strstr(tasks[i].numbers, number) != NULL;
        if (!found)
            fail_msg("%s has no task", number);
    }
}

static void a_task_shows_no_more_than_its_work_takes(void **state)
{
    (void)state;
    for (size_t i = 0; i < tasks_n; i++) {
        const struct assignment_task *t = &tasks[i];

        assert_int_equal(t->parts & ~PART_ALL, 0);
        assert_int_not_equal(t->parts, PART_ALL);
        /* The whole number is for the police alone. */
        if (t->parts & PART_ID_NO)
            assert_string_equal(t->units, "gongan");
        if (t->parts & PART_HEALTH)
            assert_non_null(strstr(t->units, "canlian"));
        if (t->parts & PART_PHONE)
            assert_true(t->parts & PART_GUARDIAN);
        if (!t->alone)
            assert_true(t->parts & PART_NAME);
        if (t->results) {
            assert_true(t->evidence.required);
            assert_false(t->alone);
        }
        assert_true(t->days >= 7 && t->days <= 30);
        assert_true(code_known(&evidence_kinds, t->evidence.kind));
        assert_non_null(record_field(t->report, "note", NULL));
        assert_int_equal(record_field(t->report, "result", NULL) != NULL,
                         t->results != NULL);
    }
}

static void what_is_shown_ends_with_the_work(void **state)
{
    (void)state;
    for (size_t i = 0; i < tasks_n; i++) {
        for (int s = 0; s < TASK_STATE_N; s++) {
            const struct assignment_row g = { .task = tasks[i].code,
                                              .state = assignment_state_code(
                                                  (enum assignment_state)s) };
            unsigned parts = assignment_parts(&g, ROLE_AGENCY);

            assert_int_equal(parts & ~tasks[i].parts, 0);
            if (s <= TASK_REPORTED)
                assert_int_equal(parts, tasks[i].parts);
            else
                assert_int_equal(parts & ~(unsigned)PART_NAME, 0);
            if (s > TASK_COMPLETED)
                assert_int_equal(parts, 0);
            parts = assignment_parts(&g, ROLE_BUREAU);
            assert_int_equal(parts & (PART_ID_NO | PART_PHONE), 0);
        }
    }
}

static void the_table_says_to_the_giver_who_does_what(void **state)
{
    struct arena a;
    struct list list;
    const struct task_view *v;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(assignment_task_views(&a, &list), ERR_OK);
    assert_int_equal(list.n, tasks_n);
    v = list.items;
    for (size_t i = 0; i < list.n; i++) {
        size_t parts = 0;

        for (unsigned bit = 1; bit <= PART_ALL; bit <<= 1)
            parts += (tasks[i].parts & bit) != 0;
        assert_int_equal(v[i].shows.n, parts);
        assert_true(v[i].units.n >= 1 && v[i].numbers.n >= 1);
        assert_int_equal(v[i].needs_case, !tasks[i].alone);
    }
    arena_free(&a);
}

/* ---- every state × action × role × unit --------------------------------- */
static struct assignment_row some(enum assignment_state s,
                                  const struct assignment_task *t)
{
    struct assignment_row g;

    record_clear(&assignment_row, &g);
    g.id = 1;
    g.unit = DOER;
    g.assigned_unit = GIVER;
    g.task = t->code;
    g.state = assignment_state_code(s);
    g.due_on = DUE;
    g.reminders = 0;
    g.assigned_at = WORLD_NOW;
    g.version = 3;
    return g;
}

union body {
    struct list evidence;
    struct assignment_report report;
    struct assignment_return returned;
    struct assignment_send_back send_back;
    char room[128];
};

struct point {
    const struct assignment_action *x;
    const struct assignment_task *t;
    enum assignment_state s;
    enum role role;
    const char *unit;
    int64_t age; /* since it was given */
    const char *evidence, *result;
};

static enum err try_point(const struct point *p, struct assignment_row *next,
                          struct refusal *why)
{
    const struct act act = { .account_id = 9,
                             .role = p->role,
                             .unit = p->unit,
                             .now_ms = WORLD_NOW + p->age,
                             .today = "2026-08-20" };
    struct evidence_in e = { p->evidence, 5 };
    struct assignment_row g = some(p->s, p->t);
    union body b;

    memset(&b, 0, sizeof b);
    record_clear(p->x->in, &b);
    b.evidence = p->evidence ? (struct list) { &e, 1 } : (struct list) { 0 };
    if (p->x->in == &assignment_report)
        b.report.result = p->result;
    return assignment_apply(p->x, &g, &act, &b, next, why);
}

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool office(const struct point *p)
{
    return p->role == ROLE_BUREAU || p->role == ROLE_BUREAU_LEAD;
}

/* What holds of each step that is let through. */
static void check_passed(const struct point *p,
                         const struct assignment_row *next)
{
    enum assignment_state to = assignment_state_of(next->state);
    const char *name = p->x->name;

    if (p->x->side == BY_DOER) {
        assert_int_equal(p->role, ROLE_AGENCY);
        assert_string_equal(p->unit, DOER);
    } else {
        assert_int_not_equal(p->role, ROLE_AGENCY);
        assert_true(office(p) || is(p->unit, GIVER));
    }
    assert_int_equal(p->x->from >> p->s & 1, 1);
    assert_true(p->s != TASK_COMPLETED && p->s != TASK_WITHDRAWN);
    if (to == TASK_REPORTED) {
        assert_int_equal(p->s, TASK_ACCEPTED);
        if (p->t->evidence.required)
            assert_string_equal(p->evidence, p->t->evidence.kind);
        assert_int_equal(next->result != NULL, p->t->results != NULL);
    }
    if (to == TASK_COMPLETED)
        assert_int_equal(p->s, TASK_REPORTED);
    if (is(name, "withdraw") && p->s == TASK_ACCEPTED)
        assert_true(p->age <= WITHDRAW_MS);
    if (is(name, "remind")) {
        assert_int_equal(to, p->s);
        assert_int_equal(next->reminders, 1);
    } else {
        assert_int_equal(next->reminders, 0);
        assert_int_not_equal(to, p->s);
    }
    if (is(name, "send_back"))
        assert_null(next->result);
    assert_int_equal(next->closed_at != INT_NONE,
                     to == TASK_COMPLETED || to == TASK_WITHDRAWN);
    assert_int_equal(next->version, 3);
}

static const char *const units[] = { DOER, GIVER, "canlian", "bureau" };
static const char *const papers[] = { NULL, "police_conclusion",
                                      "appraisal_report", "case_report",
                                      "return_proof" };
static const char *const results[] = { NULL, "deceased", "limited", "none" };
static const int64_t ages[] = { 0, WITHDRAW_MS, WITHDRAW_MS + 1 };
#define N(array) (sizeof(array) / sizeof *(array))

struct tally {
    unsigned long tried, passed, forbidden, broken;
};

static void try_bodies(struct point p, struct tally *n)
{
    for (size_t e = 0; e < N(papers); e++) {
        for (size_t r = 0; r < N(results); r++) {
            struct assignment_row next;
            struct refusal why = { NULL, NULL, NULL };
            enum err err;

            p.evidence = papers[e];
            p.result = results[r];
            err = try_point(&p, &next, &why);
            n->tried++;
            if (err == ERR_OK) {
                n->passed++;
                check_passed(&p, &next);
                continue;
            }
            assert_true(err == ERR_FORBIDDEN || err == ERR_RULE ||
                        err == ERR_INVALID);
            assert_non_null(why.code);
            assert_non_null(strstr(why.detail, "没有做任何改动"));
            n->forbidden += err == ERR_FORBIDDEN;
            n->broken += err != ERR_FORBIDDEN;
        }
    }
}

static void try_people(struct point p, struct tally *n)
{
    for (int role = 0; role <= ROLE_N; role++) {
        for (size_t u = 0; u < N(units); u++) {
            for (size_t a = 0; a < N(ages); a++) {
                p.role = (enum role)role;
                p.unit = units[u];
                p.age = ages[a];
                try_bodies(p, n);
            }
        }
    }
}

static void no_step_is_taken_that_the_table_does_not_let(void **state)
{
    static const char *const of[] = { "residence_check", "medical_appraisal",
                                      "locate" };
    struct tally n = { 0 };

    (void)state;
    for (size_t t = 0; t < N(of); t++)
        for (size_t x = 0; x < assignment_actions_n; x++)
            for (int s = 0; s < TASK_STATE_N; s++)
                try_people((struct point) { .x = &assignment_actions[x],
                                            .t = assignment_task_of(of[t]),
                                            .s = (enum assignment_state)s },
                           &n);
    assert_int_equal(n.tried, n.passed + n.forbidden + n.broken);
    assert_true(n.tried > 300000 && n.passed > 0);
    print_message("%lu combinations: %lu passed, %lu forbidden, %lu against "
                  "a rule\n",
                  n.tried, n.passed, n.forbidden, n.broken);
}

/* What is offered is what passes, and nothing else. */
static void what_is_offered_is_what_may_be_done(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (int s = 0; s < TASK_STATE_N; s++) {
        for (int role = 0; role < ROLE_N; role++) {
            for (size_t u = 0; u < N(units); u++) {
                const struct act act = { .role = (enum role)role,
                                         .unit = units[u],
                                         .now_ms = WORLD_NOW,
                                         .today = "2026-08-20" };
                struct assignment_row g =
                    some((enum assignment_state)s,
                         assignment_task_of("residence_check"));
                struct list offered;
                size_t may = 0;
                struct refusal why;

                assert_int_equal(assignment_allowed(&g, &act, &a, &offered),
                                 ERR_OK);
                for (size_t x = 0; x < assignment_actions_n; x++)
                    may += assignment_may(&assignment_actions[x], &g, &act,
                                          &why) == ERR_OK;
                assert_int_equal(offered.n, may);
            }
        }
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tasks_and_their_code_table_are_the_same),
        cmocka_unit_test(every_department_has_a_task_and_no_other_unit_has_one),
        cmocka_unit_test(every_duty_of_a_department_has_a_task),
        cmocka_unit_test(a_task_shows_no_more_than_its_work_takes),
        cmocka_unit_test(what_is_shown_ends_with_the_work),
        cmocka_unit_test(the_table_says_to_the_giver_who_does_what),
        cmocka_unit_test(no_step_is_taken_that_the_table_does_not_let),
        cmocka_unit_test(what_is_offered_is_what_may_be_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
