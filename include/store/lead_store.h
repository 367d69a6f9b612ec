/* Leads (线索), their children and history in the store. */
#ifndef STORE_LEAD_STORE_H
#define STORE_LEAD_STORE_H

#include "db/db.h"
#include "domain/lead.h"

extern const struct sql find_lead;
extern const struct sql find_lead_child;

/* ---- reading ---- */
/* NULL and INT_NONE mean any. */
struct lead_filter {
    const char *kind, *state, *unit; /* unit: found it or handles it */
    int64_t case_id;                 /* a case that it led to */
    int64_t overdue, unchecked;      /* 1: such, 0: not such */
    const char *today;
    int64_t after, rows;
};

/* struct lead_item in scope, the latest first: a page goes on below the id
 * `after` (0 at the start).  Children are counted as far as they are in
 * scope. */
enum err store_lead_list(struct db *db, struct arena *a,
                         const struct lead_filter *f, struct list *out);
enum err store_lead_count(struct db *db, const struct lead_filter *f,
                          int64_t *n);

/* One in scope, as whoever asks is shown it; ERR_NOT_FOUND. */
enum err store_lead_view(struct db *db, struct arena *a, const struct act *act,
                         int64_t id, struct lead_view *out);
enum err store_lead_child_view(struct db *db, struct arena *a,
                               const struct act *act, int64_t id,
                               struct lead_child_view *out);

/* The rows as stored, in scope. */
enum err store_lead_get(struct db *db, struct arena *a, int64_t id,
                        struct lead_row *out);
enum err store_lead_child_get(struct db *db, struct arena *a, int64_t id,
                              struct lead_child_row *out);
/* struct lead_child_row of a lead, in scope. */
enum err store_lead_children(struct db *db, struct arena *a, int64_t lead_id,
                             struct list *out);

/* struct lead_candidate: children of the register in the scope of `who`, the
 * caller, with the same number, then those whose name holds this one's; few. */
enum err store_lead_candidates(struct db *db, struct arena *a,
                               const struct principal *who,
                               const struct lead_child_row *c,
                               struct list *out);

/* ---- writing ---- */
/* Registers a lead that lead_check and its children that lead_child_check have
 * judged (struct lead_child_row); `in` is what was filled in.  Sets ids. */
enum err store_lead_add(struct db *db, struct arena *a, const struct act *act,
                        const struct lead_in *in, struct lead_row *l,
                        struct list *children);

/* The name of the holiday on that day, NULL of none, in the arena; *known: the
 * calendar has one of that year. */
enum err store_lead_holiday(struct db *db, struct arena *a, const char *day,
                            const char **name, bool *known);

/* Saves what was corrected: ERR_STALE by l->version.  `in` as above. */
enum err store_lead_change(struct db *db, struct arena *a,
                           const struct act *act, const struct lead_patch *in,
                           struct lead_row *l);

/* One more child, or what was corrected of one; its lead's version rises too.
 * ERR_STALE by c->version. */
enum err store_lead_child_add(struct db *db, struct arena *a,
                              const struct act *act, struct lead_child_row *c);
enum err store_lead_child_change(struct db *db, struct arena *a,
                                 const struct act *act,
                                 struct lead_child_row *c);

/* Takes an action of the lead: rules, its paper, saving, history.  ERR_STALE,
 * ERR_FORBIDDEN, ERR_RULE, ERR_INVALID with *why. */
enum err store_lead_act(struct db *db, struct arena *a, const struct act *act,
                        const struct lead_action *x, int64_t id, const void *in,
                        struct refusal *why);

/* The same of one of its children.  Matching: the child of the register must
 * be in the caller's scope and not have another number.  Opening a case: as
 * store_case_lead does. */
enum err store_lead_child_act(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct lead_action *x, int64_t id,
                              const void *in, struct refusal *why);

#endif
