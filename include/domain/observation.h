/*
 * 思想动态: what a teacher notices before a child leaves (及时了解学生的思想动态,
 * 虎政规〔2020〕1号 四).  The people of the child's school alone read it.  One of
 * concern `act` waits for the principal until somebody reported the child, made
 * a 一生一策 for it, or wrote down what was done.
 */
#ifndef DOMAIN_OBSERVATION_H
#define DOMAIN_OBSERVATION_H

#include <stdint.h>

#include "domain/transition.h"

extern const struct code_table observation_kinds, concerns;

/* Within which the principal first acts on it (第一时间, seed 五(一)2). */
#define OBSERVATION_FIRST_MS CLOCK_DAY_MS

struct observation_row {
    int64_t id, student_id;
    const char *kind, *concern, *noted_on, *note;
    int64_t account_id;
    const char *account_name;
    int64_t at;
    int64_t waits; /* for the principal */
    const char *done;
    int64_t done_at, done_by;
    const char *done_name;
    int64_t version;
};
extern const struct record observation_row;

struct observation_in {
    const char *kind, *concern, *noted_on, *note;
};
extern const struct record observation_in;

struct observation_done {
    const char *done;
};
extern const struct record observation_done;

/* A pupil who needs attention, with the observation that says so most. */
struct concern_item {
    int64_t id, student_id;
    const char *student_name, *grade, *class;
    const char *kind, *concern, *noted_on;
    int64_t waits, rank; /* rank: the gravest first, from 0 */
};
extern const struct record concern_item;

/* May it be said what was done?  ERR_RULE when it was said before. */
enum err observation_may_do(const struct observation_row *o,
                            struct refusal *why);

#endif
