/* One buffer made ready while the one before is written. */
#ifndef JOBS_RELAY_H
#define JOBS_RELAY_H

#include "base/err.h"

/* A thread that takes one buffer while the next is made: of two buffers the
 * other is free again when relay_give comes back. */
struct relay;
enum err relay_open(enum err (*take)(void *ctx, void *buffer), void *ctx,
                    struct relay **out);
/* Waits for its turn.  The error of a buffer before: then none is taken. */
enum err relay_give(struct relay *r, void *buffer);
/* Waits for the last one; the first error.  NULL is allowed. */
enum err relay_close(struct relay *r);

#endif
