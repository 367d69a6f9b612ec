/*
 * Assessments in the store.  A session is in the scope of those responsible
 * for its child and of those who sit on it.
 */
#ifndef STORE_ASSESSMENT_STORE_H
#define STORE_ASSESSMENT_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/assessment.h"

extern const struct sql find_assessment; /* version, by id, in scope */

/* What is on file for a case in scope. */
enum err store_assessment_ground(struct db *db, struct arena *a,
                                 int64_t case_id,
                                 struct assessment_ground *out);

/* The advice of the last assessed session of a case in scope, a code of
 * placements; NULL when there is none. */
enum err store_assessment_advice(struct db *db, struct arena *a,
                                 int64_t case_id, const char **advice);

/* Convenes a session on a case found in scope, with `panel` (struct
 * committee_row, judged by committee_panel) on its seats. */
enum err store_assessment_convene(struct db *db, struct arena *a,
                                  const struct act *act,
                                  const struct case_row *c,
                                  const struct assessment_in *in,
                                  const struct list *panel, int64_t *id);

struct assessment_filter {
    int64_t case_id;    /* INT_NONE: any */
    int64_t account_id; /* whose seats count as mine */
    int64_t mine;       /* 1: only those with a seat of mine */
    int64_t before;     /* ids below this one; 0: from the newest */
    int64_t rows;
};

/* struct assessment_item, newest first. */
enum err store_assessment_list(struct db *db, struct arena *a,
                               const struct assessment_filter *f,
                               const char *today, struct list *out);
enum err store_assessment_count(struct db *db,
                                const struct assessment_filter *f, int64_t *n);

/* With seats and child, as stored: see assessment_veil.  ERR_NOT_FOUND. */
enum err store_assessment_get(struct db *db, struct arena *a, int64_t id,
                              const char *today, struct assessment_view *out);

/* Takes an action with body `in` on the session as it was read.  ERR_STALE,
 * ERR_FORBIDDEN, ERR_RULE with *why.  A colleague's opinion does not make a
 * session stale; its end does. */
enum err store_assessment_act(struct db *db, struct arena *a,
                              const struct act *act, const char *action,
                              struct assessment_view *s, const void *in,
                              struct refusal *why);

#endif
