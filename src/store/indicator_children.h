/*
 * The children that a year's indicators count, each with its facts and groups.
 *
 * They are taken in the order of their ids, some thousands at a time; what hangs
 * on those is read from each table in the same order and laid beside them.  So
 * no table is looked into child by child, memory stays the same for any county,
 * and whoever wants only some names need not read them all.
 */
#ifndef STORE_INDICATOR_CHILDREN_H
#define STORE_INDICATOR_CHILDREN_H

#include "domain/place.h"
#include "store/indicator_store.h"

#define COUNTED_KEYS_MOST 16

struct counted {
    int64_t id, facts; /* settled */
    char keys[COUNTED_KEYS_MOST][DIVISION_CODE_MAX + 1];
    size_t n; /* of its groups; 0: not registered, and by county */
};
typedef enum err (*counted_fn)(void *ctx, const struct counted *child);

/* Every child in scope after the id `after`, in the order of their ids; stops
 * at an error of `each` and gives it back. */
enum err indicator_each(struct db *db, const struct indicator_filter *f,
                        int64_t after, counted_fn each, void *ctx);

#endif
