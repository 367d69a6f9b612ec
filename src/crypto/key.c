/*
 * The data keys: made, wrapped for the keyring and opened from it.
 *
 * A wrapped key is the id of the key file (16) and a box of aead.h bound to
 * purpose, version and store.  The id tells a wrong key file from a changed
 * row.
 */
#include "crypto/key.h"

#include <sodium.h>
#include <string.h>

#include "crypto/aead.h"

_Static_assert(KEK_ID + KEY_BYTES + AEAD_OVERHEAD == KEY_WRAPPED,
               "the wrapped key's stated size");

static const char *const purposes[KEY_PURPOSE_N] = {
    [KEY_SEAL] = "seal",
    [KEY_INDEX] = "index",
    [KEY_CSRF] = "csrf",
    [KEY_AUDIT] = "audit",
};

struct key {
    uint8_t purpose;
    uint8_t version;
    uint8_t bytes[KEY_BYTES];
};

struct keys {
    size_t n;
    uint8_t current[KEY_PURPOSE_N]; /* 0: none */
    struct key key[KEYS_MAX];
};

static enum err keys_alloc(struct keys **out)
{
    struct keys *k = sodium_malloc(sizeof *k);

    if (k == NULL)
        return ERR_NO_MEMORY;
    memset(k, 0, sizeof *k);
    *out = k;
    return ERR_OK;
}

/* A slot for one more key; NULL when there is none. */
static struct key *add(struct keys *k, enum key_purpose p, uint8_t version)
{
    struct key *key;

    if (k->n == KEYS_MAX)
        return NULL;
    key = &k->key[k->n++];
    key->purpose = (uint8_t)p;
    key->version = version;
    if (version > k->current[p])
        k->current[p] = version;
    return key;
}

/* Nothing is written to the keys from here on. */
static void finish(struct keys *k, struct keys **out)
{
    (void)sodium_mprotect_readonly(k);
    *out = k;
}

enum err keys_new(struct keys **out)
{
    struct keys *k;

    TRY(keys_alloc(&k));
    for (int p = 0; p < KEY_PURPOSE_N; p++) {
        struct key *key = add(k, (enum key_purpose)p, 1);

        if (key)
            randombytes_buf(key->bytes, KEY_BYTES);
    }
    finish(k, out);
    return ERR_OK;
}

enum err keys_rotate(const struct keys *old, enum key_purpose p,
                     struct keys **out)
{
    struct keys *k;
    struct key *key;

    if (old->n == KEYS_MAX || old->current[p] == KEY_VERSION_MAX)
        return ERR_RULE;
    TRY(keys_alloc(&k));
    memcpy(k, old, sizeof *k);
    key = add(k, p, (uint8_t)(old->current[p] + 1));
    if (key)
        randombytes_buf(key->bytes, KEY_BYTES);
    finish(k, out);
    return ERR_OK;
}

void keys_free(struct keys *k)
{
    sodium_free(k); /* wipes */
}

size_t keys_count(const struct keys *k)
{
    return k->n;
}

uint8_t keys_current(const struct keys *k, enum key_purpose p)
{
    return k->current[p];
}

const uint8_t *keys_bytes(const struct keys *k, enum key_purpose p,
                          uint8_t version)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->key[i].purpose == p && k->key[i].version == version)
            return k->key[i].bytes;
    return NULL;
}

static void bind_key(struct aead_bound *b, const char *purpose, int64_t version,
                     const char *store_id)
{
    aead_bind(b, "baoxue.keyring");
    aead_bind_text(b, purpose);
    aead_bind_int(b, version);
    aead_bind_text(b, store_id);
    if (strlen(store_id) > 100)
        b->failed = true;
}

enum err keys_wrap(const struct keys *k, const struct kek *kek,
                   const char *store_id, size_t i, uint8_t wrapped[KEY_WRAPPED],
                   struct key_row *out)
{
    struct aead_bound b;
    uint8_t wrapping[KEY_BYTES];
    const struct key *key;
    enum err e;

    if (i >= k->n)
        return ERR_NOT_FOUND;
    key = &k->key[i];
    bind_key(&b, purposes[key->purpose], key->version, store_id);
    kek_derive(kek, "bxwrap__", wrapping);
    memcpy(wrapped, kek_id(kek), KEK_ID);
    e = aead_close(wrapping, key->version, &b, key->bytes, KEY_BYTES,
                   wrapped + KEK_ID);
    sodium_memzero(wrapping, sizeof wrapping);
    if (e == ERR_OK)
        *out = (struct key_row) {
            .purpose = purposes[key->purpose],
            .version = key->version,
            .algorithm = AEAD_XCHACHA20POLY1305,
            .wrapped = wrapped,
            .wrapped_n = KEY_WRAPPED,
        };
    return e;
}

/* Judges all of a row but its content. */
static enum err judge(const struct kek *kek, const struct keys *k,
                      const struct key_row *r, enum key_purpose *out)
{
    int p = 0;

    if (r->wrapped == NULL || r->wrapped_n != KEY_WRAPPED)
        return ERR_DAMAGED;
    if (memcmp(r->wrapped, kek_id(kek), KEK_ID) != 0)
        return ERR_KEY;
    while (p < KEY_PURPOSE_N && strcmp(purposes[p], r->purpose) != 0)
        p++;
    if (p == KEY_PURPOSE_N || r->version < 1 || r->version > KEY_VERSION_MAX)
        return ERR_DAMAGED;
    if (r->algorithm != AEAD_XCHACHA20POLY1305 ||
        r->wrapped[KEK_ID] != r->version)
        return ERR_DAMAGED;
    if (keys_bytes(k, (enum key_purpose)p, (uint8_t)r->version) != NULL)
        return ERR_DAMAGED;
    *out = (enum key_purpose)p;
    return ERR_OK;
}

static enum err unwrap(const struct kek *kek, const uint8_t wrapping[KEY_BYTES],
                       const char *store_id, const struct key_row *r,
                       struct keys *k)
{
    struct aead_bound b;
    enum key_purpose p;
    struct key *key;

    TRY(judge(kek, k, r, &p));
    key = add(k, p, (uint8_t)r->version);
    if (key == NULL)
        return ERR_DAMAGED;
    bind_key(&b, purposes[p], r->version, store_id);
    return aead_open(wrapping, &b, r->wrapped + KEK_ID, r->wrapped_n - KEK_ID,
                     key->bytes);
}

enum err keys_load(const struct kek *k, const char *store_id,
                   const struct key_row *rows, size_t n, struct keys **out)
{
    uint8_t wrapping[KEY_BYTES];
    struct keys *keys;
    enum err e = ERR_OK;

    TRY(keys_alloc(&keys));
    kek_derive(k, "bxwrap__", wrapping);
    for (size_t i = 0; i < n && e == ERR_OK; i++)
        e = unwrap(k, wrapping, store_id, &rows[i], keys);
    sodium_memzero(wrapping, sizeof wrapping);
    for (int p = 0; p < KEY_PURPOSE_N && e == ERR_OK; p++)
        if (keys->current[p] == 0)
            e = ERR_DAMAGED;
    if (e == ERR_OK)
        finish(keys, out);
    else
        keys_free(keys);
    return e;
}
