/* Imports of rosters in the store: their own rows, and what becomes of each
 * row of their files. */
#ifndef STORE_IMPORT_STORE_H
#define STORE_IMPORT_STORE_H

#include "db/db.h"
#include "domain/import.h"

extern const struct sql find_import; /* version, by id, in scope */

/* In scope; ERR_NOT_FOUND. */
enum err store_import_get(struct db *db, struct arena *a, int64_t id,
                          struct import *out);

/* Newest first, before id `before` (0 the start); NULL and INT_NONE match
 * all.  In scope. */
struct import_filter {
    const char *kind, *state;
    int64_t year, before, rows;
};
enum err store_import_list(struct db *db, struct arena *a,
                           const struct import_filter *f, struct list *out);
enum err store_import_count(struct db *db, const struct import_filter *f,
                            int64_t *total);

/* For the job that carries an import out: any unit's. */
enum err store_import_work(struct db *db, struct arena *a, int64_t id,
                           struct import *out);

/* The oldest that something is to be done for: reading, committing, rolling
 * back, or ended with rows that are to be dropped; 0 none. */
enum err store_import_due(struct db *db, int64_t *id);

/* Inserts it and sets id and version. */
enum err store_import_add(struct db *db, struct import *m);

/* Stores what a phase found over the row, if it is still in state `from`:
 * ERR_STALE when somebody else took it further.  ERR_CONFLICT when another
 * import of its kind and year is being committed. */
enum err store_import_put(struct db *db, struct import *m, const char *from);

/* Notes how far a phase has come, if the import is still in `state`; else
 * ERR_STALE, and the phase ends. */
enum err store_import_progress(struct db *db, const struct import *m);

/* The import that the list stands on now: the last one committed of its kind
 * and year; 0 none. */
enum err store_import_latest(struct db *db, const char *kind, int64_t year,
                             int64_t *id);

/* When an import is committed: now, but after every one before it, whatever the
 * clock did. */
enum err store_import_moment(struct db *db, int64_t now_ms, int64_t *at);

/* Ids of children that are kept for imports under way are given to nobody
 * else; when the writer is opened. */
enum err store_import_keep_ids(struct db *db);

/* The mapping that a unit has chosen: the member of a header, "" for a column
 * left aside; each goes to `each`. */
struct import_choice {
    const char *header, *member;
};
extern const struct record import_choice;
enum err store_import_choices(struct db *db, struct arena *a, const char *unit,
                              const char *kind, struct list *out);
enum err store_import_choose(struct db *db, const char *unit, const char *kind,
                             const struct import_choice *c);

/* ---- rows of the file ---------------------------------------------------- */
enum err store_import_line_add(struct db *db, const struct import_line *l);
/* Whom a refused line names, for the reconciliation; it goes with the line. */
enum err store_import_refused_add(struct db *db, struct arena *a,
                                  const struct import_line *l,
                                  const struct roster_value *v);

/* Of one outcome (NULL all but those simply added) after line id `after`. */
enum err store_import_lines(struct db *db, struct arena *a, int64_t import_id,
                            const char *outcome, bool faulty, int64_t after,
                            int64_t rows, struct list *out);

/* Deletes up to `most` lines; *n says how many there were. */
enum err store_import_lines_drop(struct db *db, int64_t import_id, int64_t most,
                                 int64_t *n);

/* Sorted codes of schools and of the county's divisions. */
enum err store_import_codes(struct db *db, struct arena *a, const char *county,
                            struct roster_codes *out);

#endif
