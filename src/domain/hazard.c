/* 隐患与办学条件: field tables, the table of its steps, and their rules. */
#include "domain/hazard.h"

#include <string.h>

#include "domain/account.h"
#include "domain/clean.h"
#include "refuse.h"

static const struct code kind_rows[] = {
    { "building", "校舍、围墙和附属建筑" },
    { "fire", "消防" },
    { "energy", "用电、燃气和供暖" },
    { "canteen", "食堂和食品" },
    { "water", "饮用水" },
    { "dormitory", "宿舍" },
    { "toilet", "厕所和盥洗" },
    { "health", "卫生室和卫生防疫" },
    { "equipment", "教学和体育器材" },
    { "traffic", "校车、校门和周边交通" },
    { "guard", "安保和监控" },
    { "other", "其他" },
    { NULL, NULL },
};
const struct code_table hazard_kinds = { "hazard_kind", "隐患与办学条件类别",
                                         kind_rows };
static const struct code gravity_rows[] = { { "condition", "办学条件需改善" },
                                            { "ordinary", "一般隐患" },
                                            { "grave", "重大隐患" },
                                            { NULL, NULL } };
const struct code_table hazard_gravities = { "hazard_gravity", "轻重",
                                             gravity_rows };
static const struct code state_rows[] = { { "open", "整改中" },
                                          { "reported", "已报告，待复查" },
                                          { "returned",
                                            "复查未通过，继续整改" },
                                          { "passed", "复查通过，已消除" },
                                          { "withdrawn", "已撤销" },
                                          { NULL, NULL } };
const struct code_table hazard_states = { "hazard_state", "隐患状态",
                                          state_rows };

/* ---- bodies ------------------------------------------------------------ */
#define EVIDENCE(tag)                                                          \
    F_LIST(tag, evidence, "照片或材料", OPTIONAL, EVIDENCE_MOST, evidence_in)
#define WORDS(tag, member, text, most)                                         \
    F_CLEAN(tag, member, text, REQUIRED | MULTILINE, 1, most, clean_text)

static const struct field in_fields[] = {
    F_TEXT(hazard_in, school, "学校", REQUIRED, 1, 20),
    F_CODE(hazard_in, kind, "类别", REQUIRED, hazard_kinds),
    F_CODE(hazard_in, gravity, "轻重", REQUIRED, hazard_gravities),
    F_DATE(hazard_in, found_on, "发现日期", REQUIRED),
    WORDS(hazard_in, detail, "情况", 1000),
    F_TEXT(hazard_in, mender, "整改单位", OPTIONAL, 1, 20),
    F_DATE(hazard_in, due_on, "整改期限", REQUIRED),
    EVIDENCE(hazard_in),
    F_END
};
const struct record hazard_in =
    RECORD(hazard_in, "HazardNew", "登记隐患与办学条件", in_fields);

static const struct field report_fields[] = {
    EVIDENCE(hazard_note), WORDS(hazard_note, note, "整改情况", 1000), F_END
};
const struct record hazard_report =
    RECORD(hazard_note, "HazardReport", "报告隐患整改", report_fields);

static const struct field pass_fields[] = {
    EVIDENCE(hazard_note), WORDS(hazard_note, note, "复查情况", 1000), F_END
};
const struct record hazard_pass =
    RECORD(hazard_note, "HazardPass", "隐患复查通过", pass_fields);

static const struct field withdraw_fields[] = {
    EVIDENCE(hazard_note), WORDS(hazard_note, note, "撤销的原因", 500), F_END
};
const struct record hazard_withdraw =
    RECORD(hazard_note, "HazardWithdraw", "撤销隐患", withdraw_fields);

static const struct field return_fields[] = {
    EVIDENCE(hazard_again), F_DATE(hazard_again, due_on, "新的期限", REQUIRED),
    WORDS(hazard_again, note, "未通过的理由", 1000), F_END
};
const struct record hazard_return =
    RECORD(hazard_again, "HazardReturn", "隐患复查未通过", return_fields);

static const struct field extend_fields[] = {
    EVIDENCE(hazard_again), F_DATE(hazard_again, due_on, "新的期限", REQUIRED),
    WORDS(hazard_again, note, "延期的理由", 500), F_END
};
const struct record hazard_extend =
    RECORD(hazard_again, "HazardExtend", "延长隐患期限", extend_fields);

/* ---- the table --------------------------------------------------------- */
static const struct supervision_step steps[] = {
    { "report", "报告整改", "open returned", "reported", BY_UNIT,
      &hazard_report, "rectification_proof", 1 },
    { "pass", "复查通过", "reported", "passed", BY_INSPECTOR, &hazard_pass,
      "hazard_photo", 0 },
    { "return", "复查未通过", "reported", "returned", BY_INSPECTOR,
      &hazard_return, "hazard_photo", 0 },
    { "extend", "延长期限", "open returned", NULL, BY_INSPECTOR, &hazard_extend,
      NULL, 0 },
    { "withdraw", "撤销", "open returned", "withdrawn", BY_INSPECTOR,
      &hazard_withdraw, NULL, 0 },
};
const struct supervision_table hazard_steps = {
    steps,
    sizeof steps / sizeof *steps,
    RIGHT_INSPECT,
    RIGHT_RECTIFY,
    "这一事项由检查的单位办理，没有做任何改动。",
    "这一事项由整改的单位办理，没有做任何改动。",
    "报告整改的人不能自己复查，没有做任何改动。请由另一位同事办理。"
};

const struct record *hazard_step_body(const char *action)
{
    const struct supervision_step *s =
        supervision_step_of(&hazard_steps, action);

    return s ? s->in : NULL;
}

const char *hazard_step_title(const char *action)
{
    const struct supervision_step *s =
        supervision_step_of(&hazard_steps, action);

    return s ? s->label : "登记";
}

/* ---- rows -------------------------------------------------------------- */
static const struct field row_fields[] = {
    F_ID(hazard_row, id, "编号", REQUIRED),
    F_TEXT(hazard_row, school, "学校代码", REQUIRED, 1, 20),
    F_CODE(hazard_row, kind, "类别", REQUIRED, hazard_kinds),
    F_CODE(hazard_row, gravity, "轻重", REQUIRED, hazard_gravities),
    F_DATE(hazard_row, found_on, "发现日期", REQUIRED),
    F_SEALED(hazard_row, detail, "情况", REQUIRED | MULTILINE, 1000, NULL, NULL,
             "hazard.detail"),
    F_TEXT(hazard_row, mender, "整改单位代码", REQUIRED, 1, 20),
    F_DATE(hazard_row, due_on, "整改期限", REQUIRED),
    F_CODE(hazard_row, state, "状态", REQUIRED, hazard_states),
    F_ID(hazard_row, reported_by, "报告人", OPTIONAL),
    F_ID(hazard_row, account_id, "登记账号", REQUIRED),
    F_TEXT(hazard_row, unit, "登记单位代码", REQUIRED, 1, 20),
    F_TIME(hazard_row, at, "登记时间", REQUIRED),
    F_INT(hazard_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record hazard_row =
    RECORD(hazard_row, "HazardRow", "隐患记录", row_fields);

#define SHOWN(tag)                                                             \
    F_ID(tag, id, "编号", REQUIRED),                                           \
        F_TEXT(tag, school, "学校代码", REQUIRED, 1, 20),                      \
        F_TEXT(tag, school_name, "学校", REQUIRED, 1, 60),                     \
        F_CODE(tag, kind, "类别", REQUIRED, hazard_kinds),                     \
        F_CODE(tag, gravity, "轻重", REQUIRED, hazard_gravities),              \
        F_DATE(tag, found_on, "发现日期", REQUIRED),                           \
        F_SEALED(tag, detail, "情况", REQUIRED | MULTILINE, 1000, NULL, NULL,  \
                 "hazard.detail"),                                             \
        F_TEXT(tag, mender_name, "整改单位", REQUIRED, 1, 60),                 \
        F_TEXT(tag, unit_name, "登记单位", REQUIRED, 1, 60),                   \
        F_DATE(tag, due_on, "整改期限", REQUIRED),                             \
        F_CODE(tag, state, "状态", REQUIRED, hazard_states),                   \
        F_BOOL(tag, overdue, "已超期", REQUIRED),                              \
        F_BOOL(tag, late, "超过期限", REQUIRED),                               \
        F_TIME(tag, at, "登记时间", REQUIRED),                                 \
        F_INT(tag, version, "版本", REQUIRED, 1, INT64_MAX)

static const struct field item_fields[] = { SHOWN(hazard_item), F_END };
const struct record hazard_item =
    RECORD(hazard_item, "HazardItem", "隐患与办学条件列表", item_fields);

static const struct field step_fields[] = {
    F_ID(hazard_step, id, "编号", REQUIRED),
    F_TEXT(hazard_step, action, "事项代码", REQUIRED, 1, 20),
    { F_ANY(hazard_step, title, const char *, FIELD_TEXT, "事项",
            REQUIRED | REPLY_ONLY) },
    F_DATE(hazard_step, due_on, "当时的期限", REQUIRED),
    F_DATE(hazard_step, on_date, "日期", REQUIRED),
    F_SEALED(hazard_step, note, "内容", MULTILINE, 1000, NULL, NULL,
             "hazard_step.note"),
    F_TEXT(hazard_step, account_name, "办理人", REQUIRED, 1, 60),
    F_TEXT(hazard_step, unit_name, "单位", REQUIRED, 1, 60),
    F_TIME(hazard_step, at, "时间", REQUIRED),
    F_LIST(hazard_step, evidence, "材料", REQUIRED, EVIDENCE_MOST,
           supervision_evidence),
    F_END
};
const struct record hazard_step =
    RECORD(hazard_step, "HazardStep", "隐患整改经过", step_fields);

static const struct field view_fields[] = {
    SHOWN(hazard_view),
    F_LIST(hazard_view, steps, "经过", REQUIRED, HAZARD_STEPS_MOST,
           hazard_step),
    F_LIST(hazard_view, allowed_actions, "可办理的事项", REQUIRED, 10,
           action_view),
    F_END
};
const struct record hazard_view =
    RECORD(hazard_view, "Hazard", "隐患与办学条件", view_fields);

/* ---- rules ------------------------------------------------------------- */
#define DATE_PAST "期限早于今天，没有保存。请改成今天或以后的日期。"

enum err hazard_add_may(const struct hazard_in *in, const struct act *act,
                        struct refusal *why)
{
    static const struct supervision_step brings = { .evidence =
                                                        "hazard_photo" };
    const char *kind = role_unit_kind(act->role);

    if (kind && strcmp(kind, "school") == 0 &&
        strcmp(in->school, act->unit) != 0)
        return refuse(why, ERR_RULE, "school", "other_unit",
                      "学校只登记本校的隐患，没有保存。请改成本校。");
    if (strcmp(in->found_on, act->today) > 0)
        return refuse(why, ERR_INVALID, "found_on", "date.future",
                      "发现日期不能晚于今天，没有保存。请核对日期。");
    if (strcmp(in->due_on, act->today) < 0)
        return refuse(why, ERR_INVALID, "due_on", "date.past", DATE_PAST);
    return supervision_evidence_fits(&brings, &in->evidence, why);
}

static struct supervision_thing thing_of(const struct hazard_row *g)
{
    return (struct supervision_thing) { g->state, g->mender, HAZARD_CHECKER,
                                        g->reported_by };
}

enum err hazard_apply(const struct supervision_step *s, const struct act *act,
                      const void *in, struct hazard_row *g, struct refusal *why)
{
    const struct supervision_thing t = thing_of(g);

    TRY(supervision_may(&hazard_steps, s, &t, act, why));
    TRY(supervision_evidence_fits(s, in, why));
    if (s->in == &hazard_return || s->in == &hazard_extend) {
        const struct hazard_again *again = in;

        if (strcmp(again->due_on, act->today) < 0)
            return refuse(why, ERR_INVALID, "due_on", "date.past", DATE_PAST);
        g->due_on = again->due_on;
    }
    if (s->in == &hazard_report)
        g->reported_by = act->account_id;
    if (s->to)
        g->state = s->to;
    return ERR_OK;
}

enum err hazard_allowed(const struct hazard_row *g, const struct act *act,
                        struct arena *a, struct list *out)
{
    const struct supervision_thing t = thing_of(g);

    return supervision_allowed(&hazard_steps, &t, act, a, out);
}

const char *hazard_words(const struct supervision_step *s, const void *in)
{
    const struct field *f = record_field(s->in, "note", NULL);

    return f ? field_text(f, in) : NULL;
}
