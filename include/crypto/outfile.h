/*
 * A file that appears whole or not at all: written under a temporary name in
 * the same directory, mode 0600, and renamed once it is on disk.
 */
#ifndef CRYPTO_OUTFILE_H
#define CRYPTO_OUTFILE_H

#include <stddef.h>

#include "base/err.h"

struct outfile;

/* Begins a file that is to stand at `path`.  End it with outfile_commit or
 * outfile_discard.  ERR_IO when the directory does not take it. */
enum err outfile_open(const char *path, struct outfile **out);

/* Appends; fits struct stream_sink.  ERR_FULL when the disk is full, ERR_IO on
 * any other fault. */
enum err outfile_write(void *outfile, const void *data, size_t n);

/* File on disk, then renamed, then its directory on disk; replaces what stood
 * at the path.  Frees `f` in any case; on an error nothing new stands there
 * (but a replaced directory entry may not be on disk yet). */
enum err outfile_commit(struct outfile *f);

/* Removes what was written and frees `f`; NULL is allowed. */
void outfile_discard(struct outfile *f);

/* Writes all n bytes to a descriptor, as outfile_write does. */
enum err file_write_all(int fd, const void *data, size_t n);

/* Puts the directory entry of `path` on disk. */
enum err file_sync_directory(const char *path);

#endif
