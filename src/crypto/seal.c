/* Sealed values: a box of aead.h bound to table, column and row. */
#include "crypto/seal.h"

#include <string.h>

#include "crypto/aead.h"

#define NAME_MAX_BYTES 64

size_t seal_size(size_t n)
{
    return n + AEAD_OVERHEAD;
}

static void bind_place(struct aead_bound *b, const struct seal_at *at)
{
    aead_bind(b, "baoxue.seal");
    aead_bind_text(b, at->table);
    aead_bind_text(b, at->column);
    aead_bind_int(b, at->row);
    if (strlen(at->table) > NAME_MAX_BYTES ||
        strlen(at->column) > NAME_MAX_BYTES)
        b->failed = true;
}

enum err seal_bytes(const struct keys *k, const struct seal_at *at,
                    const void *data, size_t n, uint8_t *blob)
{
    uint8_t version = keys_current(k, KEY_SEAL);
    struct aead_bound b;

    bind_place(&b, at);
    return aead_close(keys_bytes(k, KEY_SEAL, version), version, &b, data, n,
                      blob);
}

enum err seal_open_bytes(const struct keys *k, const struct seal_at *at,
                         const uint8_t *blob, size_t n, void *data, size_t *len)
{
    struct aead_bound b;
    const uint8_t *key;

    if (n < AEAD_OVERHEAD)
        return ERR_DAMAGED;
    key = keys_bytes(k, KEY_SEAL, blob[0]);
    if (key == NULL)
        return ERR_DAMAGED;
    bind_place(&b, at);
    TRY(aead_open(key, &b, blob, n, data));
    *len = n - AEAD_OVERHEAD;
    return ERR_OK;
}

enum err seal_text(const struct keys *k, const struct seal_at *at,
                   struct arena *a, const char *text, const uint8_t **blob,
                   size_t *n)
{
    size_t len = strlen(text);
    uint8_t *out = arena_alloc(a, seal_size(len));

    if (out == NULL)
        return ERR_NO_MEMORY;
    TRY(seal_bytes(k, at, text, len, out));
    *blob = out;
    *n = seal_size(len);
    return ERR_OK;
}

enum err seal_open_text(const struct keys *k, const struct seal_at *at,
                        const uint8_t *blob, size_t n, struct arena *a,
                        const char **text)
{
    size_t len;
    char *out;

    if (n < AEAD_OVERHEAD)
        return ERR_DAMAGED;
    out = arena_alloc(a, n - AEAD_OVERHEAD + 1);
    if (out == NULL)
        return ERR_NO_MEMORY;
    TRY(seal_open_bytes(k, at, blob, n, out, &len));
    out[len] = '\0';
    if (strlen(out) != len)
        return ERR_DAMAGED;
    *text = out;
    return ERR_OK;
}

bool seal_stale(const struct keys *k, const uint8_t *blob, size_t n)
{
    return n > 0 && blob[0] != keys_current(k, KEY_SEAL);
}
