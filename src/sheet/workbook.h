/*
 * What an XLSX workbook says before its rows: which sheets, in which order,
 * how numbers look, and the shared strings.
 */
#ifndef SHEET_WORKBOOK_H
#define SHEET_WORKBOOK_H

#include "cell_text.h"
#include "string_pool.h"
#include "xml_in.h"

#define PART_NAME_MAX 256

struct workbook_sheet {
    char name[SHEET_NAME_MAX];
    char part[PART_NAME_MAX]; /* "" for a chart or a macro sheet */
    bool hidden;
};

struct workbook {
    struct scan *r;
    struct package *p;
    bool since_1904;
    int n_sheets;
    struct workbook_sheet sheets[SHEET_SHEETS_MAX];
    struct buf formats; /* struct format by style number */
    struct string_pool strings;
};

/* Reads everything but the rows.  The errors of package_read, with reasons.
 * Free it in either case. */
enum err workbook_read(struct workbook *w, struct scan *r, struct package *p);
void workbook_free(struct workbook *w);

/* The format of a style number; plain when there is no such style. */
struct format workbook_format(const struct workbook *w, uint64_t style);

/* Reads the rows of the sheet that `r` has begun. */
enum err worksheet_read(struct workbook *w, const char *part);

/* Replaces _xHHHH_ by its character (ECMA-376 22.9.2.19), in place; returns
 * the new length. */
size_t xstring_decode(char *s, size_t n);

/* A number of an attribute, digits only; false when it is none. */
bool xml_whole(const char *s, uint64_t *v);

#endif
