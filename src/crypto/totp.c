/* The second factor: liboath computes, the rules of use are here. */
#include "crypto/totp.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/readable.h"

#define DIGITS 6
#define RECOVERY_GROUPS 7

_Static_assert(READABLE_SIZE(RECOVERY_GROUPS) == TOTP_RECOVERY,
               "a recovery code's stated length");

void totp_secret_new(uint8_t out[TOTP_SECRET])
{
    randombytes_buf(out, TOTP_SECRET);
}

/* The step is TOTP's moving factor for HOTP (RFC 6238 4.2). */
enum err totp_code(const uint8_t secret[TOTP_SECRET], int64_t step,
                   char out[TOTP_CODE])
{
    if (step < 0)
        return ERR_INTERNAL;
    return oath_hotp_generate((const char *)secret, TOTP_SECRET, (uint64_t)step,
                              DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION,
                              out) == OATH_OK
               ? ERR_OK
               : ERR_INTERNAL;
}

enum err totp_verify(const uint8_t secret[TOTP_SECRET], const char *code,
                     int64_t now_ms, int64_t last_step, int64_t *step)
{
    int64_t now = now_ms / TOTP_STEP_MS, found = -1;
    char want[TOTP_CODE];

    if (strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS)
        return ERR_BAD_LOGIN;
    /* All three are computed, whichever one fits. */
    for (int64_t s = now > 0 ? now - 1 : 0; s <= now + 1; s++) {
        TRY(totp_code(secret, s, want));
        if (sodium_memcmp(want, code, DIGITS) == 0 && s > last_step &&
            found < 0)
            found = s;
    }
    sodium_memzero(want, sizeof want);
    if (found < 0)
        return ERR_BAD_LOGIN;
    *step = found;
    return ERR_OK;
}

/* Percent-encodes all but unreserved characters (RFC 3986 2.3). */
static const char *encode(struct arena *a, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789-._~";
    char *out = arena_array(a, strlen(text) + 1, 3);
    char *at = out;

    for (; out != NULL && *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (strchr(plain, c) != NULL) {
            *at++ = (char)c;
        } else {
            *at++ = '%';
            *at++ = hex[c >> 4];
            *at++ = hex[c & 15];
        }
    }
    return out;
}

enum err totp_uri(struct arena *a, const char *issuer, const char *account,
                  const uint8_t secret[TOTP_SECRET], const char **out)
{
    const char *by = encode(a, issuer), *name = encode(a, account), *uri;
    char *base32;
    size_t n;

    if (by == NULL || name == NULL ||
        oath_base32_encode((const char *)secret, TOTP_SECRET, &base32, &n) !=
            OATH_OK)
        return ERR_NO_MEMORY;
    uri = arena_printf(a,
                       "otpauth://totp/%s:%s?secret=%s&issuer=%s"
                       "&algorithm=SHA1&digits=6&period=30",
                       by, name, base32, by);
    sodium_memzero(base32, n);
    free(base32);
    if (uri == NULL)
        return ERR_NO_MEMORY;
    *out = uri;
    return ERR_OK;
}

void totp_recovery_new(char out[TOTP_RECOVERY])
{
    readable_random(RECOVERY_GROUPS, out);
}

enum err totp_recovery_hash(const char *text, uint8_t out[TOTP_RECOVERY_HASH])
{
    char plain[TOTP_RECOVERY];

    if (!readable_plain(text, RECOVERY_GROUPS, plain))
        return ERR_BAD_LOGIN;
    (void)crypto_generichash(out, TOTP_RECOVERY_HASH,
                             (const unsigned char *)plain, strlen(plain), NULL,
                             0);
    sodium_memzero(plain, sizeof plain);
    return ERR_OK;
}
