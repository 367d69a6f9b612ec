/* Uploads (分段上传): a file that comes piece by piece over a bad network. */
#ifndef DOMAIN_UPLOAD_H
#define DOMAIN_UPLOAD_H

#include <stddef.h>

#include "json/field.h"

#define UPLOAD_PIECE_MOST ((size_t)128 * 1024)
/* What an account may have begun and not finished, in bytes. */
#define UPLOADS_OPEN_MOST ((int64_t)64 * 1024 * 1024)
#define UPLOAD_DAYS 30       /* after which one that nobody finished goes */
#define UPLOAD_KEPT_DAYS 400 /* in which one that is whole is made no second */

struct upload_row {
    int64_t id, account_id;
    const char *uuid, *sha256;
    int64_t size, received;
    int64_t attachment_id; /* INT_NONE until it is whole */
    const char *fault;     /* why what came was let go of; NULL: it was not */
};
extern const struct record upload_row;

/* A piece: where it starts, and of what it is a piece. */
struct upload_piece {
    const char *uuid, *sha256;
    int64_t start, size;
    const void *data;
    size_t n;
};

#endif
