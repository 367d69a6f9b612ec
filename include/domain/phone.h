/* Phones that keep records of children (手机端). */
#ifndef DOMAIN_PHONE_H
#define DOMAIN_PHONE_H

#include <stdint.h>

#include "json/field.h"

/* What a phone may still keep; a phone that nobody registered may. */
struct phone_state {
    int64_t revoked; /* its account was disabled: all but the unsent goes */
    int64_t phone_revoked; /* the phone itself: everything goes */
};
extern const struct record phone_state;

/* What a phone says of itself whenever it has a network. */
struct phone_contact {
    const char *kind;
    int64_t unsent;
};
extern const struct record phone_contact;

/* What the server knows of a phone, for its own officer: whoever finds the phone
 * empty is told what is safe, and when the phone last said what waited on it. */
struct phone_known {
    int64_t registered_at, contact_at;
    int64_t unsent; /* when it was last in contact */
    int64_t visits, services, photos_awaited, received_at;
};
extern const struct record phone_known;

/* A phone as its officer's office sees it. */
struct phone_row {
    int64_t id;
    const char *device;
    int64_t account_id;
    const char *username, *account_name, *unit_name, *kind;
    int64_t registered_at, contact_at;
    int64_t received_at; /* the last visit that came from it */
    int64_t unsent, revoked_at;
    const char *revoked_by, *reason;
};
extern const struct record phone_row;

struct phone_revocation {
    const char *reason;
};
extern const struct record phone_revocation;

#endif
