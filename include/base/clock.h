/*
 * Time.  Instants are int64 UTC milliseconds; dates are ISO text
 * YYYY-MM-DD of the county's own day (UTC+8, no daylight saving since 1992).
 * The wall clock may be injected by tests; limits use the monotonic clock.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_DATE_MAX 11 /* "2026-08-31" and its NUL */
#define CLOCK_TIME_MAX 32 /* "2026-08-31T09:00:00.000+08:00" and its NUL */
#define CLOCK_DAY_MS INT64_C(86400000)

int64_t clock_now_ms(void);  /* wall clock, UTC ms */
int64_t clock_mono_us(void); /* monotonic, microseconds */

/* Replaces the wall clock for the whole process; NULL restores it. */
void clock_inject(int64_t (*now_ms)(void));

/* Today's date in the county (UTC+8). */
void clock_today(char out[CLOCK_DATE_MAX]);
void clock_date_of(int64_t ms, char out[CLOCK_DATE_MAX]);

/* RFC 3339 with +08:00, milliseconds only when not zero. */
void clock_time_text(int64_t ms, char out[CLOCK_TIME_MAX]);

/* "2026-08-20 09:00": minutes of the county's own time, for people. */
void clock_minute_text(int64_t ms, char out[CLOCK_TIME_MAX]);

/* Parses RFC 3339 with any offset or Z; false when it is not one. */
bool clock_time_parse(const char *text, int64_t *ms);

/* Days since 1970-01-01 of a strict YYYY-MM-DD within 1900..2199 that exists
 * in the calendar; false otherwise. */
bool clock_date_days(const char *date, int32_t *days);
void clock_days_date(int32_t days, char out[CLOCK_DATE_MAX]);

/* As officials write it: 2026年8月31日.  False, and `out` left alone, when the
 * text is no such date. */
#define CLOCK_WRITTEN_MAX 48
bool clock_date_written(const char *date, char out[CLOCK_WRITTEN_MAX]);

/* Midnight (UTC+8) at which a valid date begins, as UTC ms. */
bool clock_date_ms(const char *date, int64_t *ms);

/* Completed years of age on `on` of someone born on `birth`; -1 when either
 * is no date or birth is later. */
int clock_age_on(const char *birth, const char *on);

#endif
