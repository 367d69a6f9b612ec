/* The chart of the leading group (领导小组) in the store. */
#ifndef STORE_MEMBER_STORE_H
#define STORE_MEMBER_STORE_H

#include "db/db.h"
#include "domain/place.h"

extern const struct sql find_member; /* version, by id */

enum err store_member_get(struct db *db, struct arena *a, int64_t id,
                          struct member_row *out);

/* A page in the order of ids; `on` NULL also shows those whose term is over. */
enum err store_member_list(struct db *db, struct arena *a, const char *on,
                           int64_t after, int64_t rows, struct list *out);
enum err store_member_count(struct db *db, const char *on, int64_t *total);

/* Inserts one and sets its id and version. */
enum err store_member_insert(struct db *db, struct member_row *m);

/* Title, holder, rank, end; m->version is the one it is based on. */
enum err store_member_update(struct db *db, const struct member_row *m);

#endif
