/*
 * Normal forms: how texts and names are stored, and the form in which two
 * names are compared or looked up.
 */
#ifndef TEXT_NORM_H
#define TEXT_NORM_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* All here: the result lives in the arena and is never NULL.  ERR_INVALID
 * when `s` is not UTF-8, ERR_NO_MEMORY when the arena is full. */

/* For storing: NFC (Unicode Annex 15), blanks at both ends removed (the wide
 * U+3000 and no-break ones too), \r\n made \n. */
enum err text_store_form(const char *s, struct arena *a, char **out);

/* For storing names: text_store_form, and every middle dot in use (‧ • ・ and
 * so on, a full stop between two 汉字) made `·`; blanks beside a dot or a
 * 汉字 (王　明) removed, other runs of them made one space. */
enum err name_store_form(const char *s, struct arena *a, char **out);

/* For comparing and looking up names: NFKC, case folded, without blanks,
 * dots, hyphens, apostrophes and accents of Latin letters (ü is v), 汉字 in
 * their plain form (reading_plain).  Equal forms mean names a person would
 * call the same; never shown.  ERR_INVALID also past NAME_MAX_CPS. */
enum err name_compare_form(const char *s, struct arena *a, char **out);

#define NAME_MAX_CPS 128

/* The code points of the comparing form with a single ' ' still between
 * words and parts, 汉字 not yet made plain: what readings are taken from. */
enum err name_code_points(const char *s, uint32_t cps[NAME_MAX_CPS], size_t *n);

#endif
