/* What the files that store a visit share; of the survey's store only. */
#ifndef STORE_SURVEY_PUT_H
#define STORE_SURVEY_PUT_H

#include "domain/household.h"
#include "domain/round.h"
#include "domain/student.h"
#include "store/survey_store.h"
#include "survey_merge.h"

/* An earlier visit that this one names. */
struct visit_link {
    int64_t id, round_id, household_id, account_id, visited_at, received_at;
    const char *superseded_by;
};

/* A child of the visit once it is in the register. */
struct kid {
    int64_t student_id, version, case_id;
    const char *school_name; /* of the code, when only that was given */
};

/* A visit under way. */
struct put {
    struct db *db;
    struct arena *arena;
    const struct act *act;
    const char *uuid;
    const struct survey_in *in;
    struct bad_list *bad;
    int64_t clock_off; /* of the phone, as the answer says */
    struct round_row round;
    struct visit_link sup, of;     /* id 0: none */
    const struct visit_link *made; /* may have registered what has no id */
    struct household_row household;
    struct kid *kids; /* one a child of the body */
    struct conflicts conflicts;
    struct merge merge;
};

/* Adds a reason and returns `e`. */
enum err put_refuse(struct put *p, enum err e, const char *pointer,
                    const char *code, const char *detail);

/* Begins a merge.  `created_at` of the record tells whether the linked visit
 * made it: then its first version is the base when the phone has none. */
void put_merge(struct put *p, const char *entity, int64_t id, int64_t base,
               int64_t version, int64_t created_at, const struct record *r);

/* A sheet is typed in days later: what was found at that door meanwhile, by a
 * phone or from the same sheet, is shown to a person and never passed over:
 * ERR_RULE survey.visited. */
enum err put_sheet(struct put *p);

/* Sets the times of `in`, which is p->in, right by the phone's clock
 * (domain/phone_clock.h); those of one phone at one door go up with its numbers, for
 * the later visit decides.  Fills p->clock_off. */
enum err put_clock(struct put *p, struct survey_in *in, int64_t sent_at);

/* Finds or registers child `i`, lays the visit over it, and reports it to its
 * case: fills p->kids[i]. */
enum err put_child(struct put *p, size_t i);

/* Children of the superseded visit that the correction leaves out go back to
 * what other visits saw. */
enum err put_left_out(struct put *p);

/* What the register did not take (survey_question.c): masked into the answer,
 * in full into *unmerged; then a row a field for a person to decide, where what
 * was asked about the corrected visit is asked no more. */
enum err put_conflicts(struct put *p, struct survey_answer *out,
                       const char **unmerged);
enum err put_questions(struct put *p, int64_t visit_id);

/* The JSON in `b`, which is freed, in the arena. */
enum err put_json(struct put *p, struct buf *b, const char **out);

/* The visit's photos, those that have come and those that will
 * (survey_photo.c). */
enum err put_photos(struct put *p, int64_t visit_id);

/* Guardian and schooling as the visit tells them (survey_kin.c).  A guardian
 * without an id is the child's of that name, else one more.  A school enters
 * the register only where no school of the county stands there yet: hearsay
 * moves no 学籍. */
enum err put_guardian(struct put *p, const struct student_row *s,
                      const struct survey_child_in *c);
enum err put_schooling(struct put *p, int64_t student_id,
                       const struct survey_child_in *c);

#endif
