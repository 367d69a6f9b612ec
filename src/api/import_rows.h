/* The rows of an import as they are previewed. */
#ifndef IMPORT_ROWS_H
#define IMPORT_ROWS_H

#include "domain/import.h"
#include "http/request.h"

struct import_preview {
    int64_t id, row;
    const char *outcome, *name;
    int64_t student_id;
    struct list changes, faults;
};
extern const struct record import_preview;

/* What becomes of a line: its faults, and what changes, old to new: of the
 * list; of the register where it is a change of the register and the caller
 * sees the child. */
enum err import_preview_of(struct req *rq, const struct import *m,
                           const struct import_line *l,
                           struct import_preview *out);

#endif
