/*
 * 责任确认: each year whoever answers for a unit confirms what it owes (R94, 认真
 * 梳理职责).  It stands as long as the unit owes the same, and whoever confirmed it
 * is still there; else it is to be confirmed anew.
 */
#ifndef DOMAIN_DUTY_CONFIRMATION_H
#define DOMAIN_DUTY_CONFIRMATION_H

#include "domain/act.h"
#include "domain/transition.h"

struct duty_confirm_in {
    int64_t year;
};
extern const struct record duty_confirm_in;

/* A unit that owes something in the year. */
struct duty_confirmation_row {
    const char *unit, *unit_name, *unit_kind;
    int64_t year, duties; /* kinds that it owes now */
    const char *state;    /* of duty_confirmation_states */
    const char *account_name;
    int64_t at, may_confirm;
    /* What stands behind the state. */
    int64_t confirmed, still_there;
};
extern const struct record duty_confirmation_row;
extern const struct code_table duty_confirmation_states;

/* Fills in its state and whether whoever asks may confirm it. */
void duty_confirmation_describe(struct duty_confirmation_row *r,
                                const struct act *act);

/* ERR_RULE with *why: nothing is owed, or it is confirmed already. */
enum err duty_confirm_may(const struct duty_confirmation_row *r,
                          struct refusal *why);

#endif
