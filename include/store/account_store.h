/* Accounts in the store. */
#ifndef STORE_ACCOUNT_STORE_H
#define STORE_ACCOUNT_STORE_H

#include "db/db.h"
#include "domain/account.h"

/* Version of the account ?1; for routes. */
extern const struct sql find_account;

/* ERR_NOT_FOUND. */
enum err store_account_get(struct db *db, struct arena *a, int64_t id,
                           struct account_row *out);
enum err store_account_by_name(struct db *db, struct arena *a,
                               const char *username, struct account_row *out);

struct account_filter {
    const char *role, *unit, *q; /* NULL: all; q: part of either name */
    int64_t after;               /* ids above this one */
    int64_t rows;
};
enum err store_account_list(struct db *db, struct arena *a,
                            const struct account_filter *f, struct list *out);
enum err store_account_count(struct db *db, const struct account_filter *f,
                             int64_t *n);

/* The unit with its kind; ERR_NOT_FOUND when there is none or it is closed. */
enum err store_account_unit(struct db *db, struct arena *a, const char *code,
                            struct account_unit *out);

/* Stores a new account and sets its id.  ERR_CONFLICT: the username is taken;
 * ERR_INVALID: no such unit. */
enum err store_account_add(struct db *db, struct account_put *p);

/* Stores name, role, unit, class, disabled_at; version is the one that is
 * there now (ERR_STALE otherwise). */
enum err store_account_change(struct db *db, const struct account_put *p);

/* Administrators that may sign in, but for account `but`. */
enum err store_account_admins(struct db *db, int64_t but, int64_t *n);

/* A new password, with or without the duty to change it; failures are
 * forgotten, the version goes up. */
enum err store_account_password(struct db *db, int64_t id, const char *hash,
                                bool must_change);

/* The same password at today's cost. */
enum err store_account_rehash(struct db *db, int64_t id, const char *hash);

enum err store_account_unlock(struct db *db, int64_t id);

/* Forgets the second factor. */
enum err store_account_totp_forget(struct db *db, int64_t id);

/* Keeps a second factor that is not confirmed yet; `secret` in hexadecimal,
 * sealed in the store. */
enum err store_account_totp_offer(struct db *db, int64_t id,
                                  const char *secret);

/* Confirms it, or notes the step of a code that was used. */
enum err store_account_totp_used(struct db *db, int64_t id, int64_t step);

/* What a sign-in judges. */
struct account_secret {
    int64_t id;
    const char *username, *role, *password_hash;
    const char *totp_secret; /* hexadecimal; NULL without one */
    int64_t totp_confirmed, totp_last_step;
    int64_t must_change, disabled, failures, retry_at;
};
extern const struct record account_secret;

enum err store_account_secret(struct db *db, struct arena *a,
                              const char *username, struct account_secret *out);
enum err store_account_secret_of(struct db *db, struct arena *a, int64_t id,
                                 struct account_secret *out);

/* Counts a failed attempt and sets the delay after it. */
enum err store_account_failed(struct db *db, int64_t id, int64_t failures,
                              int64_t now_ms);

/* Failed attempts at names that nobody has, so that they are delayed like
 * any other and tell nothing.  Names share a fixed number of slots. */
enum err store_stranger_retry_at(struct db *db, const char *username,
                                 int64_t *retry_at);
enum err store_stranger_failed(struct db *db, const char *username,
                               int64_t now_ms);

#endif
