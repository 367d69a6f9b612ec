/*
 * Writes a ledger (台账) to be given away: workbook or CSV, streamed, in memory
 * that does not grow with the rows.
 */
#ifndef JOBS_LEDGER_EXPORT_H
#define JOBS_LEDGER_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "store/ledger_store.h"

struct ledger_export {
    const struct ledger_filter *filter;
    bool full;             /* numbers, phones and addresses in full */
    const char *unit_name; /* 填报单位 */
    const char *by;        /* 账号, for the watermark */
    int64_t now_ms;
};

/* Writes it to `path`: a workbook when it ends in .xlsx, else a CSV (see
 * sheet/table_out.h), there only when whole.  The caller has set the principal
 * and begun a read transaction.  ERR_TOO_LARGE: more rows than a worksheet
 * holds; ERR_FULL, ERR_IO, ERR_NO_MEMORY. */
enum err ledger_export_write(struct db *db, const struct ledger_export *x,
                             const char *path, int64_t *rows);

/* A ledger in a file without a name, which goes when `fd` is closed. */
struct ledger_file {
    int fd; /* at its start */
    size_t size;
    int64_t rows;
};

/* The same into such a file in $TMPDIR (else /tmp), mode 0600. */
enum err ledger_export_file(struct db *db, const struct ledger_export *x,
                            bool workbook, struct ledger_file *out);

#endif
