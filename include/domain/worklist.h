/* 待办: an item of what waits for somebody. */
#ifndef DOMAIN_WORKLIST_H
#define DOMAIN_WORKLIST_H

#include <stdint.h>

#include "json/field.h"

struct work_item {
    const char *id;   /* "case-12", "round-3": unique in the list */
    const char *kind; /* one of work_kinds */
    const char *title;
    const char *subject; /* the child, the round, or whose work it is */
    int64_t case_id, student_id, round_id, assignment_id, incident_id;
    int64_t observation_id, lead_id, duty_id, inspection_id, rectification_id;
    int64_t transfer_id, hazard_id, resolution_id, material_id;
    int64_t due_at, overdue;
    const char *link;      /* page of the console */
    int64_t rank, rank_id; /* its source and its place in that; not shown */
};
extern const struct record work_item;
extern const struct code_table work_kinds;

/* As the store gives it: a case, and an open round with doors left. */
struct work_case {
    const char *kind, *subject;
    int64_t id, student_id, due_at;
};
extern const struct record work_case;

struct work_round {
    int64_t id;
    const char *name, *ends_on;
    int64_t left;
};
extern const struct record work_round;

/* An assignment that waits for its department, or for its giver. */
struct work_assignment {
    int64_t id, case_id, student_id;
    const char *task, *state, *due_on;
    const char *student_name, *unit_name; /* of the other side */
};
extern const struct record work_assignment;

/* An incident that a unit handles, and an observation that waits for the
 * principal. */
struct work_incident {
    int64_t id;
    const char *kind, *subject;
    int64_t due_at;
};
extern const struct record work_incident;

struct work_observation {
    int64_t id, student_id;
    const char *kind, *subject;
    int64_t due_at;
};
extern const struct record work_observation;

/* A session of the committee that waits for its signature or its convening, or
 * a paper that waits for its service. */
struct work_matter {
    int64_t id, case_id, student_id;
    const char *paper; /* kind of the document, or NULL */
    const char *subject;
    int64_t due_at;
};
extern const struct record work_matter;

/* A lead that waits for the unit that handles it, or for the bureau. */
struct work_lead {
    int64_t id;
    const char *kind, *lead_kind, *place_name, *due_on;
};
extern const struct record work_lead;

/* A duty that waits for its unit, or for the bureau to receive it. */
struct work_duty {
    int64_t id;
    const char *kind, *duty, *unit_name, *due_on;
};
extern const struct record work_duty;

/* An inspection that is due, or a 限期整改, a hazard or a 决议 that waits for the
 * unit that does it or for those who look. */
struct work_supervision {
    int64_t id;
    const char *kind, *unit_name, *due_on;
};
extern const struct record work_supervision;

/* A child to be received, or its school outside to be confirmed. */
struct work_transfer {
    int64_t id, student_id;
    const char *kind, *subject, *due_on;
};
extern const struct record work_transfer;

/* A plan or a note of practice that a unit has to sign for, to receive or to
 * write anew. */
struct work_material {
    int64_t id;
    const char *kind, *subject;
    int64_t due_at;
};
extern const struct record work_material;

/* How many leavers of a year wait for the same step. */
struct work_wishes {
    int64_t year;
    const char *kind;
    int64_t left;
};
extern const struct record work_wishes;

#endif
