/*
 * 逐级上报: the children who learn elsewhere without 学籍, reported to the level above
 * (虎政规〔2020〕1号 五(三)1, R84).  Listing gives each of them a 上报编号 of its own,
 * once; that it was reported, under which 文号 and when, its case says (逐级汇报); what
 * was answered is written down here.
 *
 *   listed (待上报) --the case's 逐级汇报--> reported --answer--> answered
 */
#ifndef DOMAIN_UPWARD_H
#define DOMAIN_UPWARD_H

#include "domain/act.h"
#include "domain/transition.h"
#include "json/field.h"

#define UPWARD_YEAR_MIN 2000
#define UPWARD_YEAR_MAX 2199

extern const struct code_table upward_states, upward_answers;

struct upward_row {
    int64_t id, student_id, case_id;
    const char *upward_no; /* 230381-2026-0001 */
    const char *name, *township, *school_name, *listed_on;
    const char *report_no, *reported_on; /* of its case */
    const char *state, *answer, *answered_on, *note;
    int64_t may_answer, version;
};
extern const struct record upward_row;

struct upward_answer_in {
    const char *answer, *answered_on, *note;
};
extern const struct record upward_answer_in;

/* What listing did: numbers given now, and all in sight. */
struct upward_listing {
    int64_t given, all;
};
extern const struct record upward_listing;

/* ERR_RULE, ERR_INVALID with *why: it was not reported yet, or a day that is not
 * between that and today. */
enum err upward_answer_fits(const struct upward_row *r,
                            const struct upward_answer_in *in,
                            const struct act *act, struct refusal *why);
void upward_describe(struct upward_row *r, const struct act *act);

#endif
