/*
 * A stream whose writes and closing we see (fopencookie).
 */
#include "sheet/xlsx_spool.h"

#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUFFER ((size_t)64 * 1024)

static ssize_t spool_read(void *cookie, char *to, size_t n)
{
    struct xlsx_spool *s = cookie;

    return read(s->fd, to, n);
}

/* 0 is how a cookie stream reports a failed write. */
static ssize_t spool_write(void *cookie, const char *from, size_t n)
{
    struct xlsx_spool *s = cookie;
    size_t done = 0;

    while (done < n && s->errnum == 0) {
        ssize_t put = write(s->fd, from + done, n - done);

        if (put > 0)
            done += (size_t)put;
        else if (put == 0 || errno != EINTR)
            s->errnum = put == 0 ? EIO : errno;
    }
    s->size += done;
    return (ssize_t)done;
}

static int spool_seek(void *cookie, off64_t *at, int whence)
{
    struct xlsx_spool *s = cookie;
    off64_t to = lseek64(s->fd, *at, whence);

    if (to < 0)
        return -1;
    *at = to;
    return 0;
}

static int spool_close(void *cookie)
{
    struct xlsx_spool *s = cookie;
    int code = close(s->fd);

    s->fd = -1;
    s->stream = NULL;
    return code;
}

int xlsx_spool_open(struct xlsx_spool *s, const char *dir)
{
    static const cookie_io_functions_t calls = { spool_read, spool_write,
                                                 spool_seek, spool_close };

    *s = (struct xlsx_spool) { .fd = scratch_fd(dir) };
    if (s->fd < 0)
        return errno;
    s->stream = fopencookie(s, "w+", calls);
    if (!s->stream) {
        close(s->fd);
        s->fd = -1;
        return ENOMEM;
    }
    setvbuf(s->stream, NULL, _IOFBF, BUFFER);
    return 0;
}

int xlsx_spool_flush(struct xlsx_spool *s)
{
    if (s->stream && fflush(s->stream) != 0 && s->errnum == 0)
        s->errnum = errno ? errno : EIO;
    return s->errnum;
}

void xlsx_spool_close(struct xlsx_spool *s)
{
    if (s->stream)
        fclose(s->stream);
}
