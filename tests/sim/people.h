/*
 * The people of the demo county at their desks: every account signed in, and
 * who of them answers for a case.
 */
#ifndef TESTS_SIM_PEOPLE_H
#define TESTS_SIM_PEOPLE_H

#include "api/api_world.h"

/* Opens the county of so many children at WORLD_NOW's day with every account
 * signed in and three experts on the committee; then serves it. */
void people_open(int64_t children, uint64_t seed);
void people_close(void);

/* The role whose token is now that account's: of role `role` in `unit` (NULL:
 * the first of that role).  NOBODY when there is none. */
enum role people_as(enum role role, const char *unit);

/* The seat of the i-th of the three experts. */
#define EXPERTS 3
enum role people_as_expert(size_t i);
int64_t people_member(size_t i);

#endif
