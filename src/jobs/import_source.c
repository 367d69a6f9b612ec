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

enum err source_read(const struct store *s, int fd, source_fn fn, void *ctx,
                     char why[SOURCE_WHY])
{
    struct source source = { .fn = fn, .ctx = ctx };
    struct sheet_error error = { .row = 0 };
    struct arena a;
    const char *scratch;
    enum err e;

    *why = '\0';
    arena_init(&a, 0);
    scratch = arena_printf(&a, "%s.imports", s->path);
    e = scratch
            ? sheet_read_confined(fd, scratch, NULL, sheet_row, &source, &error)
            : ERR_NO_MEMORY;
    if (e != ERR_OK)
        snprintf(why, SOURCE_WHY, "%s", error.reason);
    arena_free(&a);
    return e;
}
