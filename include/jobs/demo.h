/*
 * A whole synthetic county, for demonstrations, tests and benchmarks: places,
 * posts, accounts, households, children, schooling, surveys and cases in every
 * state, made through the same store functions as real work.
 *
 * The same plan gives the same county, row by row, but for what keys and salts
 * make different.  Nobody in it is real: names come from pools that cannot
 * make a name of the founding document, the sequence of an id number is 9xx
 * (and less only where a birthday has more than 50 children of a sex), phones
 * are 199-0000-xxxx, school codes begin with 99, what lies outside the county
 * is called 演示.
 */
#ifndef JOBS_DEMO_H
#define JOBS_DEMO_H

#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"

#define DEMO_CHILDREN 3000
#define DEMO_CHILDREN_MAX 2000000
#define DEMO_SEED 2026

/* Every demo account signs in with it. */
#define DEMO_PASSWORD "Baoxue-Demo-2026"

struct demo_plan {
    int64_t children; /* at least 1, at most DEMO_CHILDREN_MAX */
    uint64_t seed;
    /* Everything happens before this day begins, and cases, surveys and ages
     * lie relative to it, so that the county always looks like today's. */
    const char *today;
    /* One hash for all accounts: they share a password that is printed, so a
     * salt of its own for each would protect nothing and cost minutes. */
    const char *password_hash;
    /* May be NULL; children made so far, now and then. */
    void (*progress)(void *ctx, int64_t children);
    void *ctx;
};

/* An account worth showing.  Besides these every village and every headmaster
 * has one, whose username is the code of the unit, and so have the class
 * teachers of children with a case: school code, year and class, by '-'. */
struct demo_account {
    const char *username, *role, *unit, *unit_name;
    const char *class; /* "7-2", of teachers; else NULL */
};

/* What was made. */
struct demo_made {
    struct list accounts; /* of struct demo_account, texts in the arena */
    int64_t accounts_n;   /* all of them */
    int64_t households, children, visits, cases;
};

/* Fills a new store (store_create, with its writer open and its lock held),
 * in transactions of some 2,000 households.  On failure what was committed
 * stays: the caller throws the store away. */
enum err demo_fill(struct db *db, struct arena *a, const struct demo_plan *plan,
                   struct demo_made *made);
#endif
