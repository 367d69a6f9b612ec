/*
 * A case (个案): one child who is missing from school, followed until it is
 * back or lawfully placed.  Structs, field tables, levels and clocks; what may
 * be done with a case stands in domain/transition.h.
 *
 *   reported --> persuading --> review --> watching --> closed
 *      |          ^    ^   |       ^ |         |            |
 *      v          |    |   v       | refuse    |            |
 *   dismissed     | enforcing ----+ |          |            |
 *                 v                | v         |            |
 *              arranging ----------+ <---------+            |
 *                 ^                                         |
 *   persuading <--+------- lapse, reopen ------+------------+
 *
 * arranging holds the seven dispositions (处置类别), enforcing the steps of
 * the law; actions_draw makes the whole drawing from the table.
 */
#ifndef DOMAIN_CASE_H
#define DOMAIN_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "domain/act.h"
#include "domain/calendar.h"
#include "json/field.h"

/* In the order of the code tables case_states and case_levels. */
enum case_state {
    CASE_REPORTED,
    CASE_PERSUADING,
    CASE_ARRANGING,
    CASE_ENFORCING,
    CASE_REVIEW,
    CASE_WATCHING,
    CASE_CLOSED,
    CASE_DISMISSED,
    CASE_STATE_N
};

/* 责任层级, from the child upwards (虎政规〔2020〕1号, 逐级责任制). */
enum case_level {
    LEVEL_CLASS_TEACHER,
    LEVEL_PRINCIPAL,
    LEVEL_VILLAGE,
    LEVEL_TOWNSHIP,
    LEVEL_BUREAU,
    LEVEL_LEADING_GROUP,
    LEVEL_N
};

/* By code; …_N for none such. */
enum case_state case_state_of(const char *code);
const char *case_state_code(enum case_state s);
enum case_level case_level_of(const char *code);
const char *case_level_code(enum case_level l);

/* Does somebody of the chain work on it, so that its clock runs a level up? */
bool case_open_at_level(enum case_state s);

/* The level that a role answers for; LEVEL_N when it answers for none. */
enum case_level role_level(enum role r);

/* ---- the case as it is stored ---- */
struct case_row {
    int64_t id, student_id;
    const char *kind; /* suspected dropout never_enrolled */
    const char *state;
    const char *disposition; /* 处置类别, NULL before one is chosen */
    const char *level;
    const char *source; /* flag survey roster lead */
    const char *reason;
    const char *absent_since;
    const char *outcome; /* how it is to be closed, or was */
    const char *returned_on;
    int64_t persuasions; /* visits counted */
    int64_t watch_step;  /* checks done of WATCH_STEPS */
    int64_t opened_at, opened_by;
    int64_t due_at;    /* INT_NONE: nothing is due */
    int64_t closed_at; /* 销号 approved, or dismissed */
    int64_t submitted_by;
    /* of an approved absence or placement */
    const char *period_from, *period_until;
    const char *placed_at;  /* school, where it is not the enrolment's */
    const char *conclusion; /* of the police */
    const char *archive_no; /* of an exemption */
    const char *report_no, *reported_on; /* 逐级汇报 */
    int64_t reminded_for;                /* the due_at that was reminded of */
    const char *alerted_for; /* the period_until that was warned of */
    int64_t clock_used; /* actions that gave this level its time, as bits of
                           the transition table's rows */
    int64_t version;
};
extern const struct record case_row;

/* What the rules need to know of the child beside its case. */
struct case_child {
    const char *birth_date;
    const char *school;     /* code, of the present enrolment; NULL none */
    const char *enrolment;  /* its state; NULL none */
    int64_t has_student_no; /* a 学籍号 is entered: 0, 1 */
    int64_t has_id_no;      /* an identity number is entered: 0, 1 */
    int64_t levels;         /* those of its own chain, as bits of case_level */
};
extern const struct record case_child;

/* The outcomes whose closing a role approves, each between blanks, in the
 * arena; NULL when it approves none, or when there is no memory. */
const char *outcomes_approved_by(enum role role, struct arena *a);

/* Whose turn it is: the level of who approves while a closing waits, else the
 * level of the case; NULL when it is over and nobody's is left. */
const char *case_turn(const struct case_row *c);

/* The next level of a child's own chain above `level`, and its lowest; the
 * bureau and the leading group stand in every chain. */
enum case_level case_level_above(enum case_level level, int64_t levels);
enum case_level case_level_lowest(int64_t levels);

/* What else is on file for the case; NULL, 0: nothing. */
struct case_file {
    int64_t appraised;  /* a medical appraisal was reported */
    const char *advice; /* of the last assessment: code table placements */
    int64_t plan_items; /* of the child's open 一生一策 */
    int64_t police_asked, appraisal_asked; /* given, and not completed */
    int64_t admonished;                    /* 批评教育 on record */
    const char *order_served, *order_until; /* 责令限期改正, the last served */
    const char *urging_served;              /* 催告, the last served */
    int64_t in_court; /* an application or a suit was handed in */
};
extern const struct record case_file;

/* ---- lists ---- */
struct case_item {
    struct case_row c;
    const char *student_name, *sex, *birth_date;
    const char *school_name, *grade, *class;
    const char *village_name; /* of residence, else of 户籍 */
    int64_t overdue;
};
extern const struct record case_item;

/* How many cases stand alike, and how many of them are past due. */
struct case_tally {
    const char *state, *level, *disposition; /* disposition: NULL, none */
    int64_t n, overdue;
};
extern const struct record case_tally;
#define CASE_TALLIES 500 /* states × levels × dispositions are fewer */

/*
 * Seven days from `since` to `until`, both counted: cases opened, settled
 * (销号: the child back or lawfully placed; of these `returned`), found to be
 * none, opened again after they were settled, and in hand when the week ended.
 * So open = open before + opened + reopened - settled - dismissed.
 */
struct case_week {
    int64_t id; /* 0 the last seven days, 1 those before */
    const char *since, *until;
    int64_t opened, settled, returned, dismissed, reopened, open;
};
extern const struct record case_week;
#define CASE_WEEKS_MOST 53

/* ---- one case, with all that is known of it ---- */
struct case_student {
    int64_t id;
    const char *name, *sex, *birth_date;
    const char *school, *school_name, *grade, *class;
    const char *village, *village_name, *township_name;
};
extern const struct record case_student;

/* Who is responsible now: the unit of the level, and the post in office. */
struct case_owner {
    const char *level;
    const char *duty, *holder; /* NULL when the post is vacant */
    const char *unit, *unit_name;
};
extern const struct record case_owner;

/* One field of an event, as it was filled in, with its label of that day. */
struct case_fact {
    const char *name, *label, *value;
};
extern const struct record case_fact;

struct case_event {
    int64_t id;
    const char *action, *title;
    const char *from_state, *to_state, *level;
    int64_t at, account_id; /* account 0: the clock */
    const char *account_name, *unit, *unit_name;
    const char *detail; /* sealed; what `facts` was read from */
    struct list facts;  /* struct case_fact */
};
extern const struct record case_event;

struct case_evidence {
    int64_t id, event_id;
    const char *kind;
    int64_t attachment_id;
    const char *type;
    int64_t size;
};
extern const struct record case_evidence;

/* 劝返次数 at one level. */
struct case_visits {
    const char *level;
    int64_t n;
};
extern const struct record case_visits;

struct case_view {
    struct case_row c;
    struct case_student *student;
    struct case_owner *owner;
    int64_t overdue;
    struct list events;   /* struct case_event, oldest first */
    struct list evidence; /* struct case_evidence */
    struct list visits;   /* struct case_visits, by level */
    struct case_file *file;
    struct list allowed_actions; /* struct action_view */
};
extern const struct record case_view;

/* ---- flagging ---- */
struct case_flag {
    int64_t student_id;
    const char *reason, *absent_since, *tried;
};
extern const struct record case_flag;

/* ---- clocks ---- */
#define WATCH_STEPS 4

/* Days allowed, from settings, and the calendar they are counted by. */
struct case_clock {
    int64_t level_days[LEVEL_N];
    int64_t dropout_days; /* 疑似辍学 becomes 辍学 */
    int64_t review_days;
    int64_t watch_days[WATCH_STEPS]; /* after the closing was approved */
    int64_t grace_days; /* a check of the watch may be late by this */
    int64_t plain;      /* 1: all limits in days of the calendar */
    const struct calendar *calendar; /* NULL: every day counts */
};

/* Which setting (domain/setting.h) each part of a clock is read from. */
struct case_clock_part {
    const char *setting;
    size_t offset; /* of the int64_t in struct case_clock */
};
extern const struct case_clock_part case_clock_parts[];
extern const size_t case_clock_parts_n;

/* The defaults of the settings, without a calendar. */
void case_clock_default(struct case_clock *clock);

/* The last millisecond of the day that lies `days` days after the day of `ms`,
 * counted by the rule: the first day is not counted and the last one ends at
 * 24:00 (民法典 201, 203).  NULL for the clock: every day counts. */
int64_t case_day_end(const struct case_clock *clock, int64_t ms, int64_t days,
                     enum day_rule rule);

/* Takes back what a closing had set, for a case that goes on. */
void case_forget_closing(struct case_row *c);

/* When what the case now waits for is due; INT_NONE when it waits for nothing.
 * `from` is the instant at which the waiting began. */
int64_t case_due_at(const struct case_row *c, const struct case_clock *clock,
                    int64_t from);

/* ---- the sweep ---- */
/*
 * Open at a level past due: up one level by itself, and at the top a reminder.
 * An approved absence: an alert some days before it ends, and when the child
 * has not come on the day, the case goes on.  A check of the watch that nobody
 * made: a reminder, and after the grace the case goes on.
 */
enum case_alarm {
    ALARM_NONE,
    ALARM_DROPOUT,  /* its limit is over: 疑似辍学 becomes 辍学 */
    ALARM_ESCALATE, /* past due: up one level by itself */
    ALARM_REMIND,   /* past due where nothing goes up, once a deadline */
    ALARM_ALERT,    /* a period comes to its end */
    ALARM_LAPSE,    /* a period is over, and the child has not come */
    ALARM_UNSEEN,   /* nobody has looked after a child that returned */
    ALARM_RESET,    /* due later than any limit: a clock was wrong */
};

/* What the clock does for a case at `now`, one thing at a time: the caller
 * applies it and asks again until ALARM_NONE.  A level that was reached late
 * has its full time all the same, so a missed night or a jump of a year
 * escalates once, not to the top. */
enum case_alarm case_alarm(const struct case_row *c,
                           const struct case_clock *clock, int64_t now);

/* Applies it to *c and names the event.  `today` is the day of `now` and lives
 * as long as *c. */
const char *case_alarm_apply(enum case_alarm alarm, struct case_row *c,
                             const struct case_child *child,
                             const struct case_clock *clock, int64_t now,
                             const char *today);

/* For the query that finds whom an alarm may ring for. */
struct case_alarm_bounds {
    int64_t latest_due;             /* later is later than any limit */
    char absent_on[CLOCK_DATE_MAX]; /* absent since then or earlier … */
    int64_t opened_before;          /* … or, not known since when, opened */
    int64_t unseen_before;          /* a check that was due before */
};
void case_alarm_bounds(const struct case_clock *clock, int64_t now,
                       struct case_alarm_bounds *out);

/* ---- opening ---- */
/* Where a new case starts: field and school own what they find; what others
 * find starts at the lowest post of the child's own chain. */
enum case_level case_level_first(enum role finder,
                                 const struct case_child *child);

/* Titles of events that are no action: flag, sighted, dropout … */
const char *case_event_title(const char *action);

#endif
