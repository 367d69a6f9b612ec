/* Files without a name: nothing is left of them, however the program ends. */
#include "scratch.h"

#include "sheet/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* O_TMPFILE where the file system has it, else a name removed at once. */
int scratch_fd(const char *dir)
{
    char *name;
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
        return fd;
    if (asprintf(&name, "%s/.rows.XXXXXX", dir) < 0) {
        errno = ENOMEM;
        return -1;
    }
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    free(name);
    return fd;
}

enum err scratch_open(const char *dir, int *fd)
{
    *fd = scratch_fd(dir);
    return *fd < 0 ? out_file_fault(errno) : ERR_OK;
}
