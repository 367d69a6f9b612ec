/* A CSV file as the one sheet of a workbook. */
#include "scan.h"

#include "sheet/csv.h"

#include <stdio.h>
#include <string.h>

/* ="0123": how people make Excel keep what they wrote. */
static bool kept(const struct csv_field *f)
{
    return f->len >= 4 && f->text[0] == '=' && f->text[1] == '"' &&
           f->text[f->len - 1] == '"' &&
           memchr(f->text + 2, '"', f->len - 2) == f->text + f->len - 1;
}

/* What stands in the quotes; its place was reserved, so no text moves. */
static const char *unwrap(struct scan *r, const struct csv_field *f)
{
    size_t at = r->text.len;

    buf_add(&r->text, f->text + 2, f->len - 3);
    buf_char(&r->text, '\0');
    return r->text.data + at;
}

static size_t trimmed(const struct csv_row *row)
{
    size_t n = row->n;

    while (n > 0 && row->fields[n - 1].len == 0)
        n--;
    return n;
}

static enum err take(void *ctx, const struct csv_row *row)
{
    struct scan *r = ctx;
    size_t room = 1;

    TRY(scan_row(r, row->number, false));
    r->row.n = trimmed(row);
    for (size_t i = 0; i < r->row.n; i++)
        room += kept(&row->fields[i]) ? row->fields[i].len : 0;
    if (room > 1 && !buf_reserve(&r->text, room))
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < r->row.n; i++) {
        const struct csv_field *f = &row->fields[i];
        bool formula = kept(f);

        r->cells[i] = (struct sheet_cell) {
            .kind = f->len > 0 ? CELL_TEXT : CELL_EMPTY,
            .formula = formula,
            .text = formula ? unwrap(r, f) : f->text,
        };
    }
    return r->row.n ? r->fn(r->ctx, &r->row) : ERR_OK;
}

enum err csv_in(struct scan *r)
{
    struct csv_error why;
    enum err e;

    scan_sheet(r, 1, "", false);
    e = csv_read_on(r->fd, r->head, r->head_n, take, r, &why);
    if (e != ERR_OK && why.reason[0] && !r->why->reason[0]) {
        r->why->row = why.row;
        r->why->column = why.column;
        snprintf(r->why->reason, sizeof r->why->reason, "%s", why.reason);
    }
    return e;
}
