/*
 * Readings of 汉字, and the tokens under which a name is found: a run of its
 * 汉字, its pinyin, its initials.  Pinyin is lower-case ASCII without tones;
 * ü is v (吕 lv), and what is looked up may also say ü or the yu of passports
 * (lyu).  The data is Unihan's (Unicode 15) and a table of surnames.
 */
#ifndef TEXT_READING_H
#define TEXT_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define READING_MAX 8

/* True for every 汉字 of Unicode up to extension J, and 〇. */
bool reading_is_han(uint32_t cp);

/* The readings of a character, the usual one first, each once; how many.
 * 0 for what is no 汉字 or has no known Mandarin reading. */
size_t reading_of(uint32_t cp, const char *out[READING_MAX]);

/* The plain form of a traditional or variant character (張 → 张, 峯 → 峰); `cp`
 * itself where it has none.  Characters of the national list
 * (通用规范汉字表, 2013) stand for themselves: 喆 is not 哲. */
uint32_t reading_plain(uint32_t cp);

#define NAME_TOKENS_MAX 64

/* Every token under which a name is found by a prefix match, each once, in a
 * fixed order, at most NAME_TOKENS_MAX: each run of 汉字 to the end, in plain
 * form; the pinyin of the whole and of each part to the end, and the initials
 * of the whole, for every combination of readings (the surname's own first,
 * unusual ones last and dropped first).  Words in other letters count as one
 * character, case folded.  A name without letters has none.  The arena owns
 * them.  ERR_INVALID when `name` is not UTF-8 or longer than NAME_MAX_CPS;
 * ERR_NO_MEMORY. */
enum err name_tokens(const char *name, struct arena *a, const char ***tokens,
                     size_t *n);

/* The one prefix to look up for what a user typed: its longest run of 汉字 in
 * plain form when it has any (王xm looks up 王), else its letters without
 * blanks, tones and case.  Empty when there is nothing to look up: the caller
 * then must not search.  Fails as name_tokens does. */
enum err name_query_token(const char *q, struct arena *a, const char **token);

/* Equal for names that sound the same but for tones: the usual reading of
 * each character (the surname's of a surname), with a space between.  A
 * character without a reading stands for itself.  Fails as name_tokens. */
enum err reading_key(const char *name, struct arena *a, const char **key);

#endif
