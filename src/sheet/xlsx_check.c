/*
 * The second look at a workbook: walks the ZIP directory, inflates each part
 * in a small window and compares what a torn part would get wrong.
 */
#include "sheet/xlsx_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "xlsx_zip.h"

#define WINDOW ((size_t)64 * 1024)
#define TAIL 64

struct part {
    uint64_t at; /* of its local header */
    uint64_t packed, size;
    uint32_t crc;
    bool sheet;
    uint64_t body; /* of a sheet's <sheetData>, as it has to be */
};

/* What the sheets of a workbook have to hold, and how many were met. */
struct bodies {
    const uint64_t *of;
    size_t n, met;
};

/* What is remembered of a part while it goes by. */
struct look {
    uint64_t size;
    uLong crc;
    char root[PART_NAME_MAX]; /* "</worksheet>" */
    char tail[TAIL];
    size_t tail_len;
    uint64_t close_at; /* where BODY_CLOSE has to stand */
    char close[BODY_CLOSE_LEN];
};

static enum err read_at(int fd, uint64_t at, void *to, size_t n)
{
    char *p = to;

    while (n > 0) {
        ssize_t got = pread(fd, p, n, (off_t)at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERR_IO;
        if (got == 0)
            return ERR_DAMAGED;
        p += got;
        at += (uint64_t)got;
        n -= (size_t)got;
    }
    return ERR_OK;
}

/* The end tag of the first element after the XML declaration. */
static void find_root(struct look *l, const char *text, size_t n)
{
    const char *at = text, *end = text + n;
    size_t len = 0;

    while ((at = memchr(at, '<', (size_t)(end - at))) && at + 1 < end &&
           at[1] == '?')
        at++;
    if (!at)
        return;
    at++;
    while (at + len < end && !strchr(" />\n", at[len]))
        len++;
    if (len == 0 || len + 4 > sizeof l->root)
        return;
    memcpy(l->root, "</", 2);
    memcpy(l->root + 2, at, len);
    memcpy(l->root + 2 + len, ">", 2);
}

static void find_body(struct look *l, const char *text, size_t n, uint64_t body)
{
    const char *at = memmem(text, n, BODY_OPEN, BODY_OPEN_LEN);

    l->close_at =
        at ? (uint64_t)(at - text) + BODY_OPEN_LEN + body : UINT64_MAX;
}

/* Keeps what the next `n` bytes hold of the place where the body ends. */
static void keep_close(struct look *l, const char *text, size_t n)
{
    for (size_t i = 0; i < BODY_CLOSE_LEN; i++) {
        uint64_t at = l->close_at + i;

        if (at >= l->size && at - l->size < n)
            l->close[i] = text[at - l->size];
    }
}

static void keep_tail(struct look *l, const char *text, size_t n)
{
    size_t take = n < TAIL ? n : TAIL;
    size_t keep = TAIL - take < l->tail_len ? TAIL - take : l->tail_len;

    memmove(l->tail, l->tail + l->tail_len - keep, keep);
    memcpy(l->tail + keep, text + n - take, take);
    l->tail_len = keep + take;
}

static void see(struct look *l, const struct part *p, const char *text,
                size_t n)
{
    if (l->size == 0) {
        find_root(l, text, n);
        if (p->sheet)
            find_body(l, text, n, p->body);
    }
    if (p->sheet)
        keep_close(l, text, n);
    keep_tail(l, text, n);
    l->crc = crc32(l->crc, (const Bytef *)text, (uInt)n);
    l->size += n;
}

static bool is_whole(const struct look *l, const struct part *p)
{
    size_t root = strlen(l->root), n = l->tail_len;

    while (n > 0 && l->tail[n - 1] == '\n')
        n--;
    return l->size == p->size && l->crc == p->crc && root > 0 && n >= root &&
           !memcmp(l->tail + n - root, l->root, root) &&
           (!p->sheet || !memcmp(l->close, BODY_CLOSE, BODY_CLOSE_LEN));
}

/* Windows of one part, packed and plain. */
struct windows {
    unsigned char packed[WINDOW];
    unsigned char plain[WINDOW];
};

/* Inflates the packed bytes at `at`, showing each window to `see`. */
static enum err unpack(int fd, uint64_t at, const struct part *p, z_stream *z,
                       struct windows *w, struct look *l)
{
    uint64_t left = p->packed;
    int code = Z_OK;

    while (code == Z_OK) {
        if (z->avail_in == 0) {
            size_t n = left < WINDOW ? (size_t)left : WINDOW;

            if (n == 0)
                return ERR_DAMAGED;
            TRY(read_at(fd, at, w->packed, n));
            at += n;
            left -= n;
            z->next_in = w->packed;
            z->avail_in = (uInt)n;
        }
        z->next_out = w->plain;
        z->avail_out = WINDOW;
        code = inflate(z, Z_NO_FLUSH);
        if (z->avail_out < WINDOW)
            see(l, p, (const char *)w->plain, WINDOW - z->avail_out);
    }
    if (code == Z_MEM_ERROR)
        return ERR_NO_MEMORY;
    return code == Z_STREAM_END && left == 0 ? ERR_OK : ERR_DAMAGED;
}

static enum err check_part(int fd, const struct part *p)
{
    unsigned char local[LOCAL_SIZE];
    struct look l = { .close_at = UINT64_MAX };
    z_stream z = { 0 };
    struct windows *w;
    uint64_t at;
    enum err e;

    TRY(read_at(fd, p->at, local, sizeof local));
    at = p->at + LOCAL_SIZE + le(local + 26, 2) + le(local + 28, 2);
    w = malloc(sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK) {
        free(w);
        return ERR_NO_MEMORY;
    }
    e = unpack(fd, at, p, &z, w, &l);
    inflateEnd(&z);
    free(w);
    return e == ERR_OK && !is_whole(&l, p) ? ERR_DAMAGED : e;
}

/* Reads the directory entry at *at and moves past it.  ERR_DAMAGED also for a
 * sheet that there should be none of. */
static enum err next_part(int fd, uint64_t *at, struct bodies *b,
                          struct part *p)
{
    unsigned char entry[ENTRY_SIZE];
    char name[PART_NAME_MAX] = "";
    size_t number = 0;
    uint32_t len;

    TRY(read_at(fd, *at, entry, sizeof entry));
    if (memcmp(entry, "PK\1\2", 4) != 0 || le(entry + 10, 2) != DEFLATED)
        return ERR_DAMAGED;
    len = le(entry + 28, 2);
    p->crc = le(entry + 16, 4);
    p->packed = le(entry + 20, 4);
    p->size = le(entry + 24, 4);
    p->at = le(entry + 42, 4);
    if (len < sizeof name) {
        TRY(read_at(fd, *at + ENTRY_SIZE, name, len));
        number = sheet_number(name);
    }
    if (number > b->n)
        return ERR_DAMAGED;
    p->sheet = number > 0;
    p->body = p->sheet ? b->of[number - 1] : 0;
    b->met += p->sheet;
    *at += ENTRY_SIZE + len + le(entry + 30, 2) + le(entry + 32, 2);
    return ERR_OK;
}

static enum err check_parts(int fd, struct bodies *b)
{
    unsigned char end[END_SIZE];
    off_t size = lseek(fd, 0, SEEK_END);
    uint64_t at;

    if (size < END_SIZE)
        return ERR_DAMAGED;
    TRY(read_at(fd, (uint64_t)size - END_SIZE, end, sizeof end));
    if (memcmp(end, "PK\5\6", 4) != 0)
        return ERR_DAMAGED;
    at = le(end + 16, 4);
    for (uint32_t n = le(end + 10, 2); n > 0; n--) {
        struct part p;

        TRY(next_part(fd, &at, b, &p));
        TRY(check_part(fd, &p));
    }
    return b->met == b->n ? ERR_OK : ERR_DAMAGED;
}

enum err xlsx_check(const char *path, const uint64_t *bodies, size_t sheets)
{
    struct bodies b = { .of = bodies, .n = sheets };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum err e;

    if (fd < 0)
        return ERR_IO;
    e = check_parts(fd, &b);
    close(fd);
    return e;
}
