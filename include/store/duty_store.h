/* 职责清单 in the store. */
#ifndef STORE_DUTY_STORE_H
#define STORE_DUTY_STORE_H

#include "db/db.h"
#include "domain/duty.h"

extern const struct sql find_duty; /* version, in scope */

/* A unit's own and, for whoever sees the county, all of a year (struct
 * duty_row), by unit and due date; NULL filters match all.  ERR_TOO_LARGE beyond
 * DUTY_LIST_MOST. */
struct duty_filter {
    int64_t year, overdue; /* 1: only what is overdue */
    const char *unit, *state, *unit_kind, *today;
};
enum err store_duty_list(struct db *db, struct arena *a,
                         const struct duty_filter *f, struct list *out);

/* ERR_NOT_FOUND. */
enum err store_duty_get(struct db *db, struct arena *a, int64_t id,
                        struct duty_row *out);

/* What the register says for a report on its period, of the children in the
 * caller's scope, as a sentence. */
enum err store_duty_figures(struct db *db, struct arena *a,
                            const struct duty_row *d, const char **out);

/* Handed in by d->submitted_by; received or returned by d->decided_by, each of
 * version d->version; ERR_STALE. */
enum err store_duty_submit(struct db *db, const struct duty_row *d);
enum err store_duty_decide(struct db *db, const struct duty_row *d);

/* The clock: makes what is owed, once; receives what a committed list or activities
 * have done; opens again what was done by a list that was taken back, or by
 * activities that were withdrawn.  At most `most`;
 * *done is how many. */
enum err store_duty_sweep(struct db *db, struct arena *a, int64_t now,
                          int64_t most, int64_t *done);

#endif
