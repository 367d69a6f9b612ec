/* A set of tables as one workbook: a tab each, its head in view. */
#include "base/clock.h"
#include "data_form.h"
#include "sheet/book_out.h"
#include "xlsx_look.h"

#include <math.h>
#include <stdlib.h>

#define FIRST_DAY (-25508) /* 1900-03-01: before it a spreadsheet is off */
#define EXACT_MAX (INT64_C(1) << 53)

struct data_xlsx {
    struct data_out base;
    struct book_out *book;
    int64_t number; /* of the last row written */
    char digits[TABLE_COLUMNS_MAX][24];
    struct book_cell cells[TABLE_COLUMNS_MAX];
};

static enum err xlsx_table(struct data_out *d, const char *name,
                           const struct table_sheet *s)
{
    struct data_xlsx *x = (struct data_xlsx *)d;
    double widths[TABLE_COLUMNS_MAX];

    (void)name;
    for (size_t i = 0; i < s->n_columns; i++) {
        widths[i] = xlsx_width(&s->columns[i]);
        x->cells[i] = (struct book_cell) { .text = s->columns[i].header,
                                           .mark = BOOK_HEAD };
    }
    TRY(book_sheet(x->book, s->name, s->n_columns, 0));
    TRY(book_head(x->book, widths, s->n_columns, s->frozen));
    x->number = 1;
    return book_row(x->book, 1, x->cells, s->n_columns);
}

static struct book_cell plain(const char *text)
{
    return (struct book_cell) { .text = text, .mark = BOOK_PLAIN };
}

static struct book_cell text_cell(enum table_kind kind, const char *text)
{
    int32_t days;

    if (kind == TABLE_DATE && clock_date_days(text, &days) && days >= FIRST_DAY)
        return (struct book_cell) { .mark = BOOK_DAY, .number = days };
    return plain(text);
}

static struct book_cell cell_of(struct data_xlsx *x, size_t i,
                                const struct table_cell *c)
{
    switch (c->has) {
    case TABLE_STRING:
        return text_cell(x->base.sheet->columns[i].kind, c->text);
    case TABLE_NUMBER:
        if (c->number <= EXACT_MAX && c->number >= -EXACT_MAX)
            return (struct book_cell) { .mark = BOOK_NUMBER,
                                        .number = (double)c->number };
        snprintf(x->digits[i], sizeof x->digits[i], "%lld",
                 (long long)c->number);
        return plain(x->digits[i]);
    case TABLE_RATIO:
        snprintf(x->digits[i], sizeof x->digits[i], "%.8g", c->ratio);
        return plain(isfinite(c->ratio) ? x->digits[i] : NULL);
    case TABLE_NOTHING:
        break;
    }
    return plain(NULL);
}

static enum err xlsx_row(struct data_out *d, const struct table_cell *cells)
{
    struct data_xlsx *x = (struct data_xlsx *)d;
    size_t n = d->sheet->n_columns;

    for (size_t i = 0; i < n; i++)
        x->cells[i] = cell_of(x, i, &cells[i]);
    return book_row(x->book, ++x->number, x->cells, n);
}

static enum err xlsx_end(struct data_out *d)
{
    (void)d;
    return ERR_OK;
}

static enum err xlsx_finish(struct data_out *d)
{
    return book_finish(((struct data_xlsx *)d)->book);
}

static void xlsx_close(struct data_out *d)
{
    book_close(((struct data_xlsx *)d)->book);
    free(d);
}

static const struct data_kind xlsx_kind = { xlsx_table, xlsx_row, xlsx_end,
                                            xlsx_finish, xlsx_close };

enum err data_xlsx_open(const char *path, struct data_out **out)
{
    struct data_xlsx *x = calloc(1, sizeof *x);
    enum err e;

    if (!x)
        return ERR_NO_MEMORY;
    x->base.kind = &xlsx_kind;
    e = book_open(path, &x->book);
    if (e == ERR_OK)
        *out = &x->base;
    else
        xlsx_close(&x->base);
    return e;
}
