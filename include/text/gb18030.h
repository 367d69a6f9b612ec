/*
 * Files in GB18030 (GB 18030-2005, which holds GBK and GB 2312), still the
 * habit of government spreadsheets, become UTF-8 piece by piece, and the
 * reverse; and the guess which of the two a file is.
 */
#ifndef TEXT_GB18030_H
#define TEXT_GB18030_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct gb18030 {
    void *converter;
    char held[4]; /* the beginning of a character cut by a piece's end */
    size_t held_n;
    uint64_t offset; /* bytes converted so far */
};

/* Gets a decoder.  The C library loads its table from a file here: a process
 * that will give up its right to open files must call this before.
 * ERR_NO_MEMORY, or ERR_INTERNAL when this system lacks the table. */
enum err gb18030_open(struct gb18030 *g);

/* Appends the UTF-8 of the next `n` bytes to `out`.  A character cut off at
 * the end waits for the next piece, unless `last`.  ERR_INVALID when the
 * bytes are not GB18030: `g->offset` is then where in the whole input the
 * fault is, `out` holds what came before, and the decoder must be closed.
 * ERR_NO_MEMORY likewise. */
enum err gb18030_decode(struct gb18030 *g, const char *piece, size_t n,
                        bool last, struct buf *out);

/* Releases it; a zeroed or closed one may be closed. */
void gb18030_close(struct gb18030 *g);

/* Appends the `n` bytes of UTF-8, whole characters, to `out` in GB18030.
 * ERR_INVALID when they are not UTF-8; ERR_NO_MEMORY; ERR_INTERNAL when this
 * system lacks the table. */
enum err gb18030_encode(const char *s, size_t n, struct buf *out);

enum charset { CHARSET_UTF8, CHARSET_UTF8_BOM, CHARSET_GB18030 };

/* The charset of a file from its first bytes: a UTF-8 byte order mark, else
 * UTF-8 where it is valid, else GB18030.  A character cut off at the end of
 * the sample is no fault unless the sample is the `whole` file. */
enum charset charset_guess(const char *sample, size_t n, bool whole);

#endif
