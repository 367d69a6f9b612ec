/*
 * One authenticated box (XChaCha20-Poly1305, IETF construction), shared by
 * sealed values and wrapped keys:
 *
 *     version (1) | algorithm (1) | nonce (24) | ciphertext (n) | tag (16)
 *
 * The algorithm is stored so that another one (商用密码 SM4, say) can move
 * in beside it later.  Version and algorithm are authenticated too.
 */
#ifndef CRYPTO_AEAD_H
#define CRYPTO_AEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define AEAD_KEY 32
#define AEAD_OVERHEAD 42 /* bytes a box is longer than what it holds */
#define AEAD_XCHACHA20POLY1305 1

/* What a box is bound to but does not hold.  Each part is stored with its
 * length, so that no two lists of parts give the same bytes. */
struct aead_bound {
    uint8_t bytes[256];
    size_t n;
    bool failed; /* too long: the box is refused */
};

/* Begins with the use, e.g. "baoxue.seal". */
void aead_bind(struct aead_bound *b, const char *use);
void aead_bind_text(struct aead_bound *b, const char *text);
void aead_bind_int(struct aead_bound *b, int64_t number);

/* Writes n + AEAD_OVERHEAD bytes to `box` under a fresh random nonce.  `plain`
 * may be NULL when n is 0.  ERR_INTERNAL when `b` is too long. */
enum err aead_close(const uint8_t key[AEAD_KEY], uint8_t version,
                    const struct aead_bound *b, const void *plain, size_t n,
                    uint8_t *box);

/* Writes n - AEAD_OVERHEAD bytes to `plain`.  ERR_DAMAGED when the box was
 * changed, is cut, is bound to something else, or is of another key or
 * algorithm; `plain` then holds nothing of it. */
enum err aead_open(const uint8_t key[AEAD_KEY], const struct aead_bound *b,
                   const uint8_t *box, size_t n, void *plain);

#endif
