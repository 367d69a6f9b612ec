/* A ledger as a workbook or CSV. */
#include "jobs/ledger_export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sheet/out_file.h"
#include "sheet/table_out.h"

struct sheet {
    struct ledger_view view;
    struct table_column columns[LEDGER_COLUMNS_MAX];
    struct table_sheet table;
    struct table_out *out;
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
                                                .width = c->width,
                                                .wrap = c->wrap };
    }
    s->table.columns = s->columns;
    s->table.n_columns = l->n_columns;
    s->table.frozen = l->frozen;
    s->table.paper = l->wide ? TABLE_A3 : TABLE_A4;
    memcpy(s->table.foot, l->foot, sizeof l->foot);
}

/* "2026-08-20 09:00": minutes of the county's own time. */
static const char *minute_text(struct arena *a, int64_t ms)
{
    char at[CLOCK_TIME_MAX];

    clock_time_text(ms, at);
    at[10] = ' ';
    at[16] = '\0';
    return arena_strdup(a, at);
}

static enum err set_texts(struct sheet *s, struct arena *a,
                          const struct ledger_export *x)
{
    struct table_sheet *t = &s->table;
    const char *minute = minute_text(a, x->now_ms);
    char day[CLOCK_DATE_MAX];

    if (!minute)
        return ERR_NO_MEMORY;
    clock_date_of(x->now_ms, day);
    t->title = arena_printf(a, "%lld年%s", (long long)x->filter->year.year,
                            x->filter->ledger->title);
    t->sub[0] = arena_printf(a, "填报单位（盖章）：%s", x->unit_name);
    t->sub[1] = arena_printf(a, "填报时间：%s", day);
    t->watermark = arena_printf(a, "导出账号：%s，%s%s", x->by, minute,
                                x->full ? "，含完整证件号" : "");
    return t->title && t->sub[0] && t->sub[1] && t->watermark ? ERR_OK
                                                              : ERR_NO_MEMORY;
}

static enum err put_row(void *ctx, struct arena *a, const struct ledger_row *r)
{
    struct sheet *s = ctx;
    struct table_cell cells[LEDGER_COLUMNS_MAX];
    struct ledger_cell cell;

    for (size_t i = 0; i < s->table.n_columns; i++) {
        TRY(ledger_cell(&s->view, i, a, r, &cell));
        cells[i] = cell.number == INT_NONE ? table_text(cell.text)
                                           : table_int(cell.number);
    }
    return table_row(s->out, cells);
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
        (e = store_ledger_each(db, x->filter, put_row, &s)) != ERR_OK)
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
/* Opens it for reading and takes its name away. */
static enum err take(const char *path, struct ledger_file *f)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0) {
        enum err e = out_file_fault(errno);

        if (fd >= 0)
            close(fd);
        return e;
    }
    f->fd = fd;
    f->size = (size_t)st.st_size;
    return ERR_OK;
}

enum err ledger_export_file(struct db *db, const struct ledger_export *x,
                            bool workbook, struct ledger_file *out)
{
    const char *tmp = getenv("TMPDIR");
    struct ledger_file f = { .fd = -1 };
    struct arena a;
    char *dir, *path;
    enum err e = ERR_NO_MEMORY;

    arena_init(&a, 0);
    dir = arena_printf(&a, "%s/baoxue-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!dir)
        goto out;
    if (!mkdtemp(dir)) {
        e = out_file_fault(errno);
        goto out;
    }
    path = arena_printf(&a, "%s/ledger.%s", dir, workbook ? "xlsx" : "csv");
    if (path) {
        e = ledger_export_write(db, x, path, &f.rows);
        if (e == ERR_OK)
            e = take(path, &f);
        (void)unlink(path);
    }
    (void)rmdir(dir);
    if (e == ERR_OK)
        *out = f;
out:
    arena_free(&a);
    return e;
}
