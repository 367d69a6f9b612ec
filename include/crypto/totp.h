/*
 * The second factor: time-based one-time passwords (TOTP, RFC 6238) as every
 * authenticator app makes them -- SHA-1, 6 digits, 30 seconds -- and recovery
 * codes for a lost phone.
 */
#ifndef CRYPTO_TOTP_H
#define CRYPTO_TOTP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define TOTP_SECRET 20
#define TOTP_CODE 7 /* 6 digits and the NUL */
#define TOTP_STEP_MS INT64_C(30000)
#define TOTP_RECOVERY 35 /* seven groups of four and the NUL */
#define TOTP_RECOVERY_HASH 32

/* 160 random bits; stored only sealed, wiped by the caller. */
void totp_secret_new(uint8_t out[TOTP_SECRET]);

/* The code of one step (UTC ms / TOTP_STEP_MS).  ERR_INTERNAL when the step is
 * negative. */
enum err totp_code(const uint8_t secret[TOTP_SECRET], int64_t step,
                   char out[TOTP_CODE]);

/* Accepts the code of the step at `now_ms`, the one before or the one after,
 * if it is later than `last_step` (-1 when none was used yet).  *step is the
 * step used: the caller stores it in the same transaction, so that a code
 * works once.  ERR_BAD_LOGIN otherwise. */
enum err totp_verify(const uint8_t secret[TOTP_SECRET], const char *code,
                     int64_t now_ms, int64_t last_step, int64_t *step);

/* The otpauth:// URI that apps read from a QR code; it holds the secret.  Any
 * UTF-8 in `issuer` and `account`. */
enum err totp_uri(struct arena *a, const char *issuer, const char *account,
                  const uint8_t secret[TOTP_SECRET], const char **out);

/* A recovery code of 140 random bits, shown once. */
void totp_recovery_new(char out[TOTP_RECOVERY]);

/* What the store keeps of it, from any way of typing it.  ERR_BAD_LOGIN when
 * it is not of a recovery code's form. */
enum err totp_recovery_hash(const char *text, uint8_t out[TOTP_RECOVERY_HASH]);

#endif
