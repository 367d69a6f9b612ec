/* What a lesson, a help, a child of a lead and a wish to be trained have of their
 * own as rows of ledgers, looked up beside the child. */
#include "domain/care.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/ledger.h"
#include "domain/training_wish.h"
#include "domain/upward.h"

static const struct field ledger_lesson_fields[] = {
    F_DATE(ledger_row, event_on, "日期", REQUIRED),
    F_TEXT(ledger_row, event_unit, "送教学校", OPTIONAL, 0, 60),
    F_TEXT(ledger_row, people, "教师", REQUIRED, 0, 200),
    F_TEXT(ledger_row, slot, "时段", REQUIRED, 0, 20),
    F_INT(ledger_row, periods, "课时", REQUIRED, 0, INT64_MAX),
    F_SEALED(ledger_row, did, "内容", REQUIRED, 2000, NULL, NULL,
             "home_teaching.content"),
    F_SEALED(ledger_row, effect, "效果", OPTIONAL, 2000, NULL, NULL,
             "home_teaching.effect"),
    F_TEXT(ledger_row, signature, "家长签字", REQUIRED, 0, 4),
    F_TEXT(ledger_row, photo, "照片", REQUIRED, 0, 4),
    F_END
};
const struct record ledger_lesson =
    RECORD(ledger_row, "LedgerLesson", "送教记录", ledger_lesson_fields);

static const struct field ledger_help_fields[] = {
    F_DATE(ledger_row, event_on, "帮扶日期", REQUIRED),
    F_TEXT(ledger_row, event_unit, "帮扶单位", OPTIONAL, 0, 60),
    F_TEXT(ledger_row, people, "登记人", OPTIONAL, 0, 60),
    F_CODE(ledger_row, difficulty, "困难类别", REQUIRED, difficulties),
    F_SEALED(ledger_row, did, "帮扶措施", REQUIRED, 1000, NULL, NULL,
             "help.measure"),
    F_END
};
const struct record ledger_help =
    RECORD(ledger_row, "LedgerHelp", "帮扶", ledger_help_fields);

static const struct field ledger_pairing_fields[] = {
    F_DATE(ledger_row, event_on, "结对日期", REQUIRED),
    F_TEXT(ledger_row, event_unit, "帮扶单位", OPTIONAL, 0, 60),
    F_TEXT(ledger_row, people, "帮扶人", REQUIRED, 0, 60),
    F_CODE(ledger_row, difficulty, "困难类别", REQUIRED, difficulties),
    F_SEALED(ledger_row, did, "帮扶打算", REQUIRED, 1000, NULL, NULL,
             "pairing.plan"),
    F_INT(ledger_row, periods, "走访次数", REQUIRED, 0, INT64_MAX),
    F_DATE(ledger_row, back_on, "最近走访", OPTIONAL),
    F_DATE(ledger_row, ended_on, "结束日期", OPTIONAL),
    F_END
};
const struct record ledger_pairing =
    RECORD(ledger_row, "LedgerPairing", "结对帮扶", ledger_pairing_fields);

static const struct field ledger_lead_fields[] = {
    F_DATE(ledger_row, event_on, "发现日期", REQUIRED),
    F_TEXT(ledger_row, event_unit, "承办单位", OPTIONAL, 0, 60),
    F_CODE(ledger_row, sex, "性别", OPTIONAL, sexes),
    F_DATE(ledger_row, birth_date, "出生日期", OPTIONAL),
    F_SEALED(ledger_row, id_no, "身份证号", OPTIONAL, 40, NULL, mask_id_no,
             "lead_child.id_no"),
    F_TEXT(ledger_row, employer, "用人单位", OPTIONAL, 0, 120),
    F_TEXT(ledger_row, credit_code, "统一社会信用代码", OPTIONAL, 0, 18),
    F_DATE(ledger_row, worked_from, "入职日期", OPTIONAL),
    F_DATE(ledger_row, ordered_on, "责令日期", OPTIONAL),
    F_DATE(ledger_row, back_on, "送回日期", OPTIONAL),
    F_TEXT(ledger_row, penalty, "罚款", OPTIONAL, 0, 40),
    F_DATE(ledger_row, ended_on, "结案日期", OPTIONAL),
    F_END
};
const struct record ledger_lead =
    RECORD(ledger_row, "LedgerLead", "童工线索", ledger_lead_fields);

static const struct field ledger_training_fields[] = {
    F_DATE(ledger_row, ended_on, "参训或放弃日期", OPTIONAL),
    F_TEXT(ledger_row, event_unit, "登记单位", OPTIONAL, 0, 60),
    F_TEXT(ledger_row, school_name, "毕业学校", REQUIRED, 1, 60),
    F_TEXT(ledger_row, people, "联系人", OPTIONAL, 0, 60),
    F_SEALED(ledger_row, guardian_phone, "联系电话", OPTIONAL, 40, NULL,
             mask_phone, "training_wish.phone"),
    F_SEALED(ledger_row, did, "办理说明", OPTIONAL, 500, NULL, NULL,
             "training_wish.note"),
    F_CODE(ledger_row, leaving_stage, "毕业学段", REQUIRED, training_stages),
    F_CODE(ledger_row, onward, "毕业去向", REQUIRED, training_onwards),
    F_CODE(ledger_row, course, "培训工种", OPTIONAL, training_courses),
    F_CODE(ledger_row, training_state, "培训办理状态", REQUIRED,
           training_states),
    F_DATE(ledger_row, handed_on, "移交日期", OPTIONAL),
    F_DATE(ledger_row, contacted_on, "联系日期", OPTIONAL),
    F_END
};
const struct record ledger_training =
    RECORD(ledger_row, "LedgerTraining", "培训意愿", ledger_training_fields);

static const struct field ledger_upward_fields[] = {
    F_TEXT(ledger_row, upward_no, "上报编号", REQUIRED, 1, 30),
    F_DATE(ledger_row, event_on, "列入日期", REQUIRED),
    F_TEXT(ledger_row, report_no, "上报文号", OPTIONAL, 0, 40),
    F_DATE(ledger_row, reported_on, "上报日期", OPTIONAL),
    F_CODE(ledger_row, reason, "原因", OPTIONAL, reasons),
    F_CODE(ledger_row, answer, "上级答复", OPTIONAL, upward_answers),
    F_DATE(ledger_row, answered_on, "答复日期", OPTIONAL),
    F_END
};
const struct record ledger_upward =
    RECORD(ledger_row, "LedgerUpward", "逐级上报", ledger_upward_fields);
