/* What the rules of a case look at, read in the caller's scope. */
#ifndef STORE_CASE_SCENE_H
#define STORE_CASE_SCENE_H

#include "store/case_store.h"

struct case_scene {
    struct case_row c;
    struct case_child child;
    struct case_file file;
    struct case_clock clock;
};

/* Takes an action on it: rules, evidence, saving, papers, tasks. */
enum err store_case_move(struct db *db, struct arena *a, const struct act *act,
                         const struct action *action,
                         const struct case_scene *s, const void *in,
                         const char *detail, struct refusal *why);

enum err store_case_task(struct db *db, struct arena *a, const struct act *act,
                         const struct action *action,
                         const struct task_ask *task, const struct case_row *c,
                         const void *in);

#endif
