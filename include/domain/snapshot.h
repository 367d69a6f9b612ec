/*
 * 台账封存: a year's ledger of cases handed in by a unit, locked and signed, then
 * accepted (签收) or given back (退回) by the bureau's approver; what changed since
 * is shown as differences (虎政规〔2020〕1号 五(一)4: 8月底前…建立工作台账).
 *
 *   submitted --sign--> signed
 *       `----return---> returned, and the unit may hand it in again
 */
#ifndef DOMAIN_SNAPSHOT_H
#define DOMAIN_SNAPSHOT_H

#include "domain/act.h"
#include "domain/ledger.h"
#include "domain/transition.h"

/* Rosters of all children are exported, not locked. */
#define SNAPSHOT_ROWS_MOST 5000

struct snapshot_row {
    int64_t id;
    const char *ledger, *title;
    int64_t year;
    const char *unit, *unit_name, *division, *state;
    int64_t rows, valid; /* valid: the signature holds; 0, 1; NONE in lists */
    const char *hash;    /* in hexadecimal digits */
    int64_t key_version, submitted_by, submitted_at;
    const char *submitted_name;
    int64_t decided_by, decided_at;
    const char *decided_name, *reason;
    int64_t may_check, may_decide; /* for whoever asks; 0, 1; NONE in lists */
    int64_t version;
};
extern const struct record snapshot_row;
extern const struct code_table snapshot_states, difference_kinds;

struct snapshot_in {
    int64_t year;
};
extern const struct record snapshot_in;
struct snapshot_return_in {
    const char *reason;
};
extern const struct record snapshot_return_in;

/* One locked line. */
struct snapshot_line {
    int64_t id, snapshot_id, number, student_id, case_id;
    const char *name, *content, *shown;
};
extern const struct record snapshot_line;

/* A line that is not as it was. */
struct snapshot_difference {
    const char *kind; /* added removed changed */
    int64_t student_id, case_id;
    const char *name;
    const char *before, *after; /* masked cells as JSON; NULL: not there */
};
extern const struct record snapshot_difference;

/* May this ledger of this year be handed in by `act` today?  ERR_RULE with
 * *why: a roster of all children; a year that has not begun. */
enum err snapshot_may(const struct ledger *l, int64_t year,
                      const struct act *act, struct refusal *why);

/* May `act` sign it or give it back?  ERR_RULE with *why: it is decided already,
 * or it was handed in by the same person. */
enum err snapshot_decide(const struct snapshot_row *s, const struct act *act,
                         struct refusal *why);

/* What is different, in the order of the locked lines and then of the added ones
 * (struct snapshot_difference): lines are the same when child and case are.
 * ERR_NO_MEMORY. */
enum err snapshot_compare(struct arena *a, const struct list *locked,
                          const struct list *now, struct list *out);

#endif
