/*
 * What hangs on a child: guardians (监护人), schooling (就学), effective-dated
 * tags (特殊类别), the lines of its history (变更记录), and doubts (疑点).
 */
#ifndef DOMAIN_SCHOOLING_H
#define DOMAIN_SCHOOLING_H

#include <stdint.h>

#include "json/field.h"

/* ---- guardians -------------------------------------------------------------
 */
struct guardian_row {
    int64_t id, student_id;
    const char *name, *relation, *phone, *away;
    int64_t main, version;
};
extern const struct record guardian_row;

struct guardian_in {
    const char *name, *relation, *phone, *away;
    int64_t main;
};
extern const struct record guardian_in;

struct guardian_patch {
    uint64_t seen;
    const char *name, *relation, *phone, *away;
    int64_t main;
};
extern const struct record guardian_patch;

/* ---- schooling -------------------------------------------------------------
 */
/* The row without to_date is the present. */
struct enrolment_row {
    int64_t id, student_id;
    const char *school;      /* code, NULL: a school outside the county */
    const char *school_name; /* replied for every school */
    const char *grade, *class, *student_no, *state, *boarding;
    const char *from_date, *to_date;
    int64_t version;
};
extern const struct record enrolment_row;

struct enrolment_in {
    const char *school, *school_name, *grade, *class, *student_no, *state,
        *boarding, *from_date;
};
extern const struct record enrolment_in;

struct enrolment_patch {
    uint64_t seen;
    const char *grade, *class, *student_no, *state, *boarding, *to_date;
};
extern const struct record enrolment_patch;

/* ---- tags ------------------------------------------------------------------
 */
struct tag_row {
    int64_t id, student_id;
    const char *tag, *basis, *from_date, *to_date;
    int64_t version;
};
extern const struct record tag_row;

struct tag_in {
    const char *tag, *basis, *from_date;
};
extern const struct record tag_in;

/* ---- history ---------------------------------------------------------------
 */
/* One line of a child's history: a changed field, a period of schooling, or a
 * tag's term.  Numbers, phones and addresses are masked. */
struct history_row {
    const char *entity; /* change_entities */
    int64_t entity_id;
    int64_t at;
    const char *field, *label, *old, *new;
    int64_t account_id;
    const char *account_name;
    const char *school_name, *grade, *class, *state, *tag;
    const char *from_date, *to_date;
};
extern const struct record history_row;

/* The Chinese label of a field of an entity in `change`, and how its values
 * are masked (NULL: not at all). */
const struct field *history_field(const char *entity, const char *field);

/* ---- doubts ----------------------------------------------------------------
 */
struct doubt_row {
    int64_t id;
    const char *kind;
    int64_t student_id, other_id;
    const char *student_name, *other_name;
    const char *detail, *state, *decision, *reason;
    int64_t created_at, decided_at, decided_by;
    int64_t version;
};
extern const struct record doubt_row;

struct doubt_patch {
    const char *decision, *reason;
};
extern const struct record doubt_patch;

#endif
