/* School catchments (学区, 就近入学) in the store. */
#ifndef STORE_CATCHMENT_STORE_H
#define STORE_CATCHMENT_STORE_H

#include "db/db.h"
#include "domain/place.h"

extern const struct sql find_catchment; /* version, by id */

enum err store_catchment_get(struct db *db, struct arena *a, int64_t id,
                             struct catchment_row *out);

/* A page in the order of ids; NULL filters match all. */
enum err store_catchment_list(struct db *db, struct arena *a,
                              const char *division, const char *school,
                              int64_t after, int64_t rows, struct list *out);
enum err store_catchment_count(struct db *db, const char *division,
                               const char *school, int64_t *total);

/* Inserts one and sets its id and version.  ERR_CONFLICT while the division
 * has one of this stage that has not ended. */
enum err store_catchment_insert(struct db *db, struct catchment_row *c);

/* Ends it on `to_date`. */
enum err store_catchment_end(struct db *db, int64_t id, int64_t version,
                             const char *to_date);

/* The school a child of `division` (or the nearest division above it that has
 * a catchment) belongs to on a date; ERR_NOT_FOUND. */
enum err store_catchment_school(struct db *db, struct arena *a,
                                const char *division, const char *stage,
                                const char *on, const char **school);

#endif
