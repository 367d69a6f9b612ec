/* Incidents: field tables, kinds and states. */
#include "domain/incident.h"

#include <string.h>

#include "domain/clean.h"

/* Of what restricts an incident, and by which units it may be handled. */
static const struct {
    const char *kind;
    bool restricted;
} kinds[] = {
    { "emergency", false },
    { "bullying", true },
    { "assault", true },
    { "mistreatment", true },
};
static const struct code kind_rows[] = { { "emergency", "突发情况" },
                                         { "bullying", "学生欺凌" },
                                         { "assault", "殴打、侮辱学生" },
                                         { "mistreatment",
                                           "歧视、挖苦、体罚学生" },
                                         { NULL, NULL } };
const struct code_table incident_kinds = { "incident_kind", "突发情况类别",
                                           kind_rows };

static const struct code state_rows[] = { { "open", "处置中" },
                                          { "closed", "已结束" },
                                          { NULL, NULL } };
const struct code_table incident_states = { "incident_state", "突发情况状态",
                                            state_rows };

bool incident_restricted(const char *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].restricted;
    return true; /* of what is not known the least is told */
}

static const struct {
    const char *unit_kind;
    bool restricted; /* also of the restricted ones */
} handlers[] = {
    { "bureau", true },
    { "agency", true },
    { "school", true },
    { "township", false },
};

bool incident_unit_fits(const char *unit_kind, const char *kind)
{
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (strcmp(handlers[i].unit_kind, unit_kind) == 0)
            return handlers[i].restricted || !incident_restricted(kind);
    return false;
}

/* ---- registering ---- */
static const struct field share_fields[] = {
    F_TEXT(incident_share, unit, "单位代码", REQUIRED, 1, 20), F_END
};
const struct record incident_share =
    RECORD(incident_share, "IncidentShare", "会同处置单位", share_fields);

static const struct field in_fields[] = {
    F_CODE(incident_in, kind, "类别", REQUIRED, incident_kinds),
    F_ID(incident_in, student_id, "学生编号", OPTIONAL),
    F_ID(incident_in, case_id, "个案编号", OPTIONAL),
    F_DATE(incident_in, happened_on, "发生日期", REQUIRED),
    F_CLEAN(incident_in, title, "标题", REQUIRED, 1, 60, clean_text),
    F_CLEAN(incident_in, detail, "情况", REQUIRED | MULTILINE, 1, 2000,
            clean_text),
    F_LIST(incident_in, units, "会同处置单位", OPTIONAL, INCIDENT_UNITS_MOST,
           incident_share),
    F_END
};
const struct record incident_in =
    RECORD(incident_in, "IncidentNew", "登记突发情况", in_fields);

static const struct field receipt_fields[] = {
    F_ID(incident_receipt, id, "编号", REQUIRED),
    F_ID(incident_receipt, version, "版本", REQUIRED),
    F_CODE(incident_receipt, kind, "类别", REQUIRED, incident_kinds),
    F_BOOL(incident_receipt, readable, "登记人可以查看", REQUIRED), F_END
};
const struct record incident_receipt =
    RECORD(incident_receipt, "IncidentReceipt", "登记回执", receipt_fields);

/* ---- rows ---- */
static const struct field row_fields[] = {
    F_ID(incident_row, id, "编号", REQUIRED),
    F_CODE(incident_row, kind, "类别", REQUIRED, incident_kinds),
    F_BOOL(incident_row, restricted, "限制查看", REQUIRED),
    F_ID(incident_row, student_id, "学生编号", OPTIONAL),
    F_ID(incident_row, case_id, "个案编号", OPTIONAL),
    F_DATE(incident_row, happened_on, "发生日期", REQUIRED),
    F_SEALED(incident_row, title, "标题", REQUIRED, 60, NULL, NULL,
             "incident.title"),
    F_SEALED(incident_row, detail, "情况", REQUIRED | MULTILINE, 2000, NULL,
             NULL, "incident.detail"),
    F_CODE(incident_row, state, "状态", REQUIRED, incident_states),
    F_SEALED(incident_row, result, "处置结果", MULTILINE, 1000, NULL, NULL,
             "incident.result"),
    F_TIME(incident_row, closed_at, "结束时间", OPTIONAL),
    F_ID(incident_row, account_id, "登记账号", REQUIRED),
    F_TEXT(incident_row, unit, "登记单位代码", REQUIRED, 1, 20),
    F_TIME(incident_row, at, "登记时间", REQUIRED),
    F_ID(incident_row, version, "版本", REQUIRED),
    F_END
};
const struct record incident_row =
    RECORD(incident_row, "IncidentRow", "突发情况记录", row_fields);

/* What both an item and the whole of it show. */
#define SHOWN(tag)                                                             \
    F_ID(tag, id, "编号", REQUIRED),                                           \
        F_CODE(tag, kind, "类别", REQUIRED, incident_kinds),                   \
        F_BOOL(tag, restricted, "限制查看", REQUIRED),                         \
        F_ID(tag, student_id, "学生编号", OPTIONAL),                           \
        F_ID(tag, case_id, "个案编号", OPTIONAL),                              \
        F_TEXT(tag, student_name, "学生", OPTIONAL, 0, 60),                    \
        F_DATE(tag, happened_on, "发生日期", REQUIRED),                        \
        F_SEALED(tag, title, "标题", REQUIRED, 60, NULL, NULL,                 \
                 "incident.title"),                                            \
        F_CODE(tag, state, "状态", REQUIRED, incident_states),                 \
        F_TIME(tag, closed_at, "结束时间", OPTIONAL),                          \
        F_TEXT(tag, unit_name, "登记单位", REQUIRED, 1, 60),                   \
        F_TIME(tag, at, "登记时间", REQUIRED),                                 \
        F_ID(tag, version, "版本", REQUIRED)

static const struct field item_fields[] = {
    SHOWN(incident_item),
    F_TEXT(incident_item, handlers, "处置单位", OPTIONAL, 0, 2000), F_END
};
const struct record incident_item =
    RECORD(incident_item, "IncidentItem", "突发情况列表", item_fields);

static const struct field unit_fields[] = {
    F_TEXT(incident_unit, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(incident_unit, unit_name, "单位", REQUIRED, 1, 60),
    F_TIME(incident_unit, at, "参与时间", REQUIRED),
    F_TIME(incident_unit, told_at, "最近报告", OPTIONAL), F_END
};
const struct record incident_unit =
    RECORD(incident_unit, "IncidentUnit", "处置单位", unit_fields);

static const struct field step_fields[] = {
    F_ID(incident_step, id, "编号", REQUIRED),
    F_TEXT(incident_step, action, "事项代码", REQUIRED, 1, 20),
    { F_ANY(incident_step, title, const char *, FIELD_TEXT, "事项",
            REQUIRED | REPLY_ONLY) },
    F_TEXT(incident_step, other_name, "所指单位", OPTIONAL, 0, 60),
    F_TIME(incident_step, at, "时间", REQUIRED),
    F_TEXT(incident_step, account_name, "办理人", REQUIRED, 1, 60),
    F_TEXT(incident_step, unit_name, "单位", REQUIRED, 1, 60),
    F_SEALED(incident_step, note, "内容", MULTILINE, 2000, NULL, NULL,
             "incident_step.note"),
    F_END
};
const struct record incident_step =
    RECORD(incident_step, "IncidentStep", "处置经过", step_fields);

static const struct field view_fields[] = {
    SHOWN(incident_view),
    F_TEXT(incident_view, account_name, "登记人", REQUIRED, 1, 60),
    F_SEALED(incident_view, detail, "情况", REQUIRED | MULTILINE, 2000, NULL,
             NULL, "incident.detail"),
    F_SEALED(incident_view, result, "处置结果", MULTILINE, 1000, NULL, NULL,
             "incident.result"),
    F_ID(incident_view, child, "学生编号", COLUMN_ONLY),
    F_LIST(incident_view, units, "处置单位", REQUIRED, INCIDENT_UNITS_MOST,
           incident_unit),
    F_LIST(incident_view, steps, "经过", REQUIRED, 1000, incident_step),
    F_LIST(incident_view, allowed_actions, "可办理的事项", REQUIRED, 10,
           action_view),
    F_END
};
const struct record incident_view =
    RECORD(incident_view, "Incident", "突发情况", view_fields);
