/*
 * Writes a ledger (台账) to be given away: one description, one call per row,
 * two forms.
 *
 * XLSX is the official table: title (标题) over all columns, 填报单位 and
 * 填报时间, a head of one row or of two where columns share a group, data,
 * footer texts (审核人、填表人、联系电话), and who exported it when.  It prints
 * in landscape, one page wide, the head repeated on each page.
 *
 * CSV holds what programs read: UTF-8 with byte order mark (older Excel
 * garbles it otherwise), CRLF, RFC 4180; the first row is the head (a grouped
 * column as "group-header"), then the data, then the watermark, if there is
 * one, alone in the first cell of a last row.  Long digits stay plain digits:
 * a program reads them right, but Excel, opening the CSV by a double click,
 * keeps 15 of them.  Whoever works in Excel or WPS wants the XLSX, where
 * they are text cells.
 *
 * A text that begins with = + - @, their full-width forms, TAB, CR or LF
 * would be run as a formula by a spreadsheet.  CSV puts a ' before it; XLSX
 * needs nothing, as its cells say themselves that they are text.
 *
 * Nothing is held in memory but the current row.
 */
#ifndef SHEET_TABLE_OUT_H
#define SHEET_TABLE_OUT_H

#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define TABLE_COLUMNS_MAX 256
#define TABLE_NOTES_MAX 4

/* How a column's cells are written.  TABLE_DATE takes ISO text: a full date
 * from 1900-03-01 on becomes a real date, anything else stays text (a birth
 * month alone, a mistake in an old roster). */
enum table_kind { TABLE_TEXT, TABLE_INT, TABLE_DATE, TABLE_PERCENT };

enum table_paper { TABLE_A4, TABLE_A3 };

struct table_column {
    const char *header;
    const char *group; /* above neighbours that share it; NULL none */
    enum table_kind kind;
    double width; /* in half-width characters; 0 by header and kind */
};

/* The caller keeps it alive until table_close.  Texts are UTF-8; notes end at
 * the first NULL. */
struct table_sheet {
    const char *name;                  /* of the tab; NULL 台账 */
    const char *title;                 /* NULL none */
    const char *sub[TABLE_NOTES_MAX];  /* under the title, left to right */
    const char *foot[TABLE_NOTES_MAX]; /* under the data, left to right */
    const char *watermark;             /* who and when; NULL none */
    const struct table_column *columns;
    size_t n_columns;
    size_t frozen; /* columns that stay in view at the left */
    enum table_paper paper;
};

enum table_has { TABLE_NOTHING, TABLE_STRING, TABLE_NUMBER, TABLE_RATIO };

/* One cell; made by the functions below.  A text may stand in a column of any
 * kind (—, 不详). */
struct table_cell {
    enum table_has has;
    union {
        const char *text;
        int64_t number;
        double ratio;
    };
};

/* NULL and "" are an empty cell.  The text need live only for the call. */
static inline struct table_cell table_text(const char *s)
{
    if (!s || !*s)
        return (struct table_cell) { .has = TABLE_NOTHING };
    return (struct table_cell) { .has = TABLE_STRING, .text = s };
}

static inline struct table_cell table_int(int64_t n)
{
    return (struct table_cell) { .has = TABLE_NUMBER, .number = n };
}

/* 0.975 shows as 97.50%.  Not a number or infinite (nothing to divide by) is
 * an empty cell. */
static inline struct table_cell table_ratio(double r)
{
    return (struct table_cell) { .has = TABLE_RATIO, .ratio = r };
}

static inline struct table_cell table_empty(void)
{
    return (struct table_cell) { .has = TABLE_NOTHING };
}

struct table_out;

/* Takes the next bytes of a CSV; anything but ERR_OK stops the writing and is
 * passed on. */
typedef enum err (*table_sink)(void *ctx, const void *bytes, size_t n);

/* Opens a CSV whose bytes go to `sink`, row by row.  The caller closes it.
 * ERR_INVALID, a mistake in the description: no columns or more than
 * TABLE_COLUMNS_MAX, a column without header, all columns frozen, more notes
 * than columns.  ERR_NO_MEMORY, or what the sink returned. */
enum err table_csv_open(const struct table_sheet *s, table_sink sink, void *ctx,
                        struct table_out **out);

/* The same, the bytes appended to `b`; the caller may take and clear them
 * between rows.  ERR_NO_MEMORY when it cannot grow. */
enum err table_csv_buf_open(const struct table_sheet *s, struct buf *b,
                            struct table_out **out);

/* Opens an XLSX (`.xlsx`) or CSV file (any other ending).  Until table_finish
 * succeeds nothing stands under `path` but what stood there before.  All
 * temporary data lies in the directory of `path`, mode 0600, and goes away
 * with the writer.  As above, and ERR_FULL, ERR_IO. */
enum err table_file_open(const struct table_sheet *s, const char *path,
                         struct table_out **out);

/* Appends a row of n_columns cells, in the order of the columns.
 * ERR_TOO_LARGE: more than a worksheet holds (1,048,576 rows, 32,767
 * characters a cell, 4 GiB): split the export.  ERR_FULL, ERR_IO,
 * ERR_NO_MEMORY.  After a failure each further call gives the same error. */
enum err table_row(struct table_out *t, const struct table_cell *cells);

/* Rows given so far, without head and foot. */
int64_t table_rows(const struct table_out *t);

/* Writes what comes after the data; a file is read again, put on disk and
 * given its name.  After it only table_close may be called. */
enum err table_finish(struct table_out *t);

/* Releases the writer, and what it wrote to a file if table_finish did not
 * succeed; NULL is allowed. */
void table_close(struct table_out *t);

#endif
