/*
 * Pseudo-random numbers that are the same everywhere for the same seed, for
 * synthetic data.  Never for secrets: those come from crypto.
 */
#ifndef BASE_PRNG_H
#define BASE_PRNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct prng {
    uint64_t s[4];
};

/* A stream of its own for each pair; `stream` keeps the draws of one noun
 * from moving when another noun draws more. */
void prng_seed(struct prng *p, uint64_t seed, uint64_t stream);

uint64_t prng_next(struct prng *p);

/* 0 … n - 1; n must not be 0. */
size_t prng_below(struct prng *p, size_t n);

/* lo … hi, both included. */
int prng_between(struct prng *p, int lo, int hi);

/* True `in_million` times of a million. */
bool prng_chance(struct prng *p, uint32_t in_million);

#endif
