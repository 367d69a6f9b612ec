/* What actions change in a case. */
#include "case_effect.h"

#include <string.h>

#include "domain/case_action.h"
#include "domain/transition.h"

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

static const struct outcome_rule *rule_of(const struct case_row *c)
{
    return outcome_rule_of(c->outcome);
}

static bool has_period(const struct case_row *c)
{
    const struct outcome_rule *o = rule_of(c);

    return o && o->after == AFTER_PERIOD && c->period_until;
}

void case_forget_closing(struct case_row *c)
{
    c->outcome = NULL;
    c->returned_on = NULL;
    c->submitted_by = INT_NONE;
    c->closed_at = INT_NONE;
    c->watch_step = 0;
    c->period_from = NULL;
    c->period_until = NULL;
    c->placed_at = NULL;
    c->archive_no = NULL;
    c->alerted_for = NULL;
}

/* ---- finding and persuading ---- */
void after_verify(struct case_row *c, const void *in)
{
    const struct case_verify *v = in;

    if (v->reason)
        c->reason = v->reason;
    if (v->absent_since)
        c->absent_since = v->absent_since;
}

void after_persuade(struct case_row *c, const void *in)
{
    (void)in;
    c->persuasions++;
}

void after_return(struct case_row *c, const void *in)
{
    const struct case_return *r = in;

    c->returned_on = r->returned_on;
}

void after_submit(struct case_row *c, const void *in)
{
    const struct case_submit *s = in;

    c->outcome = s->outcome;
    c->returned_on = s->returned_on;
    if (!is(s->outcome, "returned"))
        c->placed_at = s->school_name;
}

/* ---- dispositions ---- */
void after_arrange(struct case_row *c, const void *in)
{
    const struct case_arrange *a = in;

    c->disposition = a->disposition;
}

void after_resume(struct case_row *c, const void *in)
{
    (void)in;
    c->disposition = NULL;
}

void after_leave(struct case_row *c, const void *in)
{
    const struct case_leave *l = in;

    c->period_from = l->from_on;
    c->period_until = l->until_on;
}

/* Whoever is taught at home or exempt is looked at again after a year; the
 * period is counted when it is approved. */
void after_place(struct case_row *c, const void *in)
{
    const struct case_place *p = in;

    c->outcome = p->placement;
    c->placed_at = p->school_name;
    c->archive_no = p->archive_no;
    c->period_from = p->from_on;
}

void after_vocational(struct case_row *c, const void *in)
{
    const struct case_vocational *v = in;

    c->placed_at = v->school_name;
    c->period_from = v->from_on;
}

void after_conclude(struct case_row *c, const void *in)
{
    (void)in;
    c->outcome = is(c->conclusion, "missing") ? "missing" : "residence";
}

void after_renew(struct case_row *c, const void *in)
{
    const struct case_renew *r = in;

    c->period_until = r->until_on;
    c->alerted_for = NULL;
}

void after_report_up(struct case_row *c, const void *in)
{
    const struct case_report_up *r = in;

    c->report_no = r->report_no;
    c->reported_on = r->reported_on;
}

/* ---- approval ---- */
void after_approve(struct case_row *c, const void *in)
{
    const struct outcome_rule *o = rule_of(c);

    (void)in;
    if (o && o->disposition)
        c->disposition = o->disposition;
}

/* What the guardian applied for is gone; what the police found is not. */
void after_refuse(struct case_row *c, const void *in)
{
    (void)in;
    case_forget_closing(c);
}

/* A disposition that somebody chose goes on being arranged, everything else is
 * persuaded again.  An outcome becomes the disposition only by approval. */
enum case_state refused_to(const struct case_row *c, const void *in)
{
    (void)in;
    return c->disposition ? CASE_ARRANGING : CASE_PERSUADING;
}

/* Who is past school age, or never was missing, cannot leave it again. */
enum case_state approved_to(const struct case_row *c, const void *in)
{
    const struct outcome_rule *o = rule_of(c);

    (void)in;
    return o && o->after == AFTER_CLOSE ? CASE_CLOSED : CASE_WATCHING;
}

/* ---- the watch ---- */
/* Away again: a new absence of the same child in the same case.  What was a
 * dropout counts from anew; a child never enrolled has been enrolled since. */
static void relapse(struct case_row *c, const char *reason, const char *since)
{
    const struct outcome_rule *o = rule_of(c);

    if (o && o->after != AFTER_CLOSE)
        c->kind = "suspected";
    if (reason)
        c->reason = reason;
    c->absent_since = since;
    c->disposition = NULL;
    c->conclusion = NULL;
    case_forget_closing(c);
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

/* Back from a leave: watched like every child that returned, from today. */
static void come_back(struct case_row *c, const struct case_check *k)
{
    case_forget_closing(c);
    c->disposition = NULL;
    c->outcome = "returned";
    c->returned_on = k->checked_on;
}

void after_check(struct case_row *c, const void *in)
{
    const struct case_check *k = in;

    if (has_period(c)) {
        if (k->in_school)
            come_back(c, k);
    } else if (k->in_school) {
        c->watch_step += check_counts(c, k);
    } else {
        relapse(c, NULL, k->absent_since ? k->absent_since : k->checked_on);
    }
}

void after_reopen(struct case_row *c, const void *in)
{
    const struct case_reopen *r = in;

    relapse(c, r->reason, r->absent_since);
}

enum case_state checked_to(const struct case_row *c, const void *in)
{
    const struct case_check *k = in;

    if (has_period(c)) /* away as it was granted, or back and watched */
        return CASE_WATCHING;
    if (!k->in_school)
        return CASE_PERSUADING;
    return c->watch_step + check_counts(c, k) < WATCH_STEPS ? CASE_WATCHING
                                                            : CASE_CLOSED;
}
