/* 决议: field tables, the table of its steps, and their rules. */
#include "domain/resolution.h"

#include <string.h>

#include "domain/clean.h"
#include "refuse.h"

static const struct code state_rows[] = { { "open", "已交办" },
                                          { "reported", "已报告，待确认" },
                                          { "returned", "已退回，继续办理" },
                                          { "confirmed", "已办结" },
                                          { "withdrawn", "已撤销" },
                                          { NULL, NULL } };
const struct code_table resolution_states = { "resolution_state", "决议状态",
                                              state_rows };

/* ---- bodies ------------------------------------------------------------ */
#define EVIDENCE(tag)                                                          \
    F_LIST(tag, evidence, "办理材料", OPTIONAL, EVIDENCE_MOST, evidence_in)
#define WORDS(tag, member, text, opts, most)                                   \
    F_CLEAN(tag, member, text, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,    \
            most, clean_text)

static const struct field in_fields[] = {
    F_ID(resolution_in, meeting_id, "会议编号", REQUIRED),
    F_TEXTS(resolution_in, units, "承办单位", REQUIRED, MEETING_UNITS_MOST),
    WORDS(resolution_in, demand, "决议事项", REQUIRED, 1000),
    F_DATE(resolution_in, due_on, "办理期限", REQUIRED), F_END
};
const struct record resolution_in =
    RECORD(resolution_in, "ResolutionNew", "登记决议", in_fields);

static const struct field report_fields[] = {
    EVIDENCE(resolution_report),
    WORDS(resolution_report, note, "办理情况", REQUIRED, 1000), F_END
};
const struct record resolution_report =
    RECORD(resolution_report, "ResolutionReport", "报告办结", report_fields);

static const struct field confirm_fields[] = {
    EVIDENCE(resolution_report),
    WORDS(resolution_report, note, "确认意见", OPTIONAL, 500), F_END
};
const struct record resolution_confirm =
    RECORD(resolution_report, "ResolutionConfirm", "确认办结", confirm_fields);

static const struct field withdraw_fields[] = {
    EVIDENCE(resolution_report),
    WORDS(resolution_report, note, "撤销的原因", REQUIRED, 500), F_END
};
const struct record resolution_withdraw = RECORD(
    resolution_report, "ResolutionWithdraw", "撤销决议", withdraw_fields);

static const struct field return_fields[] = {
    EVIDENCE(resolution_again),
    F_DATE(resolution_again, due_on, "新的期限", REQUIRED),
    WORDS(resolution_again, note, "退回的理由", REQUIRED, 500), F_END
};
const struct record resolution_return =
    RECORD(resolution_again, "ResolutionReturn", "退回", return_fields);

static const struct field extend_fields[] = {
    EVIDENCE(resolution_again),
    F_DATE(resolution_again, due_on, "新的期限", REQUIRED),
    WORDS(resolution_again, note, "延期的理由", REQUIRED, 500), F_END
};
const struct record resolution_extend =
    RECORD(resolution_again, "ResolutionExtend", "延长期限", extend_fields);

/* ---- the table --------------------------------------------------------- */
static const struct supervision_step steps[] = {
    { "report", "报告办结", "open returned", "reported", BY_UNIT,
      &resolution_report, "resolution_proof", 0 },
    { "confirm", "确认办结", "reported", "confirmed", BY_INSPECTOR,
      &resolution_confirm, NULL, 0 },
    { "return", "退回", "reported", "returned", BY_INSPECTOR,
      &resolution_return, NULL, 0 },
    { "extend", "延长期限", "open returned", NULL, BY_INSPECTOR,
      &resolution_extend, NULL, 0 },
    { "withdraw", "撤销决议", "open returned", "withdrawn", BY_INSPECTOR,
      &resolution_withdraw, NULL, 0 },
};
const struct supervision_table resolution_steps = {
    steps,
    sizeof steps / sizeof *steps,
    RIGHT_MEETING_WRITE,
    RIGHT_RESOLUTION_DO,
    "这一事项由召集会议的单位办理，没有做任何改动。",
    "这一事项由承办单位办理，没有做任何改动。",
    "报告办结的人不能自己确认，没有做任何改动。请由另一位同事办理。"
};

const struct record *resolution_step_body(const char *action)
{
    const struct supervision_step *s =
        supervision_step_of(&resolution_steps, action);

    return s ? s->in : NULL;
}

const char *resolution_step_title(const char *action)
{
    const struct supervision_step *s =
        supervision_step_of(&resolution_steps, action);

    return s ? s->label : "会议交办";
}

/* ---- rows -------------------------------------------------------------- */
#define KNOWN(tag)                                                             \
    F_ID(tag, id, "编号", REQUIRED),                                           \
        F_ID(tag, meeting_id, "会议编号", REQUIRED),                           \
        F_INT(tag, number, "第几项", REQUIRED, 1, INT64_MAX),                  \
        F_TEXT(tag, unit, "承办单位代码", REQUIRED, 1, 20),                    \
        F_SEALED(tag, demand, "决议事项", REQUIRED | MULTILINE, 1000, NULL,    \
                 NULL, "resolution.demand"),                                   \
        F_DATE(tag, due_on, "办理期限", REQUIRED),                             \
        F_CODE(tag, state, "状态", REQUIRED, resolution_states),               \
        F_TIME(tag, at, "交办时间", REQUIRED),                                 \
        F_INT(tag, version, "版本", REQUIRED, 1, INT64_MAX)
#define SHOWN(tag)                                                             \
    KNOWN(tag), F_TEXT(tag, meeting, "会议名称", REQUIRED, 1, 60),             \
        F_TEXT(tag, unit_name, "承办单位", REQUIRED, 1, 60),                   \
        F_BOOL(tag, overdue, "已超期", REQUIRED),                              \
        F_BOOL(tag, late, "超过期限", REQUIRED)

static const struct field row_fields[] = {
    KNOWN(resolution_row),
    F_TEXT(resolution_row, giver, "交办单位代码", REQUIRED, 1, 20),
    F_ID(resolution_row, reported_by, "报告人", OPTIONAL),
    F_ID(resolution_row, account_id, "登记人", REQUIRED), F_END
};
const struct record resolution_row =
    RECORD(resolution_row, "ResolutionRow", "决议记录", row_fields);

static const struct field item_fields[] = { SHOWN(resolution_item), F_END };
const struct record resolution_item =
    RECORD(resolution_item, "ResolutionItem", "决议列表", item_fields);

static const struct field step_fields[] = {
    F_ID(resolution_step, id, "编号", REQUIRED),
    F_TEXT(resolution_step, action, "事项代码", REQUIRED, 1, 20),
    { F_ANY(resolution_step, title, const char *, FIELD_TEXT, "事项",
            REQUIRED | REPLY_ONLY) },
    F_DATE(resolution_step, due_on, "当时的期限", REQUIRED),
    F_DATE(resolution_step, on_date, "日期", REQUIRED),
    F_SEALED(resolution_step, note, "内容", MULTILINE, 1000, NULL, NULL,
             "resolution_step.note"),
    F_TEXT(resolution_step, account_name, "办理人", REQUIRED, 1, 60),
    F_TEXT(resolution_step, unit_name, "单位", REQUIRED, 1, 60),
    F_TIME(resolution_step, at, "时间", REQUIRED),
    F_LIST(resolution_step, evidence, "材料", REQUIRED, EVIDENCE_MOST,
           supervision_evidence),
    F_END
};
const struct record resolution_step =
    RECORD(resolution_step, "ResolutionStep", "决议办理经过", step_fields);

static const struct field view_fields[] = {
    SHOWN(resolution_view),
    F_TEXT(resolution_view, giver_name, "交办单位", REQUIRED, 1, 60),
    F_DATE(resolution_view, held_on, "会议日期", REQUIRED),
    F_LIST(resolution_view, steps, "经过", REQUIRED, RESOLUTION_STEPS_MOST,
           resolution_step),
    F_LIST(resolution_view, allowed_actions, "可办理的事项", REQUIRED, 10,
           action_view),
    F_END
};
const struct record resolution_view =
    RECORD(resolution_view, "Resolution", "决议", view_fields);

/* ---- rules ------------------------------------------------------------- */
#define DATE_PAST "期限早于今天，没有保存。请改成今天或以后的日期。"

enum err resolution_fits(const struct resolution_in *in, const struct act *act,
                         struct refusal *why)
{
    const char *const *unit = in->units.items;

    if (in->units.n == 0)
        return refuse(why, ERR_INVALID, "units", "required",
                      "没有选承办单位，没有保存。请至少选一个。");
    for (size_t i = 0; i < in->units.n; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(unit[i], unit[k]) == 0)
                return refuse(why, ERR_INVALID, "units", "repeated",
                              "同一个单位选了两次，没有保存。请去掉重复的。");
    if (strcmp(in->due_on, act->today) < 0)
        return refuse(why, ERR_INVALID, "due_on", "date.past", DATE_PAST);
    return ERR_OK;
}

static struct supervision_thing thing_of(const struct resolution_row *g)
{
    return (struct supervision_thing) { g->state, g->unit, g->giver,
                                        g->reported_by };
}

enum err resolution_apply(const struct supervision_step *s,
                          const struct act *act, const void *in,
                          struct resolution_row *g, struct refusal *why)
{
    const struct supervision_thing t = thing_of(g);

    TRY(supervision_may(&resolution_steps, s, &t, act, why));
    TRY(supervision_evidence_fits(s, in, why));
    if (s->in == &resolution_return || s->in == &resolution_extend) {
        const struct resolution_again *again = in;

        if (strcmp(again->due_on, act->today) < 0)
            return refuse(why, ERR_INVALID, "due_on", "date.past", DATE_PAST);
        g->due_on = again->due_on;
    }
    if (s->in == &resolution_report)
        g->reported_by = act->account_id;
    if (s->to)
        g->state = s->to;
    return ERR_OK;
}

enum err resolution_allowed(const struct resolution_row *g,
                            const struct act *act, struct arena *a,
                            struct list *out)
{
    const struct supervision_thing t = thing_of(g);

    return supervision_allowed(&resolution_steps, &t, act, a, out);
}

const char *resolution_words(const struct supervision_step *s, const void *in)
{
    const struct field *f = record_field(s->in, "note", NULL);

    return f ? field_text(f, in) : NULL;
}
