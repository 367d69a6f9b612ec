/* Tokens, UUIDs and hexadecimal. */
#include "crypto/token.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

_Static_assert(sodium_base64_ENCODED_LEN(TOKEN_BYTES, BASE64) == TOKEN_TEXT,
               "a token's stated length");

static void to_text(const uint8_t bytes[TOKEN_BYTES], char out[TOKEN_TEXT])
{
    (void)sodium_bin2base64(out, TOKEN_TEXT, bytes, TOKEN_BYTES, BASE64);
}

/* Only the one way to write the bytes is taken. */
static bool from_text(const char *text, uint8_t out[TOKEN_BYTES])
{
    size_t len = strlen(text), n;

    return len == TOKEN_TEXT - 1 &&
           sodium_base642bin(out, TOKEN_BYTES, text, len, NULL, &n, NULL,
                             BASE64) == 0 &&
           n == TOKEN_BYTES;
}

void token_new(char out[TOKEN_TEXT])
{
    uint8_t bytes[TOKEN_BYTES];

    randombytes_buf(bytes, sizeof bytes);
    to_text(bytes, out);
    sodium_memzero(bytes, sizeof bytes);
}

enum err token_hash(const char *text, uint8_t out[TOKEN_HASH])
{
    uint8_t bytes[TOKEN_BYTES];
    bool good = from_text(text, bytes);

    if (good)
        (void)crypto_generichash(out, TOKEN_HASH, bytes, sizeof bytes, NULL, 0);
    sodium_memzero(bytes, sizeof bytes);
    return good ? ERR_OK : ERR_UNAUTHENTICATED;
}

static void csrf_bytes(const struct keys *k, const uint8_t session[TOKEN_HASH],
                       uint8_t out[TOKEN_BYTES])
{
    (void)crypto_generichash(out, TOKEN_BYTES, session, TOKEN_HASH,
                             keys_bytes(k, KEY_CSRF, keys_current(k, KEY_CSRF)),
                             KEY_BYTES);
}

void token_csrf(const struct keys *k, const uint8_t session[TOKEN_HASH],
                char out[TOKEN_TEXT])
{
    uint8_t bytes[TOKEN_BYTES];

    csrf_bytes(k, session, bytes);
    to_text(bytes, out);
    sodium_memzero(bytes, sizeof bytes);
}

enum err token_csrf_check(const struct keys *k,
                          const uint8_t session[TOKEN_HASH], const char *text)
{
    uint8_t ours[TOKEN_BYTES], theirs[TOKEN_BYTES];
    bool same;

    if (text == NULL || !from_text(text, theirs))
        return ERR_CSRF;
    csrf_bytes(k, session, ours);
    same = token_equal(ours, theirs, sizeof ours);
    sodium_memzero(ours, sizeof ours);
    return same ? ERR_OK : ERR_CSRF;
}

bool token_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

static bool dash_at(size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

void uuid_new(char out[UUID_TEXT])
{
    uint8_t bytes[16];
    char hex[2 * sizeof bytes + 1];
    size_t from = 0;

    randombytes_buf(bytes, sizeof bytes);
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    hex_write(bytes, sizeof bytes, hex);
    for (size_t i = 0; i < UUID_TEXT - 1; i++)
        out[i] = dash_at(i) ? '-' : hex[from++];
    out[UUID_TEXT - 1] = '\0';
}

bool uuid_valid(const char *text, char out[UUID_TEXT])
{
    char low[UUID_TEXT];
    bool nil = true;
    size_t i = 0;

    for (; i < UUID_TEXT - 1 && text[i] != '\0'; i++) {
        char c = text[i];

        if (c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        if (dash_at(i) ? c != '-' : strchr("0123456789abcdef", c) == NULL)
            return false;
        nil = nil && (c == '0' || c == '-');
        low[i] = c;
    }
    if (i != UUID_TEXT - 1 || text[i] != '\0' || nil)
        return false;
    low[i] = '\0';
    memcpy(out, low, sizeof low);
    return true;
}

void hex_write(const void *bytes, size_t n, char *out)
{
    (void)sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

bool hex_read(const char *text, uint8_t *out, size_t n)
{
    size_t len = strlen(text), got;

    return len == 2 * n &&
           sodium_hex2bin(out, n, text, len, NULL, &got, NULL) == 0 && got == n;
}
