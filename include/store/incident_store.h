/* Incidents (突发情况) in the store; the caller's view says which are there. */
#ifndef STORE_INCIDENT_STORE_H
#define STORE_INCIDENT_STORE_H

#include "db/db.h"
#include "domain/incident.h"

/* For routes: the version of an incident that the caller sees. */
extern const struct sql find_incident;

/* Registers it, of a child and case that the caller found in its scope, and
 * notes it on the child's open case unless it is restricted, which leaves no
 * trace there.  With no unit named, the bureau handles it, and the caller's own
 * unit where it can; a restricted one the bureau always.  ERR_INVALID with *why for a unit that cannot. */
enum err store_incident_open(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct incident_in *in,
                             struct incident_receipt *out, struct refusal *why);

/* One that the caller sees, with its units, its steps in order, and what the
 * caller may do; ERR_NOT_FOUND. */
enum err store_incident_view(struct db *db, struct arena *a,
                             const struct act *act, int64_t id,
                             struct incident_view *out);

/* NULL and INT_NONE mean "any". */
struct incident_filter {
    const char *kind, *state, *unit; /* that handles it */
    int64_t student_id, case_id;
    const char *mine; /* open, and handled by this unit */
    int64_t before;   /* of the last row, 0 at the start */
    int64_t rows;
};

/* struct incident_item, the newest first. */
enum err store_incident_list(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct incident_filter *f, struct list *out);
enum err store_incident_count(struct db *db, const struct incident_filter *f,
                              int64_t *n);

/* Takes an action with body `in`.  ERR_STALE, ERR_RULE, ERR_INVALID with *why.
 */
enum err store_incident_act(struct db *db, struct arena *a,
                            const struct act *act,
                            const struct incident_action *action, int64_t id,
                            const void *in, struct refusal *why);

#endif
