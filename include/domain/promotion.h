/*
 * 升级: on the first of September who is enrolled goes up a grade, and the last
 * grades of 小学 and 初中 leave (毕业).  With the 初中 the compulsory years end
 * lawfully (义务教育法 第二条); who leaves the 小学 is looked for in 初中 (小升初).
 */
#ifndef DOMAIN_PROMOTION_H
#define DOMAIN_PROMOTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "json/field.h"

/* ---- a run ---- */
struct promotion {
    int64_t id, year, five_four, account_id;
    const char *unit;
    const char *state; /* code table promotion_states */
    int64_t cursor, rows_total, rows_done;
    int64_t up, graduated, suspended, held, unknown, settled;
    int64_t undone, kept;
    const char *fault;
    int64_t created_at, finished_at;
    int64_t undo_account_id;
    const char *undo_unit;
    int64_t undo_at, version;
};
extern const struct record promotion_record;
extern const struct code_table promotion_states;

struct promotion_in {
    int64_t year;
};
extern const struct record promotion_in;

/* The school year that a day is in, by the year in which it began. */
int64_t promotion_year_of(const char *today);
/* Its first day. */
void promotion_first_day(int64_t year, char out[CLOCK_DATE_MAX]);

/* ---- a child ---- */
/* The present schooling of a child, and what becomes of it. */
struct promotion_row {
    int64_t id; /* of the schooling */
    int64_t student_id;
    const char *name, *school, *school_name, *grade, *class, *state;
    int64_t settled; /* a list of the new year, or a person, said its grade */
    int64_t case_id; /* in hand, or INT_NONE */
    const char *case_state;
    const char *step;     /* code table promotion_steps */
    const char *to_grade; /* of who goes up, else NULL */
};
extern const struct record promotion_row;
extern const struct code_table promotion_steps;

/* Sets step and to_grade.  Nobody is moved on a guess: a grade that is not one
 * of the county's system stays as it is, 休学 keeps its grade, and a child with
 * a case in hand does not leave school by the calendar. */
void promotion_judge(struct promotion_row *r, bool five_four);
/* Does the step change the record? */
bool promotion_changes(const char *step);
/* Counts one more of the step. */
void promotion_count_in(struct promotion *p, const char *step);

/* ---- the preview ---- */
struct promotion_count {
    const char *school, *school_name, *grade, *step, *to_grade;
    int64_t n, in_case;
};
extern const struct record promotion_count;

struct promotion_plan {
    int64_t year;
    const char *first_day;
    int64_t may_begin;
    const char *note;   /* why not, or what is to be looked after */
    struct list counts; /* struct promotion_count */
};
extern const struct record promotion_plan;

/* Of those whom a run changed, who was changed since and is not taken back. */
struct promotion_kept {
    int64_t id, student_id;
    const char *name, *school_name, *before, *grade, *state;
};
extern const struct record promotion_kept;

#endif
