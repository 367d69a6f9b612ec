/* Counselling and help: field tables. */
#include "domain/care.h"

#include <string.h>

#include "domain/clean.h"

static const struct code counselling_method_rows[] = {
    { "talk", "面谈" },      { "phone", "电话" }, { "home_visit", "家访" },
    { "group", "团体辅导" }, { "other", "其他" }, { NULL, NULL }
};
const struct code_table counselling_methods = { "counselling_method",
                                                "辅导方式",
                                                counselling_method_rows };

static const struct code difficulty_rows[] = { { "money", "经济困难" },
                                               { "living", "生活照料" },
                                               { "study", "学习困难" },
                                               { "travel", "上下学交通" },
                                               { "health", "就医康复" },
                                               { "papers", "户籍、学籍手续" },
                                               { "family", "家庭关系" },
                                               { "other", "其他" },
                                               { NULL, NULL } };
const struct code_table difficulties = { "difficulty", "困难类别",
                                         difficulty_rows };

/* ---- counselling ---- */
static const struct field counselling_row_fields[] = {
    F_ID(counselling_row, id, "编号", REQUIRED),
    F_ID(counselling_row, student_id, "学生编号", REQUIRED),
    F_DATE(counselling_row, talked_on, "辅导日期", REQUIRED),
    F_CODE(counselling_row, method, "辅导方式", REQUIRED, counselling_methods),
    F_SEALED(counselling_row, content, "辅导内容", REQUIRED | MULTILINE, 2000,
             NULL, NULL, "counselling.content"),
    F_DATE(counselling_row, next_on, "下次辅导", OPTIONAL),
    F_ID(counselling_row, account_id, "登记人账号编号", REQUIRED),
    F_TEXT(counselling_row, account_name, "登记人", OPTIONAL, 0, 60),
    F_TIME(counselling_row, at, "登记时间", REQUIRED),
    F_END
};
const struct record counselling_row =
    RECORD(counselling_row, "Counselling", "心理辅导", counselling_row_fields);

static const struct field counselling_in_fields[] = {
    F_DATE(counselling_in, talked_on, "辅导日期", REQUIRED),
    F_CODE(counselling_in, method, "辅导方式", REQUIRED, counselling_methods),
    F_CLEAN(counselling_in, content, "辅导内容", REQUIRED | MULTILINE, 1, 2000,
            clean_text),
    F_DATE(counselling_in, next_on, "下次辅导", OPTIONAL), F_END
};
const struct record counselling_in = RECORD(
    counselling_in, "CounsellingNew", "新心理辅导", counselling_in_fields);

/* ---- help ---- */
static const struct field help_row_fields[] = {
    F_ID(help_row, id, "编号", REQUIRED),
    F_ID(help_row, student_id, "学生编号", REQUIRED),
    F_ID(help_row, case_id, "个案编号", OPTIONAL),
    F_CODE(help_row, difficulty, "困难类别", REQUIRED, difficulties),
    F_SEALED(help_row, measure, "帮扶措施", REQUIRED | MULTILINE, 1000, NULL,
             NULL, "help.measure"),
    F_DATE(help_row, helped_on, "帮扶日期", REQUIRED),
    F_ID(help_row, account_id, "登记人账号编号", REQUIRED),
    F_TEXT(help_row, account_name, "登记人", OPTIONAL, 0, 60),
    F_TEXT(help_row, unit, "单位代码", REQUIRED, 1, 15),
    F_TEXT(help_row, unit_name, "单位", OPTIONAL, 0, 60),
    F_TIME(help_row, at, "登记时间", REQUIRED),
    F_END
};
const struct record help_row =
    RECORD(help_row, "Help", "帮扶", help_row_fields);

static const struct field help_in_fields[] = {
    F_CODE(help_in, difficulty, "困难类别", REQUIRED, difficulties),
    F_CLEAN(help_in, measure, "帮扶措施", REQUIRED | MULTILINE, 1, 1000,
            clean_text),
    F_DATE(help_in, helped_on, "帮扶日期", REQUIRED), F_END
};
const struct record help_in =
    RECORD(help_in, "HelpNew", "新帮扶", help_in_fields);

static const struct field help_note_fields[] = {
    F_CODE(help_note, difficulty, "困难类别", OPTIONAL, difficulties),
    F_DATE(help_note, helped_on, "帮扶日期", OPTIONAL), F_END
};
const struct record help_note =
    RECORD(help_note, "HelpNote", "帮扶经过", help_note_fields);

enum err care_date_fault(const char *pointer, const char *on,
                         const char *birth_date, const char *today,
                         struct refusal *why)
{
    *why = (struct refusal) { pointer, NULL, NULL };
    if (strcmp(on, today) > 0) {
        why->code = "date.future";
        why->detail = "日期不能晚于今天，没有保存。请核对日期。";
    } else if (birth_date && strcmp(on, birth_date) < 0) {
        why->code = "date.birth";
        why->detail = "日期早于学生的出生日期，没有保存。请核对日期。";
    }
    return why->code ? ERR_INVALID : ERR_OK;
}
