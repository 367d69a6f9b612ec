/*
 * Carries out 信息比对: reads the rosters of a year on the caller's thread,
 * computes, and hands the writer slices.  Nobody sees a verdict before the run
 * is done; a run that was killed begins anew.
 */
#ifndef JOBS_RECONCILE_JOB_H
#define JOBS_RECONCILE_JOB_H

#include <stdatomic.h>

#include "db/writer.h"
#include "domain/reconcile.h"
#include "domain/reconciliation.h"
#include "store/store.h"

struct outfile;

/* What a run found, in memory, until reconcile_free. */
struct reconcile_result {
    struct reconcile r;
    struct reconcile_class {
        const char *school, *grade, *class;
    } * classes; /* by number of reconcile_row less one */
    size_t classes_n;
    struct arena arena;
    int64_t read_us, join_us, rest_us; /* where the time went */
};

/* Computes the verdicts of a year on a reading connection.  Numbers are in the
 * clear only of rows that proof left over.  ERR_NO_MEMORY, ERR_IO. */
enum err reconcile_compute(struct db *reader, int64_t year,
                           struct reconcile_result *out);
void reconcile_free(struct reconcile_result *result);

struct reconcile_work {
    const struct store *store;
    struct db *reader;
    struct writer *writer;
    _Atomic bool stop; /* end after the slice under way; begun anew later */
    struct write_chain chain;
};

/* Begins a run, on the writer; sets r->id. */
enum err reconcile_begin(struct db *db, int64_t year, int64_t account_id,
                         int64_t now_ms, struct reconciliation *r);

/* Computes it and stores what it found; *result (NULL: not wanted) is the
 * caller's to free.  A failure is noted in the run. */
enum err reconcile_carry_out(struct reconcile_work *w, int64_t id,
                             struct reconcile_result *result);

/* All that are due. */
enum err reconcile_resume(struct reconcile_work *w);

/* One row a child in the form of the contract §1 (UTF-8, BOM): numbers in
 * full.  As outfile_write. */
enum err reconcile_write_csv(struct db *reader, struct reconcile_result *result,
                             struct outfile *out);

#endif
