/*
 * 逐行审核: before the bureau accepts a ledger that was handed in, or gives it
 * back, it goes through the lines and says of each: passed (通过), or returned
 * (退回) and why.  A line may be taken back or changed as long as the whole is
 * undecided; with a returned line the whole cannot be accepted.
 */
#ifndef DOMAIN_SNAPSHOT_CHECK_H
#define DOMAIN_SNAPSHOT_CHECK_H

#include "domain/snapshot.h"

/* What was said of a line.  outcome NULL: nothing, or no more. */
struct snapshot_check {
    int64_t line_id, number;
    const char *outcome, *reason, *account_name;
    int64_t account_id, at;
};
extern const struct record snapshot_check;
extern const struct code_table snapshot_check_outcomes;

struct snapshot_check_in {
    int64_t number;
    const char *outcome, *reason;
};
struct snapshot_checks_in {
    struct list checks; /* struct snapshot_check_in */
};
extern const struct record snapshot_checks_in;

/* How many lines stand how now, and what had been said of the lines at hand:
 * sent again, that undoes it. */
struct snapshot_checked {
    int64_t passed, returned;
    struct list before; /* struct snapshot_check */
};
extern const struct record snapshot_checked;

/* Does line `at` of a body say what it must?  ERR_RULE with *why, in whose
 * pointer `at` is named: a returned line without a reason, a reason without a
 * returned line.  ERR_NO_MEMORY. */
enum err snapshot_check_may(const struct snapshot_check_in *c, size_t at,
                            struct arena *a, struct refusal *why);

/* May the whole be accepted while so many lines are returned?  ERR_RULE with
 * *why; ERR_NO_MEMORY. */
enum err snapshot_sign_may(int64_t returned, struct arena *a,
                           struct refusal *why);

#endif
