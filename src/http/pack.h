/* Content codings of replies (RFC 9110 §8.4). */
#ifndef HTTP_PACK_H
#define HTTP_PACK_H

#include <stdbool.h>

#include "base/buf.h"

/* Does an Accept-Encoding header, NULL for none, name `coding` and not refuse
 * it? */
bool coding_accepted(const char *header, const char *coding);

/* Puts the gzip of the bytes in their place; false, and nothing changed, when
 * there is no memory for it. */
bool pack_gzip(struct buf *b);

#endif
