/* Attachments in the store, sealed. */
#ifndef STORE_ATTACHMENT_STORE_H
#define STORE_ATTACHMENT_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/attachment.h"

/* Seals and keeps n bytes of a known type. */
enum err store_attachment_add(struct db *db, struct arena *a,
                              const struct act *act, const char *type,
                              const void *data, size_t n,
                              struct attachment_row *out);

/* One in the caller's scope: its own, or a child's in scope; ERR_NOT_FOUND. */
enum err store_attachment_get(struct db *db, struct arena *a, int64_t id,
                              struct attachment_row *out);

/* Its bytes, opened, in the arena.  ERR_NOT_FOUND, ERR_DAMAGED. */
enum err store_attachment_data(struct db *db, struct arena *a, int64_t id,
                               const void **data, size_t *n);

/* Ties it to a child as its evidence; the caller has found it in scope. */
enum err store_attachment_give(struct db *db, int64_t id, int64_t student_id);

#endif
