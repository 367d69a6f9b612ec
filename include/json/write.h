/*
 * Struct → JSON by its field table, straight into a buffer.
 */
#ifndef JSON_WRITE_H
#define JSON_WRITE_H

#include "base/buf.h"
#include "json/field.h"

enum write_mode {
    WRITE_ONE,  /* the record itself was asked for */
    WRITE_LIST, /* it is an item of a list: MASK_LIST applies */
    /* As stored, for a sealed column: bookkeeping too, nothing masked, empty
     * members left out; json_read takes it back. */
    WRITE_STORED,
};

/* Appends one object.  Empty members are written as null. */
void json_write(struct buf *b, const struct record *r, const void *object,
                enum write_mode mode);

/* Appends "[…]" of n structs laid side by side. */
void json_write_list(struct buf *b, const struct record *r, const void *items,
                     size_t n, enum write_mode mode);

/* Appends a quoted string; bytes must be UTF-8; NULL writes null. */
void json_write_text(struct buf *b, const char *text);
void json_write_text_n(struct buf *b, const char *text, size_t len);

#endif
