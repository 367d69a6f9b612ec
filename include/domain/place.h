/*
 * Places and units: divisions (区划) with their grids, units (单位), schools
 * (学校), catchments (学区), posts of the responsibility chain (责任岗位), and
 * the leading group (领导小组).
 */
#ifndef DOMAIN_PLACE_H
#define DOMAIN_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "json/field.h"

#define DIVISION_CODE_MAX 15 /* a grid: its village's 12 digits and 3 more */

struct division_row {
    const char *code, *name, *level, *parent, *path, *source;
    int64_t version;
};
extern const struct record division_row;

/* POST: a grid under a village; the code is made. */
struct grid_in {
    const char *parent, *name;
};
extern const struct record grid_in;

struct division_patch {
    uint64_t seen;
    const char *name, *parent;
};
extern const struct record division_patch;

/* The path of a division under the path of its parent.  County and above
 * begin one: "D230381000000/".  NULL when memory ran out. */
char *division_path(struct arena *a, const char *level, const char *parent_path,
                    const char *code);

/* May a division of `level` stand under one of `parent_level`?  Township under
 * county, village under township, grid under village; what is above, in the
 * published order. */
bool division_may_stand(const char *level, const char *parent_level);

/* How deep a range of places lies: 0 none, 1 the county, 2 a township, 3 a
 * village; schools, classes and assignments count as 4.  From PLACE_NARROW on
 * it holds few enough children to be read place by place. */
#define PLACE_NARROW 3
int place_depth(const char *lo);

struct unit_row {
    const char *code, *name, *kind, *division, *division_name;
    int64_t member_rank; /* place among the 26 member units, or INT_NONE */
    int64_t active, version;
};
extern const struct record unit_row;

struct school_row {
    const char *code, *name, *type, *division, *division_name, *address;
    int64_t active, version;
};
extern const struct record school_row;

struct school_in {
    const char *code, *name, *type, *division, *address;
};
extern const struct record school_in;

struct school_patch {
    uint64_t seen;
    const char *name, *type, *division, *address;
    int64_t active;
};
extern const struct record school_patch;

struct catchment_row {
    int64_t id;
    const char *division, *division_name, *stage, *school, *school_name;
    const char *from_date, *to_date;
    int64_t version;
};
extern const struct record catchment_row;

struct catchment_in {
    const char *division, *stage, *school, *from_date;
};
extern const struct record catchment_in;

/* What has a term is ended, never deleted. */
struct term_end {
    const char *to_date;
};
extern const struct record term_end;

struct post_row {
    int64_t id;
    const char *duty, *unit, *unit_name, *grade, *class, *holder, *phone;
    int64_t account_id;
    const char *from_date, *to_date;
    int64_t version;
};
extern const struct record post_row;

struct post_in {
    const char *duty, *unit, *grade, *class, *holder, *phone;
    int64_t account_id;
    const char *from_date;
};
extern const struct record post_in;

struct post_patch {
    uint64_t seen;
    const char *holder, *phone;
    int64_t account_id;
    const char *to_date;
};
extern const struct record post_patch;

/* May a unit of this kind hold this duty?  班主任 and 校长 stand at schools,
 * 村居 and 社区 heads at villages, 局长 and 市长 at the bureau. */
bool duty_fits_unit(const char *duty, const char *unit_kind);

struct member_row {
    int64_t id;
    const char *position, *unit, *unit_name, *title, *holder;
    int64_t rank;
    const char *from_date, *to_date;
    int64_t version;
};
extern const struct record member_row;

struct member_in {
    const char *position, *unit, *title, *holder;
    int64_t rank;
    const char *from_date;
};
extern const struct record member_in;

struct member_patch {
    uint64_t seen;
    const char *title, *holder;
    int64_t rank;
    const char *to_date;
};
extern const struct record member_patch;

/*
 * The responsibility chain of one child (逐级责任制): for each level of
 * case_levels that exists for this child, the unit and who holds its post.  A
 * child without a school begins at the village.
 */
struct chain_link {
    const char *level; /* case_levels */
    const char *unit, *unit_name;
    const char *grade, *class; /* of the class teacher's link */
    struct list posts;         /* of post_row; none when vacant */
};
extern const struct record chain_link;

#define CHAIN_MAX 6

struct chain {
    struct chain_link links[CHAIN_MAX]; /* from the class upward */
    size_t n;
};

/* The link of a level; NULL when this child has none such. */
const struct chain_link *chain_at(const struct chain *c, const char *level);

/* The next level above that this child has; NULL at the top. */
const struct chain_link *chain_above(const struct chain *c, const char *level);

#endif
