/* Field tables of 信息比对. */
#include "domain/reconciliation.h"

#include "domain/clean.h"
#include "domain/codes.h"

#define F_COUNT(tag, member, text)                                             \
    F_INT(tag, member, text, REQUIRED, 0, INT64_MAX)

static const struct code state_rows[] = {
    { "waiting", "等候比对" }, { "running", "比对中" },
    { "done", "已完成" },      { "replaced", "已被新的比对取代" },
    { "failed", "未能完成" },  { NULL, NULL }
};
const struct code_table reconciliation_states = { "reconciliation_state",
                                                  "比对状态", state_rows };

static const struct field reconciliation_fields[] = {
    F_ID(reconciliation, id, "编号", REQUIRED),
    F_INT(reconciliation, year, "年度", REQUIRED, 2000, 2199),
    F_INT(reconciliation, account_id, "账号编号", REQUIRED, 0, INT64_MAX),
    F_CODE(reconciliation, state, "状态", REQUIRED, reconciliation_states),
    F_COUNT(reconciliation, rows_total, "总行数"),
    F_COUNT(reconciliation, rows_done, "已处理行数"),
    F_COUNT(reconciliation, children, "儿童数"),
    F_COUNT(reconciliation, questions, "须人工核对"),
    F_TEXT(reconciliation, fault, "未能完成的原因", OPTIONAL, 0, 500),
    F_TIME(reconciliation, created_at, "发起时间", REQUIRED),
    F_TIME(reconciliation, finished_at, "完成时间", OPTIONAL),
    F_INT(reconciliation, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record reconciliation_record =
    RECORD(reconciliation, "Reconciliation", "一次比对", reconciliation_fields);

static const struct field verdict_fields[] = {
    F_ID(verdict_row, id, "编号", REQUIRED),
    F_ID(verdict_row, reconciliation_id, "比对编号", REQUIRED),
    F_INT(verdict_row, speaker_id, "所并入的核对", COLUMN_ONLY, 1, INT64_MAX),
    F_CODE(verdict_row, verdict, "核查结论", REQUIRED, verdict_codes),
    F_TEXT(verdict_row, rule, "规则", REQUIRED, 1, 40),
    F_REAL(verdict_row, confidence, "把握", REQUIRED),
    F_INT(verdict_row, facts, "条件", COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(verdict_row, name, "姓名", REQUIRED, 1, 60),
    F_CODE(verdict_row, sex, "性别", OPTIONAL, sexes),
    F_DATE(verdict_row, birth_date, "出生日期", OPTIONAL),
    F_SEALED(verdict_row, id_no, "身份证件号", MASK_ALWAYS, 40, NULL,
             mask_id_no, "verdict.id_no"),
    F_TEXT(verdict_row, division, "户籍地区划代码", OPTIONAL, 0, 15),
    F_TEXT(verdict_row, place, "位置", COLUMN_ONLY, 0, 100),
    F_TEXT(verdict_row, school, "学校标识码", OPTIONAL, 0, 10),
    F_CODE(verdict_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(verdict_row, class, "班级", OPTIONAL, 0, 20),
    F_ID(verdict_row, student_id, "学生编号", OPTIONAL),
    F_TEXT(verdict_row, evidence, "所依据的花名册行", REQUIRED, 0, 2000),
    F_INT(verdict_row, roster_id, "说话的行", COLUMN_ONLY, INT64_MIN,
          INT64_MAX),
    F_BOOL(verdict_row, anchored, "有自己的证件号", COLUMN_ONLY),
    F_BOOL(verdict_row, given, "给出结论", COLUMN_ONLY),
    F_BOOL(verdict_row, joined, "核对后并为一人", REQUIRED),
    F_INT(verdict_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record verdict_record =
    RECORD(verdict_row, "Verdict", "核查结论", verdict_fields);

static const struct field candidate_fields[] = {
    F_ID(candidate_row, id, "编号", REQUIRED),
    F_ID(candidate_row, reconciliation_id, "比对编号", REQUIRED),
    F_ID(candidate_row, verdict_id, "核对编号", REQUIRED),
    F_ID(candidate_row, other_id, "另一核对编号", REQUIRED),
    F_INT(candidate_row, roster_id, "行", COLUMN_ONLY, INT64_MIN, INT64_MAX),
    F_INT(candidate_row, other_roster_id, "另一行", COLUMN_ONLY, INT64_MIN,
          INT64_MAX),
    F_INT(candidate_row, print, "指纹", COLUMN_ONLY, 0, INT64_MAX),
    F_INT(candidate_row, other_print, "另一指纹", COLUMN_ONLY, 0, INT64_MAX),
    F_INT(candidate_row, score, "得分", REQUIRED, 0, 1000),
    F_INT(candidate_row, evidence, "证据", COLUMN_ONLY, 0, INT64_MAX),
    F_BOOL(candidate_row, alternative, "另一候选", REQUIRED),
    F_BOOL(candidate_row, spare, "后备候选", COLUMN_ONLY),
    F_INT(candidate_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record candidate_record =
    RECORD(candidate_row, "Candidate", "候选", candidate_fields);

/* ---- questions to people ---- */
static const struct field mark_fields[] = {
    F_COUNT(mark_view, from, "自第几字起"), F_COUNT(mark_view, n, "字数"), F_END
};
const struct record mark_view =
    RECORD(mark_view, "Mark", "不同的字", mark_fields);

static const struct field compared_fields[] = {
    F_TEXT(compared_view, name, "项目", REQUIRED, 1, 20),
    F_TEXT(compared_view, label, "名称", REQUIRED, 1, 20),
    F_TEXT(compared_view, one, "一方", OPTIONAL, 0, 200),
    F_TEXT(compared_view, other, "另一方", OPTIONAL, 0, 200),
    F_LIST(compared_view, one_marks, "一方不同的字", REPLY_ONLY, 16, mark_view),
    F_LIST(compared_view, other_marks, "另一方不同的字", REPLY_ONLY, 16,
           mark_view),
    F_END
};
const struct record compared_view =
    RECORD(compared_view, "Compared", "并列的一项", compared_fields);

static const struct field candidate_view_fields[] = {
    F_ID(candidate_view, id, "编号", REQUIRED),
    F_ID(candidate_view, verdict_id, "核对编号", REQUIRED),
    F_ID(candidate_view, other_id, "另一核对编号", REQUIRED),
    F_INT(candidate_view, score, "得分", REQUIRED, 0, 1000),
    F_REAL(candidate_view, confidence, "把握", REQUIRED),
    F_TEXT(candidate_view, says, "理由", REQUIRED, 1, 500),
    F_BOOL(candidate_view, alternative, "另一候选", REQUIRED),
    F_TEXT(candidate_view, one_row, "花名册行", REQUIRED, 1, 60),
    F_TEXT(candidate_view, other_row, "另一花名册行", REQUIRED, 1, 60),
    F_LIST(candidate_view, compared, "逐项并列", REPLY_ONLY, 20, compared_view),
    F_CODE(candidate_view, decision, "结论", OPTIONAL, doubt_decisions),
    F_TEXT(candidate_view, reason, "理由说明", OPTIONAL, 0, 500),
    F_TIME(candidate_view, decided_at, "核对时间", OPTIONAL),
    F_INT(candidate_view, decided_by, "核对人", OPTIONAL, 0, INT64_MAX),
    F_END
};
const struct record candidate_view =
    RECORD(candidate_view, "CandidateView", "候选", candidate_view_fields);

static const struct field decision_in_fields[] = {
    F_ID(decision_in, candidate_id, "候选编号", REQUIRED),
    F_CODE(decision_in, decision, "结论", REQUIRED, doubt_decisions),
    F_CLEAN(decision_in, reason, "理由", REQUIRED | MULTILINE, 1, 500,
            clean_text),
    F_END
};
const struct record decision_in =
    RECORD(decision_in, "DecisionIn", "核对结论", decision_in_fields);

static const struct field match_decision_fields[] = {
    F_ID(match_decision_row, id, "编号", REQUIRED),
    F_INT(match_decision_row, year, "年度", REQUIRED, 2000, 2199),
    F_CODE(match_decision_row, decision, "结论", REQUIRED, doubt_decisions),
    F_SEALED(match_decision_row, reason, "理由", REQUIRED, 500, NULL, NULL,
             "match_decision.reason"),
    F_TEXT(match_decision_row, one_name, "一方姓名", OPTIONAL, 0, 60),
    F_TEXT(match_decision_row, other_name, "另一方姓名", OPTIONAL, 0, 60),
    F_TIME(match_decision_row, at, "时间", REQUIRED),
    F_INT(match_decision_row, account_id, "核对人账号", REQUIRED, 0, INT64_MAX),
    F_TEXT(match_decision_row, account_name, "核对人", OPTIONAL, 0, 60),
    F_END
};
const struct record match_decision_row = RECORD(
    match_decision_row, "MatchDecision", "核对记录", match_decision_fields);

static const struct field match_undo_fields[] = {
    F_CLEAN(match_undo_in, reason, "理由", REQUIRED | MULTILINE, 1, 500,
            clean_text),
    F_END
};
const struct record match_undo_in =
    RECORD(match_undo_in, "MatchUndo", "撤销核对结论", match_undo_fields);

static const struct field reconciliation_in_fields[] = {
    F_INT(reconciliation_in, year, "年度", REQUIRED, 2000, 2199), F_END
};
const struct record reconciliation_in =
    RECORD(reconciliation_in, "ReconciliationIn", "发起比对",
           reconciliation_in_fields);

static const struct field case_plan_fields[] = {
    F_BOOL(case_plan, preview, "只是预览", REQUIRED),
    F_COUNT(case_plan, opened, "新立个案"),
    F_COUNT(case_plan, existing, "已有个案"),
    F_COUNT(case_plan, registered, "按名单新登记的儿童"),
    F_COUNT(case_plan, unknown, "证件号对不上、未登记的儿童"),
    F_COUNT(case_plan, solved, "名单显示已解决"),
    F_END
};
const struct record case_plan =
    RECORD(case_plan, "CasePlan", "依核查结论立案", case_plan_fields);

static const struct field verdict_basis_fields[] = {
    F_TEXT(verdict_basis, rule, "规则", REQUIRED, 1, 100),
    F_TEXT(verdict_basis, rows, "所依据的花名册行", REQUIRED, 0, 2000), F_END
};
const struct record verdict_basis =
    RECORD(verdict_basis, "VerdictBasis", "立案依据", verdict_basis_fields);

static const struct field case_plan_in_fields[] = {
    F_BOOL(case_plan_in, preview, "只是预览", REQUIRED), F_END
};
const struct record case_plan_in =
    RECORD(case_plan_in, "CasePlanIn", "依核查结论立案", case_plan_in_fields);
