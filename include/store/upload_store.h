/* Uploads in the store, piece by piece, sealed. */
#ifndef STORE_UPLOAD_STORE_H
#define STORE_UPLOAD_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/transition.h"
#include "domain/upload.h"

/* The caller's own upload of that UUID; ERR_NOT_FOUND. */
enum err store_upload_get(struct db *db, struct arena *a, const struct act *act,
                          const char *uuid, struct upload_row *out);

/*
 * Takes a piece.  One that is there already changes nothing; the one that makes
 * the file whole makes it an attachment, once, after its hash and its kind were
 * looked at.  ERR_CONFLICT when the piece leaves a gap or the UUID is of another
 * file, ERR_TOO_MANY for too many unfinished ones, ERR_INVALID or ERR_MEDIA_TYPE for
 * a file that is not what was said; what had come of such a file goes.
 */
enum err store_upload_put(struct db *db, struct arena *a, const struct act *act,
                          const struct upload_piece *p, struct upload_row *out,
                          struct refusal *why);

/* Lets go of at most `most` uploads that nobody went on with for UPLOAD_DAYS, or
 * that ended UPLOAD_KEPT_DAYS ago. */
enum err store_upload_sweep(struct db *db, struct arena *a, int64_t now,
                            int64_t most, int64_t *done);

#endif
