/* BLAKE2b for the audit chain, Ed25519 for its heads, SHA-256 for others. */
#include "crypto/hash.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(struct hash) == sizeof(crypto_generichash_state) &&
                   _Alignof(struct hash) >= _Alignof(crypto_generichash_state),
               "room for libsodium's BLAKE2b state");
_Static_assert(sizeof(struct sha256) >= sizeof(crypto_hash_sha256_state) &&
                   _Alignof(struct sha256) >=
                       _Alignof(crypto_hash_sha256_state),
               "room for libsodium's SHA-256 state");

static crypto_generichash_state *blake(struct hash *h)
{
    return (crypto_generichash_state *)(void *)h->state;
}

void hash_start(struct hash *h)
{
    (void)crypto_generichash_init(blake(h), NULL, 0, HASH_BYTES);
}

void hash_add(struct hash *h, const void *data, size_t n)
{
    if (n > 0)
        (void)crypto_generichash_update(blake(h), data, n);
}

void hash_end(struct hash *h, uint8_t out[HASH_BYTES])
{
    (void)crypto_generichash_final(blake(h), out, HASH_BYTES);
}

static void put_u64(uint8_t out[8], uint64_t v)
{
    for (size_t i = 0; i < 8; i++)
        out[i] = (uint8_t)(v >> (8 * i));
}

/* The kind's letter, eight bytes of length or number, then the content. */
static void field(struct hash *h, char kind, uint64_t v, const void *data,
                  size_t n)
{
    uint8_t head[9] = { (uint8_t)kind };

    put_u64(head + 1, v);
    hash_add(h, head, sizeof head);
    hash_add(h, data, n);
}

void hash_bytes(struct hash *h, const void *data, size_t n)
{
    if (data == NULL)
        field(h, 'n', 0, NULL, 0);
    else
        field(h, 'b', n, data, n);
}

void hash_text(struct hash *h, const char *text)
{
    if (text == NULL)
        field(h, 'n', 0, NULL, 0);
    else
        field(h, 't', strlen(text), text, strlen(text));
}

void hash_int(struct hash *h, int64_t number)
{
    field(h, 'i', (uint64_t)number, NULL, 0);
}

struct chain_field chain_int(int64_t number)
{
    return (struct chain_field) { .kind = CHAIN_INT, .number = number };
}

struct chain_field chain_text(const char *text)
{
    return (struct chain_field) { .kind = CHAIN_TEXT, .bytes = text };
}

struct chain_field chain_bytes(const void *data, size_t n)
{
    return (struct chain_field) { .kind = CHAIN_BYTES, .bytes = data, .n = n };
}

void chain_hash(const uint8_t prev[HASH_BYTES], const char *domain,
                const struct chain_field *fields, size_t n,
                uint8_t out[HASH_BYTES])
{
    struct hash h;

    hash_start(&h);
    hash_text(&h, domain);
    hash_bytes(&h, prev, HASH_BYTES);
    hash_int(&h, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        switch (fields[i].kind) {
        case CHAIN_INT:
            hash_int(&h, fields[i].number);
            break;
        case CHAIN_TEXT:
            hash_text(&h, fields[i].bytes);
            break;
        case CHAIN_BYTES:
            hash_bytes(&h, fields[i].bytes, fields[i].n);
            break;
        }
    }
    hash_end(&h, out);
}

static void head_digest(const struct chain_head *head, int64_t key_version,
                        uint8_t out[HASH_BYTES])
{
    const struct chain_field fields[] = {
        chain_int(key_version),
        chain_int(head->entry),
        chain_int(head->at),
        chain_bytes(head->hash, HASH_BYTES),
    };

    chain_hash(NULL, "baoxue.head.1", fields, sizeof fields / sizeof *fields,
               out);
}

static enum err key_pair(const struct keys *k, int64_t version,
                         uint8_t public_key[SIGN_PUBLIC],
                         uint8_t secret[crypto_sign_SECRETKEYBYTES])
{
    const uint8_t *seed = NULL;

    if (version >= 1 && version <= KEY_VERSION_MAX)
        seed = keys_bytes(k, KEY_AUDIT, (uint8_t)version);
    if (seed == NULL)
        return ERR_NOT_FOUND;
    return crypto_sign_seed_keypair(public_key, secret, seed) == 0
               ? ERR_OK
               : ERR_INTERNAL;
}

enum err chain_sign(const struct keys *k, const struct chain_head *head,
                    struct chain_signature *out)
{
    uint8_t public_key[SIGN_PUBLIC], secret[crypto_sign_SECRETKEYBYTES];
    uint8_t digest[HASH_BYTES];
    int64_t version = keys_current(k, KEY_AUDIT);
    int rc;

    TRY(key_pair(k, version, public_key, secret));
    head_digest(head, version, digest);
    rc = crypto_sign_detached(out->bytes, NULL, digest, sizeof digest, secret);
    sodium_memzero(secret, sizeof secret);
    if (rc != 0)
        return ERR_INTERNAL;
    out->key_version = version;
    return ERR_OK;
}

enum err chain_verify(const uint8_t public_key[SIGN_PUBLIC],
                      const struct chain_head *head,
                      const struct chain_signature *s)
{
    uint8_t digest[HASH_BYTES];

    head_digest(head, s->key_version, digest);
    return crypto_sign_verify_detached(s->bytes, digest, sizeof digest,
                                       public_key) == 0
               ? ERR_OK
               : ERR_DAMAGED;
}

enum err chain_public_key(const struct keys *k, int64_t version,
                          uint8_t out[SIGN_PUBLIC])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];

    TRY(key_pair(k, version, out, secret));
    sodium_memzero(secret, sizeof secret);
    return ERR_OK;
}

static crypto_hash_sha256_state *sha(struct sha256 *h)
{
    return (crypto_hash_sha256_state *)(void *)h->state;
}

void sha256_start(struct sha256 *h)
{
    (void)crypto_hash_sha256_init(sha(h));
}

void sha256_add(struct sha256 *h, const void *data, size_t n)
{
    if (n > 0)
        (void)crypto_hash_sha256_update(sha(h), data, n);
}

void sha256_end(struct sha256 *h, uint8_t out[HASH_BYTES])
{
    (void)crypto_hash_sha256_final(sha(h), out);
}

void sha256_of(const void *data, size_t n, uint8_t out[HASH_BYTES])
{
    struct sha256 h;

    sha256_start(&h);
    sha256_add(&h, data, n);
    sha256_end(&h, out);
}

void hash_hex(const uint8_t hash[HASH_BYTES], char out[2 * HASH_BYTES + 1])
{
    (void)sodium_bin2hex(out, 2 * HASH_BYTES + 1, hash, HASH_BYTES);
}
