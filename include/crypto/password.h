/*
 * Passwords: Argon2id hashes (RFC 9106), the rule of what may be one (length
 * and a block list, no composition rules, after NIST SP 800-63B 5.1.1.2), and
 * one-time passwords that can be read out over the phone.
 *
 * A hash takes about 70 ms and 64 MiB: never on a thread that serves
 * connections, and no more at once than there are cores.
 */
#ifndef CRYPTO_PASSWORD_H
#define CRYPTO_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define PASSWORD_HASH_MAX 128 /* with its NUL */
#define PASSWORD_CHARS_MIN 12 /* code points */
#define PASSWORD_BYTES_MAX 256
#define PASSWORD_RANDOM 20 /* "abcd-efgh-2345-6789" and its NUL */

/* What one hash costs.  Only unit tests may bring a cheaper one. */
struct password_cost {
    uint64_t passes;
    size_t memory; /* bytes */
};

/* 3 passes over 64 MiB. */
extern const struct password_cost password_cost;

/* A fresh salted hash as text.  ERR_NO_MEMORY when the memory of `cost` is not
 * to be had. */
enum err password_hash(const struct password_cost *cost, const char *text,
                       char out[PASSWORD_HASH_MAX]);

/* ERR_BAD_LOGIN when `text` is not the password; ERR_NO_MEMORY when that could
 * not be found out; ERR_DAMAGED when `hash` is no hash. */
enum err password_verify(const char *hash, const char *text);

/* For an account that does not exist: takes as long as password_verify and
 * always refuses, with ERR_BAD_LOGIN or ERR_NO_MEMORY. */
enum err password_verify_nobody(const struct password_cost *cost,
                                const char *text);

/* Whether `hash` was made at another cost and should be made anew now that the
 * password is at hand. */
bool password_needs_rehash(const struct password_cost *cost, const char *hash);

enum password_fault {
    PASSWORD_GOOD,
    PASSWORD_SHORT,
    PASSWORD_LONG,
    PASSWORD_DIGITS,   /* only digits: phones, id numbers, birthdays */
    PASSWORD_COMMON,   /* little is left without well-known words */
    PASSWORD_REPEATED, /* little is left without repeats */
    PASSWORD_SEQUENCE, /* little is left without abc, 321 */
    PASSWORD_FAULT_N
};

/* Whether `text` may become the password of `username` (NULL when unknown).
 * Any other text of 12 or more characters is good, spaces and 汉字 too. */
enum password_fault password_judge(const char *text, const char *username);

/* What the user is told, in Chinese; "" for PASSWORD_GOOD. */
const char *password_fault_text(enum password_fault f);

/* A one-time password of 80 random bits without 0 O 1 l I. */
void password_random(char out[PASSWORD_RANDOM]);

#endif
