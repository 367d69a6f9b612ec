/*
 * Numbers as decimals and days.  Spreadsheets keep a double but show and
 * keep what was typed to 15 digits; so do we, and say when there were more.
 */
#include "cell_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"

#define DIGITS 15
#define WHOLE_MAX 1e15 /* from here on there are more than 15 digits */
#define LARGE 21       /* decimal places before an exponent is written */
#define SMALL (-9)
#define ZEROS_MAX 20
#define DAY_S 86400
#define LAST_DAY 2958466.0 /* 10000-01-01 */
#define EPOCH_1900 25569   /* 1970-01-01, from 61 on */
#define DAYS_1904 1462

/* ---- formats ------------------------------------------------------------------- */

/* The end of what stands in quotes, brackets, or after a backslash, or of
 * "AM/PM"; `at` itself where a letter counts. */
static const char *skip(const char *at)
{
    const char *end;

    switch (*at) {
    case '"':
        end = strchr(at + 1, '"');
        break;
    case '[':
        end = strchr(at + 1, ']');
        break;
    case '\\':
    case '_':
    case '*':
        return at[1] ? at + 2 : at + 1;
    case 'A':
    case 'a':
        if (strncasecmp(at, "am/pm", 5) == 0)
            return at + 5;
        return strncasecmp(at, "a/p", 3) == 0 ? at + 3 : at;
    default:
        return at;
    }
    return end ? end + 1 : at + strlen(at);
}

static bool elapsed(const char *at)
{
    return at[0] == '[' && strchr("hHmMsS", at[1]) && at[1] &&
           (at[2] == ']' || at[2] == at[1]);
}

static struct format format_of_zeros(const char *code)
{
    size_t n = strspn(code, "0");
    struct format f = { .look = LOOK_NUMBER };

    if (n > 0 && n <= ZEROS_MAX && (code[n] == '\0' || code[n] == ';'))
        f.zeros = (unsigned char)n;
    return f;
}

struct format format_of_code(const char *code)
{
    bool day = false, month = false, clock = false, running = false;

    if (strncasecmp(code, "General", 7) == 0 || strncmp(code, "G/", 2) == 0)
        return (struct format) { .look = LOOK_NUMBER };
    for (const char *at = code; *at && *at != ';';) {
        const char *after = skip(at);

        running |= elapsed(at);
        if (after != at) {
            at = after;
            continue;
        }
        day |= strchr("yYdD", *at) != NULL;
        month |= *at == 'm' || *at == 'M';
        clock |= strchr("hHsS", *at) != NULL;
        at++;
    }
    if (running && !day)
        return (struct format) { .look = LOOK_ELAPSED };
    if (day || (month && !clock))
        return (struct format) { .look = clock ? LOOK_DATE_TIME : LOOK_DATE };
    if (clock)
        return (struct format) { .look = LOOK_TIME };
    return format_of_zeros(code);
}

struct format format_of_id(unsigned id)
{
    static const struct {
        unsigned char first, last;
        enum look look;
    } known[] = {
        { 14, 17, LOOK_DATE },      { 18, 21, LOOK_TIME },
        { 22, 22, LOOK_DATE_TIME }, { 27, 31, LOOK_DATE },
        { 32, 35, LOOK_TIME },      { 36, 36, LOOK_DATE },
        { 45, 45, LOOK_TIME },      { 46, 46, LOOK_ELAPSED },
        { 47, 47, LOOK_TIME },      { 50, 54, LOOK_DATE },
        { 55, 56, LOOK_TIME },      { 57, 58, LOOK_DATE },
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (id >= known[i].first && id <= known[i].last)
            return (struct format) { .look = known[i].look };
    return (struct format) { .look = LOOK_NUMBER };
}

/* ---- numbers ------------------------------------------------------------------- */

/* Lays digits without trailing zeros out around the decimal point; the first
 * one counts 10^exponent. */
static void lay_out(const char *digits, int n, int exponent, char *out)
{
    if (exponent < 0) {
        *out++ = '0';
        *out++ = '.';
        for (int i = -1; i > exponent; i--)
            *out++ = '0';
    }
    for (int i = 0; i < n || i <= exponent; i++) {
        if (i > 0 && i == exponent + 1)
            *out++ = '.';
        *out++ = i < n ? digits[i] : '0';
    }
    *out = '\0';
}

/* Writes a finite number with at most 15 digits; false when those are not
 * all it has. */
static bool decimal(double v, char text[CELL_TEXT_MAX])
{
    char e[32], digits[DIGITS + 1] = "";
    int n = 0, exponent;
    const char *at = e;

    snprintf(e, sizeof e, "%.*e", DIGITS - 1, v);
    if (*at == '-')
        *text++ = *at++;
    for (; *at && *at != 'e'; at++)
        if (*at != '.')
            digits[n++] = *at;
    exponent = (int)strtol(at + 1, NULL, 10);
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    if (exponent > LARGE || exponent < SMALL) {
        snprintf(text, CELL_TEXT_MAX - 1, "%c%s%sE%+d", digits[0],
                 n > 1 ? "." : "", digits + 1, exponent);
        return false;
    }
    lay_out(digits, n, exponent, text);
    return fabs(v) < WHOLE_MAX && strtod(e, NULL) == v;
}

static void pad(char *text, unsigned zeros)
{
    size_t n = strlen(text);

    if (n >= zeros || strspn(text, "0123456789") != n)
        return;
    memmove(text + zeros - n, text, n + 1);
    memset(text, '0', zeros - n);
}

/* ---- days ---------------------------------------------------------------------- */
static void put_clock(int64_t seconds, char *out, size_t room)
{
    snprintf(out, room, "%02lld:%02d:%02d", (long long)(seconds / 3600),
             (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* 1900 had no 29 February; spreadsheets believe it did, as their day 60. */
static void put_date(int32_t serial, char out[CLOCK_DATE_MAX])
{
    if (serial == 60)
        memcpy(out, "1900-02-29", CLOCK_DATE_MAX);
    else
        clock_days_date(serial - EPOCH_1900 + (serial < 60), out);
}

/* False when the number is no day that spreadsheets know. */
static bool day(double v, enum look look, bool since_1904,
                char text[CELL_TEXT_MAX])
{
    double whole = floor(v);
    int64_t seconds = llround((v - whole) * DAY_S);
    int32_t serial;

    if (v < 0 || v >= LAST_DAY)
        return false;
    if (look == LOOK_TIME || look == LOOK_ELAPSED) {
        if (look == LOOK_ELAPSED)
            seconds += (int64_t)whole * DAY_S;
        else
            seconds %= DAY_S;
        put_clock(seconds, text, CELL_TEXT_MAX);
        return true;
    }
    serial = (int32_t)whole + (since_1904 ? DAYS_1904 : 0);
    if (look == LOOK_DATE_TIME && seconds == DAY_S) {
        seconds = 0;
        serial++;
    }
    if (serial < 1 || serial >= LAST_DAY)
        return false;
    put_date(serial, text);
    if (look == LOOK_DATE_TIME && seconds != 0) {
        text[CLOCK_DATE_MAX - 1] = ' ';
        put_clock(seconds, text + CLOCK_DATE_MAX,
                  CELL_TEXT_MAX - CLOCK_DATE_MAX);
    }
    return true;
}

void cell_number(double v, struct format f, bool since_1904,
                 char text[CELL_TEXT_MAX], struct sheet_cell *c)
{
    c->text = text;
    c->inexact = false;
    if (f.look != LOOK_NUMBER && day(v, f.look, since_1904, text)) {
        c->kind = f.look == LOOK_DATE || f.look == LOOK_DATE_TIME ? CELL_DATE
                                                                  : CELL_TEXT;
        return;
    }
    c->kind = CELL_NUMBER;
    c->inexact = !decimal(v == 0 ? 0.0 : v, text);
    if (f.zeros && !c->inexact)
        pad(text, f.zeros);
}
