/*
 * Writes a workbook of several sheets cell by cell: one that is rebuilt with
 * marks in it, a form to be filled in, a set of tables to be given away.  Text
 * stays text, so that long numbers stay whole.  Nothing is held in memory but
 * the current row.
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
    BOOK_NUMBER, /* `number` */
    BOOK_DAY,    /* `number`, days since 1970, from 1900-03-01 on */
};

struct book_cell {
    const char *text; /* NULL and "" empty */
    enum book_mark mark;
    double number;
};

static inline struct book_cell book_text(const char *text, enum book_mark mark)
{
    return (struct book_cell) { .text = text, .mark = mark };
}

#define BOOK_SHEETS_MAX 64

struct book_out;

/* Begins a workbook at `path`, which is whole once book_finish succeeded; what
 * it needs on the way lies nameless in the same directory.  The caller closes
 * it.  ERR_NO_MEMORY, ERR_IO, ERR_FULL. */
enum err book_open(const char *path, struct book_out **out);

/* Begins a sheet of so many columns, and `reasons` wide ones behind them; a
 * name that cannot be one gets another.  ERR_TOO_LARGE after
 * BOOK_SHEETS_MAX. */
enum err book_sheet(struct book_out *b, const char *name, size_t columns,
                    size_t reasons);

/* Of the sheet just begun: its first row and the `columns` to the left stay in
 * view.  `widths`, in half-width characters, of each of its columns. */
enum err book_head(struct book_out *b, const double *widths, size_t n,
                   size_t columns);

/* Writes a row; `number` from 1 and rising within the sheet.  ERR_TOO_LARGE
 * beyond what a worksheet holds. */
enum err book_row(struct book_out *b, int64_t number,
                  const struct book_cell *cells, size_t n);

/* Ends it and reads it once more: a disk that was full on the way is told.
 * ERR_FULL, ERR_IO, ERR_NO_MEMORY. */
enum err book_finish(struct book_out *b);
void book_close(struct book_out *b); /* NULL is allowed */

#endif
