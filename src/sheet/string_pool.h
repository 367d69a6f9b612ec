/*
 * The shared strings of a workbook, by number: in memory while they are few,
 * in a scratch file with a table of offsets when they are many.
 */
#ifndef SHEET_STRING_POOL_H
#define SHEET_STRING_POOL_H

#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define POOL_KEEP ((size_t)16 * 1024 * 1024) /* bytes kept in memory */
#define POOL_BLOCK ((size_t)64 * 1024)
#define POOL_BLOCKS 128 /* read back at a time: 8 MiB */

struct string_pool {
    int fd;         /* scratch file; below 0: none, all stays in memory */
    struct buf at;  /* uint64_t: where each string begins, and the end */
    uint64_t size;  /* bytes of all strings */
    uint64_t spilt; /* of them in the file */
    struct buf tail;
    struct buf one;              /* a string put together from blocks */
    char *blocks;                /* NULL until something is read back */
    uint64_t holds[POOL_BLOCKS]; /* number of the block plus 1; 0 none */
};

void pool_init(struct string_pool *p, int fd);
void pool_free(struct string_pool *p);

/* Appends a string.  ERR_TOO_LARGE above SHEET_STRINGS_MAX strings or
 * SHEET_SCRATCH_MAX bytes; ERR_NO_MEMORY, ERR_FULL, ERR_IO. */
enum err pool_add(struct string_pool *p, const char *text, size_t n);

size_t pool_count(const struct string_pool *p);

/* String `i`, valid until the next call; not NUL-terminated.  ERR_NOT_FOUND
 * when there is none; ERR_IO, ERR_NO_MEMORY. */
enum err pool_get(struct string_pool *p, uint64_t i, const char **text,
                  size_t *n);

#endif
