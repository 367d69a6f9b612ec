/*
 * 限期整改: what a unit has to put right by when, out of a finding of an
 * inspection (虎政规〔2020〕1号 六3).
 *
 *              ,--------- report <--------.
 *              v                          |
 *   open --report--> reported --return--> returned
 *    | ^_/ extend      |                   | ^_/ extend
 *    |                 `--pass--> passed   |
 *    `--------withdraw--> withdrawn <------'
 */
#ifndef DOMAIN_RECTIFICATION_H
#define DOMAIN_RECTIFICATION_H

#include "domain/supervision.h"

extern const struct code_table rectification_states;

/* How long before its day it stands in 待办. */
#define RECTIFICATION_REMIND_DAYS 31
#define RECTIFICATION_STEPS_MOST 200

/* ---- bodies ---- */
struct rectification_in {
    int64_t finding_id;
    const char *unit; /* NULL: the one that was inspected */
    const char *demand, *due_on;
};
extern const struct record rectification_in;

/* Each begins with its evidence. */
struct rectification_report {
    struct list evidence;
    const char *note;
};
struct rectification_again {
    struct list evidence;
    const char *due_on, *note;
};
extern const struct record rectification_report, rectification_pass,
    rectification_return, rectification_extend, rectification_withdraw;

extern const struct supervision_table rectification_steps;
const struct record *rectification_step_body(const char *action);
/* "order", which begins it, too. */
const char *rectification_step_title(const char *action);

/* ---- rows ---- */
struct rectification_row {
    int64_t id, finding_id;
    const char *unit, *inspector, *demand, *due_on, *state;
    int64_t reported_by, account_id, at, version;
};
extern const struct record rectification_row;

/* In a list.  `late`: reported after its day once, or not yet and its day has
 * passed. */
struct rectification_item {
    int64_t id, inspection_id, finding_id;
    const char *unit, *unit_name, *inspector_name, *demand, *due_on, *state;
    int64_t overdue, late;
    int64_t at, version;
};
extern const struct record rectification_item;

struct rectification_step {
    int64_t id;
    const char *action, *title, *due_on, *on_date, *note, *account_name,
        *unit_name;
    int64_t at;
    struct list evidence; /* struct supervision_evidence */
};
extern const struct record rectification_step;

struct rectification_view {
    int64_t id, inspection_id, finding_id;
    const char *unit, *unit_name, *inspector_name, *demand, *due_on, *state;
    int64_t overdue, late;
    int64_t at, version;
    const char *finding, *held_on; /* what was found, and when */
    struct list finding_evidence;  /* struct supervision_evidence */
    struct list steps;             /* struct rectification_step, in order */
    struct list allowed_actions;   /* struct action_view */
};
extern const struct record rectification_view;

/* ---- rules ---- */
/* May the actor, of the unit `inspector`, order it?  ERR_RULE, ERR_INVALID. */
enum err rectification_order_may(const struct rectification_in *in,
                                 const char *inspector, const struct act *act,
                                 struct refusal *why);

/* It after the step with body `in`.  ERR_INVALID, ERR_RULE with *why. */
enum err rectification_apply(const struct supervision_step *s,
                             const struct act *act, const void *in,
                             struct rectification_row *g, struct refusal *why);

enum err rectification_allowed(const struct rectification_row *g,
                               const struct act *act, struct arena *a,
                               struct list *out);

/* The words of a body that its step keeps. */
const char *rectification_words(const struct supervision_step *s,
                                const void *in);

#endif
