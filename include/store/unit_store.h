/* Units (单位) and schools (学校) in the store. */
#ifndef STORE_UNIT_STORE_H
#define STORE_UNIT_STORE_H

#include "db/db.h"
#include "domain/place.h"

extern const struct sql find_school; /* version, by code */

/* A unit by its code; ERR_NOT_FOUND. */
enum err store_unit_get(struct db *db, struct arena *a, const char *code,
                        struct unit_row *out);

/* A page in the order of codes after `after` ("" at the start); NULL filters
 * match all. */
enum err store_unit_list(struct db *db, struct arena *a, const char *kind,
                         const char *after, int64_t rows, struct list *out);
enum err store_unit_count(struct db *db, const char *kind, int64_t *total);

/* Inserts one; ERR_CONFLICT when the code is taken, ERR_INVALID when its
 * division is not there. */
enum err store_unit_insert(struct db *db, const struct unit_row *u);

enum err store_school_get(struct db *db, struct arena *a, const char *code,
                          struct school_row *out);

/* A page in the order of codes; `lo` and `hi` a range of division paths or
 * NULL, `type` NULL for all. */
enum err store_school_list(struct db *db, struct arena *a, const char *lo,
                           const char *hi, const char *type, const char *after,
                           int64_t rows, struct list *out);
enum err store_school_count(struct db *db, const char *lo, const char *hi,
                            const char *type, int64_t *total);

/* Inserts the school and its unit.  ERR_CONFLICT, ERR_INVALID as above. */
enum err store_school_insert(struct db *db, const struct school_row *s);

/* Changes both; s->version is the one it is based on: ERR_STALE. */
enum err store_school_update(struct db *db, const struct school_row *s);

#endif
