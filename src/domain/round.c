/* Field tables of survey rounds, their coverage and their doors. */
#include "domain/round.h"

#include <stdio.h>

#include "domain/clean.h"
#include "domain/codes.h"

static const struct field round_row_fields[] = {
    F_ID(round_row, id, "轮次", REQUIRED),
    F_INT(round_row, year, "年度", REQUIRED, 2000, 2199),
    F_TEXT(round_row, name, "轮次名称", REQUIRED, 1, 60),
    F_DATE(round_row, starts_on, "开始日期", REQUIRED),
    F_DATE(round_row, ends_on, "结束日期", REQUIRED),
    F_CODE(round_row, state, "状态", REQUIRED, round_states),
    F_INT(round_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_TIME(round_row, created_at, "建立时间", REQUIRED),
    F_END
};
const struct record round_row =
    RECORD(round_row, "SurveyRound", "摸排轮次", round_row_fields);

static const struct field round_in_fields[] = {
    F_INT(round_in, year, "年度", REQUIRED, 2000, 2199),
    F_CLEAN(round_in, name, "轮次名称", REQUIRED, 1, 60, clean_text),
    F_DATE(round_in, starts_on, "开始日期", REQUIRED),
    F_DATE(round_in, ends_on, "结束日期", REQUIRED), F_END
};
const struct record round_in =
    RECORD(round_in, "SurveyRoundIn", "新建摸排轮次", round_in_fields);

static const struct field round_patch_fields[] = {
    F_CLEAN(round_patch, name, "轮次名称", OPTIONAL, 1, 60, clean_text),
    F_DATE(round_patch, starts_on, "开始日期", OPTIONAL),
    F_DATE(round_patch, ends_on, "结束日期", OPTIONAL),
    F_CODE(round_patch, state, "状态", OPTIONAL, round_states), F_END
};
const struct record round_patch = RECORD_SEEN(
    round_patch, "SurveyRoundPatch", "修改摸排轮次", round_patch_fields);

static const struct code coverage_level_rows[] = { { "county", "全市" },
                                                   { "township", "乡镇街道" },
                                                   { "village", "村居" },
                                                   { "grid", "网格" },
                                                   { NULL, NULL } };
const struct code_table coverage_levels = { "coverage_level", "统计层级",
                                            coverage_level_rows };

static const struct field coverage_row_fields[] = {
    F_TEXT(coverage_row, division, "区划代码", REQUIRED, 1, 15),
    F_TEXT(coverage_row, name, "名称", REQUIRED, 1, 60),
    F_CODE(coverage_row, level, "级别", REQUIRED, division_levels),
    F_TEXT(coverage_row, path, "层级路径", COLUMN_ONLY, 0, 80),
    F_INT(coverage_row, households, "户数", REQUIRED, 0, INT64_MAX),
    F_INT(coverage_row, visited, "已访户数", REQUIRED, 0, INT64_MAX),
    F_INT(coverage_row, revisit, "需再访", REQUIRED, 0, INT64_MAX),
    F_INT(coverage_row, nobody_home, "家中无人", REQUIRED, 0, INT64_MAX),
    F_INT(coverage_row, refused, "拒绝受访", REQUIRED, 0, INT64_MAX),
    F_INT(coverage_row, children, "所见儿童", REQUIRED, 0, INT64_MAX),
    F_INT(coverage_row, out_of_school, "其中未在学", REQUIRED, 0, INT64_MAX),
    F_INT(coverage_row, unserved, "通知书未送达", REQUIRED, 0, INT64_MAX),
    F_REAL(coverage_row, rate, "覆盖率", OPTIONAL | REPLY_ONLY),
    F_END
};
const struct record coverage_row =
    RECORD(coverage_row, "SurveyCoverage", "摸排覆盖", coverage_row_fields);

int64_t door_code(int64_t id)
{
    char digits[24];
    int p = 10;

    snprintf(digits, sizeof digits, "%lld", (long long)id);
    for (const char *s = digits; *s; s++) {
        int sum = (p + (*s - '0')) % 10;

        p = (sum ? sum : 10) * 2 % 11;
    }
    return id * 10 + (11 - p) % 10;
}

int64_t door_of_code(int64_t code)
{
    int64_t id = code / 10;

    return id > 0 && door_code(id) == code ? id : 0;
}

static const struct code door_state_rows[] = { { "todo", "未访" },
                                               { "revisit", "需再访" },
                                               { "done", "已访" },
                                               { NULL, NULL } };
const struct code_table door_states = { "door_state", "入户进度",
                                        door_state_rows };

static const struct field door_row_fields[] = {
    F_ID(door_row, household_id, "家庭", REQUIRED),
    F_INT(door_row, version, "家庭版本", REQUIRED, 1, INT64_MAX),
    F_TEXT(door_row, division, "区划代码", REQUIRED, 1, 15),
    F_TEXT(door_row, division_name, "村居或网格", REQUIRED, 1, 60),
    F_TEXT(door_row, head_name, "户主", REQUIRED, 1, 60),
    F_SEALED(door_row, address, "住址", MASK_LIST, 120, clean_text,
             mask_address, "household.address"),
    F_INT(door_row, children, "登记儿童", REQUIRED, 0, INT64_MAX),
    F_CODE(door_row, state, "入户进度", REQUIRED, door_states),
    F_TEXT(door_row, uuid, "入户编号", OPTIONAL, 0, 36),
    F_CODE(door_row, outcome, "入户结果", OPTIONAL, visit_outcomes),
    F_TIME(door_row, visited_at, "入户时间", OPTIONAL),
    F_TIME(door_row, return_at, "约定再访", OPTIONAL),
    F_END
};
const struct record door_row =
    RECORD(door_row, "SurveyDoor", "待访家庭", door_row_fields);
