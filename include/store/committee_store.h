/* The expert committee in the store. */
#ifndef STORE_COMMITTEE_STORE_H
#define STORE_COMMITTEE_STORE_H

#include "db/db.h"
#include "domain/committee.h"

extern const struct sql find_committee_member; /* version, by id */

/* ERR_NOT_FOUND. */
enum err store_committee_get(struct db *db, struct arena *a, int64_t id,
                             struct committee_row *out);

/* Those of a field (NULL: any) in office on a day (NULL: ever). */
enum err store_committee_list(struct db *db, struct arena *a, const char *field,
                              const char *on, int64_t after, int64_t rows,
                              struct list *out);
enum err store_committee_count(struct db *db, const char *field, const char *on,
                               int64_t *total);

/* Experts' accounts that may sign in, as struct committee_account. */
enum err store_committee_accounts(struct db *db, struct arena *a,
                                  struct list *out);

/* Sets m->id.  ERR_CONFLICT when the account is another's who is in office on
 * m->from_date or later. */
enum err store_committee_insert(struct db *db, struct committee_row *m);

/* Stores it over the row whose version it bears: ERR_STALE, ERR_CONFLICT. */
enum err store_committee_update(struct db *db, const struct committee_row *m);

#endif
