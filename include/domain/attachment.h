/* Attachments (附件): photos and papers that serve as evidence. */
#ifndef DOMAIN_ATTACHMENT_H
#define DOMAIN_ATTACHMENT_H

#include <stddef.h>
#include <stdint.h>

#include "json/field.h"

#define ATTACHMENT_MOST ((size_t)8 * 1024 * 1024)

struct attachment_row {
    int64_t id;
    const char *sha256;
    int64_t size;
    const char *type;   /* media type, found from the content */
    int64_t student_id; /* INT_NONE until it is evidence */
    int64_t created_at;
};
extern const struct record attachment_row;

/* The media type by the first bytes (JPEG, PNG, WebP, PDF), whatever the
 * sender called it; NULL for anything else. */
const char *attachment_type(const void *data, size_t n);

/* "jpg" "png" "webp" "pdf". */
const char *attachment_ending(const char *type);

#endif
