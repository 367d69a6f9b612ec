/*
 * Reads comma-separated rows as people really send them: pushed in pieces of
 * any size, given back row by row, in memory that does not grow with the
 * file.
 *
 * The grammar is RFC 4180, read leniently where spreadsheets do: a byte order
 * mark is skipped; CRLF, LF and CR each end a row; rows may have different
 * numbers of fields; a quote inside an unquoted field, or text after a
 * closing quote, is taken as it stands.  The separator is the comma, tab or
 * semicolon that most of the first lines use.
 *
 * How the bytes were cut into pieces never changes what comes out.
 */
#ifndef SHEET_CSV_H
#define SHEET_CSV_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define CSV_FIELD_MAX ((size_t)64 * 1024)  /* bytes of one field */
#define CSV_ROW_MAX ((size_t)1024 * 1024)  /* bytes of one row */
#define CSV_COLUMNS_MAX 512                /* fields of one row */
#define CSV_SNIFF_BYTES ((size_t)8 * 1024) /* read to tell the separator */
#define CSV_REASON_MAX 256

struct csv_field {
    const char *text; /* UTF-8 if the input was; NUL-terminated, without NUL */
    size_t len;
};

/* Valid only during the callback.  An empty line is a row of no fields, so
 * that `number` stays the one that a spreadsheet shows beside the row. */
struct csv_row {
    int64_t number; /* from 1, counting every row, empty ones too */
    size_t n;
    const struct csv_field *fields;
};

/* Where and why reading stopped.  `row` and `column` count from 1; `column` is
 * 0 where the fault is not in a cell.  `reason` is a whole Chinese sentence
 * with what to do next; it quotes nothing of the file. */
struct csv_error {
    int64_t row;
    int column;
    char reason[CSV_REASON_MAX];
};

/* Takes one row.  Anything but ERR_OK stops the reading and is passed on. */
typedef enum err (*csv_row_fn)(void *ctx, const struct csv_row *row);

struct csv;

/* A reader that gives its rows to `fn`.  The caller closes it.
 * ERR_NO_MEMORY. */
enum err csv_open(csv_row_fn fn, void *ctx, struct csv **out);

/* Takes the next bytes, in UTF-8 or any encoding that keeps ASCII bytes for
 * ASCII only (decode GB18030 first).  Rows are given as they are complete,
 * but none before CSV_SNIFF_BYTES or the end.
 *
 * ERR_INVALID: a NUL byte.  ERR_TOO_LARGE: a field, row or column count over
 * its limit.  ERR_NO_MEMORY, or what `fn` returned.  After a failure each
 * further call gives the same error; csv_error tells where. */
enum err csv_push(struct csv *c, const void *bytes, size_t n);

/* The input is over: gives the last row.  ERR_INVALID also when a quote was
 * never closed: what follows it may be many rows, so none is guessed. */
enum err csv_finish(struct csv *c);

/* Stops the reading at the current cell, for whoever decodes the bytes and
 * finds that they are no text.  `reason` is the end of a Chinese sentence
 * after "第 2 行第 3 列：".  Gives ERR_INVALID, or the earlier error. */
enum err csv_refuse(struct csv *c, const char *reason);

/* The place and reason of the failure; lives as long as the reader.  After
 * ERR_NO_MEMORY, or an error of `fn`, `reason` is empty and `column` 0. */
const struct csv_error *csv_error(const struct csv *c);

/* The separator found; ',' before it is known. */
char csv_separator(const struct csv *c);

/* Releases the reader; NULL is allowed. */
void csv_close(struct csv *c);

/* Reads a whole file: finds its charset (UTF-8 with or without mark, else
 * GB18030) on the first 64 KiB from where it leaves ASCII, decodes it to
 * UTF-8 and gives its rows to `fn`.
 *
 * ERR_NOT_FOUND no such file; ERR_IO it cannot be read; ERR_INVALID also when
 * the bytes are no text of that charset; else as csv_push.  `why` is filled
 * on failure only, with an empty reason where the caller's own is meant. */
enum err csv_read_file(const char *path, csv_row_fn fn, void *ctx,
                       struct csv_error *why);

/* The same from where `fd` stands; leaves it open. */
enum err csv_read_fd(int fd, csv_row_fn fn, void *ctx, struct csv_error *why);
/* The same where the first n bytes, at most 64 KiB, were read already. */
enum err csv_read_on(int fd, const void *head, size_t n, csv_row_fn fn,
                     void *ctx, struct csv_error *why);

#endif
