/*
 * How an exported workbook looks on screen and on paper; for the XLSX form of
 * sheet/table_out.h.
 */
#ifndef SHEET_XLSX_LOOK_H
#define SHEET_XLSX_LOOK_H

#include "sheet/table_out.h"

#include <xlsxwriter.h>

enum xlsx_style {
    XLSX_TITLE,
    XLSX_NOTE_LEFT,
    XLSX_NOTE_RIGHT,
    XLSX_HEAD,
    XLSX_TEXT,
    XLSX_INT,
    XLSX_DATE,
    XLSX_PERCENT,
    XLSX_STYLES
};

/* Makes every style; the workbook owns them.  ERR_NO_MEMORY. */
enum err xlsx_styles(lxw_workbook *book, lxw_format *out[XLSX_STYLES]);

/* In half-width characters: as declared, else as the header (a 汉字 is two) and
 * the kind need. */
double xlsx_width(const struct table_column *c);

/* Column widths, paper, landscape, one page wide, page numbers at the foot
 * and the watermark at the head of each page. */
enum err xlsx_page(lxw_worksheet *sheet, const struct table_sheet *s);

/* The library's error as ours. */
enum err xlsx_fault(lxw_error e);

#endif
