/* The table of settings. */
#include "domain/setting.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static const struct code grade_system_rows[] = { { "63", "六三制" },
                                                 { "54", "五四制" },
                                                 { NULL, NULL } };
const struct code_table grade_systems = { "grade_system", "学制",
                                          grade_system_rows };

static const struct code setting_kind_rows[] = {
    [SETTING_INT] = { "int", "整数" },
    [SETTING_BOOL] = { "bool", "是否" },
    [SETTING_CODE] = { "code", "选项" },
    [SETTING_DAY] = { "day", "月日" },
    { NULL, NULL }
};
const struct code_table setting_kinds = { "setting_kind", "设置类型",
                                          setting_kind_rows };

/*
 * A session ends after 30 idle minutes: an office day of surveys and calls
 * would be cut to pieces by the 15 that are usual for sensitive data, and the
 * absolute limit of one working day stands beside it.
 */
const struct setting settings[] = {
    { SETTING_SESSION_IDLE_MINUTES, "无操作自动退出", SETTING_INT, "30", "分钟",
      5, 120, NULL, NULL },
    { SETTING_SESSION_HOURS, "登录最长有效", SETTING_INT, "8", "小时", 1, 24,
      NULL, NULL },
    { SETTING_TOTP_REQUIRED, "系统管理员和审计管理员必须使用动态口令",
      SETTING_BOOL, "0", NULL, 0, 1, NULL, NULL },
    { SETTING_GRADE_SYSTEM, "学制", SETTING_CODE, "63", NULL, 0, 0,
      &grade_systems, NULL },
    { SETTING_LEVEL_DAYS "class_teacher", "班主任劝返时限", SETTING_INT, "1",
      "天", 1, 365, NULL, NULL },
    { SETTING_LEVEL_DAYS "principal", "校长劝返时限", SETTING_INT, "2", "天", 1,
      365, NULL, NULL },
    { SETTING_LEVEL_DAYS "village", "村居劝返时限", SETTING_INT, "3", "天", 1,
      365, NULL, NULL },
    { SETTING_LEVEL_DAYS "township", "乡镇街道劝返时限", SETTING_INT, "5", "天",
      1, 365, NULL, NULL },
    { SETTING_LEVEL_DAYS "bureau", "教育局办理时限", SETTING_INT, "7", "天", 1,
      365, NULL, NULL },
    { SETTING_LEVEL_DAYS "leading_group", "领导小组办理时限", SETTING_INT, "15",
      "天", 1, 365, NULL, NULL },
    { SETTING_SUSPECTED_DAYS, "疑似辍学转为辍学", SETTING_INT, "30", "天", 1,
      365, NULL, NULL },
    { SETTING_REVIEW_DAYS, "销号审批时限", SETTING_INT, "7", "天", 1, 365, NULL,
      NULL },
    { SETTING_WATCH_GRACE, "逾期未回访多久后重新劝返", SETTING_INT, "7", "天",
      1, 365, NULL, NULL },
    { SETTING_PLAIN_DAYS,
      "时限一律按自然日计算（否：班主任、校长按教学日，其他按工作日）",
      SETTING_BOOL, "0", NULL, 0, 1, NULL, NULL },
    { SETTING_SERVICE_DAYS, "文书开具后送达时限", SETTING_INT, "7", "天", 1, 60,
      NULL, "行政处罚法第六十一条" },
    { SETTING_NOTICE_DAYS, "入学通知书报到日期后核查未报到", SETTING_INT, "7",
      "天", 1, 60, NULL, NULL },
    { SETTING_PAIRING_DAYS, "结对帮扶多久没有走访算久未走访", SETTING_INT, "30",
      "天", 7, 365, NULL, NULL },
    { SETTING_TRANSFER_DAYS, "转学后转入学校确认到校时限", SETTING_INT, "10",
      "天", 1, 60, NULL, NULL },
    { SETTING_ENROLMENT_CUTOFF, "入学年龄计算到", SETTING_DAY, "08-31", NULL, 0,
      0, NULL, NULL },
    { SETTING_WATCH_DAYS "1", "复学后第一次回访", SETTING_INT, "7", "天", 1,
      1095, NULL, NULL },
    { SETTING_WATCH_DAYS "2", "复学后第二次回访", SETTING_INT, "30", "天", 1,
      1095, NULL, NULL },
    { SETTING_WATCH_DAYS "3", "复学后第三次回访", SETTING_INT, "150", "天", 1,
      1095, NULL, NULL },
    { SETTING_WATCH_DAYS "4", "复学后第四次回访", SETTING_INT, "365", "天", 1,
      1095, NULL, NULL },
    /* 送教上门: the norms differ by province.  These are 山东's (twice a week,
     * three periods each time, 216 a year); 海南 asks for once a week and two
     * periods, 怀远县 for twice a week and 30 visits a year. */
    { SETTING_HOME_TEACHING_WEEK, "送教上门每周次数（各省标准不同）",
      SETTING_INT, "2", "次", 1, 7, NULL, NULL },
    { SETTING_HOME_TEACHING_PERIODS, "送教上门每次课时（各省标准不同）",
      SETTING_INT, "3", "课时", 1, 8, NULL, NULL },
    { SETTING_HOME_TEACHING_YEAR, "送教上门每学年课时（各省标准不同）",
      SETTING_INT, "216", "课时", 1, 2000, NULL, NULL },
    { SETTING_LABOUR_MONTH, "使用童工罚款，每名每月", SETTING_INT, "5000", "元",
      0, 10000000, NULL, "禁止使用童工规定（国务院令第364号）第六条第一款" },
    { SETTING_LABOUR_LATE, "责令限期后逾期不送回童工，每名每月", SETTING_INT,
      "10000", "元", 0, 10000000, NULL,
      "禁止使用童工规定（国务院令第364号）第六条第二款" },
    { SETTING_LABOUR_CHILD, "介绍童工就业罚款，每名", SETTING_INT, "5000", "元",
      0, 10000000, NULL, "禁止使用童工规定（国务院令第364号）第七条" },
    { SETTING_LABOUR_TIMES, "没有营业执照或登记的单位，按标准的几倍罚款",
      SETTING_INT, "2", "倍", 1, 10, NULL,
      "禁止使用童工规定（国务院令第364号）第九条（加一倍）" },
    { SETTING_LEAD_MATCH_DAYS, "线索中的儿童核对时限", SETTING_INT, "3", "天",
      0, 365, NULL, NULL },
    { SETTING_LEAD_HANDLE_DAYS, "线索办理时限（尚未责令改正的）", SETTING_INT,
      "7", "天", 0, 365, NULL, NULL },
    { SETTING_MONTHLY_REPORTS, "学校月报和县级季度复核（教育部2024年“四个一”）",
      SETTING_BOOL, "0", NULL, 0, 1, NULL, NULL },
    { .name = NULL },
};

const struct setting *setting_of(const char *name)
{
    const struct setting *s = settings;

    while (s->name && strcmp(s->name, name) != 0)
        s++;
    return s->name ? s : NULL;
}

static const char *int_fault(const struct setting *s, const char *value)
{
    int64_t v;

    if (strspn(value, "0123456789") != strlen(value) || strlen(value) > 9 ||
        *value == '\0')
        return "请填写整数。";
    v = strtoll(value, NULL, 10);
    return v < s->min || v > s->max ? "超出允许的范围。" : NULL;
}

static const char *day_fault(const char *value)
{
    char date[CLOCK_DATE_MAX] = "2025-"; /* no leap year: 02-29 is no cutoff */
    int32_t days;

    if (strlen(value) != 5)
        return "请填写月日，如 08-31。";
    memcpy(date + 5, value, 6);
    return clock_date_days(date, &days) ? NULL : "请填写月日，如 08-31。";
}

const char *setting_fault(const struct setting *s, const char *value)
{
    switch (s->kind) {
    case SETTING_BOOL:
        return strcmp(value, "0") == 0 || strcmp(value, "1") == 0
                   ? NULL
                   : "请填 1（是）或 0（否）。";
    case SETTING_CODE:
        return code_known(s->codes, value) ? NULL : "没有这个选项。";
    case SETTING_DAY:
        return day_fault(value);
    default:
        return int_fault(s, value);
    }
}

static const struct field setting_option_fields[] = {
    F_TEXT(setting_option, code, "代码", REQUIRED, 1, 20),
    F_TEXT(setting_option, label, "名称", REQUIRED, 1, 60), F_END
};
const struct record setting_option =
    RECORD(setting_option, "SettingOption", "设置选项", setting_option_fields);

static const struct field setting_row_fields[] = {
    F_TEXT(setting_row, name, "设置名", REQUIRED, 1, 60),
    F_TEXT(setting_row, value, "当前值", REQUIRED, 1, 60),
    F_INT(setting_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_TIME(setting_row, updated_at, "更改时间", OPTIONAL),
    F_INT(setting_row, updated_by, "更改人账号编号", OPTIONAL, 0, INT64_MAX),
    F_TEXT(setting_row, label, "名称", REPLY_ONLY | REQUIRED, 1, 60),
    F_CODE(setting_row, kind, "类型", REPLY_ONLY | REQUIRED, setting_kinds),
    F_TEXT(setting_row, default_value, "默认值", REPLY_ONLY | REQUIRED, 1, 60),
    F_TEXT(setting_row, unit, "单位", REPLY_ONLY, 0, 20),
    F_TEXT(setting_row, source, "依据", REPLY_ONLY, 0, 60),
    F_INT(setting_row, min, "最小", REPLY_ONLY, 0, INT64_MAX),
    F_INT(setting_row, max, "最大", REPLY_ONLY, 0, INT64_MAX),
    F_LIST(setting_row, options, "选项", REPLY_ONLY, 20, setting_option),
    F_END
};
const struct record setting_row =
    RECORD(setting_row, "Setting", "设置", setting_row_fields);

static const struct field setting_in_fields[] = {
    F_TEXT(setting_in, value, "值", REQUIRED, 1, 60), F_END
};
const struct record setting_in =
    RECORD(setting_in, "SettingValue", "设置值", setting_in_fields);
