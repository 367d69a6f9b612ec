/*
 * Who acts: an account with its role and unit, and the scope that follows.
 */
#ifndef DOMAIN_ACTOR_H
#define DOMAIN_ACTOR_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/right.h"

struct actor {
    int64_t account_id;
    int64_t session_id;
    const char *username;
    const char *name;
    enum role role;
    const char *unit; /* code */
    const char *unit_name;
    const char *unit_path;     /* path of its division, "D…/" */
    const char *grade, *class; /* a teacher's class, else NULL */
    int64_t must_change;
};

/*
 * The range of places that an actor may see (design: a child stands at
 * places, a scope is one half-open range [lo, hi)):
 *   bureau bureau_lead leader inspector   the whole county   "D…/"
 *   township village                      its division       "D…/…/"
 *   school_head                           its school         "S<code>/"
 *   teacher                               its class    "S<code>/<grade>/<class>/"
 *   agency                                its assignments    "A<code>/"
 *   expert                                its assessments    "Aexpert/<account>/"
 *   admin auditor                         nothing            ""
 */
enum err actor_scope(const struct actor *actor, struct arena *a,
                     const char **lo, const char **hi);

/* Place texts, in the arena; NULL when memory ran out. */
char *place_of_class(struct arena *a, const char *school, const char *grade,
                     const char *class);

/* The end of the range that begins at `lo`, which ends with '/'. */
char *place_range_end(struct arena *a, const char *lo);

#endif
