/* 升级 in the store: runs, whom they move, and the preview. */
#ifndef STORE_PROMOTION_STORE_H
#define STORE_PROMOTION_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/promotion.h"

/* version, by id, in scope */
extern const struct sql find_promotion;

/* ---- runs ---- */
/* Of the county; the newest first. */
enum err store_promotion_list(struct db *db, struct arena *a, int64_t before,
                              int64_t rows, struct list *out);
enum err store_promotion_get(struct db *db, struct arena *a, int64_t id,
                             struct promotion *out);
/* The one of the year that is not taken back; ERR_NOT_FOUND. */
enum err store_promotion_of(struct db *db, struct arena *a, int64_t year,
                            struct promotion *out);

/* Begins the year's run, waiting, with p->year, account_id, unit and
 * created_at; or lets the one that broke off go on.  ERR_CONFLICT when the year
 * has one already. */
enum err store_promotion_begin(struct db *db, struct arena *a,
                               struct promotion *p);
/* Begins to take a run back that is done.  ERR_RULE when it is not, or a later
 * year was carried out since. */
enum err store_promotion_undo(struct db *db, struct arena *a,
                              const struct act *act, int64_t id);

/* ---- the preview, in scope ---- */
/* What would become of all, by school, grade and step. */
enum err store_promotion_counts(struct db *db, struct arena *a, int64_t year,
                                struct list *out);

struct promotion_filter {
    int64_t year, after, rows;
    const char *school, *grade, *step;
    int64_t outside; /* 1: schools outside the county alone */
    int64_t in_case; /* 1: with a case in hand alone */
};
/* The names behind a figure, by the id of their schooling. */
enum err store_promotion_names(struct db *db, struct arena *a,
                               const struct promotion_filter *f,
                               struct list *out);

/* Whom taking a run back left as they are. */
enum err store_promotion_kept(struct db *db, struct arena *a, int64_t id,
                              int64_t after, int64_t rows, struct list *out);

/* ---- the job's ---- */
/* The run that is due, 0 none. */
enum err store_promotion_due(struct db *db, int64_t *id);
enum err store_promotion_work(struct db *db, struct arena *a, int64_t id,
                              struct promotion *out);
enum err store_promotion_put(struct db *db, const struct promotion *p);

/* Moves the next `most` children on and p with them; *n how many were looked
 * at, 0 at the end.  Whom a run has moved it never moves again: the cursor is
 * committed with the records.  The principal is the county. */
enum err store_promotion_slice(struct db *db, struct arena *a,
                               const struct act *act, int64_t most,
                               struct promotion *p, int64_t *n);
/* The same backwards: who is as the run left him is as before it again; who was
 * changed since is kept. */
enum err store_promotion_back(struct db *db, struct arena *a,
                              const struct act *act, int64_t most,
                              struct promotion *p, int64_t *n);

#endif
