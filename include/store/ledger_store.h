/*
 * The rows of the ledgers (台账), in scope.
 *
 * A sheet follows the way from door to door: township, village, grid,
 * household, child.  A child may stand at several places (户籍 here, living
 * there, at school elsewhere); within the range of places asked for it stands
 * once: where it lives, if that lies in the range, else at the first of its
 * places there.  For a school the places are its classes.
 */
#ifndef STORE_LEDGER_STORE_H
#define STORE_LEDGER_STORE_H

#include "db/db.h"
#include "domain/ledger.h"

/* A row's place in the order of its sheet. */
struct ledger_at {
    int64_t seq; /* its 序号 */
    const char *place;
    int64_t household_key, id;
};

/* What is asked for; NULL matches all.  Made by store_ledger_filter. */
struct ledger_filter {
    const struct ledger *ledger;
    struct ledger_year year;
    const char *lo, *hi;           /* the range of places, and the order */
    const char *also_lo, *also_hi; /* another range that the child is in */
    bool county;                   /* lo to hi is all there is */
    const char *county_name;       /* with what it lies in */
    const char *stage, *tag, *sex;
    const char *token; /* from name_query_token; never empty */
    const char *term; /* 学期 that 资助 is looked for in; NULL the year's */
    int64_t terms;    /* how many those are; 0 none */
};

/* The words of whoever asks; NULL for what is not filtered by. */
struct ledger_words {
    const char *division, *school; /* codes */
    const char *stage, *tag, *sex, *q, *term;
    const char *scope_lo, *scope_hi; /* of whoever asks */
};

/* Ranges and year for a ledger, with the county's own cutoff day.  Texts live
 * in the arena or in `w`.  ERR_NOT_FOUND: no such division.  ERR_INVALID: a
 * year that no ledger has.  ERR_RULE: nothing in q to search for. */
enum err store_ledger_filter(struct db *db, struct arena *a,
                             const struct ledger *l, int64_t year,
                             const struct ledger_words *w,
                             struct ledger_filter *out);

/* At most `rows` struct ledger_row after `after` (NULL: from the first),
 * filled and numbered. */
enum err store_ledger_list(struct db *db, struct arena *a,
                           const struct ledger_filter *f,
                           const struct ledger_at *after, int64_t rows,
                           struct list *out);

/* Every row of the same statement, in memory that does not grow with them.
 * The caller holds a read transaction, so that all are of one moment. */
typedef enum err (*ledger_row_fn)(void *ctx, struct arena *a,
                                  const struct ledger_row *row);
enum err store_ledger_each(struct db *db, const struct ledger_filter *f,
                           ledger_row_fn each, void *ctx);

enum err store_ledger_count(struct db *db, const struct ledger_filter *f,
                            int64_t *n);

#endif
