/* The header row of a CSV file. */
#include "app/heading.h"

#include <string.h>

/* Blanks around a cell: ASCII and the full-width one, U+3000. */
static const char *trim(const char *s, size_t *n)
{
    for (;;) {
        if (*n && strchr(" \t\r\n", *s))
            s++, --*n;
        else if (*n >= 3 && memcmp(s, "\xe3\x80\x80", 3) == 0)
            s += 3, *n -= 3;
        else
            break;
    }
    for (;;) {
        if (*n && strchr(" \t\r\n", s[*n - 1]))
            --*n;
        else if (*n >= 3 && memcmp(s + *n - 3, "\xe3\x80\x80", 3) == 0)
            *n -= 3;
        else
            return s;
    }
}

static size_t column_of(const struct csv_row *row, const char *name)
{
    for (size_t i = 0; i < row->n; i++) {
        size_t n = row->fields[i].len;
        const char *s = trim(row->fields[i].text, &n);

        if (n == strlen(name) && memcmp(s, name, n) == 0)
            return i;
    }
    return HEADING_NONE;
}

bool heading_read(struct heading *h, const struct csv_row *row)
{
    for (size_t i = 0; h->names[i]; i++) {
        h->column[i] = column_of(row, h->names[i]);
        if (h->column[i] == HEADING_NONE)
            return false;
    }
    return true;
}

const char *heading_cell(const struct heading *h, const struct csv_row *row,
                         size_t i, struct arena *a)
{
    size_t n;
    const char *s;

    if (h->column[i] >= row->n)
        return NULL;
    n = row->fields[h->column[i]].len;
    s = trim(row->fields[h->column[i]].text, &n);
    return n ? arena_strndup(a, s, n) : NULL;
}
