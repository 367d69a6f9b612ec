/*
 * Temporary name, fsync, rename, fsync of the directory: what it takes for a
 * file to be either the old one or the new one.
 */
#include "sheet/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum err out_file_fault(int errnum)
{
    switch (errnum) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ERR_FULL;
    case ENOMEM:
        return ERR_NO_MEMORY;
    default:
        return ERR_IO;
    }
}

enum err out_file_open(const char *path, struct out_file *f)
{
    const char *slash = strrchr(path, '/');
    enum err e = ERR_NO_MEMORY;

    *f = (struct out_file) { .fd = -1 };
    f->path = strdup(path);
    f->dir = !slash          ? strdup(".")
             : slash == path ? strdup("/")
                             : strndup(path, (size_t)(slash - path));
    if (!f->path || !f->dir || asprintf(&f->temp, "%s.XXXXXX", path) < 0) {
        f->temp = NULL;
        goto out;
    }
    f->fd = mkostemp(f->temp, O_CLOEXEC);
    if (f->fd < 0) {
        e = out_file_fault(errno);
        free(f->temp); /* there is no file to remove */
        f->temp = NULL;
        goto out;
    }
    return ERR_OK;
out:
    out_file_close(f);
    return e;
}

enum err out_file_write(struct out_file *f, const void *bytes, size_t n)
{
    const char *at = bytes;

    while (n > 0) {
        ssize_t wrote = write(f->fd, at, n);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return wrote == 0 ? ERR_IO : out_file_fault(errno);
        at += wrote;
        n -= (size_t)wrote;
    }
    return ERR_OK;
}

void out_file_detach(struct out_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
}

/* fsync by name; 0 or an errno. */
static int sync_path(const char *path, int flags)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    int errnum;

    if (fd < 0)
        return errno;
    errnum = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    return errnum;
}

enum err out_file_publish(struct out_file *f)
{
    int errnum = sync_path(f->temp, 0);

    if (errnum != 0)
        return out_file_fault(errnum);
    if (rename(f->temp, f->path) != 0)
        return out_file_fault(errno);
    free(f->temp);
    f->temp = NULL;
    errnum = sync_path(f->dir, O_DIRECTORY);
    return errnum == 0 ? ERR_OK : out_file_fault(errnum);
}

void out_file_close(struct out_file *f)
{
    out_file_detach(f);
    if (f->temp)
        unlink(f->temp);
    free(f->temp);
    free(f->path);
    free(f->dir);
    *f = (struct out_file) { .fd = -1 };
}
