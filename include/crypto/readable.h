/*
 * Random text that people read out and type: 32 symbols without 0 O 1 l, in
 * groups of four, five bits a symbol.
 */
#ifndef CRYPTO_READABLE_H
#define CRYPTO_READABLE_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of `groups` groups, their dashes and the NUL. */
#define READABLE_SIZE(groups) ((groups)*5)

/* Fills `out` with READABLE_SIZE(groups) bytes: 20 random bits a group. */
void readable_random(size_t groups, char *out);

/* Reads back what was typed: any case, with or without dashes and spaces.
 * Writes the bare symbols and a NUL (groups * 4 + 1 bytes); false, with `out`
 * undefined, when it is not of that form. */
bool readable_plain(const char *text, size_t groups, char *out);

#endif
