/* What is said of single lines of locked ledgers, in the store. */
#ifndef STORE_SNAPSHOT_CHECK_STORE_H
#define STORE_SNAPSHOT_CHECK_STORE_H

#include "db/db.h"
#include "domain/snapshot_check.h"

/* Of the snapshot's lines, those of which something is said (struct
 * snapshot_check), in their order. */
enum err store_snapshot_check_list(struct db *db, struct arena *a,
                                   int64_t snapshot_id, struct list *out);

/* What is said of line `number`; outcome NULL when nothing is.  ERR_NOT_FOUND:
 * no such line in sight. */
enum err store_snapshot_check_get(struct db *db, struct arena *a,
                                  int64_t snapshot_id, int64_t number,
                                  struct snapshot_check *out);

/* Says c->outcome of line c->line_id; takes back what is said without one. */
enum err store_snapshot_check_put(struct db *db,
                                  const struct snapshot_check *c);

/* How many of its lines are passed, how many returned. */
enum err store_snapshot_check_count(struct db *db, int64_t snapshot_id,
                                    int64_t *passed, int64_t *returned);

#endif
