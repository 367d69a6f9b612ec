/*
 * A stream whose writes and closing we see (fopencookie), packed on the way.
 */
#include "sheet/xlsx_spool.h"

#include "scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#define ZLIB_CONST
#include <zlib.h>

#define BUFFER ((size_t)64 * 1024)

/* The packer begins the struct that also holds what it makes. */
struct packer {
    z_stream z;
    unsigned char out[BUFFER];
};

static void put(struct xlsx_spool *s, const unsigned char *bytes, size_t n)
{
    while (n > 0 && s->errnum == 0) {
        ssize_t done = write(s->fd, bytes, n);

        if (done > 0) {
            bytes += done;
            n -= (size_t)done;
            s->packed += (uint64_t)done;
        } else if (done == 0 || errno != EINTR) {
            s->errnum = done == 0 ? EIO : errno;
        }
    }
}

/* Packs what was given; hands on what is ready, all of it with a flush. */
static void pack(struct xlsx_spool *s, int flush)
{
    struct packer *p = (struct packer *)s->packer;

    do {
        p->z.next_out = p->out;
        p->z.avail_out = BUFFER;
        deflate(&p->z, flush);
        put(s, p->out, BUFFER - p->z.avail_out);
    } while (p->z.avail_out == 0 && s->errnum == 0);
}

/* Nothing: the package is closed around an empty sheet. */
static ssize_t spool_read(void *cookie, char *to, size_t n)
{
    (void)cookie;
    (void)to;
    (void)n;
    return 0;
}

/* 0 is how a cookie stream reports a failed write. */
static ssize_t spool_write(void *cookie, const char *from, size_t n)
{
    struct xlsx_spool *s = cookie;

    if (s->errnum != 0)
        return 0;
    s->packer->next_in = (const Bytef *)from;
    s->packer->avail_in = (uInt)n;
    pack(s, Z_NO_FLUSH);
    s->crc = (uint32_t)crc32(s->crc, (const Bytef *)from, (uInt)n);
    s->size += n;
    return s->errnum == 0 ? (ssize_t)n : 0;
}

static int spool_seek(void *cookie, off64_t *at, int whence)
{
    (void)cookie;
    (void)at;
    (void)whence;
    return 0;
}

static int spool_close(void *cookie)
{
    struct xlsx_spool *s = cookie;

    s->stream = NULL;
    return 0;
}

static int open_packer(struct xlsx_spool *s)
{
    struct packer *p = calloc(1, sizeof *p);

    if (!p)
        return ENOMEM;
    if (deflateInit2(&p->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        free(p);
        return ENOMEM;
    }
    s->packer = &p->z;
    return 0;
}

int xlsx_spool_open(struct xlsx_spool *s, const char *dir)
{
    static const cookie_io_functions_t calls = { spool_read, spool_write,
                                                 spool_seek, spool_close };
    int errnum;

    *s = (struct xlsx_spool) { .fd = scratch_fd(dir) };
    errnum = s->fd < 0 ? errno : open_packer(s);
    if (errnum == 0 && !(s->stream = fopencookie(s, "w+", calls)))
        errnum = ENOMEM;
    if (errnum == 0)
        setvbuf(s->stream, NULL, _IOFBF, BUFFER);
    else
        xlsx_spool_close(s);
    return errnum;
}

int xlsx_spool_flush(struct xlsx_spool *s)
{
    if (s->stream && fflush(s->stream) != 0 && s->errnum == 0)
        s->errnum = errno ? errno : EIO;
    if (s->errnum == 0) {
        s->packer->avail_in = 0;
        pack(s, Z_SYNC_FLUSH);
    }
    return s->errnum;
}

void xlsx_spool_close(struct xlsx_spool *s)
{
    if (s->stream)
        fclose(s->stream);
    if (s->packer) {
        deflateEnd(s->packer);
        free(s->packer);
    }
    if (s->fd > 0) /* zeros: never opened */
        close(s->fd);
    *s = (struct xlsx_spool) { .fd = -1 };
}
