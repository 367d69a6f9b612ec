/* Files that appear whole or not at all. */
#include "crypto/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char suffix[] = ".part-XXXXXX";

struct outfile {
    int fd;
    char *path;
    char *part; /* what it is called until it is whole */
};

static enum err io_err(int code)
{
    return code == ENOSPC || code == EDQUOT ? ERR_FULL : ERR_IO;
}

static void release(struct outfile *f)
{
    free(f->path);
    free(f->part);
    free(f);
}

enum err outfile_open(const char *path, struct outfile **out)
{
    struct outfile *f = calloc(1, sizeof *f);
    enum err e = ERR_NO_MEMORY;

    if (f == NULL)
        return ERR_NO_MEMORY;
    f->path = strdup(path);
    if (f->path == NULL || asprintf(&f->part, "%s%s", path, suffix) < 0) {
        f->part = NULL;
        goto out;
    }
    f->fd = mkostemp(f->part, O_CLOEXEC);
    if (f->fd < 0) {
        e = io_err(errno);
        goto out;
    }
    *out = f;
    return ERR_OK;
out:
    release(f);
    return e;
}

enum err file_write_all(int fd, const void *data, size_t n)
{
    const uint8_t *at = data;

    while (n > 0) {
        ssize_t put = write(fd, at, n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return io_err(errno);
        at += put;
        n -= (size_t)put;
    }
    return ERR_OK;
}

enum err outfile_write(void *outfile, const void *data, size_t n)
{
    return file_write_all(((struct outfile *)outfile)->fd, data, n);
}

enum err file_sync_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *dir = slash == NULL   ? strdup(".")
                : slash == path ? strdup("/")
                                : strndup(path, (size_t)(slash - path));
    enum err e = ERR_OK;
    int fd;

    if (dir == NULL)
        return ERR_NO_MEMORY;
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(dir);
    if (fd < 0)
        return ERR_IO;
    if (fsync(fd) != 0)
        e = io_err(errno);
    (void)close(fd);
    return e;
}

enum err outfile_commit(struct outfile *f)
{
    enum err e = ERR_OK;

    if (fsync(f->fd) != 0)
        e = io_err(errno);
    if (close(f->fd) != 0 && e == ERR_OK)
        e = io_err(errno);
    if (e == ERR_OK && rename(f->part, f->path) != 0)
        e = io_err(errno);
    if (e == ERR_OK)
        e = file_sync_directory(f->path);
    else
        (void)unlink(f->part);
    release(f);
    return e;
}

void outfile_discard(struct outfile *f)
{
    if (f == NULL)
        return;
    (void)close(f->fd);
    (void)unlink(f->part);
    release(f);
}
