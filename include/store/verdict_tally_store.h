/*
 * Counts of the verdicts of a run.
 */
#ifndef STORE_VERDICT_TALLY_STORE_H
#define STORE_VERDICT_TALLY_STORE_H

#include "db/db.h"
#include "domain/verdict_tally.h"

/* struct verdict_tally, explained, of the run's verdicts in scope; those in
 * most lists first.  A run that is not done has none. */
enum err store_verdict_tallies(struct db *db, struct arena *a,
                               int64_t reconciliation_id, struct list *out);

#endif
