/* 待办: an item of what waits for somebody. */
#ifndef DOMAIN_WORKLIST_H
#define DOMAIN_WORKLIST_H

#include <stdint.h>

#include "json/field.h"

struct work_item {
    const char *id;   /* "case-12", "round-3": unique in the list */
    const char *kind; /* verify persuade refused arrange approve watch survey */
    const char *title;
    const char *subject; /* the child, or the round */
    int64_t case_id, student_id, round_id;
    int64_t due_at, overdue;
    const char *link; /* page of the console */
};
extern const struct record work_item;
extern const struct code_table work_kinds;

/* As the store gives it: a case, and an open round with doors left. */
struct work_case {
    const char *kind, *subject;
    int64_t id, student_id, due_at;
};
extern const struct record work_case;

struct work_round {
    int64_t id;
    const char *name, *ends_on;
    int64_t left;
};
extern const struct record work_round;

#endif
