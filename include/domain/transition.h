/*
 * The transition table of a case: the one place that says which action leads
 * from where to where, who may take it, what it asks, and what it does to
 * level and clock.  It drives the server, the allowed_actions of a reply, the
 * client's buttons and forms, the drawing, and the exhaustive test.
 *
 * What always holds (design §6), shown by tests/unit/case_rule_test.c:
 *   - past review only by the outcome's approver, who is not the one who
 *     submitted, and only with the outcome's evidence on the way into review;
 *   - a placement of a disabled child only as the expert committee advised,
 *     免予入学 never without it; 户籍原因 and 失踪失联 never without the
 *     conclusion of the police;
 *   - dismissed only with a reason and evidence;
 *   - a level is never skipped but by a recorded decision of a higher one; the
 *     top is not passed;
 *   - no step of the law before the one that it follows and its statutory wait
 *     (domain/pressure.h);
 *   - a case leaves watching only by its last check, or to where it goes on.
 */
#ifndef DOMAIN_TRANSITION_H
#define DOMAIN_TRANSITION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "domain/case.h"
#include "domain/case_action.h"

/* Where the actor must stand.  The leading group acts only on what has come up
 * to it; the bureau, which is its office (seed 二), acts for it too. */
enum level_rule {
    BY_ANYONE,   /* any role of the mask that sees the child */
    AT_OR_ABOVE, /* at the case's level or above it */
    ABOVE,       /* above it: to take the case up */
    BY_APPROVER, /* the approver of the outcome, who did not submit it */
};

enum level_effect {
    LEVEL_KEEP,
    LEVEL_UP,      /* the next of the child's chain */
    LEVEL_WATCHER, /* the lowest of the child's chain */
    LEVEL_ACTOR,   /* the actor's, when that is higher */
};
enum clock_effect { CLOCK_KEEP, CLOCK_RESTART };

struct evidence_ask {
    const char *kind;
    bool required;
};
#define EVIDENCE_ASKS 7

/* Hands a part of the work to a department by itself (交办). */
struct task_ask {
    const char *unit, *task; /* NULL at the end */
    int days;
};
#define TASK_ASKS 2

struct action {
    const char *name, *label;
    const char *title; /* of its event */
    unsigned from;     /* states, as bits */
    unsigned to;       /* where it may lead; 0: the state stays */
    /* Picks one of several; NULL when `to` has one bit or none. */
    enum case_state (*choose)(const struct case_row *c, const void *in);
    unsigned roles;
    enum level_rule rule;
    enum level_effect level;
    enum clock_effect clock;
    const char *disposition; /* only of this one (处置类别), or NULL */
    const char *outcome;     /* that it claims by itself, or NULL */
    unsigned papers;         /* PAPER_… that must be on file */
    const struct record *in;
    const char *future;   /* its dates that may lie ahead, blanks between */
    const char *document; /* kind of the paper that it issues, or NULL */
    const char *deadline; /* its date by which the paper is to be obeyed */
    struct task_ask tasks[TASK_ASKS];
    struct evidence_ask evidence[EVIDENCE_ASKS];
    int least; /* pieces of evidence at least */
    /* What else it changes in the case. */
    void (*effect)(struct case_row *c, const void *in);
};

/* What an action wants to find on file, with its refusal. */
enum {
    PAPER_VISIT = 1,      /* a persuasion visit */
    PAPER_APPRAISAL = 2,  /* a medical appraisal */
    PAPER_CONCLUSION = 4, /* of the police */
    PAPER_NOT_ASKED = 8,  /* the police is not at it already */
    PAPER_NOT_SENT = 16,  /* no appraisal is under way */
    PAPER_PERIOD = 32,    /* a period that runs and may be applied for
                             again: what the committee or the police found is
                             looked at anew instead */
    PAPER_PLAN = 64,      /* a 一生一策 with measures */
};

/* Days before it is due from which a check of the watch counts. */
#define CHECK_EARLY_DAYS 3

extern const struct action actions[];
extern const size_t actions_n;

/* NULL when there is none such. */
const struct action *action_of(const char *name);

/* The body table of an action, for route.body_of. */
const struct record *action_body(const char *name);

/* Who acts on what, and when. */
struct case_move {
    const struct case_row *c;
    const struct case_child *child;
    const struct case_file *file;
    const struct case_clock *clock;
    const struct act *act;
};

/* Why something is refused: the member ("" for the whole), a stable code,
 * and Chinese. */
struct refusal {
    const char *pointer, *code, *detail;
};

/* May this actor take it now, whatever the body will hold?  ERR_FORBIDDEN for
 * the wrong role, ERR_RULE for the wrong state, level or person. */
enum err action_may(const struct action *a, const struct case_move *m,
                    struct refusal *why);

/* The case after the action with body `in` (a struct of a->in): action_may,
 * then dates, evidence and what the outcome needs.  *next is filled only on
 * success, with the version not yet raised.  ERR_INVALID, ERR_RULE. */
enum err action_apply(const struct action *a, const struct case_move *m,
                      const void *in, struct case_row *next,
                      struct refusal *why);

/* ---- what the client draws from ---- */
struct option_view {
    const char *code, *label;
};
struct field_view {
    const char *name, *label;
    const char *type; /* text integer number boolean date time code */
    int64_t required;
    struct list options; /* struct option_view */
    int64_t max;         /* characters of a text */
};
struct evidence_view {
    const char *kind, *label;
    int64_t required;
};
struct action_view {
    const char *action, *label;
    struct list fields;   /* struct field_view */
    struct list evidence; /* struct evidence_view */
    int64_t evidence_least;
};
extern const struct record option_view;
extern const struct record field_view;
extern const struct record evidence_view;
extern const struct record action_view;

/* The actions that m->act may take now; items in the arena. */
enum err actions_allowed(const struct case_move *m, struct arena *a,
                         struct list *out);

/* What a body asks for, as struct field_view; lists (evidence) have a place of
 * their own. */
enum err action_fields(const struct record *r, struct arena *a,
                       struct list *out);

/* ---- what is kept of an action ---- */
/* The filled fields of a struct as {"facts":[{name,label,value}]}, codes and
 * yes/no by their label; ids and evidence are kept elsewhere.  In the arena,
 * NULL when memory ran out. */
const char *facts_text(struct arena *a, const struct record *r, const void *in);

/* ---- the whole of it ---- */
/* One action that is open in a state, and where it may lead. */
struct case_way {
    const char *action, *label, *to;
};
struct case_state_view {
    const char *state, *label;
    int64_t levelled; /* it waits at a level of the chain */
    struct list ways; /* struct case_way */
};
extern const struct record case_way;
extern const struct record case_state_view;

/* Every state with the ways out of it, as struct case_state_view. */
enum err actions_states(struct arena *a, struct list *out);

/* The table as a Mermaid state diagram; `make drawing` puts it into the
 * README. */
void actions_draw(struct buf *b);

#endif
