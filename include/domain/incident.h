/*
 * Incidents (突发情况) that several units handle together, and what was done to a
 * child: bullying, assault, and the complaint of 歧视、挖苦、体罚 (虎政规〔2020〕
 * 1号 四, 五(二)6).  The latter are restricted: see src/store/scope.c for who
 * sees them.
 *
 *   open --> closed
 *     ^________/ reopen
 */
#ifndef DOMAIN_INCIDENT_H
#define DOMAIN_INCIDENT_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/act.h"
#include "domain/transition.h"

extern const struct code_table incident_kinds, incident_states;

/* Was something done to a child, so that few may know of it? */
bool incident_restricted(const char *kind);

/* Can a unit of that kind (code table unit_kinds) handle such an incident?  One
 * whose people could not see it cannot. */
bool incident_unit_fits(const char *unit_kind, const char *kind);

/* Within which a unit first says what it did (第一时间, seed 五(一)2). */
#define INCIDENT_FIRST_MS CLOCK_DAY_MS
#define INCIDENT_UNITS_MOST 20

/* ---- registering ---- */
struct incident_share {
    const char *unit;
};
extern const struct record incident_share;

struct incident_in {
    int64_t student_id, case_id; /* INT_NONE: of no child, no case */
    const char *kind, *happened_on, *title, *detail;
    struct list
        units; /* struct incident_share; none: the bureau and one's own */
};
extern const struct record incident_in;

/* What whoever registers is told: it may be the last time that they see of it.
 */
struct incident_receipt {
    int64_t id, version;
    const char *kind;
    int64_t readable;
};
extern const struct record incident_receipt;

/* ---- rows ---- */
struct incident_row {
    int64_t id;
    const char *kind;
    int64_t restricted;
    int64_t student_id, case_id;
    const char *happened_on, *title, *detail;
    const char *state, *result;
    int64_t closed_at, account_id;
    const char *unit;
    int64_t at, version;
};
extern const struct record incident_row;

/* In a list.  The child's ids are there for those who have its page; its name
 * also for the units that handle the incident, and nothing more of it. */
struct incident_item {
    int64_t id;
    const char *kind;
    int64_t restricted, student_id, case_id;
    const char *student_name, *happened_on, *title, *state;
    int64_t closed_at;
    const char *unit_name, *handlers;
    int64_t at, version;
};
extern const struct record incident_item;

/* A unit that handles it; when it last said what it did. */
struct incident_unit {
    const char *unit, *unit_name;
    int64_t at, told_at;
};
extern const struct record incident_unit;

struct incident_step {
    int64_t id;
    const char *action, *title, *other_name;
    int64_t at;
    const char *account_name, *unit_name, *note;
};
extern const struct record incident_step;

struct incident_view {
    int64_t id;
    const char *kind;
    int64_t restricted, student_id, case_id;
    const char *student_name, *happened_on, *title, *state;
    int64_t closed_at;
    const char *unit_name, *account_name, *detail, *result;
    int64_t at, version;
    int64_t child;               /* never told; for the access row */
    struct list units;           /* struct incident_unit */
    struct list steps;           /* struct incident_step, in order */
    struct list allowed_actions; /* struct action_view */
};
extern const struct record incident_view;

/* ---- actions ---- */
struct incident_note {
    const char *note;
};
struct incident_other {
    const char *unit, *note;
};
struct incident_close {
    const char *result;
};
extern const struct record incident_note, incident_add, incident_remove,
    incident_close, incident_reopen;

enum incident_effect {
    INCIDENT_SAY,
    INCIDENT_ADD,
    INCIDENT_REMOVE,
    INCIDENT_CLOSE,
    INCIDENT_REOPEN
};

struct incident_action {
    const char *name, *label;
    const char *title; /* of its step */
    const char *from;  /* the state in which it may be taken */
    bool coordinators; /* only the bureau and the unit that registered it */
    enum incident_effect effect;
    const struct record *in;
};
extern const struct incident_action incident_actions[];
extern const size_t incident_actions_n;

/* NULL when there is none such. */
const struct incident_action *incident_action_of(const char *name);
const struct record *incident_action_body(const char *name);
const char *incident_step_title(const char *action);

/* May the actor, who sees it, take it now?  ERR_RULE with *why. */
enum err incident_may(const struct incident_action *a,
                      const struct incident_row *g, const struct act *act,
                      struct refusal *why);

/* The incident after it, with its version not yet raised. */
void incident_apply(const struct incident_action *a, const struct act *act,
                    const void *in, struct incident_row *g);

/* The words of its body that a step keeps, and the unit it names; NULL. */
const char *incident_words(const struct incident_action *a, const void *in);
const char *incident_other_unit(const struct incident_action *a,
                                const void *in);

/* The actions that the actor may take now, as struct action_view.  `units` is
 * those that handle it (struct incident_unit), `others` those that could
 * (struct option_view). */
enum err incident_allowed(const struct incident_row *g, const struct act *act,
                          const struct list *units, const struct list *others,
                          struct arena *a, struct list *out);

#endif
