/*
 * Leads (线索): what an inspection of 人社, 市监, 文旅 or 公安, a township or a
 * tip found, and the file of a use of child labour (童工档案) from the order to
 * its end (虎政规〔2020〕1号 四; 禁止使用童工规定, 国务院令第364号).
 *
 *   open --order, return, penalty, refer …--> open --close--> closed
 *                                              ^--- reopen ------|
 *
 * A lead is closed only when each of its children is back or a reason is on
 * file why it is not, and a penalty is decided or reasoned away.  Whether its
 * children have cases, and how those end, does not close it.
 */
#ifndef DOMAIN_LEAD_H
#define DOMAIN_LEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "domain/act.h"
#include "domain/calendar.h"
#include "domain/case.h"
#include "domain/transition.h"

/* ---- kinds ---- */
enum lead_fine {
    FINE_NONE,  /* within limits of the law, at the discretion of the unit */
    FINE_MONTH, /* a child and month: 禁止使用童工规定 6 */
    FINE_CHILD, /* a child: 禁止使用童工规定 7 */
};

struct lead_kind {
    const char *code, *title;
    const char *handler; /* whose matter it is by law; NULL: who found it */
    bool place;          /* the employer or venue must be named */
    enum lead_fine fine;
    const char *basis; /* of a penalty */
    const char *away;  /* 辍学原因 that a case of its child begins with */
};
extern const struct lead_kind lead_kinds[];
extern const size_t lead_kinds_n;
extern const struct code_table lead_kind_codes, lead_states, lead_handlers,
    lead_places, referrals;

/* NULL when there is none such. */
const struct lead_kind *lead_kind_of(const char *code);

/* The unit that a referral goes to; NULL for an unknown code. */
const char *referral_unit(const char *code);

/* Who handles a lead of this kind that `unit` found: a department that found
 * what is nobody's by law handles it itself; 人社 when no department did. */
const char *lead_handler_of(const struct lead_kind *k, const char *unit);

/* ---- rows ---- */
struct lead_row {
    int64_t id;
    const char *kind, *unit, *handler, *found_on;
    const char *place_kind, *place_name, *credit_code;
    int64_t unlicensed;
    const char *address, *finding, *measure, *holiday, *state;
    const char *order_no, *ordered_on, *order_until;
    const char *penalty_no, *penalty_on;
    int64_t penalty_fen;
    const char *penalty_basis, *no_penalty;
    const char *referred, *referred_unit, *referred_on, *referral_no;
    const char *referral_answer, *answered_on;
    const char *closed_on, *closing;
    int64_t account_id, at, version;
};
extern const struct record lead_row;

struct lead_child_row {
    int64_t id, lead_id;
    const char *name, *sex, *birth_date, *id_no, *home;
    const char *worked_from, *worked_until;
    const char *returned_on, *returned_to;
    int64_t cost_fen;
    const char *kept;
    int64_t student_id, case_id;
    const char *no_case;
    int64_t version;
};
extern const struct record lead_child_row;

/* ---- bodies ---- */
struct lead_child_in {
    const char *name, *sex, *birth_date, *id_no, *home;
    const char *worked_from, *worked_until;
};
extern const struct record lead_child_in;

struct lead_child_patch {
    uint64_t seen;
    const char *name, *sex, *birth_date, *id_no, *home;
    const char *worked_from, *worked_until;
};
extern const struct record lead_child_patch;

struct lead_in {
    const char *kind;
    const char *unit;    /* given by the bureau; NULL: who writes */
    const char *handler; /* NULL: by lead_handler_of */
    const char *found_on, *place_kind, *place_name, *credit_code;
    int64_t unlicensed;
    const char *address, *finding, *measure;
    struct list children; /* struct lead_child_in */
};
extern const struct record lead_in;

struct lead_patch {
    uint64_t seen;
    const char *found_on, *place_kind, *place_name, *credit_code;
    int64_t unlicensed;
    const char *address, *finding, *measure;
};
extern const struct record lead_patch;

/* What the history keeps of a child that was added or changed. */
struct lead_child_note {
    const char *name;
};
extern const struct record lead_child_note;

/* ---- what a lead must fulfil ---- */
/* Dates, and what its kind asks for.  ERR_INVALID with *why. */
enum err lead_check(const struct lead_row *l, const char *today,
                    struct refusal *why);

/* Mends the number of a child and fills in birth date and sex from it, as
 * student_number does; dates of work.  `at` is what its pointers begin with:
 * "" or "children/0/".  ERR_INVALID with *why, in the arena. */
enum err lead_child_check(struct lead_child_row *c, const struct lead_row *l,
                          const char *today, const char *at, struct arena *a,
                          struct refusal *why);

/* ---- venues and the calendar ---- */
/* Electronic games may be offered to minors on 法定节假日, and only then
 * (未成年人保护法 58).  True for a venue check of that kind of place. */
bool lead_asks_holiday(const struct lead_row *l);

/* Does the calendar say that minors were lawfully there? */
bool lead_is_lawful(const struct lead_row *l);

/* What the law says of minors in such a place that day; `year_known`: the
 * calendar has holidays of that year.  NULL for other kinds. */
const char *lead_venue_rule(const struct lead_row *l, bool year_known,
                            struct arena *a);

/* ---- the fine ---- */
/* Of the settings, in 元. */
struct lead_rates {
    int64_t month, late_month, child, times;
};

/* Months of work from the first day to the last, both worked; a begun month
 * counts (用工不满一个月按一个月).  0 when `until` is before `from`. */
int64_t lead_months(const char *from, const char *until);

/* Months that count for this child up to `today`: not beyond the day before
 * its 16th birthday (禁止使用童工规定 2).  INT_NONE when the first day is not
 * known. */
int64_t lead_child_months(const struct lead_child_row *c, const char *today);

/* Has the day of the order passed with the child not back by then? */
bool lead_child_late(const struct lead_row *l, const struct lead_child_row *c,
                     const char *today);

struct lead_fine_line {
    const char *name;
    int64_t months, rate; /* 元 */
    const char *amount_yuan, *note;
};
extern const struct record lead_fine_line;

/* How a fine is computed; the unit decides it. */
struct lead_proposal {
    const char *amount_yuan, *basis;
    struct list lines; /* struct lead_fine_line */
    struct list notes; /* const char *: what else the law asks for */
};
extern const struct record lead_proposal;

/* NULL in *out for kinds whose fine is not computed, and for lawful ones.
 * 禁止使用童工规定 6: the months at the rate; from the day of the order on at
 * the higher one where a child was not back in time; 9: times as much for a
 * unit without licence. */
enum err lead_propose(const struct lead_row *l,
                      const struct lead_child_row *children, size_t n,
                      const struct lead_rates *rates, const char *today,
                      struct arena *a, struct lead_proposal **out);

/* ---- replies ---- */
struct lead_event {
    int64_t id, child_id;
    const char *child_name;
    const char *action, *title;
    int64_t at, account_id;
    const char *account_name, *unit, *unit_name, *detail;
    struct list facts; /* struct case_fact */
};
extern const struct record lead_event;

struct lead_child_view {
    struct lead_child_row c;
    const char *cost_yuan;
    int64_t months;
    int64_t late;
    int64_t checked; /* the bureau has opened a case or said why not */
    struct list allowed_actions;
};
extern const struct record lead_child_view;

struct lead_item {
    int64_t id;
    const char *kind, *unit, *unit_name, *handler, *handler_name, *found_on;
    const char *place_name, *credit_code, *state;
    const char *ordered_on, *order_until, *penalty_on;
    int64_t penalty_fen;
    const char *penalty_yuan;
    const char *closed_on;
    int64_t children, away, unchecked; /* away: not back, without a reason */
    int64_t overdue, version;
};
extern const struct record lead_item;

struct lead_view {
    struct lead_row l;
    const char *unit_name, *handler_name, *referred_unit_name, *account_name;
    const char *penalty_yuan, *cost_yuan, *venue_rule;
    int64_t whole;   /* the reader is shown all of it */
    int64_t writes;  /* … and may correct what was typed */
    int64_t overdue; /* the order's day has passed with children away */
    struct lead_proposal *proposal;
    struct list children; /* struct lead_child_view */
    struct list events;   /* struct lead_event */
    struct list allowed_actions;
};
extern const struct record lead_view;

/* A child of the register that may be the one of a lead. */
struct lead_candidate {
    int64_t id;
    const char *rule; /* id_no: has the same number; name: the same name */
    const char *name, *sex, *birth_date, *id_no;
    const char *residence_name, *school_name;
};
extern const struct record lead_candidate;
extern const struct code_table match_rules;

/* Is all of it shown to whoever asks?  Those whose child it merely led to, or
 * to whom it was referred, see the employer and how far it is, but no words of
 * others. */
bool lead_whole(const struct lead_row *l, const struct act *act);

/* Was it referred to the unit of whoever asks? */
bool lead_asked(const struct lead_row *l, const struct act *act);

/* May whoever asks correct what was typed?  Who found it, who handles it and
 * the bureau, while it is open. */
bool lead_writes(const struct lead_row *l, const struct act *act);

/* May whoever asks see what the bureau did with its children? */
bool lead_sees_match(enum role role);

/* ---- actions ---- */
/* Whose action it is; the bureau, which is the office of the leading group,
 * takes all of them. */
enum lead_side {
    BY_FINDER,   /* who found it, and who handles it */
    BY_HANDLER,  /* who handles it */
    BY_REFERRED, /* whom it was referred to, and who handles it */
    BY_OFFICE,   /* the bureau alone */
};

struct lead_action {
    const char *name, *label;
    bool child;  /* of a child, not of the lead */
    bool open;   /* only while the lead is open; else see `closed` */
    bool closed; /* only while it is closed */
    enum lead_side side;
    const struct record *in;
    const char *document; /* kind of the paper that it issues, or NULL */
};
extern const struct lead_action lead_actions[];
extern const size_t lead_actions_n;

/* Bodies. */
struct lead_hand_over {
    const char *handler, *reason;
};
struct lead_order {
    const char *order_no, *ordered_on, *order_until, *demand;
};
struct lead_penalty {
    const char *penalty_yuan, *penalty_no, *penalty_on, *penalty_basis;
};
struct lead_no_penalty {
    const char *reason;
};
struct lead_refer {
    const char *referred, *referred_on, *referral_no, *reason;
};
struct lead_answer {
    const char *answered_on, *answer;
};
struct lead_close {
    const char *closing;
};
struct lead_reopen {
    const char *reason;
};
struct lead_return {
    const char *returned_on, *returned_to, *cost_yuan, *note;
};
struct lead_keep {
    const char *reason;
};
struct lead_match {
    int64_t student_id;
};
struct lead_open_case {
    const char *reason, *absent_since, *tried;
};
struct lead_no_case {
    const char *reason;
};
extern const struct record lead_hand_over, lead_order, lead_penalty,
    lead_no_penalty, lead_refer, lead_answer, lead_close, lead_reopen,
    lead_return, lead_keep, lead_match, lead_open_case, lead_no_case;

/* What the papers of a lead say (责令改正通知书, 提请吊销、移交函): the
 * employer, and of the children no more than how many. */
struct lead_paper {
    const char *kind, *place_name, *credit_code;
    int64_t children;
    const char *order_until, *demand;
    const char *referred, *referred_unit, *reason;
    const char *basis;
};
extern const struct record lead_order_paper, lead_referral_paper;

/* NULL when there is none such, or it is none of a child, or of the lead. */
const struct lead_action *lead_action_of(const char *name, bool child);
const struct record *lead_action_body(const char *name);
const struct record *lead_child_action_body(const char *name);

/* The title of an event, also of those that are no action. */
const char *lead_event_title(const char *action);

/* Is it one of the bureau's own, which others are not shown? */
bool lead_event_of_office(const char *action);

/* May the actor take it now?  `c` is the child, NULL of the lead's own.
 * ERR_FORBIDDEN, ERR_RULE with *why. */
enum err lead_may(const struct lead_action *x, const struct lead_row *l,
                  const struct lead_child_row *c, const struct act *act,
                  struct refusal *why);

/* The lead after one of its own actions: lead_may, then dates and what closing
 * asks of its children.  ERR_INVALID, ERR_RULE. */
enum err lead_apply(const struct lead_action *x, const struct lead_row *l,
                    const struct lead_child_row *children, size_t n,
                    const struct act *act, const void *in,
                    struct lead_row *next, struct refusal *why);

/* The same for one of its children. */
enum err lead_child_apply(const struct lead_action *x, const struct lead_row *l,
                          const struct lead_child_row *c, const struct act *act,
                          const void *in, struct lead_child_row *next,
                          struct refusal *why);

/* The actions that the actor may take now, as struct action_view: of the lead
 * when `c` is NULL, else of the child. */
enum err lead_allowed(const struct lead_row *l, const struct lead_child_row *c,
                      const struct act *act, struct arena *a, struct list *out);

#endif
