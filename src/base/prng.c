/*
 * xoshiro256** of Blackman and Vigna, its state filled by splitmix64 as its
 * authors advise.
 */
#include "base/prng.h"

static uint64_t splitmix(uint64_t *x)
{
    uint64_t z = *x += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

void prng_seed(struct prng *p, uint64_t seed, uint64_t stream)
{
    uint64_t x = stream, mixed = seed ^ splitmix(&x);

    for (int i = 0; i < 4; i++)
        p->s[i] = splitmix(&mixed);
}

static uint64_t turn(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

uint64_t prng_next(struct prng *p)
{
    uint64_t *s = p->s;
    uint64_t result = turn(s[1] * 5, 7) * 9, t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn(s[3], 45);
    return result;
}

size_t prng_below(struct prng *p, size_t n)
{
    /* the bias of the remainder is far below what synthetic data shows */
    return (size_t)(prng_next(p) % n);
}

int prng_between(struct prng *p, int lo, int hi)
{
    return lo + (int)prng_below(p, (size_t)(hi - lo) + 1);
}

bool prng_chance(struct prng *p, uint32_t in_million)
{
    return prng_below(p, 1000000) < in_million;
}
