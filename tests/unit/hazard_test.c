/* 隐患与办学条件: every step from every state by everybody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/hazard.h"

#define TODAY "2026-08-20"
#define SCHOOL "2123000001"

static struct act by(enum role role, const char *unit, int64_t account)
{
    return (struct act) { .account_id = account,
                          .role = role,
                          .unit = unit,
                          .now_ms = 1000,
                          .today = TODAY };
}

static bool same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* What must be, in words of its own; all else is refused. */
static const struct {
    const char *from, *step, *to;
    bool by_mender;
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

static const char *way(const char *from, const char *step, bool by_mender)
{
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (same(ways[i].from, from) && same(ways[i].step, step) &&
            ways[i].by_mender == by_mender)
            return ways[i].to;
    return NULL;
}

static struct evidence_in proof = { "rectification_proof", 5 };

static const void *body(const struct supervision_step *s)
{
    static struct hazard_note note = { .note = "已修好" };
    static struct hazard_again again = { .due_on = "2026-09-10",
                                         .note = "还差一处" };

    note.evidence = (struct list) { &proof, s->least > 0 };
    return record_field(s->in, "due_on", NULL) ? (void *)&again : (void *)&note;
}

static const struct {
    enum role role;
    const char *unit;
    bool mends, looks;
} people[] = {
    { ROLE_SCHOOL_HEAD, SCHOOL, true, false },
    { ROLE_SCHOOL_HEAD, "2123000002", false, false },
    { ROLE_BUREAU, "bureau", false, true },
    { ROLE_INSPECTOR, "dudao", false, false },
    { ROLE_AGENCY, "gongan", false, false },
    { ROLE_TEACHER, SCHOOL, false, false },
};

static size_t passed;

static void try_step(const char *from, const struct supervision_step *s,
                     size_t who)
{
    const struct act act = by(people[who].role, people[who].unit, 7);
    struct hazard_row g = { .mender = SCHOOL,
                            .state = from,
                            .due_on = "2026-08-30",
                            .reported_by = INT_NONE };
    const char *to = people[who].mends   ? way(from, s->name, true)
                     : people[who].looks ? way(from, s->name, false)
                                         : NULL;
    struct refusal why = { NULL, NULL, NULL };
    enum err e = hazard_apply(s, &act, body(s), &g, &why);

    if ((e == ERR_OK) != (to != NULL))
        fail_msg("%s from %s by %s", s->name, from, people[who].unit);
    assert_string_equal(g.state, to ? to : from);
    passed += to != NULL;
}

static void a_hazard_moves_only_as_drawn(void **state)
{
    (void)state;
    passed = 0;
    for (const struct code *c = hazard_states.rows; c->code; c++)
        for (size_t i = 0; i < hazard_steps.n; i++)
            for (size_t who = 0; who < sizeof people / sizeof *people; who++)
                try_step(c->code, &hazard_steps.steps[i], who);
    assert_int_equal(passed, sizeof ways / sizeof *ways);
}

static void mending_is_shown_by_a_photo(void **state)
{
    const struct act act = by(ROLE_SCHOOL_HEAD, SCHOOL, 7);
    const struct hazard_note bare = { .note = "已修好" };
    struct hazard_row g = { .mender = SCHOOL,
                            .state = "open",
                            .reported_by = INT_NONE };
    struct refusal why;

    (void)state;
    assert_int_equal(hazard_apply(supervision_step_of(&hazard_steps, "report"),
                                  &act, &bare, &g, &why),
                     ERR_RULE);
    assert_string_equal(why.code, "evidence.required");
}

/* Where the bureau itself puts it right, another person of it looks. */
static void whoever_reported_it_does_not_look(void **state)
{
    const struct hazard_note note = { .note = "看过" };
    struct hazard_row g = { .mender = "bureau",
                            .state = "reported",
                            .reported_by = 7 };
    struct act act = by(ROLE_BUREAU, "bureau", 7);
    struct refusal why;

    (void)state;
    assert_int_equal(hazard_apply(supervision_step_of(&hazard_steps, "pass"),
                                  &act, &note, &g, &why),
                     ERR_RULE);
    assert_string_equal(why.code, "same_person");
    act.account_id = 8;
    assert_int_equal(hazard_apply(supervision_step_of(&hazard_steps, "pass"),
                                  &act, &note, &g, &why),
                     ERR_OK);
}

static void a_school_writes_down_its_own_with_a_day_ahead(void **state)
{
    struct hazard_in in = { .school = SCHOOL,
                            .kind = "fire",
                            .gravity = "grave",
                            .found_on = TODAY,
                            .detail = "灭火器过期",
                            .due_on = TODAY };
    struct act act = by(ROLE_SCHOOL_HEAD, SCHOOL, 7);
    struct refusal why;

    (void)state;
    assert_int_equal(hazard_add_may(&in, &act, &why), ERR_OK);
    in.due_on = "2026-08-19";
    assert_int_equal(hazard_add_may(&in, &act, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "due_on");
    in.due_on = TODAY;
    in.found_on = "2026-08-21";
    assert_int_equal(hazard_add_may(&in, &act, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "found_on");
    in.found_on = TODAY;
    in.school = "2123000002";
    assert_int_equal(hazard_add_may(&in, &act, &why), ERR_RULE);
    act = by(ROLE_AGENCY, "weijian", 7);
    assert_int_equal(hazard_add_may(&in, &act, &why), ERR_OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hazard_moves_only_as_drawn),
        cmocka_unit_test(mending_is_shown_by_a_photo),
        cmocka_unit_test(whoever_reported_it_does_not_look),
        cmocka_unit_test(a_school_writes_down_its_own_with_a_day_ahead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
