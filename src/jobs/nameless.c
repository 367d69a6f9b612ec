/* A file that is written under a name and then has none. */
#include "jobs/nameless.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "sheet/out_file.h"

#define PREFIX "baoxue-out-" /* then whose it is, and any six letters */

static const char *below(void)
{
    const char *tmp = getenv("TMPDIR");

    return tmp && *tmp ? tmp : "/tmp";
}

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
    struct arena a;
    char *dir, *path;
    enum err e = ERR_NO_MEMORY;

    arena_init(&a, 0);
    dir = arena_printf(&a, "%s/" PREFIX "%d-XXXXXX", below(), (int)getpid());
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

/* ---- of those that were killed ----------------------------------------- */
/* Made by a process that is no more; nobody else has its number, and this one
 * has made none yet. */
static bool is_left(const char *name)
{
    char *end;
    long pid;

    if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
        return false;
    pid = strtol(name + strlen(PREFIX), &end, 10);
    return *end == '-' && pid > 0 &&
           (pid == getpid() || (kill((pid_t)pid, 0) != 0 && errno == ESRCH));
}

static bool is_ours(int at, const char *name)
{
    struct stat st;

    return fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(st.st_mode) && st.st_uid == geteuid();
}

static void empty(int at, const char *name)
{
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);

    if (!d) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (const struct dirent *e; (e = readdir(d));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            (void)unlinkat(fd, e->d_name, 0);
    closedir(d);
    (void)unlinkat(at, name, AT_REMOVEDIR);
}

void nameless_sweep(void)
{
    DIR *d = opendir(below());

    if (!d)
        return;
    for (const struct dirent *e; (e = readdir(d));)
        if (is_left(e->d_name) && is_ours(dirfd(d), e->d_name))
            empty(dirfd(d), e->d_name);
    closedir(d);
}
