/*
 * 决议: what a unit has to do by when, as a meeting resolved.  It is 交办 without a
 * child: given, reported, confirmed or returned (虎政规〔2020〕1号 五(一)3, R63).
 *
 *              ,--------- report <--------.
 *              v                          |
 *   open --report--> reported --return--> returned
 *    | ^_/ extend      |                   | ^_/ extend
 *    |                 `--confirm--> confirmed
 *    `--------withdraw--> withdrawn <------'
 */
#ifndef DOMAIN_RESOLUTION_H
#define DOMAIN_RESOLUTION_H

#include "domain/meeting.h"

extern const struct code_table resolution_states;

/* How long before its day it stands in 待办. */
#define RESOLUTION_REMIND_DAYS 31
#define RESOLUTION_STEPS_MOST 200

/* ---- bodies ---- */
struct resolution_in {
    int64_t meeting_id;
    struct list units; /* codes; each does it and reports */
    const char *demand, *due_on;
};
extern const struct record resolution_in;

/* Each begins with its evidence. */
struct resolution_report {
    struct list evidence;
    const char *note;
};
struct resolution_again {
    struct list evidence;
    const char *due_on, *note;
};
extern const struct record resolution_report, resolution_confirm,
    resolution_return, resolution_extend, resolution_withdraw;

extern const struct supervision_table resolution_steps;
const struct record *resolution_step_body(const char *action);
/* "resolve", which begins it, too. */
const char *resolution_step_title(const char *action);

/* ---- rows ---- */
struct resolution_row {
    int64_t id, meeting_id, number;
    const char *unit, *giver, *demand, *due_on, *state;
    int64_t reported_by, account_id, at, version;
};
extern const struct record resolution_row;

/* In a list.  `late`: reported after its day once, or not yet and its day has
 * passed. */
struct resolution_item {
    int64_t id, meeting_id, number;
    const char *meeting, *unit, *unit_name, *demand, *due_on, *state;
    int64_t overdue, late;
    int64_t at, version;
};
extern const struct record resolution_item;

struct resolution_step {
    int64_t id;
    const char *action, *title, *due_on, *on_date, *note, *account_name,
        *unit_name;
    int64_t at;
    struct list evidence; /* struct supervision_evidence */
};
extern const struct record resolution_step;

struct resolution_view {
    int64_t id, meeting_id, number;
    const char *meeting, *unit, *unit_name, *demand, *due_on, *state;
    int64_t overdue, late;
    int64_t at, version;
    const char *giver_name, *held_on;
    struct list steps;           /* struct resolution_step, in order */
    struct list allowed_actions; /* struct action_view */
};
extern const struct record resolution_view;

/* ---- rules ---- */
/* Are its units told, each once, and its day to come?  ERR_INVALID. */
enum err resolution_fits(const struct resolution_in *in, const struct act *act,
                         struct refusal *why);

/* It after the step with body `in`.  ERR_INVALID, ERR_RULE with *why. */
enum err resolution_apply(const struct supervision_step *s,
                          const struct act *act, const void *in,
                          struct resolution_row *g, struct refusal *why);

enum err resolution_allowed(const struct resolution_row *g,
                            const struct act *act, struct arena *a,
                            struct list *out);

/* The words of a body that its step keeps. */
const char *resolution_words(const struct supervision_step *s, const void *in);

#endif
