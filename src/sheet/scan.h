/*
 * One reading of a spreadsheet file: where it stands, the row being put
 * together, and how it fails.  Shared by the readers of each format.
 */
#ifndef SHEET_SCAN_H
#define SHEET_SCAN_H

#include "base/buf.h"
#include "sheet/sheet_in.h"

struct scan {
    int fd;
    int scratch; /* nameless file for shared strings; below 0: none */
    sheet_row_fn fn;
    void *ctx;
    struct sheet_error *why;

    char head[SHEET_HEAD]; /* how the file begins */
    size_t head_n;

    struct sheet_in_row row;
    int64_t begun; /* number of the last row begun */
    int column;    /* of the cell being read, from 1; 0 none */
    struct buf text;
    size_t at[SHEET_COLUMNS_MAX]; /* of each cell's text */
    struct sheet_cell cells[SHEET_COLUMNS_MAX];
};

#define AGAIN                                                                  \
    "请用 Excel 或 WPS 打开检查，另存为“Excel 工作簿（*.xlsx）”后重新上传。"

void scan_init(struct scan *r, int fd, int scratch, sheet_row_fn fn, void *ctx,
               struct sheet_error *why);
void scan_free(struct scan *r);

/* Ends it at the current place; gives back `e`.  `says` is a sentence that
 * may follow "第 2 张工作表第 3 行第 4 列：". */
enum err scan_fail(struct scan *r, enum err e, const char *says);

/* Begins sheet `sheet` (from 1); `name` lives until the next begins. */
void scan_sheet(struct scan *r, int sheet, const char *name, bool hidden);

/* Begins a row.  ERR_INVALID unless numbers rise, ERR_TOO_LARGE. */
enum err scan_row(struct scan *r, int64_t number, bool hidden);

/* Puts a cell into column `column`, from 1, right of those before.  An empty
 * text makes an empty cell.  ERR_TOO_LARGE. */
enum err scan_cell(struct scan *r, int column, const struct sheet_cell *c,
                   size_t n);

/* Gives the row to the taker, unless it is empty. */
enum err scan_row_end(struct scan *r);

/* Reads how the file begins into r->head; what follows is read next. */
enum err scan_head(struct scan *r);

/* Reads `n` bytes of the file at `at`; `*got` is less only at its end. */
enum err scan_at(struct scan *r, int64_t at, void *to, size_t n, size_t *got);

/* The readers of each format. */
enum err csv_in(struct scan *r);
enum err xlsx_in(struct scan *r);
enum err xls_in(struct scan *r);

#endif
