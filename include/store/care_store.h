/* Counselling and help in the store; in the scope of the child. */
#ifndef STORE_CARE_STORE_H
#define STORE_CARE_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/care.h"

/* All of a child's, the newest first. */
enum err store_counselling_list(struct db *db, struct arena *a,
                                int64_t student_id, struct list *out);
enum err store_counselling_get(struct db *db, struct arena *a, int64_t id,
                               struct counselling_row *out);
/* For a child found in scope; sets c->id. */
enum err store_counselling_add(struct db *db, const struct act *act,
                               struct counselling_row *c);

enum err store_help_list(struct db *db, struct arena *a, int64_t student_id,
                         struct list *out);
enum err store_help_get(struct db *db, struct arena *a, int64_t id,
                        struct help_row *out);
/* The same; tied to the child's open case and noted there. */
enum err store_help_add(struct db *db, struct arena *a, const struct act *act,
                        struct help_row *h);

#endif
