/*
 * A copy of the whole store in memory, taken while others read and write: what
 * a backup is made of.  Never a plain file on any disk.
 */
#ifndef DB_IMAGE_H
#define DB_IMAGE_H

#include <stddef.h>

#include "base/err.h"

struct db;
struct db_image;

/* Copies what `db` (a reader) sees now, as one snapshot, and checks that the
 * copy is sound: ERR_DAMAGED otherwise.  Takes as much memory as the database
 * file has bytes: ERR_NO_MEMORY. */
enum err db_image_take(struct db *db, struct db_image **out);

/* Its bytes: a database file that needs no WAL beside it. */
const void *db_image_bytes(const struct db_image *i, size_t *n);

/* NULL is allowed. */
void db_image_free(struct db_image *i);

#endif
