/*
 * Sealed values: id numbers, phones, addresses, second-factor secrets and
 * attachments are stored encrypted and bound to the place where they stand,
 * so that a value copied to another row or column does not open (个人信息保护法
 * art. 51; 儿童个人信息网络保护规定 art. 13: stored encrypted).
 *
 * The blob names its key version in its first byte; the form is aead.h's.  A
 * blob is longer than its value by a fixed amount: it hides what, not how long.
 */
#ifndef CRYPTO_SEAL_H
#define CRYPTO_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "crypto/key.h"

/* Where a value stands; names of at most 64 bytes.  The row's id must be known
 * before it is sealed. */
struct seal_at {
    const char *table;
    const char *column;
    int64_t row;
};

/* Bytes of the blob of n bytes. */
size_t seal_size(size_t n);

/* Seals a text under the newest key; the blob lies in the arena.
 * ERR_NO_MEMORY when the arena is out. */
enum err seal_text(const struct keys *k, const struct seal_at *at,
                   struct arena *a, const char *text, const uint8_t **blob,
                   size_t *n);

/* Opens it again as NUL-terminated text in the arena.  ERR_DAMAGED when the
 * blob was changed, belongs to another place or key, or holds a NUL. */
enum err seal_open_text(const struct keys *k, const struct seal_at *at,
                        const uint8_t *blob, size_t n, struct arena *a,
                        const char **text);

/* The same for any bytes: `blob` takes seal_size(n). */
enum err seal_bytes(const struct keys *k, const struct seal_at *at,
                    const void *data, size_t n, uint8_t *blob);

/* `data` takes n - seal_size(0); *len is that number.  ERR_DAMAGED as above,
 * and `data` then holds nothing of the value. */
enum err seal_open_bytes(const struct keys *k, const struct seal_at *at,
                         const uint8_t *blob, size_t n, void *data,
                         size_t *len);

/* Whether the blob is under an older key than the newest, for the rewriting
 * after keys_rotate. */
bool seal_stale(const struct keys *k, const uint8_t *blob, size_t n);

#endif
