/*
 * Surnames that are not read as their characters usually are: 单 shan, 万俟
 * moqi.
 */
#ifndef TEXT_SURNAME_H
#define TEXT_SURNAME_H

#include <stddef.h>
#include <stdint.h>

/* How many of the first of a name's `n` code points make such a surname, 0, 1
 * or 2, and their readings. */
size_t surname_reading(const uint32_t *cps, size_t n, const char *out[2]);

#endif
