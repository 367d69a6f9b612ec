/*
 * Many rows at once: which of them are one person by proof, and which ought
 * to be put before a person as candidates, each question once.
 */
#ifndef DOMAIN_MATCH_SET_H
#define DOMAIN_MATCH_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/match.h"

/* One row of one roster. */
struct match_row {
    struct match_person p;
    uint32_t row;    /* the caller's number of it */
    uint8_t list;    /* which roster, below 32 */
    uint32_t entity; /* whom it belongs to by proof */
};

/* Rows joined by proof. */
struct match_entity {
    uint32_t lists; /* bits: the rosters it stands in */
    /* Its number is sound and nobody else's: it does not look for a person,
     * persons without such a number may turn out to be it. */
    bool anchored;
    uint32_t group; /* out: entities that may be one child have one group */
};

/* Rows `rows[0..n)` share one identity number.  Sets rows[i].entity to a
 * number from 0 and returns how many entities there are: 0 is who holds the
 * number, by the names of the rosters in their order of trust (the lowest
 * list first); the others stand under a number that is not theirs.  Two rows
 * of one roster with different names are never one. */
size_t match_share(struct match_row *rows, size_t n);

/* ---- blocking ---- */
enum match_key_kind {
    KEY_NAME_BIRTH,
    KEY_BIRTH_FIRST, /* and how the name begins … */
    KEY_BIRTH_LAST,  /* … or ends */
    KEY_NAME_YEAR,
    KEY_NAME_VILLAGE,
    KEY_NAME_SCHOOL,
    KEY_NUMBER_HEAD,
    KEY_NUMBER_TAIL,
    KEY_NUMBER_ENDS,
    KEY_STUDENT_NO,
    KEY_KINDS
};
#define MATCH_KEYS 20

struct match_key {
    uint64_t hash;
    enum match_key_kind kind;
};

/* The keys under which a row is compared: only rows that share one are. */
enum err match_keys(const struct match_person *p, struct arena *a,
                    struct match_key keys[MATCH_KEYS], size_t *n);

/* ---- candidates ---- */
struct match_pair {
    uint32_t a, b; /* rows */
    int score;
    uint32_t evidence;
    /* Not the best of its row, but so near that a person must see it. */
    bool alternative;
    /* Not asked unless what is better turns out not to be. */
    bool spare;
};

/* Pairs a person decided: never proposed again.  Two fingerprints of rows, the
 * lower first; ascending. */
struct match_apart {
    uint64_t low, high;
};

struct match_set {
    const struct match_row *rows;
    size_t rows_n;
    struct match_entity *entities; /* groups are filled */
    size_t entities_n;
    const uint64_t *fingerprints; /* of the rows, or NULL */
    const struct match_apart *apart;
    size_t apart_n;
};

/* Orders pairs, best first and one of two entities, and joins entities into
 * groups by them; sets each pair's `alternative` and `spare`.  Only
 * rows[].entity of the rows is looked at.  ERR_NO_MEMORY. */
enum err match_join(struct match_set *s, struct arena *a,
                    struct match_pair *pairs, size_t *n);

/* Compares what stands without a number of its own with everybody in its
 * blocks, and takes the best first, each roster once a child.  Two anchored
 * entities are proposed only when name and birth date are the same and they
 * share no roster (一人两号).  The pairs, best first, live in the arena.
 * ERR_NO_MEMORY. */
enum err match_propose(struct match_set *s, struct arena *a,
                       struct match_pair **pairs, size_t *n);

#endif
