/* A file that is written under a name and then has none. */
#include "nameless.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "sheet/out_file.h"

static enum err take(const char *path, int *fd, size_t *size)
{
    struct stat st;
    int opened = open(path, O_RDONLY | O_CLOEXEC);

    if (opened < 0 || fstat(opened, &st) != 0) {
        enum err e = out_file_fault(errno);

        if (opened >= 0)
            close(opened);
        return e;
    }
    *fd = opened;
    *size = (size_t)st.st_size;
    return ERR_OK;
}

enum err nameless_make(const char *name,
                       enum err (*write)(void *ctx, const char *path),
                       void *ctx, int *fd, size_t *size)
{
    const char *tmp = getenv("TMPDIR");
    struct arena a;
    char *dir, *path;
    enum err e = ERR_NO_MEMORY;

    arena_init(&a, 0);
    dir = arena_printf(&a, "%s/baoxue-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!dir)
        goto out;
    if (!mkdtemp(dir)) {
        e = out_file_fault(errno);
        goto out;
    }
    path = arena_printf(&a, "%s/%s", dir, name);
    if (path) {
        e = write(ctx, path);
        if (e == ERR_OK)
            e = take(path, fd, size);
        (void)unlink(path);
    }
    (void)rmdir(dir);
out:
    arena_free(&a);
    return e;
}
