/*
 * 会议: 常务会, 办公会, 专题会 and 联席会 of the city government on keeping children
 * in school, with agenda, minutes and what was resolved (虎政规〔2020〕1号 五(一)3,
 * R63).  One that was held in its time does the duty of the year by itself.
 *
 *   planned --hold--> held
 *    | ^_/ reschedule  | ^_/ amend
 *    `---cancel--> cancelled <--cancel--'   (held: while nothing stands of it)
 */
#ifndef DOMAIN_MEETING_H
#define DOMAIN_MEETING_H

#include "domain/supervision.h"

extern const struct code_table meeting_kinds, meeting_states;

#define MEETING_UNITS_MOST 100
#define RESOLUTIONS_MOST 400

/* ---- bodies ---- */
struct meeting_in {
    const char *kind, *title, *held_on, *place, *chair, *agenda;
    struct list units; /* codes of those who take part */
};
extern const struct record meeting_in;

/* Each begins with its evidence. */
struct meeting_hold {
    struct list evidence;
    const char *minutes;
};
struct meeting_move {
    struct list evidence;
    const char *held_on, *place, *reason;
};
extern const struct record meeting_hold, meeting_reschedule, meeting_cancel;

extern const struct supervision_table meeting_steps;
const struct record *meeting_step_body(const char *action);

/* ---- rows ---- */
struct meeting_row {
    int64_t id;
    const char *kind, *title, *unit, *held_on, *place, *chair, *agenda, *state,
        *minutes, *reason;
    int64_t account_id, at, version;
};
extern const struct record meeting_row;

/* In a list; the resolutions that whoever asks may see. */
struct meeting_item {
    int64_t id;
    const char *kind, *title, *held_on, *place, *chair, *state;
    int64_t overdue; /* its day has passed, and there are no minutes */
    int64_t resolutions, pending, late;
    int64_t version;
};
extern const struct record meeting_item;

struct meeting_unit {
    const char *unit, *unit_name;
};
extern const struct record meeting_unit;

struct meeting_view {
    int64_t id;
    const char *kind, *title, *held_on, *place, *chair, *state, *agenda,
        *minutes, *reason, *account_name;
    int64_t overdue;
    int64_t may_resolve; /* whoever asks, now */
    int64_t at, version;
    struct list units;           /* struct meeting_unit */
    struct list evidence;        /* struct supervision_evidence */
    struct list resolutions;     /* struct resolution_item */
    struct list allowed_actions; /* struct action_view */
};
extern const struct record meeting_view;

/* ---- rules ---- */
/* The meeting after the step with body `in`; `standing` resolutions of it keep
 * it from being cancelled.  ERR_INVALID, ERR_RULE with *why. */
enum err meeting_apply(const struct supervision_step *s, int64_t standing,
                       const struct act *act, const void *in,
                       struct meeting_row *g, struct refusal *why);

/* The steps that the actor may take now. */
enum err meeting_allowed(const struct meeting_row *g, const struct act *act,
                         struct arena *a, struct list *out);

/* May the actor resolve something in it?  ERR_RULE with *why. */
enum err meeting_resolve_may(const struct meeting_row *g, const struct act *act,
                             struct refusal *why);

#endif
