/* Doubts (疑点) that need a person, in the store. */
#ifndef STORE_DOUBT_STORE_H
#define STORE_DOUBT_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/student.h"

extern const struct sql find_doubt; /* version, by id, in scope */

/* Raises one: kind, student_id, other_id and detail of d; its id is set.
 * other_id INT_NONE or 0: none. */
enum err store_doubt_add(struct db *db, const struct act *act,
                         struct doubt_row *d);

enum err store_doubt_get(struct db *db, struct arena *a, int64_t id,
                         struct doubt_row *out);

/* A page in the order of ids; NULL filters match all. */
enum err store_doubt_list(struct db *db, struct arena *a, const char *state,
                          const char *kind, int64_t after, int64_t rows,
                          struct list *out);
enum err store_doubt_count(struct db *db, const char *state, const char *kind,
                           int64_t *total);

/* same and different settle it; later leaves it open with its reason.
 * ERR_STALE; ERR_RULE when it was settled before. */
enum err store_doubt_decide(struct db *db, const struct act *act, int64_t id,
                            int64_t version, const struct doubt_patch *d);

#endif
