/* UUIDs that clients give to what they send, so that it may be sent again. */
#ifndef DOMAIN_UUID_H
#define DOMAIN_UUID_H

#include "base/arena.h"

#define UUID_LEN 36

/* In small letters, in the arena; NULL when it is not written 8-4-4-4-12. */
const char *uuid_of(struct arena *a, const char *text);

/* For F_CLEAN: what is wrong with it, or NULL and *out. */
const char *clean_uuid(struct arena *a, const char *in, const char **out);

#endif
