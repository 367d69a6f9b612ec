/*
 * What an XLS workbook says before its rows: its sheets, how numbers look, and
 * the shared strings.
 */
#ifndef SHEET_XLS_BOOK_H
#define SHEET_XLS_BOOK_H

#include "biff.h"
#include "cell_text.h"
#include "string_pool.h"

struct xls_sheet {
    char name[SHEET_NAME_MAX];
    uint32_t place; /* of its first record */
    bool hidden;
    bool rows; /* a worksheet, no chart or macro */
};

struct xls_book {
    struct scan *r;
    struct biff b;
    struct ole_stream stream;
    bool since_1904;
    int n_sheets;
    struct xls_sheet sheets[SHEET_SHEETS_MAX];
    struct buf codes;   /* struct xls_code */
    struct buf formats; /* struct format by XF number */
    struct string_pool strings;
    struct buf text; /* of the record at hand */
};

/* Reads everything but the rows.  Errors with reasons; free it in either
 * case. */
enum err xls_book_read(struct xls_book *x, struct scan *r);
void xls_book_free(struct xls_book *x);

/* The format of an XF number; plain when there is no such one. */
struct format xls_format(const struct xls_book *x, unsigned xf);

/* Reads the rows of the sheet that the scan has begun. */
enum err xls_rows(struct xls_book *x, const struct xls_sheet *s);

#endif
