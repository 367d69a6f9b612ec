/* Field tables of visits and doors. */
#include "domain/survey.h"

#include <math.h>
#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/uuid.h"
#include "json/write.h"

/* ---- the body ---------------------------------------------------------- */
static const struct code source_rows[] = { { "phone", "手机" },
                                           { "paper", "纸质登记表" },
                                           { NULL, NULL } };
const struct code_table survey_sources = { "survey_source", "入户记录来源",
                                           source_rows };

bool survey_on_paper(const struct survey_in *in)
{
    return in->source && strcmp(in->source, "paper") == 0;
}

static const struct field survey_household_in_fields[] = {
    F_ID(survey_household_in, id, "家庭", NULLABLE),
    F_CLEAN(survey_household_in, of_visit, "登记该户的入户编号", NULLABLE, 36,
            36, clean_uuid),
    F_INT(survey_household_in, base_version, "所依据的版本", NULLABLE, 0,
          INT64_MAX),
    F_TEXT(survey_household_in, division, "村居或网格", NULLABLE, 12, 15),
    F_CLEAN(survey_household_in, head_name, "户主", NULLABLE, 1, 60,
            clean_name),
    F_CLEAN(survey_household_in, register_no, "户号", NULLABLE, 1, 30,
            clean_text),
    F_CLEAN(survey_household_in, address, "住址", NULLABLE, 1, 100, clean_text),
    F_CLEAN(survey_household_in, phone, "联系电话", NULLABLE, 1, 20,
            clean_phone),
    F_CODE(survey_household_in, state, "家庭状况", NULLABLE, household_states),
    F_CLEAN(survey_household_in, note, "家庭备注", NULLABLE | MULTILINE, 0, 500,
            clean_text),
    F_END
};
const struct record survey_household_in =
    RECORD(survey_household_in, "SurveyHouseholdIn", "所访家庭",
           survey_household_in_fields);

static const struct field survey_child_in_fields[] = {
    F_ID(survey_child_in, student_id, "学生", NULLABLE),
    F_INT(survey_child_in, base_version, "所依据的版本", NULLABLE, 0,
          INT64_MAX),
    F_CLEAN(survey_child_in, name, "姓名", NULLABLE, 1, 60, clean_name),
    F_CODE(survey_child_in, sex, "性别", NULLABLE, sexes),
    F_DATE(survey_child_in, birth_date, "出生日期", NULLABLE),
    F_CODE(survey_child_in, id_kind, "身份证件类型", NULLABLE, id_kinds),
    F_CLEAN(survey_child_in, id_no, "身份证件号", NULLABLE, 1, 40, clean_text),
    F_CODE(survey_child_in, nation, "民族", NULLABLE, nations),
    F_CODE(survey_child_in, relation, "与户主关系", NULLABLE, relations),
    F_CODE(survey_child_in, situation, "入户所见", REQUIRED, situations),
    F_CODE(survey_child_in, reason, "原因", NULLABLE, reasons),
    F_TEXT(survey_child_in, school_code, "学校标识码", NULLABLE, 1, 20),
    F_CLEAN(survey_child_in, school_name, "就读学校", NULLABLE, 1, 100,
            clean_text),
    F_CODE(survey_child_in, grade, "年级", NULLABLE, grades),
    F_CLEAN(survey_child_in, class, "班级", NULLABLE, 1, 20, clean_text),
    F_DATE(survey_child_in, since, "自何时起", NULLABLE),
    F_ID(survey_child_in, guardian_id, "监护人记录", NULLABLE),
    F_INT(survey_child_in, guardian_version, "监护人记录版本", NULLABLE, 0,
          INT64_MAX),
    F_CLEAN(survey_child_in, guardian_name, "监护人", NULLABLE, 1, 60,
            clean_name),
    F_CODE(survey_child_in, guardian_relation, "监护人与学生关系", NULLABLE,
           guardian_relations),
    F_CLEAN(survey_child_in, guardian_phone, "监护人电话", NULLABLE, 1, 20,
            clean_phone),
    F_CLEAN(survey_child_in, note, "备注", NULLABLE | MULTILINE, 0, 500,
            clean_text),
    F_END
};
const struct record survey_child_in = RECORD(
    survey_child_in, "SurveyChildIn", "所见儿童", survey_child_in_fields);

static const struct field survey_in_fields[] = {
    F_ID(survey_in, round_id, "轮次", REQUIRED),
    F_TIME(survey_in, visited_at, "入户时间", REQUIRED),
    F_CODE(survey_in, outcome, "入户结果", REQUIRED, visit_outcomes),
    F_OBJECT(survey_in, household, "家庭", REQUIRED, struct survey_household_in,
             survey_household_in),
    F_LIST(survey_in, children, "儿童", NULLABLE, SURVEY_CHILDREN_MAX,
           survey_child_in),
    F_CLEAN(survey_in, note, "备注", NULLABLE | MULTILINE, 0, 1000, clean_text),
    F_TIME(survey_in, return_at, "约定再访", NULLABLE),
    F_REAL(survey_in, latitude, "纬度", NULLABLE),
    F_REAL(survey_in, longitude, "经度", NULLABLE),
    F_REAL(survey_in, accuracy, "定位误差（米）", NULLABLE),
    F_CLEAN(survey_in, supersedes, "被更正的入户编号", NULLABLE, 36, 36,
            clean_uuid),
    F_CLEAN(survey_in, device, "手机编号", NULLABLE, 36, 36, clean_uuid),
    F_INT(survey_in, sequence, "手机上的序号", NULLABLE, 1, INT64_MAX),
    F_CODE(survey_in, source, "来源", NULLABLE, survey_sources),
    F_CLEAN(survey_in, visitor, "入户人", NULLABLE, 1, 60, clean_text),
    F_TEXTS(survey_in, photos, "照片的上传编号", NULLABLE, SURVEY_PHOTOS_MAX),
    F_END
};
const struct record survey_in =
    RECORD(survey_in, "SurveyIn", "一次入户", survey_in_fields);

static void canonical(struct buf *b, const struct record *r,
                      const void *object);

static bool holds(const struct field *f, const void *object)
{
    switch (f->type) {
    case FIELD_LIST:
    case FIELD_TEXTS:
        return ((const struct list *)field_at(f, object))->n > 0;
    case FIELD_OBJECT:
        return *(void *const *)field_at(f, object) != NULL;
    case FIELD_REAL:
        return isfinite(*(const double *)field_at(f, object));
    default:
        return field_is_text(f) ? field_text(f, object) != NULL
                                : field_int(f, object) != INT_NONE;
    }
}

static void canonical_value(struct buf *b, const struct field *f,
                            const void *object)
{
    const struct list *l = field_at(f, object);

    if (f->type == FIELD_LIST) {
        for (size_t i = 0; i < l->n; i++)
            canonical(b, f->sub, (char *)l->items + i * f->sub->size);
    } else if (f->type == FIELD_TEXTS) {
        for (size_t i = 0; i < l->n; i++)
            json_write_text(b, ((const char *const *)l->items)[i]);
    } else if (f->type == FIELD_OBJECT) {
        canonical(b, f->sub, *(void *const *)field_at(f, object));
    } else if (f->type == FIELD_REAL) {
        buf_printf(b, "%.10g", *(const double *)field_at(f, object));
    } else if (field_is_text(f)) {
        json_write_text(b, field_text(f, object));
    } else {
        buf_int(b, field_int(f, object));
    }
}

static void canonical(struct buf *b, const struct record *r, const void *object)
{
    buf_char(b, '{');
    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        if (!holds(f, object))
            continue;
        buf_str(b, f->name);
        buf_char(b, ':');
        canonical_value(b, f, object);
        buf_char(b, ',');
    }
    buf_char(b, '}');
}

void survey_canonical(struct buf *b, const struct survey_in *in)
{
    canonical(b, &survey_in, in);
}

/* ---- the answer -------------------------------------------------------- */
static const struct field survey_answer_child_fields[] = {
    F_ID(survey_answer_child, student_id, "学生", REQUIRED),
    F_INT(survey_answer_child, version, "版本", REQUIRED, 1, INT64_MAX),
    F_CODE(survey_answer_child, situation, "入户所见", REQUIRED, situations),
    F_ID(survey_answer_child, case_id, "个案", NULLABLE), F_END
};
const struct record survey_answer_child =
    RECORD(survey_answer_child, "SurveyAnswerChild", "入户回执中的儿童",
           survey_answer_child_fields);

static const struct field survey_conflict_fields[] = {
    F_TEXT(survey_conflict, entity, "记录", REQUIRED, 1, 20),
    F_ID(survey_conflict, id, "记录编号", REQUIRED),
    F_TEXT(survey_conflict, field, "项目", REQUIRED, 1, 40),
    F_TEXT(survey_conflict, label, "项目名称", REQUIRED, 1, 40),
    F_TEXT(survey_conflict, yours, "本次填写", NULLABLE | MULTILINE, 0, 0),
    F_TEXT(survey_conflict, theirs, "现有内容", NULLABLE | MULTILINE, 0, 0),
    F_TIME(survey_conflict, changed_at, "现有内容修改时间", NULLABLE),
    F_TEXT(survey_conflict, changed_by, "现有内容修改人", NULLABLE, 0, 0),
    F_END
};
const struct record survey_conflict =
    RECORD(survey_conflict, "SurveyConflict", "两人改了同一项",
           survey_conflict_fields);

static const struct field survey_answer_fields[] = {
    F_TEXT(survey_answer, uuid, "入户编号", REQUIRED, 36, 36),
    F_ID(survey_answer, visit_id, "入户记录", REQUIRED),
    F_ID(survey_answer, round_id, "轮次", REQUIRED),
    F_ID(survey_answer, household_id, "家庭", REQUIRED),
    F_INT(survey_answer, household_version, "家庭版本", REQUIRED, 1, INT64_MAX),
    F_LIST(survey_answer, children, "儿童", REQUIRED, SURVEY_CHILDREN_MAX,
           survey_answer_child),
    F_LIST(survey_answer, conflicts, "有冲突的项目", REQUIRED, 0,
           survey_conflict),
    F_TIME(survey_answer, received_at, "收到时间", REQUIRED),
    F_INT(survey_answer, clock_off, "手机时间快了多少秒", NULLABLE, INT64_MIN,
          INT64_MAX),
    F_END
};
const struct record survey_answer =
    RECORD(survey_answer, "SurveyAnswer", "入户回执", survey_answer_fields);

static const struct field survey_receipts_fields[] = {
    F_INT(survey_receipts, first, "从序号", REQUIRED, 1, INT64_MAX),
    F_INT(survey_receipts, last, "到序号", REQUIRED, 1, INT64_MAX), F_END
};
const struct record survey_receipts =
    RECORD(survey_receipts, "SurveyReceipts", "已收到的一段序号",
           survey_receipts_fields);

/* ---- visits shown again ------------------------------------------------ */
#define VISIT_HEAD(tag)                                                        \
    F_ID(tag, id, "入户记录", REQUIRED),                                       \
        F_TEXT(tag, uuid, "入户编号", REQUIRED, 36, 36),                       \
        F_ID(tag, round_id, "轮次", REQUIRED),                                 \
        F_ID(tag, household_id, "家庭", REQUIRED),                             \
        F_TEXT(tag, head_name, "户主", REQUIRED, 1, 60),                       \
        F_TEXT(tag, division, "区划代码", REQUIRED, 1, 15),                    \
        F_TEXT(tag, division_name, "村居或网格", REQUIRED, 1, 60),             \
        F_CODE(tag, outcome, "入户结果", REQUIRED, visit_outcomes),            \
        F_TIME(tag, visited_at, "入户时间", REQUIRED),                         \
        F_TIME(tag, received_at, "收到时间", REQUIRED),                        \
        F_TIME(tag, return_at, "约定再访", OPTIONAL),                          \
        F_ID(tag, account_id, "入户人账号", REQUIRED),                         \
        F_TEXT(tag, account_name, "登记人", REQUIRED, 1, 60),                  \
        F_CODE(tag, source, "来源", REQUIRED, survey_sources),                 \
        F_TEXT(tag, visitor, "登记表上的入户人", OPTIONAL, 0, 60),             \
        F_INT(tag, out_of_school, "其中未在学", REQUIRED, 0, INT64_MAX),       \
        F_BOOL(tag, current, "是否本轮有效", REQUIRED),                        \
        F_TEXT(tag, supersedes, "所更正的入户编号", OPTIONAL, 0, 36),          \
        F_TEXT(tag, superseded_by, "更正它的入户编号", OPTIONAL, 0, 36)

static const struct field visit_row_fields[] = {
    VISIT_HEAD(visit_row),
    F_INT(visit_row, children, "所见儿童", REQUIRED, 0, INT64_MAX), F_END
};
const struct record visit_row =
    RECORD(visit_row, "SurveyVisit", "入户记录", visit_row_fields);

static const struct field visit_child_fields[] = {
    F_ID(visit_child, id, "记录", COLUMN_ONLY),
    F_ID(visit_child, student_id, "学生", REQUIRED),
    F_TEXT(visit_child, name, "姓名", REQUIRED, 1, 60),
    F_CODE(visit_child, situation, "入户所见", REQUIRED, situations),
    F_CODE(visit_child, reason, "原因", OPTIONAL, reasons),
    F_TEXT(visit_child, school_code, "学校标识码", OPTIONAL, 0, 20),
    F_TEXT(visit_child, school_name, "就读学校", OPTIONAL, 0, 100),
    F_CODE(visit_child, grade, "年级", OPTIONAL, grades),
    F_TEXT(visit_child, class, "班级", OPTIONAL, 0, 20),
    F_DATE(visit_child, since, "自何时起", OPTIONAL),
    F_SEALED(visit_child, note, "备注", MULTILINE, 500, clean_text, NULL,
             "survey_child.note"),
    F_ID(visit_child, case_id, "个案", OPTIONAL),
    F_END
};
const struct record visit_child =
    RECORD(visit_child, "SurveyVisitChild", "入户所见儿童", visit_child_fields);

static const struct field visit_photo_fields[] = {
    F_ID(visit_photo, id, "记录", COLUMN_ONLY),
    F_TEXT(visit_photo, upload, "上传编号", REQUIRED, 36, 36),
    F_ID(visit_photo, attachment_id, "附件编号", OPTIONAL), F_END
};
const struct record visit_photo =
    RECORD(visit_photo, "SurveyVisitPhoto", "入户照片", visit_photo_fields);

static const struct field awaited_photo_fields[] = {
    F_ID(awaited_photo, id, "记录", REQUIRED),
    F_TEXT(awaited_photo, upload, "上传编号", REQUIRED, 36, 36),
    F_TEXT(awaited_photo, visit, "入户编号", REQUIRED, 36, 36), F_END
};
const struct record awaited_photo = RECORD(
    awaited_photo, "AwaitedPhoto", "还没传到的照片", awaited_photo_fields);

static const struct field visit_view_fields[] = {
    VISIT_HEAD(visit_view),
    F_SEALED(visit_view, note, "备注", MULTILINE, 1000, clean_text, NULL,
             "survey_visit.note"),
    F_REAL(visit_view, latitude, "纬度", OPTIONAL),
    F_REAL(visit_view, longitude, "经度", OPTIONAL),
    F_REAL(visit_view, accuracy, "定位误差（米）", OPTIONAL),
    F_INT(visit_view, clock_off, "手机时间快了多少秒", OPTIONAL, INT64_MIN,
          INT64_MAX),
    F_LIST(visit_view, children, "所见儿童", REQUIRED, 0, visit_child),
    F_LIST(visit_view, photos, "照片", REQUIRED, SURVEY_PHOTOS_MAX,
           visit_photo),
    F_END
};
const struct record visit_view =
    RECORD(visit_view, "SurveyVisitFull", "入户记录全文", visit_view_fields);
