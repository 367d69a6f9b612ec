/* A file that is written under a name and then has none. */
#ifndef JOBS_NAMELESS_H
#define JOBS_NAMELESS_H

#include <stddef.h>

#include "base/err.h"

/* Lets `write` make a file "<name>" in a directory of its own below TMPDIR,
 * 0700, opens it for reading and takes its name away.  What `write` says, and
 * ERR_FULL, ERR_IO, ERR_NO_MEMORY; then nothing is left. */
enum err nameless_make(const char *name,
                       enum err (*write)(void *ctx, const char *path),
                       void *ctx, int *fd, size_t *size);

/* Removes what processes of ours that were killed left of them below TMPDIR: it
 * holds people's data.  Before the first nameless_make of this process. */
void nameless_sweep(void);

#endif
