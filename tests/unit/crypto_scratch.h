/*
 * What the crypto tests share: cmocka's includes, a directory of their own and
 * a fresh set of keys.
 */
#ifndef CRYPTO_SCRATCH_H
#define CRYPTO_SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "crypto/key.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct scratch {
    char dir[64];
    char path[96]; /* a file in it, not there yet */
};

static inline struct scratch scratch_open(void)
{
    struct scratch s = { .dir = P_tmpdir "/baoxue-test-XXXXXX" };

    assert_non_null(mkdtemp(s.dir));
    snprintf(s.path, sizeof s.path, "%s/file", s.dir);
    return s;
}

static inline void scratch_close(struct scratch *s)
{
    (void)unlink(s->path);
    /* Fails when anything else was left behind. */
    assert_int_equal(rmdir(s->dir), 0);
}

/* A master key; its file is gone again. */
static inline struct kek *scratch_kek(void)
{
    struct scratch s = scratch_open();
    struct kek *k = NULL;

    assert_int_equal(kek_create(s.path), ERR_OK);
    assert_int_equal(kek_open(s.path, &k), ERR_OK);
    scratch_close(&s);
    return k;
}

static inline struct keys *scratch_keys(void)
{
    struct keys *k = NULL;

    assert_int_equal(keys_new(&k), ERR_OK);
    return k;
}

static inline int start_crypto(void **state)
{
    (void)state;
    return crypto_open() == ERR_OK ? 0 : -1;
}

#endif
