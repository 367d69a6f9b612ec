/*
 * A store: one database file with its key file beside it.  Making one, opening
 * one, its lock, and connections that are ready for statements.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/place.h"

struct kek;
struct keys;

struct store {
    const char *path, *key_path;
    const char *store_id; /* its lasting name, bound to the key file */
    const char *county;   /* 12-digit division code */
    const struct keys *keys;
    struct kek *kek;
    int lock; /* descriptor of PATH.lock, -1 while not held */
    struct arena arena;
};

/* A division as its file has it; its path follows from the parents. */
struct county_plan {
    const char *county; /* NULL: the only one of level county */
    const struct division_row *divisions;
    size_t n;
    const char *why; /* set on ERR_INVALID: what is wrong, in Chinese */
};

/* Makes a store at `path`, which must not exist (ERR_CONFLICT): schema, keys,
 * the divisions of the county, its townships and villages as units, and the
 * member units of 虎政规〔2020〕1号 三 with their rank (see store_fill).  A key
 * file is made at `key_path` (NULL: PATH.key) or, when there is one, used.
 * On failure nothing that it made is left. */
enum err store_create(const char *path, const char *key_path,
                      struct county_plan *plan);

/* Fills an empty store on the writer, inside a transaction: divisions, units.
 * ERR_INVALID and plan->why when the divisions are no tree. */
enum err store_fill(struct db *db, struct county_plan *plan);

/* Opens a store: its key file and its keys, no connection yet.  ERR_NOT_FOUND
 * without a database; ERR_KEY when the key file (NULL: PATH.key) is missing,
 * readable for others, or of another store; ERR_DAMAGED.  Give it back with
 * store_close, after its connections. */
enum err store_open(const char *path, const char *key_path, struct store **out);

/* Releases the lock and wipes the keys; NULL is allowed. */
void store_close(struct store *s);

/* Takes PATH.lock for this process, until store_close: one process writes a
 * store.  ERR_BUSY when another holds it. */
enum err store_lock(struct store *s);

/* A connection that reads; the caller closes it. */
enum err store_reader(const struct store *s, struct db **db);

/* The connection that writes: pending migrations applied, guard in place,
 * every statement prepared, a row for each setting.  The lock is the caller's
 * to hold. */
enum err store_writer(const struct store *s, struct db **db);

/* What went wrong when opening or locking `path`, in Chinese, for the command
 * line: what happened, whether data is safe, what to do.  In the arena. */
const char *store_says(struct arena *a, enum err e, const char *path);

#endif
