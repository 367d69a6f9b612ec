/*
 * Synthetic rosters (花名册) of a county with the errors that real ones have,
 * and the truth about every child in them: what reconciliation is tested and
 * measured with.
 *
 * The same plan gives the same bytes.  Everybody is made up, and told so in
 * the way of jobs/demo.h.  Memory does not grow with the number of children.
 */
#ifndef JOBS_GENERATE_H
#define JOBS_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/place.h"

#define GENERATE_CHILDREN_MAX 2000000
#define GENERATE_YEAR_MIN 2010
#define GENERATE_YEAR_MAX 2099

/* Rates are in a million. */
struct generate_plan {
    int64_t children; /* at least 1, at most GENERATE_CHILDREN_MAX */
    uint64_t seed;
    int year;           /* ages are those on its 31 August */
    const char *out;    /* directory that exists */
    bool gb18030;       /* else UTF-8 with byte order mark */
    uint32_t dirty;     /* rows with an error that leaves the number readable */
    uint32_t destroyed; /* children whose number is lost in one list */
    uint32_t missing;   /* schools without an attendance list; above 0 one at
                           least */
    const struct division_row *divisions;
    size_t divisions_n;
    /* May be NULL; children made so far, now and then. */
    void (*progress)(void *ctx, int64_t children);
    void *ctx;
};

struct generate_made {
    int64_t children, households, schools, rows; /* rows without schools */
    int64_t destroyed, planted;                  /* children, errors */
};

/* Writes KIND.csv of each kind of roster and truth.csv, one row a child.
 * ERR_INVALID when the divisions hold no village; ERR_FULL, ERR_IO,
 * ERR_NO_MEMORY. */
enum err generate_rosters(const struct generate_plan *plan,
                          struct generate_made *made);

#endif
