/* The locked ledger that a request names. */
#ifndef API_SNAPSHOT_SIGHT_H
#define API_SNAPSHOT_SIGHT_H

#include "domain/snapshot.h"
#include "http/request.h"

/* In sight, of a ledger that the caller may read; ERR_NOT_FOUND otherwise. */
enum err snapshot_in_sight(struct req *rq, struct snapshot_row *s);

#endif
