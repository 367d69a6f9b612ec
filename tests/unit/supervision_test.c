/* 督查 and 限期整改: the sheet, and every step from every state by everybody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/codes.h"
#include "domain/inspection.h"
#include "domain/rectification.h"

#define TODAY "2026-08-20"
#define UNIT "230381103000"

static struct act by(enum role role, const char *unit)
{
    return (struct act) { .account_id = 7,
                          .role = role,
                          .unit = unit,
                          .now_ms = 1000,
                          .today = TODAY };
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* ---- the sheet --------------------------------------------------------- */
static void each_kind_of_unit_has_a_sheet_with_sources(void **state)
{
    static const char *const kinds[] = { "school", "township", "village",
                                         "agency", "bureau" };

    (void)state;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n = 0;

        for (size_t i = 0; i < check_items_n; i++) {
            const struct check_item *c = &check_items[i];

            assert_true(code_known(&unit_kinds, c->unit_kind));
            assert_true(c->source[0] == 'R');
            assert_ptr_equal(check_item_of(c->unit_kind, c->name), c);
            n += strcmp(c->unit_kind, kinds[k]) == 0;
        }
        assert_in_range(n, 4, CHECK_ITEMS_MOST);
    }
    assert_null(check_item_of("supervision", "plans"));
    assert_null(check_item_of("school", "grid"));
}

static enum err fits(struct check_answer *g, size_t n, struct refusal *why)
{
    const struct list answers = { g, n };
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = check_fits("school", &answers, &a, why);
    if (e != ERR_OK) /* it lives in the arena */
        why->pointer = strstr(why->pointer, "/note") ? "note" : "item";
    arena_free(&a);
    return e;
}

static void a_no_without_a_word_is_refused(void **state)
{
    struct check_answer g[] = { { "plans", "yes", NULL },
                                { "rolls", "no", "两名学生不在册" } };
    struct refusal why;

    (void)state;
    assert_int_equal(fits(g, 2, &why), ERR_OK);
    g[1].note = "";
    assert_int_equal(fits(g, 2, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "note");
}

static void an_item_of_another_sheet_or_twice_is_refused(void **state)
{
    struct check_answer g[] = { { "plans", "yes", NULL },
                                { "grid", "yes", NULL } };
    struct refusal why;

    (void)state;
    assert_int_equal(fits(g, 2, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "item");
    g[1].item = "plans";
    assert_int_equal(fits(g, 2, &why), ERR_INVALID);
    assert_string_equal(why.code, "repeated");
}

static void every_item_stands_in_the_sheet_answered_or_not(void **state)
{
    struct check_answer g = { "plans", "no", "没有措施" };
    const struct list given = { &g, 1 };
    const struct check_line *line;
    struct arena a;
    struct list out;
    size_t answered = 0;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(check_lines("school", &given, &a, &out), ERR_OK);
    assert_int_equal(out.n, 10);
    line = out.items;
    for (size_t i = 0; i < out.n; i++)
        answered += line[i].answer != NULL;
    assert_int_equal(answered, 1);
    arena_free(&a);
}

/* ---- planning ---------------------------------------------------------- */
static enum err plan(enum role role, const char *kind, const char *day)
{
    const struct inspection_in in = { "regular", UNIT, day, NULL };
    const struct act act =
        by(role, role == ROLE_INSPECTOR ? "dudao" : "bureau");
    struct refusal why;

    return inspection_plan_may(&in, kind, &act, &why);
}

static void the_bureau_inspects_schools_alone(void **state)
{
    (void)state;
    assert_int_equal(plan(ROLE_BUREAU, "school", TODAY), ERR_OK);
    assert_int_equal(plan(ROLE_BUREAU, "township", TODAY), ERR_RULE);
    assert_int_equal(plan(ROLE_INSPECTOR, "township", TODAY), ERR_OK);
    assert_int_equal(plan(ROLE_INSPECTOR, "agency", TODAY), ERR_OK);
    assert_int_equal(plan(ROLE_INSPECTOR, "supervision", TODAY), ERR_INVALID);
    assert_int_equal(plan(ROLE_INSPECTOR, NULL, TODAY), ERR_INVALID);
    assert_int_equal(plan(ROLE_INSPECTOR, "school", "2026-08-19"), ERR_INVALID);
}

/* ---- every step from every state --------------------------------------- */
/* What must be, in words of its own: from, step, to; all else is refused. */
static const struct {
    const char *from, *step, *to;
    bool by_unit;
} ways[] = {
    { "open", "report", "reported", true },
    { "returned", "report", "reported", true },
    { "reported", "pass", "passed", false },
    { "reported", "return", "returned", false },
    { "open", "extend", "open", false },
    { "returned", "extend", "returned", false },
    { "open", "withdraw", "withdrawn", false },
    { "returned", "withdraw", "withdrawn", false },
};
static const struct {
    const char *from, *step, *to;
} visits[] = {
    { "planned", "start", "open" },
    { "planned", "reschedule", "planned" },
    { "planned", "cancel", "cancelled" },
    { "open", "find", "open" },
    { "open", "close", "closed" },
};

static const char *way(const char *from, const char *step, bool by_unit)
{
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (same(ways[i].from, from) && same(ways[i].step, step) &&
            ways[i].by_unit == by_unit)
            return ways[i].to;
    return NULL;
}

static const char *visit(const char *from, const char *step)
{
    for (size_t i = 0; i < sizeof visits / sizeof *visits; i++)
        if (same(visits[i].from, from) && same(visits[i].step, step))
            return visits[i].to;
    return NULL;
}

static struct evidence_in proof = { "rectification_proof", 5 };

/* A body that any step of a 限期整改 takes. */
static const void *body(const struct supervision_step *s)
{
    static struct rectification_report report = { .note = "已整改" };
    static struct rectification_again again = { .due_on = "2026-09-10",
                                                .note = "还差一项" };

    report.evidence = (struct list) { &proof, s->least > 0 };
    return record_field(s->in, "due_on", NULL) ? (void *)&again
                                               : (void *)&report;
}

/* The units: that which has to put it right, that which ordered it, others. */
static const struct {
    enum role role;
    const char *unit;
    bool by_unit, by_inspector;
} people[] = {
    { ROLE_TOWNSHIP, UNIT, true, false },
    { ROLE_TOWNSHIP, "230381104000", false, false },
    { ROLE_INSPECTOR, "dudao", false, true },
    { ROLE_BUREAU, "bureau", false, false },
    { ROLE_LEADER, "bureau", false, false },
    { ROLE_AGENCY, "gongan", false, false },
    { ROLE_TEACHER, UNIT, false, false },
};

static size_t passed;

static void try_rectification(const char *from,
                              const struct supervision_step *s, size_t who)
{
    const struct act act = by(people[who].role, people[who].unit);
    struct rectification_row g = { .unit = UNIT,
                                   .inspector = "dudao",
                                   .state = from,
                                   .due_on = "2026-08-30",
                                   .reported_by = INT_NONE };
    const char *to = people[who].by_unit        ? way(from, s->name, true)
                     : people[who].by_inspector ? way(from, s->name, false)
                                                : NULL;
    struct refusal why = { NULL, NULL, NULL };
    enum err e = rectification_apply(s, &act, body(s), &g, &why);

    if ((e == ERR_OK) != (to != NULL))
        fail_msg("%s from %s by %s", s->name, from, people[who].unit);
    if (!to) {
        assert_int_equal(e, ERR_RULE);
        assert_non_null(strstr(why.detail, "没有做任何改动"));
        assert_string_equal(g.state, from);
        return;
    }
    passed++;
    assert_string_equal(g.state, to);
    assert_true((g.reported_by == 7) == same(s->name, "report"));
    assert_string_equal(g.due_on, record_field(s->in, "due_on", NULL)
                                      ? "2026-09-10"
                                      : "2026-08-30");
}

static void a_rectification_moves_only_as_drawn(void **state)
{
    (void)state;
    passed = 0;
    for (const struct code *c = rectification_states.rows; c->code; c++)
        for (size_t i = 0; i < rectification_steps.n; i++)
            for (size_t who = 0; who < sizeof people / sizeof *people; who++)
                try_rectification(c->code, &rectification_steps.steps[i], who);
    assert_int_equal(passed, sizeof ways / sizeof *ways);
}

static void an_inspection_moves_only_as_drawn(void **state)
{
    static struct inspection_move move = { .planned_on = "2026-08-25",
                                           .reason = "遇暴雨" };
    static struct inspection_find found = { .detail = "台账缺两人" };
    static struct inspection_close end = { .experience = "网格到人" };
    size_t n = 0;

    (void)state;
    for (const struct code *c = inspection_states.rows; c->code; c++) {
        for (size_t i = 0; i < inspection_steps.n; i++) {
            const struct supervision_step *s = &inspection_steps.steps[i];
            const void *in = s->in == &inspection_find    ? (void *)&found
                             : s->in == &inspection_close ? (void *)&end
                                                          : (void *)&move;

            for (size_t k = 0; k < sizeof people / sizeof *people; k++) {
                const struct act act = by(people[k].role, people[k].unit);
                struct inspection_row g = { .unit = UNIT,
                                            .inspector = "dudao",
                                            .state = c->code };
                const char *to =
                    people[k].by_inspector ? visit(c->code, s->name) : NULL;
                struct refusal why;
                enum err e =
                    inspection_apply(s, "township", 0, &act, in, &g, &why);

                assert_int_equal(e, to ? ERR_OK : ERR_RULE);
                assert_string_equal(g.state, to ? to : c->code);
                n += to != NULL;
            }
        }
    }
    assert_int_equal(n, sizeof visits / sizeof *visits);
}

static void a_sheet_with_gaps_is_not_closed(void **state)
{
    const struct inspection_close in = { .shortcomings = "无" };
    const struct act act = by(ROLE_INSPECTOR, "dudao");
    struct inspection_row g = { .unit = UNIT,
                                .inspector = "dudao",
                                .state = "open" };
    struct refusal why;

    (void)state;
    assert_int_equal(
        inspection_apply(supervision_step_of(&inspection_steps, "close"),
                         "township", 1, &act, &in, &g, &why),
        ERR_RULE);
    assert_string_equal(why.code, "inspection.unanswered");
}

/* ---- evidence and dates ------------------------------------------------ */
static enum err report(struct list evidence, struct refusal *why)
{
    const struct act act = by(ROLE_TOWNSHIP, UNIT);
    const struct rectification_report in = { evidence, "已整改" };
    struct rectification_row g = { .unit = UNIT,
                                   .inspector = "dudao",
                                   .state = "open",
                                   .reported_by = INT_NONE };

    return rectification_apply(
        supervision_step_of(&rectification_steps, "report"), &act, &in, &g,
        why);
}

static void a_report_brings_evidence_of_its_kind_once(void **state)
{
    struct evidence_in two[] = { { "rectification_proof", 5 },
                                 { "rectification_proof", 5 } };
    struct refusal why;

    (void)state;
    assert_int_equal(report((struct list) { NULL, 0 }, &why), ERR_RULE);
    assert_string_equal(why.code, "evidence.required");
    assert_int_equal(report((struct list) { two, 2 }, &why), ERR_INVALID);
    assert_string_equal(why.code, "evidence.repeated");
    two[1] = (struct evidence_in) { "visit_photo", 6 };
    assert_int_equal(report((struct list) { two, 2 }, &why), ERR_INVALID);
    assert_string_equal(why.code, "evidence.kind");
    assert_int_equal(report((struct list) { two, 1 }, &why), ERR_OK);
}

static void a_new_day_does_not_lie_in_the_past(void **state)
{
    const struct rectification_again in = { .due_on = "2026-08-19",
                                            .note = "再改" };
    const struct rectification_in order = { .due_on = "2026-08-19" };
    const struct act act = by(ROLE_INSPECTOR, "dudao");
    struct rectification_row g = { .unit = UNIT,
                                   .inspector = "dudao",
                                   .state = "reported",
                                   .reported_by = 3 };
    struct refusal why;

    (void)state;
    assert_int_equal(
        rectification_apply(supervision_step_of(&rectification_steps, "return"),
                            &act, &in, &g, &why),
        ERR_INVALID);
    assert_string_equal(why.pointer, "due_on");
    assert_int_equal(rectification_order_may(&order, "dudao", &act, &why),
                     ERR_INVALID);
    assert_int_equal(rectification_order_may(&order, "bureau", &act, &why),
                     ERR_RULE);
}

static void nobody_looks_again_at_what_he_reported(void **state)
{
    const struct rectification_report in = { .note = "通过" };
    const struct act act = by(ROLE_INSPECTOR, "dudao");
    struct rectification_row g = { .unit = UNIT,
                                   .inspector = "dudao",
                                   .state = "reported",
                                   .reported_by = 7 };
    struct refusal why;

    (void)state;
    assert_int_equal(
        rectification_apply(supervision_step_of(&rectification_steps, "pass"),
                            &act, &in, &g, &why),
        ERR_RULE);
    assert_string_equal(why.code, "same_person");
}

/* ---- what the client draws --------------------------------------------- */
static void the_buttons_are_the_steps_that_pass(void **state)
{
    const struct rectification_row g = { .unit = UNIT,
                                         .inspector = "dudao",
                                         .state = "open",
                                         .reported_by = INT_NONE };
    const struct act unit = by(ROLE_TOWNSHIP, UNIT);
    const struct act other = by(ROLE_INSPECTOR, "dudao");
    const struct action_view *v;
    struct arena a;
    struct list out;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(rectification_allowed(&g, &unit, &a, &out), ERR_OK);
    v = out.items;
    assert_int_equal(out.n, 1);
    assert_string_equal(v[0].action, "report");
    assert_int_equal(v[0].evidence_least, 1);
    assert_int_equal(v[0].evidence.n, 1);
    assert_int_equal(rectification_allowed(&g, &other, &a, &out), ERR_OK);
    assert_int_equal(out.n, 2); /* extend, withdraw */
    arena_free(&a);
}

static void the_form_of_a_finding_offers_the_items_of_the_sheet(void **state)
{
    const struct inspection_row g = { .unit = UNIT,
                                      .inspector = "dudao",
                                      .state = "open" };
    const struct act act = by(ROLE_INSPECTOR, "dudao");
    const struct action_view *v;
    const struct field_view *f;
    struct arena a;
    struct list out;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(inspection_allowed(&g, "village", &act, &a, &out), ERR_OK);
    v = out.items;
    assert_string_equal(v[0].action, "find");
    f = v[0].fields.items;
    assert_string_equal(f[0].name, "item");
    assert_string_equal(f[0].type, "code");
    assert_int_equal(f[0].options.n, 4);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_unit_has_a_sheet_with_sources),
        cmocka_unit_test(a_no_without_a_word_is_refused),
        cmocka_unit_test(an_item_of_another_sheet_or_twice_is_refused),
        cmocka_unit_test(every_item_stands_in_the_sheet_answered_or_not),
        cmocka_unit_test(the_bureau_inspects_schools_alone),
        cmocka_unit_test(a_rectification_moves_only_as_drawn),
        cmocka_unit_test(an_inspection_moves_only_as_drawn),
        cmocka_unit_test(a_sheet_with_gaps_is_not_closed),
        cmocka_unit_test(a_report_brings_evidence_of_its_kind_once),
        cmocka_unit_test(a_new_day_does_not_lie_in_the_past),
        cmocka_unit_test(nobody_looks_again_at_what_he_reported),
        cmocka_unit_test(the_buttons_are_the_steps_that_pass),
        cmocka_unit_test(the_form_of_a_finding_offers_the_items_of_the_sheet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
