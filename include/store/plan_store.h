/* 一生一策 in the store; in the scope of the child. */
#ifndef STORE_PLAN_STORE_H
#define STORE_PLAN_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/plan.h"

extern const struct sql find_plan,
    find_plan_item; /* version, by id, in scope */

/* With its items; ERR_NOT_FOUND. */
enum err store_plan_get(struct db *db, struct arena *a, int64_t id,
                        struct plan_row *out);
/* All of a child's, the open one first, each with its items. */
enum err store_plan_list(struct db *db, struct arena *a, int64_t student_id,
                         struct list *out);

/* Stores a plan for a child found in scope, ties it to the child's open case
 * and notes it there; sets p->id.  ERR_CONFLICT when one is open. */
enum err store_plan_add(struct db *db, struct arena *a, const struct act *act,
                        struct plan_row *p);

/* Over the row whose version it bears: ERR_STALE. */
enum err store_plan_update(struct db *db, const struct plan_row *p);

enum err store_plan_item_get(struct db *db, struct arena *a, int64_t id,
                             struct plan_item_row *out);
enum err store_plan_item_add(struct db *db, struct plan_item_row *item);
enum err store_plan_item_update(struct db *db,
                                const struct plan_item_row *item);

/* The open case of a child in scope; INT_NONE when it has none. */
enum err store_open_case_of(struct db *db, int64_t student_id,
                            int64_t *case_id);

#endif
