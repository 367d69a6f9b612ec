/* 方案和经验 in the store. */
#ifndef STORE_MATERIAL_STORE_H
#define STORE_MATERIAL_STORE_H

#include "db/db.h"
#include "domain/material.h"

extern const struct sql find_material; /* version, in scope */

/* struct material_row in sight, the newest first; NULL and INT_NONE match all. */
struct material_filter {
    int64_t year;
    const char *kind, *state, *unit, *mine; /* mine: the asker's unit */
    int64_t before, rows;
};
enum err store_material_list(struct db *db, struct arena *a,
                             const struct material_filter *f, struct list *out);
enum err store_material_count(struct db *db, const struct material_filter *f,
                              int64_t *n);
/* ERR_NOT_FOUND. */
enum err store_material_get(struct db *db, struct arena *a,
                            const struct act *act, int64_t id,
                            struct material_row *out);
/* struct material_version, the newest first. */
enum err store_material_versions(struct db *db, struct arena *a, int64_t id,
                                 struct list *out);

/* struct material_unit: who owes a plan of the year and what became of it; who is
 * to sign for the last version of a city plan, and who did. */
enum err store_material_owed(struct db *db, struct arena *a, int64_t year,
                             struct list *out);
enum err store_material_signed(struct db *db, struct arena *a, int64_t id,
                               struct list *out);

/* Its first version.  ERR_CONFLICT with *why: there is one of the year. */
enum err store_material_add(struct db *db, struct arena *a,
                            const struct act *act, const struct material_in *in,
                            int64_t *id, struct refusal *why);
/* Another version, whoever wrote the last one; r->version: ERR_STALE. */
enum err store_material_again(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct material_row *r,
                              const struct material_again *in,
                              struct refusal *why);
/* Received or returned (r->state, r->reason).  ERR_STALE. */
enum err store_material_decide(struct db *db, const struct act *act,
                               const struct material_row *r);
enum err store_material_sign(struct db *db, const struct act *act,
                             const struct material_row *r);

#endif
