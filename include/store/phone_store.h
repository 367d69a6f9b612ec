/* Phones that keep records of children, in the store. */
#ifndef STORE_PHONE_STORE_H
#define STORE_PHONE_STORE_H

#include "db/db.h"
#include "domain/phone.h"

/* Notes that `account_id` keeps records on `device`.  The first account stays:
 * who learns the name of a phone cannot make it his own. */
enum err store_phone_register(struct db *db, const char *device,
                              int64_t account_id, int64_t now_ms);

/* Whether the account of `device` was disabled; for whoever knows the phone's
 * name, which is random and tells nothing else. */
enum err store_phone_state(struct db *db, struct arena *a, const char *device,
                           struct phone_state *out);

#endif
