/*
 * Sealed files that phones carried away, brought in: piece by piece as an upload,
 * opened once when the last piece is here, and then taken letter by letter, so
 * that whoever is cut off goes on from there.
 */
#ifndef STORE_CARRY_STORE_H
#define STORE_CARRY_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/carry.h"
#include "domain/transition.h"

/* What phones seal to. */
enum err store_carry_key(struct db *db, struct arena *a, struct carry_key *out);

/* The caller's own; ERR_NOT_FOUND. */
enum err store_carry_get(struct db *db, struct arena *a, int64_t account_id,
                         const char *uuid, struct carry_row *out);

/* The caller's own, newest first, before an id (INT_NONE none). */
enum err store_carry_list(struct db *db, struct arena *a, int64_t account_id,
                          int64_t before, int64_t rows, struct list *out);

/* What became of its letters, or would: carry_line, in their order. */
enum err store_carry_lines(struct db *db, struct arena *a, int64_t carry_id,
                           int64_t after, int64_t rows, struct list *out);

struct carry_piece {
    const char *uuid;
    int64_t start, size; /* where it starts, of how many bytes */
    const void *data;
    size_t n;
};

/*
 * Takes a piece; one that is here already changes nothing.  The one that makes the
 * file whole opens it: what is in it stands in its rows then, and nothing of it is
 * done yet.  A file that cannot be opened is let go of, so that it may come
 * anew, and *why says the reason with ERR_OK, for that must stand: no such file,
 * another county's, changed or cut, or of nobody that the caller may bring it in
 * for (whoever asks, or an officer of the township or county of whoever asks).
 * ERR_CONFLICT for a gap or another size, ERR_TOO_MANY, ERR_INVALID with *why.
 */
enum err store_carry_put(struct db *db, struct arena *a, const struct act *by,
                         const struct carry_piece *p, struct carry_row *out,
                         struct refusal *why);

/* Tries once more what was refused: it is as if nobody had looked at it. */
enum err store_carry_again(struct db *db, int64_t carry_id);

/* Takes some of the letters that nobody has looked at (CARRY_SLICE), each whole or
 * not at all, by the way of the network, in the name and the scope of their
 * officer: one that is here already stays as it is.  A refusal stops no other
 * letter; what is our own fault does.  The principal is the officer afterwards. */
enum err store_carry_take(struct db *db, struct arena *a, const struct act *by,
                          const struct carry_row *c);

/* Lets go of at most `most` files that nobody went on with for CARRY_DAYS. */
enum err store_carry_sweep(struct db *db, struct arena *a, int64_t now,
                           int64_t most, int64_t *done);

#endif
