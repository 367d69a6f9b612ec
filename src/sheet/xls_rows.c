/*
 * The rows of one XLS sheet.  Rows come in order, but programs that write XLS
 * by hand put the cells of a row in any; so a row is gathered in places by
 * column and given when the next one begins.
 */
#include "xls_book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 256
#define ROWS 65536
#define ROW_HIDDEN 0x20
#define SHEET_KIND 0x10 /* of a BOF: rows, and no chart */
#define RK_HUNDREDTH 1
#define RK_WHOLE 2

struct place {
    struct sheet_cell cell;
    size_t at, n; /* of its text */
};

struct xls {
    struct xls_book *x;
    struct scan *r;
    struct biff *b;
    int64_t row; /* being gathered, from 0; below 0 none */
    int last;    /* highest column that holds something */
    struct place places[COLUMNS];
    struct buf text;
    int waiting; /* column of a formula whose text comes next; -1 */
    unsigned char hidden[ROWS / 8];
};

static const char *error_name(unsigned code)
{
    static const struct {
        unsigned code;
        const char *name;
    } names[] = { { 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0F, "#VALUE!" },
                  { 0x17, "#REF!" },  { 0x1D, "#NAME?" },  { 0x24, "#NUM!" },
                  { 0x2A, "#N/A" } };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].code == code)
            return names[i].name;
    return "#ERR!";
}

/* ---- a row --------------------------------------------------------------------- */
static enum err give_row(struct xls *w)
{
    if (w->row < 0)
        return ERR_OK;
    TRY(scan_row(w->r, w->row + 1, w->hidden[w->row / 8] >> (w->row % 8) & 1));
    for (int i = 0; i <= w->last; i++) {
        struct place *p = &w->places[i];

        if (p->n > 0) {
            p->cell.text = w->text.data + p->at;
            TRY(scan_cell(w->r, i + 1, &p->cell, p->n));
        }
        p->n = 0;
    }
    buf_clear(&w->text);
    w->last = -1;
    return scan_row_end(w->r);
}

static enum err put(struct xls *w, unsigned column, const struct sheet_cell *c,
                    size_t n)
{
    struct place *p = &w->places[column];

    *p = (struct place) { *c, w->text.len, n };
    if (n > SHEET_CELL_MAX || w->text.len + n > SHEET_ROW_MAX)
        return scan_fail(w->r, ERR_TOO_LARGE,
                         "这一行的内容太长，读取到此停止。"
                         "请缩短内容后重新上传。");
    buf_add(&w->text, c->text, n);
    buf_char(&w->text, '\0');
    w->last = (int)column > w->last ? (int)column : w->last;
    return w->text.failed ? ERR_NO_MEMORY : ERR_OK;
}

static enum err put_number(struct xls *w, unsigned column, unsigned xf,
                           double v, bool formula)
{
    struct sheet_cell c = { .formula = formula };
    char text[CELL_TEXT_MAX];

    if (!isfinite(v))
        return ole_damaged(w->r);
    cell_number(v, xls_format(w->x, xf), w->x->since_1904, text, &c);
    return put(w, column, &c, strlen(text));
}

static enum err put_word(struct xls *w, unsigned column, enum cell_kind kind,
                         const char *word, bool formula)
{
    struct sheet_cell c = { .kind = kind, .formula = formula, .text = word };

    return put(w, column, &c, strlen(word));
}

static enum err put_truth(struct xls *w, unsigned column, unsigned value,
                          bool error, bool formula)
{
    if (error)
        return put_word(w, column, CELL_ERROR, error_name(value), formula);
    return put_word(w, column, CELL_BOOL, value ? "TRUE" : "FALSE", formula);
}

static enum err put_text(struct xls *w, unsigned column, bool formula)
{
    struct sheet_cell c = { .kind = CELL_TEXT, .formula = formula };

    c.text = w->x->text.data;
    return put(w, column, &c, w->x->text.len);
}

/* The row and column that every cell's record begins with. */
static enum err begin_cell(struct xls *w, unsigned *column)
{
    unsigned row;

    TRY(biff_u16(w->b, &row));
    TRY(biff_u16(w->b, column));
    if (*column >= COLUMNS)
        return ole_damaged(w->r);
    if (row != w->row) {
        TRY(give_row(w));
        w->row = row;
    }
    w->r->row.number = row + 1;
    w->r->column = (int)*column + 1;
    return ERR_OK;
}

/* ---- records ------------------------------------------------------------------- */
static double of_rk(uint32_t rk)
{
    uint64_t bits = (uint64_t)(rk & ~3u) << 32;
    double v;

    if (rk & RK_WHOLE)
        v = (double)((int32_t)rk >> 2);
    else
        memcpy(&v, &bits, sizeof v);
    return rk & RK_HUNDREDTH ? v / 100 : v;
}

static enum err take_rks(struct xls *w)
{
    unsigned column, xf;
    uint32_t rk;

    TRY(begin_cell(w, &column));
    do {
        if (column >= COLUMNS)
            return ole_damaged(w->r);
        TRY(biff_u16(w->b, &xf));
        TRY(biff_u32(w->b, &rk));
        TRY(put_number(w, column++, xf, of_rk(rk), false));
    } while (w->b->type == REC_MULRK && w->b->n - w->b->at >= 6);
    return ERR_OK;
}

/* The result of a formula: a number, or a mark where that would be none. */
static enum err take_formula(struct xls *w)
{
    const unsigned char *result;
    unsigned column, xf;
    double v;

    TRY(begin_cell(w, &column));
    TRY(biff_u16(w->b, &xf));
    result = w->b->data + w->b->at;
    TRY(biff_double(w->b, &v));
    if (le16(result + 6) != 0xFFFF)
        return put_number(w, column, xf, v, true);
    switch (result[0]) {
    case 0:
        w->waiting = (int)column;
        return ERR_OK;
    case 1:
    case 2:
        return put_truth(w, column, result[2], result[0] == 2, true);
    default:
        return ERR_OK; /* an empty text */
    }
}

static enum err take_shared(struct xls *w, unsigned column)
{
    struct sheet_cell c = { .kind = CELL_TEXT };
    uint32_t i;
    size_t n;
    enum err e;

    TRY(biff_u32(w->b, &i));
    e = pool_get(&w->x->strings, i, &c.text, &n);
    if (e == ERR_NOT_FOUND)
        return ole_damaged(w->r);
    TRY(e);
    return put(w, column, &c, n);
}

static enum err take_cell(struct xls *w)
{
    unsigned column, xf, value, error;
    double v;

    TRY(begin_cell(w, &column));
    TRY(biff_u16(w->b, &xf));
    switch (w->b->type) {
    case REC_NUMBER:
        TRY(biff_double(w->b, &v));
        return put_number(w, column, xf, v, false);
    case REC_LABELSST:
        return take_shared(w, column);
    case REC_BOOLERR:
        TRY(biff_u8(w->b, &value));
        TRY(biff_u8(w->b, &error));
        return put_truth(w, column, value, error != 0, false);
    default: /* REC_LABEL, REC_RSTRING */
        TRY(biff_text(w->b, 2, &w->x->text));
        return put_text(w, column, false);
    }
}

static enum err take_row(struct xls *w)
{
    unsigned row;

    TRY(biff_u16(w->b, &row));
    if (w->b->n > 12 && (w->b->data[12] & ROW_HIDDEN))
        w->hidden[row / 8] |= (unsigned char)(1u << row % 8);
    return ERR_OK;
}

static enum err take_string(struct xls *w)
{
    int column = w->waiting;

    if (column < 0)
        return ERR_OK;
    w->waiting = -1;
    TRY(biff_text(w->b, 2, &w->x->text));
    return put_text(w, (unsigned)column, true);
}

static enum err take_record(struct xls *w)
{
    switch (w->b->type) {
    case REC_ROW:
        return take_row(w);
    case REC_RK:
    case REC_MULRK:
        return take_rks(w);
    case REC_FORMULA:
        return take_formula(w);
    case REC_STRING:
        return take_string(w);
    case REC_NUMBER:
    case REC_LABELSST:
    case REC_BOOLERR:
    case REC_LABEL:
    case REC_RSTRING:
        return take_cell(w);
    default:
        return ERR_OK;
    }
}

/* Charts stand in streams of their own within the sheet's: those are passed
 * over. */
static enum err take_records(struct xls *w)
{
    int depth = 1;

    while (depth > 0) {
        TRY(biff_next(w->b));
        if (w->b->type == REC_BOF)
            depth++;
        else if (w->b->type == REC_EOF)
            depth--;
        else if (depth == 1)
            TRY(take_record(w));
    }
    return give_row(w);
}

enum err xls_rows(struct xls_book *x, const struct xls_sheet *s)
{
    struct xls *w;
    unsigned version, kind;
    enum err e;

    TRY(biff_go(&x->b, s->place));
    if (x->b.type != REC_BOF)
        return ole_damaged(x->r);
    TRY(biff_u16(&x->b, &version));
    TRY(biff_u16(&x->b, &kind));
    if (kind != SHEET_KIND)
        return ERR_OK;
    w = calloc(1, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    w->x = x;
    w->r = x->r;
    w->b = &x->b;
    w->row = w->last = w->waiting = -1;
    e = take_records(w);
    buf_free(&w->text);
    free(w);
    return e;
}
