/* A set of tables, whatever its form. */
#include "data_form.h"
#include "sheet/table_form.h"

enum err data_open(enum data_form form, const char *path, struct data_out **out)
{
    return form == DATA_XLSX ? data_xlsx_open(path, out)
                             : data_csv_open(path, out);
}

enum err data_table(struct data_out *d, const char *name,
                    const struct table_sheet *s)
{
    TRY(table_check(s));
    if (d->sheet)
        return ERR_INTERNAL;
    d->sheet = s;
    return d->kind->table(d, name, s);
}

enum err data_row(struct data_out *d, const struct table_cell *cells)
{
    return d->sheet ? d->kind->row(d, cells) : ERR_INTERNAL;
}

enum err data_end(struct data_out *d)
{
    enum err e = d->sheet ? d->kind->end(d) : ERR_INTERNAL;

    d->sheet = NULL;
    return e;
}

enum err data_finish(struct data_out *d)
{
    return d->sheet ? ERR_INTERNAL : d->kind->finish(d);
}

void data_close(struct data_out *d)
{
    if (d)
        d->kind->close(d);
}
