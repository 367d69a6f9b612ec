/*
 * What holds of every spreadsheet file, whatever is in it; for the fuzzers of
 * its formats.
 */
#ifndef TEST_SHEET_FUZZ_H
#define TEST_SHEET_FUZZ_H

#include "sheet/sheet_in.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(int holds)
{
    if (!holds)
        abort();
}

static inline int file_of(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", 0);

    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    return fd;
}

struct last {
    int sheet;
    int64_t number;
};

/* Rows rise, cells are what they say, and all of it is text. */
static inline enum err check(void *ctx, const struct sheet_in_row *row)
{
    struct last *last = ctx;

    must(row->sheet > last->sheet ||
         (row->sheet == last->sheet && row->number > last->number));
    must(row->number > 0 && row->number <= SHEET_ROWS_MAX);
    must(row->n > 0 && row->n <= SHEET_COLUMNS_MAX);
    must(strlen(row->sheet_name) < SHEET_NAME_MAX);
    must(row->cells[row->n - 1].kind != CELL_EMPTY);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cells[i];
        size_t n = strlen(c->text);

        must(c->kind < CELL_KINDS && n <= SHEET_CELL_MAX);
        must((c->kind == CELL_EMPTY) == (n == 0));
        must(utf8_valid(c->text, n, NULL));
    }
    *last = (struct last) { row->sheet, row->number };
    return ERR_OK;
}

/* Reads it; a failure has its reason.  Closes `fd`. */
static inline void read_it(int fd)
{
    struct sheet_error why;
    struct last last = { 0, 0 };
    enum err e = sheet_read_file(fd, "/dev/shm", check, &last, &why);

    must(e == ERR_OK || e == ERR_INVALID || e == ERR_TOO_LARGE);
    must((e == ERR_OK) == (why.reason[0] == '\0'));
    must(utf8_valid(why.reason, strlen(why.reason), NULL));
    close(fd);
}

#endif
