/*
 * 隐患与办学条件: what has to be put right at a school, its gravity, by when and by
 * whom, what shows that it was, and who looked (虎政规〔2020〕1号 四: 学校卫生设施
 * 和食宿条件, R24; 五(二): 及时消除安全隐患, R78).  The bureau looks; whoever reported
 * the mending never does.
 *
 *   open --report--> reported --pass--> passed
 *     ^ \               `--return--> returned --report-->
 *     |  `--withdraw--> withdrawn
 *     `--extend (also of returned)
 */
#ifndef DOMAIN_HAZARD_H
#define DOMAIN_HAZARD_H

#include "domain/supervision.h"

#define HAZARD_STEPS_MOST 200
#define HAZARD_REMIND_DAYS 7
/* The unit that looks whether it was put right. */
#define HAZARD_CHECKER "bureau"

extern const struct code_table hazard_kinds, hazard_gravities, hazard_states;

/* ---- bodies ------------------------------------------------------------ */
struct hazard_in {
    struct list evidence;
    const char *school, *kind, *gravity, *found_on, *detail;
    const char *mender; /* NULL: the school itself */
    const char *due_on;
};
extern const struct record hazard_in;

struct hazard_note {
    struct list evidence;
    const char *note;
};
struct hazard_again {
    struct list evidence;
    const char *due_on, *note;
};
extern const struct record hazard_report, hazard_pass, hazard_withdraw,
    hazard_return, hazard_extend;

/* Its steps, for supervision_step_of and supervision_allowed. */
extern const struct supervision_table hazard_steps;
/* The body of a step; NULL when there is none of that name. */
const struct record *hazard_step_body(const char *action);
const char *hazard_step_title(const char *action);

/* ---- rows -------------------------------------------------------------- */
struct hazard_row {
    int64_t id;
    const char *school, *kind, *gravity, *found_on, *detail, *mender;
    const char *due_on, *state;
    int64_t reported_by, account_id;
    const char *unit; /* that found it */
    int64_t at, version;
};
extern const struct record hazard_row;

struct hazard_item {
    int64_t id;
    const char *school, *school_name, *kind, *gravity, *found_on, *detail;
    const char *mender_name, *unit_name, *due_on, *state;
    int64_t overdue, late; /* not reported; reported after its day */
    int64_t at, version;
};
extern const struct record hazard_item;

struct hazard_step {
    int64_t id;
    const char *action, *title, *due_on, *on_date, *note;
    const char *account_name, *unit_name;
    int64_t at;
    struct list evidence; /* struct supervision_evidence */
};
extern const struct record hazard_step;

struct hazard_view {
    int64_t id;
    const char *school, *school_name, *kind, *gravity, *found_on, *detail;
    const char *mender_name, *unit_name, *due_on, *state;
    int64_t overdue, late, at, version;
    struct list steps;           /* struct hazard_step, in order */
    struct list allowed_actions; /* struct action_view */
};
extern const struct record hazard_view;

/* ---- rules ------------------------------------------------------------- */
/* May the actor write it down?  ERR_RULE, ERR_INVALID with *why: a school
 * writes down its own; a day that is past, evidence of another kind. */
enum err hazard_add_may(const struct hazard_in *in, const struct act *act,
                        struct refusal *why);

/* Takes the step: the state, the day and who reported.  ERR_RULE, ERR_INVALID
 * with *why. */
enum err hazard_apply(const struct supervision_step *s, const struct act *act,
                      const void *in, struct hazard_row *g,
                      struct refusal *why);

enum err hazard_allowed(const struct hazard_row *g, const struct act *act,
                        struct arena *a, struct list *out);

/* The words of a step's body; NULL. */
const char *hazard_words(const struct supervision_step *s, const void *in);

#endif
