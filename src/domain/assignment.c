/* Assignments: field tables. */
#include "domain/assignment.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"

static const struct code state_rows[] = {
    [TASK_ASSIGNED] = { "assigned", "待签收" },
    [TASK_ACCEPTED] = { "accepted", "办理中" },
    [TASK_REPORTED] = { "reported", "待审核" },
    [TASK_COMPLETED] = { "completed", "已办结" },
    [TASK_RETURNED] = { "returned", "已退回" },
    [TASK_WITHDRAWN] = { "withdrawn", "已撤回" },
    [TASK_STATE_N] = { NULL, NULL },
};
const struct code_table assignment_states = { "assignment_state", "交办状态",
                                              state_rows };

enum assignment_state assignment_state_of(const char *code)
{
    int s = 0;

    while (s < TASK_STATE_N && (!code || strcmp(state_rows[s].code, code) != 0))
        s++;
    return (enum assignment_state)s;
}

const char *assignment_state_code(enum assignment_state s)
{
    return (unsigned)s < TASK_STATE_N ? state_rows[s].code : "";
}

/* ---- rows ---- */
/* The members of struct assignment_row, which stands at `at` in `tag`. */
#define G_(tag, at, member, kind, text, opts)                                  \
    .name = #member, .label = text, .type = kind, .flags = (opts),             \
    .offset = offsetof(struct tag, at member)
#define G_ID(tag, at, member, text, opts)                                      \
    {                                                                          \
        G_(tag, at, member, FIELD_INT, text, opts), .min = 1, .max = INT64_MAX \
    }
#define G_TEXT(tag, at, member, text, opts, most)                              \
    {                                                                          \
        G_(tag, at, member, FIELD_TEXT, text, opts), .max = (most)             \
    }
#define G_CODE(tag, at, member, text, table)                                   \
    {                                                                          \
        G_(tag, at, member, FIELD_CODE, text, REQUIRED), .codes = &(table)     \
    }
#define G_KIND(tag, at, member, kind, text, opts)                              \
    {                                                                          \
        G_(tag, at, member, kind, text, opts)                                  \
    }
#define ASSIGNMENT_FIELDS(tag, at)                                             \
    G_ID(tag, at, id, "编号", REQUIRED),                                       \
        G_ID(tag, at, case_id, "个案编号", OPTIONAL),                          \
        G_ID(tag, at, student_id, "学生编号", OPTIONAL),                       \
        G_TEXT(tag, at, unit, "承办单位代码", REQUIRED, 20),                   \
        G_CODE(tag, at, task, "事项", assignment_tasks),                       \
        G_ID(tag, at, together, "联办编号", REQUIRED),                         \
        { G_(tag, at, note, FIELD_TEXT, "交办要求", MULTILINE | SEALED),       \
          .max = 1000, .seal = "assignment.note" },                            \
        G_KIND(tag, at, due_on, FIELD_DATE, "办理期限", REQUIRED),             \
        G_CODE(tag, at, state, "状态", assignment_states),                     \
        { G_(tag, at, reminders, FIELD_INT, "催办次数", REQUIRED),             \
          .max = INT64_MAX },                                                  \
        G_KIND(tag, at, reminded_for, FIELD_DATE, "已提醒的期限",              \
               COLUMN_ONLY),                                                   \
        G_TEXT(tag, at, result, "结果代码", OPTIONAL, 40),                     \
        G_ID(tag, at, assigned_by, "交办账号", REQUIRED),                      \
        G_TEXT(tag, at, assigned_unit, "交办单位代码", REQUIRED, 20),          \
        G_KIND(tag, at, assigned_at, FIELD_TIME, "交办时间", REQUIRED),        \
        G_KIND(tag, at, closed_at, FIELD_TIME, "办结时间", OPTIONAL),          \
        G_ID(tag, at, version, "版本", REQUIRED)

static const struct field assignment_row_fields[] = {
    ASSIGNMENT_FIELDS(assignment_row, ), F_END
};
const struct record assignment_row =
    RECORD(assignment_row, "AssignmentRow", "交办", assignment_row_fields);

static const struct field assignment_item_fields[] = {
    ASSIGNMENT_FIELDS(assignment_item, g.),
    { F_ANY(assignment_item, task_title, const char *, FIELD_TEXT, "事项名称",
            REQUIRED | REPLY_ONLY) },
    F_TEXT(assignment_item, unit_name, "承办单位", REQUIRED, 1, 60),
    F_TEXT(assignment_item, assigned_unit_name, "交办单位", REQUIRED, 1, 60),
    F_TEXT(assignment_item, student_name, "学生", OPTIONAL, 0, 60),
    F_BOOL(assignment_item, overdue, "已超期", REQUIRED),
    F_END
};
const struct record assignment_item = RECORD(
    assignment_item, "AssignmentItem", "交办列表", assignment_item_fields);

/* ---- one assignment ---- */
static const struct field child_fields[] = {
    F_TEXT(assignment_child, name, "姓名", OPTIONAL, 0, 60),
    F_CODE(assignment_child, sex, "性别", OPTIONAL, sexes),
    F_DATE(assignment_child, birth_date, "出生日期", OPTIONAL),
    F_SEALED(assignment_child, id_no, "身份证件号", OPTIONAL, 30, NULL, NULL,
             "student.id_no"),
    F_TEXT(assignment_child, residence, "现住地", OPTIONAL, 0, 60),
    F_SEALED(assignment_child, residence_address, "现住址", OPTIONAL, 100, NULL,
             NULL, "student.residence_address"),
    F_TEXT(assignment_child, huji, "户籍地", OPTIONAL, 0, 60),
    F_SEALED(assignment_child, huji_address, "户籍地址", OPTIONAL, 100, NULL,
             NULL, "student.huji_address"),
    F_TEXT(assignment_child, guardian, "监护人", OPTIONAL, 0, 60),
    F_CODE(assignment_child, guardian_relation, "与学生关系", OPTIONAL,
           guardian_relations),
    F_SEALED(assignment_child, phone, "监护人电话", OPTIONAL, 20, NULL, NULL,
             "guardian.phone"),
    F_TEXT(assignment_child, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(assignment_child, grade, "年级", OPTIONAL, grades),
    F_TEXT(assignment_child, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(assignment_child, tags, "特殊类别", OPTIONAL, 0, 200),
    F_CODE(assignment_child, health, "健康状况", OPTIONAL, healths),
    F_CODE(assignment_child, reason, "辍学原因", OPTIONAL, reasons),
    F_DATE(assignment_child, absent_since, "离校日期", OPTIONAL),
    F_END
};
const struct record assignment_child = RECORD(
    assignment_child, "AssignmentChild", "办理所需的学生信息", child_fields);

static const struct field event_fields[] = {
    F_ID(assignment_event, id, "编号", REQUIRED),
    F_TEXT(assignment_event, action, "事项代码", REQUIRED, 1, 20),
    { F_ANY(assignment_event, title, const char *, FIELD_TEXT, "事项",
            REQUIRED | REPLY_ONLY) },
    F_CODE(assignment_event, from_state, "原状态", REQUIRED, assignment_states),
    F_CODE(assignment_event, to_state, "新状态", REQUIRED, assignment_states),
    F_TIME(assignment_event, at, "时间", REQUIRED),
    F_INT(assignment_event, account_id, "账号编号", REQUIRED, 0, INT64_MAX),
    F_TEXT(assignment_event, account_name, "办理人", REQUIRED, 0, 60),
    F_TEXT(assignment_event, unit, "单位代码", OPTIONAL, 0, 20),
    F_TEXT(assignment_event, unit_name, "单位", OPTIONAL, 0, 60),
    F_SEALED(assignment_event, detail, "内容", COLUMN_ONLY, 100000, NULL, NULL,
             "assignment_event.detail"),
    F_LIST(assignment_event, facts, "所填内容", REQUIRED, 64, case_fact),
    F_END
};
const struct record assignment_event =
    RECORD(assignment_event, "AssignmentEvent", "交办经过", event_fields);

static const struct field evidence_fields[] = {
    F_ID(assignment_evidence, id, "编号", REQUIRED),
    F_ID(assignment_evidence, event_id, "经过编号", REQUIRED),
    F_CODE(assignment_evidence, kind, "材料类别", REQUIRED, evidence_kinds),
    F_ID(assignment_evidence, attachment_id, "附件编号", REQUIRED),
    F_TEXT(assignment_evidence, type, "文件类型", REQUIRED, 1, 60),
    F_INT(assignment_evidence, size, "字节数", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record assignment_evidence = RECORD(
    assignment_evidence, "AssignmentEvidence", "交办材料", evidence_fields);

static const struct field partner_fields[] = {
    F_ID(assignment_partner, id, "编号", REQUIRED),
    F_TEXT(assignment_partner, unit, "承办单位代码", REQUIRED, 1, 20),
    F_TEXT(assignment_partner, unit_name, "承办单位", REQUIRED, 1, 60),
    F_CODE(assignment_partner, task, "事项", REQUIRED, assignment_tasks),
    F_DATE(assignment_partner, due_on, "办理期限", REQUIRED),
    F_CODE(assignment_partner, state, "状态", REQUIRED, assignment_states),
    F_END
};
const struct record assignment_partner =
    RECORD(assignment_partner, "AssignmentPartner", "联办单位", partner_fields);

static const struct field brief_fields[] = {
    F_ID(assignment_brief, id, "编号", REQUIRED),
    F_ID(assignment_brief, case_id, "个案编号", OPTIONAL),
    F_TEXT(assignment_brief, unit, "承办单位代码", REQUIRED, 1, 20),
    F_CODE(assignment_brief, task, "事项", REQUIRED, assignment_tasks),
    F_DATE(assignment_brief, due_on, "办理期限", REQUIRED),
    F_CODE(assignment_brief, state, "状态", REQUIRED, assignment_states),
    F_ID(assignment_brief, version, "版本", REQUIRED),
    F_END
};
const struct record assignment_brief =
    RECORD(assignment_brief, "AssignmentBrief", "交办摘要", brief_fields);

static const struct field view_fields[] = {
    ASSIGNMENT_FIELDS(assignment_view, g.),
    { F_ANY(assignment_view, task_title, const char *, FIELD_TEXT, "事项名称",
            REQUIRED | REPLY_ONLY) },
    F_TEXT(assignment_view, unit_name, "承办单位", REQUIRED, 1, 60),
    F_TEXT(assignment_view, assigned_unit_name, "交办单位", REQUIRED, 1, 60),
    F_TEXT(assignment_view, assigned_name, "交办人", REQUIRED, 1, 60),
    F_BOOL(assignment_view, overdue, "已超期", REQUIRED),
    F_OBJECT(assignment_view, child, "办理所需的学生信息", OPTIONAL,
             struct assignment_child, assignment_child),
    F_LIST(assignment_view, events, "经过", REQUIRED, 1000, assignment_event),
    F_LIST(assignment_view, evidence, "材料", REQUIRED, 1000,
           assignment_evidence),
    F_LIST(assignment_view, partners, "联办单位", REQUIRED, 1000,
           assignment_partner),
    F_LIST(assignment_view, allowed_actions, "可办理的事项", REQUIRED, 20,
           action_view),
    F_END
};
const struct record assignment_view =
    RECORD(assignment_view, "Assignment", "交办详情", view_fields);
