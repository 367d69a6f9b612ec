/*
 * The child's side: confines itself before it looks at the first byte, reads,
 * and writes frames.
 */
#include "scratch.h"
#include "sheet/frame.h"

#include "base/buf.h"
#include "sheet/confine.h"
#include "text/gb18030.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct writer {
    struct buf out;
    int sheet; /* last told; 0 none */
};

static void write_all(const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t put = write(CHILD_PIPE, bytes, n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            _exit(CHILD_CUT); /* nobody listens */
        bytes += put;
        n -= (size_t)put;
    }
}

static enum err flush(struct writer *w)
{
    if (w->out.failed)
        return ERR_NO_MEMORY;
    write_all(w->out.data, w->out.len);
    buf_clear(&w->out);
    return ERR_OK;
}

static void put_sheet(struct writer *w, const struct sheet_in_row *row)
{
    size_t n = strlen(row->sheet_name);
    struct frame_sheet s = { row->sheet, row->sheet_hidden };
    struct frame f = { (uint32_t)(sizeof s + n), FRAME_SHEET };

    buf_add(&w->out, &f, sizeof f);
    buf_add(&w->out, &s, sizeof s);
    buf_add(&w->out, row->sheet_name, n);
    w->sheet = row->sheet;
}

static enum err put_row(void *ctx, const struct sheet_in_row *row)
{
    struct writer *w = ctx;
    struct frame_row head = { row->number, (uint32_t)row->n, row->hidden };
    struct frame_cell cells[SHEET_COLUMNS_MAX];
    struct frame f = { .type = FRAME_ROW };
    size_t size = sizeof head + row->n * sizeof *cells;

    if (w->sheet != row->sheet)
        put_sheet(w, row);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cells[i];

        cells[i] =
            (struct frame_cell) { (uint32_t)strlen(c->text), (uint8_t)c->kind,
                                  c->formula, c->inexact, 0 };
        size += cells[i].n + 1;
    }
    f.n = (uint32_t)size;
    buf_reserve(&w->out, sizeof f + size);
    buf_add(&w->out, &f, sizeof f);
    buf_add(&w->out, &head, sizeof head);
    buf_add(&w->out, cells, row->n * sizeof *cells);
    for (size_t i = 0; i < row->n; i++)
        buf_add(&w->out, row->cells[i].text, (size_t)cells[i].n + 1);
    return w->out.len < FRAME_BATCH && !w->out.failed ? ERR_OK : flush(w);
}

/* Needs no memory, for that may be what ran out. */
static void put_end(enum err e, const struct sheet_error *why)
{
    struct {
        struct frame f;
        struct frame_end end;
    } last = { { 0, FRAME_END },
               { why->row, why->sheet, why->column, (uint32_t)e, 0 } };
    size_t n = strlen(why->reason);

    last.f.n = (uint32_t)(sizeof last.end + n);
    write_all((const char *)&last, sizeof last);
    write_all(why->reason, n);
}

/* The table of GB18030 comes from a file, so it is fetched while files can
 * still be opened; it stays, because the decoder does. */
static bool prepare(struct gb18030 *keep)
{
    return gb18030_open(keep) == ERR_OK;
}

static _Noreturn void run(int64_t memory, int cpu_s)
{
    struct writer w = { .sheet = 0 };
    struct sheet_error why;
    struct gb18030 keep;
    enum err e;

    if (!prepare(&keep) || !confine(memory, cpu_s, SHEET_SCRATCH_MAX))
        _exit(CHILD_UNCONFINED);
    e = sheet_read_fds(CHILD_FILE, CHILD_SCRATCH, put_row, &w, &why);
    if (flush(&w) != ERR_OK && e == ERR_OK)
        e = ERR_NO_MEMORY;
    put_end(e, &why);
    _exit(CHILD_DONE);
}

void sheet_child(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], SHEET_CHILD) == 0)
        run(strtoll(argv[2], NULL, 10), (int)strtol(argv[3], NULL, 10));
}
