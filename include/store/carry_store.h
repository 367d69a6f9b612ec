/* A sealed file that a phone carried away, taken in. */
#ifndef STORE_CARRY_STORE_H
#define STORE_CARRY_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/carry.h"
#include "json/read.h"

/* What phones seal to. */
enum err store_carry_key(struct db *db, struct arena *a, struct carry_key *out);

/* A file that was opened: who carries it, and its letters unread. */
struct carried {
    struct carry_head head;
    struct act officer; /* acts now, in the officer's name */
    const char *officer_name;
    char **lines; /* head.letters of them */
};

/*
 * Opens a file and finds its officer: whoever asks (`by`), or an officer of the
 * township or county of whoever asks.  ERR_MEDIA_TYPE, ERR_KEY and ERR_DAMAGED
 * as carry_open says; ERR_NOT_FOUND: nobody that `by` may bring it in for.
 */
enum err store_carry_open(struct db *db, struct arena *a, const struct act *by,
                          const uint8_t *file, size_t n, struct carried *out);

/* What each letter would come to; writes nothing. */
enum err store_carry_look(struct db *db, struct arena *a,
                          const struct carried *c, struct carry_answer *out);

/* Takes the letters from `first` on, CARRY_SLICE at most, each whole or not at
 * all, by the way of the network (store_survey_put): one that is here already
 * stays as it is.  A refusal stops no other letter; what is our own fault does. */
enum err store_carry_take(struct db *db, struct arena *a,
                          const struct carried *c, int64_t first,
                          struct carry_answer *out);

#endif
