/*
 * 转学交接: a child that changes its school is written out by the one and
 * received by the other; between the two it counts as at neither (R23, R74).
 *
 *   waiting --receive--> received     by the school it came to
 *      |----confirm--> confirmed      by the bureau on proof, outside the county
 *      |----withdraw--> withdrawn     it stays where it was
 *      `--> superseded                its schooling was recorded another way
 *
 * Where a child is at school, its schooling (enrolment) alone says: written out
 * it is 转出, and present, until another row follows.
 */
#ifndef DOMAIN_TRANSFER_H
#define DOMAIN_TRANSFER_H

#include "base/clock.h"
#include "domain/act.h"
#include "domain/schooling.h"
#include "domain/transition.h"
#include "json/field.h"

extern const struct code_table transfer_states, transfer_directions;

/* Of whatever shows a child: "waiting" while no school has received it, else
 * nothing.  So called in every list, ledger and page. */
#define F_TRANSFER_STATE(tag, opts)                                            \
    F_CODE(tag, transfer_state, "转学状态", opts, transfer_states)

struct transfer_in {
    int64_t student_id;
    const char *to_school, *to_name; /* one of them */
    const char *left_on, *reason;
};
struct transfer_receive {
    const char *arrived_on, *grade, *class, *boarding;
};
struct transfer_confirm {
    const char *arrived_on;
    int64_t attachment_id; /* 就读证明 */
};
struct transfer_withdraw {
    const char *note;
};
extern const struct record transfer_in, transfer_receive, transfer_confirm,
    transfer_withdraw;

struct transfer_row {
    int64_t id, student_id, enrolment_id;
    const char *student_name, *sex, *birth_date;
    const char *from_school, *from_name, *to_school, *to_name;
    const char *grade, *reason, *left_on, *due_on, *unit, *unit_name;
    int64_t written_by, written_at;
    const char *state, *arrived_on;
    int64_t attachment_id;
    const char *note, *settled_name;
    int64_t settled_by, settled_at, case_id;
    int64_t overdue, may_receive, may_confirm, may_withdraw;
    int64_t version;
};
extern const struct record transfer_row;
/* What a case says of it: from where, where to, and the days. */
extern const struct record transfer_said;

/* May the child, whose present schooling is `now` (NULL: none) and who has a
 * case in hand or not, be written out?  Dates, the school it goes to, and whose
 * pupil it is; ERR_INVALID, ERR_RULE with *why. */
enum err transfer_write(const struct transfer_in *in,
                        const struct enrolment_row *now, bool in_case,
                        const struct act *act, struct refusal *why);

/* May it be received, confirmed, withdrawn?  ERR_RULE with *why. */
enum err transfer_may_receive(const struct transfer_row *t,
                              const struct act *act, struct refusal *why);
enum err transfer_may_confirm(const struct transfer_row *t,
                              const struct act *act, struct refusal *why);
enum err transfer_may_withdraw(const struct transfer_row *t,
                               const struct act *act, struct refusal *why);
/* The day of arrival is no earlier than that of leaving, and has come. */
enum err transfer_arrival(const struct transfer_row *t, const char *arrived_on,
                          const struct act *act, struct refusal *why);

/* Sets overdue and what the account may do. */
void transfer_describe(struct transfer_row *t, const struct act *act);

#endif
