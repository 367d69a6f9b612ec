/*
 * Reads a finished workbook once more before it gets its name.
 *
 * libxlsxwriter ignores failed writes to the temporary files that it builds
 * the parts in: on a full disk it can end in success with a part cut short.
 * (lxw_worksheet's "There is no easy way to raise error".)
 */
#ifndef SHEET_XLSX_CHECK_H
#define SHEET_XLSX_CHECK_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Whether each part of the workbook at `path` unpacks to its size and CRC and
 * closes its root element, there are `sheets` sheets, and the <sheetData> of
 * each holds exactly as many bytes as `bodies` says, in their order.
 * ERR_DAMAGED if not; ERR_IO, ERR_NO_MEMORY.  Made for what libxlsxwriter
 * writes (no comment, no ZIP64), not for uploads. */
enum err xlsx_check(const char *path, const uint64_t *bodies, size_t sheets);

#endif
