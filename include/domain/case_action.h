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

/* Is one attachment given twice in a list of struct evidence_in?  One file
 * proves one thing. */
bool evidence_repeats(const struct list *evidence);

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
    const char *persons;    /* 劝返人员 */
    const char *companions; /* 同行: the police, the women's federation … */
    const char *met;        /* whom they spoke with */
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

/* ---- the ladder ---- */
/* 提级办理 */
struct case_take_up {
    struct list evidence;
    const char *note;
};
extern const struct record case_take_up;

/* 劝返通知书, 限期复学通知书 */
struct case_notify {
    struct list evidence;
    const char *deadline_on, *note;
};
extern const struct record case_notify, case_order_return;

/* ---- dispositions (处置类别) ---- */
/* 转入安置办理 */
struct case_arrange {
    struct list evidence;
    const char *disposition, *note;
};
extern const struct record case_arrange;

/* 继续劝返 */
struct case_resume {
    struct list evidence;
    const char *note;
};
extern const struct record case_resume;

/* A guardian's application for an absence of some time: 延缓入学, 短期出国,
 * 休学, and by the city 特殊情况免除.  Each record asks for its own part. */
struct case_leave {
    struct list evidence;
    const char *applicant, *relation, *cause;
    const char *country;            /* abroad */
    const char *hospital, *opinion; /* medical */
    const char *from_on, *until_on;
};
extern const struct record case_defer, case_go_abroad, case_suspend,
    case_exempt_city;

/* 申请续期 */
struct case_renew {
    struct list evidence;
    const char *applicant, *cause, *until_on;
};
extern const struct record case_renew;

/* 提请医学鉴定 */
struct case_appraise {
    struct list evidence;
    const char *applicant, *relation, *condition;
};
extern const struct record case_appraise;

/* 残疾儿童入学安置, as the committee advised */
struct case_place {
    struct list evidence;
    const char *placement, *guardian_opinion, *school_name, *archive_no;
    const char *from_on;
};
extern const struct record case_place;

/* 职业学校就读: 学籍 stays at the home school. */
struct case_vocational {
    struct list evidence;
    const char *applicant, *relation, *school_name, *major, *from_on, *note;
};
extern const struct record case_vocational;

/* 提请公安核查, 依公安结论销号 */
struct case_ask_police {
    struct list evidence;
    const char *question, *note;
};
extern const struct record case_ask_police;
struct case_conclude {
    struct list evidence;
    const char *note;
};
extern const struct record case_conclude;

/* 逐级汇报 */
struct case_report_up {
    struct list evidence;
    const char *report_no, *reported_on, *note;
};
extern const struct record case_report_up;

/* ---- the pressure of the law (依法督促) ---- */
/* 转入依法督促 */
struct case_enforce {
    struct list evidence;
    const char *note;
};
extern const struct record case_enforce;

/* 批评教育 */
struct case_admonish {
    struct list evidence;
    const char *held_on, *place, *persons, *content, *promise;
};
extern const struct record case_admonish;

/* 责令限期改正, 催告 */
struct case_order {
    struct list evidence;
    const char *facts, *deadline_on;
};
extern const struct record case_order, case_urge;

/* 提请处罚 */
struct case_ask_penalty {
    struct list evidence;
    const char *facts, *basis;
};
extern const struct record case_ask_penalty;

/* 申请强制执行, 提请司法 */
struct case_apply_court {
    struct list evidence;
    const char *court, *claim, *facts;
};
extern const struct record case_apply_court, case_sue;

/* 登记司法结果 */
struct case_court {
    struct list evidence;
    const char *ruling, *paper_no, *ruled_on, *note;
};
extern const struct record case_court;
extern const struct code_table rulings;

/* ---- outcomes ---- */
/* What follows an approval: the child is watched over, or is lawfully away for
 * a period, or there is nobody to follow. */
enum outcome_after { AFTER_WATCH, AFTER_PERIOD, AFTER_CLOSE };

/* The outcomes that a closing can be submitted with. */
struct outcome_rule {
    const char *outcome;
    const char *disposition; /* that it completes, or NULL */
    const char *evidence;    /* the kind that proves it */
    unsigned needs;          /* NEEDS_… */
    unsigned approvers;      /* roles, as bits */
    enum outcome_after after;
    int least_days, most_days; /* of one period; 0: no limit */
    int all_days;              /* with renewals; 0: no limit */
    int alert_days;            /* before its end */
    int again; /* enum case_state: where it goes when the period is over */
};
enum {
    NEEDS_SCHOOL = 1,      /* school_name, placed_at */
    NEEDS_RETURN = 2,      /* returned_on */
    NEEDS_STUDENT_NO = 4,  /* 学籍号 entered */
    NEEDS_ID_NO = 8,       /* identity number entered */
    NEEDS_ADVICE = 16,     /* the committee advised just this */
    NEEDS_ARCHIVE = 32,    /* archive_no */
    NEEDS_CONCLUSION = 64, /* of the police, that the child is not to be found
                              under this register */
    NEEDS_MISSING = 128,   /* of the police: 失踪失联 */
    NEEDS_FOUND = 256,     /* the child is not being looked for: 户籍原因、
                              失踪失联 only the police concludes */
};
extern const struct outcome_rule outcome_rules[];
extern const size_t outcome_rules_n;

/* Those that 提交销号 offers. */
extern const struct code_table submit_outcomes;

/* NULL when a closing cannot be submitted with it. */
const struct outcome_rule *outcome_rule_of(const char *outcome);

#endif
