/* 待办: field tables. */
#include "domain/worklist.h"

#include "domain/assignment.h"
#include "domain/document.h"
#include "domain/incident.h"
#include "domain/lead.h"
#include "domain/observation.h"

static const struct code work_kind_rows[] = {
    { "verify", "核实线索" },
    { "persuade", "劝返" },
    { "handed_over", "接手前任移交的个案" },
    { "refused", "销号被退回，继续劝返" },
    { "arrange", "办理学籍" },
    { "approve", "审批销号" },
    { "watch", "回访" },
    { "survey", "入户摸排" },
    { "task_accept", "签收交办" },
    { "task_report", "办理交办并报告" },
    { "task_review", "审核交办" },
    { "task_again", "交办被退回，重新交办" },
    { "incident", "处置突发情况" },
    { "observation", "处理学生思想动态" },
    { "sign", "签署残疾评估意见" },
    { "convene", "召集专家委员会评估" },
    { "serve", "送达文书" },
    { "lead_handle", "办理线索" },
    { "lead_return", "督促送回线索中的儿童" },
    { "lead_answer", "处理移交的线索" },
    { "lead_match", "核对线索中的儿童" },
    { "duty", "报送职责" },
    { "duty_receive", "签收报送的职责" },
    { "inspect", "按计划督查" },
    { "rectify", "限期整改" },
    { "rectify_check", "复查整改" },
    { "rectify_urge", "整改超期，督促" },
    { "transfer_receive", "确认转入学生到校" },
    { "transfer_confirm", "核实转往市外的学生" },
    { "hazard", "消除隐患" },
    { "hazard_check", "复查隐患整改" },
    { "hazard_urge", "隐患整改超期，督促" },
    { "resolve", "办理会议决议" },
    { "resolve_confirm", "确认决议办结" },
    { "resolve_urge", "决议超期，督促" },
    { "material_sign", "签收全市方案" },
    { "material_receive", "签收报送的方案或经验" },
    { "material_again", "材料被退回，报送新版本" },
    { "training_hand_over", "移交培训意愿" },
    { "training_contact", "联系有培训意愿的毕业生" },
    { "duty_confirm", "确认本单位的职责" },
    { "round_sign", "摸排数据待确认" },
    { NULL, NULL },
};
const struct code_table work_kinds = { "work_kind", "待办类别",
                                       work_kind_rows };

static const struct field work_item_fields[] = {
    F_TEXT(work_item, id, "标识", REQUIRED, 1, 40),
    F_CODE(work_item, kind, "类别", REQUIRED, work_kinds),
    F_TEXT(work_item, title, "事项", REQUIRED, 1, 60),
    F_TEXT(work_item, subject, "对象", REQUIRED, 1, 100),
    F_ID(work_item, case_id, "个案编号", OPTIONAL),
    F_ID(work_item, student_id, "学生编号", OPTIONAL),
    F_ID(work_item, round_id, "轮次编号", OPTIONAL),
    F_ID(work_item, assignment_id, "交办编号", OPTIONAL),
    F_ID(work_item, incident_id, "突发情况编号", OPTIONAL),
    F_ID(work_item, observation_id, "思想动态编号", OPTIONAL),
    F_ID(work_item, lead_id, "线索编号", OPTIONAL),
    F_ID(work_item, duty_id, "职责编号", OPTIONAL),
    F_ID(work_item, inspection_id, "督查编号", OPTIONAL),
    F_ID(work_item, rectification_id, "限期整改编号", OPTIONAL),
    F_ID(work_item, transfer_id, "转学编号", OPTIONAL),
    F_ID(work_item, hazard_id, "隐患编号", OPTIONAL),
    F_ID(work_item, resolution_id, "决议编号", OPTIONAL),
    F_ID(work_item, material_id, "材料编号", OPTIONAL),
    F_TIME(work_item, due_at, "期限", OPTIONAL),
    F_BOOL(work_item, overdue, "已超期", REQUIRED),
    F_TEXT(work_item, link, "页面", REQUIRED, 1, 60),
    F_END
};
const struct record work_item =
    RECORD(work_item, "WorklistItem", "待办", work_item_fields);

static const struct field work_case_fields[] = {
    F_CODE(work_case, kind, "类别", REQUIRED, work_kinds),
    F_TEXT(work_case, subject, "学生", REQUIRED, 1, 100),
    F_ID(work_case, id, "个案编号", REQUIRED),
    F_ID(work_case, student_id, "学生编号", REQUIRED),
    F_TIME(work_case, due_at, "期限", OPTIONAL),
    F_END
};
const struct record work_case =
    RECORD(work_case, "WorkCase", "待办个案", work_case_fields);

static const struct field work_round_fields[] = {
    F_ID(work_round, id, "轮次编号", REQUIRED),
    F_TEXT(work_round, name, "轮次", REQUIRED, 1, 100),
    F_DATE(work_round, ends_on, "截止日期", REQUIRED),
    F_INT(work_round, left, "未入户户数", REQUIRED, 0, INT64_MAX), F_END
};
const struct record work_round =
    RECORD(work_round, "WorkRound", "待办轮次", work_round_fields);

static const struct field work_assignment_fields[] = {
    F_ID(work_assignment, id, "交办编号", REQUIRED),
    F_ID(work_assignment, case_id, "个案编号", OPTIONAL),
    F_ID(work_assignment, student_id, "学生编号", OPTIONAL),
    F_CODE(work_assignment, task, "事项", REQUIRED, assignment_tasks),
    F_CODE(work_assignment, state, "状态", REQUIRED, assignment_states),
    F_DATE(work_assignment, due_on, "办理期限", REQUIRED),
    F_TEXT(work_assignment, student_name, "学生", OPTIONAL, 0, 60),
    F_TEXT(work_assignment, unit_name, "对方单位", REQUIRED, 1, 60),
    F_END
};
const struct record work_assignment = RECORD(
    work_assignment, "WorkAssignment", "待办交办", work_assignment_fields);

static const struct field work_incident_fields[] = {
    F_ID(work_incident, id, "突发情况编号", REQUIRED),
    F_CODE(work_incident, kind, "类别", REQUIRED, incident_kinds),
    F_TEXT(work_incident, subject, "对象", REQUIRED, 1, 100),
    F_TIME(work_incident, due_at, "期限", OPTIONAL), F_END
};
const struct record work_incident =
    RECORD(work_incident, "WorkIncident", "待办突发情况", work_incident_fields);

static const struct field work_observation_fields[] = {
    F_ID(work_observation, id, "思想动态编号", REQUIRED),
    F_ID(work_observation, student_id, "学生编号", REQUIRED),
    F_CODE(work_observation, kind, "类别", REQUIRED, observation_kinds),
    F_TEXT(work_observation, subject, "学生", REQUIRED, 1, 100),
    F_TIME(work_observation, due_at, "期限", REQUIRED),
    F_END
};
const struct record work_observation =
    RECORD(work_observation, "WorkObservation", "待办思想动态",
           work_observation_fields);

static const struct field work_matter_fields[] = {
    F_ID(work_matter, id, "编号", REQUIRED),
    F_ID(work_matter, case_id, "个案编号", OPTIONAL),
    F_ID(work_matter, student_id, "学生编号", OPTIONAL),
    F_CODE(work_matter, paper, "文书类别", OPTIONAL, document_kind_codes),
    F_TEXT(work_matter, subject, "对象", REQUIRED, 1, 100),
    F_TIME(work_matter, due_at, "期限", OPTIONAL),
    F_END
};
const struct record work_matter =
    RECORD(work_matter, "WorkMatter", "待办文书和评估", work_matter_fields);

static const struct field work_lead_fields[] = {
    F_ID(work_lead, id, "线索编号", REQUIRED),
    F_CODE(work_lead, kind, "类别", REQUIRED, work_kinds),
    F_CODE(work_lead, lead_kind, "线索类别", REQUIRED, lead_kind_codes),
    F_TEXT(work_lead, place_name, "用人单位或场所", OPTIONAL, 0, 100),
    F_DATE(work_lead, due_on, "期限", REQUIRED),
    F_END
};
const struct record work_lead =
    RECORD(work_lead, "WorkLead", "待办线索", work_lead_fields);

static const struct field work_duty_fields[] = {
    F_ID(work_duty, id, "职责编号", REQUIRED),
    F_CODE(work_duty, kind, "类别", REQUIRED, work_kinds),
    F_TEXT(work_duty, duty, "职责代码", REQUIRED, 1, 40),
    F_TEXT(work_duty, unit_name, "单位", REQUIRED, 1, 60),
    F_DATE(work_duty, due_on, "期限", REQUIRED),
    F_END
};
const struct record work_duty =
    RECORD(work_duty, "WorkDuty", "待办职责", work_duty_fields);

static const struct field work_supervision_fields[] = {
    F_ID(work_supervision, id, "编号", REQUIRED),
    F_CODE(work_supervision, kind, "类别", REQUIRED, work_kinds),
    F_TEXT(work_supervision, unit_name, "单位", REQUIRED, 1, 60),
    F_DATE(work_supervision, due_on, "期限", REQUIRED), F_END
};
const struct record work_supervision =
    RECORD(work_supervision, "WorkSupervision", "待办督查和整改",
           work_supervision_fields);

static const struct field work_transfer_fields[] = {
    F_ID(work_transfer, id, "编号", REQUIRED),
    F_ID(work_transfer, student_id, "学生编号", REQUIRED),
    F_CODE(work_transfer, kind, "类别", REQUIRED, work_kinds),
    F_TEXT(work_transfer, subject, "学生", REQUIRED, 1, 100),
    F_DATE(work_transfer, due_on, "期限", REQUIRED),
    F_END
};
const struct record work_transfer =
    RECORD(work_transfer, "WorkTransfer", "待办转学", work_transfer_fields);

static const struct field work_material_fields[] = {
    F_ID(work_material, id, "材料编号", REQUIRED),
    F_CODE(work_material, kind, "类别", REQUIRED, work_kinds),
    F_TEXT(work_material, subject, "标题或单位", REQUIRED, 1, 100),
    F_TIME(work_material, due_at, "签收期限", OPTIONAL), F_END
};
const struct record work_material =
    RECORD(work_material, "WorkMaterial", "待办材料", work_material_fields);

static const struct field work_wishes_fields[] = {
    F_INT(work_wishes, year, "毕业年份", REQUIRED, 0, INT64_MAX),
    F_CODE(work_wishes, kind, "类别", REQUIRED, work_kinds),
    F_INT(work_wishes, left, "人数", REQUIRED, 1, INT64_MAX), F_END
};
const struct record work_wishes =
    RECORD(work_wishes, "WorkWishes", "待办培训意愿", work_wishes_fields);
