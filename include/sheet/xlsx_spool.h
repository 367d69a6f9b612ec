/*
 * Where libxlsxwriter's constant-memory mode puts its rows, under our eye: the
 * library ignores failed writes to its temporary file, and forgets to close it
 * when a workbook is given up.
 *
 * The rows are packed as they come, by the thread that writes them, rather than
 * all at once when everybody waits for the end.  The library reads back
 * nothing: it closes its package around an empty sheet, which xlsx_fill fills.
 */
#ifndef SHEET_XLSX_SPOOL_H
#define SHEET_XLSX_SPOOL_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Must not move while the stream is open. */
struct xlsx_spool {
    FILE *stream;              /* NULL once closed, by whomever */
    int fd;                    /* of the packed bytes: nameless, mode 0600 */
    int errnum;                /* of the first failed write; 0 none */
    uint64_t size, packed;     /* bytes written, and in the file */
    uint32_t crc;              /* of the bytes written */
    struct z_stream_s *packer; /* NULL once closed */
};

/* A nameless file in `dir`.  0 or an errno; closed by xlsx_spool_close when it
 * is 0. */
int xlsx_spool_open(struct xlsx_spool *s, const char *dir);

/* Packs what is buffered and brings it to the file, to a whole byte; nothing
 * may be written afterwards.  0, or the errno of the first write that ever
 * failed. */
int xlsx_spool_flush(struct xlsx_spool *s);

/* Releases everything; also what was never opened, if it is all zeros. */
void xlsx_spool_close(struct xlsx_spool *s);

#endif
