/* The transition table of a case. */
#include "domain/transition.h"

#include <string.h>

#define S_(state) (1u << CASE_##state)
#define R_(role) (1u << ROLE_##role)
#define OFFICE (R_(BUREAU) | R_(BUREAU_LEAD))
#define FIELD (R_(TOWNSHIP) | R_(VILLAGE))
#define SCHOOL (R_(SCHOOL_HEAD) | R_(TEACHER))
#define ACTORS (OFFICE | FIELD | SCHOOL | R_(LEADER))

/* ---- what actions change beside state, level and clock ---- */
static void forget_closing(struct case_row *c)
{
    c->outcome = NULL;
    c->returned_on = NULL;
    c->submitted_by = INT_NONE;
    c->closed_at = INT_NONE;
    c->watch_step = 0;
}

static void after_verify(struct case_row *c, const void *in)
{
    const struct case_verify *v = in;

    if (v->reason)
        c->reason = v->reason;
    if (v->absent_since)
        c->absent_since = v->absent_since;
}

static void after_persuade(struct case_row *c, const void *in)
{
    (void)in;
    c->persuasions++;
}

static void after_return(struct case_row *c, const void *in)
{
    const struct case_return *r = in;

    c->returned_on = r->returned_on;
}

static void after_submit(struct case_row *c, const void *in)
{
    const struct case_submit *s = in;

    c->outcome = s->outcome;
    c->returned_on = s->returned_on;
}

static void after_approve(struct case_row *c, const void *in)
{
    const struct outcome_rule *o = outcome_rule_of(c->outcome);

    (void)in;
    if (o && o->disposition)
        c->disposition = o->disposition;
}

static void after_refuse(struct case_row *c, const void *in)
{
    (void)in;
    forget_closing(c);
}

/* Away again: a new absence of the same child in the same case.  What was a
 * dropout counts from anew; a child never enrolled has been enrolled since. */
static void relapse(struct case_row *c, const char *reason, const char *since)
{
    const struct outcome_rule *o = outcome_rule_of(c->outcome);

    if (o && o->watched)
        c->kind = "suspected";
    if (reason)
        c->reason = reason;
    c->absent_since = since;
    c->disposition = NULL;
    forget_closing(c);
}

/* A visit long before its day is kept, but the check is still to come: four
 * of them in the first week would watch over nothing. */
static bool check_counts(const struct case_row *c, const struct case_check *k)
{
    int64_t visited;

    return c->due_at == INT_NONE ||
           (clock_date_ms(k->checked_on, &visited) &&
            visited + (CHECK_EARLY_DAYS + 1) * CLOCK_DAY_MS > c->due_at);
}

static void after_check(struct case_row *c, const void *in)
{
    const struct case_check *k = in;

    if (k->in_school)
        c->watch_step += check_counts(c, k);
    else
        relapse(c, NULL, k->absent_since ? k->absent_since : k->checked_on);
}

static void after_reopen(struct case_row *c, const void *in)
{
    const struct case_reopen *r = in;

    relapse(c, r->reason, r->absent_since);
}

/* ---- where the ones with several ends lead ---- */
/* A ticket (its child is in school) goes back to its arranging, everything
 * else to persuasion.  An outcome becomes the disposition only by approval. */
static enum case_state refused_to(const struct case_row *c, const void *in)
{
    (void)in;
    return c->disposition && strcmp(c->disposition, "local_unregistered") == 0
               ? CASE_ARRANGING
               : CASE_PERSUADING;
}

/* Who is past school age, or never was missing, cannot leave it again. */
static enum case_state approved_to(const struct case_row *c, const void *in)
{
    const struct outcome_rule *o = outcome_rule_of(c->outcome);

    (void)in;
    return o && o->watched ? CASE_WATCHING : CASE_CLOSED;
}

static enum case_state checked_to(const struct case_row *c, const void *in)
{
    const struct case_check *k = in;

    if (!k->in_school)
        return CASE_PERSUADING;
    return c->watch_step + check_counts(c, k) < WATCH_STEPS ? CASE_WATCHING
                                                            : CASE_CLOSED;
}

/* ---- the table ---- */
const struct action actions[] = {
    { "verify", "核实", "核实为疑似辍学", S_(REPORTED), S_(PERSUADING),
      .roles = ACTORS, .rule = AT_OR_ABOVE, .clock = CLOCK_RESTART,
      .in = &case_verify, .effect = after_verify,
      .evidence = { { "visit_photo", false }, { "other", false } } },

    { "persuade", "登记劝返", "劝返", S_(PERSUADING), 0, .roles = ACTORS,
      .in = &case_persuade, .future = "next_on", .effect = after_persuade,
      .evidence = { { "visit_photo", false }, { "other", false } } },

    { "escalate", "上报一级", "劝返无效，上报一级", S_(PERSUADING), 0,
      .roles = ACTORS, .rule = AT_OR_ABOVE, .level = LEVEL_UP,
      .clock = CLOCK_RESTART, .in = &case_escalate,
      .evidence = { { "visit_photo", false }, { "other", false } } },

    { "return", "报告返校", "报告返校，待销号", S_(PERSUADING), S_(REVIEW),
      .roles = ACTORS, .clock = CLOCK_RESTART, .outcome = "returned",
      .in = &case_return, .effect = after_return,
      .evidence = { { "return_proof", true },
                    { "guardian_statement", false },
                    { "other", false } } },

    /* Which kind of evidence is required depends on the outcome: the rule
     * table of outcomes says it. */
    { "submit", "提交销号", "提交销号", S_(PERSUADING) | S_(ARRANGING),
      S_(REVIEW), .roles = ACTORS, .rule = AT_OR_ABOVE, .clock = CLOCK_RESTART,
      .in = &case_submit, .effect = after_submit,
      .evidence = { { "return_proof", false },
                    { "study_proof", false },
                    { "attendance_proof", false },
                    { "id_document", false },
                    { "other", false } },
      .least = 1 },

    { "dismiss", "排除", "排除疑似辍学", S_(REPORTED) | S_(PERSUADING),
      S_(DISMISSED), .roles = ACTORS, .rule = AT_OR_ABOVE,
      .clock = CLOCK_RESTART, .in = &case_dismiss,
      .evidence = { { "attendance_proof", false },
                    { "study_proof", false },
                    { "id_document", false },
                    { "medical_proof", false },
                    { "approval_paper", false },
                    { "other", false } },
      .least = 1 },

    { "approve", "批准销号", "批准销号", S_(REVIEW), S_(WATCHING) | S_(CLOSED),
      approved_to, .roles = R_(BUREAU_LEAD), .rule = NOT_SUBMITTER,
      .level = LEVEL_WATCHER, .clock = CLOCK_RESTART, .in = &case_approve,
      .effect = after_approve, .evidence = { { "approval_paper", false } } },

    { "refuse", "退回", "退回销号申请", S_(REVIEW),
      S_(PERSUADING) | S_(ARRANGING), refused_to, .roles = R_(BUREAU_LEAD),
      .rule = NOT_SUBMITTER, .clock = CLOCK_RESTART, .in = &case_refuse,
      .effect = after_refuse },

    { "check", "回访", "回访", S_(WATCHING),
      S_(WATCHING) | S_(CLOSED) | S_(PERSUADING), checked_to,
      .roles = OFFICE | FIELD | SCHOOL, .clock = CLOCK_RESTART,
      .in = &case_check, .effect = after_check,
      .evidence = { { "attendance_proof", false }, { "visit_photo", false } } },

    { "reopen", "重新劝返", "再次离校，重新劝返", S_(WATCHING) | S_(CLOSED),
      S_(PERSUADING), .roles = OFFICE | FIELD | SCHOOL, .level = LEVEL_WATCHER,
      .clock = CLOCK_RESTART, .in = &case_reopen, .effect = after_reopen,
      .evidence = { { "visit_photo", false }, { "other", false } } },
};
const size_t actions_n = sizeof actions / sizeof *actions;

const struct action *action_of(const char *name)
{
    for (size_t i = 0; name && i < actions_n; i++)
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    return NULL;
}

const struct record *action_body(const char *name)
{
    const struct action *a = action_of(name);

    return a ? a->in : NULL;
}
