/*
 * Steps of supervision (督导) and of meetings (会议): how an inspection, a 限期整改, a
 * meeting and a 决议 move.  Each has a table of steps of this form, which drives
 * the server, the buttons and the exhaustive test.  One unit inspects, or gives
 * what is to be done; another one does it and reports.
 */
#ifndef DOMAIN_SUPERVISION_H
#define DOMAIN_SUPERVISION_H

#include <stdbool.h>

#include "domain/act.h"
#include "domain/case_action.h"
#include "domain/transition.h"

/* Whose step it is: of the unit that inspects or gives, or of the one that was
 * inspected or has it to do. */
enum supervision_side { BY_INSPECTOR, BY_UNIT };

struct supervision_step {
    const char *name, *label;
    const char *from; /* states in which it may be taken, blanks between */
    const char *to;   /* the state after it; NULL: as before */
    enum supervision_side side;
    const struct record *in;
    const char *evidence; /* kind that it may bring; NULL none */
    int least;            /* pieces of it at least */
};

struct supervision_table {
    const struct supervision_step *steps;
    size_t n;
    enum right inspect, answer; /* of the two sides */
    /* What is said to whoever is not the one side, nor the other; and to whoever
     * would pass what he reported himself. */
    const char *not_inspector, *not_unit, *same_person;
};

/* What a step is taken on. */
struct supervision_thing {
    const char *state, *unit, *inspector;
    int64_t reported_by; /* INT_NONE: nobody */
};

/* NULL when there is none of that name. */
const struct supervision_step *supervision_step_of(
    const struct supervision_table *t, const char *name);

/* May the actor, who sees it, take the step now, whatever the body will hold?
 * ERR_RULE with *why: another unit's, another state, or the same person. */
enum err supervision_may(const struct supervision_table *t,
                         const struct supervision_step *s,
                         const struct supervision_thing *g,
                         const struct act *act, struct refusal *why);

/* Is the evidence of the body what the step asks for?  ERR_INVALID, ERR_RULE
 * with *why. */
enum err supervision_evidence_fits(const struct supervision_step *s,
                                   const struct list *evidence,
                                   struct refusal *why);

/* The steps that the actor may take now, as struct action_view. */
enum err supervision_allowed(const struct supervision_table *t,
                             const struct supervision_thing *g,
                             const struct act *act, struct arena *a,
                             struct list *out);

/* A piece of evidence as it is shown. */
struct supervision_evidence {
    int64_t id, of; /* the finding or step */
    const char *kind, *type;
    int64_t attachment_id, size;
};
extern const struct record supervision_evidence;

#endif
