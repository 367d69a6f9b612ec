/*
 * What the framework is given from above: the routes, who a caller is and
 * may, and the audit trail of writes and of reads.
 *
 * Two things live in memory: when each session last reported itself, and
 * access rows on their way to the writer.  An access row that cannot be
 * written (disk full) waits and is written when it can be.
 */
#ifndef API_POLICY_H
#define API_POLICY_H

#include "db/writer.h"
#include "http/route.h"
#include "store/store.h"

/* ERR_NO_MEMORY.  `w` and `s` must outlive it. */
enum err policy_open(struct writer *w, const struct store *s,
                     struct policy **out);

/* Nobody reads any more: writes the access rows that still wait, before the
 * writer is closed.  One that cannot be written is left to policy_close. */
void policy_settle(struct policy *p);

/* After the writer was closed, which still runs what was queued.  Access rows
 * that could not be written are counted in the log.  NULL is allowed. */
void policy_close(struct policy *p);

/* The store that it was opened with, for routes that keep files beside it. */
const struct store *policy_store(const struct policy *p);

/* Routes and rights alone, for documents and tests that serve nobody. */
struct policy policy_tables(void);

#endif
