/* 会议 and 决议: every step from every state by everybody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/codes.h"
#include "domain/resolution.h"

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

/* What must be, in words of its own: from, step, to; all else is refused. */
struct way {
    const char *from, *step, *to;
    bool by_unit;
};
static const struct way meetings[] = {
    { "planned", "hold", "held", false },
    { "held", "amend", "held", false },
    { "planned", "reschedule", "planned", false },
    { "planned", "cancel", "cancelled", false },
    { "held", "cancel", "cancelled", false },
};
static const struct way resolutions[] = {
    { "open", "report", "reported", true },
    { "returned", "report", "reported", true },
    { "reported", "confirm", "confirmed", false },
    { "reported", "return", "returned", false },
    { "open", "extend", "open", false },
    { "returned", "extend", "returned", false },
    { "open", "withdraw", "withdrawn", false },
    { "returned", "withdraw", "withdrawn", false },
};
#define N(t) (sizeof t / sizeof *t)

static const char *way(const struct way *t, size_t n, const char *from,
                       const char *step, bool by_unit)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(t[i].from, from) == 0 && strcmp(t[i].step, step) == 0 &&
            t[i].by_unit == by_unit)
            return t[i].to;
    return NULL;
}

static const struct {
    enum role role;
    const char *unit;
    bool by_unit, by_giver;
} people[] = {
    { ROLE_TOWNSHIP, UNIT, true, false },
    { ROLE_TOWNSHIP, "230381104000", false, false },
    { ROLE_BUREAU, "bureau", false, true },
    { ROLE_BUREAU_LEAD, "bureau", false, true },
    { ROLE_LEADER, "bureau", false, true },
    { ROLE_INSPECTOR, "dudao", false, false },
    { ROLE_AGENCY, "gongan", false, false },
    { ROLE_TEACHER, UNIT, false, false },
    { ROLE_ADMIN, "bureau", false, false },
};

static bool try_meeting(const char *from, const struct supervision_step *s,
                        size_t who)
{
    static struct meeting_hold held = { .minutes = "研究了控辍保学" };
    static struct meeting_move move = { .held_on = "2026-08-25",
                                        .place = "二楼会议室",
                                        .reason = "遇暴雨" };
    const struct act act = by(people[who].role, people[who].unit);
    struct meeting_row g = { .unit = "bureau",
                             .state = from,
                             .held_on = "2026-08-20" };
    const char *to = people[who].by_giver
                         ? way(meetings, N(meetings), from, s->name, false)
                         : NULL;
    const void *in = s->in == &meeting_hold ? (void *)&held : (void *)&move;
    struct refusal why = { NULL, NULL, NULL };
    enum err e = meeting_apply(s, 0, &act, in, &g, &why);

    if ((e == ERR_OK) != (to != NULL))
        fail_msg("%s from %s by %s", s->name, from, role_code(act.role));
    assert_string_equal(g.state, to ? to : from);
    if (!to)
        assert_non_null(strstr(why.detail, "没有做任何改动"));
    return to != NULL;
}

static void a_meeting_moves_only_as_drawn(void **state)
{
    size_t passed = 0;

    (void)state;
    for (const struct code *c = meeting_states.rows; c->code; c++)
        for (size_t i = 0; i < meeting_steps.n; i++)
            for (size_t who = 0; who < N(people); who++)
                passed += try_meeting(c->code, &meeting_steps.steps[i], who);
    assert_int_equal(passed, N(meetings) * 3);
}

static bool try_resolution(const char *from, const struct supervision_step *s,
                           size_t who)
{
    static struct resolution_report report = { .note = "已办" };
    static struct resolution_again again = { .due_on = "2026-09-10",
                                             .note = "还差一项" };
    const bool dated = record_field(s->in, "due_on", NULL) != NULL;
    const struct act act = by(people[who].role, people[who].unit);
    struct resolution_row g = { .unit = UNIT,
                                .giver = "bureau",
                                .state = from,
                                .due_on = "2026-08-30",
                                .reported_by = INT_NONE };
    const char *to = people[who].by_unit || people[who].by_giver
                         ? way(resolutions, N(resolutions), from, s->name,
                               people[who].by_unit)
                         : NULL;
    struct refusal why = { NULL, NULL, NULL };
    enum err e = resolution_apply(
        s, &act, dated ? (void *)&again : (void *)&report, &g, &why);

    if ((e == ERR_OK) != (to != NULL))
        fail_msg("%s from %s by %s", s->name, from, role_code(act.role));
    assert_string_equal(g.state, to ? to : from);
    assert_string_equal(g.due_on, to && dated ? "2026-09-10" : "2026-08-30");
    assert_true((g.reported_by == 7) == (to && strcmp(s->name, "report") == 0));
    return to != NULL;
}

static void a_resolution_moves_only_as_drawn(void **state)
{
    size_t passed = 0;

    (void)state;
    for (const struct code *c = resolution_states.rows; c->code; c++)
        for (size_t i = 0; i < resolution_steps.n; i++)
            for (size_t who = 0; who < N(people); who++)
                passed +=
                    try_resolution(c->code, &resolution_steps.steps[i], who);
    assert_int_equal(passed, 2 + 6 * 3); /* the giver's are three roles */
}

static enum err step_of(const char *name, const char *held_on, int64_t standing,
                        struct refusal *why)
{
    static struct meeting_hold held = { .minutes = "研究了控辍保学" };
    static struct meeting_move move = { .reason = "登记有误" };
    const struct supervision_step *s =
        supervision_step_of(&meeting_steps, name);
    const struct act act = by(ROLE_LEADER, "bureau");
    struct meeting_row g = { .unit = "bureau",
                             .state =
                                 strcmp(name, "hold") == 0 ? "planned" : "held",
                             .held_on = held_on };

    return meeting_apply(s, standing, &act,
                         s->in == &meeting_hold ? (void *)&held : (void *)&move,
                         &g, why);
}

static void minutes_are_not_written_before_the_day(void **state)
{
    struct refusal why;

    (void)state;
    assert_int_equal(step_of("hold", "2026-08-21", 0, &why), ERR_RULE);
    assert_string_equal(why.code, "meeting.early");
    assert_int_equal(step_of("hold", "2026-08-20", 0, &why), ERR_OK);
}

static void a_meeting_with_standing_resolutions_is_not_cancelled(void **state)
{
    struct refusal why;

    (void)state;
    assert_int_equal(step_of("cancel", "2026-08-20", 1, &why), ERR_RULE);
    assert_string_equal(why.code, "meeting.resolved");
    assert_int_equal(step_of("cancel", "2026-08-20", 0, &why), ERR_OK);
}

static void nothing_is_resolved_before_the_minutes_stand(void **state)
{
    struct act act = by(ROLE_LEADER, "bureau");
    struct meeting_row g = { .unit = "bureau", .state = "planned" };
    struct refusal why;

    (void)state;
    assert_int_equal(meeting_resolve_may(&g, &act, &why), ERR_RULE);
    g.state = "held";
    assert_int_equal(meeting_resolve_may(&g, &act, &why), ERR_OK);
    act = by(ROLE_AGENCY, "gongan");
    assert_int_equal(meeting_resolve_may(&g, &act, &why), ERR_RULE);
}

static void a_resolution_names_its_units_once_and_a_day_to_come(void **state)
{
    const char *units[] = { "gongan", "canlian" };
    const struct act act = by(ROLE_LEADER, "bureau");
    struct resolution_in in = { .units = { units, 2 }, .due_on = TODAY };
    struct refusal why;

    (void)state;
    assert_int_equal(resolution_fits(&in, &act, &why), ERR_OK);
    in.due_on = "2026-08-19";
    assert_int_equal(resolution_fits(&in, &act, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "due_on");
    in.due_on = TODAY;
    units[1] = "gongan";
    assert_int_equal(resolution_fits(&in, &act, &why), ERR_INVALID);
    assert_string_equal(why.code, "repeated");
    in.units.n = 0;
    assert_int_equal(resolution_fits(&in, &act, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "units");
}

static void nobody_confirms_what_he_reported(void **state)
{
    static const struct resolution_report in = { .note = "好" };
    const struct act act = by(ROLE_BUREAU, "bureau");
    struct resolution_row g = { .unit = "bureau",
                                .giver = "bureau",
                                .state = "reported",
                                .reported_by = 7 };
    struct refusal why;

    (void)state;
    assert_int_equal(
        resolution_apply(supervision_step_of(&resolution_steps, "confirm"),
                         &act, &in, &g, &why),
        ERR_RULE);
    assert_string_equal(why.code, "same_person");
    g.reported_by = 8;
    assert_int_equal(
        resolution_apply(supervision_step_of(&resolution_steps, "confirm"),
                         &act, &in, &g, &why),
        ERR_OK);
}

static void a_new_day_does_not_lie_in_the_past(void **state)
{
    static const struct resolution_again in = { .due_on = "2026-08-19",
                                                .note = "晚了" };
    const struct act act = by(ROLE_BUREAU, "bureau");
    struct resolution_row g = { .unit = UNIT,
                                .giver = "bureau",
                                .state = "open",
                                .due_on = "2026-08-30",
                                .reported_by = INT_NONE };
    struct refusal why;

    (void)state;
    assert_int_equal(
        resolution_apply(supervision_step_of(&resolution_steps, "extend"), &act,
                         &in, &g, &why),
        ERR_INVALID);
    assert_string_equal(g.due_on, "2026-08-30");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_meeting_moves_only_as_drawn),
        cmocka_unit_test(a_resolution_moves_only_as_drawn),
        cmocka_unit_test(minutes_are_not_written_before_the_day),
        cmocka_unit_test(a_meeting_with_standing_resolutions_is_not_cancelled),
        cmocka_unit_test(nothing_is_resolved_before_the_minutes_stand),
        cmocka_unit_test(a_resolution_names_its_units_once_and_a_day_to_come),
        cmocka_unit_test(nobody_confirms_what_he_reported),
        cmocka_unit_test(a_new_day_does_not_lie_in_the_past),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
