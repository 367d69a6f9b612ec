/* Phones that keep records of children (手机端). */
#ifndef DOMAIN_PHONE_H
#define DOMAIN_PHONE_H

#include <stdint.h>

#include "json/field.h"

/* What a phone may still keep; a phone that nobody registered may. */
struct phone_state {
    int64_t revoked; /* its account was disabled: all but the unsent goes */
};
extern const struct record phone_state;

#endif
