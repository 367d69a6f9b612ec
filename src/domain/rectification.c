/* 限期整改: field tables, the table of its steps, and their rules. */
#include "domain/rectification.h"

#include <string.h>

#include "domain/clean.h"
#include "refuse.h"

static const struct code state_rows[] = { { "open", "整改中" },
                                          { "reported", "已报告，待复查" },
                                          { "returned",
                                            "复查未通过，继续整改" },
                                          { "passed", "复查通过" },
                                          { "withdrawn", "已撤销" },
                                          { NULL, NULL } };
const struct code_table rectification_states = { "rectification_state",
                                                 "整改状态", state_rows };

/* ---- bodies ------------------------------------------------------------ */
#define EVIDENCE(tag)                                                          \
    F_LIST(tag, evidence, "整改材料", OPTIONAL, EVIDENCE_MOST, evidence_in)
#define WORDS(tag, member, text, opts, most)                                   \
    F_CLEAN(tag, member, text, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,    \
            most, clean_text)

static const struct field in_fields[] = {
    F_ID(rectification_in, finding_id, "督导发现编号", REQUIRED),
    F_TEXT(rectification_in, unit, "整改单位代码", OPTIONAL, 1, 20),
    WORDS(rectification_in, demand, "整改要求", REQUIRED, 1000),
    F_DATE(rectification_in, due_on, "整改期限", REQUIRED), F_END
};
const struct record rectification_in =
    RECORD(rectification_in, "RectificationNew", "下达限期整改", in_fields);

static const struct field report_fields[] = {
    EVIDENCE(rectification_report),
    WORDS(rectification_report, note, "整改情况", REQUIRED, 1000), F_END
};
const struct record rectification_report = RECORD(
    rectification_report, "RectificationReport", "报告整改", report_fields);

static const struct field pass_fields[] = {
    EVIDENCE(rectification_report),
    WORDS(rectification_report, note, "复查情况", REQUIRED, 1000), F_END
};
const struct record rectification_pass =
    RECORD(rectification_report, "RectificationPass", "复查通过", pass_fields);

static const struct field withdraw_fields[] = {
    EVIDENCE(rectification_report),
    WORDS(rectification_report, note, "撤销的原因", REQUIRED, 500), F_END
};
const struct record rectification_withdraw =
    RECORD(rectification_report, "RectificationWithdraw", "撤销限期整改",
           withdraw_fields);

static const struct field return_fields[] = {
    EVIDENCE(rectification_again),
    F_DATE(rectification_again, due_on, "新的期限", REQUIRED),
    WORDS(rectification_again, note, "未通过的理由", REQUIRED, 1000), F_END
};
const struct record rectification_return = RECORD(
    rectification_again, "RectificationReturn", "复查未通过", return_fields);

static const struct field extend_fields[] = {
    EVIDENCE(rectification_again),
    F_DATE(rectification_again, due_on, "新的期限", REQUIRED),
    WORDS(rectification_again, note, "延期的理由", REQUIRED, 500), F_END
};
const struct record rectification_extend = RECORD(
    rectification_again, "RectificationExtend", "延长期限", extend_fields);

/* ---- the table --------------------------------------------------------- */
static const struct supervision_step steps[] = {
    { "report", "报告整改", "open returned", "reported", BY_UNIT,
      &rectification_report, "rectification_proof", 1 },
    { "pass", "复查通过", "reported", "passed", BY_INSPECTOR,
      &rectification_pass, "inspection_photo", 0 },
    { "return", "复查未通过", "reported", "returned", BY_INSPECTOR,
      &rectification_return, "inspection_photo", 0 },
    { "extend", "延长期限", "open returned", NULL, BY_INSPECTOR,
      &rectification_extend, NULL, 0 },
    { "withdraw", "撤销限期整改", "open returned", "withdrawn", BY_INSPECTOR,
      &rectification_withdraw, NULL, 0 },
};
const struct supervision_table rectification_steps = {
    steps,
    sizeof steps / sizeof *steps,
    RIGHT_INSPECT,
    RIGHT_RECTIFY,
    "这一事项由督查的单位办理，没有做任何改动。",
    "这一事项由被督查的单位办理，没有做任何改动。",
    "报告整改的人不能自己复查，没有做任何改动。请由另一位同事办理。"
};

const struct record *rectification_step_body(const char *action)
{
    const struct supervision_step *s =
        supervision_step_of(&rectification_steps, action);

    return s ? s->in : NULL;
}

const char *rectification_step_title(const char *action)
{
    const struct supervision_step *s =
        supervision_step_of(&rectification_steps, action);

    return s ? s->label : "下达限期整改";
}

/* ---- rows -------------------------------------------------------------- */
#define SHOWN(tag)                                                             \
    F_ID(tag, id, "编号", REQUIRED),                                           \
        F_ID(tag, inspection_id, "督查编号", REQUIRED),                        \
        F_ID(tag, finding_id, "督导发现编号", REQUIRED),                       \
        F_TEXT(tag, unit, "整改单位代码", REQUIRED, 1, 20),                    \
        F_TEXT(tag, unit_name, "整改单位", REQUIRED, 1, 60),                   \
        F_TEXT(tag, inspector_name, "下达单位", REQUIRED, 1, 60),              \
        F_SEALED(tag, demand, "整改要求", REQUIRED | MULTILINE, 1000, NULL,    \
                 NULL, "rectification.demand"),                                \
        F_DATE(tag, due_on, "整改期限", REQUIRED),                             \
        F_CODE(tag, state, "状态", REQUIRED, rectification_states),            \
        F_BOOL(tag, overdue, "已超期", REQUIRED),                              \
        F_BOOL(tag, late, "超过期限", REQUIRED),                               \
        F_TIME(tag, at, "下达时间", REQUIRED),                                 \
        F_INT(tag, version, "版本", REQUIRED, 1, INT64_MAX)

static const struct field row_fields[] = {
    F_ID(rectification_row, id, "编号", REQUIRED),
    F_ID(rectification_row, finding_id, "督导发现编号", REQUIRED),
    F_TEXT(rectification_row, unit, "整改单位代码", REQUIRED, 1, 20),
    F_TEXT(rectification_row, inspector, "下达单位代码", REQUIRED, 1, 20),
    F_SEALED(rectification_row, demand, "整改要求", REQUIRED | MULTILINE, 1000,
             NULL, NULL, "rectification.demand"),
    F_DATE(rectification_row, due_on, "整改期限", REQUIRED),
    F_CODE(rectification_row, state, "状态", REQUIRED, rectification_states),
    F_ID(rectification_row, reported_by, "报告人", OPTIONAL),
    F_ID(rectification_row, account_id, "下达人", REQUIRED),
    F_TIME(rectification_row, at, "下达时间", REQUIRED),
    F_INT(rectification_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record rectification_row =
    RECORD(rectification_row, "RectificationRow", "限期整改记录", row_fields);

static const struct field item_fields[] = { SHOWN(rectification_item), F_END };
const struct record rectification_item = RECORD(
    rectification_item, "RectificationItem", "限期整改列表", item_fields);

static const struct field step_fields[] = {
    F_ID(rectification_step, id, "编号", REQUIRED),
    F_TEXT(rectification_step, action, "事项代码", REQUIRED, 1, 20),
    { F_ANY(rectification_step, title, const char *, FIELD_TEXT, "事项",
            REQUIRED | REPLY_ONLY) },
    F_DATE(rectification_step, due_on, "当时的期限", REQUIRED),
    F_DATE(rectification_step, on_date, "日期", REQUIRED),
    F_SEALED(rectification_step, note, "内容", MULTILINE, 1000, NULL, NULL,
             "rectification_step.note"),
    F_TEXT(rectification_step, account_name, "办理人", REQUIRED, 1, 60),
    F_TEXT(rectification_step, unit_name, "单位", REQUIRED, 1, 60),
    F_TIME(rectification_step, at, "时间", REQUIRED),
    F_LIST(rectification_step, evidence, "材料", REQUIRED, EVIDENCE_MOST,
           supervision_evidence),
    F_END
};
const struct record rectification_step =
    RECORD(rectification_step, "RectificationStep", "整改经过", step_fields);

static const struct field view_fields[] = {
    SHOWN(rectification_view),
    F_SEALED(rectification_view, finding, "督导发现", REQUIRED | MULTILINE,
             1000, NULL, NULL, "finding.detail"),
    F_DATE(rectification_view, held_on, "检查日期", OPTIONAL),
    F_LIST(rectification_view, finding_evidence, "督导发现的证据", REQUIRED,
           EVIDENCE_MOST, supervision_evidence),
    F_LIST(rectification_view, steps, "经过", REQUIRED,
           RECTIFICATION_STEPS_MOST, rectification_step),
    F_LIST(rectification_view, allowed_actions, "可办理的事项", REQUIRED, 10,
           action_view),
    F_END
};
const struct record rectification_view =
    RECORD(rectification_view, "Rectification", "限期整改", view_fields);

/* ---- rules ------------------------------------------------------------- */
#define DATE_PAST "期限早于今天，没有保存。请改成今天或以后的日期。"

enum err rectification_order_may(const struct rectification_in *in,
                                 const char *inspector, const struct act *act,
                                 struct refusal *why)
{
    if (strcmp(inspector, act->unit) != 0)
        return refuse(why, ERR_RULE, "", "supervision.unit",
                      "限期整改由督查的单位下达，没有保存。");
    if (strcmp(in->due_on, act->today) < 0)
        return refuse(why, ERR_INVALID, "due_on", "date.past", DATE_PAST);
    return ERR_OK;
}

enum err rectification_apply(const struct supervision_step *s,
                             const struct act *act, const void *in,
                             struct rectification_row *g, struct refusal *why)
{
    const struct supervision_thing t = { g->state, g->unit, g->inspector,
                                         g->reported_by };

    TRY(supervision_may(&rectification_steps, s, &t, act, why));
    TRY(supervision_evidence_fits(s, in, why));
    if (s->in == &rectification_return || s->in == &rectification_extend) {
        const struct rectification_again *again = in;

        if (strcmp(again->due_on, act->today) < 0)
            return refuse(why, ERR_INVALID, "due_on", "date.past", DATE_PAST);
        g->due_on = again->due_on;
    }
    if (s->in == &rectification_report)
        g->reported_by = act->account_id;
    if (s->to)
        g->state = s->to;
    return ERR_OK;
}

enum err rectification_allowed(const struct rectification_row *g,
                               const struct act *act, struct arena *a,
                               struct list *out)
{
    const struct supervision_thing t = { g->state, g->unit, g->inspector,
                                         g->reported_by };

    return supervision_allowed(&rectification_steps, &t, act, a, out);
}

const char *rectification_words(const struct supervision_step *s,
                                const void *in)
{
    const struct field *f = record_field(s->in, "note", NULL);

    return f ? field_text(f, in) : NULL;
}
