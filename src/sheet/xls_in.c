/* An XLS file: its workbook, then its sheets in order. */
#include "xls_book.h"

#include <stdlib.h>

enum err xls_in(struct scan *r)
{
    struct xls_book *x = malloc(sizeof *x);
    enum err e;

    if (!x)
        return ERR_NO_MEMORY;
    e = xls_book_read(x, r);
    for (int i = 0; e == ERR_OK && i < x->n_sheets; i++) {
        const struct xls_sheet *s = &x->sheets[i];

        scan_sheet(r, i + 1, s->name, s->hidden);
        if (s->rows)
            e = xls_rows(x, s);
    }
    xls_book_free(x);
    free(x);
    return e;
}
