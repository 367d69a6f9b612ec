/*
 * How many children one rule judged, of those who stand in the same of the
 * three lists that 四查三比对 turns on; what the rule says and what it opens.
 */
#ifndef DOMAIN_VERDICT_TALLY_H
#define DOMAIN_VERDICT_TALLY_H

#include <stdint.h>

#include "json/field.h"

struct verdict_tally {
    int64_t household_register, enrolment, attendance; /* stands in it */
    const char *verdict, *rule;
    const char *title;       /* of the rule, in Chinese */
    const char *kind;        /* of the case that it opens; NULL none */
    const char *owner;       /* whose turn it is; NULL nobody's */
    const char *level;       /* where that case begins; NULL none */
    const char *disposition; /* 处置类别 that it points to; NULL none */
    int64_t n;
};
extern const struct record verdict_tally;

/* Fills in what the table of rules says of t->rule; what is unknown to it
 * stays NULL. */
void verdict_tally_explain(struct verdict_tally *t);

#endif
