/* Request memory: a chain of blocks, given back all at once. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_LEAST 4000
#define ALIGN alignof(max_align_t)

struct arena_block {
    struct arena_block *next;
    size_t size;
    alignas(max_align_t) unsigned char data[];
};

void arena_init(struct arena *a, size_t limit)
{
    *a = (struct arena) { .limit = limit };
}

static struct arena_block *block_add(struct arena *a, size_t least)
{
    size_t size = a->head ? a->head->size * 2 : BLOCK_LEAST;
    struct arena_block *b;

    if (size > 65536)
        size = 65536;
    if (size < least)
        size = least;
    if (a->limit && (size > a->limit || a->total > a->limit - size))
        size = least;
    if (a->limit && (size > a->limit || a->total > a->limit - size))
        return NULL;
    b = malloc(sizeof *b + size);
    if (!b)
        return NULL;
    b->next = a->head;
    b->size = size;
    a->head = b;
    a->used = 0;
    a->total += size;
    return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
    void *p;

    if (n > SIZE_MAX / 2)
        return NULL;
    n = (n + ALIGN - 1) & ~(ALIGN - 1);
    if (!a->head || a->head->size - a->used < n) {
        if (!block_add(a, n ? n : ALIGN))
            return NULL;
    }
    p = a->head->data + a->used;
    a->used += n;
    memset(p, 0, n);
    return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(n, size, &bytes))
        return NULL;
    return arena_alloc(a, bytes);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *copy;

    if (!s)
        return NULL;
    copy = arena_alloc(a, n + 1);
    if (copy)
        memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list ap;
    char *s;
    int n;

    va_start(ap, format);
    n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n < 0)
        return NULL;
    s = arena_alloc(a, (size_t)n + 1);
    if (!s)
        return NULL;
    va_start(ap, format);
    vsnprintf(s, (size_t)n + 1, format, ap);
    va_end(ap);
    return s;
}

void arena_reset(struct arena *a)
{
    struct arena_block *keep = a->head, *b;

    if (!keep)
        return;
    while ((b = keep->next)) {
        keep->next = b->next;
        free(b);
    }
    a->used = 0;
    a->total = keep->size;
}

void arena_free(struct arena *a)
{
    struct arena_block *b;

    while ((b = a->head)) {
        a->head = b->next;
        free(b);
    }
    a->used = 0;
    a->total = 0;
}
