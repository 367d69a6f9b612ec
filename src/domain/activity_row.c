/* 工作记录: field tables. */
#include "domain/activity.h"
#include "domain/clean.h"

#define WORDS(member, text, opts, most)                                        \
    F_CLEAN(activity_in, member, text, opts, 0, most, clean_text)
#define PEOPLE_MOST 1000000
#define YUAN_MOST INT64_C(10000000000)

static const struct field in_fields[] = {
    F_CODE(activity_in, kind, "类别", REQUIRED, activity_kind_codes),
    F_DATE(activity_in, held_on, "日期", REQUIRED),
    F_CLEAN(activity_in, title, "标题", REQUIRED, 1, 60, clean_text),
    WORDS(place, "地点", OPTIONAL, 60),
    F_TEXTS(activity_in, audiences, "对象", OPTIONAL, ACTIVITY_AUDIENCES_MOST),
    F_INT(activity_in, people, "人数", OPTIONAL, 0, PEOPLE_MOST),
    WORDS(media, "媒体或栏目", OPTIONAL, 60),
    WORDS(link, "网址", OPTIONAL, 300),
    WORDS(issue, "期号或版面", OPTIONAL, 60),
    F_INT(activity_in, amount_yuan, "金额（元）", OPTIONAL, 1, YUAN_MOST),
    WORDS(team, "参加的队伍和人员", OPTIONAL | MULTILINE, 500),
    WORDS(family, "家庭", OPTIONAL, 100),
    WORDS(venue, "场所名称", OPTIONAL, 100),
    F_TEXT(activity_in, school, "学校", OPTIONAL, 1, 20),
    F_ID(activity_in, student_id, "学生编号", OPTIONAL),
    WORDS(found, "发现的情况", OPTIONAL | MULTILINE, 2000),
    WORDS(result, "处理结果或效果", OPTIONAL | MULTILINE, 2000),
    F_LIST(activity_in, evidence, "照片或材料", OPTIONAL, EVIDENCE_MOST,
           evidence_in),
    F_END
};
const struct record activity_in =
    RECORD(activity_in, "ActivityIn", "登记或更正工作记录", in_fields);

static const struct field withdraw_fields[] = {
    F_CLEAN(activity_withdraw, reason, "撤回的原因", REQUIRED, 2, 200,
            clean_text),
    F_END
};
const struct record activity_withdraw = RECORD(
    activity_withdraw, "ActivityWithdraw", "撤回工作记录", withdraw_fields);

/* ---- rows -------------------------------------------------------------- */
#define KEPT(tag, member, text, opts, most)                                    \
    F_SEALED(tag, member, text, opts, most, NULL, NULL, "activity." #member)

static const struct field item_fields[] = {
    F_ID(activity_item, id, "编号", REQUIRED),
    F_CODE(activity_item, kind, "类别", REQUIRED, activity_kind_codes),
    F_TEXT(activity_item, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(activity_item, unit_name, "单位", REQUIRED, 1, 60),
    F_DATE(activity_item, held_on, "日期", REQUIRED),
    KEPT(activity_item, title, "标题", REQUIRED, 60),
    F_INT(activity_item, people, "人数", OPTIONAL, 0, PEOPLE_MOST),
    F_INT(activity_item, amount_yuan, "金额（元）", OPTIONAL, 1, YUAN_MOST),
    F_TEXT(activity_item, school_name, "学校", OPTIONAL, 0, 60),
    F_ID(activity_item, student_id, "学生编号", OPTIONAL),
    F_TEXT(activity_item, student_name, "学生", OPTIONAL, 0, 60),
    F_INT(activity_item, photos, "照片和材料份数", REQUIRED, 0, EVIDENCE_MOST),
    F_CODE(activity_item, state, "状态", REQUIRED, activity_states),
    F_INT(activity_item, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record activity_item =
    RECORD(activity_item, "ActivityItem", "工作记录列表", item_fields);

static const struct field correction_fields[] = {
    F_ID(activity_correction, id, "编号", REQUIRED),
    F_INT(activity_correction, version, "原版本", REQUIRED, 1, INT64_MAX),
    F_SEALED(activity_correction, was, "更正前的内容", REQUIRED | MULTILINE,
             10000, NULL, NULL, "activity_correction.was"),
    F_TEXT(activity_correction, account_name, "更正人", REQUIRED, 1, 60),
    F_TIME(activity_correction, at, "更正时间", REQUIRED),
    F_END
};
const struct record activity_correction =
    RECORD(activity_correction, "ActivityCorrection", "工作记录的更正",
           correction_fields);

static const struct field row_fields[] = {
    F_ID(activity_row, id, "编号", REQUIRED),
    F_CODE(activity_row, kind, "类别", REQUIRED, activity_kind_codes),
    F_TEXT(activity_row, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(activity_row, unit_name, "单位", REQUIRED, 1, 60),
    F_DATE(activity_row, held_on, "日期", REQUIRED),
    KEPT(activity_row, title, "标题", REQUIRED, 60),
    KEPT(activity_row, place, "地点", OPTIONAL, 60),
    F_TEXT(activity_row, audience_codes, "对象代码", OPTIONAL | COLUMN_ONLY, 0,
           100),
    F_TEXTS(activity_row, audiences, "对象", REQUIRED | REPLY_ONLY,
            ACTIVITY_AUDIENCES_MOST),
    F_INT(activity_row, people, "人数", OPTIONAL, 0, PEOPLE_MOST),
    F_TEXT(activity_row, media, "媒体或栏目", OPTIONAL, 0, 60),
    F_TEXT(activity_row, link, "网址", OPTIONAL, 0, 300),
    F_TEXT(activity_row, issue, "期号或版面", OPTIONAL, 0, 60),
    F_INT(activity_row, amount_yuan, "金额（元）", OPTIONAL, 1, YUAN_MOST),
    KEPT(activity_row, team, "参加的队伍和人员", OPTIONAL | MULTILINE, 500),
    KEPT(activity_row, family, "家庭", OPTIONAL, 100),
    KEPT(activity_row, venue, "场所名称", OPTIONAL, 100),
    F_TEXT(activity_row, school, "学校代码", OPTIONAL, 1, 20),
    F_TEXT(activity_row, school_name, "学校", OPTIONAL, 0, 60),
    F_ID(activity_row, student_id, "学生编号", OPTIONAL),
    F_TEXT(activity_row, student_name, "学生", OPTIONAL, 0, 60),
    KEPT(activity_row, found, "发现的情况", OPTIONAL | MULTILINE, 2000),
    KEPT(activity_row, result, "处理结果或效果", OPTIONAL | MULTILINE, 2000),
    F_CODE(activity_row, state, "状态", REQUIRED, activity_states),
    KEPT(activity_row, reason, "撤回的原因", OPTIONAL, 200),
    F_ID(activity_row, account_id, "登记账号", REQUIRED),
    F_TEXT(activity_row, account_name, "登记人", REQUIRED, 1, 60),
    F_TIME(activity_row, at, "登记时间", REQUIRED),
    F_BOOL(activity_row, may_correct, "可以更正和撤回", REQUIRED | REPLY_ONLY),
    F_INT(activity_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_LIST(activity_row, evidence, "照片和材料", REQUIRED | REPLY_ONLY,
           EVIDENCE_MOST, supervision_evidence),
    F_LIST(activity_row, corrections, "更正", REQUIRED | REPLY_ONLY,
           ACTIVITY_CORRECTIONS_MOST, activity_correction),
    F_END
};
const struct record activity_row =
    RECORD(activity_row, "Activity", "工作记录", row_fields);

static const struct field count_fields[] = {
    F_TEXT(activity_count, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(activity_count, unit_name, "单位", REQUIRED, 1, 60),
    F_CODE(activity_count, kind, "类别", REQUIRED, activity_kind_codes),
    F_INT(activity_count, activities, "次数", REQUIRED, 0, INT64_MAX),
    F_INT(activity_count, people, "人数", REQUIRED, 0, INT64_MAX),
    F_INT(activity_count, amount_yuan, "金额（元）", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record activity_count =
    RECORD(activity_count, "ActivityCount", "工作记录统计", count_fields);

static const struct field kind_fields[] = {
    F_CODE(activity_kind_view, kind, "类别", REQUIRED, activity_kind_codes),
    F_TEXT(activity_kind_view, label, "名称", REQUIRED, 1, 60),
    F_TEXT(activity_kind_view, source, "依据", REQUIRED, 1, 100),
    F_BOOL(activity_kind_view, may_log, "本单位可以登记", REQUIRED),
    F_BOOL(activity_kind_view, takes_child, "可以写明学生", REQUIRED),
    F_TEXT(activity_kind_view, room, "另有登记处的页面", OPTIONAL, 1, 60),
    F_TEXT(activity_kind_view, room_label, "另有登记处的名称", OPTIONAL, 1,
           100),
    F_LIST(activity_kind_view, fields, "要填的项", REQUIRED, 30, field_view),
    F_LIST(activity_kind_view, evidence, "材料", REQUIRED, 1, evidence_view),
    F_END
};
const struct record activity_kind_view =
    RECORD(activity_kind_view, "ActivityKind", "工作类别", kind_fields);
