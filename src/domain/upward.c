/* 逐级上报: field tables and rules. */
#include "domain/upward.h"

#include <string.h>

#include "domain/clean.h"
#include "refuse.h"

static const struct code state_rows[] = { { "listed", "待上报" },
                                          { "reported", "已上报，等答复" },
                                          { "answered", "已答复" },
                                          { NULL, NULL } };
const struct code_table upward_states = { "upward_state", "上报状态",
                                          state_rows };
static const struct code answer_rows[] = { { "registered", "就读地已建学籍" },
                                           { "studies", "就读属实，暂无学籍" },
                                           { "unknown", "查无此人" },
                                           { "returned", "退回补正" },
                                           { NULL, NULL } };
const struct code_table upward_answers = { "upward_answer", "上级答复",
                                           answer_rows };

static const struct field row_fields[] = {
    F_ID(upward_row, id, "编号", REQUIRED),
    F_ID(upward_row, student_id, "学生编号", REQUIRED),
    F_ID(upward_row, case_id, "个案编号", OPTIONAL),
    F_TEXT(upward_row, upward_no, "上报编号", REQUIRED, 1, 30),
    F_TEXT(upward_row, name, "姓名", REQUIRED, 1, 60),
    F_TEXT(upward_row, township, "乡镇街道", OPTIONAL, 0, 60),
    F_TEXT(upward_row, school_name, "就读学校", OPTIONAL, 0, 60),
    F_DATE(upward_row, listed_on, "列入日期", REQUIRED),
    F_TEXT(upward_row, report_no, "上报文号", OPTIONAL, 0, 40),
    F_DATE(upward_row, reported_on, "上报日期", OPTIONAL),
    F_CODE(upward_row, state, "状态", REQUIRED, upward_states),
    F_CODE(upward_row, answer, "上级答复", OPTIONAL, upward_answers),
    F_DATE(upward_row, answered_on, "答复日期", OPTIONAL),
    F_SEALED(upward_row, note, "答复内容", OPTIONAL | MULTILINE, 500, NULL,
             NULL, "upward_report.note"),
    F_BOOL(upward_row, may_answer, "可以登记答复", OPTIONAL | REPLY_ONLY),
    F_INT(upward_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record upward_row =
    RECORD(upward_row, "UpwardReport", "逐级上报", row_fields);

static const struct field answer_fields[] = {
    F_CODE(upward_answer_in, answer, "上级答复", REQUIRED, upward_answers),
    F_DATE(upward_answer_in, answered_on, "答复日期", REQUIRED),
    F_CLEAN(upward_answer_in, note, "答复内容", OPTIONAL | MULTILINE, 1, 500,
            clean_text),
    F_END
};
const struct record upward_answer_in =
    RECORD(upward_answer_in, "UpwardAnswer", "登记上级答复", answer_fields);

static const struct field listing_fields[] = {
    F_INT(upward_listing, given, "本次编号人数", REQUIRED, 0, INT64_MAX),
    F_INT(upward_listing, all, "在册人数", REQUIRED, 0, INT64_MAX), F_END
};
const struct record upward_listing =
    RECORD(upward_listing, "UpwardListing", "编号结果", listing_fields);

enum err upward_answer_fits(const struct upward_row *r,
                            const struct upward_answer_in *in,
                            const struct act *act, struct refusal *why)
{
    if (!r->reported_on)
        return refuse(why, ERR_CONFLICT, "", "not_reported",
                      "这名学生还没有上报，没有保存。"
                      "请先在个案里办理“逐级汇报”，填写上报文号和日期。");
    if (strcmp(in->answered_on, act->today) > 0)
        return refuse(why, ERR_INVALID, "answered_on", "date.future",
                      "答复日期不能晚于今天，没有保存，请核对。");
    if (strcmp(in->answered_on, r->reported_on) < 0)
        return refuse(why, ERR_INVALID, "answered_on", "range",
                      "答复日期早于上报日期，没有保存，请核对。");
    return ERR_OK;
}

void upward_describe(struct upward_row *r, const struct act *act)
{
    r->may_answer =
        role_may(act->role, RIGHT_UPWARD_WRITE) && r->reported_on != NULL;
}
