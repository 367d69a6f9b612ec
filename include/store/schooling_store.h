/*
 * What hangs on a child: guardians (监护人), schooling (就学) and tags
 * (特殊类别). Reads are in scope; writers trust their caller to have found the
 * child in scope first.
 */
#ifndef STORE_SCHOOLING_STORE_H
#define STORE_SCHOOLING_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/student.h"

/* version, by id, in scope */
extern const struct sql find_guardian, find_enrolment, find_tag;

enum err store_guardian_get(struct db *db, struct arena *a, int64_t id,
                            struct guardian_row *out);
/* All of a child's, the main one first. */
enum err store_guardian_list(struct db *db, struct arena *a, int64_t student_id,
                             struct list *out);

/* Inserts g when g->id is INT_NONE or 0 (its id and version are set), else
 * stores it over the row of that id, whose version it must bear (ERR_STALE),
 * with history.  A main guardian takes the place of the one before. */
enum err store_guardian_set(struct db *db, struct arena *a,
                            const struct act *act, struct guardian_row *g);

/* Inserts the first guardian of a child that has none: the main one. */
enum err store_guardian_first(struct db *db, struct guardian_row *g);

enum err store_enrolment_get(struct db *db, struct arena *a, int64_t id,
                             struct enrolment_row *out);
/* All of a child's, the present one first. */
enum err store_enrolment_list(struct db *db, struct arena *a,
                              int64_t student_id, struct list *out);

/* The present one, in scope; ERR_NOT_FOUND. */
enum err store_enrolment_now(struct db *db, struct arena *a, int64_t student_id,
                             struct enrolment_row *out);

/* Closes the present schooling on e->from_date (NULL: act->today) and opens e;
 * sets its id and version; the child's places follow.  ERR_RULE when the
 * present one begins later; ERR_INVALID when the school is not there. */
enum err store_enrolment_set(struct db *db, struct arena *a,
                             const struct act *act, struct enrolment_row *e);

/* The first schooling of a child that was made a moment before; `index` is the
 * blind index of its 学籍号, NULL where the caller has not computed it. */
enum err store_enrolment_first(struct db *db, struct arena *a,
                               const struct act *act, struct enrolment_row *e,
                               const uint8_t *index);

/* Stores e over `old` with history; the places follow.  ERR_STALE. */
enum err store_enrolment_update(struct db *db, struct arena *a,
                                const struct act *act,
                                const struct enrolment_row *old,
                                struct enrolment_row *e);

/* Marks the present schooling of a child (学籍系统标注) with a state; nothing
 * when there is none. */
enum err store_enrolment_mark(struct db *db, struct arena *a,
                              const struct act *act, int64_t student_id,
                              const char *state);

enum err store_tag_get(struct db *db, struct arena *a, int64_t id,
                       struct tag_row *out);
/* All of a child's, those in force first. */
enum err store_tag_list(struct db *db, struct arena *a, int64_t student_id,
                        struct list *out);

/* Gives a child a tag from t->from_date (NULL: act->today) and sets its id and
 * version.  ERR_CONFLICT when it has that tag already. */
enum err store_tag_set(struct db *db, const struct act *act, struct tag_row *t);

/* Ends a tag on `to_date`.  ERR_STALE; ERR_RULE when it ended already or would
 * end before it began. */
enum err store_tag_end(struct db *db, struct arena *a, int64_t id,
                       int64_t version, const char *to_date);

#endif
