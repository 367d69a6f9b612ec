/* A ledger as a workbook or CSV. */
#include "jobs/ledger_export.h"

#include <string.h>

#include "jobs/nameless.h"
#include "relay.h"
#include "sheet/table_out.h"

/* Rows that are formatted while the rows before are written to the file. */
enum { BATCH_ROWS = 500 };
struct batch {
    struct arena arena;
    struct table_cell *cells; /* a row after another */
    size_t rows;
};

struct sheet {
    struct ledger_view view;
    struct table_column columns[LEDGER_COLUMNS_MAX];
    struct table_sheet table;
    struct table_out *out;
    struct relay *relay;
    struct batch both[2], *filling;
};

static void set_columns(struct sheet *s, const struct ledger *l)
{
    static const enum table_kind kinds[] = { [LEDGER_TEXT] = TABLE_TEXT,
                                             [LEDGER_INT] = TABLE_INT,
                                             [LEDGER_DATE] = TABLE_DATE };

    for (size_t i = 0; i < l->n_columns; i++) {
        const struct ledger_column *c = &l->columns[i];

        s->columns[i] = (struct table_column) { .header = c->header,
                                                .group = c->group,
                                                .kind = kinds[c->kind],
                                                .width = c->width };
    }
    s->table.columns = s->columns;
    s->table.n_columns = l->n_columns;
    s->table.frozen = l->frozen;
    s->table.paper = l->wide ? TABLE_A3 : TABLE_A4;
    memcpy(s->table.foot, l->foot, sizeof l->foot);
}

static enum err set_texts(struct sheet *s, struct arena *a,
                          const struct ledger_export *x)
{
    struct table_sheet *t = &s->table;
    char day[CLOCK_DATE_MAX], minute[CLOCK_TIME_MAX];

    clock_date_of(x->now_ms, day);
    clock_minute_text(x->now_ms, minute);
    t->title = arena_printf(a, "%lld年%s", (long long)x->filter->year.year,
                            x->filter->ledger->title);
    t->sub[0] = arena_printf(a, "填报单位（盖章）：%s", x->unit_name);
    t->sub[1] = arena_printf(a, "填报时间：%s", day);
    t->watermark = arena_printf(a, "导出账号：%s，%s%s", x->by, minute,
                                x->full ? "，含完整证件号" : "");
    return t->title && t->sub[0] && t->sub[1] && t->watermark ? ERR_OK
                                                              : ERR_NO_MEMORY;
}

/* ---- rows, on two threads ------------------------------------------------ */
static enum err write_batch(void *ctx, void *buffer)
{
    struct sheet *s = ctx;
    const struct batch *b = buffer;

    for (size_t i = 0; i < b->rows; i++)
        TRY(table_row(s->out, b->cells + i * s->table.n_columns));
    return ERR_OK;
}

static enum err begin_batch(struct sheet *s, struct batch *b)
{
    arena_reset(&b->arena);
    b->rows = 0;
    b->cells = arena_array(&b->arena, BATCH_ROWS * s->table.n_columns,
                           sizeof *b->cells);
    s->filling = b;
    return b->cells ? ERR_OK : ERR_NO_MEMORY;
}

static enum err end_batch(struct sheet *s)
{
    struct batch *b = s->filling;

    TRY(relay_give(s->relay, b));
    return begin_batch(s, &s->both[b == s->both]);
}

/* The row's texts live no longer than this call: the batch has its own. */
static enum err put_row(void *ctx, struct arena *a, const struct ledger_row *r)
{
    struct sheet *s = ctx;
    struct batch *b = s->filling;
    struct table_cell *cells = b->cells + b->rows * s->table.n_columns;
    struct ledger_cell cell;

    for (size_t i = 0; i < s->table.n_columns; i++) {
        const char *text = NULL;

        TRY(ledger_cell(&s->view, i, a, r, &cell));
        if (cell.text && !(text = arena_strdup(&b->arena, cell.text)))
            return ERR_NO_MEMORY;
        cells[i] =
            cell.number == INT_NONE ? table_text(text) : table_int(cell.number);
    }
    return ++b->rows == BATCH_ROWS ? end_batch(s) : ERR_OK;
}

static enum err put_rows(struct sheet *s, struct db *db,
                         const struct ledger_filter *filter)
{
    enum err e, written;

    arena_init(&s->both[0].arena, 0);
    arena_init(&s->both[1].arena, 0);
    e = begin_batch(s, &s->both[0]);
    if (e == ERR_OK)
        e = relay_open(write_batch, s, &s->relay);
    if (e == ERR_OK)
        e = store_ledger_each(db, filter, put_row, s);
    if (e == ERR_OK)
        e = relay_give(s->relay, s->filling);
    written = relay_close(s->relay);
    arena_free(&s->both[0].arena);
    arena_free(&s->both[1].arena);
    return e == ERR_OK ? written : e;
}

enum err ledger_export_write(struct db *db, const struct ledger_export *x,
                             const char *path, int64_t *rows)
{
    struct sheet s = { .out = NULL };
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = ledger_view_of(x->filter->ledger, x->full, &s.view);
    if (e != ERR_OK)
        goto out;
    set_columns(&s, x->filter->ledger);
    if ((e = set_texts(&s, &a, x)) != ERR_OK ||
        (e = table_file_open(&s.table, path, &s.out)) != ERR_OK ||
        (e = put_rows(&s, db, x->filter)) != ERR_OK)
        goto out;
    e = table_finish(s.out);
    if (e == ERR_OK)
        *rows = table_rows(s.out);
out:
    table_close(s.out);
    arena_free(&a);
    return e;
}

/* ---- without a name ---------------------------------------------------- */
struct making {
    struct db *db;
    const struct ledger_export *x;
    int64_t rows;
};

static enum err make(void *ctx, const char *path)
{
    struct making *m = ctx;

    return ledger_export_write(m->db, m->x, path, &m->rows);
}

enum err ledger_export_file(struct db *db, const struct ledger_export *x,
                            bool workbook, struct ledger_file *out)
{
    struct making m = { .db = db, .x = x };
    struct ledger_file f = { .fd = -1 };

    TRY(nameless_make(workbook ? "ledger.xlsx" : "ledger.csv", make, &m, &f.fd,
                      &f.size));
    f.rows = m.rows;
    *out = f;
    return ERR_OK;
}
