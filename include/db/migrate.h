/*
 * Migrations: numbered SQL inside the binary, forward only, each applied in
 * one transaction and remembered with the hash of its text.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include <stddef.h>

#include "base/err.h"

struct db;

struct migration {
    int number;
    const char *name;
    const char *sql;
};

extern const struct migration migrations[];
extern const size_t migrations_n;

/* Applies what is pending.  ERR_CONFLICT when the store comes from a newer
 * version or one of its migrations had another text (logged which). */
enum err migrate(struct db *db);

/* The same from a list of its own, for tests; the first n only. */
enum err migrate_from(struct db *db, const struct migration *list, size_t n);

#endif
