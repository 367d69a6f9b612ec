/* Documents (文书) and their service in the store. */
#ifndef STORE_DOCUMENT_STORE_H
#define STORE_DOCUMENT_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/document.h"

/* What a step issues; ids may be INT_NONE. */
struct document_issue {
    const char *kind; /* document_kinds */
    int64_t case_id, student_id, assignment_id, event_id;
    const char *unit; /* that issues it; NULL: act->unit */
    const char *deadline_on;
    const struct record *in_record; /* of what was filled in */
    const void *in;
};

extern const struct sql find_document;

/* Issues it with the next number of its kind, unit and year: numbers have no
 * gaps, for the number goes when the transaction is undone.  The caller found
 * the case in its scope. */
enum err store_document_issue(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct document_issue *d, int64_t *id);

/* One in scope, with its facts and services. */
enum err store_document_get(struct db *db, struct arena *a, int64_t id,
                            struct document_row *out);

/* NULL and INT_NONE mean any. */
struct document_filter {
    int64_t case_id, assignment_id, lead_id;
    const char *kind, *state;
    int64_t unserved; /* 1: must be served and is not */
    int64_t after, rows;
};
enum err store_document_list(struct db *db, struct arena *a,
                             const struct document_filter *f, struct list *out);

/* A page of door_document: those to be served on children who live or are
 * registered in the range of places, not yet served or issued since a date. */
enum err store_document_door(struct db *db, struct arena *a, const char *lo,
                             const char *hi, const char *since, int64_t after,
                             int64_t rows, struct list *out);

/* A page of own_service, newest first, before an id (INT_NONE none). */
enum err store_document_own(struct db *db, struct arena *a, int64_t account_id,
                            int64_t before, int64_t rows, struct list *out);

/* Registers a service; the last one counts.  `sent_at` is the time by the phone that
 * sends it, INT_NONE unknown: its day is set right by it.  ERR_INVALID, ERR_RULE with *why,
 * ERR_NOT_FOUND. */
enum err store_document_serve(struct db *db, struct arena *a,
                              const struct act *act, int64_t id,
                              const struct service_in *in, int64_t sent_at,
                              struct refusal *why);

/* Makes it void with its reason; its number stays.  ERR_RULE when it has been
 * served. */
enum err store_document_void(struct db *db, struct arena *a,
                             const struct act *act, int64_t id, int64_t version,
                             const char *reason, struct refusal *why);

#endif
