/* What the forms of a set of tables have in common. */
#ifndef SHEET_DATA_FORM_H
#define SHEET_DATA_FORM_H

#include "sheet/data_out.h"

struct data_kind {
    enum err (*table)(struct data_out *d, const char *name,
                      const struct table_sheet *s);
    enum err (*row)(struct data_out *d, const struct table_cell *cells);
    enum err (*end)(struct data_out *d);
    enum err (*finish)(struct data_out *d);
    void (*close)(struct data_out *d); /* frees d itself too */
};

/* First member of each form's own struct. */
struct data_out {
    const struct data_kind *kind;
    const struct table_sheet *sheet; /* under way; NULL none */
};

enum err data_xlsx_open(const char *path, struct data_out **out);
enum err data_csv_open(const char *path, struct data_out **out);

#endif
