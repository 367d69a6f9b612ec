/* A set of tables as one ZIP: a CSV each. */
#include "base/clock.h"
#include "data_form.h"
#include "sheet/out_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>

struct data_csv {
    struct data_out base;
    struct archive *zip;
    struct table_out *table; /* the one under way */
};

static enum err fault(struct data_csv *c)
{
    int errnum = archive_errno(c->zip);

    return out_file_fault(errnum > 0 ? errnum : EIO);
}

static enum err into_zip(void *ctx, const void *bytes, size_t n)
{
    struct data_csv *c = ctx;

    return archive_write_data(c->zip, bytes, n) == (la_ssize_t)n ? ERR_OK
                                                                 : fault(c);
}

static enum err csv_end(struct data_out *d)
{
    struct data_csv *c = (struct data_csv *)d;
    enum err e = table_finish(c->table);

    table_close(c->table);
    c->table = NULL;
    if (e == ERR_OK && archive_write_finish_entry(c->zip) != ARCHIVE_OK)
        e = fault(c);
    return e;
}

static enum err begin_entry(struct data_csv *c, const char *name)
{
    struct archive_entry *entry = archive_entry_new();
    char file[64];
    int code;

    if (!entry)
        return ERR_NO_MEMORY;
    snprintf(file, sizeof file, "%s.csv", name);
    archive_entry_set_pathname(entry, file);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_mtime(entry, clock_now_ms() / 1000, 0);
    code = archive_write_header(c->zip, entry);
    archive_entry_free(entry);
    return code == ARCHIVE_OK ? ERR_OK : fault(c);
}

static enum err csv_table(struct data_out *d, const char *name,
                          const struct table_sheet *s)
{
    struct data_csv *c = (struct data_csv *)d;

    TRY(begin_entry(c, name));
    return table_csv_open(s, into_zip, c, &c->table);
}

static enum err csv_row(struct data_out *d, const struct table_cell *cells)
{
    return table_row(((struct data_csv *)d)->table, cells);
}

static enum err csv_finish(struct data_out *d)
{
    struct data_csv *c = (struct data_csv *)d;

    return archive_write_close(c->zip) == ARCHIVE_OK ? ERR_OK : fault(c);
}

static void csv_close(struct data_out *d)
{
    struct data_csv *c = (struct data_csv *)d;

    table_close(c->table);
    if (c->zip)
        archive_write_free(c->zip);
    free(c);
}

static const struct data_kind csv_kind = { csv_table, csv_row, csv_end,
                                           csv_finish, csv_close };

/* Without ZIP64, which older programs cannot open where sizes follow the data,
 * as they do here; a table beyond 4 GiB is then an error. */
static enum err begin(struct data_csv *c, const char *path)
{
    c->zip = archive_write_new();
    if (!c->zip)
        return ERR_NO_MEMORY;
    if (archive_write_set_format_zip(c->zip) != ARCHIVE_OK ||
        archive_write_set_format_option(c->zip, "zip", "zip64", NULL) !=
            ARCHIVE_OK)
        return ERR_INTERNAL;
    return archive_write_open_filename(c->zip, path) == ARCHIVE_OK ? ERR_OK
                                                                   : fault(c);
}

enum err data_csv_open(const char *path, struct data_out **out)
{
    struct data_csv *c = calloc(1, sizeof *c);
    enum err e;

    if (!c)
        return ERR_NO_MEMORY;
    c->base.kind = &csv_kind;
    e = begin(c, path);
    if (e == ERR_OK)
        *out = &c->base;
    else
        csv_close(&c->base);
    return e;
}
