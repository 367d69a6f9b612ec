/*
 * A file that appears under its name only when it is whole: written beside
 * it under a temporary name, synced, then renamed over it.  Used by the
 * writers of this layer.
 */
#ifndef SHEET_OUT_FILE_H
#define SHEET_OUT_FILE_H

#include <stddef.h>

#include "base/err.h"

struct out_file {
    char *path; /* final name */
    char *temp; /* NULL once published */
    char *dir;  /* of both */
    int fd;     /* of the temporary file; -1 none */
};

/* Makes an empty temporary file, mode 0600 as it will hold personal data, in
 * the directory of `path`.  ERR_NO_MEMORY, or as out_file_fault. */
enum err out_file_open(const char *path, struct out_file *f);

/* Appends to the temporary file.  As out_file_fault. */
enum err out_file_write(struct out_file *f, const void *bytes, size_t n);

/* Closes the descriptor, for a writer that opens the name by itself. */
void out_file_detach(struct out_file *f);

/* Puts what was written on disk and gives it its final name, replacing what
 * stood there.  On failure the old file is still there, untouched. */
enum err out_file_publish(struct out_file *f);

/* Releases everything and removes the temporary file if it was never
 * published. */
void out_file_close(struct out_file *f);

/* ERR_FULL for a full disk, quota or size limit, ERR_NO_MEMORY, else
 * ERR_IO. */
enum err out_file_fault(int errnum);

#endif
