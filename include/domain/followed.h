/*
 * Lists whose every row is followed to its end: the suspected children that
 * come from above (下发名单), until each is 销号, and the leavers of the
 * 小学 until each has arrived at a 初中 (小升初).  Where a row stands
 * follows from the verdict of the run and the child's case; nothing is noted by
 * hand.
 */
#ifndef DOMAIN_FOLLOWED_H
#define DOMAIN_FOLLOWED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "json/field.h"

/* ---- 下发名单 ---- */
struct assigned_row {
    int64_t id, number; /* of the roster's row; its row in the file */
    const char *name, *birth_date, *source, *on_date;
    int64_t student_id, verdict_id;
    const char *verdict, *rule;
    int64_t case_id;
    const char *case_state, *outcome;
    int64_t repeated;     /* the child stands in the list before */
    const char *standing; /* code table assigned_standings */
    /* not replied */
    int64_t closed_at; /* of the case: 销号, also while it is watched over */
    int64_t seq;       /* its place in the list */
};
extern const struct record assigned_row;
extern const struct code_table assigned_standings;

/* Its standing, from the rest, in the list of a year.  A case settles the row
 * only when it was closed no sooner than the day on which the row was handed
 * down, or in the list's year where no day is known: 销号 of years ago says
 * nothing of a child that is named again. */
void assigned_row_judge(struct assigned_row *r, int64_t year);

/* 销号率: rows settled, of all but the excluded: those of a child named once
 * more, and of whom is not of school age. */
struct assigned_count {
    const char *standing;
    int64_t n, settled, excluded;
};
extern const struct record assigned_count;
struct assigned_rate {
    int64_t total, excluded, denominator, numerator;
    double rate;        /* NaN without a denominator: "—" */
    struct list counts; /* struct assigned_count, in the order of the codes */
};
extern const struct record assigned_rate;

/* Counts judged rows; the list lives in the arena.  ERR_NO_MEMORY. */
enum err assigned_rate_of(const struct assigned_row *rows, size_t n,
                          struct arena *a, struct assigned_rate *out);

/* ---- 小升初 ---- */
struct leaver_row {
    int64_t id;
    const char *name, *birth_date;
    const char *from_school, *from_name, *class;
    const char *to_school, *to_name; /* where it arrived, is enrolled, or
                                      * belongs by its 学区; NULL unknown */
    int64_t student_id, verdict_id;
    const char *verdict, *rule;
    int64_t case_id;
    const char *case_state;
    const char *standing; /* code table leaver_standings */
    /* not replied */
    int64_t facts;
    const char *roll_school, *roll_grade; /* of the 学籍 this year */
    const char *list_school, *list_grade; /* of a school's list this year */
    const char *division;
};
extern const struct record leaver_row;
extern const struct code_table leaver_standings;

/* Its standing and, as far as the lists know it, where it goes. */
void leaver_row_judge(struct leaver_row *r);
/* Has it still to arrive? */
bool leaver_row_missing(const struct leaver_row *r);

struct handover_count {
    const char *from_school, *from_name, *to_school, *to_name, *standing;
    int64_t n;
};
extern const struct record handover_count;

/* Counts judged rows by school, school and standing; in the arena. */
enum err handover_counts_of(const struct leaver_row *rows, size_t n,
                            struct arena *a, struct list *out);

#endif
