/*
 * 公告 of the results of supervision, without any child's data (虎政规〔2020〕1号
 * 六3; 未成年人保护法第一百零三条).
 *
 *   draft --publish--> published --withdraw--> withdrawn
 *     ^_/ change
 */
#ifndef DOMAIN_ANNOUNCEMENT_H
#define DOMAIN_ANNOUNCEMENT_H

#include "domain/act.h"
#include "domain/transition.h"

extern const struct code_table announcement_states;

#define ANNOUNCEMENT_MOST 2000 /* characters */

struct announcement_in {
    int64_t year;
    const char *title, *body;
};
extern const struct record announcement_in;
struct announcement_patch {
    uint64_t seen;
    const char *title, *body;
};
extern const struct record announcement_patch;
struct announcement_withdraw {
    const char *reason;
};
extern const struct record announcement_withdraw;

struct announcement_row {
    int64_t id, year, number;
    const char *title, *body, *state, *account_name;
    int64_t at, published_by, published_at;
    const char *published_name, *reason;
    int64_t may_change, may_publish, may_withdraw; /* whoever asks */
    int64_t version;
};
extern const struct record announcement_row;

void announcement_describe(struct announcement_row *n, const struct act *act);

/* May it be changed or published (`state` draft), or withdrawn (published)?
 * ERR_RULE with *why. */
enum err announcement_may(const struct announcement_row *n, const char *state,
                          struct refusal *why);

/* ---- no child's data --------------------------------------------------- */
/* What of a text may tell who a child is: an identity number, also masked,
 * spaced, wide or in 汉字; a telephone number; an address.  Returns its stable
 * code and sets *detail (Chinese); NULL when there is nothing.  Any run of seven
 * digits is too many: a date is written with 年月日. */
const char *announcement_fault(const char *text, const char **detail);

/* Pieces of a text that could be a person's name: every run of 2 to
 * NAME_PIECE_MOST 汉字 in the form that names are compared in, sorted, each
 * once (const char *, in the arena). */
#define NAME_PIECE_MOST 12
enum err announcement_pieces(const char *text, struct arena *a,
                             struct list *out);

/* ---- the text ---------------------------------------------------------- */
/* What a year's supervision came to; numbers alone. */
struct announcement_counts {
    int64_t inspections, units, findings;
    int64_t rectifications, passed, late, pending;
};
/* A unit by its score. */
struct announcement_rank {
    const char *name;
    double score;
};
/* The draft from the counts and the units in the order of their scores.  In the
 * arena, NULL when memory ran out. */
const char *announcement_text(struct arena *a, int64_t year,
                              const struct announcement_counts *c,
                              const struct announcement_rank *ranks, size_t n);

struct announcement_draft {
    const char *title, *body;
};
extern const struct record announcement_draft;

#endif
