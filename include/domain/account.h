/*
 * Accounts (账号) and signing in: field tables, which role belongs to which
 * kind of unit (contract §3), how a class is written, and the delay after
 * failed attempts.
 */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "json/field.h"

/* An account as the administrator sees it. */
struct account_row {
    int64_t id;
    const char *username, *name, *role, *unit, *unit_name;
    const char *grade, *class_no; /* columns; shown together as `class` */
    const char *class;            /* "7-2", see class_text */
    int64_t must_change, disabled, totp;
    int64_t failures, retry_at;
    int64_t created_at, version;
    const char *one_time_password; /* in the one reply that made it */
};
extern const struct record account_row;

/* A new account; `class` as people say it: "7-2" is 七年级2班. */
struct account_in {
    const char *username, *name, *role, *unit, *class;
};
extern const struct record account_in;

struct account_patch {
    uint64_t seen;
    const char *name, *role, *unit, *class;
    int64_t disabled;       /* true: no sign-in, sessions ended */
    int64_t reset_password; /* true: the reply holds a one-time password */
    int64_t reset_totp;     /* true: the second factor is forgotten */
    int64_t unlock;         /* true: the delay after failures ends */
};
extern const struct record account_patch;

/* What is stored of an account; grade and class as codes. */
struct account_put {
    int64_t id;
    const char *username, *name, *role, *unit, *grade, *class;
    const char *password_hash;
    int64_t must_change;
    int64_t disabled_at; /* INT_NONE: may sign in */
    int64_t created_at, version;
};
extern const struct record account_put;

/* A unit as far as the rules of accounts need it. */
struct account_unit {
    const char *code, *name, *kind;
};
extern const struct record account_unit;

/* Why an account of that role may not belong to that unit and class, in
 * Chinese, and which member is at fault ("/unit", "/class"); NULL when it
 * may. */
const char *account_fault(enum role role, const char *unit_kind,
                          const char *class, const char **pointer);

/* The unit that a role always has: "bureau" or "dudao"; NULL when there are
 * several to choose from. */
const char *role_unit(enum role role);
/* The kind of its unit (code table unit_kinds). */
const char *role_unit_kind(enum role role);

/* Reads "7-2" into grade and class codes in the arena: digits 1–6 are grades
 * 11–16, 7–9 are 21–23; under 五四制 1–5 are 11–15, 6–9 are 21–24.  False when
 * it is no class. */
bool class_read(struct arena *a, const char *text, bool five_four,
                const char **grade, const char **class);

/* The other way round; NULL without a grade or when memory ran out. */
const char *class_text(struct arena *a, const char *grade, const char *class,
                       bool five_four);

/* How long after that many failures in a row no attempt is judged: 1 s,
 * doubling to 15 minutes, never for good. */
#define SIGNIN_DELAY_MAX_MS INT64_C(900000)
int64_t signin_delay_ms(int64_t failures);

/* What is left of a delay, 0 when an attempt may be judged.  More than the
 * longest delay can only come of a clock set back, and is no delay. */
int64_t signin_wait_ms(int64_t retry_at, int64_t now_ms);

/* Lower case; letters, digits and . _ - only.  A text_clean. */
const char *username_clean(struct arena *a, const char *in, const char **out);

#endif
