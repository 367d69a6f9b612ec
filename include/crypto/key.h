/*
 * The store's keys.  One master key lies in a file beside the store (and never
 * in a backup); it wraps the data keys, which lie in the table `keyring`.
 * Changing the master key therefore rewraps a few rows and no child's record.
 *
 *     key file --derive--> wrapping key --opens--> keyring rows --> struct keys
 *         |
 *         +-----derive--> backup key (a restore has no keyring yet)
 */
#ifndef CRYPTO_KEY_H
#define CRYPTO_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define KEY_BYTES 32
#define KEK_ID 16
#define KEY_WRAPPED 90      /* bytes of a wrapped data key */
#define KEY_VERSION_MAX 255 /* a sealed value names its version in one byte */
#define KEYS_MAX 64         /* data keys of one store */

/* What a data key is for; no key serves two uses. */
enum key_purpose {
    KEY_SEAL,  /* sealed columns and attachments */
    KEY_INDEX, /* blind index */
    KEY_CSRF,  /* tokens of a session's pages */
    KEY_AUDIT, /* Ed25519 seed that signs heads of the audit chain */
    KEY_PURPOSE_N
};

struct kek;  /* a loaded master key, in locked read-only memory */
struct keys; /* the opened data keys, in locked read-only memory */

/* One row of `keyring`, as it is stored. */
struct key_row {
    const char *purpose; /* "seal" "index" "csrf" "audit" */
    int64_t version;     /* 1..KEY_VERSION_MAX; the highest one is in use */
    int64_t algorithm;   /* AEAD_XCHACHA20POLY1305 */
    const uint8_t *wrapped;
    size_t wrapped_n; /* KEY_WRAPPED */
};

/* Makes a key file: 64 bytes, mode 0600, on disk (file and directory) when it
 * returns.  ERR_CONFLICT when the path exists, which is then left alone;
 * ERR_IO or ERR_FULL, and no file, when it could not be written. */
enum err kek_create(const char *path);

/* Loads a key file; give it back with kek_close.  ERR_KEY when it is missing,
 * no regular file, open to group or others, or not a whole key file. */
enum err kek_open(const char *path, struct kek **out);

/* Wipes and frees; NULL is allowed. */
void kek_close(struct kek *k);

/* Its public name: KEK_ID bytes that tell nothing about the key, valid as long
 * as `k`. */
const uint8_t *kek_id(const struct kek *k);

/* A key of its own for each `use`, a word of exactly 8 characters.  The caller
 * wipes `out`. */
void kek_derive(const struct kek *k, const char *use, uint8_t out[KEY_BYTES]);

/* A fresh set for a new store: one random key a purpose, each version 1.
 * Give it back with keys_free. */
enum err keys_new(struct keys **out);

/* `old` and a fresh key of `p`, which is in use from now on; the older ones
 * still open what they sealed.  `old` stays the caller's.  ERR_RULE when no
 * version is left. */
enum err keys_rotate(const struct keys *old, enum key_purpose p,
                     struct keys **out);

/* Opens the rows of `keyring`.  `store_id` is the store's own lasting name; a
 * row carried over from another store does not open.  ERR_KEY when the rows
 * belong to another key file; ERR_DAMAGED when one was changed, stands twice,
 * or a purpose has none. */
enum err keys_load(const struct kek *k, const char *store_id,
                   const struct key_row *rows, size_t n, struct keys **out);

/* Wipes and frees; NULL is allowed. */
void keys_free(struct keys *k);

/* For saving: row `i` of keys_count, wrapped anew into `wrapped`, to which
 * `out` points.  ERR_NOT_FOUND past the end; ERR_INTERNAL when `store_id` is
 * longer than 100 bytes. */
size_t keys_count(const struct keys *k);
enum err keys_wrap(const struct keys *k, const struct kek *kek,
                   const char *store_id, size_t i, uint8_t wrapped[KEY_WRAPPED],
                   struct key_row *out);

/* The version in use, 1..KEY_VERSION_MAX. */
uint8_t keys_current(const struct keys *k, enum key_purpose p);

/* For this layer only: the KEY_BYTES of one key, valid as long as `k`; NULL
 * when there is no such version. */
const uint8_t *keys_bytes(const struct keys *k, enum key_purpose p,
                          uint8_t version);

#endif
