/* How the rules of a case refuse. */
#ifndef DOMAIN_REFUSE_H
#define DOMAIN_REFUSE_H

#include "domain/transition.h"

static inline enum err refuse(struct refusal *why, enum err e,
                              const char *pointer, const char *code,
                              const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

/* Has the police concluded that the child is not to be found, or not under
 * this register?  False for NULL and for `verified`. */
bool case_concluded(const char *conclusion);

#endif
