/*
 * Blind index: finds a sealed value by equality without keeping it in the
 * clear.  A keyed BLAKE2b of 16 bytes, full length, because what it indexes is
 * (nearly) unique; it must not be used for names, whose repeats it would show.
 * County and birth date leave about 1,000 id numbers, so the index is only as
 * secret as its key.
 */
#ifndef CRYPTO_BLIND_H
#define CRYPTO_BLIND_H

#include <stdint.h>

#include "crypto/key.h"

#define BLIND_BYTES 16

/* Each kind has a space of its own: equal texts of two kinds do not meet. */
enum blind_kind {
    BLIND_ID_NO,       /* 身份证件号 */
    BLIND_PHONE,       /* 联系电话 */
    BLIND_SCHOOL_ROLL, /* 学籍号 */
    BLIND_SURVEY,      /* 一次入户的全部内容 */
    BLIND_ROSTER_KEY,  /* 花名册里一行的身份 */
    BLIND_ROSTER_ROW   /* 花名册里一行的全部内容 */
};

/* The caller brings `text` to its normal form first (half-width, capital X).
 * Cannot fail. */
void blind_index(const struct keys *k, enum blind_kind kind, const char *text,
                 uint8_t out[BLIND_BYTES]);

#endif
