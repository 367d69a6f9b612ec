/* The rows of an import's file. */
#include <stdio.h>
#include <string.h>

#include "import_parts.h"
#include "sheet/csv.h"

struct source {
    source_fn fn;
    void *ctx;
};

static enum err csv_row(void *ctx, const struct csv_row *row)
{
    struct source *s = ctx;
    struct roster_cell cells[CSV_COLUMNS_MAX];
    struct source_row out = {
        .number = row->number, .sheet = 1, .n = row->n, .cells = cells
    };

    if (row->n == 0)
        return ERR_OK;
    for (size_t i = 0; i < row->n; i++)
        cells[i] = (struct roster_cell) { .text = row->fields[i].text };
    return s->fn(s->ctx, &out);
}

enum err source_read(const struct store *s, int fd, source_fn fn, void *ctx,
                     const char **format, char why[SOURCE_WHY])
{
    struct source source = { fn, ctx };
    struct csv_error error = { .row = 0 };
    char path[40];
    enum err e;

    (void)s;
    *why = '\0';
    *format = "csv";
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    e = csv_read_file(path, csv_row, &source, &error);
    if (e != ERR_OK)
        snprintf(why, SOURCE_WHY, "%s", error.reason);
    return e;
}
