/* The authenticated box under sealed values and wrapped keys. */
#include "crypto/aead.h"

#include <sodium.h>
#include <string.h>

#define HEAD 2 /* version and algorithm */
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(HEAD + NONCE + TAG == AEAD_OVERHEAD, "the box's stated form");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == AEAD_KEY,
               "the box's stated key");

/* Nonces are public: drawn many at a time, as a system call each would cost
 * more than the box.  A thread's own; no process here forks and goes on. */
static void fresh_nonce(uint8_t out[NONCE])
{
    static _Thread_local uint8_t drawn[128 * NONCE];
    static _Thread_local size_t used = sizeof drawn;

    if (used == sizeof drawn) {
        randombytes_buf(drawn, sizeof drawn);
        used = 0;
    }
    memcpy(out, drawn + used, NONCE);
    used += NONCE;
}

static void bind(struct aead_bound *b, uint8_t kind, const void *data, size_t n)
{
    /* A byte each for kind and length, and room for the box's head. */
    if (n > UINT8_MAX || b->n + 2 + n > sizeof b->bytes - HEAD) {
        b->failed = true;
        return;
    }
    b->bytes[b->n++] = kind;
    b->bytes[b->n++] = (uint8_t)n;
    memcpy(b->bytes + b->n, data, n);
    b->n += n;
}

void aead_bind(struct aead_bound *b, const char *use)
{
    b->n = 0;
    b->failed = false;
    aead_bind_text(b, use);
}

void aead_bind_text(struct aead_bound *b, const char *text)
{
    bind(b, 't', text, strlen(text));
}

void aead_bind_int(struct aead_bound *b, int64_t number)
{
    uint8_t bytes[8];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)((uint64_t)number >> (8 * i));
    bind(b, 'i', bytes, sizeof bytes);
}

/* What is authenticated beside the content; gives its length. */
static size_t bound_with_head(const struct aead_bound *b, const uint8_t *box,
                              uint8_t out[sizeof b->bytes])
{
    memcpy(out, b->bytes, b->n);
    memcpy(out + b->n, box, HEAD);
    return b->n + HEAD;
}

enum err aead_close(const uint8_t key[AEAD_KEY], uint8_t version,
                    const struct aead_bound *b, const void *plain, size_t n,
                    uint8_t *box)
{
    static const uint8_t nothing;
    uint8_t with[sizeof b->bytes];

    if (b->failed)
        return ERR_INTERNAL;
    box[0] = version;
    box[1] = AEAD_XCHACHA20POLY1305;
    fresh_nonce(box + HEAD);
    if (crypto_aead_xchacha20poly1305_ietf_encrypt(
            box + HEAD + NONCE, NULL, n > 0 ? plain : &nothing, n, with,
            bound_with_head(b, box, with), NULL, box + HEAD, key) != 0)
        return ERR_INTERNAL;
    return ERR_OK;
}

enum err aead_open(const uint8_t key[AEAD_KEY], const struct aead_bound *b,
                   const uint8_t *box, size_t n, void *plain)
{
    uint8_t with[sizeof b->bytes];

    if (b->failed)
        return ERR_INTERNAL;
    if (n < AEAD_OVERHEAD || box[1] != AEAD_XCHACHA20POLY1305)
        return ERR_DAMAGED;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain, NULL, NULL, box + HEAD + NONCE, n - HEAD - NONCE, with,
            bound_with_head(b, box, with), box + HEAD, key) != 0)
        return ERR_DAMAGED;
    return ERR_OK;
}
