/* The clocks of a case: limits by level, and what the sweep does. */
#include <stdlib.h>
#include <string.h>

#include "domain/case.h"
#include "domain/case_action.h"
#include "domain/setting.h"

#define LEVEL_PART(level, code)                                                \
    {                                                                          \
        SETTING_LEVEL_DAYS code,                                               \
            offsetof(struct case_clock, level_days[level])                     \
    }
#define WATCH_PART(step, number)                                               \
    {                                                                          \
        SETTING_WATCH_DAYS number,                                             \
            offsetof(struct case_clock, watch_days[step])                      \
    }
const struct case_clock_part case_clock_parts[] = {
    LEVEL_PART(LEVEL_CLASS_TEACHER, "class_teacher"),
    LEVEL_PART(LEVEL_PRINCIPAL, "principal"),
    LEVEL_PART(LEVEL_VILLAGE, "village"),
    LEVEL_PART(LEVEL_TOWNSHIP, "township"),
    LEVEL_PART(LEVEL_BUREAU, "bureau"),
    LEVEL_PART(LEVEL_LEADING_GROUP, "leading_group"),
    { SETTING_SUSPECTED_DAYS, offsetof(struct case_clock, dropout_days) },
    { SETTING_REVIEW_DAYS, offsetof(struct case_clock, review_days) },
    { SETTING_WATCH_GRACE, offsetof(struct case_clock, grace_days) },
    { SETTING_PLAIN_DAYS, offsetof(struct case_clock, plain) },
    WATCH_PART(0, "1"),
    WATCH_PART(1, "2"),
    WATCH_PART(2, "3"),
    WATCH_PART(3, "4"),
};
const size_t case_clock_parts_n =
    sizeof case_clock_parts / sizeof *case_clock_parts;

void case_clock_default(struct case_clock *clock)
{
    clock->calendar = NULL;
    for (size_t i = 0; i < case_clock_parts_n; i++) {
        const struct case_clock_part *part = &case_clock_parts[i];
        int64_t days = strtoll(setting_of(part->setting)->value, NULL, 10);

        memcpy((char *)clock + part->offset, &days, sizeof days);
    }
}

/* ---- days ---- */
static int32_t day_of(int64_t ms)
{
    char date[CLOCK_DATE_MAX];
    int32_t day = 0;

    clock_date_of(ms, date);
    clock_date_days(date, &day);
    return day;
}

static int64_t end_of_day(int32_t day)
{
    char date[CLOCK_DATE_MAX];
    int64_t begins = 0;

    clock_days_date(day, date);
    clock_date_ms(date, &begins);
    return begins + CLOCK_DAY_MS - 1;
}

static const struct calendar *calendar_of(const struct case_clock *clock)
{
    return clock && !clock->plain ? clock->calendar : NULL;
}

int64_t case_day_end(const struct case_clock *clock, int64_t ms, int64_t days,
                     enum day_rule rule)
{
    return end_of_day(calendar_add(calendar_of(clock), day_of(ms), days, rule));
}

/* ---- limits ---- */
/* A school acts when it teaches, an office when it works; what is waited for
 * of a child runs on all days. */
static enum day_rule rule_of(enum case_level level)
{
    return level <= LEVEL_PRINCIPAL ? DAYS_SCHOOL : DAYS_WORK;
}

bool case_open_at_level(enum case_state s)
{
    return s == CASE_REPORTED || s == CASE_PERSUADING || s == CASE_ARRANGING ||
           s == CASE_ENFORCING;
}

static bool has_period(const struct case_row *c)
{
    return case_state_of(c->state) == CASE_WATCHING && c->period_until;
}

static bool warned(const struct case_row *c)
{
    return c->alerted_for && strcmp(c->alerted_for, c->period_until) == 0;
}

/* The alert comes some days before the end, but not before it is granted. */
static int64_t period_due(const struct case_row *c, int64_t from)
{
    const struct outcome_rule *o = outcome_rule_of(c->outcome);
    int32_t until = day_of(from), alert;

    clock_date_days(c->period_until, &until);
    if (warned(c))
        return end_of_day(until);
    alert = until - (o ? o->alert_days : 0);
    return end_of_day(alert > day_of(from) ? alert : day_of(from));
}

int64_t case_due_at(const struct case_row *c, const struct case_clock *clock,
                    int64_t from)
{
    enum case_state state = case_state_of(c->state);
    enum case_level level = case_level_of(c->level);

    if (case_open_at_level(state))
        return level < LEVEL_N
                   ? case_day_end(clock, from, clock->level_days[level],
                                  rule_of(level))
                   : INT_NONE;
    if (state == CASE_REVIEW)
        return case_day_end(clock, from, clock->review_days, DAYS_WORK);
    if (has_period(c))
        return period_due(c, from);
    if (state != CASE_WATCHING || c->watch_step >= WATCH_STEPS)
        return INT_NONE;
    /* All checks count from the closing, not from the check before. */
    return case_day_end(clock, c->closed_at != INT_NONE ? c->closed_at : from,
                        clock->watch_days[c->watch_step], DAYS_ALL);
}

/* ---- the sweep ---- */
/* Absent, or known, since; as a day number. */
static int32_t absent_day(const struct case_row *c)
{
    int32_t day = 0;

    if (c->absent_since && clock_date_days(c->absent_since, &day))
        return day;
    return day_of(c->opened_at);
}

/* Only what somebody has verified: an unverified lead is no dropout.  Vacations
 * do not count: nobody is away from a school that is closed. */
static bool over_limit(const struct case_row *c, const struct case_clock *clock,
                       int64_t now)
{
    enum case_state state = case_state_of(c->state);

    return strcmp(c->kind, "suspected") == 0 &&
           (state == CASE_PERSUADING || state == CASE_ENFORCING) &&
           calendar_between(calendar_of(clock), absent_day(c), day_of(now),
                            DAYS_TERM) >= clock->dropout_days;
}

static int64_t grace_of(const struct case_clock *clock)
{
    return clock->grace_days * CLOCK_DAY_MS;
}

/* Past due at `now`, and of what kind of waiting. */
static enum case_alarm overdue_alarm(const struct case_row *c,
                                     const struct case_clock *clock,
                                     int64_t now)
{
    bool open = case_open_at_level(case_state_of(c->state));

    if (open && case_level_of(c->level) < LEVEL_LEADING_GROUP)
        return ALARM_ESCALATE;
    if (has_period(c))
        return warned(c) ? ALARM_LAPSE : ALARM_ALERT;
    if (case_state_of(c->state) == CASE_WATCHING &&
        c->due_at + grace_of(clock) < now)
        return ALARM_UNSEEN;
    return c->reminded_for == c->due_at ? ALARM_NONE : ALARM_REMIND;
}

enum case_alarm case_alarm(const struct case_row *c,
                           const struct case_clock *clock, int64_t now)
{
    enum case_state state = case_state_of(c->state);

    if (over_limit(c, clock, now))
        return ALARM_DROPOUT;
    if (c->due_at == INT_NONE || case_due_at(c, clock, now) == INT_NONE)
        return ALARM_NONE;
    if (c->due_at < now)
        return overdue_alarm(c, clock, now);
    /* Limits that the law sets itself may lie further ahead. */
    if (state != CASE_WATCHING && state != CASE_ENFORCING &&
        c->due_at > case_due_at(c, clock, now))
        return ALARM_RESET;
    return ALARM_NONE;
}

/* Missing again from the day on which the leave ended, or from today when
 * nobody knows. */
static const char *lapse(struct case_row *c, const struct case_child *child,
                         enum case_alarm alarm, const char *today)
{
    const struct outcome_rule *o = outcome_rule_of(c->outcome);
    bool arrange = alarm == ALARM_LAPSE && o && o->again == CASE_ARRANGING;

    c->state = case_state_code(arrange ? CASE_ARRANGING : CASE_PERSUADING);
    c->level = case_level_code(arrange ? LEVEL_BUREAU
                                       : case_level_lowest(child->levels));
    if (!arrange) {
        c->kind = "suspected";
        c->disposition = NULL;
        c->absent_since = c->period_until ? c->period_until : today;
    }
    c->conclusion = NULL;
    c->clock_used = 0;
    case_forget_closing(c);
    return alarm == ALARM_UNSEEN ? "unseen" : arrange ? "expired" : "lapsed";
}

const char *case_alarm_apply(enum case_alarm alarm, struct case_row *c,
                             const struct case_child *child,
                             const struct case_clock *clock, int64_t now,
                             const char *today)
{
    const char *event = NULL;

    switch (alarm) {
    case ALARM_DROPOUT:
        c->kind = "dropout";
        return "dropout";
    case ALARM_REMIND:
        c->reminded_for = c->due_at;
        return "reminded";
    case ALARM_ESCALATE:
        c->level = case_level_code(
            case_level_above(case_level_of(c->level), child->levels));
        c->clock_used = 0;
        event = "overdue";
        break;
    case ALARM_ALERT:
        c->alerted_for = c->period_until;
        event = "alerted";
        break;
    case ALARM_LAPSE:
    case ALARM_UNSEEN:
        event = lapse(c, child, alarm, today);
        break;
    case ALARM_RESET:
        event = "reset";
        break;
    default:
        return NULL;
    }
    c->due_at = case_due_at(c, clock, now);
    return event;
}

/* ---- whom the sweep looks at ---- */
/* The latest day from which on the dropout limit is over today. */
static int32_t dropout_bound(const struct case_clock *clock, int32_t today)
{
    int32_t day = today - (int32_t)clock->dropout_days;

    while (day > today - 366 &&
           calendar_between(calendar_of(clock), day, today, DAYS_TERM) <
               clock->dropout_days)
        day--;
    return day;
}

void case_alarm_bounds(const struct case_clock *clock, int64_t now,
                       struct case_alarm_bounds *out)
{
    int32_t bound = dropout_bound(clock, day_of(now));
    int64_t due = case_day_end(clock, now, clock->review_days, DAYS_WORK);

    out->latest_due = due;
    for (int i = 0; i < LEVEL_N; i++) {
        enum case_level level = (enum case_level)i;

        due = case_day_end(clock, now, clock->level_days[i], rule_of(level));
        if (due > out->latest_due)
            out->latest_due = due;
    }
    clock_days_date(bound, out->absent_on);
    out->opened_before = end_of_day(bound) + 1;
    out->unseen_before = now - grace_of(clock);
}
