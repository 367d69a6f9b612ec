/*
 * The temporary file in which libxlsxwriter's constant-memory mode keeps its
 * rows, under our eye: the library ignores failed writes to it, and forgets to
 * close it when a workbook is given up.
 */
#ifndef SHEET_XLSX_SPOOL_H
#define SHEET_XLSX_SPOOL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Must not move while the stream is open. */
struct xlsx_spool {
    FILE *stream;  /* NULL once closed, by whomever */
    int fd;        /* nameless, mode 0600 */
    int errnum;    /* of the first failed write; 0 none */
    uint64_t size; /* bytes written */
};

/* A nameless file in `dir`.  0 or an errno. */
int xlsx_spool_open(struct xlsx_spool *s, const char *dir);

/* Hands what is buffered to the file.  0, or the errno of the first write
 * that ever failed. */
int xlsx_spool_flush(struct xlsx_spool *s);

/* Closes the stream unless that has happened. */
void xlsx_spool_close(struct xlsx_spool *s);

#endif
