/*
 * Replies: bytes with their headers, made in one place.
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "base/buf.h"
#include "http/route.h"

struct reply {
    int status;
    const char *type; /* Content-Type; NULL without a body */
    struct buf body;  /* owned */
    int fd;           /* or a file from its start, owned; -1 none */
    size_t fd_size;
    const char *file_name; /* Content-Disposition, UTF-8 */
    char etag[24];         /* "\"7\"", or "" */
    const char *allow;     /* of a 405 */
    const char *set_token;
    int retry_after;
    bool packed; /* may go gzipped */
};

void reply_init(struct reply *r);
void reply_free(struct reply *r);

/* The reply of a request that ended with `e`: its record, list or file, or
 * problem+json (RFC 9457). */
void reply_make(struct reply *r, struct req *rq, enum err e, const void *out);

#endif
