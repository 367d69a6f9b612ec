/*
 * Reads the rows of a spreadsheet file as offices really send them: CSV (see
 * sheet/csv.h), XLSX and XLS, told apart by content and never by name, in
 * memory that does not grow with the file.
 *
 * A cell's text is what a person reads in it: a number in plain decimals, a
 * date as YYYY-MM-DD whatever its format, the result of a formula.  Merged
 * cells hold their value in the first one only, so that a title across the
 * table is a row of one cell.
 *
 * A damaged or hostile file ends the reading with its reason, never more than
 * that: sheet_read_confined does the reading in a child that can neither open
 * a file nor a socket, and believes nothing the child says.
 */
#ifndef SHEET_SHEET_IN_H
#define SHEET_SHEET_IN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHEET_COLUMNS_MAX 512                   /* cells of a row */
#define SHEET_CELL_MAX ((size_t)128 * 1024)     /* bytes of a cell */
#define SHEET_ROW_MAX ((size_t)1024 * 1024)     /* bytes of a row */
#define SHEET_ROWS_MAX 4000000                  /* highest row number */
#define SHEET_SHEETS_MAX 64                     /* sheets of a workbook */
#define SHEET_NAME_MAX 128                      /* bytes, NUL included */
#define SHEET_ENTRIES_MAX 64                    /* of an archive */
#define SHEET_RATIO_MAX 100                     /* inflated : packed */
#define SHEET_INFLATED_MAX (INT64_C(4) << 30)   /* bytes unpacked in all */
#define SHEET_STRINGS_MAX 4000000               /* shared strings */
#define SHEET_SCRATCH_MAX ((int64_t)1024 << 20) /* bytes of scratch file */
#define SHEET_REASON_MAX 512

enum cell_kind {
    CELL_EMPTY,
    CELL_TEXT,
    CELL_NUMBER,
    CELL_DATE,  /* YYYY-MM-DD, with " HH:MM:SS" where its format shows a time */
    CELL_BOOL,  /* TRUE or FALSE */
    CELL_ERROR, /* #N/A and its like */
    CELL_KINDS
};

struct sheet_cell {
    enum cell_kind kind;
    bool formula; /* text is the result that was saved with it */
    bool inexact; /* a number beyond the 15 digits that spreadsheets keep: its
                     last digits are not those that somebody typed */
    const char *text; /* UTF-8, NUL-terminated; "" when empty, never NULL */
};

/* Valid only during the callback.  A row in which no cell holds anything is
 * not given; empty cells at the end of a row neither, so n > 0. */
struct sheet_in_row {
    int sheet;              /* from 1, in the workbook's order; 1 for CSV */
    const char *sheet_name; /* "" for CSV */
    bool sheet_hidden;
    int64_t number; /* as the spreadsheet shows it beside the row, from 1 */
    bool hidden;    /* by hand or by a filter */
    size_t n;
    const struct sheet_cell *cells;
};

/* Where and why reading stopped: `sheet`, `row` and `column` from 1, each 0
 * where it does not apply.  `reason` is a whole Chinese sentence that begins
 * with the place, says what is wrong and what to do, and quotes nothing of
 * the file; empty where the error's own words are meant. */
struct sheet_error {
    int sheet;
    int64_t row;
    int column;
    char reason[SHEET_REASON_MAX];
};

/* Takes one row; rows come sheet by sheet, with rising numbers.  Anything but
 * ERR_OK stops the reading and is passed on. */
typedef enum err (*sheet_row_fn)(void *ctx, const struct sheet_in_row *row);

/* Whether a file that begins with these n bytes must be seekable to be read:
 * a workbook, not a text.  Of a file of SHEET_HEAD bytes or more n is no
 * less. */
#define SHEET_HEAD 16
bool sheet_seeks(const void *head, size_t n);

/* Reads the file behind `fd` from its beginning.  It is seekable, or it is a
 * pipe or a socket that stands at its beginning, of a file that need not be;
 * leaves `fd` open, its place moved.  Shared strings beyond 16 MiB lie in a nameless file in
 * the directory `scratch`.
 *
 * ERR_INVALID: no spreadsheet, damaged, protected, or of a form that must be
 * saved as another first.  ERR_TOO_LARGE: over one of the limits above.
 * ERR_IO, ERR_FULL, ERR_NO_MEMORY, or what `fn` returned.  Rows given before
 * a failure were given; the caller throws them away.  `why` is filled on
 * failure only. */
enum err sheet_read_file(int fd, const char *scratch, sheet_row_fn fn,
                         void *ctx, struct sheet_error *why);

/* What the child may use; 0 means the default. */
struct sheet_limits {
    int64_t memory; /* bytes of address space; 512 MiB */
    int cpu_s;      /* seconds of CPU; 600 */
    int wall_s;     /* seconds in all, those spent in `fn` aside; 900 */
};

/* The same, in a confined child: this program started again with the word
 * SHEET_CHILD.  `limits` NULL means all defaults.  Also ERR_TOO_LARGE when
 * the child came to a limit, ERR_INVALID when it died of the file or said
 * what cannot be, ERR_BUSY when no child could be started.  No child outlives
 * the call.  Calls on several threads do not disturb each other, if each has
 * opened its file by itself. */
enum err sheet_read_confined(int fd, const char *scratch,
                             const struct sheet_limits *limits, sheet_row_fn fn,
                             void *ctx, struct sheet_error *why);

/* The word that a program starts itself again with.  The main of a program
 * that calls sheet_read_confined gives its arguments to sheet_child before it
 * does anything else.  With that word it reads and ends the process; otherwise
 * it does nothing. */
#define SHEET_CHILD "read-sheet"
void sheet_child(int argc, char **argv);

#endif
