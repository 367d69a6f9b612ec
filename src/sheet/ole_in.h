/*
 * The compound file ([MS-CFB]) that an XLS file is: a small file system whose
 * streams lie in chains of sectors.
 */
#ifndef SHEET_OLE_IN_H
#define SHEET_OLE_IN_H

#include "scan.h"

#define OLE_WINDOW ((size_t)32 * 1024) /* read at a time */

/* A stream, read at any place through a window. */
struct ole_stream {
    struct scan *r;
    int64_t size;
    uint32_t *sectors; /* where each piece lies; NULL: the file itself */
    size_t n;
    uint32_t piece;    /* bytes of a sector */
    int64_t at, known; /* of the window, and how much of it is filled */
    char window[OLE_WINDOW];
};

/* Opens the workbook of a compound file, or takes the whole file for it where
 * it is none.  Refuses with the reason what is protected by a password, or no
 * workbook, or damaged.  Close it in either case. */
enum err ole_open(struct scan *r, struct ole_stream *out);
void ole_close(struct ole_stream *s);

/* Reads exactly `n` bytes at `at`; ERR_INVALID without a reason when the
 * stream has not so many.  ERR_IO. */
enum err ole_read(struct ole_stream *s, int64_t at, void *to, size_t n);

/* Little-endian numbers. */
unsigned le16(const unsigned char *p);
uint32_t le32(const unsigned char *p);

/* Says that the file is damaged. */
enum err ole_damaged(struct scan *r);

#endif
