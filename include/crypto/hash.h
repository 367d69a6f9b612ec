/*
 * Hashes: the chain that binds each audit row to all before it, signed heads
 * of that chain, and SHA-256 for what others compute too (attachments).
 *
 *     hash(i) = BLAKE2b-256(domain, hash(i-1), field, field, ...)
 *
 * A chain alone catches only clumsy tampering, for who can write the store can
 * compute it anew; a signed head that is printed and kept elsewhere catches
 * the rest.
 */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/key.h"

#define HASH_BYTES 32
#define SIGN_BYTES 64
#define SIGN_PUBLIC 32

/* BLAKE2b-256 under way.  On the stack only: the arena aligns to 16. */
struct hash {
    _Alignas(64) unsigned char state[384];
};

void hash_start(struct hash *h);
void hash_add(struct hash *h, const void *data, size_t n);
void hash_end(struct hash *h, uint8_t out[HASH_BYTES]);

/* Adds a kind, the length and the bytes, so that no two lists of fields give
 * the same input; NULL is told from empty, a number from its text. */
void hash_text(struct hash *h, const char *text);
void hash_bytes(struct hash *h, const void *data, size_t n);
void hash_int(struct hash *h, int64_t number);

/* One field of a chained row, made by one of the three below it. */
struct chain_field {
    enum { CHAIN_INT, CHAIN_TEXT, CHAIN_BYTES } kind;
    int64_t number;
    const void *bytes; /* NULL: no value */
    size_t n;
};

struct chain_field chain_int(int64_t number);
struct chain_field chain_text(const char *text);
struct chain_field chain_bytes(const void *data, size_t n);

/* The hash of a row after `prev` (NULL for the first row).  `domain` names the
 * chain and the form of its fields, e.g. "baoxue.audit.1".  Cannot fail. */
void chain_hash(const uint8_t prev[HASH_BYTES], const char *domain,
                const struct chain_field *fields, size_t n,
                uint8_t out[HASH_BYTES]);

/* How far a chain had come. */
struct chain_head {
    int64_t entry; /* the last row's number */
    int64_t at;    /* UTC ms */
    uint8_t hash[HASH_BYTES];
};

struct chain_signature {
    int64_t key_version;
    uint8_t bytes[SIGN_BYTES];
};

/* Signs with the newest audit key (Ed25519, RFC 8032). */
enum err chain_sign(const struct keys *k, const struct chain_head *head,
                    struct chain_signature *out);

/* ERR_DAMAGED when the head or the signature was changed or another key made
 * it. */
enum err chain_verify(const uint8_t public_key[SIGN_PUBLIC],
                      const struct chain_head *head,
                      const struct chain_signature *s);

/* The key others check signatures with.  ERR_NOT_FOUND when there is no audit
 * key of that version. */
enum err chain_public_key(const struct keys *k, int64_t version,
                          uint8_t out[SIGN_PUBLIC]);

/* SHA-256 (FIPS 180-4) under way; may lie anywhere. */
struct sha256 {
    uint64_t state[13];
};

void sha256_start(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *data, size_t n);
void sha256_end(struct sha256 *h, uint8_t out[HASH_BYTES]);
void sha256_of(const void *data, size_t n, uint8_t out[HASH_BYTES]);

/* A hash in small hexadecimal digits, with its NUL. */
void hash_hex(const uint8_t hash[HASH_BYTES], char out[2 * HASH_BYTES + 1]);

#endif
