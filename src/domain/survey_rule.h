/* The tables that judge a visit and make its form; of the survey's rules only.
 */
#ifndef DOMAIN_SURVEY_RULE_H
#define DOMAIN_SURVEY_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/survey_form.h"

/* Raise it with every change of the tables: phones fetch the form anew when it
 * differs from theirs. */
#define FORM_VERSION 2

#define DAYS_AHEAD 1
#define DAYS_BEFORE 30

struct visit_rule {
    const char *code;
    bool takes_children; /* neighbours may tell of a family that moved */
    bool settles;
    bool asks_return;
    const char *household_state;
};
extern const struct visit_rule visit_rules[];
extern const size_t visit_rules_n;

/* The rule of a code of visit_outcomes. */
const struct visit_rule *visit_rule_of(const char *code);

/* What a situation may ask, in the order of asking: bit i is asks[i], a member
 * of survey_child_in. */
enum {
    SCHOOL_CODE = 1,
    SCHOOL_NAME = 2,
    GRADE = 4,
    CLASS = 8,
    SINCE = 16,
    REASON = 32,
    SCHOOL = SCHOOL_CODE | SCHOOL_NAME
};
#define ASKS_N 6
extern const char *const asks[ASKS_N];

struct situation_rule {
    const char *code, *group;
    unsigned must, one_of, may; /* anything else is refused */
    const char *reason;         /* proposed */
    const char *since_label;    /* instead of 自何时起 */
};
extern const struct situation_rule situation_rules[];
extern const size_t situation_rules_n;

extern const struct code_table situation_groups;

/* NULL when there is none. */
const struct situation_rule *situation_rule_of(const char *code);

/* How ask `i` is called for that situation. */
const char *ask_label(const struct situation_rule *r, size_t i);

#endif
