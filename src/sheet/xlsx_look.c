/*
 * Fonts, borders, widths and page of an exported workbook: the plain look of
 * an official form.
 */
#include "xlsx_look.h"

#include "text/utf8.h"

#include <string.h>

#define FONT "宋体"
#define HEAD_FILL 0xDDE8F3
#define PAPER_CODE_A4 9 /* ECMA-376 18.3.1.63 */
#define PAPER_CODE_A3 8
#define PAGE_HEADER_CHARS 240 /* the format holds 255, codes included */

struct look {
    double size;
    int bold, border, wrap, fill;
    uint8_t align;
    const char *number;
};

/* "@" keeps a cell text when somebody edits it later. */
static const struct look looks[XLSX_STYLES] = {
    [XLSX_TITLE] = { 16, 1, 0, 0, 0, LXW_ALIGN_CENTER, NULL },
    [XLSX_NOTE_LEFT] = { 10, 0, 0, 0, 0, LXW_ALIGN_LEFT, "@" },
    [XLSX_NOTE_RIGHT] = { 10, 0, 0, 0, 0, LXW_ALIGN_RIGHT, "@" },
    [XLSX_HEAD] = { 10, 1, 1, 1, 1, LXW_ALIGN_CENTER, "@" },
    [XLSX_TEXT] = { 10, 0, 1, 1, 0, LXW_ALIGN_LEFT, "@" },
    [XLSX_INT] = { 10, 0, 1, 0, 0, LXW_ALIGN_RIGHT, "0" },
    [XLSX_DATE] = { 10, 0, 1, 0, 0, LXW_ALIGN_CENTER, "yyyy-mm-dd" },
    [XLSX_PERCENT] = { 10, 0, 1, 0, 0, LXW_ALIGN_RIGHT, "0.00%" },
};

enum err xlsx_fault(lxw_error e)
{
    switch (e) {
    case LXW_NO_ERROR:
        return ERR_OK;
    case LXW_ERROR_MEMORY_MALLOC_FAILED:
        return ERR_NO_MEMORY;
    case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED:
    case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE:
        return ERR_TOO_LARGE;
    default:
        return ERR_INTERNAL;
    }
}

enum err xlsx_styles(lxw_workbook *book, lxw_format *out[XLSX_STYLES])
{
    for (size_t i = 0; i < XLSX_STYLES; i++) {
        const struct look *l = &looks[i];
        lxw_format *f = workbook_add_format(book);

        if (!f)
            return ERR_NO_MEMORY;
        out[i] = f;
        format_set_font_name(f, FONT);
        format_set_font_size(f, l->size);
        format_set_align(f, l->align);
        format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
        if (l->number)
            format_set_num_format(f, l->number);
        if (l->bold)
            format_set_bold(f);
        if (l->border)
            format_set_border(f, LXW_BORDER_THIN);
        if (l->wrap)
            format_set_text_wrap(f);
        if (l->fill)
            format_set_bg_color(f, HEAD_FILL);
    }
    return ERR_OK;
}

double xlsx_width(const struct table_column *c)
{
    static const double least[] = { [TABLE_TEXT] = 8,
                                    [TABLE_INT] = 6,
                                    [TABLE_DATE] = 11,
                                    [TABLE_PERCENT] = 9 };
    double head = 2.0 * (double)utf8_count(c->header, strlen(c->header)) + 2;

    if (c->width > 0)
        return c->width;
    return head > least[c->kind] ? head : least[c->kind];
}

/* The watermark in each page's upper right corner.  & begins a code there and
 * is doubled; the space keeps the font size apart from leading digits. */
static enum err page_header(lxw_worksheet *sheet, const char *watermark)
{
    size_t left = strlen(watermark), n, chars = 0;
    struct buf b;
    uint32_t cp;
    enum err e;

    buf_init(&b);
    buf_str(&b, "&R&8 ");
    for (; (n = utf8_next(watermark, left, &cp)) > 0; left -= n) {
        chars += cp == '&' ? 2 : 1;
        if (chars > PAGE_HEADER_CHARS)
            break;
        if (cp == '&')
            buf_char(&b, '&');
        buf_add(&b, watermark, n);
        watermark += n;
    }
    e = b.failed ? ERR_NO_MEMORY
                 : xlsx_fault(worksheet_set_header(sheet, b.data));
    buf_free(&b);
    return e;
}

enum err xlsx_page(lxw_worksheet *sheet, const struct table_sheet *s)
{
    for (size_t i = 0; i < s->n_columns; i++)
        worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i,
                             xlsx_width(&s->columns[i]), NULL);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet,
                        s->paper == TABLE_A3 ? PAPER_CODE_A3 : PAPER_CODE_A4);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_center_horizontally(sheet);
    worksheet_set_margins(sheet, 0.4, 0.4, 0.6, 0.6);
    if (s->watermark && *s->watermark)
        TRY(page_header(sheet, s->watermark));
    return xlsx_fault(worksheet_set_footer(sheet, "&C第 &P 页 共 &N 页"));
}
