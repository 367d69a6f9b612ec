/*
 * What a phone carries away in a sealed file (带出文件): lines of JSON, first who
 * carries it, then a letter a line, each as it would cross the network.
 */
#ifndef DOMAIN_CARRY_H
#define DOMAIN_CARRY_H

#include <stdint.h>

#include "domain/survey.h"
#include "json/field.h"

#define CARRY_LETTERS_MOST 2000
#define CARRY_SLICE 20 /* letters taken by one request */

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
    const char *kind, *uuid, *title; /* kind: survey */
    struct survey_in *body;
};
extern const struct record carry_letter;

/* What became of a letter, or would: new, known (here before), taken, refused. */
struct carry_line {
    const char *uuid, *title;
    int64_t visited_at;
    const char *state, *detail;
};
extern const struct record carry_line;

/* `next`: the letter to go on with, INT_NONE when all were looked at. */
struct carry_answer {
    int64_t account_id;
    const char *account_name;
    int64_t made_at, letters, next;
    struct list lines; /* of carry_line */
};
extern const struct record carry_answer;

#endif
