/*
 * 入学通知书: which children of a village are due one, for which school, and
 * what is made of those who did not come (虎政规〔2020〕1号 六(一): every August
 * to the children of 6–15; 义务教育法 11, 12, 13).  A notice is a document of the
 * kind enrolment_notice: its number, service and voiding are domain/document.h's.
 */
#ifndef DOMAIN_NOTICE_H
#define DOMAIN_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/document.h"

/* school_age 新生 · junior 小升初 · never_enrolled 从未入学 · dropout 辍学 */
extern const struct code_table notice_bases;
/* issued served refused void: how far it is with the document. */
extern const struct code_table notice_states;
extern const struct code_table notice_arrivals; /* arrived excused absent */
/* Why a child who is due a notice got none. */
extern const struct code_table notice_refusals;
extern const struct code_table notice_levels; /* of a tally */

/* ---- who is due one ---- */
/* A child of the range, as the store knows it; then what is made of it. */
struct notice_child {
    int64_t student_id;
    const char *name, *birth_date, *situation;
    const char *division, *division_name, *place, *township;
    const char *enrolment_state, *enrolled_grade, *enrolled_school;
    int64_t ended;   /* the enrolment has ended */
    int64_t case_id; /* open, or watched over */
    const char *case_state;
    int64_t has_one; /* this year */
    /* made */
    const char *basis, *stage, *grade, *school, *school_name;
    const char *refused; /* notice_refusals, or NULL */
};
extern const struct record notice_child;

struct notice_year {
    const char *cutoff, *today; /* 2026-08-31 */
    bool five_four;             /* 五四制, see grade_of_leavers */
};

/*
 * Sets basis, stage and grade of a child who is due a notice, `refused` of one
 * who may be due but whose birth date is unknown; false for all others.
 * Who is lawfully away, or learns elsewhere, is due none.  A leaver of the 小学
 * is due one before 1 September only: afterwards nobody knows whether the register
 * shows the old year or the new one.
 */
bool notice_due(const struct notice_year *y, struct notice_child *c);

/* ---- non-arrival ---- */
/* 学籍 of new pupils are to be made within a month: so long the clock waits for
 * a school whose register shows nobody of the new year. */
#define NOTICE_REGISTER_DAYS 30

/* A served notice after its day, and what the register says of its child. */
struct notice_look {
    int64_t id, student_id, account_id;
    const char *basis, *report_on;
    const char *school_name;
    int64_t number, year;
    const char *status;                           /* of the child */
    const char *enrolment_state, *grade, *school; /* present, or NULL */
    int64_t case_id;
    const char *case_state;
    int64_t levels; /* of the child's chain */
};
extern const struct record notice_look;

/* A code of notice_arrivals. */
const char *notice_arrival(const struct notice_look *l);

/* The kind of case that an absence opens. */
const char *notice_case_kind(const char *basis);

/* ---- bodies and replies ---- */
struct notice_in {
    const char *division;
    int64_t year;
    const char *report_on;
    int64_t dry_run;
};
extern const struct record notice_in;

/* What a batch made, or would make. */
struct notice_batch {
    const char *division, *report_on;
    int64_t year, dry_run;
    int64_t due, made, left, already;
    struct list items;   /* struct notice_child that are due one */
    struct list refused; /* struct notice_child */
};
extern const struct record notice_batch;
#define NOTICE_BATCH_MOST 300 /* notices in one transaction */

/* What its paper says beside the child: facts of the document. */
struct notice_paper {
    const char *basis, *school_name, *school_address, *grade, *report_on;
};
extern const struct record notice_paper;

struct notice_row {
    int64_t id, student_id;
    const char *student_name, *birth_date;
    const char *division, *division_name;
    const char *basis, *stage, *grade, *school, *school_name, *report_on;
    const char *arrival, *judged_on;
    const char *unit, *unit_name, *issued_on, *served_on, *method;
    const char *state;
    const char *mark; /* of its unit in the number */
    int64_t year, number, case_id, version;
    /* made for the reply */
    const char *number_text;
    struct list services; /* struct service_row, of one alone */
};
extern const struct record notice_row;

/* How far a village or township is. */
struct notice_tally {
    const char *division, *name, *level, *path;
    int64_t notices, served, refused, unserved, absent;
};
extern const struct record notice_tally;

#endif
