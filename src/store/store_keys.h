/* Keys on their way into a store; shared by making and opening one. */
#ifndef STORE_STORE_KEYS_H
#define STORE_STORE_KEYS_H

#include "crypto/key.h"
#include "db/db.h"

/* Wraps every key for the store and keeps it. */
enum err store_keys_save(struct db *db, const struct keys *keys,
                         const struct kek *kek, const char *store_id,
                         int64_t now_ms);

#endif
