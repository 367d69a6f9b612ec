/*
 * 工作记录: what member units, townships, villages and schools did, by kind: one
 * table says who may log a kind and what it asks for (虎政规〔2020〕1号 四, 五;
 * R16 R27 R36 R37 R39 R42 R44 R46 R51 R55 R56 R70).  A kind that has a room of
 * its own in the system is not logged a second time; its row names the room.
 *
 *   logged --correct--> logged --withdraw--> withdrawn
 */
#ifndef DOMAIN_ACTIVITY_H
#define DOMAIN_ACTIVITY_H

#include <stdbool.h>

#include "domain/act.h"
#include "domain/case_action.h"
#include "domain/supervision.h"
#include "domain/transition.h"

#define ACTIVITY_AUDIENCES_MOST 8
#define ACTIVITY_CORRECTIONS_MOST 200
/* Kinds times the units of a county of 600 schools. */
#define ACTIVITY_COUNTS_MOST 10000
#define ACTIVITY_YEAR_MIN 2000
#define ACTIVITY_YEAR_MAX 2199

struct activity_kind {
    const char *name, *label;
    /* Kinds of units, or codes of units, that may log it, blanks between. */
    const char *units;
    const char *needs, *takes; /* members of activity_in, beside the date and
                                  the title, that must or may be there */
    const char *room;          /* page where it is kept instead; NULL: here */
    const char *agency_room;   /* the page for a department, where another */
    const char *room_label;
    const char *source;
};
extern const struct activity_kind activity_kinds[]; /* ends with a NULL name */
extern const struct code_table activity_kind_codes, activity_audiences,
    activity_states;

/* NULL when there is none of that name. */
const struct activity_kind *activity_kind_of(const char *name);

/* ---- bodies ------------------------------------------------------------ */
/* Logs one, or corrects it: a correction is the whole of it again. */
struct activity_in {
    struct list evidence; /* struct evidence_in */
    const char *kind, *held_on, *title, *place;
    struct list audiences; /* codes of activity_audiences */
    int64_t people;
    const char *media, *link, *issue;
    int64_t amount_yuan;
    const char *team, *family, *venue, *school;
    int64_t student_id; /* INT_NONE: about no one child */
    const char *found, *result;
};
extern const struct record activity_in;

struct activity_withdraw {
    const char *reason;
};
extern const struct record activity_withdraw;

/* ---- rows -------------------------------------------------------------- */
struct activity_item {
    int64_t id;
    const char *kind, *unit, *unit_name, *held_on, *title;
    int64_t people, amount_yuan;
    const char *school_name;
    int64_t student_id;
    const char *student_name;
    int64_t photos;
    const char *state;
    int64_t version;
};
extern const struct record activity_item;

/* What stood before a correction, and who corrected it when. */
struct activity_correction {
    int64_t id, version;
    const char *was; /* a line a fact */
    const char *account_name;
    int64_t at;
};
extern const struct record activity_correction;

struct activity_row {
    int64_t id;
    const char *kind, *unit, *unit_name, *held_on, *title, *place;
    const char *audience_codes; /* blanks between; told as `audiences` */
    struct list audiences;
    int64_t people;
    const char *media, *link, *issue;
    int64_t amount_yuan;
    const char *team, *family, *venue, *school, *school_name;
    int64_t student_id;
    const char *student_name, *found, *result, *state, *reason;
    int64_t account_id;
    const char *account_name;
    int64_t at, may_correct, version;
    struct list evidence;    /* struct supervision_evidence */
    struct list corrections; /* struct activity_correction, in order */
};
extern const struct record activity_row;

/* How many of a kind a unit logged in a year. */
struct activity_count {
    const char *unit, *unit_name, *kind;
    int64_t activities, people, amount_yuan;
};
extern const struct record activity_count;

/* A kind as a client needs it: may whoever asks log it, and the form. */
struct activity_kind_view {
    const char *kind, *label, *source;
    int64_t may_log, takes_child;
    const char *room, *room_label;
    struct list fields;   /* struct field_view */
    struct list evidence; /* struct evidence_view */
};
extern const struct record activity_kind_view;

/* ---- rules ------------------------------------------------------------- */
/* May the actor's unit log this kind, here? */
bool activity_open_to(const struct activity_kind *k, const struct act *act);

/* All kinds as struct activity_kind_view, for whoever asks. */
enum err activity_kinds_view(const struct act *act, struct arena *a,
                             struct list *out);

/* Is the body what its kind asks for, of a unit that may log it?  ERR_INVALID,
 * ERR_RULE with *why. */
enum err activity_check(const struct activity_in *in, const struct act *act,
                        struct arena *a, struct refusal *why);

/* May the actor, who sees it, correct or withdraw it?  ERR_RULE with *why:
 * another unit's, or withdrawn. */
enum err activity_change_may(const struct activity_row *r,
                             const struct act *act, struct refusal *why);
/* A correction stays with its kind and its child.  ERR_RULE with *why. */
enum err activity_correct_may(const struct activity_row *r,
                              const struct activity_in *in,
                              const struct act *act, struct refusal *why);

/* What the body says, as the row keeps it; of the arena. */
enum err activity_take(const struct activity_in *in, struct arena *a,
                       struct activity_row *r);
/* Fills in what whoever asks may do, and the audiences from their codes. */
enum err activity_describe(struct activity_row *r, const struct act *act,
                           struct arena *a);
/* Its facts by their labels, a line each; NULL when memory ran out. */
const char *activity_words(const struct activity_row *r, struct arena *a);

#endif
