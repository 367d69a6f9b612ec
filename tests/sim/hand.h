/*
 * A hand that fills in what a reply says may be done: the forms are taken from
 * allowed_actions alone, as a client takes them.
 */
#ifndef TESTS_SIM_HAND_H
#define TESTS_SIM_HAND_H

#include "api/api_world.h"
#include "base/prng.h"

struct hand {
    struct prng rng;
    enum role role; /* whose token the next call bears */
    /* What code fields are filled with where their options hold it: blanks
     * between, the first that fits. */
    const char *codes;
    const char *today, *soon, *later; /* days: today, in ten, in 200 */
    bool in_school;                   /* what a check finds */
};

/* The action of that name among /allowed_actions of the last reply, a new
 * reference, or NULL. */
json_t *hand_find(const char *action);

/* A body for it, with an upload for every kind of evidence; the caller frees
 * it.  Uses the last reply up. */
char *hand_fill(struct hand *h, const json_t *action);

#endif
