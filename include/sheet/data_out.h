/*
 * Writes a set of tables to be given away whole: one workbook with a tab for
 * each, or one ZIP with a CSV for each (sheet/table_out.h says how a CSV is
 * written).  One description, one call a row, two forms.  Nothing is held in
 * memory but the current row.
 */
#ifndef SHEET_DATA_OUT_H
#define SHEET_DATA_OUT_H

#include "sheet/table_out.h"

enum data_form { DATA_XLSX, DATA_CSV };

struct data_out;

/* Begins a set at `path`, which is whole once data_finish succeeded.  The
 * caller closes it.  ERR_NO_MEMORY, ERR_IO, ERR_FULL. */
enum err data_open(enum data_form form, const char *path,
                   struct data_out **out);

/* Begins a table; the one before has ended.  `name`, in letters of ASCII, is
 * that of its CSV; s->name that of its tab; of `s`, which the caller keeps until
 * data_end, columns and frozen are used besides.  ERR_INVALID: no
 * such description.  ERR_TOO_LARGE: too many tables. */
enum err data_table(struct data_out *d, const char *name,
                    const struct table_sheet *s);

/* A row of the table.  ERR_TOO_LARGE: more than a worksheet holds.  ERR_FULL,
 * ERR_IO, ERR_NO_MEMORY. */
enum err data_row(struct data_out *d, const struct table_cell *cells);

/* Ends the table. */
enum err data_end(struct data_out *d);

/* Ends the set. */
enum err data_finish(struct data_out *d);

/* NULL is allowed.  Of a set that is not finished something may stand at its
 * path. */
void data_close(struct data_out *d);

#endif
