/* What the clock does: cases past due, the day's signed head of the audit
 * trail, old sessions. */
#ifndef APP_HOUSEKEEPING_H
#define APP_HOUSEKEEPING_H

#include "db/writer.h"

/* Queues one round of it; returns at once.  Exact whenever it runs: after a
 * restart, a missed night or a jump of the clock. */
void housekeeping(struct writer *w);

/* Before the writer closes: signs the audit trail as it stands. */
void housekeeping_end(struct writer *w);

#endif
