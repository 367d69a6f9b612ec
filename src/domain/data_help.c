/* Tables of 数据导出: what is done for a child, and where it goes. */
#include "data_fields.h"
#include "domain/aid.h"
#include "domain/assessment.h"
#include "domain/care.h"
#include "domain/pairing.h"
#include "domain/plan.h"
#include "domain/training_wish.h"
#include "domain/transfer.h"
#include "domain/upward.h"

static const struct field teaching_plans_fields[] = {
    ID(id, "计划编号"),
    OF_CHILD,
    ID(case_id, "个案编号"),
    OF_SCHOOL,
    TEXT_OF(teachers, "送教教师"),
    COUNT(per_week, "每周次数"),
    COUNT(periods, "每次课时"),
    KEPT(content, "送教计划", "teaching_plan.content"),
    DAY(from_date, "开始日期"),
    DAY(to_date, "结束日期"),
    F_END
};
SHEET(teaching_plans, "送教上门计划", RIGHT_TEACHING_READ, NULL);

static const struct field lessons_fields[] = {
    ID(id, "送教编号"),
    ID(plan_id, "计划编号"),
    OF_CHILD,
    DAY(taught_on, "送教日期"),
    TEXT_OF(starts, "开始时间"),
    COUNT(periods, "课时"),
    TEXT_OF(teachers, "送教教师"),
    KEPT(content, "送教内容", "home_teaching.content"),
    KEPT(effect, "送教效果", "home_teaching.effect"),
    BY,
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(lessons, "送教记录", RIGHT_TEACHING_READ, NULL);

static const struct field plans_fields[] = {
    ID(id, "计划编号"),
    OF_CHILD,
    ID(case_id, "个案编号"),
    TEXT_OF(keeper, "责任教师"),
    KEPT(situation, "基本情况", "plan.situation"),
    KEPT(attainment, "学业层次", "plan.attainment"),
    KEPT(health, "健康状况", "plan.health"),
    KEPT(wish, "本人及监护人意愿", "plan.wish"),
    CODED(state, "状态", plan_states),
    TEXT_OF(account_name, "制定人"),
    MOMENT(at, "制定时间"),
    F_END
};
SHEET(plans, "一生一策", RIGHT_PLAN_READ, NULL);

static const struct field plan_items_fields[] = {
    ID(id, "措施编号"),
    ID(plan_id, "计划编号"),
    ID(student_id, "学生编号"),
    CODED(kind, "措施类别", plan_item_kinds),
    KEPT(content, "措施内容", "plan_item.content"),
    DAY(due_on, "完成期限"),
    CODED(state, "措施状态", plan_item_states),
    KEPT(progress, "进展", "plan_item.progress"),
    DAY(progress_on, "最近登记"),
    F_END
};
SHEET(plan_items, "一生一策措施", RIGHT_PLAN_READ, NULL);

static const struct field help_fields[] = {
    ID(id, "帮扶编号"),
    OF_CHILD,
    ID(case_id, "个案编号"),
    CODED(difficulty, "困难类别", difficulties),
    KEPT(measure, "帮扶措施", "help.measure"),
    DAY(helped_on, "帮扶日期"),
    BY,
    OF_UNIT,
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(help, "帮扶", RIGHT_HELP_READ, NULL);

static const struct field pairings_fields[] = {
    ID(id, "结对编号"),
    OF_CHILD,
    TEXT_OF(mentor, "帮扶人"),
    OF_UNIT,
    MASKED(phone, "帮扶人电话", "pairing.phone", mask_phone),
    CODED(difficulty, "困难类别", difficulties),
    KEPT(content, "帮扶打算", "pairing.plan"),
    DAY(from_date, "结对日期"),
    DAY(to_date, "结束日期"),
    KEPT(ending, "结束的原因", "pairing.ending"),
    BY,
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(pairings, "结对帮扶", RIGHT_PAIRING_READ, NULL);

static const struct field pairing_visits_fields[] = {
    ID(id, "走访编号"),
    ID(pairing_id, "结对编号"),
    DAY(visited_on, "走访日期"),
    CODED(method, "走访方式", pairing_methods),
    KEPT(done, "走访情况", "pairing_visit.done"),
    BY,
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(pairing_visits, "结对走访", RIGHT_PAIRING_READ, NULL);

static const struct field aid_fields[] = {
    ID(id, "资助编号"),
    OF_CHILD,
    OF_SCHOOL,
    COUNT(year, "学年"),
    CODED(term, "学期", aid_terms),
    CODED(kind, "资助项目", aid_kind_codes),
    COUNT(fen, "金额（分）"),
    CODED(funder, "资助单位", aid_funders),
    DAY(paid_on, "发放日期"),
    TEXT_OF(basis, "依据"),
    CODED(state, "状态", aid_states),
    KEPT(reason, "撤销原因", "aid.reason"),
    BY,
    MOMENT(created_at, "登记时间"),
    F_END
};
SHEET(aid, "资助", RIGHT_AID_READ, NULL);

static const struct field transfers_fields[] = {
    ID(id, "转学编号"),
    OF_CHILD,
    TEXT_OF(from_school, "转出学校标识码"),
    TEXT_OF(from_name, "转出学校"),
    TEXT_OF(to_school, "转入学校标识码"),
    TEXT_OF(to_name, "转入学校"),
    KEPT(reason, "转学原因", "transfer.reason"),
    DAY(left_on, "离校日期"),
    DAY(due_on, "接收期限"),
    OF_UNIT,
    MOMENT(at, "办理时间"),
    CODED(state, "状态", transfer_states),
    DAY(arrived_on, "到校日期"),
    KEPT(note, "撤回原因", "transfer.note"),
    MOMENT(settled_at, "办结时间"),
    ID(case_id, "个案编号"),
    F_END
};
SHEET(transfers, "转学", RIGHT_TRANSFER_READ, NULL);

static const struct field training_wishes_fields[] = {
    ID(id, "编号"),
    COUNT(year, "年度"),
    CODED(stage, "毕业学段", training_stages),
    ID(student_id, "学生编号"),
    TEXT_OF(name, "姓名"),
    TEXT_OF(school_name, "毕业学校"),
    OF_DIVISION,
    CODED(onward, "毕业去向", training_onwards),
    CODED(course, "培训工种", training_courses),
    TEXT_OF(contact, "联系人"),
    MASKED(phone, "联系电话", "training_wish.phone", mask_phone),
    YES(informed, "已告知用途"),
    CODED(state, "状态", training_states),
    DAY(handed_on, "移交日期"),
    DAY(contacted_on, "联系日期"),
    DAY(ended_on, "参训或放弃日期"),
    KEPT(note, "办理说明", "training_wish.note"),
    OF_UNIT,
    MOMENT(created_at, "登记时间"),
    F_END
};
SHEET(training_wishes, "培训意愿", RIGHT_TRAINING_READ, NULL);

static const struct field upward_reports_fields[] = {
    ID(id, "编号"),
    OF_CHILD,
    TEXT_OF(upward_no, "上报编号"),
    DAY(listed_on, "列入日期"),
    TEXT_OF(report_no, "上报文号"),
    DAY(reported_on, "上报日期"),
    CODED(answer, "上级答复", upward_answers),
    DAY(answered_on, "答复日期"),
    KEPT(note, "答复内容", "upward_report.note"),
    F_END
};
SHEET(upward_reports, "逐级上报", RIGHT_UPWARD_READ, NULL);

static const struct field assessments_fields[] = {
    ID(id, "评估编号"),
    OF_CHILD,
    ID(case_id, "个案编号"),
    DAY(held_on, "评估日期"),
    TEXT_OF(place, "评估地点"),
    KEPT(situation, "基本情况", "assessment.situation"),
    CODED(state, "状态", assessment_states),
    CODED(advice, "安置建议", placements),
    MOMENT(created_at, "召集时间"),
    MOMENT(closed_at, "形成建议时间"),
    F_END
};
SHEET(assessments, "残疾评估", RIGHT_ASSESSMENT_READ, NULL);
