/* 转学交接 in the store. */
#ifndef STORE_TRANSFER_STORE_H
#define STORE_TRANSFER_STORE_H

#include "db/db.h"
#include "domain/transfer.h"

extern const struct sql find_transfer; /* version, in scope */

/* Those in sight, the newest first (struct transfer_row); NULL and 0 match all.
 * `direction` is seen from the school `own`. */
struct transfer_filter {
    const char *direction, *own, *school, *state, *today;
    int64_t overdue, before, rows;
};
enum err store_transfer_list(struct db *db, struct arena *a,
                             const struct transfer_filter *f, struct list *out);
enum err store_transfer_count(struct db *db, const struct transfer_filter *f,
                              int64_t *n);
/* ERR_NOT_FOUND. */
enum err store_transfer_get(struct db *db, struct arena *a, int64_t id,
                            struct transfer_row *out);

/* Writes the child out: from now on it is at neither school.  ERR_NOT_FOUND for
 * a child out of scope; ERR_INVALID, ERR_RULE, ERR_CONFLICT with *why. */
enum err store_transfer_write(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct transfer_in *in, int64_t *id,
                              struct refusal *why);

/* Each of version `version`; ERR_STALE. */
enum err store_transfer_receive(struct db *db, struct arena *a,
                                const struct act *act, int64_t id,
                                int64_t version,
                                const struct transfer_receive *in,
                                struct refusal *why);
enum err store_transfer_confirm(struct db *db, struct arena *a,
                                const struct act *act, int64_t id,
                                int64_t version,
                                const struct transfer_confirm *in,
                                struct refusal *why);
enum err store_transfer_withdraw(struct db *db, struct arena *a,
                                 const struct act *act, int64_t id,
                                 int64_t version,
                                 const struct transfer_withdraw *in,
                                 struct refusal *why);

/* The clock: a child that nobody received in time is a suspected case, or its
 * open case says so; once.  At most `most`; *done is how many. */
enum err store_transfer_sweep(struct db *db, struct arena *a, int64_t now,
                              int64_t most, int64_t *done);

#endif
