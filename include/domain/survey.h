/*
 * A visit at a door (入户摸排) as the phone sends it, what is answered, and how
 * both are shown again.  The rules of a visit are in domain/survey_form.h.
 *
 * In a visit null and absent mean "not asked": a visit adds and corrects, it
 * never empties a field.  A phone therefore may send the whole form back, but
 * for the identity number, which it only ever sees masked.
 */
#ifndef DOMAIN_SURVEY_H
#define DOMAIN_SURVEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "json/field.h"

#define SURVEY_CHILDREN_MAX 30
#define SURVEY_PHOTOS_MAX 6

/* `id` null is a household that is not registered yet; or one that the visit
 * `of_visit` registered, for a phone that has had no answer to that yet. */
struct survey_household_in {
    int64_t id;
    const char *of_visit;
    int64_t base_version;
    const char *division, *head_name, *register_no, *address, *phone, *state,
        *note;
};
extern const struct record survey_household_in;

/* A child; `student_id` null is one that is not registered yet. */
struct survey_child_in {
    int64_t student_id, base_version;
    const char *name, *sex, *birth_date, *id_kind, *id_no, *nation, *relation;
    const char *situation, *reason, *school_code, *school_name, *grade, *class,
        *since;
    int64_t guardian_id, guardian_version;
    const char *guardian_name, *guardian_relation, *guardian_phone;
    const char *note;
};
extern const struct record survey_child_in;

struct survey_in {
    int64_t round_id, visited_at;
    const char *outcome;
    struct survey_household_in *household;
    struct list children; /* of survey_child_in */
    const char *note;
    int64_t return_at;
    double latitude, longitude, accuracy;
    const char *supersedes;
    /* The phone that it was filled in on, and its number there. */
    const char *device;
    int64_t sequence;
    const char *source;  /* survey_sources; NULL phone */
    const char *visitor; /* who was at the door, as a sheet of paper says */
    struct list photos; /* of const char *: UUIDs of uploads, come or to come */
};
extern const struct record survey_in;
extern const struct code_table survey_sources; /* phone paper */

/* Typed in from a sheet of paper. */
bool survey_on_paper(const struct survey_in *in);

/* The body's members that hold something, in the tables' order: equal for the
 * same body however it was written.  New members may join the tables anywhere,
 * those that stand there keep their order: phones send again for 400 days. */
void survey_canonical(struct buf *b, const struct survey_in *in);

/* ---- the answer -------------------------------------------------------- */
struct survey_answer_child {
    int64_t student_id, version;
    const char *situation; /* as the visit says */
    int64_t case_id;
};
extern const struct record survey_answer_child;

/* Two changed one field: `theirs` stands until a person decides. */
struct survey_conflict {
    const char *entity; /* household student guardian */
    int64_t id;
    const char *field, *label, *yours, *theirs; /* numbers masked */
    int64_t changed_at;
    const char *changed_by;
    int64_t student_id; /* whose it is, INT_NONE the household's; not replied */
    bool asked;         /* of a person, by domain/conflict.h; not replied */
};
extern const struct record survey_conflict;

struct survey_answer {
    const char *uuid;
    int64_t visit_id, round_id, household_id, household_version;
    struct list children;  /* of survey_answer_child, in the body's order */
    struct list conflicts; /* of survey_conflict */
    int64_t received_at;
    int64_t clock_off; /* domain/phone_clock.h, in seconds */
};
extern const struct record survey_answer;

/* Numbers of one phone without a gap, all of them received. */
struct survey_receipts {
    int64_t first, last;
};
extern const struct record survey_receipts;

/* ---- visits shown again ------------------------------------------------ */
struct visit_row {
    int64_t id;
    const char *uuid;
    int64_t round_id, household_id;
    const char *head_name, *division, *division_name, *outcome;
    int64_t visited_at, received_at, return_at;
    int64_t account_id;
    const char *account_name, *source, *visitor;
    int64_t children, out_of_school, current;
    const char *supersedes, *superseded_by;
};
extern const struct record visit_row;

struct visit_child {
    int64_t id, student_id;
    const char *name, *situation, *reason, *school_code, *school_name, *grade,
        *class, *since, *note;
    int64_t case_id;
};
extern const struct record visit_child;

/* A photo of a visit; `attachment_id` INT_NONE while it is on its way. */
struct visit_photo {
    int64_t id;
    const char *upload;
    int64_t attachment_id;
};
extern const struct record visit_photo;

/* A photo that a visit named and that has not come: its phone sends it. */
struct awaited_photo {
    int64_t id;
    const char *upload, *visit; /* UUIDs */
};
extern const struct record awaited_photo;

/* One visit in full, to be read or corrected. */
struct visit_view {
    int64_t id;
    const char *uuid;
    int64_t round_id, household_id;
    const char *head_name, *division, *division_name, *outcome;
    int64_t visited_at, received_at, return_at;
    int64_t account_id;
    const char *account_name, *source, *visitor;
    int64_t out_of_school, current;
    const char *supersedes, *superseded_by, *note;
    double latitude, longitude, accuracy;
    int64_t clock_off;
    struct list children; /* of visit_child */
    struct list photos;   /* of visit_photo */
};
extern const struct record visit_view;

/* ---- a door, to be knocked at ------------------------------------------ */
/* What the form begins with; from last time, a school year or more on. */
struct survey_defaults {
    const char *situation, *reason, *school_code, *school_name, *grade, *class,
        *since;
};
extern const struct record survey_defaults;

/* What was answered last time, and when. */
struct survey_previous {
    const char *situation, *reason, *school_code, *school_name, *grade, *class,
        *since;
    int64_t visited_at;
};
extern const struct record survey_previous;

struct door_child {
    int64_t student_id, version;
    const char *name, *sex, *birth_date, *id_kind, *id_no, *id_no_state,
        *nation, *relation, *situation;
    int64_t situation_at;
    const char *enrolment_state, *school_code, *school_name, *grade, *class;
    int64_t guardian_id, guardian_version;
    const char *guardian_name, *guardian_relation, *guardian_phone;
    int64_t open_case_id;
    const char *last_situation, *last_reason, *last_school_code,
        *last_school_name, *last_grade, *last_class, *last_since;
    int64_t last_at;
    struct survey_previous *previous; /* NULL: never visited */
    struct survey_defaults *defaults;
};
extern const struct record door_child;

struct door_household {
    int64_t id, version;
    const char *division, *division_name, *head_name, *register_no, *address,
        *phone, *state, *note;
};
extern const struct record door_household;

struct door_view {
    int64_t round_id;
    struct door_household *household;
    struct visit_view *visit; /* that counts in this round, NULL none */
    struct list children;     /* of door_child */
    int64_t version;          /* of the household */
};
extern const struct record door_view;

/* A door as a phone takes it along: `words` are the pinyin and initials under
 * which head and children are found, with blanks between. */
struct taken_door {
    struct door_view *door;
    const char *words;
};
extern const struct record taken_door;

/* Some doors of a village.  `mark` differs when anything of them does. */
struct taken_doors {
    struct list doors; /* of taken_door; empty when unchanged */
    int64_t unchanged;
    const char *mark;
    int64_t next; /* the page that follows begins after it, INT_NONE none */
};
extern const struct record taken_doors;

/* Sets c->previous and c->defaults: schooling on record first, else the last
 * answer with its grade moved on by the school years since; a school is
 * dropped when the child has outgrown its stage, and everything when it has
 * outgrown the grades: that is to be asked.  `today` decides the school year
 * (1 August) and who is below school age (6 on 31 August). */
enum err door_child_fill(struct arena *a, const char *today,
                         struct door_child *c);

#endif
