/*
 * Fuzzes the CSV reader: any bytes, cut anywhere, give the rows and the error
 * that one piece gives.  The first byte of the input seeds the cuts.
 */
#include "base/buf.h"
#include "sheet/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SHORT_PIECE 64

static void must(int holds)
{
    if (!holds)
        abort();
}

/* Writes a row so that no two different rows look the same. */
static enum err note(void *ctx, const struct csv_row *row)
{
    struct buf *b = ctx;

    must(row->n <= CSV_COLUMNS_MAX);
    buf_add(b, &row->number, sizeof row->number);
    buf_add(b, &row->n, sizeof row->n);
    for (size_t i = 0; i < row->n; i++) {
        must(row->fields[i].len <= CSV_FIELD_MAX);
        must(strlen(row->fields[i].text) == row->fields[i].len);
        buf_add(b, row->fields[i].text, row->fields[i].len + 1);
    }
    return ERR_OK;
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* Reads it all, in one piece when `seed` is 0, and notes how it ended. */
static void read_all(const uint8_t *data, size_t n, uint32_t seed,
                     struct buf *b)
{
    struct csv *c;
    enum err e;

    must(csv_open(note, b, &c) == ERR_OK);
    while (n > 0) {
        size_t piece = seed ? 1 + next(&seed) % SHORT_PIECE : n;

        piece = piece < n ? piece : n;
        csv_push(c, data, piece);
        data += piece;
        n -= piece;
    }
    e = csv_finish(c);
    must(csv_finish(c) == e);
    must((e == ERR_OK) == (csv_error(c)->reason[0] == '\0'));
    buf_printf(b, "%d %c %s", (int)e, csv_separator(c), csv_error(c)->reason);
    csv_close(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf whole, cut;

    if (size == 0)
        return 0;
    buf_init(&whole);
    buf_init(&cut);
    read_all(data + 1, size - 1, 0, &whole);
    read_all(data + 1, size - 1, 1u + data[0], &cut);
    must(!whole.failed && !cut.failed);
    must(whole.len == cut.len && !memcmp(whole.data, cut.data, whole.len));
    buf_free(&whole);
    buf_free(&cut);
    return 0;
}
