/*
 * The tables of 汉字 that src/tools/readings.c generates at build time from
 * the Unihan database; only src/text/reading.c looks inside.
 */
#ifndef TEXT_READING_TABLE_H
#define TEXT_READING_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define READING_PAGES 0x340 /* pages of 256 code points: U+0000..U+33FFF */

/* Tone-less syllables, ü written v; number 0 is empty. */
extern const char reading_syllable[][8];

/* Runs of: how many, then that many syllable numbers, most usual first. */
extern const uint16_t reading_set[];

/* Page of a code point's upper bits; page 0 is empty. */
extern const uint16_t reading_page[READING_PAGES];

/* Where in reading_set a character's run begins; 0 where it has none. */
extern const uint16_t reading_cell[][256];

/* { variant, plain form }, ascending by variant. */
extern const uint32_t reading_variant[][2];
extern const size_t reading_variant_n;

#endif
