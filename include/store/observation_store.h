/* 思想动态 in the store; only the people of the child's school see any. */
#ifndef STORE_OBSERVATION_STORE_H
#define STORE_OBSERVATION_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/observation.h"

/* For routes: the version of an observation that the caller sees. */
extern const struct sql find_observation;

/* All of a child's, struct observation_row, the newest first. */
enum err store_observation_list(struct db *db, struct arena *a,
                                int64_t student_id, struct list *out);
enum err store_observation_get(struct db *db, struct arena *a, int64_t id,
                               struct observation_row *out);
/* For a child found in scope; sets o->id. */
enum err store_observation_add(struct db *db, const struct act *act,
                               struct observation_row *o);
/* What was done about it; ERR_STALE unless o->version is the stored one. */
enum err store_observation_done(struct db *db, const struct act *act,
                                struct observation_row *o);

/* Pupils in scope by how much they need attention; NULL means "any". */
struct concern_filter {
    const char *concern, *grade, *class;
    int64_t after_rank, after_id; /* of the last row; -1, 0 at the start */
    int64_t rows;
};
/* struct concern_item: each pupil once, the gravest first, then the newest. */
enum err store_concern_list(struct db *db, struct arena *a,
                            const struct concern_filter *f, struct list *out);
enum err store_concern_count(struct db *db, const struct concern_filter *f,
                             int64_t *n);

#endif
