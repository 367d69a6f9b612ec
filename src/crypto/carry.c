/* Files sealed to the county: P-256, HKDF-SHA256, AES-256-GCM. */
#include "crypto/carry.h"

#include <nettle/aes.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/gcm.h>
#include <nettle/hkdf.h>
#include <nettle/hmac.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#define NUMBER 32 /* bytes of a coordinate and of a scalar */
#define VERSION_AT 8
#define ID_AT (VERSION_AT + 1)
#define POINT_AT (ID_AT + CARRY_ID)

static const uint8_t magic[8] = { 'B', 'X', 'C', 'A', 'R', 'R', 'Y', '1' };
static const char use[] = "baoxue.carry.1";

/* ---- points and numbers ----------------------------------------------------------- */
static void number_in(mpz_t z, const uint8_t bytes[NUMBER])
{
    mpz_import(z, NUMBER, 1, 1, 1, 0, bytes);
}

static void number_out(const mpz_t z, uint8_t out[NUMBER])
{
    size_t n = (mpz_sizeinbase(z, 2) + 7) / 8;

    memset(out, 0, NUMBER);
    if (mpz_sgn(z) != 0 && n <= NUMBER)
        mpz_export(out + NUMBER - n, NULL, 1, 1, 1, 0, z);
}

/* False for zero and for what is not below the order of the curve. */
static bool scalar_in(struct ecc_scalar *s, const uint8_t bytes[NUMBER])
{
    mpz_t z;
    bool good;

    ecc_scalar_init(s, nettle_get_secp_256r1());
    mpz_init(z);
    number_in(z, bytes);
    good = ecc_scalar_set(s, z) == 1;
    mpz_clear(z);
    return good;
}

/* False for what is no point of the curve. */
static bool point_in(struct ecc_point *p, const uint8_t raw[CARRY_POINT])
{
    mpz_t x, y;
    bool good;

    ecc_point_init(p, nettle_get_secp_256r1());
    mpz_init(x);
    mpz_init(y);
    number_in(x, raw + 1);
    number_in(y, raw + 1 + NUMBER);
    good = raw[0] == 4 && ecc_point_set(p, x, y) == 1;
    mpz_clear(x);
    mpz_clear(y);
    return good;
}

static void point_out(const struct ecc_point *p, uint8_t raw[CARRY_POINT])
{
    mpz_t x, y;

    mpz_init(x);
    mpz_init(y);
    ecc_point_get(p, x, y);
    raw[0] = 4;
    number_out(x, raw + 1);
    number_out(y, raw + 1 + NUMBER);
    mpz_clear(x);
    mpz_clear(y);
}

static void point_of(const struct ecc_scalar *secret, uint8_t raw[CARRY_POINT])
{
    struct ecc_point p;

    ecc_point_init(&p, nettle_get_secp_256r1());
    ecc_point_mul_g(&p, secret);
    point_out(&p, raw);
    ecc_point_clear(&p);
}

/* ---- the county's own key ----------------------------------------------------------- */
/* The first of a row of keyed hashes that is a scalar: the first, but for one
 * key in four thousand million. */
static enum err secret_of(const struct keys *k, uint8_t version,
                          struct ecc_scalar *out)
{
    const uint8_t *key = keys_bytes(k, KEY_SEAL, version);
    uint8_t bytes[NUMBER], name[sizeof use + 1];
    bool good = false;

    if (!key)
        return ERR_KEY;
    memcpy(name, use, sizeof use);
    for (uint8_t i = 0; i < 32 && !good; i++) {
        name[sizeof use] = i;
        (void)crypto_generichash(bytes, sizeof bytes, name, sizeof name, key,
                                 KEY_BYTES);
        good = scalar_in(out, bytes);
        if (!good)
            ecc_scalar_clear(out);
    }
    sodium_memzero(bytes, sizeof bytes);
    return good ? ERR_OK : ERR_INTERNAL;
}

static void public_of(const struct ecc_scalar *secret, uint8_t version,
                      struct carry_public *out)
{
    uint8_t hash[crypto_hash_sha256_BYTES];

    out->version = version;
    point_of(secret, out->point);
    (void)crypto_hash_sha256(hash, out->point, CARRY_POINT);
    memcpy(out->id, hash, CARRY_ID);
}

enum err carry_public(const struct keys *k, struct carry_public *out)
{
    uint8_t version = keys_current(k, KEY_SEAL);
    struct ecc_scalar secret;

    TRY(secret_of(k, version, &secret));
    public_of(&secret, version, out);
    ecc_scalar_clear(&secret);
    return ERR_OK;
}

void carry_point_text(const uint8_t point[CARRY_POINT],
                      char out[CARRY_POINT_TEXT])
{
    sodium_bin2base64(out, CARRY_POINT_TEXT, point, CARRY_POINT,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* ---- one file ------------------------------------------------------------------------ */
struct file_key {
    uint8_t key[AES256_KEY_SIZE], iv[GCM_IV_SIZE];
};
_Static_assert(sizeof(struct file_key) == 44, "a key of 256 bits and its iv");

/* Between `mine` and the point `theirs`; bound to both points of the file. */
static enum err agree(const struct ecc_scalar *mine,
                      const uint8_t theirs[CARRY_POINT],
                      const uint8_t ephemeral[CARRY_POINT],
                      const uint8_t county[CARRY_POINT], struct file_key *out)
{
    uint8_t raw[CARRY_POINT], drawn[SHA256_DIGEST_SIZE];
    uint8_t info[sizeof use - 1 + 2 * CARRY_POINT];
    struct hmac_sha256_ctx h;
    struct ecc_point p;
    bool good = point_in(&p, theirs);

    if (good) {
        ecc_point_mul(&p, mine, &p);
        point_out(&p, raw);
        memcpy(info, use, sizeof use - 1);
        memcpy(info + sizeof use - 1, ephemeral, CARRY_POINT);
        memcpy(info + sizeof use - 1 + CARRY_POINT, county, CARRY_POINT);
        hmac_sha256_set_key(&h, 0, info);
        hkdf_extract(&h, (nettle_hash_update_func *)hmac_sha256_update,
                     (nettle_hash_digest_func *)hmac_sha256_digest,
                     SHA256_DIGEST_SIZE, NUMBER, raw + 1, drawn);
        hmac_sha256_set_key(&h, sizeof drawn, drawn);
        hkdf_expand(&h, (nettle_hash_update_func *)hmac_sha256_update,
                    (nettle_hash_digest_func *)hmac_sha256_digest,
                    SHA256_DIGEST_SIZE, sizeof info, info, sizeof *out,
                    (uint8_t *)out);
    }
    ecc_point_clear(&p);
    sodium_memzero(raw, sizeof raw);
    sodium_memzero(drawn, sizeof drawn);
    sodium_memzero(&h, sizeof h);
    return good ? ERR_OK : ERR_DAMAGED;
}

static void begin_gcm(struct gcm_aes256_ctx *g, const struct file_key *k,
                      const uint8_t head[CARRY_HEAD])
{
    gcm_aes256_set_key(g, k->key);
    gcm_aes256_set_iv(g, sizeof k->iv, k->iv);
    gcm_aes256_update(g, CARRY_HEAD, head);
}

static enum err open_with(const struct file_key *k, const uint8_t *file,
                          size_t n, uint8_t *plain)
{
    const uint8_t *tag = file + n - GCM_DIGEST_SIZE;
    uint8_t mine[GCM_DIGEST_SIZE];
    struct gcm_aes256_ctx g;
    size_t length = n - CARRY_OVERHEAD;
    enum err e = ERR_OK;

    begin_gcm(&g, k, file);
    gcm_aes256_decrypt(&g, length, plain, file + CARRY_HEAD);
    gcm_aes256_digest(&g, sizeof mine, mine);
    if (sodium_memcmp(mine, tag, sizeof mine) != 0) {
        sodium_memzero(plain, length);
        e = ERR_DAMAGED;
    }
    sodium_memzero(&g, sizeof g);
    return e;
}

enum err carry_open(const struct keys *k, const uint8_t *file, size_t n,
                    uint8_t *plain)
{
    struct carry_public mine;
    struct ecc_scalar secret;
    struct file_key key;
    enum err e;

    if (n < sizeof magic || memcmp(file, magic, sizeof magic) != 0)
        return ERR_MEDIA_TYPE;
    if (n < CARRY_OVERHEAD)
        return ERR_DAMAGED;
    TRY(secret_of(k, file[VERSION_AT], &secret));
    public_of(&secret, file[VERSION_AT], &mine);
    e = memcmp(mine.id, file + ID_AT, CARRY_ID) == 0 ? ERR_OK : ERR_KEY;
    if (e == ERR_OK)
        e = agree(&secret, file + POINT_AT, file + POINT_AT, mine.point, &key);
    if (e == ERR_OK)
        e = open_with(&key, file, n, plain);
    sodium_memzero(&key, sizeof key);
    ecc_scalar_clear(&secret);
    return e;
}

enum err carry_seal(const struct carry_public *to, const uint8_t secret[32],
                    const uint8_t *plain, size_t n, uint8_t *file)
{
    struct ecc_scalar mine;
    struct gcm_aes256_ctx g;
    struct file_key key;
    enum err e = scalar_in(&mine, secret) ? ERR_OK : ERR_INVALID;

    if (e == ERR_OK) {
        memcpy(file, magic, sizeof magic);
        file[VERSION_AT] = to->version;
        memcpy(file + ID_AT, to->id, CARRY_ID);
        point_of(&mine, file + POINT_AT);
        e = agree(&mine, to->point, file + POINT_AT, to->point, &key);
    }
    if (e == ERR_OK) {
        begin_gcm(&g, &key, file);
        gcm_aes256_encrypt(&g, n, file + CARRY_HEAD, plain);
        gcm_aes256_digest(&g, GCM_DIGEST_SIZE, file + CARRY_HEAD + n);
    }
    ecc_scalar_clear(&mine);
    return e;
}
