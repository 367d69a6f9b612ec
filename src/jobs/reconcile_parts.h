/* What the files of reconciliation share. */
#ifndef RECONCILE_PARTS_H
#define RECONCILE_PARTS_H

#include "jobs/reconcile_job.h"
#include "store/reconcile_store.h"

/* A roster's row in the clear. */
enum err reconcile_open_row(struct db *reader, const struct reconcile_row *row,
                            struct arena *a, struct roster_row *out);

/* The verdict of entity `e` as stored, but for ids. */
enum err reconcile_verdict(struct db *reader, const struct reconcile *r,
                           uint32_t e, struct arena *a,
                           struct verdict_row *out);

#endif
