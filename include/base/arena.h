/*
 * Request memory: everything a request allocates comes from its arena and
 * dies with it.  An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;

struct arena {
    struct arena_block *head;
    size_t used;  /* in the head block */
    size_t total; /* bytes of all blocks */
    size_t limit; /* most bytes it may take; 0 none */
};

/* An empty arena; allocates nothing yet.  `limit` 0 means none. */
void arena_init(struct arena *a, size_t limit);

/* Zeroed memory, aligned for any type; NULL when memory or the limit ran
 * out.  `n` 0 gives a valid pointer to nothing. */
void *arena_alloc(struct arena *a, size_t n);

/* `n` members of `size`, zeroed; NULL also when n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* A NUL-terminated copy; NULL when `s` is NULL or memory ran out. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* printf into the arena; NULL when memory ran out. */
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Gives everything back but one block, which is kept for reuse. */
void arena_reset(struct arena *a);

/* Gives everything back; the arena may be used again. */
void arena_free(struct arena *a);

#endif
