/* A workbook cell by cell, through libxlsxwriter in constant memory. */
#include "sheet/book_out.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "sheet/out_file.h"
#include "text/utf8.h"
#include "xlsx_look.h"

#define ROWS_MOST 1048576
#define WIDTH 18
#define REASON_WIDTH 90
#define MARKS (BOOK_REASON + 1)

struct book_out {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *formats[MARKS];
    struct buf text;
};

static lxw_format *format_of(lxw_workbook *book, enum book_mark mark)
{
    static const lxw_color_t fills[MARKS] = { [BOOK_HEAD] = 0xDDEBF7,
                                              [BOOK_WRONG] = 0xFFC7CE,
                                              [BOOK_DOUBT] = 0xFFEB9C,
                                              [BOOK_REASON] = 0xF2F2F2 };
    lxw_format *f = workbook_add_format(book);

    if (!f)
        return NULL;
    format_set_num_format_index(f, 49); /* @: text */
    if (fills[mark])
        format_set_bg_color(f, fills[mark]);
    if (mark == BOOK_HEAD)
        format_set_bold(f);
    return f;
}

enum err book_open(const char *path, struct book_out **out)
{
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    struct book_out *b = calloc(1, sizeof *b);

    if (!b)
        return ERR_NO_MEMORY;
    buf_init(&b->text);
    b->book = workbook_new_opt(path, &options);
    for (int i = 0; b->book && i < MARKS; i++) {
        b->formats[i] = format_of(b->book, (enum book_mark)i);
        if (!b->formats[i]) {
            book_close(b);
            return ERR_NO_MEMORY;
        }
    }
    if (!b->book) {
        book_close(b);
        return ERR_NO_MEMORY;
    }
    *out = b;
    return ERR_OK;
}

enum err book_sheet(struct book_out *b, const char *name, size_t columns,
                    size_t reasons)
{
    bool fits = name && *name &&
                workbook_validate_sheet_name(b->book, name) == LXW_NO_ERROR;

    errno = 0;
    b->sheet = workbook_add_worksheet(b->book, fits ? name : NULL);
    if (!b->sheet)
        return errno ? out_file_fault(errno) : ERR_NO_MEMORY;
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

enum err book_row(struct book_out *b, int64_t number,
                  const struct book_cell *cells, size_t n)
{
    if (number < 1 || number > ROWS_MOST)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < n; i++) {
        const char *text = cells[i].text ? cells[i].text : "";

        if (!*text && cells[i].mark == BOOK_PLAIN)
            continue;
        text = xml_text(b, text);
        if (!text)
            return ERR_NO_MEMORY;
        TRY(xlsx_fault(worksheet_write_string(b->sheet, (lxw_row_t)(number - 1),
                                              (lxw_col_t)i, text,
                                              b->formats[cells[i].mark])));
    }
    return ERR_OK;
}

enum err book_finish(struct book_out *b)
{
    lxw_error code;

    errno = 0;
    code = workbook_close(b->book);
    b->book = NULL;
    if (code == LXW_NO_ERROR)
        return ERR_OK;
    return code == LXW_ERROR_MEMORY_MALLOC_FAILED ? ERR_NO_MEMORY
                                                  : out_file_fault(errno);
}

void book_close(struct book_out *b)
{
    if (!b)
        return;
    if (b->book)
        lxw_workbook_free(b->book);
    buf_free(&b->text);
    free(b);
}
