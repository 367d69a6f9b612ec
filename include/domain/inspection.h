/*
 * 督查: a visit of inspection to a unit, planned for a day, with a check sheet
 * whose items follow the kind of the unit, and what was found (虎政规〔2020〕1号
 * 四, 六2, 六3).  The bureau inspects schools (四: 组织、监督各学校), 督导室
 * every unit.
 *
 *   planned --start--> open --close--> closed
 *     |  ^_/ reschedule  ^_/ find, and the sheet
 *     `--cancel--> cancelled
 */
#ifndef DOMAIN_INSPECTION_H
#define DOMAIN_INSPECTION_H

#include "domain/supervision.h"

extern const struct code_table inspection_kinds, inspection_states,
    check_answers;

/* ---- the sheet ---- */
struct check_item {
    const char *unit_kind, *name, *label;
    const char *source; /* number of the requirement, and article */
};
extern const struct check_item check_items[];
extern const size_t check_items_n;

#define CHECK_ITEMS_MOST 20

/* NULL when a sheet for units of that kind has no such item. */
const struct check_item *check_item_of(const char *unit_kind, const char *name);

/* ---- bodies ---- */
struct inspection_in {
    const char *kind, *unit, *planned_on, *purpose;
};
extern const struct record inspection_in;

struct check_answer {
    const char *item, *answer, *note;
};
extern const struct record check_answer;
struct check_sheet {
    struct list answers; /* struct check_answer: those that are given */
};
extern const struct record check_sheet;

/* Each begins with its evidence. */
struct inspection_move {
    struct list evidence;
    const char *planned_on, *reason;
};
struct inspection_find {
    struct list evidence;
    const char *item, *detail;
};
struct inspection_close {
    struct list evidence;
    const char *experience, *shortcomings;
};
extern const struct record inspection_reschedule, inspection_cancel,
    inspection_start, inspection_find, inspection_close;

extern const struct supervision_table inspection_steps;
const struct record *inspection_step_body(const char *action);

/* ---- rows ---- */
struct inspection_row {
    int64_t id;
    const char *kind, *unit, *inspector, *planned_on, *purpose, *state,
        *held_on, *experience, *shortcomings, *reason;
    int64_t account_id, at, version;
};
extern const struct record inspection_row;

/* In a list. */
struct inspection_item {
    int64_t id;
    const char *kind, *unit, *unit_name, *unit_kind, *inspector_name,
        *planned_on, *state, *held_on;
    int64_t overdue; /* planned, and its day has passed */
    int64_t findings, rectifications, pending;
    int64_t version;
};
extern const struct record inspection_item;

struct check_line {
    const char *item, *label, *source, *answer, *note;
};
extern const struct record check_line;

/* A figure of the unit on the day of the visit. */
struct inspection_figure {
    const char *item, *label;
    int64_t numerator, denominator;
};
extern const struct record inspection_figure;

struct finding_row {
    int64_t id;
    const char *item, *label, *detail, *account_name;
    int64_t at;
    struct list evidence; /* struct supervision_evidence */
    int64_t may_order;    /* a rectification, by whoever asks */
};
extern const struct record finding_row;

#define FINDINGS_MOST 200

struct inspection_view {
    int64_t id;
    const char *kind, *unit, *unit_name, *unit_kind, *inspector_name,
        *planned_on, *state, *held_on, *purpose, *experience, *shortcomings,
        *reason, *account_name;
    int64_t overdue, may_check;
    int64_t version;
    struct list sheet;           /* struct check_line, every item */
    struct list figures;         /* struct inspection_figure */
    struct list findings;        /* struct finding_row */
    struct list rectifications;  /* struct rectification_item */
    struct list allowed_actions; /* struct action_view */
};
extern const struct record inspection_view;

/* ---- rules ---- */
/* May the actor inspect a unit of that code and kind? */
enum err inspection_plan_may(const struct inspection_in *in,
                             const char *unit_kind, const struct act *act,
                             struct refusal *why);

/* May the actor fill in the sheet?  ERR_RULE with *why. */
enum err check_may(const struct inspection_row *g, const struct act *act,
                   struct refusal *why);

/* Does the sheet have these items, each once, and a note beside each 否?
 * ERR_INVALID with *why, its pointer made in the arena. */
enum err check_fits(const char *unit_kind, const struct list *answers,
                    struct arena *a, struct refusal *why);

/* The inspection after the step with body `in`; `unanswered` items of its sheet
 * keep it from being closed.  ERR_INVALID, ERR_RULE with *why. */
enum err inspection_apply(const struct supervision_step *s,
                          const char *unit_kind, int64_t unanswered,
                          const struct act *act, const void *in,
                          struct inspection_row *g, struct refusal *why);

/* The steps that the actor may take now; the form of a finding offers the items
 * of the sheet. */
enum err inspection_allowed(const struct inspection_row *g,
                            const char *unit_kind, const struct act *act,
                            struct arena *a, struct list *out);

/* Every item of the sheet with its answer, struct check_line out of `given`
 * (struct check_answer). */
enum err check_lines(const char *unit_kind, const struct list *given,
                     struct arena *a, struct list *out);

#endif
