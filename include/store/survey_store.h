/* Visits (入户摸排) and the doors they were made at, in the store. */
#ifndef STORE_SURVEY_STORE_H
#define STORE_SURVEY_STORE_H

#include <stdbool.h>

#include "db/db.h"
#include "domain/act.h"
#include "domain/paper.h"
#include "domain/survey.h"
#include "store/round_store.h"
#include "json/read.h"

/*
 * Stores one visit, exactly once.  Inside the savepoint of its request: an
 * error leaves nothing.
 *
 *   the same UUID and the same body     the answer given then, *again true
 *   the same UUID and another body      ERR_UUID_REUSED
 *   closed round, unknown or wrong      ERR_RULE with a pointer: the phone
 *     `supersedes`                      keeps the visit
 *   broken rules of domain/survey_form  ERR_INVALID with pointers
 *   household or child out of scope     ERR_NOT_FOUND
 *
 * Otherwise the visit is stored whole.  What it says of household, children
 * and guardians is laid over the register as survey_merge.h draws it; where
 * two changed one field the register's value stays, and both go to a doubt
 * (survey_conflict) and to the answer.  Visits may arrive in any order: the
 * one latest at the door decides a child's situation and the household's
 * state.  A child whose situation this visit decides is reported to its case.
 *
 * `sent_at` is the time by the phone that sends it, INT_NONE unknown: its visit's
 * times are set right by it (domain/phone_clock.h).
 *
 * A new child is the one already in this household that has its name and
 * birth date, or the one in scope that has its number and name; a number that
 * belongs to another name is kept as a doubt and not stored.
 */
enum err store_survey_put(struct db *db, struct arena *a, const struct act *act,
                          const char *uuid, const struct survey_in *in,
                          int64_t sent_at, struct bad_list *bad, bool *again,
                          struct survey_answer *out);

/* The same for synthetic counties of any size: household and children were
 * made in this transaction, the visit finds them as they are (base_version
 * is their version), in a situation that concerns no case, for the only time
 * in its round.  So nothing is judged, merged, kept as history, or told to a
 * case. */
enum err store_survey_plain(struct db *db, struct arena *a,
                            const struct act *act, const char *uuid,
                            const struct survey_in *in,
                            struct survey_answer *out);

/* Runs of numbers, from `first` on, that `account_id` has sent from `device`:
 * survey_receipts, at most `rows`. */
enum err store_survey_receipts(struct db *db, struct arena *a,
                               int64_t account_id, const char *device,
                               int64_t first, int64_t rows, struct list *out);

/* The photo that was uploaded under that UUID has come, where a visit of the
 * account names it. */
enum err store_survey_photo_come(struct db *db, int64_t account_id,
                                 const char *upload, int64_t attachment_id);

/* A page of awaited_photo: what visits of the account name and has not come. */
enum err store_survey_awaited(struct db *db, struct arena *a,
                              int64_t account_id, int64_t after, int64_t rows,
                              struct list *out);

/* ---- reading, in scope ------------------------------------------------- */
/* A page of visit_row, newest first; NULL, 0 and INT_NONE match all. */
struct visit_filter {
    int64_t round_id, household_id, account_id;
    const char *lo, *hi; /* a range of places */
    int64_t before;      /* ids below this one, 0 none */
    int64_t rows;
};
enum err store_visit_list(struct db *db, struct arena *a,
                          const struct visit_filter *f, struct list *out);
enum err store_visit_count(struct db *db, const struct visit_filter *f,
                           int64_t *total);

/* One visit with its children; ERR_NOT_FOUND. */
enum err store_visit_get(struct db *db, struct arena *a, const char *uuid,
                         struct visit_view *out);

/* A door in a round: household, its visit that counts, its children with what
 * the form begins with on `today`.  ERR_NOT_FOUND for the household. */
enum err store_door_get(struct db *db, struct arena *a, int64_t household_id,
                        int64_t round_id, const char *today,
                        struct door_view *out);

/* 摸排登记表 of the doors of a list: fills set->papers and set->title.
 * ERR_TOO_LARGE for more than a set holds. */
enum err store_survey_sheets(struct db *db, struct arena *a,
                             const struct round_row *round,
                             const struct door_filter *f, const char *today,
                             struct paper_set *set);

struct door_id {
    int64_t id;
};

/* The first `rows` households of a range of places above `after`, by id:
 * door_id. */
enum err store_door_ids(struct db *db, struct arena *a, const char *lo,
                        const char *hi, int64_t after, int64_t rows,
                        struct list *out);

#endif
