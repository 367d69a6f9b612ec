/*
 * The transition table shown exhaustively: every state × action × role × level
 * × evidence × submitter × outcome × watch, and what holds of each step that
 * is let through; then single rules, and what the client draws from.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "case_some.h"
#include "domain/codes.h"
#include "domain/transition.h"

/* A body that only its evidence can make wrong. */
union body {
    struct list evidence;
    struct case_verify verify;
    struct case_dismiss dismiss;
    struct case_persuade persuade;
    struct case_escalate escalate;
    struct case_return returned;
    struct case_submit submit;
    struct case_approve approve;
    struct case_refuse refuse;
    struct case_check check;
    struct case_reopen reopen;
};

static void fill(const struct action *a, union body *b, const char *outcome,
                 int64_t in_school)
{
    memset(b, 0, sizeof *b);
    record_clear(a->in, b);
    if (a->in == &case_persuade)
        b->persuade = (struct case_persuade) { .visited_on = TODAY,
                                               .method = "home_visit",
                                               .persons = "甲",
                                               .met = "乙",
                                               .family_said = "想想",
                                               .result = "considering",
                                               .next_on = "2026-08-25" };
    else if (a->in == &case_return)
        b->returned = (struct case_return) { .returned_on = TODAY,
                                             .school_name = "甲校" };
    else if (a->in == &case_submit)
        b->submit = (struct case_submit) { .outcome = outcome,
                                           .school_name = "甲校",
                                           .returned_on = TODAY };
    else if (a->in == &case_check)
        b->check =
            (struct case_check) { .checked_on = TODAY, .in_school = in_school };
    else if (a->in == &case_reopen)
        b->reopen = (struct case_reopen) { .reason = "R02",
                                           .absent_since = TODAY,
                                           .note = "又走了" };
}

/* ---- every combination ---- */
struct tally {
    unsigned long tried, passed;
    unsigned long by_action[32];
};

struct point {
    const struct action *action;
    enum case_state state;
    enum case_level level;
    enum role role;
    int64_t account, in_school;
    const char *outcome;
    const struct list *evidence;
    const char *disposition;
    int64_t watch_step;
};

static bool has(const struct list *evidence, const char *kind)
{
    const struct evidence_in *e = evidence->items;

    for (size_t i = 0; i < evidence->n; i++)
        if (strcmp(e[i].kind, kind) == 0)
            return true;
    return false;
}

static void who_and_where_hold(const struct point *p, enum case_level before,
                               enum case_level after)
{
    unsigned outsiders = 1u << ROLE_ADMIN | 1u << ROLE_AUDITOR |
                         1u << ROLE_INSPECTOR | 1u << ROLE_AGENCY |
                         1u << ROLE_EXPERT;

    assert_false(outsiders >> p->role & 1);
    if (p->role == ROLE_LEADER)
        assert_int_equal(before, LEVEL_LEADING_GROUP);
    if (p->state == CASE_REVIEW) {
        assert_int_equal(p->role, ROLE_BUREAU_LEAD);
        assert_int_not_equal(p->account, SUBMITTER);
    }
    if (after != before && p->action->level != LEVEL_WATCHER) {
        assert_string_equal(p->action->name, "escalate");
        assert_int_equal(after, before + 1);
    }
}

static void proof_holds(const struct point *p, const struct case_row *next,
                        enum case_state to)
{
    if (to == CASE_REVIEW) {
        const struct outcome_rule *o = outcome_rule_of(next->outcome);

        assert_non_null(o);
        assert_true(has(p->evidence, o->evidence));
        assert_int_equal(next->submitted_by, p->account);
    }
    if (to == CASE_DISMISSED)
        assert_true(p->evidence->n > 0);
}

static void ends_hold(const struct point *p, const struct case_row *next,
                      enum case_state to)
{
    bool closing = to == CASE_CLOSED && p->state != CASE_CLOSED;

    if (to == CASE_WATCHING && p->state != CASE_WATCHING)
        assert_int_equal(p->state, CASE_REVIEW);
    if (closing && p->state == CASE_WATCHING)
        assert_int_equal(next->watch_step, WATCH_STEPS);
    if (closing && p->state == CASE_REVIEW)
        assert_false(outcome_rule_of(next->outcome)->watched);
    if (closing)
        assert_true(p->state == CASE_WATCHING || p->state == CASE_REVIEW);
    if (to == CASE_CLOSED || to == CASE_DISMISSED) {
        assert_int_equal(next->due_at, INT_NONE);
        assert_int_not_equal(next->closed_at, INT_NONE);
    } else if (p->action->clock == CLOCK_RESTART) {
        assert_int_not_equal(next->due_at, INT_NONE);
    }
    if (to == CASE_PERSUADING && p->state != CASE_PERSUADING) {
        assert_null(next->outcome);
        assert_int_equal(next->closed_at, INT_NONE);
        assert_int_equal(next->submitted_by, INT_NONE);
    }
}

static void identity_holds(const struct point *p, const struct case_row *c,
                           const struct case_row *next)
{
    assert_int_equal(next->id, c->id);
    assert_int_equal(next->student_id, c->student_id);
    assert_int_equal(next->opened_at, c->opened_at);
    assert_int_equal(next->opened_by, c->opened_by);
    assert_int_equal(next->version, c->version);
    assert_int_equal(
        next->persuasions,
        c->persuasions + (strcmp(p->action->name, "persuade") == 0));
}

static void try_point(const struct point *p, struct tally *t)
{
    struct case_row c = some_case(p->state, p->level), next;
    const struct case_child child = { "2013-05-01", "2123000001", "enrolled",
                                      1 };
    struct case_clock clock;
    const struct act act = { p->account, p->role, "u", NOW, TODAY };
    const struct case_move m = { &c, &child, &clock, &act };
    struct refusal why = { NULL, NULL, NULL };
    union body body;
    enum case_state to;
    enum err e;

    case_clock_default(&clock);
    c.disposition = p->disposition;
    c.watch_step = p->watch_step;
    if (p->state >= CASE_REVIEW) {
        c.outcome = p->outcome ? p->outcome : "returned";
        c.submitted_by = SUBMITTER;
    }
    if (p->state > CASE_REVIEW)
        c.closed_at = at_day(-1);
    fill(p->action, &body, p->outcome, p->in_school);
    body.evidence = *p->evidence;
    t->tried++;
    e = action_apply(p->action, &m, &body, &next, &why);
    if (e != ERR_OK) {
        assert_true(e == ERR_FORBIDDEN || e == ERR_RULE || e == ERR_INVALID);
        assert_true(why.pointer && why.code && why.detail);
        return;
    }
    t->passed++;
    t->by_action[p->action - actions]++;
    to = case_state_of(next.state);
    assert_true(p->action->from >> p->state & 1);
    assert_true(p->action->to ? p->action->to >> to & 1 : to == p->state);
    who_and_where_hold(p, p->level, case_level_of(next.level));
    proof_holds(p, &next, to);
    ends_hold(p, &next, to);
    identity_holds(p, &c, &next);
}

/* Does this choice matter here?  What cannot is tried once. */
static bool outcome_matters(const struct point *p)
{
    if (p->state >= CASE_REVIEW)
        return outcome_rule_of(p->outcome) != NULL;
    return p->action->in == &case_submit || p->outcome == outcomes.rows[0].code;
}

static void try_details(struct point p, struct tally *t)
{
    static const char *const tickets[] = { NULL, "local_unregistered" };
    bool watched = p.state == CASE_WATCHING;
    bool checks = p.action->in == &case_check;

    for (size_t o = 0; outcomes.rows[o].code; o++) {
        p.outcome = outcomes.rows[o].code;
        if (!outcome_matters(&p))
            continue;
        for (size_t d = 0; d < 2; d++) {
            p.disposition = tickets[d];
            for (p.in_school = 0; p.in_school <= checks; p.in_school++)
                for (p.watch_step = 0;
                     p.watch_step < (watched ? WATCH_STEPS : 1); p.watch_step++)
                    try_point(&p, t);
        }
    }
}

/* No evidence, one piece of each kind, and one of every kind at once. */
static void try_evidence(struct point p, struct tally *t)
{
    struct evidence_in all[EVIDENCE_MOST];
    struct list given = { NULL, 0 };
    size_t n = 0;

    for (; evidence_kinds.rows[n].code; n++)
        all[n] = (struct evidence_in) { evidence_kinds.rows[n].code,
                                        (int64_t)n + 1 };
    p.evidence = &given;
    try_details(p, t);
    for (size_t i = 0; i < n; i++) {
        given = (struct list) { &all[i], 1 };
        try_details(p, t);
    }
    given = (struct list) { all, n };
    try_details(p, t);
}

static void no_step_breaks_an_invariant(void **state)
{
    struct tally t = { 0 };
    struct point p = { 0 };

    (void)state;
    for (p.action = actions; p.action < actions + actions_n; p.action++)
        for (p.state = 0; p.state < CASE_STATE_N; p.state++)
            for (p.level = 0; p.level < LEVEL_N; p.level++)
                for (p.role = 0; p.role < ROLE_N; p.role++)
                    for (p.account = SOMEBODY; p.account <= SUBMITTER;
                         p.account++)
                        try_evidence(p, &t);
    print_message("%lu combinations, %lu let through, %lu refused\n", t.tried,
                  t.passed, t.tried - t.passed);
    for (size_t i = 0; i < actions_n; i++)
        assert_true(t.by_action[i] > 0);
}

/* ---- single rules ---- */
struct stage {
    struct case_row c;
    struct case_child child;
    struct case_clock clock;
    struct act act;
    union body body;
    struct evidence_in evidence;
    struct case_row next;
    struct refusal why;
};

static void set_stage(struct stage *s, enum case_state state,
                      enum case_level level, enum role role)
{
    memset(s, 0, sizeof *s);
    s->c = some_case(state, level);
    s->child =
        (struct case_child) { "2013-05-01", "2123000001", "enrolled", 0 };
    case_clock_default(&s->clock);
    s->act = (struct act) { SOMEBODY, role, "u", NOW, TODAY };
}

static void prepare(struct stage *s, const char *action, const char *kind,
                    const char *outcome)
{
    fill(action_of(action), &s->body, outcome, 1);
    if (kind) {
        s->evidence = (struct evidence_in) { kind, 1 };
        s->body.evidence = (struct list) { &s->evidence, 1 };
    }
}

static enum err go(struct stage *s, const char *action)
{
    const struct case_move m = { &s->c, &s->child, &s->clock, &s->act };

    return action_apply(action_of(action), &m, &s->body, &s->next, &s->why);
}

static void a_date_in_the_future_is_refused(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "return", "return_proof", NULL);
    s.body.returned.returned_on = "2026-08-21";
    assert_int_equal(go(&s, "return"), ERR_INVALID);
    assert_string_equal(s.why.pointer, "returned_on");
}

static void a_return_before_the_absence_is_refused(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "return", "return_proof", NULL);
    s.body.returned.returned_on = "2026-08-09";
    assert_int_equal(go(&s, "return"), ERR_INVALID);
    assert_string_equal(s.why.code, "date.before_absence");
}

static void a_date_before_birth_is_refused(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "persuade", NULL, NULL);
    s.body.persuade.visited_on = "2013-04-30";
    assert_int_equal(go(&s, "persuade"), ERR_INVALID);
    assert_string_equal(s.why.code, "date.birth");
}

static void the_next_visit_lies_ahead(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "persuade", NULL, NULL);
    assert_int_equal(go(&s, "persuade"), ERR_OK);
    s.body.persuade.next_on = "2026-08-19";
    assert_int_equal(go(&s, "persuade"), ERR_INVALID);
    assert_string_equal(s.why.code, "date.past");
}

static void a_visit_does_not_stop_the_clock(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    s.c.due_at = at_day(1);
    prepare(&s, "persuade", NULL, NULL);
    assert_int_equal(go(&s, "persuade"), ERR_OK);
    assert_int_equal(s.next.due_at, at_day(1));
}

static void a_lower_level_may_visit_but_not_dismiss(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_TOWNSHIP, ROLE_TEACHER);
    prepare(&s, "persuade", NULL, NULL);
    assert_int_equal(go(&s, "persuade"), ERR_OK);
    prepare(&s, "dismiss", "attendance_proof", NULL);
    assert_int_equal(go(&s, "dismiss"), ERR_RULE);
    assert_string_equal(s.why.code, "action.level");
}

static void the_office_acts_for_the_leading_group(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_LEADING_GROUP, ROLE_BUREAU);
    prepare(&s, "submit", "id_document", "over_age");
    assert_int_equal(go(&s, "submit"), ERR_OK);
    prepare(&s, "escalate", NULL, NULL);
    assert_int_equal(go(&s, "escalate"), ERR_RULE);
    assert_string_equal(s.why.code, "action.top");
}

static void a_roll_number_must_be_entered_first(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_ARRANGING, LEVEL_BUREAU, ROLE_BUREAU);
    s.c.disposition = "local_unregistered";
    prepare(&s, "submit", "attendance_proof", "local_unregistered");
    assert_int_equal(go(&s, "submit"), ERR_RULE);
    assert_string_equal(s.why.code, "outcome.student_no");
    s.child.has_student_no = 1;
    assert_int_equal(go(&s, "submit"), ERR_OK);
}

static void a_refused_ticket_is_not_persuaded(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_REVIEW, LEVEL_BUREAU, ROLE_BUREAU_LEAD);
    s.c.disposition = "local_unregistered";
    s.c.submitted_by = SUBMITTER;
    prepare(&s, "refuse", NULL, NULL);
    assert_int_equal(go(&s, "refuse"), ERR_OK);
    assert_string_equal(s.next.state, "arranging");
    s.c.disposition = NULL;
    assert_int_equal(go(&s, "refuse"), ERR_OK);
    assert_string_equal(s.next.state, "persuading");
}

static void an_early_check_does_not_count(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_WATCHING, LEVEL_CLASS_TEACHER, ROLE_TEACHER);
    s.c.outcome = "returned";
    s.c.closed_at = NOW;
    s.c.due_at = case_due_at(&s.c, &s.clock, NOW);
    prepare(&s, "check", NULL, NULL);
    assert_int_equal(go(&s, "check"), ERR_OK);
    assert_int_equal(s.next.watch_step, 0);
    assert_int_equal(s.next.due_at, s.c.due_at);
    s.body.check.checked_on = "2026-08-24"; /* three days before the 27th */
    s.act.today = "2026-08-24";
    assert_int_equal(go(&s, "check"), ERR_OK);
    assert_int_equal(s.next.watch_step, 1);
}

static void four_checks_close_it_and_a_relapse_reopens_it(void **state)
{
    static const int64_t days[] = { 7, 30, 150, 365 };
    struct stage s;
    char today[CLOCK_DATE_MAX];

    (void)state;
    set_stage(&s, CASE_REVIEW, LEVEL_TOWNSHIP, ROLE_BUREAU_LEAD);
    s.c.kind = "dropout";
    s.c.outcome = "returned";
    s.c.submitted_by = SUBMITTER;
    prepare(&s, "approve", NULL, NULL);
    assert_int_equal(go(&s, "approve"), ERR_OK);
    assert_string_equal(s.next.level, "class_teacher");
    for (int i = 0; i < 4; i++) {
        assert_string_equal(s.next.state, "watching");
        assert_int_equal(s.next.due_at, case_day_end(NOW, days[i]));
        s.c = s.next;
        s.act.role = ROLE_TEACHER;
        s.act.now_ms = at_day(days[i]);
        clock_date_of(s.act.now_ms, today);
        s.act.today = today;
        prepare(&s, "check", NULL, NULL);
        s.body.check.checked_on = today;
        assert_int_equal(go(&s, "check"), ERR_OK);
    }
    assert_string_equal(s.next.state, "closed");
    assert_int_equal(s.next.closed_at, NOW);
    s.c = s.next;
    prepare(&s, "reopen", NULL, NULL);
    assert_int_equal(go(&s, "reopen"), ERR_OK);
    assert_string_equal(s.next.state, "persuading");
    assert_string_equal(s.next.kind, "suspected");
    assert_int_equal(s.next.watch_step, 0);
}

static void gone_again_at_a_check_goes_back_to_persuasion(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_WATCHING, LEVEL_CLASS_TEACHER, ROLE_TEACHER);
    s.c.outcome = "returned";
    s.c.closed_at = at_day(-7);
    s.c.due_at = NOW;
    prepare(&s, "check", NULL, NULL);
    s.body.check.in_school = 0;
    assert_int_equal(go(&s, "check"), ERR_OK);
    assert_string_equal(s.next.state, "persuading");
    assert_string_equal(s.next.absent_since, TODAY);
}

/* ---- tables ---- */
static void tables_fit_their_code_tables(void **state)
{
    (void)state;
    for (const struct action *a = actions; a < actions + actions_n; a++) {
        assert_int_equal(a->in->fields[0].type, FIELD_LIST);
        assert_int_equal(a->in->fields[0].offset, 0);
        if (a->future)
            assert_non_null(record_field(a->in, a->future, NULL));
        for (int i = 0; i < EVIDENCE_ASKS && a->evidence[i].kind; i++)
            assert_true(code_known(&evidence_kinds, a->evidence[i].kind));
        if (a->choose == NULL && a->to)
            assert_int_equal(__builtin_popcount(a->to), 1);
    }
    for (size_t i = 0; i < outcome_rules_n; i++) {
        const struct outcome_rule *o = &outcome_rules[i];

        assert_true(code_known(&evidence_kinds, o->evidence));
        assert_string_equal(code_label(&outcomes, o->outcome),
                            code_label(&submit_outcomes, o->outcome));
        if (o->disposition)
            assert_true(code_known(&dispositions, o->disposition));
    }
    for (int i = 0; i < CASE_STATE_N; i++)
        assert_int_equal(case_state_of(case_states.rows[i].code), i);
    assert_null(case_states.rows[CASE_STATE_N].code);
    for (int i = 0; i < LEVEL_N; i++)
        assert_int_equal(case_level_of(case_levels.rows[i].code), i);
    assert_null(case_levels.rows[LEVEL_N].code);
}

static void allowed_actions_carry_their_fields(void **state)
{
    struct stage s;
    struct arena a;
    struct list out;
    struct action_view *v;
    const struct case_move m = { &s.c, &s.child, &s.clock, &s.act };

    (void)state;
    set_stage(&s, CASE_REPORTED, LEVEL_CLASS_TEACHER, ROLE_TEACHER);
    arena_init(&a, 0);
    assert_int_equal(actions_allowed(&m, &a, &out), ERR_OK);
    v = out.items;
    assert_int_equal(out.n, 2);
    assert_string_equal(v[0].action, "verify");
    assert_string_equal(v[1].action, "dismiss");
    assert_int_equal(v[1].evidence_least, 1);
    assert_string_equal(((struct field_view *)v[0].fields.items)[0].name,
                        "note");
    s.act.role = ROLE_INSPECTOR;
    assert_int_equal(actions_allowed(&m, &a, &out), ERR_OK);
    assert_int_equal(out.n, 0);
    arena_free(&a);
}

static void facts_keep_labels_and_leave_ids_out(void **state)
{
    const struct case_flag f = { 42, "R02", TODAY, "打过\"电话\"" };
    struct arena a;
    const char *text;

    (void)state;
    arena_init(&a, 0);
    text = facts_text(&a, &case_flag, &f);
    assert_non_null(strstr(text, "厌学"));
    assert_non_null(strstr(text, "打过\\\"电话\\\""));
    assert_null(strstr(text, "student_id"));
    arena_free(&a);
}

static void the_drawing_holds_every_action(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b);
    actions_draw(&b);
    assert_false(b.failed);
    for (size_t i = 0; i < actions_n; i++)
        assert_non_null(strstr(b.data, actions[i].label));
    assert_non_null(strstr(b.data, "review --> watching"));
    assert_null(strstr(b.data, "persuading --> closed"));
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_step_breaks_an_invariant),
        cmocka_unit_test(a_date_in_the_future_is_refused),
        cmocka_unit_test(a_return_before_the_absence_is_refused),
        cmocka_unit_test(a_date_before_birth_is_refused),
        cmocka_unit_test(the_next_visit_lies_ahead),
        cmocka_unit_test(a_visit_does_not_stop_the_clock),
        cmocka_unit_test(a_lower_level_may_visit_but_not_dismiss),
        cmocka_unit_test(the_office_acts_for_the_leading_group),
        cmocka_unit_test(a_roll_number_must_be_entered_first),
        cmocka_unit_test(a_refused_ticket_is_not_persuaded),
        cmocka_unit_test(an_early_check_does_not_count),
        cmocka_unit_test(four_checks_close_it_and_a_relapse_reopens_it),
        cmocka_unit_test(gone_again_at_a_check_goes_back_to_persuasion),
        cmocka_unit_test(tables_fit_their_code_tables),
        cmocka_unit_test(allowed_actions_carry_their_fields),
        cmocka_unit_test(facts_keep_labels_and_leave_ids_out),
        cmocka_unit_test(the_drawing_holds_every_action),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
