/*
 * Nameless files, and a reading on descriptors that somebody else opened.
 */
#ifndef SHEET_SCRATCH_H
#define SHEET_SCRATCH_H

#include "sheet/sheet_in.h"

/* A nameless file in `dir`, mode 0600, gone when closed; below 0 with errno
 * when there can be none. */
int scratch_fd(const char *dir);

/* The same as an error: ERR_FULL, ERR_IO, ERR_NO_MEMORY. */
enum err scratch_open(const char *dir, int *fd);

/* sheet_read_file with its scratch file open already. */
enum err sheet_read_fds(int fd, int scratch, sheet_row_fn fn, void *ctx,
                        struct sheet_error *why);

#endif
