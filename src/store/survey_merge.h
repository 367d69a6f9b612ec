/*
 * A visit laid over a record that others may have changed since the phone took
 * it along; of the survey's store only.
 *
 *     the visit says what is stored             nothing to do
 *     nobody changed the field since            the visit's value is stored
 *     the visit repeats what the phone had      the newer value stays
 *     changed by an earlier visit of mine       the later visit's value stands
 *     anything else                             a conflict: theirs stays, and a
 *                                               person decides (domain/conflict.h)
 */
#ifndef STORE_SURVEY_MERGE_H
#define STORE_SURVEY_MERGE_H

#include <stdbool.h>

#include "db/db.h"
#include "domain/act.h"
#include "domain/survey.h"

/* The conflicts of one visit, values in full. */
struct conflicts {
    struct survey_conflict *items;
    size_t n, cap;
};

/* One record under the visit.  `base` is the version the phone had, INT_NONE
 * when it had none: then only empty fields are filled. */
struct merge {
    struct db *db;
    struct arena *arena;
    const struct act *act;
    const char *entity;
    int64_t id, base, version;
    int64_t household_id, visited_at; /* of the visit */
    const struct record *row_record;
    struct conflicts *conflicts;
    size_t first;     /* of its own among the conflicts */
    int64_t other_id; /* another child the doubt is about, 0 none */
    bool loaded;
    struct list changes; /* since the base, newest first */
};

/* Begins with one record; its texts live as long as the arena. */
void merge_begin(struct merge *m, const char *entity, int64_t id, int64_t base,
                 int64_t version, const struct record *r);

/* Decides one field: *take whether `yours` is to be stored over `theirs`.
 * Nothing when yours is NULL, empty or the same. */
enum err merge_field(struct merge *m, const char *field, const char *yours,
                     const char *theirs, bool *take);

/* The members `names` (NULL at the end) of `in` into those of the same name of
 * `row`; texts only. */
enum err merge_members(struct merge *m, const char *const *names,
                       const struct record *in_record, const void *in,
                       void *row);

/* Notes a conflict that a rule found, not a change. */
enum err merge_note(struct merge *m, const char *field, const char *yours,
                    const char *theirs);

/* Ends a record's conflicts; `student_id` INT_NONE for a household's.  A number
 * that another child has is raised as a doubt of the county's, the others are
 * marked as asked. */
enum err merge_end(struct merge *m, int64_t student_id);

/* A value as it may be shown: numbers are masked. */
const char *merge_shown(struct arena *a, const char *field, const char *value);

#endif
