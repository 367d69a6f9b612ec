/* What the files that carry an import out share. */
#ifndef JOBS_IMPORT_PARTS_H
#define JOBS_IMPORT_PARTS_H

#include "domain/act.h"
#include "jobs/import_job.h"
#include "relay.h"

/* Work on things `from` to `to` of many, on the writer. */
typedef enum err (*slice_fn)(void *ctx, struct db *db, struct arena *a,
                             size_t from, size_t to);

/* Does n things in slices of some 14 ms each.  Anything but ERR_OK ends it; the
 * slices before stand once import_settle or import_once says so.  ERR_BUSY when
 * the work is stopped. */
enum err import_slices(struct import_work *w, size_t n, slice_fn fn, void *ctx);

/* What slices wrote is committed, and readers see it. */
enum err import_settle(struct import_work *w);

/* One thing on the writer, committed with all before it. */
enum err import_once(struct import_work *w, slice_fn fn, void *ctx);

/* The county's own scope, for what the job reads of the register. */
enum err import_scope(struct db *db, struct arena *a, const struct store *s);

/* Who acts: the account that handed it in, now. */
struct import_act {
    struct act act;
    char today[CLOCK_DATE_MAX];
};
void import_act_now(struct import_act *a, const struct import *m);

/* ---- reading (import_read.c) ------------------------------------------------ */
enum err import_read(struct import_work *w, struct import *m);

/* ---- committing (import_commit.c) -------------------------------------------- */
enum err import_apply(struct import_work *w, struct import *m);

/* ---- taking back (import_undo.c) ---------------------------------------------- */
/* Takes everything of it out of the lists and the register, to end in
 * `state`. */
enum err import_undo(struct import_work *w, struct import *m);
/* Deletes rows that were staged and will never stand; what is wrong with them
 * stays to be read. */
enum err import_drop(struct import_work *w, const struct import *m);
/* And that too, before a file is read again. */
enum err import_drop_lines(struct import_work *w, const struct import *m);

/* ---- the rows of a file (import_source.c) ---------------------------------------- */
struct source_row {
    int64_t number;
    int sheet;
    const char *sheet_name;
    size_t n;
    const struct roster_cell *cells;
};
typedef enum err (*source_fn)(void *ctx, const struct source_row *row);

/* Gives every row of the import's kept file; `why` (SOURCE_WHY bytes) is a
 * Chinese sentence on ERR_INVALID, ERR_TOO_LARGE and ERR_NOT_FOUND (it is kept
 * no more), or empty. */
#define SOURCE_WHY 600
enum err source_read(const struct store *s, int64_t id, source_fn fn, void *ctx,
                     char why[SOURCE_WHY]);

#endif
