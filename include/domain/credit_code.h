/*
 * The unified social credit code (统一社会信用代码, GB 32100-2015): 18
 * characters of digits and capitals without I O S V Z; the last one checks the
 * 17 before it.
 */
#ifndef DOMAIN_CREDIT_CODE_H
#define DOMAIN_CREDIT_CODE_H

#include <stdbool.h>

#include "base/arena.h"

#define CREDIT_CODE_SIZE 19 /* 18 characters and the NUL */

/* The check character of the first 17; NUL when they are no such. */
char credit_code_check(const char *code);

/* A text_clean of json/field.h: mends full-width and small letters and blanks;
 * refuses a wrong length, character or check character.  Empty stays empty. */
const char *clean_credit_code(struct arena *a, const char *in,
                              const char **out);

#endif
