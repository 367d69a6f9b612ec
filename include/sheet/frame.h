/*
 * What goes over the pipe from the child that reads a spreadsheet.  Frames are
 * of one machine and one program: plain structs, each after its length.
 *
 *   sheet  name                     before the first row of each sheet
 *   row    cells, then their texts, each with its NUL
 *   end    reason                   the last one
 */
#ifndef SHEET_FRAME_H
#define SHEET_FRAME_H

#include "sheet/sheet_in.h"

enum frame_type { FRAME_SHEET, FRAME_ROW, FRAME_END };

struct frame {
    uint32_t n; /* bytes after this head */
    uint32_t type;
};

struct frame_sheet {
    int32_t sheet;
    uint32_t hidden;
};

struct frame_row {
    int64_t number;
    uint32_t n;
    uint32_t hidden;
};

struct frame_cell {
    uint32_t n; /* bytes of its text without the NUL */
    uint8_t kind, formula, inexact, none;
};

struct frame_end {
    int64_t row;
    int32_t sheet, column;
    uint32_t err;
    uint32_t none;
};

#define FRAME_MAX                                                              \
    (sizeof(struct frame_row) +                                                \
     SHEET_COLUMNS_MAX * sizeof(struct frame_cell) + SHEET_ROW_MAX +           \
     SHEET_COLUMNS_MAX)
#define FRAME_BATCH ((size_t)64 * 1024) /* written at a time */

/* Where the child finds what it was given. */
enum { CHILD_FILE = 3, CHILD_PIPE, CHILD_SCRATCH, CHILD_END };

/* How the child ends. */
enum { CHILD_DONE, CHILD_CUT, CHILD_UNCONFINED };

#endif
