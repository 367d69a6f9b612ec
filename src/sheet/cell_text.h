/*
 * What a person reads in a cell that holds a number: plain decimals, or a
 * date where its number format shows one.
 */
#ifndef SHEET_CELL_TEXT_H
#define SHEET_CELL_TEXT_H

#include "sheet/sheet_in.h"

/* How a number format shows a number. */
enum look {
    LOOK_NUMBER,
    LOOK_DATE,
    LOOK_DATE_TIME,
    LOOK_TIME,
    LOOK_ELAPSED, /* [h]:mm, beyond 24 hours */
};

struct format {
    enum look look;
    unsigned char zeros; /* 000: at least so many digits */
};

/* The format of a code such as yyyy"年"m"月"d"日" (ECMA-376 18.8.31). */
struct format format_of_code(const char *code);

/* The format of a built-in number, as Excel and WPS have it in Chinese
 * (ECMA-376 18.8.30). */
struct format format_of_id(unsigned id);

#define CELL_TEXT_MAX 48

/* Writes `v` and sets the cell's kind and inexact; `c->text` becomes `text`.
 * `v` must be finite. */
void cell_number(double v, struct format f, bool since_1904,
                 char text[CELL_TEXT_MAX], struct sheet_cell *c);

#endif
