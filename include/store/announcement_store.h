/* 公告 in the store. */
#ifndef STORE_ANNOUNCEMENT_STORE_H
#define STORE_ANNOUNCEMENT_STORE_H

#include "db/db.h"
#include "domain/announcement.h"
#include "domain/paper.h"

extern const struct sql find_announcement; /* version, in scope */

/* struct announcement_row, the newest first; NULL and INT_NONE match all. */
struct announcement_filter {
    const char *state;
    int64_t year, before, rows;
};
enum err store_announcement_list(struct db *db, struct arena *a,
                                 const struct announcement_filter *f,
                                 struct list *out);
enum err store_announcement_get(struct db *db, struct arena *a, int64_t id,
                                struct announcement_row *out);

/*
 * May this text be announced?  Refused when the rules of the domain find a
 * number or an address in it, or when it holds the whole name of a child of the
 * register or of a guardian, wherever in the county; names of units and places
 * are taken out first.  ERR_INVALID with *why, its texts in the arena.
 */
enum err store_announcement_check(struct db *db, struct arena *a,
                                  const char *pointer, const char *text,
                                  struct refusal *why);

enum err store_announcement_add(struct db *db, const struct act *act,
                                const struct announcement_in *in, int64_t *id);
/* Title, body; of a draft.  n->version: ERR_STALE. */
enum err store_announcement_change(struct db *db,
                                   const struct announcement_row *n);
/* Gives it the next number of its year.  ERR_STALE. */
enum err store_announcement_publish(struct db *db, const struct act *act,
                                    const struct announcement_row *n);
enum err store_announcement_withdraw(struct db *db,
                                     const struct announcement_row *n,
                                     const char *reason);

/* On paper (GB/T 9704): one that has been published, in the set; 作废 goes across
 * one that was withdrawn.  ERR_NOT_FOUND for a draft. */
enum err store_announcement_paper(struct db *db, struct arena *a, int64_t id,
                                  struct paper_set *set);

/* What the supervision of a year came to. */
enum err store_announcement_counts(struct db *db, struct arena *a, int64_t year,
                                   const char *today,
                                   struct announcement_counts *out);

#endif
