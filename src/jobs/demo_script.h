/*
 * Scripts of the demo county's cases: how each begins, and what is done with
 * it on which day.  The clock runs between the steps as it does for real.
 */
#ifndef JOBS_DEMO_SCRIPT_H
#define JOBS_DEMO_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum demo_begin { BEGIN_FLAG, BEGIN_SEEN, BEGIN_SEEN_LAST_YEAR };

/* BY_LEVEL: whoever the case is with at that moment. */
enum demo_by {
    BY_LEVEL,
    BY_TEACHER,
    BY_HEAD,
    BY_VILLAGE,
    BY_TOWN,
    BY_BUREAU,
    BY_LEAD,
    BY_LEADER,
    BY_CANLIAN
};

/* On day `day` of the case; `with` is what the action turns on: a persuasion's
 * result, a closing's outcome, a dismissal's evidence, "away" of a check. */
struct demo_step {
    int day;
    const char *action;
    enum demo_by by;
    const char *with;
};

#define DEMO_STEPS 18

struct demo_script {
    enum demo_begin begin;
    enum demo_by by;       /* who flags it */
    const char *situation; /* or what is seen */
    int ago;               /* days before today on which it begins */
    bool unschooled;       /* for a child who was never enrolled */
    bool junior;           /* for one of 初中 */
    struct demo_step steps[DEMO_STEPS]; /* ends with a NULL action */
};

struct act;
struct case_row;
struct demo;
struct list;
struct record;

/* Fills the body of an action of the law (src/domain/case_action_law.c); codes
 * are `with` where their table has it. */
enum err demo_fill_law(struct demo *d, int32_t today, const struct record *r,
                       const char *with, void *in);

/* Uploads a picture as evidence of a kind: a list of one struct evidence_in. */
enum err demo_prove(struct demo *d, const struct act *act, const char *kind,
                    struct list *evidence);

/* A step that is no action of the case; ERR_NOT_FOUND when it is none such. */
enum err demo_beside(struct demo *d, const struct act *act,
                     const struct case_row *c, const struct demo_step *s,
                     int32_t day);

extern const struct demo_script demo_scripts[];
extern const size_t demo_scripts_n;

#endif
