/* History of every field (变更记录) in the store. */
#ifndef STORE_CHANGE_STORE_H
#define STORE_CHANGE_STORE_H

#include <stdbool.h>

#include "db/db.h"
#include "domain/act.h"
#include "domain/student.h"

/* Writes a row for each member of `r` whose value differs; members that are
 * COLUMN_ONLY or REPLY_ONLY are bookkeeping and not compared.  `student_id`
 * 0: concerns no child.  *changed (may be NULL): whether any did. */
enum err store_change_fields(struct db *db, struct arena *a,
                             const struct act *act, const char *entity,
                             int64_t entity_id, int64_t student_id,
                             const struct record *r, const void *old,
                             const void *new, bool *changed);

/* A child's history, newest first: changed fields, schooling, tags; `skip`
 * rows from the newest, at most `rows`; *total counts all.  In scope. */
enum err store_history_list(struct db *db, struct arena *a, int64_t student_id,
                            int64_t skip, int64_t rows, struct list *out,
                            int64_t *total);

#endif
