/*
 * The part of writing a table that does not depend on its form.
 */
#include "sheet/table_out.h"

#include "sheet/table_form.h"

#include <string.h>
#include <strings.h>

static size_t notes(const char *const list[TABLE_NOTES_MAX])
{
    size_t n = 0;

    while (n < TABLE_NOTES_MAX && list[n])
        n++;
    return n;
}

enum err table_check(const struct table_sheet *s)
{
    if (s->n_columns == 0 || s->n_columns > TABLE_COLUMNS_MAX ||
        s->frozen >= s->n_columns || notes(s->sub) > s->n_columns ||
        notes(s->foot) > s->n_columns)
        return ERR_INVALID;
    for (size_t i = 0; i < s->n_columns; i++)
        if (!s->columns[i].header || !*s->columns[i].header)
            return ERR_INVALID;
    return ERR_OK;
}

bool table_is_formula(const char *text)
{
    static const char *const wide[] = { "＝", "＋", "－", "＠" };

    if (*text == '\0')
        return false;
    if (strchr("=+-@\t\r\n", *text))
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (!strncmp(text, wide[i], strlen(wide[i])))
            return true;
    return false;
}

enum err table_file_open(const struct table_sheet *s, const char *path,
                         struct table_out **out)
{
    size_t n = strlen(path);

    if (n >= 5 && !strcasecmp(path + n - 5, ".xlsx"))
        return table_xlsx_open(s, path, out);
    return table_csv_file_open(s, path, out);
}

enum err table_row(struct table_out *t, const struct table_cell *cells)
{
    if (t->finished)
        return ERR_INTERNAL;
    if (t->failed == ERR_OK)
        t->failed = t->form->row(t, cells);
    if (t->failed == ERR_OK)
        t->rows++;
    return t->failed;
}

int64_t table_rows(const struct table_out *t)
{
    return t->rows;
}

enum err table_finish(struct table_out *t)
{
    if (t->finished)
        return ERR_INTERNAL;
    if (t->failed == ERR_OK)
        t->failed = t->form->finish(t);
    t->finished = true;
    return t->failed;
}

void table_close(struct table_out *t)
{
    if (t)
        t->form->close(t);
}
