/*
 * Assignments (交办): work that is handed to one of the member departments of
 * 虎政规〔2020〕1号, for a case or for none.  Two tables rule it: the tasks,
 * which say who does what and which parts of the child it takes; and the
 * actions, which say how an assignment moves.
 *
 *   assigned --> accepted --> reported --> completed
 *      |  \         |  ^----- send_back
 *      |   \        v
 *      |    +--> returned --> withdrawn
 *      +--------------------> withdrawn
 */
#ifndef DOMAIN_ASSIGNMENT_H
#define DOMAIN_ASSIGNMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/act.h"
#include "domain/case.h"
#include "domain/transition.h"

/* In the order of the code table assignment_states. */
enum assignment_state {
    TASK_ASSIGNED,
    TASK_ACCEPTED,
    TASK_REPORTED,
    TASK_COMPLETED,
    TASK_RETURNED,
    TASK_WITHDRAWN,
    TASK_STATE_N
};
extern const struct code_table assignment_states, assignment_tasks;

/* By code; TASK_STATE_N when there is none such. */
enum assignment_state assignment_state_of(const char *code);
const char *assignment_state_code(enum assignment_state s);

/* ---- giving ---- */
struct assignment_give {
    int64_t case_id, student_id; /* INT_NONE: of no case */
    const char *unit, *task, *note, *due_on;
    int64_t together; /* 联办: the first of those given at once; INT_NONE */
};

extern const struct record assignment_give; /* what its event keeps */

/* ---- the tasks ---- */
/* Parts of a child that a task takes; the store's statement reads no more. */
#define PART_NAME 1
#define PART_SEX 2
#define PART_BIRTH 4
#define PART_ID_NO 8
#define PART_RESIDENCE 16
#define PART_HUJI 32
#define PART_GUARDIAN 64
#define PART_PHONE 128 /* the guardian's */
#define PART_SCHOOL 256
#define PART_TAGS 512
#define PART_HEALTH 1024
#define PART_REASON 2048 /* why it is not at school, and since when */
#define PART_ALL 4095u

/* What the report of a task does to its case. */
enum task_effect { EFFECT_NOTE, EFFECT_CONCLUDE, EFFECT_APPRAISE };

struct assignment_task {
    const char *code, *title;
    const char *units;   /* that do it, blanks between */
    const char *numbers; /* of the duties in the rule, blanks between */
    unsigned parts;      /* PART_… */
    const struct code_table *results; /* NULL: it has no result */
    const struct record *report;      /* fields of its report */
    struct evidence_ask evidence;     /* kind NULL: none */
    int days;                         /* given by default */
    enum task_effect effect;
    bool alone; /* may be given of no case */
};
extern const struct assignment_task tasks[];
extern const size_t tasks_n;

/* NULL when there is none such. */
const struct assignment_task *assignment_task_of(const char *code);

/* Is the task one of this unit's? */
bool assignment_unit_does(const struct assignment_task *t, const char *unit);

/* A row of the table of tasks, for those who give them. */
struct task_view {
    const char *code, *title;
    struct list units, numbers; /* const char * */
    struct list shows;          /* const char *: what the unit sees */
    const char *evidence;       /* its own paper; NULL none */
    int64_t evidence_required;
    int64_t days, needs_case;
};
extern const struct record task_view;

/* All of them; in the arena. */
enum err assignment_task_views(struct arena *a, struct list *out);

/* ---- rows ---- */
struct assignment_row {
    int64_t id, case_id, student_id;
    const char *unit, *task;
    int64_t together;
    const char *note, *due_on, *state;
    int64_t reminders;
    const char *reminded_for, *result;
    int64_t assigned_by;
    const char *assigned_unit;
    int64_t assigned_at, closed_at;
    int64_t version;
};
extern const struct record assignment_row;

/* Which parts of its child whoever asks is shown, as PART_…: a department
 * those that its task takes, and only the name after its work is over; others,
 * who have the child's own page, all but what is masked there. */
unsigned assignment_parts(const struct assignment_row *g, enum role role);

/* Is it over for that reader before it was done, so that nothing that the
 * giver wrote about the child is left to see? */
bool assignment_gone(const struct assignment_row *g, enum role role);

/* Its members are NULL where the part is not shown. */
struct assignment_child {
    const char *name, *sex, *birth_date, *id_no;
    const char *residence, *residence_address;
    const char *huji, *huji_address;
    const char *guardian, *guardian_relation, *phone;
    const char *school_name, *grade, *class;
    const char *tags, *health;
    const char *reason, *absent_since;
};
extern const struct record assignment_child;

struct assignment_event {
    int64_t id;
    const char *action, *title, *from_state, *to_state;
    int64_t at, account_id; /* account 0: the clock */
    const char *account_name, *unit, *unit_name;
    const char *detail;
    struct list facts; /* struct case_fact */
};
extern const struct record assignment_event;

struct assignment_evidence {
    int64_t id, event_id;
    const char *kind;
    int64_t attachment_id;
    const char *type;
    int64_t size;
};
extern const struct record assignment_evidence;

/* Another one of those that were given together, or of the same case. */
struct assignment_partner {
    int64_t id;
    const char *unit, *unit_name, *task, *due_on, *state;
};
extern const struct record assignment_partner;

/* What is told of each of many. */
struct assignment_brief {
    int64_t id, case_id;
    const char *unit, *task, *due_on, *state;
    int64_t version;
};
extern const struct record assignment_brief;

struct assignment_item {
    struct assignment_row g;
    const char *task_title, *unit_name, *assigned_unit_name, *student_name;
    int64_t overdue;
};
extern const struct record assignment_item;

struct assignment_view {
    struct assignment_row g;
    const char *task_title, *unit_name, *assigned_unit_name, *assigned_name;
    int64_t overdue;
    struct assignment_child *child; /* NULL: of no child, or not shown */
    struct list events;             /* struct assignment_event */
    struct list evidence;           /* struct assignment_evidence */
    struct list partners;           /* struct assignment_partner */
    struct list allowed_actions;    /* struct action_view */
};
extern const struct record assignment_view;

/* ---- actions ---- */
/* Whose action it is. */
enum task_side {
    BY_DOER,  /* the department that it was given to */
    BY_GIVER, /* the unit that gave it, or the bureau as the office */
};

struct assignment_action {
    const char *name, *label;
    const char *title; /* of its event */
    const char *noted; /* event that it adds to the case */
    unsigned from;     /* states, as bits */
    unsigned to;       /* one bit; 0: the state stays */
    enum task_side side;
    unsigned roles;
    const struct record *in;
};
extern const struct assignment_action assignment_actions[];
extern const size_t assignment_actions_n;

/* Bodies; each begins with its evidence. */
struct assignment_accept {
    struct list evidence;
    const char *note;
};
struct assignment_report {
    struct list evidence;
    const char *note;
    const char *result; /* where the task has one */
};
struct assignment_return {
    struct list evidence;
    const char *reason;
};
struct assignment_withdraw {
    struct list evidence;
    const char *note;
};
struct assignment_send_back {
    struct list evidence;
    const char *note, *due_on;
};
struct assignment_complete {
    struct list evidence;
    const char *note;
};
struct assignment_remind {
    struct list evidence;
    const char *note;
};
extern const struct record assignment_accept, assignment_report,
    assignment_return, assignment_withdraw, assignment_send_back,
    assignment_complete, assignment_remind;

/* From this reminder on a supervision order (督办单) is issued. */
#define ORDER_FROM_REMINDER 2
/* After it was accepted, giving can be undone only for so long. */
#define WITHDRAW_MS CLOCK_DAY_MS

/* What the case's own history keeps of an assignment. */
struct assignment_noted {
    const char *task, *unit_name, *due_on, *result, *note;
};
extern const struct record assignment_noted;

/* NULL when there is none such. */
const struct assignment_action *assignment_action_of(const char *name);
const struct record *assignment_action_body(const char *name);

/* The title of an event, also of those that are no action. */
const char *assignment_event_title(const char *action);

/* May the actor take it now?  ERR_FORBIDDEN for the wrong role, ERR_RULE for
 * the wrong unit or state. */
enum err assignment_may(const struct assignment_action *a,
                        const struct assignment_row *g, const struct act *act,
                        struct refusal *why);

/* The assignment after it, with its version not yet raised.  ERR_INVALID,
 * ERR_RULE. */
enum err assignment_apply(const struct assignment_action *a,
                          const struct assignment_row *g, const struct act *act,
                          const void *in, struct assignment_row *next,
                          struct refusal *why);

/* What is kept of its body, as facts_text; in the arena. */
const char *assignment_facts(struct arena *a, const struct assignment_action *x,
                             const struct assignment_row *g, const void *in);

/* The actions that the actor may take now, as struct action_view. */
enum err assignment_allowed(const struct assignment_row *g,
                            const struct act *act, struct arena *a,
                            struct list *out);

/* May this be given?  ERR_INVALID, or ERR_RULE of a closed case, with *why.
 * `case_state` is its code, NULL of no case. */
enum err assignment_give_may(const struct assignment_give *give,
                             const char *case_state, const char *today,
                             struct refusal *why);

#endif
