/*
 * Children in the store.  Reads are in scope; the functions that write trust
 * their caller to have found the child in scope first.  All use statements
 * prepared once, so that a county of a million children is made through them.
 */
#ifndef STORE_STUDENT_STORE_H
#define STORE_STUDENT_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/student.h"

extern const struct sql find_student; /* version, by id, in scope */

/* The stored row, in scope; ERR_NOT_FOUND. */
enum err store_student_get(struct db *db, struct arena *a, int64_t id,
                           struct student_row *out);

/* The reply, in scope; ERR_NOT_FOUND. */
enum err store_student_view(struct db *db, struct arena *a, int64_t id,
                            struct student_view *out);

/* Numbers and phones in full, in scope; ERR_NOT_FOUND.  Only for a route that
 * audits its reason first. */
enum err store_student_reveal(struct db *db, struct arena *a, int64_t id,
                              struct student_reveal *out);

/* Filters of a list; NULL or INT_NONE matches all. */
struct student_filter {
    const char *token;                 /* from name_query_token; never empty */
    const char *lo, *hi;               /* a range of division paths */
    const char *school_lo, *school_hi; /* a range of school places */
    const char *grade, *tag, *sex, *status, *situation;
    const char *born_from, *born_to; /* both included */
    const char *scope_lo, *scope_hi; /* of whoever asks */
    int64_t after, rows;
};

/* A page of student_view in the order of ids, after id `after`. */
enum err store_student_list(struct db *db, struct arena *a,
                            const struct student_filter *f, struct list *out);
enum err store_student_count(struct db *db, struct arena *a,
                             const struct student_filter *f, int64_t *total);

/* The child with this number (any form of it) in scope; ERR_NOT_FOUND.  Takes
 * the same time for a number elsewhere and for none at all. */
enum err store_student_by_number(struct db *db, struct arena *a,
                                 const char *id_no, int64_t *id);

/*
 * Who else has this number: `mine` a child in scope, `elsewhere` any other, 0
 * none; `except` (0 none) and void records do not count.  Both are always
 * looked up.
 */
enum err store_number_holders(struct db *db, struct arena *a, const char *id_no,
                              int64_t except, int64_t *mine,
                              int64_t *elsewhere);

/* Inserts s, whose number was judged by student_number, with its places and
 * search tokens; sets id, version and times.  No doubt is raised here: see
 * store_number_doubts.  ERR_INVALID when a household or division is not
 * there. */
enum err store_student_create(struct db *db, struct arena *a,
                              const struct act *act, struct student_row *s);

/* The search tokens of one child's name, added and dropped. */
enum err store_tokens_add(struct db *db, struct arena *a, const char *name,
                          int64_t id);
enum err store_tokens_drop(struct db *db, struct arena *a, int64_t id);

/* store_student_create without search tokens, for bulk: call store_tokens_index for the
 * ids when they are in.  Tokens then enter in sorted order.  An id that
 * db_next_ids kept for it may stand in s->id; `index` is the blind index of
 * its number, NULL where it has none or the caller has not computed it. */
enum err store_student_create_bulk(struct db *db, struct arena *a,
                                   const struct act *act, struct student_row *s,
                                   const uint8_t *index);
enum err store_tokens_index(struct db *db, int64_t first_id, int64_t last_id);

/* The same in parts: the tokens of these children, sorted; then `from` to `to`
 * of them put into the store, where those that are there stay.  The caller
 * frees the batch. */
struct token_batch;
enum err store_tokens_sort(struct db *db, int64_t first_id, int64_t last_id,
                           struct token_batch **out);
size_t store_tokens_count(const struct token_batch *b);
enum err store_tokens_put(struct db *db, const struct token_batch *b,
                          size_t from, size_t to);
void store_tokens_free(struct token_batch *b);

/* Raises the doubts of a new or changed number: id_check for one that is
 * doubtful, id_elsewhere when `elsewhere` is not 0.  Writes the same whether
 * or not it is registered elsewhere. */
enum err store_number_doubts(struct db *db, struct arena *a,
                             const struct act *act, const struct student_row *s,
                             int64_t elsewhere);

/* Stores `s` over `old` with a history row for every changed field; places
 * and tokens follow.  old->version is the one it is based on: ERR_STALE.
 * Sets s->version and updated_at.  Unchanged: nothing is written. */
enum err store_student_update(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct student_row *old,
                              struct student_row *s);

/* The children of a household that moved from one division to another: those
 * who live where it lived now live where it lives, whether that was left open
 * or written down with the child.  Who lives elsewhere stays there. */
enum err store_students_follow(struct db *db, struct arena *a,
                               const struct act *act, int64_t household_id,
                               const char *from, const char *to);

/* Makes a child's S place anew after its schooling changed; and for a child
 * that has none yet. */
enum err store_school_place_refresh(struct db *db, int64_t student_id);
enum err store_school_place_first(struct db *db, struct arena *a,
                                  const struct enrolment_row *e);

#endif
