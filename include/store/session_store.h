/*
 * Sessions in the store: cookies of browsers and bearer tokens of programs,
 * kept as hashes only.
 */
#ifndef STORE_SESSION_STORE_H
#define STORE_SESSION_STORE_H

#include "crypto/token.h"
#include "db/db.h"
#include "domain/actor.h"

/* A session with the account that it is of. */
struct session_row {
    int64_t id, account_id;
    const char *kind; /* "cookie" or "bearer" */
    int64_t created_at, seen_at, expires_at;
    const char *username, *name, *role, *unit, *unit_name, *unit_path;
    const char *grade, *class;
    int64_t must_change, disabled, totp_confirmed;
};
extern const struct record session_row;

/* ERR_NOT_FOUND when no session has that hash. */
enum err store_session_get(struct db *db, struct arena *a,
                           const uint8_t hash[TOKEN_HASH],
                           struct session_row *out);

/* What a new session is. */
struct session_new {
    int64_t account_id;
    const char *kind, *name; /* name: what a bearer token is for, or NULL */
    int64_t now_ms, expires_at;
};

/* Makes one; the token goes to the caller and is nowhere kept.  Sessions that
 * ran out are swept away on the way. */
enum err store_session_add(struct db *db, const struct session_new *s,
                           char token[TOKEN_TEXT]);

/* Gives the session another token, after its account's rights changed. */
enum err store_session_renew(struct db *db, int64_t id, char token[TOKEN_TEXT]);

enum err store_session_seen(struct db *db, int64_t id, int64_t at);
enum err store_session_end(struct db *db, int64_t id);

/* Ends every session of an account; `but` (0: none) stays.  With
 * `browsers_only` bearer tokens stay too. */
enum err store_session_end_all(struct db *db, int64_t account_id, int64_t but,
                               bool browsers_only);

#endif
