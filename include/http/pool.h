/*
 * Threads with a reading connection of their own, for work too long for an
 * HTTP thread: workbooks, big ledgers, password hashing.
 */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include <stdbool.h>

#include "base/err.h"
#include "http/dispatch.h"

struct pool;

typedef void (*pool_fn)(struct exchange *x, struct db *db);

/* `queue` exchanges may wait at most. */
enum err pool_open(struct reader_source readers, unsigned threads,
                   unsigned queue, pool_fn run, struct pool **p);
void pool_close(struct pool *p);

/* False when the queue is full. */
bool pool_submit(struct pool *p, struct exchange *x);

#endif
