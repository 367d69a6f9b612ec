/*
 * The kept file of an import as it was sent.  A workbook lies whole in memory,
 * for its reader goes to and fro in it.  A text comes through a socket while a
 * thread of its own unseals it, so that no size of it takes more memory.
 * Nothing unsealed is on any disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crypto/stream.h"
#include "import_parts.h"
#include "sheet/sheet_in.h"

struct import_stream {
    struct stream_reader *sealed;
    int from; /* the kept file */
    int fd;   /* what the reader gets */
    int feed; /* our end of it; -1: a whole workbook */
    pthread_t thread;
    bool fed;   /* the thread was started */
    enum err e; /* of unsealing; the thread's own until it is joined */
    size_t n;
    char piece[STREAM_CHUNK];
};

static enum err next_piece(struct import_stream *x)
{
    return stream_read(x->sealed, x->piece, sizeof x->piece, &x->n);
}

static enum err open_sealed(const struct store *s, int64_t id,
                            struct import_stream *x)
{
    struct arena a;
    const char *path;

    arena_init(&a, 0);
    path = arena_printf(&a, "%s.imports/%lld", s->path, (long long)id);
    x->from = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    arena_free(&a);
    if (x->from < 0)
        return !path ? ERR_NO_MEMORY : errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    TRY(stream_reader_open(
        s->kek,
        (struct stream_source) { .read = stream_read_fd, .ctx = &x->from },
        &x->sealed));
    return next_piece(x);
}

/* ---- a workbook ---------------------------------------------------------- */
static enum err put_piece(const struct import_stream *x)
{
    for (size_t at = 0; at < x->n;) {
        ssize_t w = write(x->fd, x->piece + at, x->n - at);

        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return ERR_NO_MEMORY;
        at += (size_t)w;
    }
    return ERR_OK;
}

static enum err take_whole(struct import_stream *x)
{
    size_t size = 0;

    x->fd = memfd_create("import", MFD_CLOEXEC);
    if (x->fd < 0)
        return ERR_NO_MEMORY;
    while (x->n > 0) {
        size += x->n;
        if (size > IMPORT_WORKBOOK_MOST)
            return ERR_TOO_LARGE;
        TRY(put_piece(x));
        TRY(next_piece(x));
    }
    return lseek(x->fd, 0, SEEK_SET) == 0 ? ERR_OK : ERR_IO;
}

/* ---- a text --------------------------------------------------------------- */
/* False when nobody reads any more. */
static bool send_piece(const struct import_stream *x)
{
    for (size_t at = 0; at < x->n;) {
        ssize_t sent = send(x->feed, x->piece + at, x->n - at, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += (size_t)sent;
    }
    return true;
}

static void *feed_main(void *arg)
{
    struct import_stream *x = arg;

    while (x->e == ERR_OK && x->n > 0 && send_piece(x))
        x->e = next_piece(x);
    shutdown(x->feed, SHUT_WR);
    return NULL;
}

static enum err start_feeding(struct import_stream *x)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return ERR_BUSY;
    x->fd = ends[0];
    x->feed = ends[1];
    x->fed = pthread_create(&x->thread, NULL, feed_main, x) == 0;
    return x->fed ? ERR_OK : ERR_NO_MEMORY;
}

enum err import_stream_open(const struct store *s, int64_t id,
                            struct import_stream **out)
{
    struct import_stream *x = calloc(1, sizeof *x);
    enum err e;

    if (!x)
        return ERR_NO_MEMORY;
    x->from = x->fd = x->feed = -1;
    e = open_sealed(s, id, x);
    if (e == ERR_OK)
        e = sheet_seeks(x->piece, x->n) ? take_whole(x) : start_feeding(x);
    if (e != ERR_OK) {
        (void)import_stream_close(x);
        return e;
    }
    *out = x;
    return ERR_OK;
}

int import_stream_fd(const struct import_stream *x)
{
    return x->fd;
}

enum err import_stream_close(struct import_stream *x)
{
    enum err e;

    if (x->fd >= 0)
        close(x->fd); /* whoever still feeds it is told */
    if (x->fed)
        pthread_join(x->thread, NULL);
    if (x->feed >= 0)
        close(x->feed);
    if (x->from >= 0)
        close(x->from);
    stream_reader_close(x->sealed);
    e = x->e;
    explicit_bzero(x->piece, sizeof x->piece);
    free(x);
    return e;
}
