/*
 * Random names and their comparison: session and bearer tokens (stored only as
 * hashes), the token that a page sends against forged requests (CSRF), UUIDs,
 * and bytes as hexadecimal.
 */
#ifndef CRYPTO_TOKEN_H
#define CRYPTO_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/key.h"

#define TOKEN_TEXT 44 /* 43 characters of base64url and the NUL */
#define TOKEN_HASH 32
#define UUID_TEXT 37 /* 36 characters and the NUL */

/* 256 random bits. */
void token_new(char out[TOKEN_TEXT]);

/* What the store keeps of a token and finds it by.  ERR_UNAUTHENTICATED when
 * `text` is not of a token's form. */
enum err token_hash(const char *text, uint8_t out[TOKEN_HASH]);

/* The CSRF token of a session: keyed BLAKE2b of the session's hash. */
void token_csrf(const struct keys *k, const uint8_t session[TOKEN_HASH],
                char out[TOKEN_TEXT]);

/* ERR_CSRF when `text` (may be NULL) is not that session's token. */
enum err token_csrf_check(const struct keys *k,
                          const uint8_t session[TOKEN_HASH], const char *text);

/* Equality in a time that tells nothing about where two secrets differ. */
bool token_equal(const void *a, const void *b, size_t n);

/* A random UUID, version 4 (RFC 4122 4.4), in lower case. */
void uuid_new(char out[UUID_TEXT]);

/* Brings a UUID to lower case; false when it is not 8-4-4-4-12 hexadecimal
 * digits or is nil.  Version and variant are not judged: it is only a name,
 * and refusing one would lose a visit that a phone has already recorded. */
bool uuid_valid(const char *text, char out[UUID_TEXT]);

/* Lower case; `out` takes 2 * n + 1 bytes. */
void hex_write(const void *bytes, size_t n, char *out);

/* Exactly n bytes, either case; false, with `out` undefined, otherwise. */
bool hex_read(const char *text, uint8_t *out, size_t n);

#endif
