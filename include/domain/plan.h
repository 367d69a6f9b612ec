/*
 * 一生一策: one plan a child who came back, or is to come back, with items
 * that somebody does and whose progress is written down (虎政规〔2020〕1号
 * 五(三)7: 基本情况、学业层次、健康状况和本人意愿，制定适合的课程).
 */
#ifndef DOMAIN_PLAN_H
#define DOMAIN_PLAN_H

#include <stdint.h>

#include "domain/transition.h"
#include "json/field.h"

extern const struct code_table plan_states;
extern const struct code_table plan_item_kinds;
extern const struct code_table plan_item_states;

struct plan_item_row {
    int64_t id, plan_id, student_id;
    const char *kind, *content, *due_on, *state;
    const char *progress; /* dated lines, the oldest first */
    const char *progress_on;
    int64_t version;
};
extern const struct record plan_item_row;

struct plan_row {
    int64_t id, student_id, case_id;
    const char *keeper, *situation, *attainment, *health, *wish, *state;
    int64_t made_by;
    const char *made_by_name;
    int64_t made_at, version;
    struct list items; /* struct plan_item_row */
};
extern const struct record plan_row;

struct plan_in {
    const char *keeper, *situation, *attainment, *health, *wish;
};
extern const struct record plan_in;

struct plan_patch {
    uint64_t seen;
    const char *keeper, *situation, *attainment, *health, *wish, *state;
};
extern const struct record plan_patch;

struct plan_item_in {
    const char *kind, *content, *due_on;
};
extern const struct record plan_item_in;

struct plan_item_patch {
    uint64_t seen;
    const char *progress, *state;
};
extern const struct record plan_item_patch;

/* What the case's timeline says of a plan. */
struct plan_note {
    const char *keeper;
};
extern const struct record plan_note;

/* May the plan become what `next` says?  A closed one stays as it is, and none
 * is closed over open items (struct plan_item_row).  ERR_RULE with *why. */
enum err plan_may_change(const struct plan_row *now,
                         const struct plan_row *next, struct refusal *why);

/* May an item be added to the plan?  ERR_RULE. */
enum err plan_may_add(const struct plan_row *p, struct refusal *why);

/*
 * The item after the change: progress is added as a line of `today`, never
 * written over; done or dropped it must say what came of it, and stays so.
 * ERR_RULE, ERR_INVALID with *why, ERR_NO_MEMORY.
 */
enum err plan_item_change(struct arena *a, const struct plan_row *p,
                          const struct plan_item_patch *in, const char *today,
                          struct plan_item_row *item, struct refusal *why);

#endif
