/*
 * Children (学生): every child 6–15 of local 户籍 and every resident from
 * elsewhere, enrolled or not.
 */
#ifndef DOMAIN_STUDENT_H
#define DOMAIN_STUDENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/schooling.h"
#include "json/field.h"

/* As stored; what store_student_create and _update take.  Texts are in their
 * stored form (domain/clean.h), the number as student_number left it. */
struct student_row {
    int64_t id, household_id;
    const char *relation, *name, *sex, *birth_date;
    const char *id_kind, *id_no, *id_no_state, *nation;
    const char *huji_division, *huji_address;
    const char *residence_division, *residence_address;
    const char *health, *status, *situation;
    int64_t situation_at;
    const char *note;
    int64_t version, created_at, updated_at;
};
extern const struct record student_row;

/* As replied: the number is always masked; address and phone in lists. */
struct student_view {
    int64_t id;
    const char *name, *sex, *birth_date;
    const char *id_kind, *id_no, *id_no_state, *nation;
    int64_t household_id;
    const char *head_name, *relation;
    const char *huji_division, *huji_name, *huji_address;
    const char *residence_division, *residence_name, *residence_address;
    const char *health, *status, *situation;
    int64_t situation_at;
    const char *note;
    const char *school, *school_name, *grade, *class, *enrolment_state,
        *transfer_state;
    const char *student_no;
    const char *guardian_name, *guardian_relation, *guardian_phone;
    const char *tag_codes; /* joined by commas, from the row */
    struct list tags;      /* of const char *, codes in force today */
    int64_t open_case_id;
    int64_t version, created_at, updated_at;
};
extern const struct record student_view;

struct student_in {
    const char *name, *sex, *birth_date, *id_kind, *id_no, *nation;
    int64_t household_id;
    const char *relation;
    const char *huji_division, *huji_address;
    const char *residence_division, *residence_address;
    const char *health, *note;
};
extern const struct record student_in;

struct student_patch {
    uint64_t seen;
    const char *name, *sex, *birth_date, *id_kind, *id_no, *nation;
    int64_t household_id;
    const char *relation;
    const char *huji_division, *huji_address;
    const char *residence_division, *residence_address;
    const char *health, *status, *note;
};
extern const struct record student_patch;

/* The numbers and phones of a child in full, after a reason was given. */
struct student_reveal {
    int64_t id;
    const char *id_no, *student_no;
    const char *guardian_name, *guardian_phone, *household_phone;
    const char *huji_address, *residence_address;
};
extern const struct record student_reveal;

struct reveal_in {
    const char *reason;
};
extern const struct record reveal_in;

/* Why a reason may not go into the audit trail as it is, in Chinese; NULL when
 * it may.  A run of six digits is a number or a phone. */
const char *reveal_reason_fault(const char *reason);

struct search_in {
    const char *id_no;
};
extern const struct record search_in;

/* What is wrong with a child's number, birth date or sex: the member, a
 * stable code, and words for people; pointer NULL when nothing is. */
struct student_fault {
    const char *pointer, *code, *detail;
};

/*
 * Mends s->id_no and judges it by s->id_kind ('1' when empty): sets
 * id_no_state, and birth_date and sex where they are empty.  A wrong check
 * digit and 15 digits are kept, with a state that asks for a doubt; a sound
 * number that contradicts the birth date or sex is a fault, as is a birth
 * date later than `today`.
 */
struct student_fault student_number(struct arena *a, const char *today,
                                    struct student_row *s);

/* The form under which a number is looked up: 15 digits as 18.  NULL without
 * one, or when memory ran out. */
const char *student_number_key(struct arena *a, const char *id_no);

/* Does this state of a number ask for a doubt (id_check)? */
bool student_number_doubtful(const char *id_no_state);

/* Splits student_view.tag_codes into its tags. */
enum err student_tags(struct arena *a, struct student_view *s);

#endif
