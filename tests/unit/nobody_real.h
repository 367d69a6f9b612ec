/*
 * Names that no synthetic person may bear, as hashes, so that the tests do
 * not name them.
 */
#ifndef TESTS_NOBODY_REAL_H
#define TESTS_NOBODY_REAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FNV_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t fnv(uint64_t h, const char *s)
{
    for (const unsigned char *p = (const unsigned char *)(s ? s : "-"); *p; p++)
        h = (h ^ *p) * UINT64_C(0x100000001b3);
    return h;
}

/* FNV-1a of the names of those whom 虎政规〔2020〕1号 names. */
static const uint64_t named[] = {
    UINT64_C(0x009b0c6cb2052a10), UINT64_C(0x0bb057f85860c700),
    UINT64_C(0x1ffd3147ddff0c13), UINT64_C(0x23b6305a4e1f63ee),
    UINT64_C(0x2688c596b72b733f), UINT64_C(0x2a0077df7094b96d),
    UINT64_C(0x2a88fe0680518b10), UINT64_C(0x30abf9c8f4189cc4),
    UINT64_C(0x3309d64bbb99ea0e), UINT64_C(0x37902743c2ffe6d1),
    UINT64_C(0x37bda9e4df237d4d), UINT64_C(0x4cd5a81f6850d15b),
    UINT64_C(0x58481d588e17bb91), UINT64_C(0x5aafd169515e1f65),
    UINT64_C(0x61a6451c3f6fc812), UINT64_C(0x6beab4cb897bd24b),
    UINT64_C(0x89ff952af04ca693), UINT64_C(0x8e0d2339f03550a6),
    UINT64_C(0x92aad364e95bd914), UINT64_C(0x97d4b381e265caf8),
    UINT64_C(0xa095271eccd3b479), UINT64_C(0xa978db8cd36bbed2),
    UINT64_C(0xad1e3689d68259b0), UINT64_C(0xc2854cff043c6951),
    UINT64_C(0xcaa5721c8aac87bc), UINT64_C(0xd5468413e00e31c1),
    UINT64_C(0xdd177202b69f29ce), UINT64_C(0xe120f26ca11691f3),
    UINT64_C(0xef2c10c3ec08ec84),
};

static inline bool is_named(const char *name)
{
    uint64_t h = fnv(FNV_START, name);

    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (h == named[i])
            return true;
    return false;
}

#endif
