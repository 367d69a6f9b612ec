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
    F_INT(candidate_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record candidate_record =
    RECORD(candidate_row, "Candidate", "候选", candidate_fields);
