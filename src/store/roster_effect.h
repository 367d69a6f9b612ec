/* Records of what an import changed, for the files that carry one out. */
#ifndef STORE_ROSTER_EFFECT_H
#define STORE_ROSTER_EFFECT_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/import.h"
#include "domain/student.h"

/* "made", "ended", or "changed" from `before` of record `r`; `version` is the
 * record's afterwards. */
struct roster_effect {
    const char *entity;
    int64_t entity_id, student_id;
    const char *action;
    const struct record *r;
    const void *before;
    int64_t version;
};
enum err roster_effect_add(struct db *db, struct arena *a, int64_t import_id,
                           const struct roster_effect *e);

/* What a row says of a new child's record; no household and no division yet. */
void roster_student(const struct roster_value *v, struct student_row *s);

/* The code, when it is a division of the county; else NULL. */
enum err roster_division(struct db *db, const char *code, const char **out);

/* Gives a child the tag that a row of 困难 or 残疾 says, unless it has it; *made
 * its id, 0 none. */
enum err roster_tag_give(struct db *db, struct arena *a, const struct act *act,
                         const struct roster_row *r,
                         const struct roster_value *v, int64_t student_id,
                         int64_t *made);

/* Makes or changes the school of a row of the list of schools. */
enum err roster_school_put(struct db *db, struct arena *a,
                           const struct roster_value *v);

#endif
