/*
 * 资助: 两免一补 and 困难救助 per child and term (R32, R43, R80): the table of kinds,
 * who is entitled to each, and the check of who is entitled and has it not.
 *
 * A term is that of a school year: '1' 秋季, '2' 春季 of 2025 are from September
 * 2025 and from March 2026.  Amounts are whole 分 inside, 元 outside.
 */
#ifndef DOMAIN_AID_H
#define DOMAIN_AID_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/act.h"
#include "domain/transition.h"
#include "json/field.h"

#define AID_YEAR_MIN 2000
#define AID_YEAR_MAX 2199

struct aid_kind {
    const char *name, *label;
    const char *tags; /* one of these 特殊类别, each between blanks; NULL:
                             every pupil */
    const char *boarding; /* of this 就读方式; NULL any */
    int64_t due;          /* whoever is entitled has to get it each term */
    const char *funder, *source;
};
extern const struct aid_kind aid_kinds[]; /* ends with a NULL name */
extern const struct record aid_kind_row;  /* of struct aid_kind */
extern const struct code_table aid_kind_codes, aid_terms, aid_funders,
    aid_states, aid_groups;

/* NULL when there is none of that name. */
const struct aid_kind *aid_kind_of(const char *name);

/* The day on which whoever is a pupil is entitled for the term, 31 October or
 * 30 April, but no later than today. */
void aid_day(int64_t year, const char *term, const char *today,
             char out[CLOCK_DATE_MAX]);

struct aid_in {
    int64_t year;
    const char *term, *kind, *amount, *funder, *paid_on, *basis;
};
struct aid_patch {
    uint64_t seen;
    const char *amount, *funder, *paid_on, *basis;
};
struct aid_withdraw {
    const char *reason;
};
/* For all of a school or class who are entitled and have it not yet. */
struct aid_batch_in {
    const char *school, *grade, *class;
    int64_t year;
    const char *term, *kind, *amount, *funder, *paid_on, *basis;
    int64_t dry_run;
};
struct aid_batch {
    const char *school, *kind;
    int64_t entitled, already, made, dry_run;
    const char *total; /* 元, of those made */
};
extern const struct record aid_in, aid_patch, aid_withdraw, aid_batch_in,
    aid_batch;

struct aid_row {
    int64_t id, student_id;
    const char *student_name, *school, *school_name, *grade, *class;
    int64_t year;
    const char *term, *kind;
    int64_t fen;
    const char *amount, *funder, *paid_on, *basis, *state, *reason;
    int64_t account_id, created_at, updated_at, may_change, version;
};
extern const struct record aid_row;

/* Who is entitled and has it not. */
struct aid_missing {
    int64_t id; /* of the student */
    const char *name, *school, *school_name, *grade, *class, *township;
    const char *boarding, *tag_codes;
};
extern const struct record aid_missing;

/* What was paid, by kind, school or township. */
struct aid_total {
    const char *key, *name, *kind;
    int64_t children, fen;
    const char *amount;
};
extern const struct record aid_total;

/* The dates and amount of what is entered; ERR_INVALID with *why. */
enum err aid_judge(int64_t year, const char *term, const char *amount,
                   const char *paid_on, const struct act *act,
                   struct refusal *why);

/* Whose work is the money of the whole county, without the children. */
bool aid_counts_county(const char *unit);

/* What was given to the child of a ledger's row (struct aid_row as aid_given has
 * it), in its columns.  What it lacks is looked for in `term`; NULL: in the
 * 春季 and, when its 生活补助 has `begun` to be paid, the 秋季. */
extern const struct record aid_given;
struct ledger_row;
enum err aid_in_ledger(struct arena *a, const struct list *given,
                       const char *term, bool begun, struct ledger_row *r);

/* Sets amount and may_change; ERR_NO_MEMORY. */
enum err aid_describe(struct aid_row *r, const struct act *act,
                      struct arena *a);

#endif
