/* Workbooks of imports. */
#include "jobs/import_book.h"

#include <string.h>

#include "base/buf.h"
#include "import_parts.h"
#include "jobs/nameless.h"
#include "sheet/book_out.h"
#include "store/import_store.h"

#define FAULTS_PAGE 2000

/* ---- a file without a name -------------------------------------------------- */
typedef enum err (*fill_fn)(void *ctx, struct book_out *b);

struct making {
    fill_fn fill;
    void *ctx;
};

static enum err write_book(void *ctx, const char *path)
{
    const struct making *m = ctx;
    struct book_out *b;
    enum err e;

    TRY(book_open(path, &b));
    e = m->fill(m->ctx, b);
    if (e == ERR_OK)
        e = book_finish(b);
    book_close(b);
    return e;
}

static enum err make(fill_fn fill, void *ctx, struct import_book *out)
{
    struct making m = { fill, ctx };

    return nameless_make("book.xlsx", write_book, &m, &out->fd, &out->size);
}

/* ---- the user's own -------------------------------------------------------------- */
struct annotating {
    const struct store *store;
    struct db *db;
    const struct import *m;
    struct book_out *book;
    struct arena page, row;
    const struct import_line *lines; /* with faults, from `at` on */
    size_t at, n;
    int64_t after;
    int sheet;
    size_t widest; /* cells of a row of the file */
    bool faults_here;
};

static enum err widest(void *ctx, const struct source_row *row)
{
    struct annotating *x = ctx;

    x->widest = row->n > x->widest ? row->n : x->widest;
    return ERR_OK;
}

/* The line of this row, if something is wrong with it. */
static enum err line_of(struct annotating *x, int64_t number,
                        const struct import_line **out)
{
    *out = NULL;
    for (;;) {
        struct list l;

        while (x->at < x->n && x->lines[x->at].number < number)
            x->at++;
        if (x->at < x->n || x->after < 0)
            break;
        arena_reset(&x->page);
        TRY(store_import_lines(x->db, &x->page, x->m->id, NULL, true, x->after,
                               FAULTS_PAGE, &l));
        x->lines = l.items;
        x->n = l.n;
        x->at = 0;
        x->after = l.n ? x->lines[l.n - 1].id : -1;
    }
    if (x->at < x->n && x->lines[x->at].number == number)
        *out = &x->lines[x->at];
    return ERR_OK;
}

static const char *joined(struct arena *a, const char *before, const char *more)
{
    return before ? arena_printf(a, "%s %s", before, more) : more;
}

static enum err mark_faults(struct annotating *x, const struct import_line *l,
                            struct book_cell *cells)
{
    const struct roster_fault *f;
    const char *why = NULL, *what = NULL;
    struct list faults;

    TRY(roster_faults_read(&x->row, l->faults, &faults));
    f = faults.items;
    for (size_t i = 0; i < faults.n; i++) {
        bool refused = strcmp(f[i].gravity, "refused") == 0;

        if (f[i].column > 0 && (size_t)f[i].column <= x->widest)
            cells[f[i].column - 1].mark = refused ? BOOK_WRONG : BOOK_DOUBT;
        why = joined(
            &x->row, why,
            arena_printf(&x->row, "%s：%s", f[i].header ? f[i].header : "整行",
                         f[i].detail));
        what = joined(&x->row, what, f[i].remedy);
    }
    cells[x->widest] = book_text(why, BOOK_REASON);
    cells[x->widest + 1] = book_text(what, BOOK_REASON);
    return why && what ? ERR_OK : ERR_NO_MEMORY;
}

static enum err put_row(void *ctx, const struct source_row *row)
{
    struct annotating *x = ctx;
    struct book_cell *cells;
    const struct import_line *l = NULL;
    bool head;

    arena_reset(&x->row);
    cells = arena_array(&x->row, x->widest + 2, sizeof *cells);
    if (!cells)
        return ERR_NO_MEMORY;
    if (row->sheet != x->sheet)
        TRY(book_sheet(x->book, row->sheet_name, x->widest, 2));
    x->sheet = row->sheet;
    if (row->number == x->m->header_row)
        x->faults_here = true; /* rows before it have none */
    head = row->number == x->m->header_row;
    for (size_t i = 0; i < row->n; i++)
        cells[i] = book_text(row->cells[i].text, head ? BOOK_HEAD : BOOK_PLAIN);
    if (head) {
        cells[x->widest] = book_text("原因", BOOK_HEAD);
        cells[x->widest + 1] = book_text("处理办法", BOOK_HEAD);
    } else if (x->faults_here) {
        TRY(line_of(x, row->number, &l));
    }
    if (l)
        TRY(mark_faults(x, l, cells));
    return book_row(x->book, row->number, cells, x->widest + 2);
}

static enum err annotate(void *ctx, struct book_out *b)
{
    struct annotating *x = ctx;
    char why[SOURCE_WHY];

    x->book = b;
    TRY(source_read(x->store, x->m->id, widest, x, why));
    return source_read(x->store, x->m->id, put_row, x, why);
}

enum err import_annotated(const struct store *s, struct db *db,
                          const struct import *m, struct import_book *out)
{
    struct annotating x = { .store = s, .db = db, .m = m };
    enum err e;

    arena_init(&x.page, 0);
    arena_init(&x.row, 0);
    e = make(annotate, &x, out);
    arena_free(&x.page);
    arena_free(&x.row);
    return e;
}

/* ---- forms --------------------------------------------------------------------------- */
static const char *codes_text(struct arena *a, const struct field *f)
{
    const char *s = "";

    for (const struct code *c = f->codes ? f->codes->rows : NULL;
         s && c && c->code; c++)
        s = arena_printf(a, "%s%s%s（%s）", s, *s ? "、" : "", c->label,
                         c->code);
    return s;
}

static const char *form_text(struct arena *a, const struct field *f)
{
    switch (f->type) {
    case FIELD_CODE:
        return codes_text(a, f);
    case FIELD_DATE:
        return "写作 2015-03-04";
    default:
        return "";
    }
}

static enum err fill_template(void *ctx, struct book_out *b)
{
    static const struct book_cell head[] = {
        { .text = "列名", .mark = BOOK_HEAD },
        { .text = "是否必填", .mark = BOOK_HEAD },
        { .text = "填写办法", .mark = BOOK_HEAD }
    };
    const struct roster_kind *k = ctx;
    struct book_cell cells[ROSTER_MEMBERS];
    struct arena a;
    size_t n = 0;
    enum err e;

    arena_init(&a, 0);
    for (; k->columns[n].header; n++)
        cells[n] = book_text(k->columns[n].header, BOOK_HEAD);
    e = book_sheet(b, k->title, n, 0);
    if (e == ERR_OK)
        e = book_row(b, 1, cells, n);
    if (e == ERR_OK)
        e = book_sheet(b, "填写说明", 3, 0);
    if (e == ERR_OK)
        e = book_row(b, 1, head, 3);
    for (size_t i = 0; e == ERR_OK && i < n; i++) {
        const struct roster_column *c = &k->columns[i];
        const struct field *f = record_field(&roster_value, c->member, NULL);

        cells[0] = book_text(c->header, BOOK_PLAIN);
        cells[1] = book_text(c->need & NEED_CELL     ? "必填"
                             : c->need & NEED_COLUMN ? "列必须有"
                                                     : "",
                             BOOK_PLAIN);
        cells[2] = book_text(form_text(&a, f), BOOK_PLAIN);
        e = cells[2].text ? book_row(b, (int64_t)i + 2, cells, 3)
                          : ERR_NO_MEMORY;
    }
    arena_free(&a);
    return e;
}

enum err import_template(const struct roster_kind *k, struct import_book *out)
{
    return make(fill_template, (void *)(uintptr_t)k, out);
}
