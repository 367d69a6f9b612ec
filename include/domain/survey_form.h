/*
 * The rules of a visit (入户规则): which outcome takes children, and which
 * situation asks what.  One table judges what comes in and is served to the
 * phone as its form, so that the phone knows no rule of its own.
 */
#ifndef DOMAIN_SURVEY_FORM_H
#define DOMAIN_SURVEY_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/survey.h"
#include "json/read.h"

/* 家中无人 and 拒绝受访 do not settle a door: it is to be knocked at again. */
bool outcome_settles(const char *outcome);

/* The state that an outcome gives a household; NULL: leaves as it is. */
const char *outcome_household_state(const char *outcome);

/* Out of school without a lawful ground (未入学 辍学 务工 失联 因病因残); false
 * for NULL. */
bool situation_out_of_school(const char *situation);

/* At school somewhere, by which a school named in the visit may enter the
 * register. */
bool situation_at_school(const char *situation);

/* Judges a visit against its round's first day: every fault goes to `bad`
 * with its pointer.  ERR_OK or ERR_INVALID.  A visit may be dated up to a day
 * ahead (clocks differ) and 30 days before the round began. */
enum err survey_check(struct arena *a, const struct survey_in *in,
                      const char *starts_on, int64_t now_ms,
                      struct bad_list *bad);

/* ---- the form ---------------------------------------------------------- */
struct form_option {
    const char *code, *label;
};
extern const struct record form_option;

/* A question.  need: "must"; "one_of": at least one of those so marked;
 * "may". */
struct form_field {
    const char *name, *label, *type, *need;
    const char *default_value;
    int64_t max;         /* characters, 0 none */
    struct list options; /* of form_option, for type "code" */
};
extern const struct record form_field;

struct form_outcome {
    const char *code, *label;
    int64_t takes_children, settles, asks_return;
    const char *household_state;
};
extern const struct record form_outcome;

struct form_situation {
    const char *code, *label, *group;
    int64_t out_of_school;
    struct list fields; /* of form_field, in the order of asking */
};
extern const struct record form_situation;

struct survey_form {
    int64_t version; /* changes when the rules do */
    struct list outcomes, groups, situations, household, child;
    int64_t days_ahead, days_before, photos_most;
};
extern const struct record survey_form;

/* The whole form, in the arena. */
enum err survey_form_make(struct arena *a, struct survey_form *out);

#endif
