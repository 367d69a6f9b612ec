/*
 * The sealed file that a phone carries away (带出文件) when there is no network:
 * sealed to the county, so that nobody between phone and server reads it, the
 * phone itself no more than anybody.
 *
 *     "BXCARRY1" | key version (1) | key id (8) | ephemeral point (65)
 *         | ciphertext (n) | tag (16)
 *
 * ECDH on P-256 with a key made for the file, HKDF-SHA256 over both points, and
 * AES-256-GCM with everything before the ciphertext authenticated: what every
 * browser's WebCrypto has.  libsodium has no P-256, and its AES-GCM only on
 * processors with AES, so here nettle does it, which GnuTLS brings along.
 */
#ifndef CRYPTO_CARRY_H
#define CRYPTO_CARRY_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/key.h"

#define CARRY_POINT 65 /* uncompressed, as WebCrypto writes "raw" */
#define CARRY_ID 8
#define CARRY_HEAD (8 + 1 + CARRY_ID + CARRY_POINT)
#define CARRY_OVERHEAD (CARRY_HEAD + 16)

/* What the county seals to.  Derived from the sealing key of `version`, so that
 * a store put back from a backup still opens what was sealed to it. */
struct carry_public {
    uint8_t version;
    uint8_t id[CARRY_ID];
    uint8_t point[CARRY_POINT];
};

/* Of the version in use.  ERR_INTERNAL when there is none. */
enum err carry_public(const struct keys *k, struct carry_public *out);

/* A point in base64url, 87 characters and a zero. */
#define CARRY_POINT_TEXT 88
void carry_point_text(const uint8_t point[CARRY_POINT],
                      char out[CARRY_POINT_TEXT]);

/* Writes n - CARRY_OVERHEAD bytes to `plain`.  ERR_MEDIA_TYPE: no such file;
 * ERR_KEY: sealed to another county; ERR_DAMAGED: changed or cut. */
enum err carry_open(const struct keys *k, const uint8_t *file, size_t n,
                    uint8_t *plain);

/* As a phone does it, with the 32 random bytes of `secret`; for tests. */
enum err carry_seal(const struct carry_public *to, const uint8_t secret[32],
                    const uint8_t *plain, size_t n, uint8_t *file);

#endif
