/*
 * Rows put together cell by cell, and the sentence that says where reading
 * stopped.
 */
#include "scan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void scan_init(struct scan *r, int fd, int scratch, sheet_row_fn fn, void *ctx,
               struct sheet_error *why)
{
    *r = (struct scan) {
        .fd = fd, .scratch = scratch, .fn = fn, .ctx = ctx, .why = why
    };
    buf_init(&r->text);
    *why = (struct sheet_error) { 0 };
    scan_sheet(r, 0, "", false);
}

void scan_free(struct scan *r)
{
    buf_free(&r->text);
}

enum err scan_fail(struct scan *r, enum err e, const char *says)
{
    struct sheet_error *why = r->why;
    char place[96];
    int n = 0;

    if (why->reason[0])
        return e;
    why->sheet = r->row.sheet;
    why->row = r->row.number;
    why->column = r->row.number ? r->column : 0;
    place[0] = '\0';
    if (why->sheet)
        n += snprintf(place, sizeof place, "第 %d 张工作表", why->sheet);
    if (why->row)
        n += snprintf(place + n, sizeof place - (size_t)n, "第 %lld 行",
                      (long long)why->row);
    if (why->column)
        n += snprintf(place + n, sizeof place - (size_t)n, "第 %d 列",
                      why->column);
    snprintf(why->reason, sizeof why->reason, "%s%s%s", place, n ? "：" : "",
             says);
    return e;
}

void scan_sheet(struct scan *r, int sheet, const char *name, bool hidden)
{
    r->row = (struct sheet_in_row) { .sheet = sheet,
                                     .sheet_name = name,
                                     .sheet_hidden = hidden,
                                     .cells = r->cells };
    r->begun = 0;
    r->column = 0;
}

enum err scan_row(struct scan *r, int64_t number, bool hidden)
{
    r->row.number = number;
    r->row.hidden = hidden;
    r->row.n = 0;
    r->column = 0;
    buf_clear(&r->text);
    if (number <= r->begun)
        return scan_fail(r, ERR_INVALID,
                         "行的次序颠倒，文件已损坏，读取到此停止。" AGAIN);
    if (number > SHEET_ROWS_MAX)
        return scan_fail(r, ERR_TOO_LARGE,
                         "超过 4000000 行，读取到此停止。"
                         "请拆成几个文件后分别上传。");
    r->begun = number;
    return ERR_OK;
}

/* Cells skipped are empty ones. */
static void skip_to(struct scan *r, size_t n)
{
    for (; r->row.n < n; r->row.n++) {
        r->cells[r->row.n] = (struct sheet_cell) { .kind = CELL_EMPTY };
        r->at[r->row.n] = r->text.len;
        buf_char(&r->text, '\0');
    }
}

enum err scan_cell(struct scan *r, int column, const struct sheet_cell *c,
                   size_t n)
{
    size_t before = (size_t)column - 1;

    r->column = column;
    if (n == 0)
        return ERR_OK; /* an empty cell, whatever its look */
    if (column > SHEET_COLUMNS_MAX)
        return scan_fail(r, ERR_TOO_LARGE,
                         "这一行超过 512 列，读取到此停止。"
                         "请删去多余的列后重新上传。");
    if (before < r->row.n)
        return scan_fail(r, ERR_INVALID,
                         "单元格的次序颠倒，文件已损坏，读取到此停止。" AGAIN);
    if (n > SHEET_CELL_MAX)
        return scan_fail(r, ERR_TOO_LARGE,
                         "这一格的内容太长，读取到此停止。"
                         "请缩短内容后重新上传。");
    skip_to(r, before);
    if (r->text.len + n >= SHEET_ROW_MAX)
        return scan_fail(r, ERR_TOO_LARGE,
                         "这一行超过 1 MiB，读取到此停止。"
                         "请缩短内容后重新上传。");
    r->cells[before] = *c;
    r->at[before] = r->text.len;
    r->row.n = before + 1;
    buf_add(&r->text, c->text, n);
    buf_char(&r->text, '\0');
    return r->text.failed ? ERR_NO_MEMORY : ERR_OK;
}

enum err scan_row_end(struct scan *r)
{
    if (r->row.n == 0)
        return ERR_OK;
    for (size_t i = 0; i < r->row.n; i++)
        r->cells[i].text = r->text.data + r->at[i];
    return r->fn(r->ctx, &r->row);
}

enum err scan_head(struct scan *r)
{
    if (lseek(r->fd, 0, SEEK_SET) < 0 && errno != ESPIPE)
        return ERR_IO;
    while (r->head_n < sizeof r->head) {
        ssize_t some =
            read(r->fd, r->head + r->head_n, sizeof r->head - r->head_n);

        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return ERR_IO;
        if (some == 0)
            break;
        r->head_n += (size_t)some;
    }
    return ERR_OK;
}

enum err scan_at(struct scan *r, int64_t at, void *to, size_t n, size_t *got)
{
    *got = 0;
    while (*got < n) {
        ssize_t some =
            pread(r->fd, (char *)to + *got, n - *got, at + (int64_t)*got);

        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return ERR_IO;
        if (some == 0)
            break;
        *got += (size_t)some;
    }
    return ERR_OK;
}
