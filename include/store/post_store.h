/* Posts of the responsibility chain (责任岗位) in the store. */
#ifndef STORE_POST_STORE_H
#define STORE_POST_STORE_H

#include "db/db.h"
#include "domain/place.h"

extern const struct sql find_post; /* version, by id */

enum err store_post_get(struct db *db, struct arena *a, int64_t id,
                        struct post_row *out);

/* A page in the order of ids; NULL filters match all, `on` NULL also shows
 * those whose term is over. */
enum err store_post_list(struct db *db, struct arena *a, const char *unit,
                         const char *duty, const char *on, int64_t after,
                         int64_t rows, struct list *out);
enum err store_post_count(struct db *db, const char *unit, const char *duty,
                          const char *on, int64_t *total);

/* Inserts one and sets its id and version.  ERR_CONFLICT when the post is held
 * by someone whose term has no end. */
enum err store_post_insert(struct db *db, struct post_row *p);

/* Holder, phone, account, end; p->version is the one it is based on. */
enum err store_post_update(struct db *db, const struct post_row *p);

/*
 * The chain responsible for a child on a date: class teacher, principal,
 * village, township, bureau, leading group, each with who held the post on
 * that day.  The place is the child's residence, else its household's, else
 * its 户籍.  Whoever asks must have found the child in scope before.
 */
enum err store_chain_of(struct db *db, struct arena *a, int64_t student_id,
                        const char *on, struct chain *out);

#endif
