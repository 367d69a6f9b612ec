/* What the files of reconciliation share. */
#ifndef RECONCILE_PARTS_H
#define RECONCILE_PARTS_H

#include "jobs/reconcile_job.h"
#include "store/reconcile_store.h"

/* Reads what the year's rosters, surveys, papers and people say, on a reader
 * within a transaction. */
enum err reconcile_read(struct db *reader, int64_t year,
                        struct reconcile_result *out);
/* Days, or DAY_NONE where it is NULL or no date. */
int32_t reconcile_day(const char *date);

/* A roster's row in the clear. */
enum err reconcile_open_row(struct db *reader, const struct reconcile_row *row,
                            struct arena *a, struct roster_row *out);

/* The verdict of entity `e` as stored, but for ids. */
enum err reconcile_verdict(struct db *reader,
                           const struct reconcile_result *found, uint32_t e,
                           struct arena *a, struct verdict_row *out);

/* Appends the rows of an entity, KIND:ROW with blanks between. */
void reconcile_put_evidence(const struct reconcile *r,
                            const struct reconcile_entity *e, struct buf *out);

/* What is doubtful in the rosters themselves. */
struct roster_finding {
    const char *kind; /* code table doubt_kinds */
    uint64_t print;
    uint32_t rows[2];
};

/* A number used by two names, one child under two numbers, one child with two
 * 学籍; the caller frees them.  ERR_NO_MEMORY. */
enum err reconcile_findings(const struct reconcile *r,
                            struct roster_finding **out, size_t *n);

/* Raises findings from..to as doubts, those never raised before; on the
 * writer. */
enum err reconcile_raise(struct db *db, const struct reconcile *r,
                         const struct roster_finding *f, size_t n,
                         int64_t now_ms);

#endif
