/*
 * Facts of children that few of them have: they are found together, from their
 * own tables, and laid beside the children one by one.
 */
#ifndef STORE_INDICATOR_FACTS_H
#define STORE_INDICATOR_FACTS_H

#include "db/db.h"
#include "domain/indicator.h"

/* How SQL names a fact, and asks for it: the condition is never null. */
#define BIT_(bits) #bits
#define BIT(fact) BIT_(fact)
#define IF(fact, condition) "(" condition ")*" BIT(fact)

enum { FACTS_SOURCES = 4 };

/* Lists of (child, facts) in the order of the children, each with a place. */
struct facts_beside {
    struct list of[FACTS_SOURCES]; /* struct child_facts, in the arena */
    size_t at[FACTS_SOURCES];
};

/* By tags, cases, doors and notices, of every child of the store: the caller
 * asks about those that it has in sight.  ERR_NO_MEMORY. */
enum err facts_beside(struct db *db, struct arena *a,
                      const struct indicator_year *y, struct facts_beside *out);

/* What stands beside child `id`; asked about in the order of their ids. */
int64_t facts_beside_of(struct facts_beside *b, int64_t id);

#endif
