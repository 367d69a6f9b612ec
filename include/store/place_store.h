/* Divisions (区划) and their grids in the store. */
#ifndef STORE_PLACE_STORE_H
#define STORE_PLACE_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/place.h"

extern const struct sql find_division; /* version, by code */

/* A division by its code; ERR_NOT_FOUND. */
enum err store_division_get(struct db *db, struct arena *a, const char *code,
                            struct division_row *out);

/* A page of divisions in the order of their paths, after path `after` ("" at
 * the start); `parent` and `level` NULL for all. */
enum err store_division_list(struct db *db, struct arena *a, const char *parent,
                             const char *level, const char *after, int64_t rows,
                             struct list *out);
enum err store_division_count(struct db *db, const char *parent,
                              const char *level, int64_t *total);

/* Inserts one, its path made from its parent's (which must be there for
 * township and below: ERR_INVALID).  ERR_CONFLICT when the code is taken. */
enum err store_division_insert(struct db *db, struct arena *a,
                               struct division_row *d);

/* A grid under a village with the next free code; `out` is what was made.
 * ERR_NOT_FOUND when `parent` is no village; ERR_RULE beyond 999 grids. */
enum err store_grid_add(struct db *db, struct arena *a,
                        const struct grid_in *in, struct division_row *out);

/* Gives a division a new name or, when `d->parent` differs, a new parent: the
 * paths of its subtree and the places of the households and children in it
 * are rewritten.  d->version is the one it is based on: ERR_STALE.  ERR_RULE
 * when it may not stand there. */
enum err store_division_update(struct db *db, struct arena *a,
                               const struct division_row *old,
                               struct division_row *d);

/* The half-open range of places of a division and all below it; ERR_NOT_FOUND.
 */
enum err store_division_range(struct db *db, struct arena *a, const char *code,
                              const char **lo, const char **hi);

#endif
