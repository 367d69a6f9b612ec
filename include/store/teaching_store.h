/* Home teaching in the store; in the scope of the child. */
#ifndef STORE_TEACHING_STORE_H
#define STORE_TEACHING_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/teaching.h"

extern const struct sql find_teaching_plan; /* version, by id, in scope */

/* Without its hours; ERR_NOT_FOUND. */
enum err store_teaching_get(struct db *db, struct arena *a, int64_t id,
                            struct teaching_plan_row *out);
/* All of a case's, the newest first. */
enum err store_teaching_list(struct db *db, struct arena *a, int64_t case_id,
                             struct list *out);

/* Fills p->progress as of today. */
enum err store_teaching_hours(struct db *db, struct arena *a, const char *today,
                              struct teaching_plan_row *p);

/* The norm, from the settings. */
enum err store_teaching_norm(struct db *db, struct teaching_norm *out);

/* Stores a plan for a case found in scope and notes it there; sets p->id.
 * ERR_CONFLICT when another plan of the child covers a day of it; ERR_INVALID
 * when the school is not there. */
enum err store_teaching_add(struct db *db, struct arena *a,
                            const struct act *act, struct teaching_plan_row *p);

/* Over the row whose version it bears.  ERR_STALE, ERR_CONFLICT; ERR_RULE when
 * a lesson was given after its new end. */
enum err store_teaching_update(struct db *db,
                               const struct teaching_plan_row *p);

/* A plan's lessons, newest first, below id `before` (0: from the newest). */
enum err store_lesson_list(struct db *db, struct arena *a, int64_t plan_id,
                           int64_t before, int64_t rows, struct list *out);
enum err store_lesson_count(struct db *db, int64_t plan_id, int64_t *n);
enum err store_lesson_get(struct db *db, struct arena *a, int64_t id,
                          struct lesson_row *out);

/* Stores a lesson of a plan found in scope, whose papers become the child's;
 * sets l->id.  ERR_RULE, ERR_INVALID with *why when its time overlaps another
 * lesson, or a paper is not the caller's to give. */
enum err store_lesson_add(struct db *db, struct arena *a, const struct act *act,
                          struct lesson_row *l, struct refusal *why);

#endif
