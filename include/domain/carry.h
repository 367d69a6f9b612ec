/*
 * What a phone carries away in a sealed file (带出文件): first a line of JSON that
 * says who carries it, then a letter a line, each as it would cross the network.
 * The line of a photo begins with the number of its bytes and a blank, and the
 * bytes stand after it, with a line end of their own:
 *
 *     {"format":1,"account_id":7,"device":…,"made_at":…,"letters":3}
 *     {"kind":"survey","uuid":…,"title":"户主","body":{…}}
 *     51234 {"kind":"photo","uuid":…,"title":"户主","sha256":…}
 *     <51234 bytes>
 *     {"kind":"service","uuid":…,"title":…,"document":12,"service":{…}}
 */
#ifndef DOMAIN_CARRY_H
#define DOMAIN_CARRY_H

#include <stddef.h>
#include <stdint.h>

#include "domain/document.h"
#include "domain/survey.h"
#include "json/field.h"

#define CARRY_LETTERS_MOST 2000
#define CARRY_FILE_MOST ((size_t)32 * 1024 * 1024)
/* Taken by one request: so many letters, or so many bytes of photos. */
#define CARRY_SLICE 20
#define CARRY_SLICE_BYTES ((size_t)2 * 1024 * 1024)
/* What an account may have begun and not finished, in bytes. */
#define CARRIES_OPEN_MOST ((int64_t)3 * (int64_t)CARRY_FILE_MOST)
#define CARRY_DAYS 30 /* after which a file and what is left of it go */

/* What a phone seals to, in base64url (crypto/carry.h). */
struct carry_key {
    int64_t version;
    const char *point;
};
extern const struct record carry_key;

struct carry_head {
    int64_t format; /* 1 */
    int64_t account_id;
    const char *device;
    int64_t made_at, letters;
};
extern const struct record carry_head;

struct carry_letter {
    const char *kind, *uuid, *title; /* carry_kinds */
    struct survey_in *body;          /* of a visit */
    int64_t document;                /* of a service, */
    struct service_in *service;      /* and how it was served */
    const char *sha256;              /* of a photo */
};
extern const struct record carry_letter;

/* The next line of an opened file, from *at on.  The texts lie in `plain`. */
struct carry_raw {
    const char *json;
    size_t json_n;
    const uint8_t *data; /* of a photo; NULL none */
    size_t data_n;
};
/* ERR_NOT_FOUND at the end, ERR_DAMAGED where a line is not whole. */
enum err carry_next(const uint8_t *plain, size_t n, size_t *at,
                    struct carry_raw *out);

/* ERR_OK when a letter holds what its kind asks for, ERR_INVALID. */
enum err carry_letter_may(const struct carry_letter *l,
                          const struct carry_raw *raw);

/* What became of a letter, or would: new, known (here before), taken, refused. */
struct carry_line {
    int64_t id;
    const char *kind, *uuid, *title;
    int64_t visited_at; /* of a service the day */
    const char *state, *detail;
};
extern const struct record carry_line;

/* A file that is brought in, by its last 16 bytes as a UUID. */
struct carry_row {
    int64_t id, account_id;
    const char *uuid;
    int64_t size, received;
    int64_t officer_id;       /* whose it is, and what follows: INT_NONE, */
    const char *account_name; /* NULL until it is whole and was opened */
    int64_t made_at, letters;
    int64_t fresh, known, taken, refused; /* of its letters */
    int64_t left;                         /* that nobody has looked at yet */
    int64_t at;
    const char *fault; /* why what came was let go of; NULL: it was not */
};
extern const struct record carry_row;

#endif
