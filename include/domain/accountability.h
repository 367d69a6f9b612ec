/*
 * 表扬、通报批评、约谈 (虎政规〔2020〕1号 六3): of which unit and which responsible
 * post, on what ground, on which day, and what was said.  The head of the leading
 * group (组长) interviews; 督导室 records it too, as its office.  A record is never
 * changed, only withdrawn with a reason.
 */
#ifndef DOMAIN_ACCOUNTABILITY_H
#define DOMAIN_ACCOUNTABILITY_H

#include "domain/act.h"
#include "domain/transition.h"

extern const struct code_table accountability_kinds, accountability_grounds;

struct accountability_in {
    const char *kind, *unit, *duty, *ground;
    int64_t year, finding_id, case_id;
    const char *on_date, *detail;
};
extern const struct record accountability_in;
struct accountability_withdraw {
    const char *reason;
};
extern const struct record accountability_withdraw;

struct accountability_row {
    int64_t id;
    const char *kind, *unit, *unit_name, *duty, *holder, *interviewer, *ground;
    int64_t year, finding_id, case_id;
    const char *on_date, *detail, *account_name;
    int64_t at, withdrawn_at;
    const char *reason;
    int64_t may_withdraw; /* whoever asks */
    int64_t version;
};
extern const struct record accountability_row;

/* Does the body hold together: the ground with what it names, the day not
 * ahead, the post of that kind of unit?  `unit_kind` NULL: no such unit.
 * ERR_INVALID with *why. */
enum err accountability_fits(const struct accountability_in *in,
                             const char *unit_kind, const struct act *act,
                             struct refusal *why);

/* ERR_RULE with *why: it is withdrawn already. */
enum err accountability_withdraw_may(const struct accountability_row *r,
                                     struct refusal *why);

#endif
