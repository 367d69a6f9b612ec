/*
 * 摸排数据确认: a township signs a survey round off when its doors are done (R96,
 * 高质量完成数据统计汇总).  What it signed are the counts of that moment; they stay,
 * and what changed afterwards shows beside them.  The bureau takes a signature
 * back with a reason, and the township signs anew.
 */
#ifndef DOMAIN_ROUND_SIGNOFF_H
#define DOMAIN_ROUND_SIGNOFF_H

#include "domain/act.h"
#include "domain/round.h"
#include "domain/transition.h"

struct round_signoff_in {
    const char *note; /* why doors are left; NULL when none is */
};
extern const struct record round_signoff_in;

struct round_signoff_back {
    const char *division, *reason;
};
extern const struct record round_signoff_back;

/* A township in a round: its counts now, what stands in the way, and the last
 * signature with the counts that it is for (INT_NONE, NULL without one). */
struct round_signoff_row {
    const char *division, *division_name;
    const char *state; /* of round_signoff_states */
    int64_t households, visited, todo, children, out_of_school;
    int64_t conflicts, photos, doubts;
    int64_t signoff_id;
    int64_t signed_households, signed_visited, signed_todo, signed_children;
    int64_t signed_out_of_school;
    const char *note, *account_name;
    int64_t at;
    const char *taken_reason, *taken_by;
    int64_t taken_at;
    const char *hindrance; /* why it cannot be signed now, or NULL */
    int64_t note_needed;   /* doors are left: the note says why */
    int64_t may_sign, may_take_back;
};
extern const struct record round_signoff_row;
extern const struct code_table round_signoff_states;

/* Fills in state, hindrance, and what whoever asks may do. */
void round_signoff_describe(struct round_signoff_row *r,
                            const struct round_row *round,
                            const struct act *act);

/* ERR_RULE or ERR_INVALID with *why.  The row was described before. */
enum err round_signoff_may(const struct round_signoff_row *r,
                           const struct round_signoff_in *in,
                           struct refusal *why);
enum err round_signoff_back_may(const struct round_signoff_row *r,
                                struct refusal *why);

#endif
