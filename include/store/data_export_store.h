/* 数据导出 in the store: the jobs, and the rows of the tables. */
#ifndef STORE_DATA_EXPORT_STORE_H
#define STORE_DATA_EXPORT_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/actor.h"
#include "domain/data_export.h"

/* ---- jobs -------------------------------------------------------------- */
extern const struct sql find_data_export;

/* One's own, the newest first; those before id `before` (0: all). */
enum err store_data_export_list(struct db *db, struct arena *a, int64_t before,
                                int64_t rows, struct list *out);
/* One's own; ERR_NOT_FOUND. */
enum err store_data_export_get(struct db *db, struct arena *a, int64_t id,
                               struct data_export *out);

/* Begins one.  ERR_CONFLICT while the account has one under way. */
enum err store_data_export_add(struct db *db, const struct act *act,
                               const struct data_export_in *in, int64_t *id);

/* Gives it up or throws its file away; whoever carries it out sees it soon.
 * ERR_CONFLICT when it is gone. */
enum err store_data_export_drop(struct db *db, const struct act *act,
                                int64_t id);

/* ---- for whoever carries it out ---------------------------------------- */
/* Any account's, whole; ERR_NOT_FOUND. */
enum err store_data_export_work(struct db *db, struct arena *a, int64_t id,
                                struct data_export *out);
/* The oldest that waits or was under way; *id 0: none. */
enum err store_data_export_due(struct db *db, int64_t *id);
/* One whose file is to go: it is gone or its time is over; *id 0: none. */
enum err store_data_export_stale(struct db *db, int64_t now, int64_t *id);
/* Notes how far it came, or how it ended, unless somebody gave it up.
 * ERR_STALE: somebody did. */
enum err store_data_export_put(struct db *db, const struct data_export *x);
/* Its file is away; what was ready to be taken is gone. */
enum err store_data_export_cleared(struct db *db, int64_t id);

/* Who the account is today, with its scope as the principal.  ERR_NOT_FOUND:
 * disabled. */
enum err store_data_actor(struct db *db, struct arena *a, int64_t account_id,
                          struct actor *actor, struct principal *p);

/* ---- rows -------------------------------------------------------------- */
/* Every row of the table of that place in data_sheets, in the caller's scope,
 * as struct data_row.  Memory does not grow with them. */
enum err store_data_each(struct db *db, size_t sheet, db_each_fn each,
                         void *ctx);

#endif
