/* The rows of an import's file, read by a confined child. */
#include <stdio.h>
#include <string.h>

#include "import_parts.h"
#include "sheet/sheet_in.h"

struct source {
    source_fn fn;
    void *ctx;
    const char *format;
};

static enum err sheet_row(void *ctx, const struct sheet_in_row *row)
{
    struct source *s = ctx;
    struct roster_cell cells[SHEET_COLUMNS_MAX];
    struct source_row out = {
        .number = row->number, .sheet = row->sheet, .n = row->n, .cells = cells
    };

    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cells[i];

        cells[i] = (struct roster_cell) {
            .text = c->kind == CELL_EMPTY ? NULL : c->text,
            .numeric = c->kind == CELL_NUMBER && *row->sheet_name,
            .formula = c->formula,
            .error = c->kind == CELL_ERROR,
        };
    }
    return s->fn(s->ctx, &out);
}

/* What is wrong with the kept file itself. */
static enum err say_kept(enum err e, char why[SOURCE_WHY])
{
    if (e == ERR_TOO_LARGE)
        snprintf(why, SOURCE_WHY, "%s",
                 "工作簿超过 64 MB，没有导入。"
                 "请另存为“CSV UTF-8”，或拆成几个文件后重新上传。");
    if (e == ERR_NOT_FOUND || e == ERR_DAMAGED)
        snprintf(why, SOURCE_WHY, "%s",
                 "上传的文件没有保存完整，没有导入。请重新上传。");
    return e == ERR_DAMAGED ? ERR_INVALID : e;
}

static enum err read_stream(const struct store *s, struct import_stream *x,
                            struct source *source, char why[SOURCE_WHY])
{
    struct sheet_error error = { .row = 0 };
    struct arena a;
    const char *scratch;
    enum err e;

    arena_init(&a, 0);
    scratch = arena_printf(&a, "%s.imports", s->path);
    e = scratch ? sheet_read_confined(import_stream_fd(x), scratch, NULL,
                                      sheet_row, source, &error)
                : ERR_NO_MEMORY;
    if (e != ERR_OK)
        snprintf(why, SOURCE_WHY, "%s", error.reason);
    arena_free(&a);
    return e;
}

enum err source_read(const struct store *s, int64_t id, source_fn fn, void *ctx,
                     char why[SOURCE_WHY])
{
    struct source source = { .fn = fn, .ctx = ctx };
    struct import_stream *x;
    enum err e, kept;

    *why = '\0';
    e = import_stream_open(s, id, &x);
    if (e != ERR_OK)
        return say_kept(e, why);
    e = read_stream(s, x, &source, why);
    kept = import_stream_close(x);
    return kept == ERR_OK ? e : say_kept(kept, why);
}
