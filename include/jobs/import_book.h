/* Workbooks of imports: the user's own with its faults marked, and forms. */
#ifndef JOBS_IMPORT_BOOK_H
#define JOBS_IMPORT_BOOK_H

#include "domain/import.h"
#include "store/store.h"

/* A workbook in a file without a name, which goes when `fd` is closed. */
struct import_book {
    int fd; /* at its start */
    size_t size;
};

/* The file of an import rebuilt cell by cell: what is wrong is coloured, and
 * two columns say why and what to do (原因、处理办法).  Sent again with those
 * rows mended it brings the rest unchanged.  ERR_NOT_FOUND when the file is no
 * longer kept; ERR_TOO_LARGE when a worksheet cannot hold it. */
enum err import_annotated(const struct store *s, struct db *db,
                          const struct import *m, struct import_book *out);

/* An empty form of a kind with notes on each column. */
enum err import_template(const struct roster_kind *k, struct import_book *out);

#endif
