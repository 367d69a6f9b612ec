/*
 * Strings one behind the other.  Spreadsheets number them in the order of
 * their first use, so that a few blocks read back serve most cells.
 */
#include "string_pool.h"

#include "sheet/out_file.h"
#include "sheet/sheet_in.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SPILL ((size_t)1024 * 1024) /* written at a time */

void pool_init(struct string_pool *p, int fd)
{
    *p = (struct string_pool) { .fd = fd };
}

void pool_free(struct string_pool *p)
{
    buf_free(&p->at);
    buf_free(&p->tail);
    buf_free(&p->one);
    free(p->blocks);
    pool_init(p, -1);
}

size_t pool_count(const struct string_pool *p)
{
    return p->at.len / sizeof(uint64_t);
}

static enum err spill(struct string_pool *p)
{
    size_t done = 0;

    while (done < p->tail.len) {
        ssize_t put = pwrite(p->fd, p->tail.data + done, p->tail.len - done,
                             (off_t)p->spilt);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return put == 0 ? ERR_IO : out_file_fault(errno);
        done += (size_t)put;
        p->spilt += (uint64_t)put;
    }
    buf_clear(&p->tail);
    return ERR_OK;
}

enum err pool_add(struct string_pool *p, const char *text, size_t n)
{
    if (pool_count(p) >= SHEET_STRINGS_MAX ||
        p->size + n > (uint64_t)SHEET_SCRATCH_MAX)
        return ERR_TOO_LARGE;
    buf_add(&p->at, &p->size, sizeof p->size);
    buf_add(&p->tail, text, n);
    if (p->at.failed || p->tail.failed)
        return ERR_NO_MEMORY;
    p->size += n;
    if (p->fd < 0 || p->size <= POOL_KEEP ||
        (p->spilt > 0 && p->tail.len < SPILL))
        return ERR_OK;
    return spill(p);
}

static uint64_t begin_of(const struct string_pool *p, uint64_t i)
{
    uint64_t at = p->size;

    if (i < pool_count(p))
        memcpy(&at, p->at.data + i * sizeof at, sizeof at);
    return at;
}

/* The block's bytes; those past the file's end are never asked for. */
static enum err block(struct string_pool *p, uint64_t number, const char **out)
{
    size_t slot = (size_t)(number % POOL_BLOCKS), got = 0;
    char *to;

    if (!p->blocks && !(p->blocks = malloc(POOL_BLOCKS * POOL_BLOCK)))
        return ERR_NO_MEMORY;
    to = p->blocks + slot * POOL_BLOCK;
    *out = to;
    if (p->holds[slot] == number + 1)
        return ERR_OK;
    p->holds[slot] = 0;
    while (got < POOL_BLOCK) {
        ssize_t some = pread(p->fd, to + got, POOL_BLOCK - got,
                             (off_t)(number * POOL_BLOCK + got));

        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return ERR_IO;
        if (some == 0)
            break;
        got += (size_t)some;
    }
    p->holds[slot] = number + 1;
    return ERR_OK;
}

static enum err read_back(struct string_pool *p, uint64_t at, size_t n,
                          const char **text)
{
    const char *bytes;
    size_t skip = (size_t)(at % POOL_BLOCK);

    if (skip + n <= POOL_BLOCK) {
        TRY(block(p, at / POOL_BLOCK, &bytes));
        *text = bytes + skip;
        return ERR_OK;
    }
    buf_clear(&p->one);
    while (n > 0) {
        size_t some = POOL_BLOCK - skip < n ? POOL_BLOCK - skip : n;

        TRY(block(p, at / POOL_BLOCK, &bytes));
        buf_add(&p->one, bytes + skip, some);
        at += some;
        n -= some;
        skip = 0;
    }
    *text = p->one.data;
    return p->one.failed ? ERR_NO_MEMORY : ERR_OK;
}

enum err pool_get(struct string_pool *p, uint64_t i, const char **text,
                  size_t *n)
{
    uint64_t at, end;

    if (i >= pool_count(p))
        return ERR_NOT_FOUND;
    at = begin_of(p, i);
    end = begin_of(p, i + 1);
    *n = (size_t)(end - at);
    if (p->spilt > 0 && p->tail.len > 0)
        TRY(spill(p)); /* the first look ends the writing */
    if (*n == 0) {
        *text = "";
        return ERR_OK;
    }
    if (p->spilt == 0) {
        *text = p->tail.data + at;
        return ERR_OK;
    }
    return read_back(p, at, (size_t)(end - at), text);
}
