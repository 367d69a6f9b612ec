/* Cases: field tables and codes. */
#include "domain/case.h"

#include <string.h>

#include "domain/codes.h"
#include "domain/transition.h"

/* ---- codes ---- */
static int index_of(const struct code_table *t, const char *code, int none)
{
    for (int i = 0; code && t->rows[i].code; i++)
        if (strcmp(t->rows[i].code, code) == 0)
            return i;
    return none;
}

enum case_state case_state_of(const char *code)
{
    return (enum case_state)index_of(&case_states, code, CASE_STATE_N);
}

const char *case_state_code(enum case_state s)
{
    return case_states.rows[s].code;
}

enum case_level case_level_of(const char *code)
{
    return (enum case_level)index_of(&case_levels, code, LEVEL_N);
}

const char *case_level_code(enum case_level l)
{
    return case_levels.rows[l].code;
}

enum case_level role_level(enum role r)
{
    switch (r) {
    case ROLE_TEACHER:
        return LEVEL_CLASS_TEACHER;
    case ROLE_SCHOOL_HEAD:
        return LEVEL_PRINCIPAL;
    case ROLE_VILLAGE:
        return LEVEL_VILLAGE;
    case ROLE_TOWNSHIP:
        return LEVEL_TOWNSHIP;
    case ROLE_BUREAU:
    case ROLE_BUREAU_LEAD:
        return LEVEL_BUREAU;
    case ROLE_LEADER:
        return LEVEL_LEADING_GROUP;
    default:
        return LEVEL_N;
    }
}

enum case_level case_level_first(enum role finder, const char *school)
{
    enum case_level own = role_level(finder);

    if (own < LEVEL_BUREAU)
        return own;
    return school ? LEVEL_CLASS_TEACHER : LEVEL_VILLAGE;
}

const char *case_event_title(const char *action)
{
    static const struct code happenings[] = {
        { "flag", "报告疑似辍学" },
        { "found", "入户发现" },
        { "sighted", "入户再次见到" },
        { "dropout", "到期转为辍学" },
        { "overdue", "超期自动上报" },
        { "reset", "重新计算期限" },
        { NULL, NULL },
    };
    static const struct code_table titles = { "case_event", "个案经过",
                                              happenings };
    const struct action *a = action_of(action);

    return a ? a->title : code_label(&titles, action);
}

/* ---- the case ---- */
/* The members of struct case_row, which stands at `at` in struct `tag`. */
#define C_(tag, at, member, kind, text, opts)                                  \
    .name = #member, .label = text, .type = kind, .flags = (opts),             \
    .offset = offsetof(struct tag, at member)
#define C_ID(tag, at, member, text, opts)                                      \
    {                                                                          \
        C_(tag, at, member, FIELD_INT, text, opts), .min = 1, .max = INT64_MAX \
    }
#define C_N(tag, at, member, text)                                             \
    {                                                                          \
        C_(tag, at, member, FIELD_INT, text, REQUIRED), .max = INT64_MAX       \
    }
#define C_CODE(tag, at, member, text, opts, table)                             \
    {                                                                          \
        C_(tag, at, member, FIELD_CODE, text, opts), .codes = &(table)         \
    }
#define C_DATE(tag, at, member, text)                                          \
    {                                                                          \
        C_(tag, at, member, FIELD_DATE, text, OPTIONAL)                        \
    }
#define C_TIME(tag, at, member, text, opts)                                    \
    {                                                                          \
        C_(tag, at, member, FIELD_TIME, text, opts)                            \
    }
#define CASE_FIELDS(tag, at)                                                   \
    C_ID(tag, at, id, "编号", REQUIRED),                                       \
        C_ID(tag, at, student_id, "学生编号", REQUIRED),                       \
        C_CODE(tag, at, kind, "类别", REQUIRED, case_kinds),                   \
        C_CODE(tag, at, state, "状态", REQUIRED, case_states),                 \
        C_CODE(tag, at, disposition, "处置类别", OPTIONAL, dispositions),      \
        C_CODE(tag, at, level, "责任层级", REQUIRED, case_levels),             \
        C_CODE(tag, at, source, "线索来源", REQUIRED, case_sources),           \
        C_CODE(tag, at, reason, "原因", OPTIONAL, reasons),                    \
        C_DATE(tag, at, absent_since, "离校日期"),                             \
        C_CODE(tag, at, outcome, "销号结果", OPTIONAL, outcomes),              \
        C_DATE(tag, at, returned_on, "返校日期"),                              \
        C_N(tag, at, persuasions, "劝返次数"),                                 \
        C_N(tag, at, watch_step, "已回访次数"),                                \
        C_TIME(tag, at, opened_at, "立案时间", REQUIRED),                      \
        C_ID(tag, at, opened_by, "立案账号", REQUIRED),                        \
        C_TIME(tag, at, due_at, "办理期限", OPTIONAL),                         \
        C_TIME(tag, at, closed_at, "销号时间", OPTIONAL),                      \
        C_ID(tag, at, submitted_by, "提交销号账号", OPTIONAL),                 \
        C_ID(tag, at, version, "版本", REQUIRED)

static const struct field case_row_fields[] = { CASE_FIELDS(case_row, ),
                                                F_END };
const struct record case_row =
    RECORD(case_row, "CaseRow", "个案", case_row_fields);

static const struct field case_child_fields[] = {
    F_DATE(case_child, birth_date, "出生日期", OPTIONAL),
    F_TEXT(case_child, school, "学校标识码", OPTIONAL, 0, 10),
    F_CODE(case_child, enrolment, "就学状态", OPTIONAL, enrolment_states),
    F_BOOL(case_child, has_student_no, "已有学籍号", REQUIRED), F_END
};
const struct record case_child =
    RECORD(case_child, "CaseChild", "个案学生", case_child_fields);

static const struct field case_item_fields[] = {
    CASE_FIELDS(case_item, c.),
    F_TEXT(case_item, student_name, "姓名", REQUIRED, 1, 60),
    F_CODE(case_item, sex, "性别", OPTIONAL, sexes),
    F_DATE(case_item, birth_date, "出生日期", OPTIONAL),
    F_TEXT(case_item, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(case_item, grade, "年级", OPTIONAL, grades),
    F_TEXT(case_item, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(case_item, village_name, "所在村居", OPTIONAL, 0, 60),
    F_BOOL(case_item, overdue, "已超期", REQUIRED),
    F_END
};
const struct record case_item =
    RECORD(case_item, "CaseItem", "个案列表", case_item_fields);

/* ---- one case ---- */
static const struct field case_student_fields[] = {
    F_ID(case_student, id, "学生编号", REQUIRED),
    F_TEXT(case_student, name, "姓名", REQUIRED, 1, 60),
    F_CODE(case_student, sex, "性别", OPTIONAL, sexes),
    F_DATE(case_student, birth_date, "出生日期", OPTIONAL),
    F_TEXT(case_student, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(case_student, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(case_student, grade, "年级", OPTIONAL, grades),
    F_TEXT(case_student, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(case_student, village, "村居代码", OPTIONAL, 0, 15),
    F_TEXT(case_student, village_name, "村居", OPTIONAL, 0, 60),
    F_TEXT(case_student, township_name, "乡镇街道", OPTIONAL, 0, 60),
    F_END
};
const struct record case_student =
    RECORD(case_student, "CaseStudent", "个案学生概况", case_student_fields);

static const struct field case_owner_fields[] = {
    F_CODE(case_owner, level, "责任层级", REQUIRED, case_levels),
    F_CODE(case_owner, duty, "责任岗位", OPTIONAL, duties),
    F_TEXT(case_owner, holder, "责任人", OPTIONAL, 0, 60),
    F_TEXT(case_owner, unit, "责任单位代码", OPTIONAL, 0, 20),
    F_TEXT(case_owner, unit_name, "责任单位", OPTIONAL, 0, 60),
    F_END
};
const struct record case_owner =
    RECORD(case_owner, "CaseOwner", "责任人", case_owner_fields);

static const struct field case_fact_fields[] = {
    F_TEXT(case_fact, name, "项", REQUIRED, 1, 40),
    F_TEXT(case_fact, label, "名称", REQUIRED, 1, 40),
    F_TEXT(case_fact, value, "内容", REQUIRED | MULTILINE, 0, 4000), F_END
};
const struct record case_fact =
    RECORD(case_fact, "CaseFact", "所填内容", case_fact_fields);

static const struct field case_event_fields[] = {
    F_ID(case_event, id, "编号", REQUIRED),
    F_TEXT(case_event, action, "事项代码", REQUIRED, 1, 20),
    { F_ANY(case_event, title, const char *, FIELD_TEXT, "事项",
            REQUIRED | REPLY_ONLY) },
    F_CODE(case_event, from_state, "原状态", REQUIRED, case_states),
    F_CODE(case_event, to_state, "现状态", REQUIRED, case_states),
    F_CODE(case_event, level, "责任层级", REQUIRED, case_levels),
    F_TIME(case_event, at, "时间", REQUIRED),
    F_INT(case_event, account_id, "办理账号", REQUIRED, 0, INT64_MAX),
    F_TEXT(case_event, account_name, "办理人", REQUIRED, 1, 60),
    F_TEXT(case_event, unit, "办理单位代码", OPTIONAL, 0, 20),
    F_TEXT(case_event, unit_name, "办理单位", OPTIONAL, 0, 60),
    F_SEALED(case_event, detail, "内容", COLUMN_ONLY, 0, NULL, NULL,
             "case_event.detail"),
    F_LIST(case_event, facts, "所填内容", REQUIRED | REPLY_ONLY, 40, case_fact),
    F_END
};
const struct record case_event =
    RECORD(case_event, "CaseEvent", "个案经过", case_event_fields);

static const struct field case_evidence_fields[] = {
    F_ID(case_evidence, id, "编号", REQUIRED),
    F_ID(case_evidence, event_id, "所属经过", REQUIRED),
    F_CODE(case_evidence, kind, "材料类别", REQUIRED, evidence_kinds),
    F_ID(case_evidence, attachment_id, "附件编号", REQUIRED),
    F_TEXT(case_evidence, type, "文件类型", REQUIRED, 1, 40),
    F_INT(case_evidence, size, "字节数", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record case_evidence =
    RECORD(case_evidence, "CaseEvidence", "证明材料", case_evidence_fields);

static const struct field case_view_fields[] = {
    CASE_FIELDS(case_view, c.),
    F_OBJECT(case_view, student, "学生", REQUIRED, struct case_student,
             case_student),
    F_OBJECT(case_view, owner, "责任人", REQUIRED, struct case_owner,
             case_owner),
    { F_ANY(case_view, overdue, int64_t, FIELD_BOOL, "已超期",
            REQUIRED | REPLY_ONLY) },
    F_LIST(case_view, events, "经过", REQUIRED, 5000, case_event),
    F_LIST(case_view, evidence, "证明材料", REQUIRED, 5000, case_evidence),
    F_LIST(case_view, allowed_actions, "可办理的事项", REQUIRED, 20,
           action_view),
    F_END
};
const struct record case_view =
    RECORD(case_view, "Case", "个案", case_view_fields);

static const struct field case_flag_fields[] = {
    F_ID(case_flag, student_id, "学生编号", REQUIRED),
    F_CODE(case_flag, reason, "原因", REQUIRED, reasons),
    F_DATE(case_flag, absent_since, "离校日期", REQUIRED),
    F_TEXT(case_flag, tried, "已做的工作", OPTIONAL | MULTILINE, 0, 500), F_END
};
const struct record case_flag =
    RECORD(case_flag, "CaseFlag", "报告疑似辍学", case_flag_fields);
