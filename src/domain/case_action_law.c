/* What the actions of the law ask: the ladder, the dispositions, the pressure
 * of 义务教育法 58 and what follows it. */
#include "domain/case_action.h"
#include "domain/codes.h"

#define EVIDENCE(tag)                                                          \
    F_LIST(tag, evidence, "证明材料", OPTIONAL, EVIDENCE_MOST, evidence_in)
#define LONG_TEXT(tag, member, label, opts)                                    \
    F_TEXT(tag, member, label, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,    \
           1000)
#define APPLICANT(tag)                                                         \
    F_TEXT(tag, applicant, "申请人（监护人）", REQUIRED, 1, 60),               \
        F_CODE(tag, relation, "与学生关系", REQUIRED, guardian_relations)

/* ---- the ladder ---- */
static const struct field take_up_fields[] = {
    EVIDENCE(case_take_up),
    LONG_TEXT(case_take_up, note, "提级办理的理由", REQUIRED), F_END
};
const struct record case_take_up =
    RECORD(case_take_up, "CaseTakeUp", "提级办理", take_up_fields);

static const struct field notify_fields[] = {
    EVIDENCE(case_notify),
    F_DATE(case_notify, deadline_on, "请于何日前到校", OPTIONAL),
    LONG_TEXT(case_notify, note, "写给家长的话", OPTIONAL), F_END
};
const struct record case_notify =
    RECORD(case_notify, "CaseNotify", "发劝返通知书", notify_fields);

static const struct field order_return_fields[] = {
    EVIDENCE(case_notify),
    F_DATE(case_notify, deadline_on, "限期到校日期", REQUIRED),
    LONG_TEXT(case_notify, note, "写给家长的话", OPTIONAL), F_END
};
const struct record case_order_return = RECORD(
    case_notify, "CaseOrderReturn", "发限期复学通知书", order_return_fields);

/* ---- dispositions ---- */
static const struct field arrange_fields[] = {
    EVIDENCE(case_arrange),
    F_CODE(case_arrange, disposition, "处置类别", REQUIRED, dispositions),
    LONG_TEXT(case_arrange, note, "转入安置办理的依据", REQUIRED), F_END
};
const struct record case_arrange =
    RECORD(case_arrange, "CaseArrange", "转入安置办理", arrange_fields);

static const struct field resume_fields[] = {
    EVIDENCE(case_resume),
    LONG_TEXT(case_resume, note, "继续劝返的原因", REQUIRED), F_END
};
const struct record case_resume =
    RECORD(case_resume, "CaseResume", "继续劝返", resume_fields);

static const struct field defer_fields[] = {
    EVIDENCE(case_leave),
    APPLICANT(case_leave),
    LONG_TEXT(case_leave, cause, "延缓入学的原因", REQUIRED),
    F_TEXT(case_leave, hospital, "证明单位（县级以上医院或专家委员会）",
           REQUIRED, 1, 60),
    LONG_TEXT(case_leave, opinion, "证明单位鉴定意见", REQUIRED),
    F_DATE(case_leave, from_on, "期限起", REQUIRED),
    F_DATE(case_leave, until_on, "期限止", REQUIRED),
    F_END
};
const struct record case_defer =
    RECORD(case_leave, "CaseDefer", "申请延缓入学", defer_fields);

static const struct field go_abroad_fields[] = {
    EVIDENCE(case_leave),
    APPLICANT(case_leave),
    F_TEXT(case_leave, country, "前往国家或地区", REQUIRED, 1, 60),
    LONG_TEXT(case_leave, cause, "出国事由", REQUIRED),
    F_DATE(case_leave, from_on, "出国日期", REQUIRED),
    F_DATE(case_leave, until_on, "返校日期", REQUIRED),
    F_END
};
const struct record case_go_abroad =
    RECORD(case_leave, "CaseGoAbroad", "申请短期出国", go_abroad_fields);

static const struct field suspend_fields[] = {
    EVIDENCE(case_leave),
    APPLICANT(case_leave),
    F_TEXT(case_leave, hospital, "诊断医院（县级以上）", REQUIRED, 1, 60),
    LONG_TEXT(case_leave, opinion, "诊断和医嘱", REQUIRED),
    F_DATE(case_leave, from_on, "休学起", REQUIRED),
    F_DATE(case_leave, until_on, "休学止", REQUIRED),
    F_END
};
const struct record case_suspend =
    RECORD(case_leave, "CaseSuspend", "申请休学", suspend_fields);

static const struct field exempt_city_fields[] = {
    EVIDENCE(case_leave),
    LONG_TEXT(case_leave, cause, "特殊情况", REQUIRED),
    LONG_TEXT(case_leave, opinion, "市政府批准意见和文号", REQUIRED),
    F_DATE(case_leave, from_on, "期限起", REQUIRED),
    F_DATE(case_leave, until_on, "期限止", REQUIRED),
    F_END
};
const struct record case_exempt_city = RECORD(
    case_leave, "CaseExemptCity", "报市政府批准免除", exempt_city_fields);

static const struct field renew_fields[] = {
    EVIDENCE(case_renew),
    F_TEXT(case_renew, applicant, "申请人（监护人）", REQUIRED, 1, 60),
    LONG_TEXT(case_renew, cause, "续期的原因", REQUIRED),
    F_DATE(case_renew, until_on, "续期到", REQUIRED), F_END
};
const struct record case_renew =
    RECORD(case_renew, "CaseRenew", "申请续期", renew_fields);

static const struct field appraise_fields[] = {
    EVIDENCE(case_appraise), APPLICANT(case_appraise),
    LONG_TEXT(case_appraise, condition, "残疾失能情况", REQUIRED), F_END
};
const struct record case_appraise =
    RECORD(case_appraise, "CaseAppraise", "提请医学鉴定", appraise_fields);

static const struct field place_fields[] = {
    EVIDENCE(case_place),
    F_CODE(case_place, placement, "安置方式（按专家委员会建议）", REQUIRED,
           placements),
    LONG_TEXT(case_place, guardian_opinion, "监护人意见", REQUIRED),
    F_TEXT(case_place, school_name, "就读学校（随班就读、特校填写）", OPTIONAL,
           0, 60),
    F_TEXT(case_place, archive_no, "档案编号（免予入学填写）", OPTIONAL, 0, 40),
    F_DATE(case_place, from_on, "开始日期", REQUIRED),
    F_END
};
const struct record case_place =
    RECORD(case_place, "CasePlace", "提交残疾儿童安置", place_fields);

static const struct field vocational_fields[] = {
    EVIDENCE(case_vocational),
    APPLICANT(case_vocational),
    F_TEXT(case_vocational, school_name, "职业学校", REQUIRED, 1, 60),
    F_TEXT(case_vocational, major, "学习的职业技能", REQUIRED, 1, 60),
    F_DATE(case_vocational, from_on, "开始日期", REQUIRED),
    LONG_TEXT(case_vocational, note, "统筹安排意见", OPTIONAL),
    F_END
};
const struct record case_vocational = RECORD(
    case_vocational, "CaseVocational", "申请到职业学校就读", vocational_fields);

/* 虎政规〔2020〕1号 五(三)6 */
static const struct code question_rows[] = { { "not_found", "查无此人" },
                                             { "age", "年龄不符" },
                                             { "duplicate", "户籍重复" },
                                             { "deceased", "疑似死亡" },
                                             { "moved_out", "迁出注销" },
                                             { "missing", "失踪失联" },
                                             { NULL, NULL } };
static const struct code_table questions = { "police_question", "核查事项",
                                             question_rows };

static const struct field ask_police_fields[] = {
    EVIDENCE(case_ask_police),
    F_CODE(case_ask_police, question, "核查事项", REQUIRED, questions),
    LONG_TEXT(case_ask_police, note, "已了解的情况", REQUIRED), F_END
};
const struct record case_ask_police =
    RECORD(case_ask_police, "CaseAskPolice", "提请公安核查", ask_police_fields);

static const struct field conclude_fields[] = {
    EVIDENCE(case_conclude),
    LONG_TEXT(case_conclude, note, "学籍处理意见", REQUIRED), F_END
};
const struct record case_conclude =
    RECORD(case_conclude, "CaseConclude", "依公安结论销号", conclude_fields);

static const struct field report_up_fields[] = {
    EVIDENCE(case_report_up),
    F_TEXT(case_report_up, report_no, "上报文号", REQUIRED, 1, 40),
    F_DATE(case_report_up, reported_on, "上报日期", REQUIRED),
    LONG_TEXT(case_report_up, note, "说明", OPTIONAL), F_END
};
const struct record case_report_up =
    RECORD(case_report_up, "CaseReportUp", "逐级汇报", report_up_fields);

/* ---- pressure ---- */
static const struct field enforce_fields[] = {
    EVIDENCE(case_enforce),
    LONG_TEXT(case_enforce, note, "劝返经过和拒不送学的情况", REQUIRED), F_END
};
const struct record case_enforce =
    RECORD(case_enforce, "CaseEnforce", "转入依法督促", enforce_fields);

static const struct field admonish_fields[] = {
    EVIDENCE(case_admonish),
    F_DATE(case_admonish, held_on, "批评教育日期", REQUIRED),
    F_TEXT(case_admonish, place, "地点", REQUIRED, 1, 100),
    F_TEXT(case_admonish, persons, "批评教育人员", REQUIRED, 1, 100),
    LONG_TEXT(case_admonish, content, "批评教育内容", REQUIRED),
    LONG_TEXT(case_admonish, promise, "监护人表态", REQUIRED),
    F_END
};
const struct record case_admonish =
    RECORD(case_admonish, "CaseAdmonish", "批评教育", admonish_fields);

static const struct field order_fields[] = {
    EVIDENCE(case_order), LONG_TEXT(case_order, facts, "违法事实", REQUIRED),
    F_DATE(case_order, deadline_on, "改正期限", REQUIRED), F_END
};
const struct record case_order =
    RECORD(case_order, "CaseOrder", "责令限期改正", order_fields);

static const struct field urge_fields[] = {
    EVIDENCE(case_order), LONG_TEXT(case_order, facts, "催告事项", REQUIRED),
    F_DATE(case_order, deadline_on, "履行期限", REQUIRED), F_END
};
const struct record case_urge =
    RECORD(case_order, "CaseUrge", "催告", urge_fields);

static const struct field ask_penalty_fields[] = {
    EVIDENCE(case_ask_penalty),
    LONG_TEXT(case_ask_penalty, facts, "违法事实", REQUIRED),
    LONG_TEXT(case_ask_penalty, basis, "提请处罚的法律依据", REQUIRED), F_END
};
const struct record case_ask_penalty =
    RECORD(case_ask_penalty, "CaseAskPenalty", "提请处罚", ask_penalty_fields);

#define COURT_FIELDS                                                           \
    EVIDENCE(case_apply_court),                                                \
        F_TEXT(case_apply_court, court, "受理法院", REQUIRED, 1, 60),          \
        LONG_TEXT(case_apply_court, claim, "请求事项", REQUIRED),              \
        LONG_TEXT(case_apply_court, facts, "事实和理由", REQUIRED), F_END
static const struct field apply_court_fields[] = { COURT_FIELDS };
const struct record case_apply_court = RECORD(
    case_apply_court, "CaseApplyCourt", "申请强制执行", apply_court_fields);
const struct record case_sue =
    RECORD(case_apply_court, "CaseSue", "提请司法处理", apply_court_fields);

static const struct code ruling_rows[] = {
    { "accepted", "已受理" },       { "refused", "不予受理" },
    { "mediated", "调解达成协议" }, { "ruled", "裁定准予强制执行" },
    { "judged", "判决送子女入学" }, { "enforced", "已执行" },
    { "withdrawn", "撤回" },        { NULL, NULL }
};
const struct code_table rulings = { "ruling", "司法结果", ruling_rows };

static const struct field court_fields[] = {
    EVIDENCE(case_court),
    F_CODE(case_court, ruling, "司法结果", REQUIRED, rulings),
    F_TEXT(case_court, paper_no, "案号或文书号", REQUIRED, 1, 60),
    F_DATE(case_court, ruled_on, "日期", REQUIRED),
    LONG_TEXT(case_court, note, "内容摘要", OPTIONAL),
    F_END
};
const struct record case_court =
    RECORD(case_court, "CaseCourt", "登记司法结果", court_fields);
