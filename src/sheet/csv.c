/*
 * The CSV reader: a state machine over bytes that copies runs of plain bytes
 * at once and looks closely only at separators, quotes and line ends.
 *
 *                  +----------------- separator -----------------+
 *                  v                                             |
 *   row start -> START --- " ---> QUOTED <--- " --- QUOTE_SEEN --+
 *       ^          |                 |                   ^  |    |
 *       |          | other           +------- " ---------+  |    |
 *       |          v                                        |    |
 *       |        PLAIN <------------------ other -----------+    |
 *       |          +---------------------------------------------+
 *       +--- LF, or CR and an LF that may follow it (AFTER_CR)
 */
#include "sheet/csv.h"

#include "base/buf.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VOTING_LINES 16

enum state { START, PLAIN, QUOTED, QUOTE_SEEN, AFTER_CR };

struct csv {
    csv_row_fn fn;
    void *ctx;
    enum err failed;
    struct csv_error why;

    char head[CSV_SNIFF_BYTES]; /* held back until the separator is known */
    size_t head_len;
    bool sniffed;
    char separator;
    bool stops[256]; /* bytes that end a run outside quotes */

    enum state state;
    struct buf text; /* the row's fields, each NUL-terminated */
    size_t begin;    /* of the current field in text */
    int64_t row;     /* number of the current row */
    size_t n;        /* fields complete */
    struct csv_field fields[CSV_COLUMNS_MAX];
};

static const char separators[] = { ',', '\t', ';' };
#define SEPARATORS (sizeof separators)

enum err csv_open(csv_row_fn fn, void *ctx, struct csv **out)
{
    struct csv *c = calloc(1, sizeof *c);

    if (!c)
        return ERR_NO_MEMORY;
    c->fn = fn;
    c->ctx = ctx;
    c->separator = separators[0];
    c->row = 1;
    buf_init(&c->text);
    *out = c;
    return ERR_OK;
}

void csv_close(struct csv *c)
{
    if (!c)
        return;
    buf_free(&c->text);
    free(c);
}

const struct csv_error *csv_error(const struct csv *c)
{
    return &c->why;
}

char csv_separator(const struct csv *c)
{
    return c->separator;
}

/* Stops for good at the current cell. */
static enum err fail(struct csv *c, enum err e, const char *reason)
{
    c->failed = e;
    c->why.row = c->row;
    c->why.column = (int)c->n + 1;
    snprintf(c->why.reason, sizeof c->why.reason, "第 %lld 行第 %d 列：%s",
             (long long)c->row, c->why.column, reason);
    return e;
}

/* Stops for good for a reason that lies outside the file. */
static enum err stop(struct csv *c, enum err e)
{
    c->failed = e;
    c->why.row = c->row;
    return e;
}

/* Appends a run to the current field.  Which limit is named depends only on
 * which one is nearer, so that it is the same for every cut into pieces. */
static enum err append(struct csv *c, const char *bytes, size_t n)
{
    size_t field = CSV_FIELD_MAX - (c->text.len - c->begin);
    size_t row = c->text.len < CSV_ROW_MAX ? CSV_ROW_MAX - c->text.len : 0;

    if (n > field || n > row) {
        if (row < field)
            return fail(c, ERR_TOO_LARGE,
                        "这一行超过 1 MiB，读取到此停止。"
                        "请检查前面是否有没成对的引号，改好后重新上传。");
        if (c->state == QUOTED)
            return fail(c, ERR_TOO_LARGE,
                        "引号里的内容超过 64 KiB，多半是缺少右引号，"
                        "读取到此停止。请补上引号后重新上传。");
        return fail(c, ERR_TOO_LARGE,
                    "这一格超过 64 KiB，读取到此停止。"
                    "请缩短内容后重新上传。");
    }
    buf_add(&c->text, bytes, n);
    return c->text.failed ? stop(c, ERR_NO_MEMORY) : ERR_OK;
}

static enum err end_field(struct csv *c)
{
    if (c->n == CSV_COLUMNS_MAX)
        return fail(c, ERR_TOO_LARGE,
                    "这一行超过 512 列，读取到此停止。"
                    "请删去多余的列（常为空列）后重新上传。");
    c->fields[c->n++].len = c->text.len - c->begin;
    buf_char(&c->text, '\0');
    c->begin = c->text.len;
    c->state = START;
    return c->text.failed ? stop(c, ERR_NO_MEMORY) : ERR_OK;
}

/* Gives the row away.  A line of nothing at all has no field; a line of ""
 * has one. */
static enum err end_row(struct csv *c)
{
    const char *at;
    enum err e;

    if (c->n > 0 || c->state != START)
        TRY(end_field(c));
    at = c->text.data;
    for (size_t i = 0; i < c->n; i++) {
        c->fields[i].text = at;
        at += c->fields[i].len + 1;
    }
    e = c->fn(c->ctx, &(struct csv_row) { c->row, c->n, c->fields });
    if (e != ERR_OK)
        return stop(c, e);
    buf_clear(&c->text);
    c->begin = 0;
    c->n = 0;
    c->row++;
    c->state = START;
    return ERR_OK;
}

/* One byte that matters outside quotes, or any byte after a closing one. */
static enum err mark(struct csv *c, const char *at)
{
    if (*at == c->separator)
        return end_field(c);
    switch (*at) {
    case '\n':
        return end_row(c);
    case '\r':
        TRY(end_row(c));
        c->state = AFTER_CR;
        return ERR_OK;
    case '\0':
        return fail(c, ERR_INVALID,
                    "有空字符，这个文件不像 CSV 文本。"
                    "请用 Excel 或 WPS 打开，另存为 CSV 后重新上传。");
    case '"':
        if (c->state == START || c->state == QUOTE_SEEN) {
            if (c->state == QUOTE_SEEN)
                TRY(append(c, at, 1));
            c->state = QUOTED;
            return ERR_OK;
        }
        break;
    default:
        break;
    }
    c->state = PLAIN;
    return append(c, at, 1);
}

/* The longest run from `at` that is plain text in the current state. */
static size_t run_length(const struct csv *c, const char *at, const char *end)
{
    const char *p = at;

    if (c->state == QUOTED)
        while (p < end && *p != '"' && *p != '\0')
            p++;
    else
        while (p < end && !c->stops[(unsigned char)*p])
            p++;
    return (size_t)(p - at);
}

static enum err consume(struct csv *c, const char *at, const char *end)
{
    while (at < end) {
        size_t run;

        if (c->state == AFTER_CR) {
            c->state = START;
            if (*at == '\n') {
                at++;
                continue;
            }
        }
        run = c->state == QUOTE_SEEN ? 0 : run_length(c, at, end);
        if (run > 0) {
            if (c->state == START)
                c->state = PLAIN;
            TRY(append(c, at, run));
            at += run;
        } else if (c->state == QUOTED && *at == '"') {
            c->state = QUOTE_SEEN;
            at++;
        } else {
            TRY(mark(c, at));
            at++;
        }
    }
    return ERR_OK;
}

static bool line_end(char b)
{
    return b == '\n' || b == '\r';
}

/* Counts each separator in the line at `at`, quoted text aside; returns where
 * the line ends. */
static const char *count_line(const char *at, const char *end,
                              size_t count[SEPARATORS])
{
    bool quoted = false, fresh = true;

    for (; at < end && (quoted || !line_end(*at)); at++) {
        const char *s = memchr(separators, *at, SEPARATORS);

        if (*at == '"' && (quoted || fresh))
            quoted = !quoted;
        fresh = s && !quoted;
        if (fresh)
            count[s - separators]++;
    }
    return at;
}

static size_t greatest(const size_t count[SEPARATORS])
{
    size_t best = 0;

    for (size_t i = 1; i < SEPARATORS; i++)
        if (count[i] > count[best])
            best = i;
    return best;
}

/* Each of the first lines votes for the separator that it has most of, for
 * several when it cannot tell; a title line without any, or a remark full of
 * commas, is outvoted. */
static char vote(const char *at, const char *end)
{
    size_t votes[SEPARATORS] = { 0 };

    for (int lines = 0; lines < VOTING_LINES && at < end; lines++) {
        size_t count[SEPARATORS] = { 0 }, most;

        at = count_line(at, end, count);
        most = count[greatest(count)];
        for (size_t i = 0; i < SEPARATORS; i++)
            votes[i] += most > 0 && count[i] == most;
        while (at < end && line_end(*at))
            at++;
    }
    return separators[greatest(votes)];
}

/* Decides the separator on the bytes held back, then reads them. */
static enum err sniff(struct csv *c)
{
    static const char bom[] = "\xEF\xBB\xBF";
    static const char marks[] = "\r\n\"";
    const char *at = c->head, *end = c->head + c->head_len;

    if (c->head_len >= 3 && !memcmp(at, bom, 3))
        at += 3;
    c->sniffed = true;
    c->separator = vote(at, end);
    c->stops[(unsigned char)c->separator] = true;
    for (size_t i = 0; i < sizeof marks; i++) /* its NUL is one of them */
        c->stops[(unsigned char)marks[i]] = true;
    return consume(c, at, end);
}

enum err csv_push(struct csv *c, const void *bytes, size_t n)
{
    const char *at = bytes;

    if (c->failed != ERR_OK || n == 0)
        return c->failed;
    if (!c->sniffed) {
        size_t room = CSV_SNIFF_BYTES - c->head_len;
        size_t take = n < room ? n : room;

        memcpy(c->head + c->head_len, at, take);
        c->head_len += take;
        if (c->head_len < CSV_SNIFF_BYTES)
            return ERR_OK;
        TRY(sniff(c));
        at += take;
        n -= take;
    }
    return consume(c, at, at + n);
}

enum err csv_finish(struct csv *c)
{
    if (c->failed != ERR_OK)
        return c->failed;
    if (!c->sniffed)
        TRY(sniff(c));
    if (c->state == QUOTED)
        return fail(c, ERR_INVALID,
                    "左引号之后一直没有右引号，从这里起没有读取。"
                    "请补上引号后重新上传。");
    if (c->state == AFTER_CR || (c->state == START && c->n == 0))
        return ERR_OK;
    return end_row(c);
}

enum err csv_refuse(struct csv *c, const char *reason)
{
    if (c->failed == ERR_OK && !c->sniffed)
        sniff(c);
    return c->failed != ERR_OK ? c->failed : fail(c, ERR_INVALID, reason);
}
