/* Locked ledgers (台账封存) in the store. */
#ifndef STORE_SNAPSHOT_STORE_H
#define STORE_SNAPSHOT_STORE_H

#include "db/db.h"
#include "domain/snapshot.h"
#include "store/ledger_store.h"

extern const struct sql find_snapshot; /* version, in scope */

/* A unit's own and, for whoever sees the county, all; NULL filters match all.
 * The newest first, before the id `before` (0: from the newest). */
struct snapshot_filter {
    const char *ledger, *state;
    int64_t year, before, rows;
};
enum err store_snapshot_list(struct db *db, struct arena *a,
                             const struct snapshot_filter *f, struct list *out);
enum err store_snapshot_count(struct db *db, const struct snapshot_filter *f,
                              int64_t *total);

/* ERR_NOT_FOUND.  Checks its rows and its signature: s->valid. */
enum err store_snapshot_get(struct db *db, struct arena *a, int64_t id,
                            struct snapshot_row *out);

/* The locked lines (struct snapshot_line) in their order. */
enum err store_snapshot_lines(struct db *db, struct arena *a, int64_t id,
                              struct list *out);

/* The lines that the ledger of `f` has now. */
enum err store_snapshot_now(struct db *db, struct arena *a,
                            const struct ledger_filter *f, struct list *out);

/* Locks the lines of `f` and signs them; s->id and the like are set.
 * ERR_CONFLICT: the unit has handed it in.  ERR_TOO_LARGE beyond
 * SNAPSHOT_ROWS_MOST. */
enum err store_snapshot_add(struct db *db, struct arena *a,
                            const struct ledger_filter *f,
                            struct snapshot_row *s);

/* Signed or returned by s->decided_by, of version s->version; ERR_STALE. */
enum err store_snapshot_decide(struct db *db, const struct snapshot_row *s);

#endif
