/*
 * Writes a workbook cell by cell, as one is rebuilt with marks in it, or a form
 * to be filled in: every cell is text, so that long numbers stay whole.
 * Nothing is held in memory but the current row.
 */
#ifndef SHEET_BOOK_OUT_H
#define SHEET_BOOK_OUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum book_mark {
    BOOK_PLAIN,
    BOOK_HEAD,   /* a header */
    BOOK_WRONG,  /* must be mended */
    BOOK_DOUBT,  /* to be looked at */
    BOOK_REASON, /* why, beside the row */
};

struct book_cell {
    const char *text; /* NULL and "" empty */
    enum book_mark mark;
};

struct book_out;

/* The caller closes it.  ERR_NO_MEMORY, ERR_IO, ERR_FULL. */
enum err book_open(const char *path, struct book_out **out);

/* Begins a sheet of so many columns, and `reasons` wide ones behind them; a
 * name that cannot be one gets another. */
enum err book_sheet(struct book_out *b, const char *name, size_t columns,
                    size_t reasons);

/* Writes a row; `number` from 1 and rising within the sheet.  ERR_TOO_LARGE
 * beyond what a worksheet holds. */
enum err book_row(struct book_out *b, int64_t number,
                  const struct book_cell *cells, size_t n);

/* The whole file is on its way to the disk after it. */
enum err book_finish(struct book_out *b);
void book_close(struct book_out *b); /* NULL is allowed */

#endif
