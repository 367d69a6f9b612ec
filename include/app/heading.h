/* The header row of a CSV file: which column holds what. */
#ifndef APP_HEADING_H
#define APP_HEADING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "sheet/csv.h"

#define HEADING_MAX 16
#define HEADING_NONE SIZE_MAX

/* Columns in the caller's own order; `column` is filled by heading_read. */
struct heading {
    const char *const *names; /* NULL at the end; at most HEADING_MAX */
    size_t column[HEADING_MAX];
};

/* Whether the row holds every name, in any order, others between. */
bool heading_read(struct heading *h, const struct csv_row *row);

/* The cell of column `i` without blanks around it, in the arena; NULL when it
 * is empty or not there, or memory ran out. */
const char *heading_cell(const struct heading *h, const struct csv_row *row,
                         size_t i, struct arena *a);

#endif
