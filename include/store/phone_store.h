/* Phones that keep records of children, in the store. */
#ifndef STORE_PHONE_STORE_H
#define STORE_PHONE_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/phone.h"

extern const struct sql find_phone; /* its account, by id, in scope */

/* Notes that `account_id` keeps records on `device`, and what the phone says of
 * itself (NULL nothing).  The first account stays: who learns the name of a
 * phone cannot make it his own.  ERR_PHONE_REVOKED. */
enum err store_phone_register(struct db *db, const char *device,
                              int64_t account_id, int64_t now_ms);
enum err store_phone_contact(struct db *db, const char *device,
                             int64_t account_id,
                             const struct phone_contact *said, int64_t now_ms);

/* Whether the account of `device` was disabled or the phone itself revoked; for
 * whoever knows the phone's name, which is random and tells nothing else. */
enum err store_phone_state(struct db *db, struct arena *a, const char *device,
                           struct phone_state *out);

/* What is known of the account's own phone; ERR_NOT_FOUND. */
enum err store_phone_known(struct db *db, struct arena *a, const char *device,
                           int64_t account_id, struct phone_known *out);

/* ERR_PHONE_REVOKED when that phone was revoked; NULL and phones that nobody
 * registered were not. */
enum err store_phone_judge(struct db *db, const char *device);

/* Those in scope in the order of ids; account_id INT_NONE: of all accounts. */
enum err store_phone_list(struct db *db, struct arena *a, int64_t account_id,
                          int64_t after, int64_t rows, struct list *out);
enum err store_phone_get(struct db *db, struct arena *a, int64_t id,
                         struct phone_row *out);

/* Revokes one that the caller found in scope, and ends its account's sessions
 * in browsers, for one of them may lie in the phone.  Again: nothing, the first
 * reason stays. */
enum err store_phone_revoke(struct db *db, const struct act *act,
                            const struct phone_row *phone, const char *reason);

#endif
