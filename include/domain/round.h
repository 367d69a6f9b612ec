/*
 * Survey rounds (摸排轮次): when the doors of the county are knocked at, how
 * far that has come by place, and the doors themselves.
 */
#ifndef DOMAIN_ROUND_H
#define DOMAIN_ROUND_H

#include <stdint.h>

#include "json/field.h"

struct round_row {
    int64_t id, year;
    const char *name, *starts_on, *ends_on, *state;
    int64_t version, created_at;
};
extern const struct record round_row;

struct round_in {
    int64_t year;
    const char *name, *starts_on, *ends_on;
};
extern const struct record round_in;

struct round_patch {
    uint64_t seen;
    const char *name, *starts_on, *ends_on, *state;
};
extern const struct record round_patch;

/* By which places coverage is counted (county, township, village, grid). */
extern const struct code_table coverage_levels;

/*
 * How far a round has come in one place.  A door is `visited` when its visit
 * settled it (已入户 已搬走 空户); 家中无人 and 拒绝受访 are to be knocked at
 * again and count as `revisit`.  `unserved` are this year's 入学通知书 of its
 * villages that nobody has served yet.  `children` and `out_of_school` are those that the
 * visits found.  A village's own row among grids holds the doors that stand in
 * no grid.
 */
struct coverage_row {
    const char *division, *name, *level, *path;
    int64_t households, visited, revisit, nobody_home, refused;
    int64_t children, out_of_school, unserved;
    double rate; /* visited / households; NAN (null) without households */
};
extern const struct record coverage_row;

/* The number on a household's survey sheet: its id and a check digit (ISO 7064
 * MOD 11,10), by which one wrong or two swapped digits are found; and the id
 * again, 0 when the number is none.  `id` is below 10^16. */
int64_t door_code(int64_t id);
int64_t door_of_code(int64_t code);

/* todo 未访, revisit 需再访 (nobody home, refused), done 已访. */
extern const struct code_table door_states;

/* A door of a round as its list shows it, with the visit that counts. */
struct door_row {
    int64_t household_id, version;
    const char *division, *division_name, *head_name, *address;
    int64_t children; /* registered there */
    const char *state, *uuid, *outcome;
    int64_t visited_at, return_at;
};
extern const struct record door_row;

#endif
