/*
 * An act: who does something, for which unit, and when.  Store functions that
 * change a child's record take one, so that history and events name it.
 */
#ifndef DOMAIN_ACT_H
#define DOMAIN_ACT_H

#include <stdint.h>

#include "domain/right.h"

struct act {
    int64_t account_id; /* 0: the clock */
    enum role role;
    const char *unit; /* code, NULL for the clock */
    int64_t now_ms;
    const char *today;      /* YYYY-MM-DD of now_ms */
    const char *year_later; /* the same day a year on, where it is needed */
};

#endif
