/*
 * What each action of a case asks to be filled in.  Every struct begins with
 * its evidence, so that rules read it without knowing the action.
 */
#ifndef DOMAIN_CASE_ACTION_H
#define DOMAIN_CASE_ACTION_H

#include <stdint.h>

#include "json/field.h"

/* An attachment given as evidence of a kind. */
struct evidence_in {
    const char *kind;
    int64_t attachment_id;
};
extern const struct record evidence_in;

#define EVIDENCE_MOST 20

/* 核实 */
struct case_verify {
    struct list evidence;
    const char *note;
    const char *reason;       /* as verified, when it differs */
    const char *absent_since; /* the same */
};
extern const struct record case_verify;

/* 排除 */
struct case_dismiss {
    struct list evidence;
    const char *note; /* why */
};
extern const struct record case_dismiss;

/* 登记劝返: one visit */
struct case_persuade {
    struct list evidence;
    const char *visited_on, *method;
    const char *persons;     /* 劝返人员 */
    const char *met;         /* whom they spoke with */
    const char *family_said; /* 家庭答复 */
    const char *result, *next_on;
};
extern const struct record case_persuade;

/* 上报一级 */
struct case_escalate {
    struct list evidence;
    const char *note;
};
extern const struct record case_escalate;

/* 报告返校 */
struct case_return {
    struct list evidence;
    const char *returned_on, *school_name, *note;
};
extern const struct record case_return;

/* 提交销号 */
struct case_submit {
    struct list evidence;
    const char *outcome, *school_name, *returned_on, *note;
};
extern const struct record case_submit;

/* 批准销号 */
struct case_approve {
    struct list evidence;
    const char *note;
};
extern const struct record case_approve;

/* 退回 */
struct case_refuse {
    struct list evidence;
    const char *note;
};
extern const struct record case_refuse;

/* 回访 */
struct case_check {
    struct list evidence;
    const char *checked_on;
    int64_t in_school;
    const char *absent_since, *note;
};
extern const struct record case_check;

/* 重新劝返 */
struct case_reopen {
    struct list evidence;
    const char *reason, *absent_since, *note;
};
extern const struct record case_reopen;

/* The outcomes that a closing can be submitted with. */
struct outcome_rule {
    const char *outcome;
    const char *disposition; /* that it completes, or NULL */
    const char *evidence;    /* the kind that proves it */
    unsigned needs;          /* NEEDS_… */
    int watched;             /* afterwards: somebody may leave school again */
};
enum { NEEDS_SCHOOL = 1, NEEDS_RETURN = 2, NEEDS_STUDENT_NO = 4 };
extern const struct outcome_rule outcome_rules[];
extern const size_t outcome_rules_n;
extern const struct code_table submit_outcomes;

/* NULL when a closing cannot be submitted with it. */
const struct outcome_rule *outcome_rule_of(const char *outcome);

#endif
