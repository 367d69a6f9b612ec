/*
 * The transition table shown exhaustively: every state × action × role × level
 * × evidence × submitter × outcome × disposition × file × watch, and what holds
 * of each step that is let through; then 100,000 random lives of a case.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/prng.h"
#include "case_body.h"
#include "domain/codes.h"
#include "domain/pressure.h"

struct tally {
    unsigned long tried, passed;
    unsigned long by_action[64];
};

struct point {
    const struct action *action;
    enum case_state state;
    enum case_level level;
    enum role role;
    int64_t account, submitter, in_school;
    const char *outcome, *disposition;
    const struct list *evidence;
    int64_t watch_step;
    const struct case_file *file;
    const char *conclusion;
};

static bool has(const struct list *evidence, const char *kind)
{
    const struct evidence_in *e = evidence->items;

    for (size_t i = 0; i < evidence->n; i++)
        if (strcmp(e[i].kind, kind) == 0)
            return true;
    return false;
}

static bool is(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* ---- what holds of every step ---- */
static void who_and_where_hold(const struct point *p, enum case_level before,
                               enum case_level after)
{
    unsigned outsiders = 1u << ROLE_ADMIN | 1u << ROLE_AUDITOR |
                         1u << ROLE_INSPECTOR | 1u << ROLE_AGENCY |
                         1u << ROLE_EXPERT;

    assert_false(outsiders >> p->role & 1);
    if (p->role == ROLE_LEADER && p->action->rule == AT_OR_ABOVE)
        assert_int_equal(before, LEVEL_LEADING_GROUP);
    if (p->action->level == LEVEL_UP)
        assert_int_equal(after, before + 1); /* nobody is missing here */
    if (p->action->level == LEVEL_KEEP)
        assert_int_equal(after, before);
    if (p->action->level == LEVEL_ACTOR && after != before) {
        assert_true(after > before);
        assert_int_equal(after, role_level(p->role));
    }
}

static void approval_holds(const struct point *p, enum case_state to)
{
    const struct outcome_rule *o = outcome_rule_of(p->outcome);

    if (p->state != CASE_REVIEW || to == CASE_REVIEW)
        return;
    assert_int_not_equal(p->account, p->submitter);
    assert_true(o->approvers >> p->role & 1);
    assert_true(p->role == ROLE_BUREAU_LEAD || p->role == ROLE_LEADER);
    if (p->role == ROLE_LEADER)
        assert_string_equal(o->outcome, "city_exempt");
}

static void proof_holds(const struct point *p, const struct case_row *next,
                        enum case_state to)
{
    const struct outcome_rule *o = outcome_rule_of(next->outcome);
    if (to == CASE_DISMISSED)
        assert_true(p->evidence->n > 0);
    if (to != CASE_REVIEW || p->state == CASE_REVIEW)
        return;
    assert_non_null(o);
    assert_true(has(p->evidence, o->evidence));
    assert_int_equal(next->submitted_by, p->account);
    if (p->state == CASE_ARRANGING && o->disposition)
        assert_string_equal(o->disposition, p->disposition);
    if (o->needs & NEEDS_ADVICE)
        assert_string_equal(p->file->advice, o->outcome);
    if (is(o->outcome, "residence"))
        assert_true(p->conclusion && !is(p->conclusion, "missing") &&
                    !is(p->conclusion, "verified"));
    if (is(o->outcome, "missing"))
        assert_string_equal(p->conclusion, "missing");
    if (p->state == CASE_ARRANGING && p->disposition &&
        is(p->disposition, "residence_missing") && !is(o->outcome, "returned"))
        assert_true(p->conclusion && !is(p->conclusion, "verified"));
    if (is(o->outcome, "vocational"))
        assert_true(p->file->plan_items > 0);
}

static void law_holds(const struct point *p)
{
    const char *name = p->action->name;

    if (is(name, "order"))
        assert_int_equal(p->file->admonished, 1);
    if (is(name, "urge") || is(name, "sue") || is(name, "ask_penalty"))
        assert_non_null(p->file->order_served);
    if (is(name, "apply_court"))
        assert_non_null(p->file->urging_served);
    if (is(name, "court"))
        assert_int_equal(p->file->in_court, 1);
}

static void ends_hold(const struct point *p, const struct case_row *next,
                      enum case_state to)
{
    const struct outcome_rule *o = outcome_rule_of(next->outcome);
    bool closing = to == CASE_CLOSED && p->state != CASE_CLOSED;

    if (to == CASE_WATCHING && p->state != CASE_WATCHING)
        assert_int_equal(p->state, CASE_REVIEW);
    if (closing && p->state == CASE_WATCHING)
        assert_int_equal(next->watch_step, WATCH_STEPS);
    if (closing && p->state == CASE_REVIEW)
        assert_int_equal(o->after, AFTER_CLOSE);
    if (closing)
        assert_true(p->state == CASE_WATCHING || p->state == CASE_REVIEW);
    if (to == CASE_WATCHING && o->after == AFTER_PERIOD)
        assert_non_null(next->period_until);
    if (to == CASE_CLOSED || to == CASE_DISMISSED) {
        assert_int_equal(next->due_at, INT_NONE);
        assert_int_not_equal(next->closed_at, INT_NONE);
    } else if (p->action->clock == CLOCK_RESTART) {
        assert_int_not_equal(next->due_at, INT_NONE);
    }
    if (to == CASE_PERSUADING && p->state > CASE_ENFORCING) {
        assert_null(next->outcome);
        assert_null(next->period_until);
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
    assert_int_equal(next->persuasions,
                     c->persuasions + is(p->action->name, "persuade"));
}

static void all_hold(const struct point *p, const struct case_row *c,
                     const struct case_row *next)
{
    enum case_state to = case_state_of(next->state);

    assert_true(p->action->from >> p->state & 1);
    assert_true(p->action->to ? p->action->to >> to & 1 : to == p->state);
    if (p->action->disposition)
        assert_string_equal(p->action->disposition, p->disposition);
    who_and_where_hold(p, p->level, case_level_of(next->level));
    approval_holds(p, to);
    proof_holds(p, next, to);
    law_holds(p);
    ends_hold(p, next, to);
    identity_holds(p, c, next);
}

/* ---- every combination ---- */
static const struct case_child whole_child = {
    "2013-05-01", "2123000001", "enrolled", 1, 1, 15
};

static struct case_row case_at(const struct point *p)
{
    struct case_row c = some_case(p->state, p->level);
    const struct outcome_rule *o = outcome_rule_of(p->outcome);

    c.disposition = p->disposition;
    c.watch_step = p->watch_step;
    c.conclusion = p->conclusion;
    c.persuasions = 1;
    if (p->state >= CASE_REVIEW) {
        c.outcome = p->outcome;
        c.submitted_by = SUBMITTER;
        if (o && o->after == AFTER_PERIOD) {
            c.period_from = TODAY;
            c.period_until = FROM_DAY;
        }
    }
    if (p->state > CASE_REVIEW)
        c.closed_at = at_day(-1);
    return c;
}

static void try_point(const struct point *p, struct tally *t)
{
    struct case_row c = case_at(p), next;
    struct case_clock clock;
    const struct act act = {
        p->account, p->role, "u", NOW, TODAY, "2027-08-20"
    };
    const struct case_move m = { &c, &whole_child, p->file, &clock, &act };
    struct refusal why = { NULL, NULL, NULL };
    union body body;
    enum err e;

    case_clock_default(&clock);
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
    all_hold(p, &c, &next);
}

/* What may lie on file, from nothing to everything. */
static const struct case_file files[] = {
    { .advice = NULL },
    { .appraised = 1, .advice = "exempt", .admonished = 1 },
    { .appraised = 1,
      .advice = "inclusive",
      .plan_items = 1,
      .order_served = "2026-01-31",
      .order_until = "2026-02-07" },
    { .appraised = 1,
      .advice = "home_teaching",
      .plan_items = 2,
      .admonished = 1,
      .order_served = "2026-02-01",
      .order_until = "2026-02-08",
      .urging_served = "2026-08-01",
      .in_court = 1 },
};
static const char *const concluded[] = { NULL, "verified", "missing",
                                         "deceased" };

static void try_files(struct point p, struct tally *t)
{
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        p.file = &files[f];
        p.conclusion = concluded[f];
        try_point(&p, t);
    }
}

/* Does this choice matter here?  What cannot is tried once. */
static bool outcome_matters(const struct point *p)
{
    if (p->state >= CASE_REVIEW)
        return outcome_rule_of(p->outcome) != NULL;
    return p->action->in == &case_submit || p->action->in == &case_place ||
           p->outcome == outcomes.rows[0].code;
}

static void try_details(struct point p, struct tally *t)
{
    bool watched = p.state == CASE_WATCHING;
    bool checks = p.action->in == &case_check;

    for (size_t o = 0; outcomes.rows[o].code; o++) {
        p.outcome = outcomes.rows[o].code;
        if (!outcome_matters(&p))
            continue;
        for (p.in_school = 0; p.in_school <= checks; p.in_school++)
            for (p.watch_step = 0; p.watch_step < (watched ? WATCH_STEPS : 1);
                 p.watch_step++)
                try_files(p, t);
    }
}

static void try_dispositions(struct point p, struct tally *t)
{
    p.disposition = NULL;
    try_details(p, t);
    for (size_t d = 0; dispositions.rows[d].code; d++) {
        p.disposition = dispositions.rows[d].code;
        if (p.state == CASE_ARRANGING || d == 0)
            try_details(p, t);
    }
}

/* No evidence, each required kind left out, and all that is asked; where role
 * or state refuse by themselves, none is enough. */
static void try_evidence(struct point p, struct tally *t)
{
    const struct evidence_ask *asks = p.action->evidence;
    struct evidence_in given[EVIDENCE_ASKS];
    struct list list = { given, 0 };

    p.evidence = &list;
    try_dispositions(p, t);
    if (!(p.action->from >> p.state & 1) || !(p.action->roles >> p.role & 1))
        return;
    for (int left_out = -1;
         left_out < EVIDENCE_ASKS && (left_out < 0 || asks[left_out].kind);
         left_out++) {
        list.n = 0;
        for (int i = 0; i < EVIDENCE_ASKS && asks[i].kind; i++)
            if (i != left_out)
                given[list.n++] = (struct evidence_in) { asks[i].kind, i + 1 };
        try_dispositions(p, t);
    }
}

static void no_step_breaks_an_invariant(void **state)
{
    struct tally t = { 0 };
    struct point p = { .submitter = SUBMITTER };

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
        if (t.by_action[i] == 0)
            fail_msg("%s is never let through", actions[i].name);
}

/* ---- random lives ---- */
#define LIVES 100000
#define STEPS 6 /* days on which somebody acts */
#define TRIES 12

struct life {
    struct prng rng;
    struct case_row c;
    struct case_file file;
    struct case_clock clock;
    int64_t now;
    char days[STEPS + 1][CLOCK_DATE_MAX]; /* every day that a row may keep */
    char years[STEPS + 1][CLOCK_DATE_MAX];
    unsigned long steps, rings;
};

static int64_t below(struct life *l, int64_t n)
{
    return (int64_t)prng_below(&l->rng, (size_t)n);
}

/* What the world brings about beside the table. */
static void something_happens(struct life *l, const char *today)
{
    static const char *const advice[] = { "inclusive", "special_school",
                                          "home_teaching", "exempt" };
    static const char *const found[] = { "missing", "deceased", "verified" };

    switch (below(l, 6)) {
    case 0:
        l->file.appraised = 1;
        l->file.advice = advice[below(l, 4)];
        break;
    case 1:
        l->c.conclusion = found[below(l, 3)];
        break;
    case 2:
        l->file.plan_items++;
        break;
    case 3:
        if (l->file.order_until)
            l->file.order_served = today;
        break;
    default:
        break;
    }
}

static void ring(struct life *l, const char *today)
{
    enum case_alarm alarm;
    int n = 0;

    while ((alarm = case_alarm(&l->c, &l->clock, l->now)) != ALARM_NONE) {
        enum case_level before = case_level_of(l->c.level);

        assert_non_null(case_alarm_apply(alarm, &l->c, &whole_child, &l->clock,
                                         l->now, today));
        if (alarm == ALARM_ESCALATE)
            assert_int_equal(case_level_of(l->c.level), before + 1);
        assert_true(++n < 8);
        l->rings++;
    }
    if (l->c.due_at != INT_NONE && l->c.due_at < l->now)
        assert_true(l->c.reminded_for == l->c.due_at);
}

static void step(struct life *l, const char *today, const char *year_later)
{
    const struct action *a = &actions[below(l, (int64_t)actions_n)];
    const struct act act = { SOMEBODY + below(l, 2),
                             (enum role)below(l, ROLE_N),
                             "u",
                             l->now,
                             today,
                             year_later };
    const struct case_move m = { &l->c, &whole_child, &l->file, &l->clock,
                                 &act };
    struct point p = { .action = a,
                       .state = case_state_of(l->c.state),
                       .level = case_level_of(l->c.level),
                       .role = act.role,
                       .account = act.account_id,
                       .submitter = l->c.submitted_by,
                       .outcome = l->c.outcome,
                       .disposition = l->c.disposition,
                       .file = &l->file,
                       .conclusion = l->c.conclusion };
    struct evidence_in given[EVIDENCE_ASKS];
    struct list evidence = { given, 0 };
    struct case_row next;
    struct refusal why;
    union body body;

    for (int i = 0; i < EVIDENCE_ASKS && a->evidence[i].kind; i++)
        given[evidence.n++] =
            (struct evidence_in) { a->evidence[i].kind, i + 1 };
    fill(a, &body, outcomes.rows[below(l, 15)].code, below(l, 2));
    body.evidence = evidence;
    p.evidence = &evidence;
    for (const struct field *f = a->in->fields; f->type != FIELD_END; f++)
        if (f->type == FIELD_DATE)
            *(const char **)field_at(f, &body) =
                strcmp(some_date(f->name), TODAY) == 0 ||
                        strcmp(f->name, "from_on") == 0
                    ? today
                    : year_later;
    if (a->in == &case_arrange)
        body.arrange.disposition = dispositions.rows[below(l, 7)].code;
    if (action_apply(a, &m, &body, &next, &why) != ERR_OK)
        return;
    all_hold(&p, &l->c, &next);
    l->c = next;
    l->steps++;
    if (is(a->name, "admonish"))
        l->file.admonished = 1;
    if (is(a->name, "order"))
        l->file.order_until = "2026-09-25";
    if (is(a->name, "sue"))
        l->file.in_court = 1;
}

static void live(struct life *l)
{
    l->c = some_case(CASE_REPORTED, LEVEL_CLASS_TEACHER);
    l->c.opened_at = NOW;
    l->c.due_at = case_due_at(&l->c, &l->clock, NOW);
    l->file = files[0];
    l->now = NOW;
    for (int i = 0; i < STEPS; i++) {
        clock_date_of(l->now, l->days[i]);
        pressure_day(l->days[i], 12, 0, l->years[i]);
        something_happens(l, l->days[i]);
        for (int k = 0; k < TRIES; k++)
            step(l, l->days[i], l->years[i]);
        l->now += below(l, 3) * CLOCK_DAY_MS * (1 + below(l, 30));
        clock_date_of(l->now, l->days[i + 1]);
        ring(l, l->days[i + 1]);
    }
}

static void no_random_life_breaks_an_invariant(void **state)
{
    static struct life l;

    (void)state;
    case_clock_default(&l.clock);
    prng_seed(&l.rng, 20260430, 1);
    for (unsigned long i = 0; i < LIVES; i++)
        live(&l);
    print_message("%d lives, %lu steps taken, %lu alarms\n", LIVES, l.steps,
                  l.rings);
    assert_true(l.steps > LIVES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_step_breaks_an_invariant),
        cmocka_unit_test(no_random_life_breaks_an_invariant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
