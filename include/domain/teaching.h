/*
 * Home teaching (送教上门): the plan of a child whom the committee placed at
 * home, every lesson given, and the hours against the county's norm
 * (残疾人教育条例 17; the norms are settings, for they differ by province).
 */
#ifndef DOMAIN_TEACHING_H
#define DOMAIN_TEACHING_H

#include <stdint.h>

#include "domain/calendar.h"
#include "domain/case.h"
#include "domain/transition.h"

/* ---- hours against the norm ---- */
struct teaching_norm {
    int64_t per_week; /* visits */
    int64_t periods;  /* of a visit */
    int64_t year;     /* periods of a school year */
};

/* One week of the school year, Monday to Sunday. */
struct teaching_week {
    const char *from_date;
    int64_t owed;    /* it was long enough to be taught in, and is over */
    int64_t lessons; /* visits made */
    int64_t periods;
};
extern const struct record teaching_week;

struct teaching_progress {
    const char *year_from, *year_to; /* of the school year, 1 September on */
    int64_t lessons, periods;        /* given so far */
    int64_t periods_due;             /* by the norm, to date */
    int64_t year_norm;
    int64_t weeks_owed;
    int64_t weeks_missed; /* owed, and nobody came */
    int64_t weeks_short;  /* owed, and fewer visits than the norm */
    struct list weeks;    /* struct teaching_week, to the present one */
};
extern const struct record teaching_progress;

/* A lesson as far as its hours count. */
struct lesson_mark {
    const char *taught_on;
    int64_t periods;
};
extern const struct record lesson_mark;

/* ---- plans ---- */
struct teaching_plan_row {
    int64_t id, student_id, case_id;
    const char *student_name, *school, *school_name, *teachers;
    int64_t per_week, periods;
    const char *content, *from_date, *to_date;
    int64_t version;
    struct teaching_progress *progress; /* NULL in lists */
};
extern const struct record teaching_plan_row;

struct teaching_plan_in {
    const char *school, *teachers;
    int64_t per_week, periods;
    const char *content, *from_date, *to_date;
};
extern const struct record teaching_plan_in;

struct teaching_plan_patch {
    uint64_t seen;
    const char *teachers;
    int64_t per_week, periods;
    const char *content, *to_date;
};
extern const struct record teaching_plan_patch;

/* What the case's timeline says of a plan. */
struct teaching_note {
    const char *school_name, *from_date;
    int64_t per_week, periods;
};
extern const struct record teaching_note;

/* ---- lessons ---- */
struct lesson_row {
    int64_t id, plan_id, student_id;
    const char *taught_on, *slot; /* "14:00–15:30" */
    int64_t periods;
    const char *teachers, *content, *effect;
    int64_t signature_id, photo_id;
    const char *account_name;
    int64_t account_id, at;
};
extern const struct record lesson_row;

struct lesson_in {
    const char *taught_on, *starts, *ends;
    int64_t periods;
    const char *teachers, *content, *effect;
    int64_t signature_id, photo_id;
};
extern const struct record lesson_in;

/* ---- rules ---- */
/* Is the child to be taught at home?  By the outcome of its case, else by the
 * committee's advice (NULL: none).  ERR_RULE with *why. */
enum err teaching_may(const struct case_row *c, const char *advice,
                      struct refusal *why);

/* Dates and teachers of a plan for this case.  ERR_INVALID. */
enum err teaching_plan_fault(const struct teaching_plan_row *p,
                             const struct case_row *c, struct refusal *why);

/* How many different people a list of names holds. */
size_t teachers_named(const char *names);

/* Does a lesson fit its plan and the day it is entered on?  Sets l->slot.
 * ERR_INVALID with *why, ERR_NO_MEMORY. */
enum err lesson_fault(struct arena *a, const struct teaching_plan_row *p,
                      const struct lesson_in *in, const char *today,
                      struct lesson_row *l, struct refusal *why);

/* The school year of a day begins on its 1 September. */
void school_year_of(const char *today, char from[CLOCK_DATE_MAX],
                    char to[CLOCK_DATE_MAX]);

/*
 * The hours of a plan in the school year of `today`.  A week is owed when it is
 * over and, within the plan, had at least as many school days as the norm has
 * visits; NULL for the calendar: every day is one.  What is due to date is what
 * the owed weeks ask for, never more than the year's norm.
 */
enum err teaching_hours(struct arena *a, const struct teaching_plan_row *p,
                        const struct list *marks,
                        const struct teaching_norm *norm,
                        const struct calendar *calendar, const char *today,
                        struct teaching_progress *out);

#endif
