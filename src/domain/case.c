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

#define ALWAYS (1 << LEVEL_BUREAU | 1 << LEVEL_LEADING_GROUP)

enum case_level case_level_above(enum case_level level, int64_t levels)
{
    int up = (int)level + 1;

    while (up < LEVEL_N && !((levels | ALWAYS) >> up & 1))
        up++;
    return (enum case_level)up;
}

enum case_level case_level_lowest(int64_t levels)
{
    return (enum case_level)__builtin_ctzll((uint64_t)levels | ALWAYS);
}

enum case_level case_level_first(enum role finder,
                                 const struct case_child *child)
{
    enum case_level own = role_level(finder);

    return own < LEVEL_BUREAU ? own : case_level_lowest(child->levels);
}

const char *case_event_title(const char *action)
{
    static const struct code happenings[] = {
        { "flag", "报告疑似辍学" },
        { "found", "入户发现" },
        { "compared", "信息比对发现" },
        { "solved", "信息比对显示已解决，请核实后办理销号" },
        { "sighted", "入户再次见到" },
        { "dropout", "到期转为辍学" },
        { "overdue", "超期自动上报" },
        { "reset", "重新计算期限" },
        { "reminded", "超期催办" },
        { "alerted", "期限将到，提醒" },
        { "lapsed", "期限已满未到校，继续劝返" },
        { "expired", "期限已满，重新办理" },
        { "unseen", "逾期未回访，重新劝返" },
        { "handed_over", "责任人变更，移交" },
        { "lead", "部门发现线索" },
        { "assigned", "交办" },
        { "assignment_accepted", "交办已签收" },
        { "assignment_reported", "交办已报告" },
        { "assignment_completed", "交办已办结" },
        { "assignment_returned", "交办被退回" },
        { "assignment_withdrawn", "交办已撤回" },
        { "reminded_unit", "催办" },
        { "concluded", "公安作出结论" },
        { "appraised", "医学鉴定完成" },
        { "convened", "召集专家委员会评估" },
        { "assessed", "专家委员会提出安置建议" },
        { "split", "专家意见不一，需重新评估" },
        { "assessment_cancelled", "评估取消" },
        { "planned", "制定一生一策" },
        { "taught_plan", "制定送教上门计划" },
        { "helped", "帮扶" },
        { "incident", "突发情况" },
        { "incident_closed", "突发情况处置完毕" },
        { "not_arrived", "入学通知书送达后未报到" },
        { "not_received", "转学后没有学校接收" },
        { "transfer_settled", "转学已办结" },
        { "served", "文书送达" },
        { "document_void", "文书作废" },
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
#define C_TEXT(tag, at, member, text, most)                                    \
    {                                                                          \
        C_(tag, at, member, FIELD_TEXT, text, OPTIONAL), .max = (most)         \
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
        C_DATE(tag, at, period_from, "期限起"),                                \
        C_DATE(tag, at, period_until, "期限止"),                               \
        C_TEXT(tag, at, placed_at, "安置学校", 60),                            \
        C_CODE(tag, at, conclusion, "公安结论", OPTIONAL, conclusions),        \
        C_TEXT(tag, at, archive_no, "免予入学档案号", 40),                     \
        C_TEXT(tag, at, report_no, "逐级汇报文号", 40),                        \
        C_DATE(tag, at, reported_on, "逐级汇报日期"),                          \
        C_TIME(tag, at, reminded_for, "已催办的期限", COLUMN_ONLY),            \
        { C_(tag, at, alerted_for, FIELD_DATE, "已提醒的期限", COLUMN_ONLY) }, \
        { C_(tag, at, clock_used, FIELD_INT, "本级已用的时限", COLUMN_ONLY) }, \
        C_ID(tag, at, version, "版本", REQUIRED)

static const struct field case_row_fields[] = { CASE_FIELDS(case_row, ),
                                                F_END };
const struct record case_row =
    RECORD(case_row, "CaseRow", "个案", case_row_fields);

static const struct field case_child_fields[] = {
    F_DATE(case_child, birth_date, "出生日期", OPTIONAL),
    F_TEXT(case_child, school, "学校标识码", OPTIONAL, 0, 10),
    F_CODE(case_child, enrolment, "就学状态", OPTIONAL, enrolment_states),
    F_BOOL(case_child, has_student_no, "已有学籍号", REQUIRED),
    F_BOOL(case_child, has_id_no, "已有证件号", REQUIRED),
    F_INT(case_child, levels, "责任链层级", REQUIRED, 0, INT64_MAX),
    F_END
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

static const struct field case_tally_fields[] = {
    F_CODE(case_tally, state, "状态", REQUIRED, case_states),
    F_CODE(case_tally, level, "责任层级", REQUIRED, case_levels),
    F_CODE(case_tally, disposition, "处置类别", OPTIONAL, dispositions),
    F_INT(case_tally, n, "件数", REQUIRED, 0, INT64_MAX),
    F_INT(case_tally, overdue, "其中已超期", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record case_tally =
    RECORD(case_tally, "CaseTally", "个案件数", case_tally_fields);

static const struct field case_week_fields[] = {
    F_INT(case_week, id, "几周前", REQUIRED, 0, CASE_WEEKS_MOST),
    F_DATE(case_week, since, "自", REQUIRED),
    F_DATE(case_week, until, "至", REQUIRED),
    F_INT(case_week, opened, "新立案", REQUIRED, 0, INT64_MAX),
    F_INT(case_week, settled, "销号", REQUIRED, 0, INT64_MAX),
    F_INT(case_week, returned, "其中劝返复学", REQUIRED, 0, INT64_MAX),
    F_INT(case_week, dismissed, "排除", REQUIRED, 0, INT64_MAX),
    F_INT(case_week, reopened, "重新立案", REQUIRED, 0, INT64_MAX),
    F_INT(case_week, open, "期末在办", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record case_week =
    RECORD(case_week, "CaseWeek", "个案近期变动", case_week_fields);

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

static const struct field case_visits_fields[] = {
    F_CODE(case_visits, level, "责任层级", REQUIRED, case_levels),
    F_INT(case_visits, n, "劝返次数", REQUIRED, 0, INT64_MAX), F_END
};
const struct record case_visits =
    RECORD(case_visits, "CaseVisits", "各级劝返次数", case_visits_fields);

static const struct field case_file_fields[] = {
    F_BOOL(case_file, appraised, "已有医学鉴定", REQUIRED),
    F_CODE(case_file, advice, "安置建议", OPTIONAL, placements),
    F_INT(case_file, plan_items, "一生一策措施数", REQUIRED, 0, INT64_MAX),
    F_BOOL(case_file, police_asked, "提请公安核查未办结", REQUIRED),
    F_BOOL(case_file, appraisal_asked, "提请医学鉴定未办结", REQUIRED),
    F_BOOL(case_file, admonished, "已批评教育", REQUIRED),
    F_DATE(case_file, order_served, "责令书送达日期", OPTIONAL),
    F_DATE(case_file, order_until, "责令改正期限", OPTIONAL),
    F_DATE(case_file, urging_served, "催告书送达日期", OPTIONAL),
    F_BOOL(case_file, in_court, "已提请司法", REQUIRED),
    F_END
};
const struct record case_file =
    RECORD(case_file, "CaseFile", "在案材料", case_file_fields);

static const struct field case_view_fields[] = {
    CASE_FIELDS(case_view, c.),
    F_OBJECT(case_view, student, "学生", REQUIRED, struct case_student,
             case_student),
    F_OBJECT(case_view, owner, "责任人", OPTIONAL, struct case_owner,
             case_owner),
    { F_ANY(case_view, overdue, int64_t, FIELD_BOOL, "已超期",
            REQUIRED | REPLY_ONLY) },
    F_LIST(case_view, events, "经过", REQUIRED, 5000, case_event),
    F_LIST(case_view, evidence, "证明材料", REQUIRED, 5000, case_evidence),
    F_LIST(case_view, visits, "各级劝返次数", REQUIRED, LEVEL_N, case_visits),
    F_OBJECT(case_view, file, "在案材料", REQUIRED, struct case_file,
             case_file),
    F_LIST(case_view, allowed_actions, "可办理的事项", REQUIRED, 40,
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
