/* Field tables of guardians, schooling, tags, history and doubts. */
#include "domain/schooling.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/household.h"
#include "domain/student.h"

#define F_VERSION(tag) F_INT(tag, version, "版本", REQUIRED, 1, INT64_MAX)

/* ---- guardians -------------------------------------------------------------
 */
static const struct field guardian_row_fields[] = {
    F_ID(guardian_row, id, "编号", REQUIRED),
    F_ID(guardian_row, student_id, "学生编号", REQUIRED),
    F_TEXT(guardian_row, name, "姓名", REQUIRED, 1, 60),
    F_CODE(guardian_row, relation, "与学生关系", OPTIONAL, guardian_relations),
    F_SEALED(guardian_row, phone, "联系电话", MASK_LIST, 20, NULL, mask_phone,
             "guardian.phone"),
    F_SEALED(guardian_row, away, "外出务工地", OPTIONAL, 60, NULL, NULL,
             "guardian.away"),
    F_BOOL(guardian_row, main, "首要联系人", REQUIRED),
    F_VERSION(guardian_row),
    F_END
};
const struct record guardian_row =
    RECORD(guardian_row, "Guardian", "监护人", guardian_row_fields);

static const struct field guardian_in_fields[] = {
    F_CLEAN(guardian_in, name, "姓名", REQUIRED, 1, 60, clean_name),
    F_CODE(guardian_in, relation, "与学生关系", NULLABLE, guardian_relations),
    F_CLEAN(guardian_in, phone, "联系电话", NULLABLE, 0, 20, clean_phone),
    F_CLEAN(guardian_in, away, "外出务工地", NULLABLE, 0, 60, clean_text),
    F_BOOL(guardian_in, main, "首要联系人", OPTIONAL),
    F_END
};
const struct record guardian_in =
    RECORD(guardian_in, "GuardianNew", "新监护人", guardian_in_fields);

static const struct field guardian_patch_fields[] = {
    F_CLEAN(guardian_patch, name, "姓名", OPTIONAL, 1, 60, clean_name),
    F_CODE(guardian_patch, relation, "与学生关系", NULLABLE,
           guardian_relations),
    F_CLEAN(guardian_patch, phone, "联系电话", NULLABLE, 0, 20, clean_phone),
    F_CLEAN(guardian_patch, away, "外出务工地", NULLABLE, 0, 60, clean_text),
    F_BOOL(guardian_patch, main, "首要联系人", OPTIONAL),
    F_END
};
const struct record guardian_patch = RECORD_SEEN(
    guardian_patch, "GuardianChange", "监护人修改", guardian_patch_fields);

/* ---- schooling -------------------------------------------------------------
 */
static const struct field enrolment_row_fields[] = {
    F_ID(enrolment_row, id, "编号", REQUIRED),
    F_ID(enrolment_row, student_id, "学生编号", REQUIRED),
    F_TEXT(enrolment_row, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(enrolment_row, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(enrolment_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(enrolment_row, class, "班级", OPTIONAL, 0, 20),
    F_SEALED(enrolment_row, student_no, "学籍号", MASK_ALWAYS, 19, NULL,
             mask_id_no, "enrolment.student_no"),
    F_CODE(enrolment_row, state, "就学状态", REQUIRED, enrolment_states),
    F_CODE(enrolment_row, boarding, "就读方式", OPTIONAL, boardings),
    F_DATE(enrolment_row, from_date, "开始日期", REQUIRED),
    F_DATE(enrolment_row, to_date, "结束日期", OPTIONAL),
    F_VERSION(enrolment_row),
    F_END
};
const struct record enrolment_row =
    RECORD(enrolment_row, "Enrolment", "就学", enrolment_row_fields);

static const struct field enrolment_in_fields[] = {
    F_TEXT(enrolment_in, school, "学校标识码", NULLABLE, 0, 10),
    F_CLEAN(enrolment_in, school_name, "市外学校名称", NULLABLE, 0, 60,
            clean_text),
    F_CODE(enrolment_in, grade, "年级", NULLABLE, grades),
    F_CLEAN(enrolment_in, class, "班级", NULLABLE, 0, 20, clean_text),
    F_CLEAN(enrolment_in, student_no, "学籍号", NULLABLE, 0, 19,
            clean_student_no),
    F_CODE(enrolment_in, state, "就学状态", REQUIRED, enrolment_states),
    F_CODE(enrolment_in, boarding, "就读方式", NULLABLE, boardings),
    F_DATE(enrolment_in, from_date, "开始日期", OPTIONAL),
    F_END
};
const struct record enrolment_in =
    RECORD(enrolment_in, "EnrolmentNew", "新就学", enrolment_in_fields);

static const struct field enrolment_patch_fields[] = {
    F_CODE(enrolment_patch, grade, "年级", NULLABLE, grades),
    F_CLEAN(enrolment_patch, class, "班级", NULLABLE, 0, 20, clean_text),
    F_CLEAN(enrolment_patch, student_no, "学籍号", NULLABLE, 0, 19,
            clean_student_no),
    F_CODE(enrolment_patch, state, "就学状态", OPTIONAL, enrolment_states),
    F_CODE(enrolment_patch, boarding, "就读方式", NULLABLE, boardings),
    F_DATE(enrolment_patch, to_date, "结束日期", NULLABLE),
    F_END
};
const struct record enrolment_patch = RECORD_SEEN(
    enrolment_patch, "EnrolmentChange", "就学修改", enrolment_patch_fields);

/* ---- tags ------------------------------------------------------------------
 */
static const struct field tag_row_fields[] = {
    F_ID(tag_row, id, "编号", REQUIRED),
    F_ID(tag_row, student_id, "学生编号", REQUIRED),
    F_CODE(tag_row, tag, "特殊类别", REQUIRED, tags),
    F_SEALED(tag_row, basis, "认定依据", OPTIONAL, 100, NULL, NULL,
             "tag.basis"),
    F_DATE(tag_row, from_date, "开始日期", REQUIRED),
    F_DATE(tag_row, to_date, "结束日期", OPTIONAL),
    F_VERSION(tag_row),
    F_END
};
const struct record tag_row =
    RECORD(tag_row, "Tag", "特殊类别", tag_row_fields);

static const struct field tag_in_fields[] = {
    F_CODE(tag_in, tag, "特殊类别", REQUIRED, tags),
    F_CLEAN(tag_in, basis, "认定依据", NULLABLE, 0, 100, clean_text),
    F_DATE(tag_in, from_date, "开始日期", OPTIONAL), F_END
};
const struct record tag_in =
    RECORD(tag_in, "TagNew", "新特殊类别", tag_in_fields);

/* ---- history ---------------------------------------------------------------
 */
/* The values were masked when the row was made. */
static const struct field history_row_fields[] = {
    F_CODE(history_row, entity, "变更对象", REQUIRED, change_entities),
    F_ID(history_row, entity_id, "对象编号", REQUIRED),
    F_TIME(history_row, at, "时间", REQUIRED),
    F_TEXT(history_row, field, "项目", OPTIONAL, 0, 40),
    F_TEXT(history_row, label, "项目名称", REPLY_ONLY, 0, 40),
    F_TEXT(history_row, old, "原值", REPLY_ONLY, 0, 500),
    F_TEXT(history_row, new, "新值", REPLY_ONLY, 0, 500),
    F_ID(history_row, account_id, "经办账号编号", OPTIONAL),
    F_TEXT(history_row, account_name, "经办人", OPTIONAL, 0, 60),
    F_TEXT(history_row, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(history_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(history_row, class, "班级", OPTIONAL, 0, 20),
    F_CODE(history_row, state, "就学状态", OPTIONAL, enrolment_states),
    F_CODE(history_row, tag, "特殊类别", OPTIONAL, tags),
    F_DATE(history_row, from_date, "开始日期", OPTIONAL),
    F_DATE(history_row, to_date, "结束日期", OPTIONAL),
    F_END
};
const struct record history_row =
    RECORD(history_row, "HistoryLine", "变更记录", history_row_fields);

const struct field *history_field(const char *entity, const char *field)
{
    static const struct {
        const char *entity;
        const struct record *record;
    } t[] = {
        { "student", &student_row },   { "household", &household_row },
        { "guardian", &guardian_row }, { "enrolment", &enrolment_row },
        { "tag", &tag_row },
    };

    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (strcmp(t[i].entity, entity) == 0)
            return record_field(t[i].record, field, NULL);
    return NULL;
}

/* ---- doubts ----------------------------------------------------------------
 */
static const struct field doubt_row_fields[] = {
    F_ID(doubt_row, id, "编号", REQUIRED),
    F_CODE(doubt_row, kind, "疑点类别", REQUIRED, doubt_kinds),
    F_ID(doubt_row, student_id, "学生编号", OPTIONAL),
    F_ID(doubt_row, other_id, "另一名学生编号", OPTIONAL),
    F_TEXT(doubt_row, student_name, "学生", OPTIONAL, 0, 60),
    F_TEXT(doubt_row, other_name, "另一名学生", OPTIONAL, 0, 60),
    F_SEALED(doubt_row, detail, "说明", OPTIONAL, 1000, NULL, NULL,
             "doubt.detail"),
    F_CODE(doubt_row, state, "疑点状态", REQUIRED, doubt_states),
    F_CODE(doubt_row, decision, "结论", OPTIONAL, doubt_decisions),
    F_SEALED(doubt_row, reason, "理由", OPTIONAL, 200, NULL, NULL,
             "doubt.reason"),
    F_TIME(doubt_row, created_at, "提出时间", REQUIRED),
    F_TIME(doubt_row, decided_at, "处理时间", OPTIONAL),
    F_ID(doubt_row, decided_by, "处理账号编号", OPTIONAL),
    F_VERSION(doubt_row),
    F_END
};
const struct record doubt_row =
    RECORD(doubt_row, "Doubt", "疑点", doubt_row_fields);

static const struct field doubt_patch_fields[] = {
    F_CODE(doubt_patch, decision, "结论", REQUIRED, doubt_decisions),
    F_CLEAN(doubt_patch, reason, "理由", REQUIRED, 1, 200, clean_text), F_END
};
const struct record doubt_patch =
    RECORD(doubt_patch, "DoubtDecision", "疑点处理", doubt_patch_fields);
