/* Households (家庭): where a child lives and whom to ask at the door. */
#ifndef DOMAIN_HOUSEHOLD_H
#define DOMAIN_HOUSEHOLD_H

#include <stdint.h>

#include "json/field.h"

/* As stored; what store_household_create and _update take. */
struct household_row {
    int64_t id;
    const char *division; /* village or grid */
    const char *register_no, *head_name, *address, *phone, *state, *note;
    int64_t version, created_at, updated_at;
};
extern const struct record household_row;

/* A child as its household shows it. */
struct household_child {
    int64_t id;
    const char *name, *sex, *birth_date, *relation, *situation, *status;
    const char *school_name, *grade, *class, *enrolment_state, *transfer_state;
    int64_t version;
};
extern const struct record household_child;

/* As replied: addresses and phones are masked where it is a list's item. */
struct household_view {
    int64_t id;
    const char *division, *division_name;
    const char *register_no, *head_name, *address, *phone, *state, *note;
    struct list children; /* of household_child */
    int64_t version, created_at, updated_at;
};
extern const struct record household_view;

struct household_in {
    const char *division, *register_no, *head_name, *address, *phone, *state,
        *note;
};
extern const struct record household_in;

struct household_patch {
    uint64_t seen;
    const char *division, *register_no, *head_name, *address, *phone, *state,
        *note;
};
extern const struct record household_patch;

#endif
