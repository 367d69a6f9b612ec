/* Whether a store is sound: its file, its foreign keys, its audit chain. */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

#include "base/arena.h"
#include "store/audit_store.h"
#include "store/store.h"

struct verified {
    const char *why; /* NULL when it is sound; in Chinese, in the arena */
    struct audit_check audit;
};

/* ERR_DAMAGED and `why` when something does not fit; other errors when it
 * could not be found out. */
enum err verify_store(const struct store *s, struct arena *a,
                      struct verified *out);

#endif
