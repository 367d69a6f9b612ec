/* The clocks of a case: limits by level, and what the sweep does. */
#include <stdlib.h>
#include <string.h>

#include "domain/case.h"
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
    WATCH_PART(0, "1"),
    WATCH_PART(1, "2"),
    WATCH_PART(2, "3"),
    WATCH_PART(3, "4"),
};
const size_t case_clock_parts_n =
    sizeof case_clock_parts / sizeof *case_clock_parts;

void case_clock_default(struct case_clock *clock)
{
    clock->review_days = CASE_REVIEW_DAYS;
    for (size_t i = 0; i < case_clock_parts_n; i++) {
        const struct case_clock_part *part = &case_clock_parts[i];
        int64_t days = strtoll(setting_of(part->setting)->value, NULL, 10);

        memcpy((char *)clock + part->offset, &days, sizeof days);
    }
}

int64_t case_day_end(int64_t ms, int64_t days)
{
    char day[CLOCK_DATE_MAX];
    int64_t begins = ms;

    clock_date_of(ms, day);
    clock_date_ms(day, &begins);
    return begins + (days + 1) * CLOCK_DAY_MS - 1;
}

/* Days that the case's present wait may take; -1 when nothing is due. */
static int64_t limit_days(const struct case_row *c,
                          const struct case_clock *clock)
{
    enum case_level level = case_level_of(c->level);

    switch (case_state_of(c->state)) {
    case CASE_REPORTED:
    case CASE_PERSUADING:
    case CASE_ARRANGING:
    case CASE_ENFORCING:
        return level < LEVEL_N ? clock->level_days[level] : -1;
    case CASE_REVIEW:
        return clock->review_days;
    case CASE_WATCHING:
        return c->watch_step < WATCH_STEPS ? clock->watch_days[c->watch_step]
                                           : -1;
    default:
        return -1;
    }
}

int64_t case_due_at(const struct case_row *c, const struct case_clock *clock,
                    int64_t from)
{
    int64_t days = limit_days(c, clock);

    /* All checks count from the closing, not from the check before. */
    if (case_state_of(c->state) == CASE_WATCHING && c->closed_at != INT_NONE)
        from = c->closed_at;
    return days < 0 ? INT_NONE : case_day_end(from, days);
}

/* ---- the sweep ---- */
/* Absent, or known, since; as a day number. */
static int32_t absent_day(const struct case_row *c)
{
    char opened[CLOCK_DATE_MAX];
    int32_t day = 0;

    if (c->absent_since && clock_date_days(c->absent_since, &day))
        return day;
    clock_date_of(c->opened_at, opened);
    clock_date_days(opened, &day);
    return day;
}

static int32_t day_of(int64_t ms)
{
    char date[CLOCK_DATE_MAX];
    int32_t day = 0;

    clock_date_of(ms, date);
    clock_date_days(date, &day);
    return day;
}

/* Only what somebody has verified: an unverified lead is no dropout. */
static bool over_limit(const struct case_row *c, const struct case_clock *clock,
                       int64_t now)
{
    return strcmp(c->kind, "suspected") == 0 &&
           case_state_of(c->state) == CASE_PERSUADING &&
           day_of(now) - absent_day(c) >= clock->dropout_days;
}

enum case_alarm case_alarm(const struct case_row *c,
                           const struct case_clock *clock, int64_t now)
{
    enum case_state state = case_state_of(c->state);
    int64_t latest = case_due_at(c, clock, now);
    bool climbs = state == CASE_REPORTED || state == CASE_PERSUADING;

    if (over_limit(c, clock, now))
        return ALARM_DROPOUT;
    if (c->due_at == INT_NONE || latest == INT_NONE)
        return ALARM_NONE;
    if (climbs && c->due_at < now &&
        case_level_of(c->level) < LEVEL_LEADING_GROUP)
        return ALARM_ESCALATE;
    if (state != CASE_WATCHING && c->due_at > latest)
        return ALARM_RESET;
    return ALARM_NONE;
}

const char *case_alarm_apply(enum case_alarm alarm, struct case_row *c,
                             const struct case_clock *clock, int64_t now)
{
    switch (alarm) {
    case ALARM_DROPOUT:
        c->kind = "dropout";
        return "dropout";
    case ALARM_ESCALATE:
        c->level = case_level_code(case_level_of(c->level) + 1);
        c->due_at = case_due_at(c, clock, now);
        return "overdue";
    case ALARM_RESET:
        c->due_at = case_due_at(c, clock, now);
        return "reset";
    default:
        return NULL;
    }
}

void case_alarm_bounds(const struct case_clock *clock, int64_t now,
                       struct case_alarm_bounds *out)
{
    int64_t most = clock->review_days;

    for (int i = 0; i < LEVEL_N; i++)
        if (clock->level_days[i] > most)
            most = clock->level_days[i];
    out->latest_due = case_day_end(now, most);
    clock_days_date(day_of(now) - (int32_t)clock->dropout_days, out->absent_on);
    out->opened_before = case_day_end(now, -clock->dropout_days) + 1;
}
