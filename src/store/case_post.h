/* Which post of the responsibility chain holds a case (责任岗位). */
#ifndef STORE_CASE_POST_H
#define STORE_CASE_POST_H

#include "store/case_store.h"

/* Writes down who holds the case now: whoever held it while he or she is still
 * in office for this child at this level on `today`, else the first who is,
 * else nobody (空缺).  Leaves the version as it is. */
enum err store_case_post_take(struct db *db, int64_t case_id,
                              const char *today);

/* Open cases, as struct case_row by id, at most `most`, that are held by
 * somebody who no longer is in office for the child, or by nobody while
 * somebody is. */
enum err store_case_post_left(struct db *db, struct arena *a, const char *today,
                              int64_t most, struct list *out);

/* The facts of the event 移交: from whom, to whom. */
enum err store_case_post_facts(struct db *db, struct arena *a, int64_t case_id,
                               const char *today, const char **facts);

#endif
