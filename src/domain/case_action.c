/* What each action of a case asks: persuading, closing, watching. */
#include "domain/case_action.h"

#include <string.h>

#include "domain/codes.h"

static const struct field evidence_in_fields[] = {
    F_CODE(evidence_in, kind, "材料类别", REQUIRED, evidence_kinds),
    F_ID(evidence_in, attachment_id, "附件编号", REQUIRED), F_END
};
const struct record evidence_in =
    RECORD(evidence_in, "EvidenceIn", "证明材料", evidence_in_fields);

#define EVIDENCE(tag)                                                          \
    F_LIST(tag, evidence, "证明材料", OPTIONAL, EVIDENCE_MOST, evidence_in)
#define NOTE(tag, text, opts)                                                  \
    F_TEXT(tag, note, text, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0, 500)

static const struct field verify_fields[] = {
    EVIDENCE(case_verify), NOTE(case_verify, "核实情况", REQUIRED),
    F_CODE(case_verify, reason, "核实的原因", OPTIONAL, reasons),
    F_DATE(case_verify, absent_since, "核实的离校日期", OPTIONAL), F_END
};
const struct record case_verify =
    RECORD(case_verify, "CaseVerify", "核实", verify_fields);

static const struct field dismiss_fields[] = {
    EVIDENCE(case_dismiss), NOTE(case_dismiss, "排除理由", REQUIRED), F_END
};
const struct record case_dismiss =
    RECORD(case_dismiss, "CaseDismiss", "排除", dismiss_fields);

/* 劝返情况记录表, the repeating part (domain table 2). */
static const struct field persuade_fields[] = {
    EVIDENCE(case_persuade),
    F_DATE(case_persuade, visited_on, "劝返日期", REQUIRED),
    F_CODE(case_persuade, method, "劝返方式", REQUIRED, persuasion_methods),
    F_TEXT(case_persuade, persons, "劝返人员", REQUIRED, 1, 100),
    F_TEXT(case_persuade, companions, "同行人员和单位", OPTIONAL, 0, 100),
    F_TEXT(case_persuade, met, "劝返对象", REQUIRED, 1, 100),
    F_TEXT(case_persuade, family_said, "家庭答复", REQUIRED | MULTILINE, 1,
           500),
    F_CODE(case_persuade, result, "劝返结果", REQUIRED, persuasion_results),
    F_DATE(case_persuade, next_on, "下次劝返日期", OPTIONAL),
    F_END
};
const struct record case_persuade =
    RECORD(case_persuade, "CasePersuade", "登记劝返", persuade_fields);

static const struct field escalate_fields[] = {
    EVIDENCE(case_escalate), NOTE(case_escalate, "劝返无效的情况", REQUIRED),
    F_END
};
const struct record case_escalate =
    RECORD(case_escalate, "CaseEscalate", "上报一级", escalate_fields);

static const struct field return_fields[] = {
    EVIDENCE(case_return),
    F_DATE(case_return, returned_on, "返校日期", REQUIRED),
    F_TEXT(case_return, school_name, "返回的学校和班级", REQUIRED, 1, 60),
    NOTE(case_return, "说明", OPTIONAL), F_END
};
const struct record case_return =
    RECORD(case_return, "CaseReturn", "报告返校", return_fields);

static const struct field submit_fields[] = {
    EVIDENCE(case_submit),
    F_CODE(case_submit, outcome, "销号结果", REQUIRED, submit_outcomes),
    F_TEXT(case_submit, school_name, "就读学校（返校、外地就读填写）", OPTIONAL,
           0, 60),
    F_DATE(case_submit, returned_on, "返校日期（返校填写）", OPTIONAL),
    NOTE(case_submit, "说明", OPTIONAL),
    F_END
};
const struct record case_submit =
    RECORD(case_submit, "CaseSubmit", "提交销号", submit_fields);

static const struct field approve_fields[] = {
    EVIDENCE(case_approve), NOTE(case_approve, "审批意见", OPTIONAL), F_END
};
const struct record case_approve =
    RECORD(case_approve, "CaseApprove", "批准销号", approve_fields);

static const struct field refuse_fields[] = {
    EVIDENCE(case_refuse), NOTE(case_refuse, "退回理由", REQUIRED), F_END
};
const struct record case_refuse =
    RECORD(case_refuse, "CaseRefuse", "退回", refuse_fields);

static const struct field check_fields[] = {
    EVIDENCE(case_check),
    F_DATE(case_check, checked_on, "回访日期", REQUIRED),
    F_BOOL(case_check, in_school, "仍在校就读", REQUIRED),
    F_DATE(case_check, absent_since, "再次离校日期（不在校填写）", OPTIONAL),
    NOTE(case_check, "回访情况", OPTIONAL),
    F_END
};
const struct record case_check =
    RECORD(case_check, "CaseCheck", "回访", check_fields);

static const struct field reopen_fields[] = {
    EVIDENCE(case_reopen),
    F_CODE(case_reopen, reason, "再次离校原因", REQUIRED, reasons),
    F_DATE(case_reopen, absent_since, "再次离校日期", REQUIRED),
    NOTE(case_reopen, "情况说明", REQUIRED), F_END
};
const struct record case_reopen =
    RECORD(case_reopen, "CaseReopen", "重新劝返", reopen_fields);
