/* 表扬、通报批评、约谈: field tables and rules. */
#include "domain/accountability.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/place.h"
#include "refuse.h"

static const struct code kind_rows[] = { { "praise", "表扬" },
                                         { "criticism", "通报批评" },
                                         { "talk", "约谈" },
                                         { NULL, NULL } };
const struct code_table accountability_kinds = { "accountability_kind",
                                                 "表扬与问责", kind_rows };
static const struct code ground_rows[] = { { "score", "考核得分" },
                                           { "finding", "督导发现" },
                                           { "case", "个案" },
                                           { "other", "其他" },
                                           { NULL, NULL } };
const struct code_table accountability_grounds = { "accountability_ground",
                                                   "表扬与问责的依据",
                                                   ground_rows };

#define ASKED(tag)                                                             \
    F_CODE(tag, kind, "类别", REQUIRED, accountability_kinds),                 \
        F_TEXT(tag, unit, "单位代码", REQUIRED, 1, 20),                        \
        F_CODE(tag, duty, "责任岗位", OPTIONAL, duties),                       \
        F_CODE(tag, ground, "依据", REQUIRED, accountability_grounds),         \
        F_INT(tag, year, "年度", REQUIRED, 2000, 2199),                        \
        F_ID(tag, finding_id, "督导发现编号", OPTIONAL),                       \
        F_ID(tag, case_id, "个案编号", OPTIONAL),                              \
        F_DATE(tag, on_date, "日期", REQUIRED)

static const struct field in_fields[] = { ASKED(accountability_in),
                                          F_CLEAN(accountability_in, detail,
                                                  "内容", REQUIRED | MULTILINE,
                                                  2, 2000, clean_text),
                                          F_END };
const struct record accountability_in =
    RECORD(accountability_in, "AccountabilityNew", "登记表扬或问责", in_fields);

static const struct field withdraw_fields[] = {
    F_CLEAN(accountability_withdraw, reason, "撤销的原因", REQUIRED, 2, 500,
            clean_text),
    F_END
};
const struct record accountability_withdraw =
    RECORD(accountability_withdraw, "AccountabilityWithdraw", "撤销记录",
           withdraw_fields);

static const struct field row_fields[] = {
    F_ID(accountability_row, id, "编号", REQUIRED),
    ASKED(accountability_row),
    F_TEXT(accountability_row, unit_name, "单位", REQUIRED, 1, 60),
    F_TEXT(accountability_row, holder, "责任人", OPTIONAL, 0, 60),
    F_TEXT(accountability_row, interviewer, "约谈人", OPTIONAL, 0, 60),
    F_SEALED(accountability_row, detail, "内容", REQUIRED | MULTILINE, 2000,
             NULL, NULL, "accountability.detail"),
    F_TEXT(accountability_row, account_name, "登记人", REQUIRED, 1, 60),
    F_TIME(accountability_row, at, "登记时间", REQUIRED),
    F_TIME(accountability_row, withdrawn_at, "撤销时间", OPTIONAL),
    F_SEALED(accountability_row, reason, "撤销的原因", OPTIONAL, 500, NULL,
             NULL, "accountability.reason"),
    F_BOOL(accountability_row, may_withdraw, "可以撤销", OPTIONAL | REPLY_ONLY),
    F_INT(accountability_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record accountability_row =
    RECORD(accountability_row, "Accountability", "表扬与问责记录", row_fields);

/* ---- rules ------------------------------------------------------------- */
static enum err ground_fits(const struct accountability_in *in,
                            struct refusal *why)
{
    bool finding = strcmp(in->ground, "finding") == 0;
    bool of_case = strcmp(in->ground, "case") == 0;

    if (finding != (in->finding_id != INT_NONE))
        return refuse(why, ERR_INVALID, "finding_id", "ground",
                      "依据是督导发现的，要且只要填督导发现编号，没有保存。");
    if (of_case != (in->case_id != INT_NONE))
        return refuse(why, ERR_INVALID, "case_id", "ground",
                      "依据是个案的，要且只要填个案编号，没有保存。");
    return ERR_OK;
}

enum err accountability_fits(const struct accountability_in *in,
                             const char *unit_kind, const struct act *act,
                             struct refusal *why)
{
    if (!unit_kind)
        return refuse(why, ERR_INVALID, "unit", "unknown",
                      "没有这个单位，没有保存。请重新选择。");
    if (strcmp(in->on_date, act->today) > 0)
        return refuse(why, ERR_INVALID, "on_date", "date.future",
                      "日期不能晚于今天，没有保存。请核对。");
    if (in->duty && !duty_fits_unit(in->duty, unit_kind))
        return refuse(why, ERR_INVALID, "duty", "duty.unit",
                      "这个单位没有这样的责任岗位，没有保存。请重新选择。");
    return ground_fits(in, why);
}

enum err accountability_withdraw_may(const struct accountability_row *r,
                                     struct refusal *why)
{
    return r->withdrawn_at == INT_NONE
               ? ERR_OK
               : refuse(why, ERR_RULE, "", "action.state",
                        "这条记录已经撤销，没有做任何改动。请刷新。");
}
