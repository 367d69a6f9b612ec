/*
 * The audit trail: added to in the transaction of what it tells of, each row
 * bound to all before it by a hash (crypto/hash.h), its head signed once a
 * day.  It holds ids, codes and counts, never personal data.  Kept for at
 * least 6 months (网络安全法 art. 23), by default 3 years.
 */
#ifndef STORE_AUDIT_STORE_H
#define STORE_AUDIT_STORE_H

#include "crypto/hash.h"
#include "db/db.h"

/* What happened.  Texts may be NULL where the column allows it. */
struct audit_entry {
    int64_t at, account_id; /* 0: nobody signed in, or the clock */
    const char *role, *unit;
    const char *action; /* "POST /cases", or a job's or command's name */
    const char *entity, *entity_id;
    const char *outcome; /* public code, "ok" */
    const char *detail;
};

/* Appends it; on the writer, inside a transaction.  The first row of a day
 * signs the head of the days before. */
enum err store_audit_append(struct db *db, const struct audit_entry *e);

/* Signs the chain as it stands now, once a row; on the writer. */
enum err store_audit_sign(struct db *db, int64_t now_ms);

struct audit_row {
    int64_t id, at, account_id;
    const char *username; /* of the account, when there is one */
    const char *role, *unit, *action, *entity, *entity_id, *outcome, *detail;
    const char *hash; /* hexadecimal */
};
extern const struct record audit_row;

struct audit_filter {
    int64_t account_id; /* INT_NONE: all */
    const char *action; /* NULL: all; the start of it */
    int64_t from, to;   /* UTC ms, half open; INT_NONE: no limit */
    int64_t before;     /* ids below this one; INT64_MAX at the start */
    int64_t rows;
};

/* Newest first. */
enum err store_audit_list(struct db *db, struct arena *a,
                          const struct audit_filter *f, struct list *out);
enum err store_audit_count(struct db *db, const struct audit_filter *f,
                           int64_t *n);

/* What verification found. */
struct audit_check {
    int64_t entries, heads;
    int64_t bad;            /* the first bad entry, 0 when all is well */
    const char *why;        /* of the bad entry, in Chinese */
    struct chain_head head; /* the last sound one */
};

/* Computes the whole chain anew and holds it against its hashes, its numbers
 * (which have no gap) and its signed heads.  ERR_DAMAGED, with `bad` named,
 * when it does not fit. */
enum err store_audit_verify(struct db *db, struct audit_check *out);

#endif
