/* Argon2id hashes, judged with care for what a failure means. */
#include "crypto/password.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "crypto/readable.h"

#define RANDOM_GROUPS 4
#define RESULT 32 /* bytes, as crypto_pwhash_str makes */

_Static_assert(crypto_pwhash_STRBYTES == PASSWORD_HASH_MAX,
               "a hash's stated length");
_Static_assert(READABLE_SIZE(RANDOM_GROUPS) == PASSWORD_RANDOM,
               "a one-time password's stated length");

const struct password_cost password_cost = { 3, 64U << 20 };

enum err password_hash(const struct password_cost *cost, const char *text,
                       char out[PASSWORD_HASH_MAX])
{
    return crypto_pwhash_str_alg(out, text, strlen(text), cost->passes,
                                 cost->memory,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0
               ? ERR_OK
               : ERR_NO_MEMORY;
}

/* The parts of a hash as libsodium writes it. */
struct parts {
    struct password_cost cost;
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t result[RESULT];
};

static bool from_base64(const char *text, uint8_t *out, size_t n)
{
    size_t got;

    return sodium_base642bin(out, n, text, strlen(text), NULL, &got, NULL,
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
           got == n;
}

static bool parse(const char *hash, struct parts *out)
{
    char salt[24], result[45];
    unsigned kib, passes;
    int end = -1;

    if (sscanf(hash, "$argon2id$v=19$m=%9u,t=%9u,p=1$%23[^$]$%44[^$]%n", &kib,
               &passes, salt, result, &end) != 4 ||
        end < 0 || hash[end] != '\0')
        return false;
    out->cost = (struct password_cost) { passes, (size_t)kib * 1024 };
    return from_base64(salt, out->salt, sizeof out->salt) &&
           from_base64(result, out->result, sizeof out->result);
}

/* Not crypto_pwhash_str_verify: of a machine out of memory it says the same
 * as of a wrong password (1.0.18), and a clerk would be told to try again and
 * again, and locked out for it. */
enum err password_verify(const char *hash, const char *text)
{
    struct parts p;
    uint8_t result[RESULT];
    bool same;

    if (!parse(hash, &p))
        return ERR_DAMAGED;
    errno = 0;
    if (crypto_pwhash(result, sizeof result, text, strlen(text), p.salt,
                      p.cost.passes, p.cost.memory,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return errno == EINVAL ? ERR_DAMAGED : ERR_NO_MEMORY;
    same = sodium_memcmp(result, p.result, sizeof result) == 0;
    sodium_memzero(result, sizeof result);
    return same ? ERR_OK : ERR_BAD_LOGIN;
}

enum err password_verify_nobody(const struct password_cost *cost,
                                const char *text)
{
    static const uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t out[RESULT];
    int rc =
        crypto_pwhash(out, sizeof out, text, strlen(text), salt, cost->passes,
                      cost->memory, crypto_pwhash_ALG_ARGON2ID13);

    sodium_memzero(out, sizeof out);
    return rc == 0 ? ERR_BAD_LOGIN : ERR_NO_MEMORY;
}

bool password_needs_rehash(const struct password_cost *cost, const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, cost->passes, cost->memory) !=
           0;
}

void password_random(char out[PASSWORD_RANDOM])
{
    do
        readable_random(RANDOM_GROUPS, out);
    while (password_judge(out, NULL) != PASSWORD_GOOD);
}
