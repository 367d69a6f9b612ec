/*
 * Imports (导入) of rosters: one file on its way into the lists and the
 * register.
 *
 *   reading ──> checked ──> committing ──> committed ──> rolling_back
 *      │           │             │                            │
 *      └> failed   └> cancelled <┘                       rolled_back
 *
 * Nobody sees a row or a child of it before it is committed.
 */
#ifndef DOMAIN_IMPORT_H
#define DOMAIN_IMPORT_H

#include <stdint.h>

#include "domain/roster.h"
#include "json/field.h"

#define IMPORT_ROWS_MOST 2000000 /* of one file */

/* An id of import_row: the import's and the row's number. */
#define IMPORT_LINE(import_id, number) ((import_id) << 22 | (number))

struct import {
    int64_t id;
    const char *kind;
    int64_t year;
    const char *unit, *unit_name;
    int64_t account_id;
    const char *state;
    int64_t complete, partial;
    const char *format;
    int64_t size;
    const char *sha256;
    const char *mapping; /* JSON */
    int64_t header_row;
    int64_t rows_total, rows_done;
    int64_t added, changed, unchanged, refused, ended, doubts, children;
    int64_t based_on, cursor, first_child, last_child, next_child;
    const char *fault;
    int64_t created_at, checked_at, committed_at;
    int64_t version;
};
extern const struct record import_record;

/* What becomes of one row. */
struct import_line {
    int64_t id, import_id, number;
    const char *outcome;
    int64_t roster_id, old_id;
    const char *faults; /* JSON, sealed */
};
extern const struct record import_line;

/* A row of a list as stored. */
struct roster_row {
    int64_t id, import_id, number;
    const char *kind;
    int64_t year;
    const char *name, *sex, *birth_date, *id_kind, *id_no, *id_no_state;
    const char *student_no, *school, *grade, *class, *division;
    const char *household_no, *state, *on_date, *rest;
    int64_t student_id, replaced_by;
};
extern const struct record roster_row;

/* The members of roster_value that have a column of their own; NULL ends. */
extern const char *const roster_row_columns[];

/* A stored row as what it says, and back.  ERR_NO_MEMORY, ERR_DAMAGED when
 * `rest` is no such JSON. */
enum err roster_row_value(const struct roster_row *r, struct arena *a,
                          struct roster_value *out);
enum err roster_row_fill(const struct roster_kind *k,
                         const struct roster_value *v, struct arena *a,
                         struct roster_row *out);

/* How old someone of that birth date is on 31 August of the year; -1 when it
 * is not known. */
int roster_age(const char *birth_date, int64_t year);

/* From this age on a person of a 户籍 list is no child of the register. */
#define ROSTER_ADULT 18

#endif
