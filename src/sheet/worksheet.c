/*
 * The rows of one XLSX sheet.
 *
 *   worksheet > sheetData > row > c > v | is > t | is > r > t | f
 */
#include "workbook.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum type { NUMBER, SHARED, TEXT, BOOL, ERROR, ISO_DATE };

struct worksheet {
    struct workbook *w;
    struct scan *r;
    bool data, row, cell; /* within */
    bool collect;         /* within <v>, or <t> that is no phonetic one */
    bool phonetic;

    int column;
    enum type type;
    bool formula;
    uint64_t style;
    struct buf text;
};

static enum err damaged(struct worksheet *s, const char *says)
{
    return scan_fail(s->r, ERR_INVALID, says);
}

/* ---- a cell -------------------------------------------------------------------- */
static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code of "_xHHHH_"; 0 when it is none, or one that no text may hold. */
static unsigned escape(const char *s, size_t n)
{
    unsigned v = 0;

    if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
        return 0;
    for (int i = 2; i < 6; i++) {
        if (hex(s[i]) < 0)
            return 0;
        v = v << 4 | (unsigned)hex(s[i]);
    }
    return v < 0x80 ? v : 0;
}

size_t xstring_decode(char *s, size_t n)
{
    const char *from = memchr(s, '_', n), *end = s + n;
    char *to;

    if (!from)
        return n;
    to = s + (from - s);
    while (from < end) {
        unsigned c = escape(from, (size_t)(end - from));

        *to++ = c ? (char)c : *from;
        from += c ? 7 : 1;
    }
    return (size_t)(to - s);
}

/* Whether it can be nothing but a decimal number. */
static bool numeric(const char *s, size_t n)
{
    return n > 0 && n < 400 && strspn(s, "0123456789+-.eE") == n;
}

static enum err put_number(struct worksheet *s)
{
    struct sheet_cell c = { .formula = s->formula };
    char text[CELL_TEXT_MAX], *end = NULL;
    double v = 0;

    if (s->text.len == 0)
        return ERR_OK;
    if (numeric(s->text.data, s->text.len))
        v = strtod(s->text.data, &end);
    if (!end || *end || !isfinite(v))
        return damaged(s, "数字的写法不对，文件已损坏，读取到此停止。" AGAIN);
    cell_number(v, workbook_format(s->w, s->style), s->w->since_1904, text, &c);
    return scan_cell(s->r, s->column, &c, strlen(text));
}

static enum err put_shared(struct worksheet *s)
{
    struct sheet_cell c = { .kind = CELL_TEXT, .formula = s->formula };
    uint64_t i;
    size_t n;
    enum err e;

    if (s->text.len == 0)
        return ERR_OK;
    e = xml_whole(s->text.data, &i) ? pool_get(&s->w->strings, i, &c.text, &n)
                                    : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return damaged(s, "这一格的文字不在文件里，文件已损坏，"
                          "读取到此停止。" AGAIN);
    TRY(e);
    return scan_cell(s->r, s->column, &c, n);
}

/* "2024-03-05T00:00:00" as a date, with its time where it has one. */
static size_t shape_iso(char *s, size_t n)
{
    if (n < 19 || s[10] != 'T')
        return n;
    s[10] = ' ';
    return memcmp(s + 11, "00:00:00", 8) == 0 ? 10 : 19;
}

static enum err put_text(struct worksheet *s, enum cell_kind kind)
{
    struct sheet_cell c = { .kind = kind, .formula = s->formula };
    size_t n = s->text.len;

    if (n == 0)
        return ERR_OK;
    c.text = s->text.data;
    if (kind == CELL_TEXT)
        n = xstring_decode(s->text.data, n);
    if (kind == CELL_DATE)
        n = shape_iso(s->text.data, n);
    if (kind == CELL_BOOL) {
        c.text =
            *s->text.data == '0' || *s->text.data == 'f' ? "FALSE" : "TRUE";
        n = strlen(c.text);
    }
    return scan_cell(s->r, s->column, &c, n);
}

static enum err put_cell(struct worksheet *s)
{
    switch (s->type) {
    case NUMBER:
        return put_number(s);
    case SHARED:
        return put_shared(s);
    case BOOL:
        return put_text(s, CELL_BOOL);
    case ERROR:
        return put_text(s, CELL_ERROR);
    case ISO_DATE:
        return put_text(s, CELL_DATE);
    case TEXT:
    default:
        return put_text(s, CELL_TEXT);
    }
}

/* ---- marks --------------------------------------------------------------------- */
static enum type type_of(const char *t)
{
    if (!t || *t == 'n')
        return NUMBER;
    switch (*t) {
    case 's':
        return t[1] ? TEXT : SHARED; /* "str" */
    case 'b':
        return BOOL;
    case 'e':
        return ERROR;
    case 'd':
        return ISO_DATE;
    default:
        return TEXT; /* "inlineStr" */
    }
}

/* The column of "AB12"; 0 when it is none. */
static int column_of(const char *ref)
{
    int column = 0;

    for (; *ref >= 'A' && *ref <= 'Z' && column < 1000000; ref++)
        column = column * 26 + (*ref - 'A' + 1);
    return isdigit((unsigned char)*ref) ? column : 0;
}

static enum err start_row(struct worksheet *s, const char **atts)
{
    const char *ref = xml_attribute(atts, "r");
    uint64_t number = (uint64_t)s->r->row.number + 1;

    if (ref && !xml_whole(ref, &number))
        return damaged(s, "行号的写法不对，文件已损坏，读取到此停止。" AGAIN);
    s->row = true;
    s->column = 0;
    return scan_row(s->r, (int64_t)number, xml_flag(atts, "hidden"));
}

static enum err start_cell(struct worksheet *s, const char **atts)
{
    const char *ref = NULL, *type = NULL;

    s->style = 0;
    for (; *atts; atts += 2) {
        if (atts[0][1] != '\0')
            continue; /* all that matter are one letter long */
        if (atts[0][0] == 'r')
            ref = atts[1];
        else if (atts[0][0] == 't')
            type = atts[1];
        else if (atts[0][0] == 's')
            xml_whole(atts[1], &s->style);
    }
    s->column = ref ? column_of(ref) : s->column + 1;
    if (s->column < 1)
        return damaged(s, "单元格位置的写法不对，文件已损坏，"
                          "读取到此停止。" AGAIN);
    s->r->column = s->column;
    s->type = type_of(type);
    s->formula = false;
    s->cell = true;
    s->phonetic = false;
    buf_clear(&s->text);
    return ERR_OK;
}

static enum err start(void *ctx, const char *name, const char **atts)
{
    struct worksheet *s = ctx;

    if (s->cell) {
        if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
            s->collect = !s->phonetic;
        else if (strcmp(name, "f") == 0)
            s->formula = true;
        else if (strcmp(name, "rPh") == 0)
            s->phonetic = true;
        return ERR_OK;
    }
    if (s->row)
        return strcmp(name, "c") == 0 ? start_cell(s, atts) : ERR_OK;
    if (s->data)
        return strcmp(name, "row") == 0 ? start_row(s, atts) : ERR_OK;
    s->data = strcmp(name, "sheetData") == 0;
    return ERR_OK;
}

static enum err end(void *ctx, const char *name)
{
    struct worksheet *s = ctx;

    s->collect = false;
    if (s->cell) {
        if (strcmp(name, "rPh") == 0)
            s->phonetic = false;
        if (strcmp(name, "c") != 0)
            return ERR_OK;
        s->cell = false;
        return put_cell(s);
    }
    if (s->row && strcmp(name, "row") == 0) {
        s->row = false;
        s->r->column = 0;
        return scan_row_end(s->r);
    }
    if (strcmp(name, "sheetData") == 0)
        s->data = false;
    return ERR_OK;
}

static enum err text(void *ctx, const char *bytes, size_t n)
{
    struct worksheet *s = ctx;

    if (!s->collect)
        return ERR_OK;
    if (s->text.len + n > SHEET_CELL_MAX)
        return scan_fail(s->r, ERR_TOO_LARGE,
                         "这一格的内容太长，读取到此停止。"
                         "请缩短内容后重新上传。");
    buf_add(&s->text, bytes, n);
    return s->text.failed ? ERR_NO_MEMORY : ERR_OK;
}

enum err worksheet_read(struct workbook *w, const char *part)
{
    static const struct xml_in in = { start, end, text };
    struct worksheet s = { .w = w, .r = w->r };
    enum err e = xml_read(w->p, part, w->r, &in, &s);

    buf_free(&s.text);
    if (e == ERR_NOT_FOUND)
        return damaged(&s, "工作表的内容不在文件里，文件已损坏，"
                           "读取到此停止。" AGAIN);
    return e;
}
