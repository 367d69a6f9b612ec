/* 思想动态: field tables and rules. */
#include "domain/observation.h"

#include "domain/clean.h"
#include "domain/codes.h"
#include "refuse.h"

static const struct code kind_rows[] = {
    { "study", "学习" },  { "mood", "情绪" },    { "attendance", "出勤" },
    { "family", "家庭" }, { "company", "交往" }, { NULL, NULL }
};
const struct code_table observation_kinds = { "observation_kind",
                                              "思想动态类别", kind_rows };

static const struct code concern_rows[] = { { "watch", "留意" },
                                            { "talk", "需要谈心" },
                                            { "act", "需要马上处理" },
                                            { NULL, NULL } };
const struct code_table concerns = { "concern", "关注程度", concern_rows };

static const struct field row_fields[] = {
    F_ID(observation_row, id, "编号", REQUIRED),
    F_ID(observation_row, student_id, "学生编号", REQUIRED),
    F_CODE(observation_row, kind, "类别", REQUIRED, observation_kinds),
    F_CODE(observation_row, concern, "关注程度", REQUIRED, concerns),
    F_DATE(observation_row, noted_on, "日期", REQUIRED),
    F_SEALED(observation_row, note, "情况", REQUIRED | MULTILINE, 1000, NULL,
             NULL, "observation.note"),
    F_ID(observation_row, account_id, "登记账号", REQUIRED),
    F_TEXT(observation_row, account_name, "登记人", REQUIRED, 1, 60),
    F_TIME(observation_row, at, "登记时间", REQUIRED),
    F_BOOL(observation_row, waits, "等待处理", REQUIRED),
    F_SEALED(observation_row, done, "做了什么", MULTILINE, 1000, NULL, NULL,
             "observation.done"),
    F_TIME(observation_row, done_at, "处理时间", OPTIONAL),
    F_ID(observation_row, done_by, "处理账号", OPTIONAL),
    F_TEXT(observation_row, done_name, "处理人", OPTIONAL, 0, 60),
    F_ID(observation_row, version, "版本", REQUIRED),
    F_END
};
const struct record observation_row =
    RECORD(observation_row, "Observation", "思想动态", row_fields);

static const struct field in_fields[] = {
    F_CODE(observation_in, kind, "类别", REQUIRED, observation_kinds),
    F_CODE(observation_in, concern, "关注程度", REQUIRED, concerns),
    F_DATE(observation_in, noted_on, "日期", REQUIRED),
    F_CLEAN(observation_in, note, "情况", REQUIRED | MULTILINE, 1, 1000,
            clean_text),
    F_END
};
const struct record observation_in =
    RECORD(observation_in, "ObservationNew", "登记思想动态", in_fields);

static const struct field done_fields[] = {
    F_CLEAN(observation_done, done, "做了什么", REQUIRED | MULTILINE, 1, 1000,
            clean_text),
    F_END
};
const struct record observation_done =
    RECORD(observation_done, "ObservationDone", "登记处理情况", done_fields);

static const struct field item_fields[] = {
    F_ID(concern_item, id, "思想动态编号", REQUIRED),
    F_ID(concern_item, student_id, "学生编号", REQUIRED),
    F_TEXT(concern_item, student_name, "学生", REQUIRED, 1, 60),
    F_CODE(concern_item, grade, "年级", OPTIONAL, grades),
    F_TEXT(concern_item, class, "班级", OPTIONAL, 0, 20),
    F_CODE(concern_item, kind, "类别", REQUIRED, observation_kinds),
    F_CODE(concern_item, concern, "关注程度", REQUIRED, concerns),
    F_DATE(concern_item, noted_on, "日期", REQUIRED),
    F_BOOL(concern_item, waits, "等待处理", REQUIRED),
    F_INT(concern_item, rank, "次序", COLUMN_ONLY, 0, 9),
    F_END
};
const struct record concern_item =
    RECORD(concern_item, "ConcernItem", "需要关注的学生", item_fields);

enum err observation_may_do(const struct observation_row *o,
                            struct refusal *why)
{
    return o->done ? refuse(why, ERR_RULE, "", "observation.done",
                            "这一条已经登记过处理情况，没有保存。"
                            "有新的情况请另记一条。")
                   : ERR_OK;
}
