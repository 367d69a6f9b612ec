/*
 * A growing byte buffer.  The first failed append sets `failed` and every
 * later one is ignored, so that a writer checks once, at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data; /* always NUL-terminated when not NULL */
    size_t len, cap;
    bool failed;
};

void buf_init(struct buf *b);
void buf_free(struct buf *b);  /* back to empty, memory released */
void buf_clear(struct buf *b); /* back to empty, memory kept */
void buf_add(struct buf *b, const void *data, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Room for n more bytes at data + len; false when memory ran out. */
bool buf_reserve(struct buf *b, size_t n);

/* Hands the bytes over to the caller, who frees them with free(); the buffer
 * is empty after.  NULL when an append failed or it was empty. */
char *buf_take(struct buf *b, size_t *len);

#endif
