/*
 * 职业技能培训意愿: what the leavers of 初中 and 高中 do next, and what those who do not
 * go on wish to learn; from townships and schools to 人社局, which trains them free
 * of charge (虎政规〔2020〕1号 四, R28).
 *
 *   registered --hand_over--> handed --contact--> contacted
 *       |                       |--train--> trained <--'
 *       |                       `--give_up--> given_up <--'
 *       `--withdraw--> withdrawn
 *
 * No more is kept than a call takes (个人信息保护法 6): a telephone of none but those
 * who wish, no number and no address of anybody; of a leaver of 高中, who is in no
 * list here, a row only when he or she wishes.  人社局 sees who was handed to it, and
 * of those no more than whom to call about what.
 */
#ifndef DOMAIN_TRAINING_WISH_H
#define DOMAIN_TRAINING_WISH_H

#include "domain/act.h"
#include "domain/transition.h"
#include "json/field.h"

#define TRAINING_YEAR_MIN 2000
#define TRAINING_YEAR_MAX 2199
/* The unit that trains. */
#define TRAINER "renshe"

extern const struct code_table training_stages, training_onwards,
    training_courses, training_states;

/* ---- bodies ------------------------------------------------------------ */
struct training_wish_in {
    int64_t year;
    const char *stage;
    int64_t student_id;                        /* of 初中 */
    const char *name, *school_name, *division; /* of 高中 */
    const char *onward;
    const char *course, *contact, *phone; /* of those who wish */
    int64_t informed;
};
struct training_step_in {
    const char *on_date, *note;
};
struct training_handover_in {
    int64_t year;
};
extern const struct record training_wish_in, training_handover_in;

/* ---- rows -------------------------------------------------------------- */
struct training_wish {
    int64_t id, year;
    const char *stage;
    int64_t student_id;
    const char *name, *school_name, *division, *township;
    const char *onward, *course, *contact, *phone;
    int64_t informed;
    const char *state, *handed_on, *contacted_on, *ended_on, *note;
    const char *unit, *unit_name;
    int64_t account_id, created_at, version;
    struct list allowed_actions; /* struct action_view; of one alone */
};
extern const struct record training_wish;      /* the telephone whole */
extern const struct record training_wish_item; /* masked */

struct training_handover {
    int64_t year, handed;
};
extern const struct record training_handover;

/* A leaver of 初中 of whom nobody has written down what is next. */
struct training_leaver {
    int64_t id; /* of the student */
    const char *name, *school, *school_name, *class, *township;
};
extern const struct record training_leaver;

/* ---- rules ------------------------------------------------------------- */
struct training_step {
    const char *name, *label, *from, *to;
    bool trainer; /* of 人社局; else of those who register */
    const struct record *in;
};
/* NULL when there is none of that name. */
const struct training_step *training_step_of(const char *name);
const struct record *training_step_body(const char *action);

/* Is what is written down whole, and no more than is needed?  ERR_INVALID,
 * ERR_RULE with *why.  That the child left school in the year is the store's to
 * see. */
enum err training_wish_fits(const struct training_wish_in *in,
                            const struct act *act, struct refusal *why);

/* May `act`, who sees it, take the step now?  ERR_RULE with *why. */
enum err training_step_may(const struct training_step *s,
                           const struct training_wish *w, const struct act *act,
                           struct refusal *why);
/* Takes it: state, days, note.  ERR_RULE, ERR_INVALID with *why. */
enum err training_step_take(const struct training_step *s,
                            const struct training_step_in *in,
                            const struct act *act, struct training_wish *w,
                            struct refusal *why);

/* Leaves away what the reader's work does not take. */
void training_wish_for(struct training_wish *w, const struct act *act);
/* The steps that are open to `act`. */
enum err training_wish_allowed(struct training_wish *w, const struct act *act,
                               struct arena *a);

#endif
