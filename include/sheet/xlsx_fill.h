/*
 * Puts the packed rows of a workbook in their place.
 */
#ifndef SHEET_XLSX_FILL_H
#define SHEET_XLSX_FILL_H

#include <stddef.h>

#include "base/err.h"
#include "sheet/xlsx_spool.h"

/* Writes the workbook at `path`, as libxlsxwriter left it with nothing in its
 * sheets, once more with the rows of `spools` in them, flushed, in the order
 * of the sheets.  The file is worth nothing when this fails: ERR_DAMAGED when
 * the library left it cut short, ERR_TOO_LARGE above the 4 GiB of a part, or as
 * out_file_fault. */
enum err xlsx_fill(const char *path, struct xlsx_spool *const spools[],
                   size_t sheets);

#endif
