/*
 * How typed texts are brought to their stored form, and how sensitive ones are
 * masked in replies: what the field tables of the register name as `clean` and
 * `mask`.
 */
#ifndef DOMAIN_CLEAN_H
#define DOMAIN_CLEAN_H

#include "base/arena.h"
#include "base/buf.h"

/* Each is a text_clean of json/field.h: NULL and *out in the arena, or the
 * reason for refusing the text. */

/* Blanks at the ends removed; one that has nothing left is refused by the
 * field's own minimum. */
const char *clean_text(struct arena *a, const char *in, const char **out);

/* A person's name: one kind of middle dot, no blanks between 汉字.  Any
 * script, rare characters and · are fine; digits and a name of signs alone
 * are not. */
const char *clean_name(struct arena *a, const char *in, const char **out);

/* A telephone number as phone_normalise mends it. */
const char *clean_phone(struct arena *a, const char *in, const char **out);

/* A 学籍号 as student_no_normalise mends it; a wrong check digit is kept. */
const char *clean_student_no(struct arena *a, const char *in, const char **out);

/* Each is a text_mask of json/field.h. */
void mask_id_no(struct buf *b, const char *value);   /* 230381************ */
void mask_phone(struct buf *b, const char *value);   /* 138****5678 */
void mask_address(struct buf *b, const char *value); /* stars alone */

#endif
