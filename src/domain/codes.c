/*
 * The code tables (代码表).  Where a national or 学籍 list exists its own codes
 * are kept: 性别 GB/T 2261.1, 民族 GB/T 3304, 家庭关系 GB/T 4761, 身份证件类型,
 * 年级, 办学类型 and 健康状况 as 学籍 data has them; all others are words.
 */
#include "domain/codes.h"

#include "domain/assignment.h"
#include "domain/calendar.h"
#include "domain/case_action.h"
#include "domain/document.h"
#include <string.h>

#include "domain/accountability.h"
#include "domain/activity.h"
#include "domain/aid.h"
#include "domain/announcement.h"
#include "domain/assessment.h"
#include "domain/care.h"
#include "domain/data_export.h"
#include "domain/duty.h"
#include "domain/duty_confirmation.h"
#include "domain/followed.h"
#include "domain/hazard.h"
#include "domain/incident.h"
#include "domain/indicator.h"
#include "domain/inspection.h"
#include "domain/lead.h"
#include "domain/material.h"
#include "domain/meeting.h"
#include "domain/notice.h"
#include "domain/observation.h"
#include "domain/pairing.h"
#include "domain/plan.h"
#include "domain/promotion.h"
#include "domain/rectification.h"
#include "domain/resolution.h"
#include "domain/roster.h"
#include "domain/round_signoff.h"
#include "domain/score.h"
#include "domain/snapshot_check.h"
#include "domain/survey.h"
#include "domain/training_wish.h"
#include "domain/transfer.h"
#include "domain/upward.h"

#define TABLE(variable, name_, title_, ...)                                    \
    static const struct code variable##_rows[] = { __VA_ARGS__,                \
                                                   { NULL, NULL } };           \
    const struct code_table variable = { name_, title_, variable##_rows }

TABLE(division_levels, "division_level", "区划级别", { "province", "省" },
      { "prefecture", "地市" }, { "county", "县市区" },
      { "township", "乡镇街道" }, { "village", "村居" }, { "grid", "网格" });

TABLE(unit_kinds, "unit_kind", "单位类别", { "bureau", "教育局" },
      { "agency", "成员单位" }, { "supervision", "督导室" },
      { "township", "乡镇街道" }, { "village", "村居" }, { "school", "学校" });

TABLE(school_types, "school_type", "办学类型", { "211", "小学" },
      { "218", "小学教学点" }, { "311", "初级中学" },
      { "312", "九年一贯制学校" }, { "341", "完全中学" },
      { "345", "十二年一贯制学校" }, { "514", "特殊教育学校" },
      { "365", "职业学校" }, { "999", "其他" });

TABLE(stages, "stage", "学段", { "primary", "小学" }, { "junior", "初中" });

TABLE(grades, "grade", "年级", { "11", "小学一年级" }, { "12", "小学二年级" },
      { "13", "小学三年级" }, { "14", "小学四年级" }, { "15", "小学五年级" },
      { "16", "小学六年级" }, { "21", "初中一年级" }, { "22", "初中二年级" },
      { "23", "初中三年级" }, { "24", "初中四年级" });

TABLE(duties, "duty", "责任岗位", { "class_teacher", "班主任" },
      { "principal", "校长" }, { "village_head", "村（居）委会主任" },
      { "community_head", "社区主任" }, { "township_head", "乡（镇）长" },
      { "bureau_head", "局长" }, { "mayor", "市长" });

TABLE(positions, "position", "领导小组职务", { "leader", "组长" },
      { "deputy", "副组长" }, { "member", "成员" },
      { "office_head", "办公室主任" }, { "office_deputy", "办公室副主任" });

TABLE(sexes, "sex", "性别", { "1", "男" }, { "2", "女" });

TABLE(id_kinds, "id_kind", "身份证件类型", { "1", "居民身份证" },
      { "2", "户口簿" }, { "6", "香港居民身份证件" },
      { "7", "澳门居民身份证件" }, { "8", "台湾居民来往大陆通行证" },
      { "9", "外国人永久居留证" }, { "A", "护照" }, { "Z", "其他" });

TABLE(id_no_states, "id_no_state", "证件号状态", { "ok", "校验无误" },
      { "missing", "没有证件号" }, { "check_digit", "校验码不对，待核对" },
      { "fifteen", "15 位旧号，待核对" }, { "other", "其他证件" });

TABLE(nations, "nation", "民族", { "01", "汉族" }, { "02", "蒙古族" },
      { "03", "回族" }, { "04", "藏族" }, { "05", "维吾尔族" },
      { "06", "苗族" }, { "07", "彝族" }, { "08", "壮族" }, { "09", "布依族" },
      { "10", "朝鲜族" }, { "11", "满族" }, { "12", "侗族" }, { "13", "瑶族" },
      { "14", "白族" }, { "15", "土家族" }, { "16", "哈尼族" },
      { "17", "哈萨克族" }, { "18", "傣族" }, { "19", "黎族" },
      { "20", "傈僳族" }, { "21", "佤族" }, { "22", "畲族" },
      { "23", "高山族" }, { "24", "拉祜族" }, { "25", "水族" },
      { "26", "东乡族" }, { "27", "纳西族" }, { "28", "景颇族" },
      { "29", "柯尔克孜族" }, { "30", "土族" }, { "31", "达斡尔族" },
      { "32", "仫佬族" }, { "33", "羌族" }, { "34", "布朗族" },
      { "35", "撒拉族" }, { "36", "毛南族" }, { "37", "仡佬族" },
      { "38", "锡伯族" }, { "39", "阿昌族" }, { "40", "普米族" },
      { "41", "塔吉克族" }, { "42", "怒族" }, { "43", "乌孜别克族" },
      { "44", "俄罗斯族" }, { "45", "鄂温克族" }, { "46", "德昂族" },
      { "47", "保安族" }, { "48", "裕固族" }, { "49", "京族" },
      { "50", "塔塔尔族" }, { "51", "独龙族" }, { "52", "鄂伦春族" },
      { "53", "赫哲族" }, { "54", "门巴族" }, { "55", "珞巴族" },
      { "56", "基诺族" }, { "97", "其他" }, { "98", "外国血统中国籍人士" });

TABLE(relations, "relation", "与户主关系", { "02", "户主" }, { "20", "子" },
      { "30", "女" }, { "41", "孙子" }, { "42", "孙女" }, { "43", "外孙子" },
      { "44", "外孙女" }, { "70", "兄弟姐妹" }, { "97", "其他亲属" },
      { "99", "非亲属" });

TABLE(guardian_relations, "guardian_relation", "与学生关系", { "51", "父亲" },
      { "52", "母亲" }, { "61", "祖父" }, { "62", "祖母" }, { "63", "外祖父" },
      { "64", "外祖母" }, { "70", "兄姐" }, { "97", "其他亲属" },
      { "99", "其他监护人" });

TABLE(household_states, "household_state", "家庭状况", { "resident", "常住" },
      { "away", "外出" }, { "moved", "已搬走" }, { "vacant", "空户" });

TABLE(healths, "health", "健康状况", { "10", "健康或良好" },
      { "20", "一般或较弱" }, { "30", "有慢性病" }, { "40", "有生理缺陷" },
      { "50", "残疾" });

TABLE(student_states, "student_state", "学生状态", { "active", "在册" },
      { "deceased", "死亡" }, { "left", "迁出或注销" },
      { "void", "重复登记，已作废" });

TABLE(enrolment_states, "enrolment_state", "就学状态",
      { "enrolled", "在校有学籍" }, { "unregistered", "在校无学籍" },
      { "suspended", "休学" }, { "transferred", "转出" },
      { "graduated", "毕业" }, { "cancelled", "学籍注销" });

TABLE(boardings, "boarding", "就读方式", { "1", "走读" }, { "2", "住校" });

TABLE(tags, "tag", "特殊类别", { "poverty", "建档立卡" },
      { "monitored", "监测对象" }, { "low_income", "低保" },
      { "destitute", "特困" }, { "disabled_poor", "农村贫困残疾人家庭" },
      { "disabled", "残疾" }, { "left_behind", "留守" }, { "migrant", "随迁" },
      { "orphan", "孤儿" }, { "no_caregiver", "事实无人抚养" });

TABLE(round_states, "round_state", "轮次状态", { "open", "进行中" },
      { "closed", "已结束" });

TABLE(visit_outcomes, "visit_outcome", "入户结果", { "interviewed", "已入户" },
      { "nobody_home", "家中无人" }, { "moved", "已搬走" },
      { "refused", "拒绝受访" }, { "vacant", "空户" });

TABLE(situations, "situation", "入户所见", { "in_school", "在校就读" },
      { "elsewhere", "外地就读" }, { "unregistered", "在校无学籍" },
      { "never_enrolled", "未入学" }, { "dropout", "辍学在家" },
      { "working", "务工" }, { "missing", "失联" },
      { "ill_disabled", "因病因残未上学" }, { "suspended", "休学" },
      { "deferred", "延缓入学" }, { "abroad", "出国" },
      { "graduated", "已毕业或超龄" }, { "preschool", "未到学龄" },
      { "deceased", "死亡" });

TABLE(reasons, "reason", "辍学原因", { "R01", "学习困难" }, { "R02", "厌学" },
      { "R03", "外出务工" }, { "R04", "因贫" }, { "R05", "因病" },
      { "R06", "因残" }, { "R07", "心理问题或校园欺凌" }, { "R08", "早婚早育" },
      { "R09", "信教" }, { "R10", "上学远" }, { "R11", "家庭变故或监护缺失" },
      { "R12", "失踪失联" }, { "R13", "户籍原因" }, { "R14", "随迁或外地就读" },
      { "R15", "出国" }, { "R16", "信息错误" }, { "R17", "超龄" },
      { "R99", "其他" });

TABLE(case_kinds, "case_kind", "个案类别", { "suspected", "疑似辍学" },
      { "dropout", "辍学" }, { "never_enrolled", "失学" });

TABLE(case_states, "case_state", "个案状态", { "reported", "线索" },
      { "persuading", "劝返中" }, { "arranging", "安置办理" },
      { "enforcing", "依法督促" }, { "review", "待销号" },
      { "watching", "跟踪" }, { "closed", "已销号" },
      { "dismissed", "已排除" });

TABLE(case_levels, "case_level", "责任层级", { "class_teacher", "班主任" },
      { "principal", "校长" }, { "village", "村居" },
      { "township", "乡镇街道" }, { "bureau", "教育局" },
      { "leading_group", "领导小组" });

TABLE(case_sources, "case_source", "线索来源", { "flag", "人工报告" },
      { "survey", "入户摸排" }, { "roster", "花名册比对" },
      { "lead", "部门线索" }, { "notice", "入学通知书送达后未报到" },
      { "transfer", "转学后未到校" });

TABLE(dispositions, "disposition", "处置类别",
      { "local_unregistered", "市域内就读无学籍" },
      { "elsewhere_unregistered", "省内外就读无学籍" },
      { "deferred", "延缓入学" }, { "abroad", "短期出国" },
      { "illness_disability", "因病因残" },
      { "residence_missing", "户籍原因、失踪失联" },
      { "unwilling", "学困厌学" });

TABLE(outcomes, "outcome", "销号结果", { "returned", "劝返复学" },
      { "local_unregistered", "市域内就读，已注册学籍" },
      { "elsewhere_unregistered", "省内外就读，已登记上报" },
      { "deferred", "延缓入学" }, { "abroad", "短期出国" },
      { "suspended", "休学" }, { "inclusive", "随班就读" },
      { "home_teaching", "送教上门" }, { "special_school", "特殊教育学校就读" },
      { "exempt", "免予入学" }, { "residence", "户籍原因，公安已有结论" },
      { "missing", "失踪失联，公安已有结论" },
      { "city_exempt", "特殊情况，经市政府批准" },
      { "vocational", "职业学校完成义务教育" }, { "over_age", "已毕业或超龄" },
      { "info_error", "信息错误" });

TABLE(evidence_kinds, "evidence_kind", "证明材料",
      { "return_proof", "返校证明" }, { "attendance_proof", "在校证明" },
      { "guardian_statement", "监护人签字材料" },
      { "study_proof", "外地就读证明" }, { "id_document", "户口簿或证件" },
      { "medical_proof", "医院诊断证明" }, { "police_conclusion", "公安结论" },
      { "visit_photo", "劝返照片" }, { "approval_paper", "审批表" },
      { "application", "监护人书面申请" }, { "abroad_proof", "出国证明" },
      { "agreement", "就读协议" }, { "appraisal_report", "医学鉴定书" },
      { "assessment_paper", "评估安置建议书" },
      { "service_receipt", "送达回证" },
      { "service_photo", "送达照片或视频截图" },
      { "case_report", "办理情况报告" }, { "court_paper", "司法文书" },
      { "penalty_paper", "处罚决定书" }, { "city_approval", "市政府批准文件" },
      { "inspection_photo", "督查照片或材料" },
      { "rectification_proof", "整改照片或材料" },
      { "activity_photo", "工作照片或材料" },
      { "hazard_photo", "隐患和复查照片" }, { "meeting_minutes", "会议纪要" },
      { "material", "方案或经验的文件" },
      { "resolution_proof", "决议办理材料" }, { "other", "其他" });

/* 虎政规〔2020〕1号 五(三)6: what the police may find; `verified` leaves the
 * child where it was. */
TABLE(conclusions, "conclusion", "公安结论", { "no_such_person", "查无此人" },
      { "age_wrong", "年龄不符" }, { "duplicate", "户籍重复" },
      { "deceased", "死亡" }, { "moved_out", "迁出注销" },
      { "missing", "失踪失联" }, { "verified", "户籍属实，人已找到" });

/* 残疾人教育条例 17; 虎政规〔2020〕1号 五(三)5. */
TABLE(placements, "placement", "安置建议", { "inclusive", "随班就读" },
      { "special_school", "特殊教育学校就读" }, { "home_teaching", "送教上门" },
      { "exempt", "免予入学" });

TABLE(appraisals, "appraisal", "医学鉴定结果", { "able", "具备学习条件" },
      { "limited", "学习条件受限" }, { "unable", "不具备学习条件" });

TABLE(persuasion_methods, "persuasion_method", "劝返方式",
      { "home_visit", "入户" }, { "phone", "电话" }, { "meeting", "约谈" },
      { "letter", "书面" }, { "trip", "赴外地" });

TABLE(persuasion_results, "persuasion_result", "劝返结果",
      { "agreed", "同意返校" }, { "considering", "还在考虑" },
      { "refused", "拒绝" }, { "unreachable", "未联系上" },
      { "returned", "已返校" });

TABLE(doubt_kinds, "doubt_kind", "疑点类别",
      { "id_elsewhere", "证件号已在别处登记" },
      { "id_check", "证件号校验不符" }, { "number_shared", "一号多人" },
      { "two_numbers", "一人两号" }, { "duplicate_enrolment", "重复学籍" },
      { "survey_conflict", "入户内容与已有记录不一致" },
      { "roster_conflict", "花名册与登记不一致" },
      { "register_change", "户籍变动，待公安结论" }, { "other", "其他" });

TABLE(doubt_states, "doubt_state", "疑点状态", { "open", "待处理" },
      { "decided", "已处理" });

TABLE(carry_kinds, "carry_kind", "带出的种类", { "survey", "入户" },
      { "service", "送达" }, { "photo", "照片" });

TABLE(carry_states, "carry_state", "带出的一条", { "new", "可导入" },
      { "known", "已收到过" }, { "taken", "已导入" },
      { "refused", "没有导入" });

TABLE(conflict_states, "conflict_state", "核对状态", { "open", "待核对" },
      { "decided", "已核对" }, { "dropped", "入户已更正" });

TABLE(conflict_choices, "conflict_choice", "以哪个为准",
      { "visit", "入户所填" }, { "record", "现有内容" },
      { "other", "都不对，另填" });

TABLE(doubt_decisions, "doubt_decision", "疑点结论", { "same", "是同一人" },
      { "different", "不是同一人" }, { "later", "以后再核" });

/* In the order of enum verdict. */
TABLE(verdict_codes, "verdict", "核查结论", { "in_school", "在校有学籍" },
      { "enrolled_absent", "有学籍不在校（疑似辍学）" },
      { "present_unenrolled", "市域内就读无学籍" },
      { "never_enrolled", "适龄未入学（疑似失学）" },
      { "elsewhere", "省内外就读" },
      { "exempt", "免予入学、延缓、休学或出国在案" },
      { "left", "死亡、迁出或注销" }, { "over_age", "已毕业或超龄" },
      { "unsure", "须人工核对" });

TABLE(change_entities, "change_entity", "变更对象", { "student", "学生" },
      { "household", "家庭" }, { "guardian", "监护人" },
      { "enrolment", "就学" }, { "tag", "特殊类别" });

const struct code_table *const code_tables[] = { &division_levels,
                                                 &unit_kinds,
                                                 &school_types,
                                                 &stages,
                                                 &grades,
                                                 &duties,
                                                 &positions,
                                                 &sexes,
                                                 &id_kinds,
                                                 &id_no_states,
                                                 &nations,
                                                 &relations,
                                                 &guardian_relations,
                                                 &household_states,
                                                 &healths,
                                                 &student_states,
                                                 &enrolment_states,
                                                 &boardings,
                                                 &tags,
                                                 &round_states,
                                                 &visit_outcomes,
                                                 &survey_sources,
                                                 &situations,
                                                 &reasons,
                                                 &case_kinds,
                                                 &case_states,
                                                 &case_levels,
                                                 &case_sources,
                                                 &notice_bases,
                                                 &notice_states,
                                                 &notice_arrivals,
                                                 &notice_refusals,
                                                 &notice_levels,
                                                 &dispositions,
                                                 &outcomes,
                                                 &evidence_kinds,
                                                 &conclusions,
                                                 &placements,
                                                 &appraisals,
                                                 &persuasion_methods,
                                                 &persuasion_results,
                                                 &doubt_kinds,
                                                 &doubt_states,
                                                 &doubt_decisions,
                                                 &carry_kinds,
                                                 &carry_states,
                                                 &conflict_states,
                                                 &conflict_choices,
                                                 &change_entities,
                                                 &transfer_states,
                                                 &transfer_directions,
                                                 &aid_kind_codes,
                                                 &aid_terms,
                                                 &aid_funders,
                                                 &aid_states,
                                                 &aid_groups,
                                                 &training_stages,
                                                 &training_onwards,
                                                 &training_courses,
                                                 &training_states,
                                                 &upward_states,
                                                 &data_export_states,
                                                 &pairing_states,
                                                 &pairing_methods,
                                                 &data_export_forms,
                                                 &upward_answers,
                                                 &verdict_codes,
                                                 &committee_fields,
                                                 &assessment_states,
                                                 &plan_states,
                                                 &plan_item_kinds,
                                                 &plan_item_states,
                                                 &counselling_methods,
                                                 &difficulties,
                                                 &incident_kinds,
                                                 &incident_states,
                                                 &observation_kinds,
                                                 &concerns,
                                                 &day_kinds,
                                                 &document_kind_codes,
                                                 &document_states,
                                                 &service_methods,
                                                 &rulings,
                                                 &assignment_tasks,
                                                 &assignment_states,
                                                 &roster_kind_codes,
                                                 &import_states,
                                                 &import_outcomes,
                                                 &change_types,
                                                 &hardships,
                                                 &disabilities,
                                                 &severities,
                                                 &assigned_standings,
                                                 &leaver_standings,
                                                 &lead_kind_codes,
                                                 &lead_states,
                                                 &lead_handlers,
                                                 &lead_places,
                                                 &referrals,
                                                 &match_rules,
                                                 &indicator_groups,
                                                 &indicator_parts,
                                                 &duty_states,
                                                 &duty_confirmation_states,
                                                 &round_signoff_states,
                                                 &duty_rhythms,
                                                 &activity_kind_codes,
                                                 &activity_audiences,
                                                 &activity_states,
                                                 &hazard_kinds,
                                                 &hazard_gravities,
                                                 &hazard_states,
                                                 &inspection_kinds,
                                                 &inspection_states,
                                                 &check_answers,
                                                 &rectification_states,
                                                 &material_kinds,
                                                 &material_states,
                                                 &meeting_kinds,
                                                 &meeting_states,
                                                 &resolution_states,
                                                 &announcement_states,
                                                 &accountability_kinds,
                                                 &accountability_grounds,
                                                 &score_kinds,
                                                 &snapshot_states,
                                                 &snapshot_check_outcomes,
                                                 &difference_kinds,
                                                 &promotion_states,
                                                 &promotion_steps,
                                                 NULL };

const char *grade_stage(const char *grade)
{
    if (!grade || !code_known(&grades, grade))
        return NULL;
    return grade[0] == '1' ? "primary" : "junior";
}

bool grade_is_junior(const char *grade)
{
    const char *stage = grade_stage(grade);

    return stage && strcmp(stage, "junior") == 0;
}

const char *grade_of_leavers(bool five_four)
{
    return five_four ? "15" : "16";
}

const char *grade_of_finishers(bool five_four)
{
    return five_four ? "24" : "23";
}
