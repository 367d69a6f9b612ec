/*
 * What the forms of a table have in common; for the files of this layer that
 * implement sheet/table_out.h.
 */
#ifndef SHEET_TABLE_FORM_H
#define SHEET_TABLE_FORM_H

#include "sheet/table_out.h"

struct table_form {
    enum err (*row)(struct table_out *t, const struct table_cell *cells);
    enum err (*finish)(struct table_out *t);
    void (*close)(struct table_out *t); /* frees t itself too */
};

/* First member of each form's own struct. */
struct table_out {
    const struct table_form *form;
    const struct table_sheet *sheet;
    enum err failed;
    bool finished;
    int64_t rows;
};

/* ERR_INVALID unless the description can be written. */
enum err table_check(const struct table_sheet *s);

/* Whether a spreadsheet would take the text for a formula. */
bool table_is_formula(const char *text);

/* The XLSX form; see table_file_open. */
enum err table_xlsx_open(const struct table_sheet *s, const char *path,
                         struct table_out **out);

/* The CSV form to a file; see table_file_open. */
enum err table_csv_file_open(const struct table_sheet *s, const char *path,
                             struct table_out **out);

#endif
