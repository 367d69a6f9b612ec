/*
 * A field that two people changed (两人改了同一项): the value found at the door
 * did not enter the register, and a person says which one stands.
 */
#ifndef DOMAIN_CONFLICT_H
#define DOMAIN_CONFLICT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/transition.h"
#include "json/field.h"

/* As replied: values in words, identity numbers masked. */
struct conflict_row {
    int64_t id;
    const char *uuid; /* of the visit */
    int64_t household_id;
    const char *head_name, *division, *division_name;
    int64_t student_id;
    const char *student_name;
    const char *entity;
    int64_t entity_id;
    const char *field, *label;
    const char *visit_value, *visit_by;
    int64_t visited_at;
    const char *record_value, *record_by;
    int64_t record_at;
    int64_t record_change;    /* the last change of the field, 0 none */
    struct field_view *input; /* of another value; NULL: none may be given */
    const char *state, *choice, *value, *decided_by;
    int64_t decided_at, created_at;
};
extern const struct record conflict_row;

/* `record_change` is that of the row which was looked at. */
struct conflict_decision {
    const char *choice, *value;
    int64_t record_change;
};
extern const struct record conflict_decision;

/* What a form for another value of c->field asks for, as the record's own
 * change does; NULL for a field that only a visit moves (a child's door). */
enum err conflict_input(struct arena *a, const struct conflict_row *c,
                        struct field_view **out);

/* The body of the record's PATCH that sets c->field to `value`. */
const char *conflict_patch(struct arena *a, const struct conflict_row *c,
                           const char *value);

/* `value` of `field` of a record as a person reads it; in the arena. */
const char *conflict_words(struct arena *a, const char *entity,
                           const char *field, const char *value);

/* Would the two values be stored as the same one? */
bool conflict_same(const char *a, const char *b);

#endif
