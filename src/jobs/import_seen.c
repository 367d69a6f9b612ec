/* What a file had before: a set of indexes, each with its row. */
#include <stdlib.h>
#include <string.h>

#include "import_read.h"

static size_t place(const struct seen *s, const uint8_t *index)
{
    uint64_t h;

    memcpy(&h, index, sizeof h); /* it is random already */
    return (size_t)h & (s->cap - 1);
}

static void put(struct seen *s, const struct seen_slot *slot)
{
    size_t i = place(s, slot->index);

    while (s->slots[i].number)
        i = (i + 1) & (s->cap - 1);
    s->slots[i] = *slot;
}

static enum err grow(struct seen *s)
{
    struct seen old = *s;

    if (s->cap && s->n * 4 < s->cap * 3)
        return ERR_OK;
    s->cap = s->cap ? s->cap * 2 : 4096;
    s->slots = calloc(s->cap, sizeof *s->slots);
    if (!s->slots) {
        *s = old;
        return ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].number)
            put(s, &old.slots[i]);
    free(old.slots);
    return ERR_OK;
}

static uint32_t hash_of(const char *name)
{
    uint32_t h = UINT32_C(2166136261);

    for (const char *c = name ? name : ""; *c != '\0'; c++)
        h = (h ^ (unsigned char)*c) * UINT32_C(16777619);
    return h;
}

enum err seen_before(struct seen *s, const uint8_t index[BLIND_BYTES],
                     const char *name, int64_t number, int64_t *before,
                     bool *same)
{
    struct seen_slot slot = { .number = (uint32_t)number,
                              .name = hash_of(name) };

    TRY(grow(s));
    for (size_t i = place(s, index); s->slots[i].number;
         i = (i + 1) & (s->cap - 1)) {
        if (memcmp(s->slots[i].index, index, BLIND_BYTES) == 0) {
            *before = s->slots[i].number;
            if (same)
                *same = s->slots[i].name == slot.name;
            return ERR_OK;
        }
    }
    memcpy(slot.index, index, BLIND_BYTES);
    put(s, &slot);
    s->n++;
    *before = 0;
    return ERR_OK;
}
