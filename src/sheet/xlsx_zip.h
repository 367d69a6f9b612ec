/*
 * What a workbook's archive looks like from outside (ZIP, APPNOTE 4.3.7,
 * 4.3.12, 4.3.16), as far as libxlsxwriter writes it: no comment, no ZIP64,
 * sizes in the local headers.
 */
#ifndef SHEET_XLSX_ZIP_H
#define SHEET_XLSX_ZIP_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    END_SIZE = 22,
    ENTRY_SIZE = 46,
    LOCAL_SIZE = 30,
    DEFLATED = 8,
};

#define BODY_OPEN "<sheetData>"
#define BODY_OPEN_LEN (sizeof BODY_OPEN - 1)
#define BODY_CLOSE "</sheetData>"
#define BODY_CLOSE_LEN (sizeof BODY_CLOSE - 1)
#define PART_NAME_MAX 64

static inline uint32_t le(const unsigned char *p, int bytes)
{
    uint32_t v = 0;

    while (bytes-- > 0)
        v = v << 8 | p[bytes];
    return v;
}

static inline void le_put(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++, v >>= 8)
        p[i] = (unsigned char)v;
}

/* The number of a sheet by the name of its part, 0 for another part. */
static inline size_t sheet_number(const char *name)
{
    static const char sheet[] = "xl/worksheets/sheet";
    const size_t len = sizeof sheet - 1;
    char *end;
    unsigned long n;

    if (strncmp(name, sheet, len) != 0)
        return 0;
    n = strtoul(name + len, &end, 10);
    return strcmp(end, ".xml") == 0 ? n : 0;
}

#endif
