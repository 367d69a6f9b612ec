/* A workbook cell by cell, through libxlsxwriter in constant memory. */
#include "sheet/book_out.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "sheet/out_file.h"
#include "sheet/xlsx_check.h"
#include "sheet/xlsx_fill.h"
#include "sheet/xlsx_spool.h"
#include "text/utf8.h"
#include "xlsx_look.h"

#define ROWS_MOST 1048576
#define WIDTH 18
#define REASON_WIDTH 90
#define MARKS (BOOK_DAY + 1)
#define EPOCH_SERIAL 25569 /* 1970-01-01 as a spreadsheet's day */

struct book_out {
    char *path, *dir;
    lxw_workbook *book; /* NULL once closed */
    lxw_worksheet *sheet;
    lxw_format *formats[MARKS];
    struct xlsx_spool *spools[BOOK_SHEETS_MAX]; /* of each sheet */
    size_t sheets;
    struct buf text;
};

/* "@" keeps a cell text when somebody edits it later. */
static lxw_format *format_of(lxw_workbook *book, enum book_mark mark)
{
    static const lxw_color_t fills[MARKS] = { [BOOK_HEAD] = 0xDDEBF7,
                                              [BOOK_WRONG] = 0xFFC7CE,
                                              [BOOK_DOUBT] = 0xFFEB9C,
                                              [BOOK_REASON] = 0xF2F2F2 };
    lxw_format *f = workbook_add_format(book);

    if (!f)
        return NULL;
    format_set_num_format(f, mark == BOOK_NUMBER ? "0"
                             : mark == BOOK_DAY  ? "yyyy-mm-dd"
                                                 : "@");
    if (fills[mark])
        format_set_bg_color(f, fills[mark]);
    if (mark == BOOK_HEAD)
        format_set_bold(f);
    return f;
}

static enum err begin(struct book_out *b, const char *path)
{
    const char *slash = strrchr(path, '/');
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };

    b->path = strdup(path);
    b->dir = slash ? strndup(path, (size_t)(slash - path)) : strdup(".");
    if (!b->path || !b->dir)
        return ERR_NO_MEMORY;
    options.tmpdir = b->dir;
    b->book = workbook_new_opt(path, &options);
    if (!b->book)
        return ERR_NO_MEMORY;
    for (int i = 0; i < MARKS; i++) {
        b->formats[i] = format_of(b->book, (enum book_mark)i);
        if (!b->formats[i])
            return ERR_NO_MEMORY;
    }
    return ERR_OK;
}

enum err book_open(const char *path, struct book_out **out)
{
    struct book_out *b = calloc(1, sizeof *b);
    enum err e;

    if (!b)
        return ERR_NO_MEMORY;
    buf_init(&b->text);
    e = begin(b, path);
    if (e == ERR_OK)
        *out = b;
    else
        book_close(b);
    return e;
}

/* Puts a file whose failures we see in the place of the library's own. */
static enum err watch_rows(struct book_out *b)
{
    struct xlsx_spool *spool = calloc(1, sizeof *spool);
    int errnum;

    if (!spool)
        return ERR_NO_MEMORY;
    errnum = xlsx_spool_open(spool, b->dir);
    if (errnum != 0) {
        free(spool);
        return out_file_fault(errnum);
    }
    b->spools[b->sheets++] = spool;
    fclose(b->sheet->optimize_tmpfile);
    b->sheet->optimize_tmpfile = spool->stream;
    b->sheet->file = spool->stream;
    return ERR_OK;
}

enum err book_sheet(struct book_out *b, const char *name, size_t columns,
                    size_t reasons)
{
    bool fits = name && *name &&
                workbook_validate_sheet_name(b->book, name) == LXW_NO_ERROR;

    if (b->sheets == BOOK_SHEETS_MAX)
        return ERR_TOO_LARGE;
    errno = 0;
    b->sheet = workbook_add_worksheet(b->book, fits ? name : NULL);
    if (!b->sheet)
        return errno ? out_file_fault(errno) : ERR_NO_MEMORY;
    TRY(watch_rows(b));
    if (columns > 0)
        TRY(xlsx_fault(worksheet_set_column(b->sheet, 0,
                                            (lxw_col_t)(columns - 1), WIDTH,
                                            b->formats[BOOK_PLAIN])));
    return reasons ? xlsx_fault(worksheet_set_column(
                         b->sheet, (lxw_col_t)columns,
                         (lxw_col_t)(columns + reasons - 1), REASON_WIDTH,
                         b->formats[BOOK_PLAIN]))
                   : ERR_OK;
}

enum err book_head(struct book_out *b, const double *widths, size_t n,
                   size_t columns)
{
    for (size_t i = 0; i < n; i++)
        TRY(xlsx_fault(worksheet_set_column(b->sheet, (lxw_col_t)i,
                                            (lxw_col_t)i, widths[i], NULL)));
    worksheet_freeze_panes(b->sheet, 1, (lxw_col_t)columns);
    return ERR_OK;
}

/* Without what XML cannot hold. */
static const char *xml_text(struct book_out *b, const char *s)
{
    size_t n = strlen(s), len;
    uint32_t cp;

    buf_clear(&b->text);
    for (size_t at = 0; at < n; at += len) {
        len = utf8_next(s + at, n - at, &cp);
        if (len > 0 && cp != 0xFFFE && cp != 0xFFFF) {
            buf_add(&b->text, s + at, len);
            continue;
        }
        buf_str(&b->text, "\xEF\xBF\xBD");
        len = len > 0 ? len : 1;
    }
    return b->text.failed ? NULL : b->text.data ? b->text.data : "";
}

static enum err put_cell(struct book_out *b, lxw_row_t row, lxw_col_t column,
                         const struct book_cell *c)
{
    lxw_format *format = b->formats[c->mark];
    const char *text;

    if (c->mark == BOOK_NUMBER || c->mark == BOOK_DAY)
        return xlsx_fault(worksheet_write_number(
            b->sheet, row, column,
            c->mark == BOOK_DAY ? c->number + EPOCH_SERIAL : c->number,
            format));
    if ((!c->text || !*c->text) && c->mark == BOOK_PLAIN)
        return ERR_OK;
    text = xml_text(b, c->text ? c->text : "");
    return text ? xlsx_fault(worksheet_write_string(b->sheet, row, column, text,
                                                    format))
                : ERR_NO_MEMORY;
}

enum err book_row(struct book_out *b, int64_t number,
                  const struct book_cell *cells, size_t n)
{
    const struct xlsx_spool *spool = b->spools[b->sheets - 1];

    if (number < 1 || number > ROWS_MOST)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < n; i++)
        TRY(put_cell(b, (lxw_row_t)(number - 1), (lxw_col_t)i, &cells[i]));
    return spool->errnum ? out_file_fault(spool->errnum) : ERR_OK;
}

/* The last row of each sheet is still in the library's hands. */
static enum err flush_rows(struct book_out *b, uint64_t bodies[])
{
    lxw_worksheet *sheet;
    size_t i = 0;

    STAILQ_FOREACH(sheet, b->book->worksheets, list_pointers)
    {
        int errnum;

        lxw_worksheet_write_single_row(sheet);
        errnum = xlsx_spool_flush(b->spools[i]);
        if (errnum != 0)
            return out_file_fault(errnum);
        bodies[i] = b->spools[i]->size;
        i++;
    }
    return ERR_OK;
}

enum err book_finish(struct book_out *b)
{
    uint64_t bodies[BOOK_SHEETS_MAX];
    lxw_error code;
    int errnum;
    enum err e;

    TRY(flush_rows(b, bodies));
    errno = 0;
    code = workbook_close(b->book);
    errnum = errno;
    b->book = NULL;
    if (code != LXW_NO_ERROR)
        return code == LXW_ERROR_MEMORY_MALLOC_FAILED ? ERR_NO_MEMORY
                                                      : out_file_fault(errnum);
    e = xlsx_fill(b->path, b->spools, b->sheets);
    if (e == ERR_OK)
        e = xlsx_check(b->path, bodies, b->sheets);
    return e == ERR_DAMAGED ? ERR_FULL : e;
}

void book_close(struct book_out *b)
{
    if (!b)
        return;
    if (b->book)
        lxw_workbook_free(b->book);
    for (size_t i = 0; i < b->sheets; i++) {
        xlsx_spool_close(b->spools[i]);
        free(b->spools[i]);
    }
    buf_free(&b->text);
    free(b->path);
    free(b->dir);
    free(b);
}
