/* Lists that are followed row by row, with the verdicts of a run that is done
 * and the cases of their children; for whoever sees the county's lists. */
#ifndef STORE_FOLLOWED_STORE_H
#define STORE_FOLLOWED_STORE_H

#include "db/db.h"
#include "domain/followed.h"

#define FOLLOWED_MOST 200000 /* rows of one list */

/* The rows of 下发名单 of the run's year, judged: struct assigned_row, in the
 * order of the list.  ERR_TOO_LARGE beyond FOLLOWED_MOST, so that no rate is of
 * a part.  Where they came from stays open. */
enum err store_assigned_rows(struct db *db, struct arena *a,
                             int64_t reconciliation_id, struct list *out);

/* At most `rows` of them behind the place `after`, of one standing or (NULL) all,
 * with who handed them down. */
enum err store_assigned_page(struct db *db, struct arena *a,
                             int64_t reconciliation_id, const char *standing,
                             int64_t after, int64_t rows, struct list *out);

/* The leavers of the year: who stood in the last grade of the 小学 in the 学籍
 * list of the year before, judged by this year's: struct leaver_row.
 * ERR_TOO_LARGE beyond FOLLOWED_MOST. */
enum err store_leaver_rows(struct db *db, struct arena *a,
                           int64_t reconciliation_id, struct list *out);

#endif
