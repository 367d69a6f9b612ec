/* 入学通知书 in the store.  Service and voiding are the document's. */
#ifndef STORE_NOTICE_STORE_H
#define STORE_NOTICE_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/notice.h"
#include "domain/paper.h"
#include "store/paper_store.h"

/* Version of the document, in scope, when it is a notice. */
extern const struct sql find_notice;

/*
 * Makes a notice, numbered in the order of the doors, for every child in
 * [lo, hi) and in scope who is due one this year and has none, at most
 * NOTICE_BATCH_MOST; out->left says how many remain.  A child is its home's,
 * else its 户籍's.  With out->dry_run it only tells.  The caller has set the
 * first four members of `out`.
 */
enum err store_notice_make(struct db *db, struct arena *a,
                           const struct act *act, const char *lo,
                           const char *hi, struct notice_batch *out);

/* One in scope, with its services; ERR_NOT_FOUND. */
enum err store_notice_get(struct db *db, struct arena *a, int64_t id,
                          struct notice_row *out);

/* NULL and INT_NONE mean any. */
struct notice_filter {
    const char *lo, *hi; /* range of the villages' places */
    const char *state, *basis, *arrival;
    int64_t year, number;
    const char *token; /* beginning of the child's name (name_query_token) */
    int64_t after, rows;
};
enum err store_notice_list(struct db *db, struct arena *a,
                           const struct notice_filter *f, struct list *out);
enum err store_notice_count(struct db *db, const struct notice_filter *f,
                            int64_t *total);

/* struct notice_tally of a year by `level` (notice_levels) in [lo, hi), in the
 * order of places after path `after` ("" at the start); places without a
 * notice are left out. */
enum err store_notice_tally(struct db *db, struct arena *a, int64_t year,
                            const char *level, const char *lo, const char *hi,
                            const char *after, int64_t rows, struct list *out);

/* Every notice of the filter that is not void, each on its page.
 * ERR_TOO_LARGE when they are more than its `rows`: none is left out unsaid. */
enum err store_notice_papers(struct db *db, struct arena *a,
                             struct paper_print *p,
                             const struct notice_filter *f,
                             struct paper_set *set);

/*
 * The clock: children whose served notice named a day that is `notice_days`
 * past and who are not in the register open a case, or find it noted on the
 * open one; each notice is judged once.  A school whose register shows nobody
 * of the new year is waited for, NOTICE_REGISTER_DAYS at most.  At most `most`;
 * *done counts those judged.  Writer only.
 */
enum err store_notice_sweep(struct db *db, struct arena *a, int64_t now,
                            int64_t most, int64_t *done);

#endif
