/*
 * A table as CSV: RFC 4180, UTF-8 with byte order mark.
 */
#include "sheet/out_file.h"
#include "sheet/table_form.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FILE_CHUNK ((size_t)64 * 1024)

struct table_csv {
    struct table_out base;
    table_sink sink;
    void *ctx;
    struct buf line;
    struct out_file file; /* of the form that writes one */
    struct buf pending;   /* bytes on their way to that file */
};

static enum err csv_row(struct table_out *t, const struct table_cell *cells);
static enum err csv_finish_sink(struct table_out *t);
static enum err csv_finish_file(struct table_out *t);
static void csv_free(struct table_out *t);

static const struct table_form sink_form = { csv_row, csv_finish_sink,
                                             csv_free };
static const struct table_form file_form = { csv_row, csv_finish_file,
                                             csv_free };

/* Quotes also what has a space at an end, which some programs trim. */
static bool needs_quotes(const char *s)
{
    return *s == ' ' || s[strlen(s) - 1] == ' ' || strpbrk(s, "\",;\t\r\n");
}

static void add_text(struct buf *b, const char *s)
{
    bool formula = table_is_formula(s);

    if (!formula && !needs_quotes(s)) {
        buf_str(b, s);
        return;
    }
    buf_str(b, formula ? "\"'" : "\"");
    for (const char *quote; (quote = strchr(s, '"')); s = quote + 1) {
        buf_add(b, s, (size_t)(quote - s) + 1);
        buf_char(b, '"');
    }
    buf_str(b, s);
    buf_char(b, '"');
}

static void add_cell(struct buf *b, const struct table_cell *cell)
{
    switch (cell->has) {
    case TABLE_NOTHING:
        break;
    case TABLE_STRING:
        if (*cell->text)
            add_text(b, cell->text);
        break;
    case TABLE_NUMBER:
        buf_int(b, cell->number);
        break;
    case TABLE_RATIO:
        if (isfinite(cell->ratio))
            buf_printf(b, "%.2f%%", cell->ratio * 100);
        break;
    }
}

/* Ends the line and hands it to the sink. */
static enum err end_line(struct table_csv *c)
{
    buf_str(&c->line, "\r\n");
    if (c->line.failed)
        return ERR_NO_MEMORY;
    TRY(c->sink(c->ctx, c->line.data, c->line.len));
    buf_clear(&c->line);
    return ERR_OK;
}

static enum err csv_row(struct table_out *t, const struct table_cell *cells)
{
    struct table_csv *c = (struct table_csv *)t;

    for (size_t i = 0; i < t->sheet->n_columns; i++) {
        if (i > 0)
            buf_char(&c->line, ',');
        add_cell(&c->line, &cells[i]);
    }
    return end_line(c);
}

static enum err head(struct table_csv *c)
{
    const struct table_sheet *s = c->base.sheet;
    struct buf name;
    enum err e = ERR_NO_MEMORY;

    buf_init(&name);
    buf_str(&c->line, "\xEF\xBB\xBF");
    for (size_t i = 0; i < s->n_columns; i++) {
        buf_clear(&name);
        if (s->columns[i].group) {
            buf_str(&name, s->columns[i].group);
            buf_char(&name, '-');
        }
        buf_str(&name, s->columns[i].header);
        if (name.failed)
            goto out;
        if (i > 0)
            buf_char(&c->line, ',');
        add_text(&c->line, name.data);
    }
    e = end_line(c);
out:
    buf_free(&name);
    return e;
}

/* The watermark's row has as many fields as every other (RFC 4180, 2.4). */
static enum err csv_finish_sink(struct table_out *t)
{
    struct table_csv *c = (struct table_csv *)t;

    if (!t->sheet->watermark || !*t->sheet->watermark)
        return ERR_OK;
    add_text(&c->line, t->sheet->watermark);
    for (size_t i = 1; i < t->sheet->n_columns; i++)
        buf_char(&c->line, ',');
    return end_line(c);
}

static enum err flush(struct table_csv *c)
{
    TRY(out_file_write(&c->file, c->pending.data, c->pending.len));
    buf_clear(&c->pending);
    return ERR_OK;
}

static enum err to_file(void *ctx, const void *bytes, size_t n)
{
    struct table_csv *c = ctx;

    buf_add(&c->pending, bytes, n);
    if (c->pending.failed)
        return ERR_NO_MEMORY;
    return c->pending.len < FILE_CHUNK ? ERR_OK : flush(c);
}

static enum err csv_finish_file(struct table_out *t)
{
    struct table_csv *c = (struct table_csv *)t;

    TRY(csv_finish_sink(t));
    TRY(flush(c));
    return out_file_publish(&c->file);
}

static enum err to_buf(void *ctx, const void *bytes, size_t n)
{
    struct buf *b = ctx;

    buf_add(b, bytes, n);
    return b->failed ? ERR_NO_MEMORY : ERR_OK;
}

static void csv_free(struct table_out *t)
{
    struct table_csv *c = (struct table_csv *)t;

    buf_free(&c->line);
    buf_free(&c->pending);
    out_file_close(&c->file);
    free(c);
}

static enum err csv_new(const struct table_sheet *s,
                        const struct table_form *form, struct table_csv **out)
{
    struct table_csv *c;

    TRY(table_check(s));
    c = calloc(1, sizeof *c);
    if (!c)
        return ERR_NO_MEMORY;
    c->base.form = form;
    c->base.sheet = s;
    c->file.fd = -1;
    buf_init(&c->line);
    buf_init(&c->pending);
    *out = c;
    return ERR_OK;
}

enum err table_csv_open(const struct table_sheet *s, table_sink sink, void *ctx,
                        struct table_out **out)
{
    struct table_csv *c;
    enum err e;

    TRY(csv_new(s, &sink_form, &c));
    c->sink = sink;
    c->ctx = ctx;
    e = head(c);
    if (e != ERR_OK)
        csv_free(&c->base);
    else
        *out = &c->base;
    return e;
}

enum err table_csv_buf_open(const struct table_sheet *s, struct buf *b,
                            struct table_out **out)
{
    return table_csv_open(s, to_buf, b, out);
}

enum err table_csv_file_open(const struct table_sheet *s, const char *path,
                             struct table_out **out)
{
    struct table_csv *c;
    enum err e;

    TRY(csv_new(s, &file_form, &c));
    c->sink = to_file;
    c->ctx = c;
    e = out_file_open(path, &c->file);
    if (e == ERR_OK)
        e = head(c);
    if (e != ERR_OK)
        csv_free(&c->base);
    else
        *out = &c->base;
    return e;
}
