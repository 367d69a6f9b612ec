/* A sealed file of a phone, written letter by letter and brought in. */
#ifndef TESTS_API_CARRY_SCENE_H
#define TESTS_API_CARRY_SCENE_H

#include <stdint.h>
#include <stdio.h>

#include "api_world.h"
#include "crypto/carry.h"
#include "domain/uuid.h"

#define DEVICE "00000000-0000-4000-8000-0000000000ca"
#define UUID(n) "00000000-0000-4000-8000-0000000ca0" n
#define PHOTO(n) "00000000-0000-4000-8000-0000000ca1" n
#define MOST 400000
#define PIECE 50000

extern struct carried {
    int64_t round_id, home; /* a door of the village */
    char text[MOST];        /* what is written so far, */
    size_t text_n;
    uint8_t file[MOST + CARRY_OVERHEAD]; /* sealed, */
    size_t file_n;
    char name[UUID_LEN + 1]; /* and its last 16 bytes */
    char path[300];
} carried;

#define ID(x) ((long long)(x))
#define PATH(...)                                                              \
    (snprintf(carried.path, sizeof carried.path, __VA_ARGS__), carried.path)

/* The round and the door, once. */
void carried_world(void);

/* The body of a visit of this phone; until the next. */
const char *carried_visit(int sequence);

/* Begins a file; then its lines, with single quotes for double. */
void carried_head(enum role whose, int letters);
void carried_say(const char *words, ...) __attribute__((format(printf, 1, 2)));
void carried_say_visit(int n, const char *body);
void carried_say_photo(const char *uuid, size_t n);

/* Seals what was written, as the phone does. */
void carried_seal(const struct keys *keys);

/* The visits `from` to `to` of this phone, of an officer, sealed. */
void carried_visits(enum role whose, int from, int to);

/* Sends its bytes from `from` to `to`, a piece after the other; the status. */
int carried_send(enum role role, size_t from, size_t to);

/* All of them, which must be opened. */
void carried_bring(enum role role);

/* Some letters more; all. */
void carried_take(enum role role);
void carried_take_all(enum role role);

/* The letters are the last reply then, and the state of each. */
void carried_look(enum role role);
const char *carried_state(int n);

/* Visits of the round. */
size_t carried_stored(void);

#endif
