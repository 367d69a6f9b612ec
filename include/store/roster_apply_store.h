/*
 * What a row of a roster does to the register, and how it is taken back.
 *
 * 户籍, 学籍库 and, of 户籍变动, 出生 and 迁入 bring children; a child that is
 * there is found by its numbers alone and only completed: what the register
 * says otherwise becomes a doubt.  户籍变动 changes the 户籍 of a child that is
 * there from the day that it names (domain/register_change.h).  Nobody leaves the register by a list
 * (虎政规〔2020〕1号 五(三)6: a conclusion of the police).
 */
#ifndef STORE_ROSTER_APPLY_STORE_H
#define STORE_ROSTER_APPLY_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/import.h"
#include "store/roster_store.h"

/* Would this row bring a child that is not there, today? */
bool store_roster_brings(const struct roster_kind *k,
                         const struct roster_value *v, int64_t year,
                         const char *today);

/* Carries out one row: its child made or completed, its school, its tag; the
 * row joins `links`, whose last run the caller links (store_roster_link).
 * m->next_child moves on.  On the writer, under
 * db_principal_all of the county. */
enum err store_roster_apply(struct db *db, struct arena *a,
                            const struct act *act, struct import *m,
                            const struct roster_ready *r,
                            struct roster_links *links);

/* A row that a complete list no longer has: the tag that it gave ends, unless
 * another row of the list gives the child the same. */
enum err store_roster_end(struct db *db, struct arena *a, const struct act *act,
                          const struct import *m, const struct roster_row *old);

/* Registers the child of a row of a list that brings none (在校 困难 残疾),
 * by which alone it is known: the one that the row is linked to, found by its
 * numbers, or made of what the row says, with its history; this row and those
 * of the year with its number and name are linked to it, and one that is made
 * has the school and the tags that these say.  The caller found what rests on
 * the row.  ERR_CONFLICT when its numbers are of two children; ERR_NOT_FOUND
 * when the row no longer stands. */
enum err store_roster_register(struct db *db, struct arena *a,
                               const struct act *act, int64_t roster_id,
                               int64_t *student_id);
/* Would that do? */
enum err store_roster_may_register(struct db *db, struct arena *a,
                                   int64_t roster_id, bool *may);

/* A row of 户籍变动 that holds today carried out for its child: record and
 * history changed, unless a later change of the child holds too; who leaves is
 * a doubt.  Doing it again changes nothing.  Noted, to be taken back. */
enum err store_register_change(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct roster_row *r,
                               const struct roster_value *v,
                               int64_t student_id);
/* One that waits for `on_date`; and up to `most` whose day has come carried
 * out, *done how many: by the clock.  A child that one brings on its day stays
 * when the import is taken back afterwards. */
enum err store_register_wait(struct db *db, struct arena *a,
                             const struct roster_row *r, const char *on_date);
enum err store_register_due(struct db *db, struct arena *a, int64_t now,
                            int64_t most, int64_t *done);

/* ---- taking back --------------------------------------------------------- */
/* How much would be lost: children of the import that others have worked on,
 * and records changed after it. */
enum err store_import_depends(struct db *db, const struct import *m,
                              int64_t *children, int64_t *records);

/* Undoes the newest `most` effects; *n how many there were.  The households that
 * it made (`homes`) come last, by themselves: they go when nobody is left in
 * them. */
enum err store_import_undo(struct db *db, struct arena *a,
                           const struct act *act, int64_t import_id, bool homes,
                           int64_t most, int64_t *n);

/* Deletes the children of ids `first` to `last` with all that hangs on them. */
enum err store_import_unmake(struct db *db, struct arena *a, int64_t first,
                             int64_t last);

#endif
