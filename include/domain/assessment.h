/*
 * Assessments (评估): a session of the expert committee on one child, its
 * seats, and the placement it advises (残疾人教育条例 17, 20, 21;
 * 虎政规〔2020〕1号 五(三)5).
 *
 *   convened --> assessed   all have signed, more than half advise the same
 *            --> split      all have signed, no majority: convene again
 *            --> cancelled
 *
 * What an expert is told of the child is what the session needs, and the
 * result is private: a case's timeline says that there was a session, not what
 * it found.
 */
#ifndef DOMAIN_ASSESSMENT_H
#define DOMAIN_ASSESSMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/case.h"
#include "domain/committee.h"

extern const struct code_table assessment_states;

/* ---- convening ---- */
struct seat_in {
    int64_t member_id;
};
extern const struct record seat_in;

struct assessment_in {
    const char *session_on, *place, *situation;
    struct list members; /* struct seat_in */
};
extern const struct record assessment_in;

/* What must be there before a session, beside the case itself. */
struct assessment_ground {
    int64_t appraised; /* medical appraisals reported with a result */
    int64_t convened;  /* sessions of the case that are still open */
};

/* May a session on this case be convened?  ERR_RULE naming all that is
 * missing, ERR_CONFLICT while another is open, ERR_INVALID for its date. */
enum err assessment_may_convene(struct arena *a, const struct case_row *c,
                                const struct assessment_ground *g,
                                const char *session_on, const char *today,
                                struct refusal *why);

/* A session may be called this many days ahead. */
#define SESSION_AHEAD_DAYS 90

/* ---- as it is stored and shown ---- */
/* What a session is told of the child: no number, address or phone. */
struct assessed_child {
    const char *name, *sex, *birth_date, *health;
    int64_t disabled;      /* tagged 残疾 today */
    const char *appraisal; /* the last medical appraisal's result */
};
extern const struct record assessed_child;

struct assessment_seat {
    int64_t id, member_id;
    const char *name, *field, *unit_name;
    int64_t account_id;
    const char *advice, *opinion;
    int64_t signed_at;
    int64_t mine;
};
extern const struct record assessment_seat;

struct assessment_view {
    int64_t id, case_id, student_id; /* the last two not for experts */
    const char *session_on, *place, *situation, *state, *advice;
    int64_t convened_at, assessed_at, version;
    struct assessed_child *child;
    struct list seats;           /* struct assessment_seat */
    struct list allowed_actions; /* struct action_view */
};
extern const struct record assessment_view;

struct assessment_item {
    int64_t id, case_id;
    const char *child_name, *session_on, *place, *state, *advice;
    int64_t seats, signed_seats;
    int64_t mine, mine_signed; /* my seat, and whether I have signed */
};
extern const struct record assessment_item;

/* ---- acting ---- */
struct assessment_opinion {
    const char *advice, *opinion;
};
extern const struct record assessment_opinion;

struct assessment_cancel {
    const char *reason;
};
extern const struct record assessment_cancel;

/* NULL when there is no such action. */
const struct record *assessment_body(const char *action);
/* May that role ever take it?  True when there is no such action. */
bool assessment_role_may(enum role role, const char *action);

/* May this act be taken on the session now?  ERR_RULE with *why. */
enum err assessment_may(const char *action, const struct assessment_view *s,
                        const struct act *act, struct refusal *why);

/* The actions open to this act, as struct action_view. */
enum err assessment_actions(const struct assessment_view *s,
                            const struct act *act, struct arena *a,
                            struct list *out);

/* The open seat of an account; NULL when it has none, or has signed. */
const struct assessment_seat *assessment_my_seat(
    const struct assessment_view *s, int64_t account_id);

/* What the seats as they stand make of a session: NULL while one has not
 * signed, else "assessed" with *advice, or "split". */
const char *assessment_verdict(const struct list *seats, const char **advice);

/* Takes out of a session what this account may not see yet: colleagues'
 * opinions before the result, so that each forms its own; and for an expert
 * the ways to the child's record. */
void assessment_veil(struct assessment_view *s, const struct act *act);

/* What a case's timeline says of a session. */
struct assessment_note {
    const char *session_on, *place;
    int64_t members;
    const char *reason;
};
extern const struct record assessment_note;

#endif
