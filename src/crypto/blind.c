/* The blind index: keyed BLAKE2b over the kind's name, a NUL and the text. */
#include "crypto/blind.h"

#include <sodium.h>
#include <string.h>

static const char *const kinds[] = {
    [BLIND_ID_NO] = "baoxue.blind.id_no",
    [BLIND_PHONE] = "baoxue.blind.phone",
    [BLIND_SCHOOL_ROLL] = "baoxue.blind.school_roll",
    [BLIND_SURVEY] = "baoxue.blind.survey",
    [BLIND_ROSTER_KEY] = "baoxue.blind.roster_key",
    [BLIND_ROSTER_ROW] = "baoxue.blind.roster_row",
};

void blind_index(const struct keys *k, enum blind_kind kind, const char *text,
                 uint8_t out[BLIND_BYTES])
{
    const uint8_t *key = keys_bytes(k, KEY_INDEX, keys_current(k, KEY_INDEX));
    crypto_generichash_state h;

    (void)crypto_generichash_init(&h, key, KEY_BYTES, BLIND_BYTES);
    (void)crypto_generichash_update(&h, (const unsigned char *)kinds[kind],
                                    strlen(kinds[kind]) + 1);
    (void)crypto_generichash_update(&h, (const unsigned char *)text,
                                    strlen(text));
    (void)crypto_generichash_final(&h, out, BLIND_BYTES);
    sodium_memzero(&h, sizeof h);
}
