/* The school calendar: which days count. */
#include "domain/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static const struct code day_kind_rows[] = { { "holiday", "放假" },
                                             { "workday", "周末上班" },
                                             { NULL, NULL } };
const struct code_table day_kinds = { "day_kind", "日期类别", day_kind_rows };

static const struct field calendar_day_fields[] = {
    F_DATE(calendar_day_row, day, "日期", REQUIRED),
    F_CODE(calendar_day_row, kind, "类别", REQUIRED, day_kinds),
    F_TEXT(calendar_day_row, name, "名称", REQUIRED, 1, 40),
    F_INT(calendar_day_row, version, "版本", REQUIRED, 1, INT64_MAX), F_END
};
const struct record calendar_day_row = RECORD(
    calendar_day_row, "CalendarDay", "节假日和调休上班日", calendar_day_fields);

static const struct field term_fields[] = {
    F_ID(term_row, id, "编号", REQUIRED),
    F_TEXT(term_row, name, "学期", REQUIRED, 1, 40),
    F_DATE(term_row, from_date, "开学日期", REQUIRED),
    F_DATE(term_row, to_date, "放假前一日", REQUIRED),
    F_INT(term_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record term_row = RECORD(term_row, "Term", "学期", term_fields);

/* 1970-01-01 was a Thursday. */
static bool weekend(int32_t day)
{
    int32_t of_week = ((day + 3) % 7 + 7) % 7; /* 0: Monday */

    return of_week >= 5;
}

static bool works(const struct calendar *c, int32_t day)
{
    size_t lo = 0, hi = c->days_n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (c->days[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < c->days_n && c->days[lo].day == day)
        return c->days[lo].works;
    return !weekend(day);
}

/* From 1 September on: the year in which it began. */
static int school_year(int32_t day)
{
    char date[CLOCK_DATE_MAX];

    clock_days_date(day, date);
    return (int)strtol(date, NULL, 10) - (strcmp(date + 5, "09-01") < 0);
}

/* Where no term of the school year is known, school is taken to be on. */
static bool in_term(const struct calendar *c, int32_t day)
{
    bool known = false;

    for (size_t i = 0; i < c->terms_n; i++) {
        const struct term_span *t = &c->terms[i];

        if (day >= t->from && day <= t->to)
            return true;
        known |= school_year(t->from) == school_year(day);
    }
    return !known;
}

bool calendar_counts(const struct calendar *c, int32_t day, enum day_rule rule)
{
    if (!c || rule == DAYS_ALL)
        return true;
    if (rule != DAYS_TERM && !works(c, day))
        return false;
    return rule == DAYS_WORK || in_term(c, day);
}

#define LOOK_MOST 3653 /* ten years */

int32_t calendar_add(const struct calendar *c, int32_t day, int64_t n,
                     enum day_rule rule)
{
    int32_t last = day + LOOK_MOST;

    while (n > 0 && day < last)
        n -= calendar_counts(c, ++day, rule);
    return day;
}

int64_t calendar_between(const struct calendar *c, int32_t from, int32_t to,
                         enum day_rule rule)
{
    int64_t n = 0;

    if (!c || rule == DAYS_ALL)
        return to > from ? to - from : 0;
    if (to - from > LOOK_MOST)
        from = to - LOOK_MOST;
    for (int32_t day = from + 1; day <= to; day++)
        n += calendar_counts(c, day, rule);
    return n;
}
