/*
 * The school calendar (校历): terms, holidays, and weekends that are worked.
 * Limits are counted in days of one of four kinds.
 *
 * What nobody has entered never makes a clock stand still: a day for whose
 * school year no term is known counts as one of a term.
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json/field.h"

enum day_rule {
    DAYS_ALL,  /* 自然日 */
    DAYS_WORK, /* 工作日: no weekends, no holidays; worked weekends count */
    DAYS_TERM, /* 学期内的自然日 */
    DAYS_SCHOOL, /* 教学日: work days within a term */
};

struct calendar_day_row {
    const char *day, *kind, *name; /* holiday, workday */
    int64_t version;
};
extern const struct record calendar_day_row;
extern const struct code_table day_kinds;

struct term_row {
    int64_t id;
    const char *name, *from_date, *to_date;
    int64_t version;
};
extern const struct record term_row;

/* Days as numbers since 1970-01-01, both arrays in ascending order. */
struct calendar {
    const struct marked_day {
        int32_t day;
        bool works; /* a weekend that is worked, else a holiday */
    } * days;
    size_t days_n;
    const struct term_span {
        int32_t from, to; /* both included */
    } * terms;
    size_t terms_n;
};

/* Does this day count?  NULL for c: every day counts under every rule. */
bool calendar_counts(const struct calendar *c, int32_t day, enum day_rule rule);

/* The n-th day after `day` that counts; `day` itself is not counted, as the law
 * counts (民法典 201).  n = 0 gives `day`.  After ten years of no such day the
 * last one looked at. */
int32_t calendar_add(const struct calendar *c, int32_t day, int64_t n,
                     enum day_rule rule);

/* How many days count of those after `from` up to and with `to`. */
int64_t calendar_between(const struct calendar *c, int32_t from, int32_t to,
                         enum day_rule rule);

#endif
