/*
 * What an officer saw at a door (入户所见), and what follows for the case.
 */
#ifndef DOMAIN_SIGHTING_H
#define DOMAIN_SIGHTING_H

#include <stdbool.h>

#include "domain/case.h"

struct case_sighting {
    int64_t student_id;
    const char *situation; /* code table situations */
    const char *reason;    /* code table reasons, or NULL */
    const char *since;     /* out of school since, or NULL */
    const char *note;
};
extern const struct record case_sighting;

struct sighting_rule {
    const char *situation;
    const char *kind;        /* of the case it opens; NULL: none */
    const char *reason;      /* when the officer gave none */
    const char *disposition; /* of a ticket that needs no persuasion */
    bool papers;             /* 休学 in the register makes it lawful */
};

/* NULL for a situation that is not in the table. */
const struct sighting_rule *sighting_rule_of(const char *situation);

/* Does it open a case for this child on this day?  Not outside 6–15 on
 * 31 August of the year, and not when the papers are there. */
bool sighting_opens(const struct sighting_rule *r,
                    const struct case_child *child, const char *today);

/* The case that it opens, ready to be inserted but for its id. */
void sighting_case(const struct case_sighting *s, const struct sighting_rule *r,
                   const struct case_child *child, const struct act *act,
                   const struct case_clock *clock, struct case_row *out);

#endif
