/*
 * 职责清单: what each member unit, the bureau, 督导室 and the schools owe in a year,
 * by when, and what counts as done: one table (虎政规〔2020〕1号 四, 五(一), 六).
 *
 *   open --submit--> submitted --receive--> received
 *     `--the list, its activities, meeting, 督查 or wishes came--> received
 *                                              `--return--> returned --submit-->
 */
#ifndef DOMAIN_DUTY_H
#define DOMAIN_DUTY_H

#include "base/clock.h"
#include "domain/act.h"
#include "domain/transition.h"
#include "json/field.h"

#define DUTY_PERIODS_MOST 12
/* Every school of a county of 600 with all its months, and the units. */
#define DUTY_LIST_MOST 20000
#define DUTY_YEAR_MIN 2000
#define DUTY_YEAR_MAX 2199

/* How far back a period is made up for when the clock stood still. */
#define DUTY_CATCH_UP_DAYS 31
/* How long before its end it stands in 待办. */
#define DUTY_REMIND_DAYS 31

struct duty_kind {
    const char *name, *label;
    const char *unit;      /* code of the one unit that owes it; or NULL */
    const char *unit_kind; /* all units of this kind; townships: the members */
    const char *rhythm;    /* one of duty_rhythms */
    const char *roster;    /* done by an import of this kind; or NULL */
    const char *setting;   /* it is owed only while this is on; or NULL */
    const char *source;    /* where it is ordered */
    /* Done by an activity of this kind in each quarter owed; or NULL. */
    const char *activity;
};
extern const struct duty_kind duty_kinds[]; /* ends with a NULL name */
extern const struct code_table duty_rhythms, duty_states;

/* Of the city's meetings: one that was held, with minutes, does it by itself, as an
 * import does that of its list. */
#define DUTY_MEETING "meeting"
/* Done by the city's plan of the year, once it is published. */
#define DUTY_PLAN "city_plan"

/* Of 督导室: each quarter is done by a 常规督查 that it held and closed in it (R99). */
#define DUTY_SUPERVISION "supervision"
/* Of townships: done when the wishes of their leavers of the year, as far as they
 * were written down by its end, were all handed over to 人社局 (R28). */
#define DUTY_TRAINING "training_wishes"

/* NULL when there is none of that name. */
const struct duty_kind *duty_kind_of(const char *name);

struct duty_period {
    char name[8], opens_on[CLOCK_DATE_MAX], due_on[CLOCK_DATE_MAX];
};
/* Its periods in a year, in their order; their number. */
size_t duty_periods(const struct duty_kind *k, int64_t year,
                    struct duty_period out[DUTY_PERIODS_MOST]);

/* Is this period to be made today, when the first duty of its kind was made on
 * `first`?  Nothing that ended before is owed, nor what ended long before a unit
 * was there; reports by month or quarter come when the period begins. */
bool duty_is_made(const struct duty_kind *k, const struct duty_period *p,
                  const char *first, const char *today);

struct duty_row {
    int64_t id;
    const char *kind, *label, *rhythm, *source;
    const char *unit, *unit_name;
    int64_t year;
    const char *period, *opens_on, *due_on, *state;
    int64_t overdue, late; /* nothing handed in; handed in after its day */
    const char *evidence;
    const char *figures; /* what the data say, for a report on them; or NULL */
    int64_t import_id, meeting_id, material_id;
    const char *activity; /* of which kind the activities are that do it */
    int64_t by_activity;  /* they did it */
    int64_t inspection_id;
    int64_t by_training; /* 培训意愿 that were handed over did it */
    int64_t submitted_by, submitted_at;
    const char *submitted_name;
    int64_t decided_by, decided_at;
    const char *decided_name, *reason;
    int64_t may_submit, may_decide; /* whoever asks */
    int64_t version;
};
extern const struct record duty_row;

struct duty_submit_in {
    const char *evidence;
};
extern const struct record duty_submit_in;
struct duty_return_in {
    const char *reason;
};
extern const struct record duty_return_in;

/* Fills in what its kind, the day and whoever asks say of it. */
void duty_describe(struct duty_row *d, const struct act *act);

/* May `act` hand it in?  ERR_RULE with *why: it is another unit's, it has not
 * begun, or it is handed in already. */
enum err duty_submit(const struct duty_row *d, const struct act *act,
                     struct refusal *why);

/* May `act` receive it or give it back?  ERR_RULE with *why: nothing waits, or
 * it was handed in by the same person. */
enum err duty_decide(const struct duty_row *d, const struct act *act,
                     struct refusal *why);

#endif
