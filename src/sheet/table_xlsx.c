/*
 * A table as XLSX, through libxlsxwriter in constant-memory mode: a row is
 * written out when the next one begins, so cells come strictly in order.
 *
 * That mode refuses a write to a row already left, and says that merging does
 * not work.  A merge within the current row does.  For one that reaches down
 * over both head rows, the upper row's cells are written first, and the merge
 * is asked for while the lower row is current: its record is kept, its
 * padding below is written, and its padding above is refused, harmlessly.
 */
#include "base/clock.h"
#include "sheet/out_file.h"
#include "sheet/table_form.h"
#include "sheet/xlsx_check.h"
#include "sheet/xlsx_fill.h"
#include "sheet/xlsx_spool.h"
#include "text/utf8.h"
#include "xlsx_look.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <xlsxwriter.h>

#define DEFAULT_NAME "台账"
#define TITLE_HEIGHT 32
#define LINE_HEIGHT 13.5   /* of the cells' font, in points */
#define HEIGHT_MAX 409     /* what a row can be */
#define EPOCH_SERIAL 25569 /* 1970-01-01 as a spreadsheet's day */
#define FIRST_SERIAL 61    /* 1900-03-01: before it Excel's days are off */
#define EXACT_MAX (INT64_C(1) << 53)
#define BODY_MAX (UINT64_C(4000) * 1024 * 1024) /* below ZIP's 4 GiB */
#define NEARLY_FULL (UINT64_C(1024) * 1024)

struct table_xlsx {
    struct table_out base;
    struct out_file file;
    struct xlsx_spool spool;
    lxw_workbook *book; /* NULL once closed */
    lxw_worksheet *sheet;
    lxw_format *styles[XLSX_STYLES];
    lxw_row_t next;    /* row to be written */
    lxw_row_t data_at; /* first row of data */
    struct buf text;   /* a text mended for XML */
    struct {
        size_t lines, width; /* of that text; a 汉字 is two wide */
    } take;
    size_t lines; /* of the tallest cell in the row now */
};

/* ---- texts ------------------------------------------------------------- */

/* The text without what XML 1.0 cannot hold (one such character would make
 * the whole workbook unreadable): it becomes U+FFFD.  The library escapes
 * control characters by itself.  NULL when memory ran out. */
static const char *xml_text(struct table_xlsx *x, const char *s)
{
    size_t n = strlen(s), good;
    uint32_t cp;

    buf_clear(&x->text);
    x->take.width = 0;
    x->take.lines = 1;
    for (size_t at = 0; at < n; at += good) {
        good = utf8_next(s + at, n - at, &cp);
        x->take.width += cp < 0x1100 ? 1 : 2;
        x->take.lines += good == 1 && cp == '\n';
        if (good > 0 && cp != 0xFFFE && cp != 0xFFFF) {
            buf_add(&x->text, s + at, good);
            continue;
        }
        buf_str(&x->text, "\xEF\xBF\xBD");
        good = good > 0 ? good : 1;
    }
    return x->text.failed ? NULL : n == 0 ? "" : x->text.data;
}

/* Text goes over as many lines as it takes; only some programs make a row as
 * high as that by themselves. */
static void grow(struct table_xlsx *x, size_t column)
{
    double width = xlsx_width(&x->base.sheet->columns[column]);
    size_t lines =
        x->take.lines + (size_t)((double)(x->take.width - 1) / width);

    if (lines > x->lines)
        x->lines = lines;
}

static enum err put_text(struct table_xlsx *x, size_t column, const char *s,
                         enum xlsx_style style)
{
    const char *text = xml_text(x, s);

    if (!text)
        return ERR_NO_MEMORY;
    if (x->take.width > 4) /* no column is narrower */
        grow(x, column);
    return xlsx_fault(worksheet_write_string(
        x->sheet, x->next, (lxw_col_t)column, text, x->styles[style]));
}

/* Makes the row as high as its cells, and goes on to the next. */
static enum err end_row(struct table_xlsx *x)
{
    double height = LINE_HEIGHT * (double)x->lines + 2;

    if (x->lines > 1)
        TRY(xlsx_fault(worksheet_set_row(
            x->sheet, x->next, height > HEIGHT_MAX ? HEIGHT_MAX : height,
            NULL)));
    x->next++;
    x->lines = 1;
    return ERR_OK;
}

/* One text over the columns first..last of the current row. */
static enum err put_span(struct table_xlsx *x, size_t first, size_t last,
                         const char *s, enum xlsx_style style)
{
    const char *text;

    if (first == last)
        return put_text(x, first, s, style);
    text = xml_text(x, s);
    if (!text)
        return ERR_NO_MEMORY;
    return xlsx_fault(worksheet_merge_range(x->sheet, x->next, (lxw_col_t)first,
                                            x->next, (lxw_col_t)last, text,
                                            x->styles[style]));
}

/* A row of up to TABLE_NOTES_MAX texts, each with its share of the columns,
 * the last one of several to the right. */
static enum err put_notes(struct table_xlsx *x,
                          const char *const notes[TABLE_NOTES_MAX])
{
    size_t columns = x->base.sheet->n_columns, n = 0;

    while (n < TABLE_NOTES_MAX && notes[n])
        n++;
    for (size_t i = 0; i < n; i++) {
        bool right = i > 0 && i + 1 == n;

        TRY(put_span(x, i * columns / n, (i + 1) * columns / n - 1, notes[i],
                     right ? XLSX_NOTE_RIGHT : XLSX_NOTE_LEFT));
    }
    x->next += n > 0;
    return ERR_OK;
}

/* ---- head -------------------------------------------------------------- */

static bool same_group(const struct table_column *a,
                       const struct table_column *b)
{
    return a->group && b->group && !strcmp(a->group, b->group);
}

static bool has_groups(const struct table_sheet *s)
{
    for (size_t i = 0; i < s->n_columns; i++)
        if (s->columns[i].group)
            return true;
    return false;
}

/* Groups, and the headers of columns without one. */
static enum err put_head_above(struct table_xlsx *x)
{
    const struct table_sheet *s = x->base.sheet;
    const struct table_column *col = s->columns;
    size_t last;

    x->lines = 1;
    for (size_t i = 0; i < s->n_columns; i = last + 1) {
        last = i;
        while (last + 1 < s->n_columns && same_group(&col[i], &col[last + 1]))
            last++;
        TRY(put_span(x, i, last, col[i].group ? col[i].group : col[i].header,
                     XLSX_HEAD));
    }
    return end_row(x);
}

/* Headers under their groups; a column without one reaches down from the row
 * above (see the top of this file). */
static enum err put_head_below(struct table_xlsx *x)
{
    const struct table_sheet *s = x->base.sheet;

    for (size_t i = 0; i < s->n_columns; i++) {
        const struct table_column *col = &s->columns[i];
        const char *text;

        if (col->group) {
            TRY(put_text(x, i, col->header, XLSX_HEAD));
            continue;
        }
        text = xml_text(x, col->header);
        if (!text)
            return ERR_NO_MEMORY;
        TRY(xlsx_fault(
            worksheet_merge_range(x->sheet, x->next - 1, (lxw_col_t)i, x->next,
                                  (lxw_col_t)i, text, x->styles[XLSX_HEAD])));
    }
    return end_row(x);
}

static enum err put_heads(struct table_xlsx *x)
{
    const struct table_sheet *s = x->base.sheet;
    lxw_row_t head;

    if (s->title) {
        worksheet_set_row(x->sheet, x->next, TITLE_HEIGHT, NULL);
        TRY(put_span(x, 0, s->n_columns - 1, s->title, XLSX_TITLE));
        x->next++;
    }
    TRY(put_notes(x, s->sub));
    head = x->next;
    TRY(put_head_above(x));
    if (has_groups(s))
        TRY(put_head_below(x));
    x->data_at = x->next;
    worksheet_freeze_panes(x->sheet, x->next, (lxw_col_t)s->frozen);
    return xlsx_fault(worksheet_repeat_rows(x->sheet, head, x->next - 1));
}

/* ---- sheet ------------------------------------------------------------- */

/* Puts our spool in the place of the library's own temporary file. */
static enum err watch_rows(struct table_xlsx *x)
{
    int errnum = xlsx_spool_open(&x->spool, x->file.dir);

    if (errnum != 0)
        return out_file_fault(errnum);
    fclose(x->sheet->optimize_tmpfile);
    x->sheet->optimize_tmpfile = x->spool.stream;
    x->sheet->file = x->spool.stream;
    return ERR_OK;
}

static enum err make_book(struct table_xlsx *x)
{
    lxw_workbook_options options = { .constant_memory = LXW_TRUE,
                                     .tmpdir = x->file.dir };
    const char *name = x->base.sheet->name;

    x->book = workbook_new_opt(x->file.temp, &options);
    if (!x->book)
        return ERR_NO_MEMORY;
    if (!name || workbook_validate_sheet_name(x->book, name) != LXW_NO_ERROR)
        name = DEFAULT_NAME;
    errno = 0;
    x->sheet = workbook_add_worksheet(x->book, name);
    if (!x->sheet)
        return errno ? out_file_fault(errno) : ERR_NO_MEMORY;
    return watch_rows(x);
}

/* ---- rows -------------------------------------------------------------- */

static enum err put_number(struct table_xlsx *x, size_t column, double v,
                           enum xlsx_style style)
{
    return xlsx_fault(worksheet_write_number(
        x->sheet, x->next, (lxw_col_t)column, v, x->styles[style]));
}

static enum err put_string(struct table_xlsx *x, size_t column, const char *s)
{
    const struct table_column *c = &x->base.sheet->columns[column];
    int32_t days;

    if (c->kind == TABLE_DATE && clock_date_days(s, &days) &&
        days + EPOCH_SERIAL >= FIRST_SERIAL)
        return put_number(x, column, days + EPOCH_SERIAL, XLSX_DATE);
    return put_text(x, column, s, XLSX_TEXT);
}

static enum err put_cell(struct table_xlsx *x, size_t column,
                         const struct table_cell *cell)
{
    char digits[24];

    switch (cell->has) {
    case TABLE_STRING:
        return put_string(x, column, cell->text);
    case TABLE_NUMBER:
        if (cell->number <= EXACT_MAX && cell->number >= -EXACT_MAX)
            return put_number(x, column, (double)cell->number, XLSX_INT);
        snprintf(digits, sizeof digits, "%lld", (long long)cell->number);
        return put_text(x, column, digits, XLSX_TEXT);
    case TABLE_RATIO:
        if (isfinite(cell->ratio))
            return put_number(x, column, cell->ratio, XLSX_PERCENT);
        break;
    case TABLE_NOTHING:
        break;
    }
    return put_text(x, column, "", XLSX_TEXT);
}

static enum err xlsx_row(struct table_out *t, const struct table_cell *cells)
{
    struct table_xlsx *x = (struct table_xlsx *)t;

    for (size_t i = 0; i < t->sheet->n_columns; i++)
        TRY(put_cell(x, i, &cells[i]));
    TRY(end_row(x));
    if (x->spool.errnum != 0)
        return out_file_fault(x->spool.errnum);
    return x->spool.size > BODY_MAX ? ERR_TOO_LARGE : ERR_OK;
}

/* ---- end --------------------------------------------------------------- */

/* Footer texts, watermark, and what depends on where the data ended. */
static enum err put_end(struct table_xlsx *x)
{
    const struct table_sheet *s = x->base.sheet;
    lxw_col_t last = (lxw_col_t)(s->n_columns - 1);
    char range[LXW_MAX_CELL_RANGE_LENGTH];

    if (x->next > x->data_at) {
        lxw_rowcol_to_range(range, x->data_at, 0, x->next - 1, last);
        worksheet_ignore_errors(x->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                                range);
    }
    TRY(put_notes(x, s->foot));
    if (s->watermark && *s->watermark) {
        TRY(put_span(x, 0, last, s->watermark, XLSX_NOTE_LEFT));
        x->next++;
    }
    return xlsx_fault(worksheet_print_area(x->sheet, 0, 0, x->next - 1, last));
}

/* What to call a failure the library tells nothing useful about. */
static enum err disk_fault(const struct table_xlsx *x, int errnum)
{
    struct statvfs v;

    if (out_file_fault(errnum) != ERR_IO)
        return out_file_fault(errnum);
    if (statvfs(x->file.dir, &v) == 0 &&
        (uint64_t)v.f_bavail * v.f_frsize < NEARLY_FULL)
        return ERR_FULL;
    return ERR_IO;
}

static enum err close_book(struct table_xlsx *x)
{
    struct xlsx_spool *const spool = &x->spool;
    lxw_error code;
    int errnum;
    enum err e;

    /* The last row is still in the library's hands. */
    lxw_worksheet_write_single_row(x->sheet);
    errnum = xlsx_spool_flush(&x->spool);
    if (errnum != 0)
        return out_file_fault(errnum);
    errno = 0;
    code = workbook_close(x->book);
    errnum = errno;
    x->book = NULL;
    if (code == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return ERR_NO_MEMORY;
    if (code != LXW_NO_ERROR)
        return disk_fault(x, errnum);
    e = xlsx_fill(x->file.temp, &spool, 1);
    if (e == ERR_OK)
        e = xlsx_check(x->file.temp, &spool->size, 1);
    return e == ERR_DAMAGED ? disk_fault(x, errnum) : e;
}

static enum err xlsx_finish(struct table_out *t)
{
    struct table_xlsx *x = (struct table_xlsx *)t;

    TRY(put_end(x));
    TRY(close_book(x));
    return out_file_publish(&x->file);
}

static void xlsx_free(struct table_out *t)
{
    struct table_xlsx *x = (struct table_xlsx *)t;

    if (x->book)
        lxw_workbook_free(x->book);
    xlsx_spool_close(&x->spool);
    out_file_close(&x->file);
    buf_free(&x->text);
    free(x);
}

static const struct table_form xlsx_form = { xlsx_row, xlsx_finish, xlsx_free };

enum err table_xlsx_open(const struct table_sheet *s, const char *path,
                         struct table_out **out)
{
    struct table_xlsx *x;
    enum err e;

    TRY(table_check(s));
    x = calloc(1, sizeof *x);
    if (!x)
        return ERR_NO_MEMORY;
    x->base.form = &xlsx_form;
    x->base.sheet = s;
    x->file.fd = -1;
    buf_init(&x->text);
    e = out_file_open(path, &x->file);
    if (e != ERR_OK)
        goto out;
    out_file_detach(&x->file);
    if ((e = make_book(x)) != ERR_OK ||
        (e = xlsx_styles(x->book, x->styles)) != ERR_OK ||
        (e = xlsx_page(x->sheet, s)) != ERR_OK || (e = put_heads(x)) != ERR_OK)
        goto out;
    *out = &x->base;
    return ERR_OK;
out:
    xlsx_free(&x->base);
    return e;
}
