/* An XLSX file: its workbook, then its sheets in order. */
#include "workbook.h"

#include <stdlib.h>

static enum err read_sheets(struct workbook *w)
{
    for (int i = 0; i < w->n_sheets; i++) {
        const struct workbook_sheet *s = &w->sheets[i];

        scan_sheet(w->r, i + 1, s->name, s->hidden);
        if (*s->part)
            TRY(worksheet_read(w, s->part));
    }
    return ERR_OK;
}

enum err xlsx_in(struct scan *r)
{
    struct workbook *w = malloc(sizeof *w);
    struct package *p = NULL;
    enum err e = w ? package_open(r, &p) : ERR_NO_MEMORY;

    if (e == ERR_OK) {
        e = workbook_read(w, r, p);
        if (e == ERR_OK)
            e = read_sheets(w);
        workbook_free(w);
    }
    package_close(p);
    free(w);
    return e;
}
