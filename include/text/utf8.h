/*
 * UTF-8, read strictly, and what may not stand in a text people will see:
 * control, direction and invisible characters forge names and break forms.
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the code point that begins at `s`, 1 to 4; 0 when `n` is 0 or the
 * bytes are not UTF-8 (RFC 3629: no overlong form, no surrogate, nothing past
 * U+10FFFF).  `*cp` is set only when not 0. */
size_t utf8_next(const char *s, size_t n, uint32_t *cp);

/* Writes a code point, which must not be a surrogate nor past U+10FFFF, and
 * returns how many bytes, 1 to 4, without a NUL. */
size_t utf8_put(uint32_t cp, char out[4]);

/* True when all `n` bytes are UTF-8.  Otherwise `*bad`, unless `bad` is NULL,
 * is where the first faulty sequence begins. */
bool utf8_valid(const char *s, size_t n, size_t *bad);

/* Code points in valid UTF-8; counts up to the first fault otherwise. */
size_t utf8_count(const char *s, size_t n);

enum text_fault {
    TEXT_FINE,
    TEXT_NOT_UTF8,
    TEXT_NUL,
    TEXT_CONTROL,
    TEXT_BIDI,
    TEXT_INVISIBLE,
    TEXT_UNASSIGNED,
    TEXT_PRIVATE,
    TEXT_NONCHARACTER,
    TEXT_FAULTS
};

/* Line ends (\n, \r\n) and tabs may stand in the text. */
#define TEXT_MULTILINE 1u

/* The first fault of the `n` bytes.  Variation selectors are no fault: they
 * choose the printed form of a 汉字.  汉字 newer than the character tables
 * (extensions I and J, made for names) are none either. */
enum text_fault text_check(const char *s, size_t n, unsigned flags);

/* One Chinese sentence that says the fault and the remedy; never NULL, empty
 * for TEXT_FINE. */
const char *text_fault_says(enum text_fault fault);

#endif
