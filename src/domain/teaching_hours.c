/* Hours of home teaching against the norm. */
#include <string.h>

#include "domain/teaching.h"

static const struct field teaching_week_fields[] = {
    F_DATE(teaching_week, from_date, "周一", REQUIRED),
    F_BOOL(teaching_week, owed, "应送教", REQUIRED),
    F_INT(teaching_week, lessons, "送教次数", REQUIRED, 0, 100),
    F_INT(teaching_week, periods, "课时", REQUIRED, 0, 1000), F_END
};
const struct record teaching_week =
    RECORD(teaching_week, "TeachingWeek", "送教一周", teaching_week_fields);

static const struct field teaching_progress_fields[] = {
    F_DATE(teaching_progress, year_from, "学年开始", REQUIRED),
    F_DATE(teaching_progress, year_to, "学年结束", REQUIRED),
    F_INT(teaching_progress, lessons, "已送教次数", REQUIRED, 0, 1000),
    F_INT(teaching_progress, periods, "已送课时", REQUIRED, 0, 10000),
    F_INT(teaching_progress, periods_due, "至今应送课时", REQUIRED, 0, 10000),
    F_INT(teaching_progress, year_norm, "全学年课时标准", REQUIRED, 0, 10000),
    F_INT(teaching_progress, weeks_owed, "应送教周数", REQUIRED, 0, 60),
    F_INT(teaching_progress, weeks_missed, "没有送教的周数", REQUIRED, 0, 60),
    F_INT(teaching_progress, weeks_short, "次数不足的周数", REQUIRED, 0, 60),
    F_LIST(teaching_progress, weeks, "各周", REQUIRED, 60, teaching_week),
    F_END
};
const struct record teaching_progress =
    RECORD(teaching_progress, "TeachingProgress", "送教上门学年进度",
           teaching_progress_fields);

static const struct field lesson_mark_fields[] = {
    F_DATE(lesson_mark, taught_on, "送教日期", REQUIRED),
    F_INT(lesson_mark, periods, "课时", REQUIRED, 0, 100), F_END
};
const struct record lesson_mark =
    RECORD(lesson_mark, "LessonMark", "送教课时", lesson_mark_fields);

#define WEEKS_MOST 54

void school_year_of(const char *today, char from[CLOCK_DATE_MAX],
                    char to[CLOCK_DATE_MAX])
{
    char first[CLOCK_DATE_MAX] = { 0 };
    int32_t day = 0, begin;

    memcpy(first, today, 4);
    memcpy(first + 4, "-09-01", 7);
    (void)clock_date_days(today, &day);
    if (strcmp(today, first) < 0 && clock_date_days(first, &begin)) {
        clock_days_date(begin - 366, first); /* some day of last autumn */
        memcpy(first + 4, "-09-01", 7);
    }
    memcpy(from, first, CLOCK_DATE_MAX);
    if (!clock_date_days(first, &begin))
        return;
    clock_days_date(begin + 366, to); /* 1 or 2 September of the next year */
    memcpy(to + 4, "-08-31", 7);
}

/* 1970-01-01 was a Thursday. */
static int32_t monday_of(int32_t day)
{
    return day - (day + 3) % 7;
}

/* The span of a plan within the school year, as days; `to` may lie ahead. */
struct span {
    int32_t from, to, today;
};

static int32_t day_of(const char *date, int32_t otherwise)
{
    int32_t day;

    return date && clock_date_days(date, &day) ? day : otherwise;
}

static struct span span_of(const struct teaching_plan_row *p,
                           const struct teaching_progress *year,
                           const char *today)
{
    struct span s = { day_of(year->year_from, 0), day_of(year->year_to, 0),
                      day_of(today, 0) };
    int32_t from = day_of(p->from_date, s.from), to = day_of(p->to_date, s.to);

    s.from = from > s.from ? from : s.from;
    s.to = to < s.to ? to : s.to;
    return s;
}

static bool is_owed(const struct span *s, int32_t monday,
                    const struct teaching_norm *norm,
                    const struct calendar *calendar)
{
    int64_t days = 0;

    for (int32_t d = monday; d < monday + 7; d++)
        days += d >= s->from && d <= s->to &&
                calendar_counts(calendar, d, DAYS_SCHOOL);
    return monday + 6 < s->today && days >= norm->per_week;
}

static enum err add_week(struct arena *a, int32_t monday, bool owed,
                         const struct list *marks, struct teaching_week *w)
{
    const struct lesson_mark *m = marks->items;
    char *from = arena_alloc(a, CLOCK_DATE_MAX);

    if (!from)
        return ERR_NO_MEMORY;
    clock_days_date(monday, from);
    *w = (struct teaching_week) { .from_date = from, .owed = owed };
    for (size_t i = 0; i < marks->n; i++) {
        int32_t day = day_of(m[i].taught_on, 0);

        if (day < monday || day > monday + 6)
            continue;
        w->lessons++;
        w->periods += m[i].periods;
    }
    return ERR_OK;
}

static void add_up(const struct teaching_week *w,
                   const struct teaching_norm *norm,
                   struct teaching_progress *out)
{
    out->lessons += w->lessons;
    out->periods += w->periods;
    if (!w->owed)
        return;
    out->weeks_owed++;
    out->weeks_missed += w->lessons == 0;
    out->weeks_short += w->lessons > 0 && w->lessons < norm->per_week;
    out->periods_due += norm->per_week * norm->periods;
}

enum err teaching_hours(struct arena *a, const struct teaching_plan_row *p,
                        const struct list *marks,
                        const struct teaching_norm *norm,
                        const struct calendar *calendar, const char *today,
                        struct teaching_progress *out)
{
    char *from = arena_alloc(a, CLOCK_DATE_MAX);
    char *to = arena_alloc(a, CLOCK_DATE_MAX);
    struct teaching_week *w = arena_array(a, WEEKS_MOST, sizeof *w);
    struct span s;
    size_t n = 0;

    if (!from || !to || !w)
        return ERR_NO_MEMORY;
    school_year_of(today, from, to);
    *out = (struct teaching_progress) { .year_from = from,
                                        .year_to = to,
                                        .year_norm = norm->year };
    s = span_of(p, out, today);
    for (int32_t d = monday_of(s.from);
         d <= s.to && d <= s.today && n < WEEKS_MOST; d += 7, n++) {
        TRY(add_week(a, d, is_owed(&s, d, norm, calendar), marks, &w[n]));
        add_up(&w[n], norm, out);
    }
    if (out->periods_due > norm->year)
        out->periods_due = norm->year;
    out->weeks = (struct list) { w, n };
    return ERR_OK;
}
