/* Time: instants in UTC milliseconds, days of the county in UTC+8. */
#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define ZONE_MS INT64_C(28800000) /* UTC+8 */

typedef int64_t (*now_fn)(void);
static _Atomic(now_fn) injected;

void clock_inject(int64_t (*now_ms)(void))
{
    atomic_store(&injected, now_ms);
}

int64_t clock_now_ms(void)
{
    now_fn f = atomic_load(&injected);
    struct timespec t;

    if (f)
        return f();
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_mono_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Days since 1970-01-01 of a proleptic Gregorian date; years start in March
 * so that the leap day is the last one. */
static int32_t days_from_civil(int y, int m, int d)
{
    int era, yoe, doy, doe;

    y -= m <= 2;
    era = (y >= 0 ? y : y - 399) / 400;
    yoe = y - era * 400;
    doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

static void civil_from_days(int32_t z, int *y, int *m, int *d)
{
    int era, doe, yoe, doy, mp;

    z += 719468;
    era = (z >= 0 ? z : z - 146096) / 146097;
    doe = z - era * 146097;
    yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    mp = (5 * doy + 2) / 153;
    *d = doy - (153 * mp + 2) / 5 + 1;
    *m = mp < 10 ? mp + 3 : mp - 9;
    *y = yoe + era * 400 + (*m <= 2);
}

static int days_in_month(int y, int m)
{
    static const int days[] = {
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

    return days[m - 1] + (m == 2 && leap);
}

/* `n` digits at s as a number, -1 when one is not a digit. */
static int digits(const char *s, int n)
{
    int v = 0;

    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        v = v * 10 + (s[i] - '0');
    }
    return v;
}

/* The ten characters at s as days; what follows is not looked at. */
static bool date_head(const char *s, int32_t *days)
{
    int y, m, d;

    y = digits(s, 4);
    if (y < 1900 || y > 2199 || s[4] != '-')
        return false;
    m = digits(s + 5, 2);
    if (m < 1 || m > 12 || s[7] != '-')
        return false;
    d = digits(s + 8, 2);
    if (d < 1 || d > days_in_month(y, m))
        return false;
    *days = days_from_civil(y, m, d);
    return true;
}

bool clock_date_days(const char *date, int32_t *days)
{
    return date_head(date, days) && date[10] == '\0';
}

/* Two digits and the character after them. */
static void two(char *out, int v, char after)
{
    out[0] = (char)('0' + v / 10 % 10);
    out[1] = (char)('0' + v % 10);
    out[2] = after;
}

void clock_days_date(int32_t days, char out[CLOCK_DATE_MAX])
{
    int y, m, d;

    civil_from_days(days, &y, &m, &d);
    out[0] = (char)('0' + y / 1000 % 10);
    out[1] = (char)('0' + y / 100 % 10);
    two(out + 2, y % 100, '-');
    two(out + 5, m, '-');
    two(out + 8, d, '\0');
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

void clock_date_of(int64_t ms, char out[CLOCK_DATE_MAX])
{
    clock_days_date((int32_t)floor_div(ms + ZONE_MS, CLOCK_DAY_MS), out);
}

void clock_today(char out[CLOCK_DATE_MAX])
{
    clock_date_of(clock_now_ms(), out);
}

void clock_time_text(int64_t ms, char out[CLOCK_TIME_MAX])
{
    int64_t local = ms + ZONE_MS;
    int64_t day = floor_div(local, CLOCK_DAY_MS);
    int rest = (int)(local - day * CLOCK_DAY_MS);
    char *p = out + 23;

    clock_days_date((int32_t)day, out);
    out[10] = 'T';
    two(out + 11, rest / 3600000, ':');
    two(out + 14, rest / 60000 % 60, ':');
    two(out + 17, rest / 1000 % 60, '.');
    if (rest % 1000) {
        out[20] = (char)('0' + rest % 1000 / 100);
        out[21] = (char)('0' + rest % 100 / 10);
        out[22] = (char)('0' + rest % 10);
    } else {
        p = out + 19;
    }
    snprintf(p, 7, "+08:00");
}

void clock_minute_text(int64_t ms, char out[CLOCK_TIME_MAX])
{
    clock_time_text(ms, out);
    out[10] = ' ';
    out[16] = '\0';
}

/* "Z" or "+hh:mm" as milliseconds east of UTC. */
static bool zone_parse(const char *s, int64_t *ms)
{
    int h, m;

    if ((s[0] == 'Z' || s[0] == 'z') && s[1] == '\0') {
        *ms = 0;
        return true;
    }
    if (s[0] != '+' && s[0] != '-')
        return false;
    h = digits(s + 1, 2);
    if (h < 0 || h > 23 || s[3] != ':')
        return false;
    m = digits(s + 4, 2);
    if (m < 0 || m > 59 || s[6] != '\0')
        return false;
    *ms = (int64_t)(h * 60 + m) * 60000 * (s[0] == '-' ? -1 : 1);
    return true;
}

/* "hh:mm:ss" and an optional fraction as ms; `end` after them. */
static bool clock_part(const char *s, int64_t *ms, const char **end)
{
    int h, m, sec, scale = 100, fraction = 0;

    h = digits(s, 2);
    if (h < 0 || h > 23 || s[2] != ':')
        return false;
    m = digits(s + 3, 2);
    if (m < 0 || m > 59 || s[5] != ':')
        return false;
    sec = digits(s + 6, 2);
    if (sec < 0 || sec > 59)
        return false;
    s += 8;
    if (*s == '.') {
        s++;
        if (*s < '0' || *s > '9')
            return false;
        for (; *s >= '0' && *s <= '9'; s++) {
            fraction += (*s - '0') * scale;
            scale /= 10;
        }
    }
    *ms = ((int64_t)h * 60 + m) * 60000 + sec * 1000 + fraction;
    *end = s;
    return true;
}

bool clock_time_parse(const char *text, int64_t *ms)
{
    int32_t day;
    int64_t part, zone;
    const char *s;

    if (!date_head(text, &day) || (text[10] != 'T' && text[10] != 't'))
        return false;
    if (!clock_part(text + 11, &part, &s) || !zone_parse(s, &zone))
        return false;
    *ms = day * CLOCK_DAY_MS + part - zone;
    return true;
}

bool clock_date_ms(const char *date, int64_t *ms)
{
    int32_t days;

    if (!clock_date_days(date, &days))
        return false;
    *ms = days * CLOCK_DAY_MS - ZONE_MS;
    return true;
}

bool clock_date_written(const char *date, char out[CLOCK_WRITTEN_MAX])
{
    int32_t days;
    int y, m, d;

    if (!clock_date_days(date, &days))
        return false;
    civil_from_days(days, &y, &m, &d);
    snprintf(out, CLOCK_WRITTEN_MAX, "%d年%d月%d日", y, m, d);
    return true;
}

int clock_age_on(const char *birth, const char *on)
{
    int32_t b, o;
    int by, bm, bd, oy, om, od, age;

    if (!birth || !on || !clock_date_days(birth, &b) ||
        !clock_date_days(on, &o) || b > o)
        return -1;
    civil_from_days(b, &by, &bm, &bd);
    civil_from_days(o, &oy, &om, &od);
    age = oy - by;
    if (om < bm || (om == bm && od < bd))
        age--;
    return age;
}
