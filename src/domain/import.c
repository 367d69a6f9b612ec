/* Field tables of imports and their rows. */
#include "domain/import.h"

#include <stdio.h>
#include <string.h>

#include "domain/codes.h"
#include "json/read.h"

#define F_COUNT(tag, member, text)                                             \
    F_INT(tag, member, text, REQUIRED, 0, INT64_MAX)

static const struct field import_fields[] = {
    F_ID(import, id, "编号", REQUIRED),
    F_CODE(import, kind, "花名册", REQUIRED, roster_kind_codes),
    F_INT(import, year, "年度", REQUIRED, 2000, 2199),
    F_TEXT(import, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(import, unit_name, "单位", REQUIRED, 1, 60),
    F_INT(import, account_id, "账号编号", REQUIRED, 0, INT64_MAX),
    F_CODE(import, state, "状态", REQUIRED, import_states),
    F_BOOL(import, complete, "是全部名单", REQUIRED),
    F_BOOL(import, partial, "不含被拒绝的行", REQUIRED),
    F_TEXT(import, format, "文件格式", OPTIONAL, 0, 10),
    F_COUNT(import, size, "文件字节数"),
    F_TEXT(import, sha256, "文件摘要", REQUIRED, 64, 64),
    F_JSON(import, mapping, "各列的对应：column、header、member、needed",
           OPTIONAL),
    F_COUNT(import, header_row, "表头所在行"),
    F_COUNT(import, rows_total, "总行数"),
    F_COUNT(import, rows_done, "已处理行数"),
    F_COUNT(import, added, "新增"),
    F_COUNT(import, changed, "更新"),
    F_COUNT(import, unchanged, "未变"),
    F_COUNT(import, refused, "拒绝"),
    F_COUNT(import, ended, "名单里不再有"),
    F_COUNT(import, doubts, "有疑点的行"),
    F_COUNT(import, children, "新登记的学生"),
    F_INT(import, based_on, "所依据的导入", COLUMN_ONLY, 0, INT64_MAX),
    F_INT(import, cursor, "进度", COLUMN_ONLY, 0, INT64_MAX),
    F_INT(import, first_child, "首个学生编号", COLUMN_ONLY, 0, INT64_MAX),
    F_INT(import, last_child, "末个学生编号", COLUMN_ONLY, -1, INT64_MAX),
    F_INT(import, next_child, "下一学生编号", COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(import, fault, "未能导入的原因", OPTIONAL, 0, 500),
    F_TIME(import, created_at, "上传时间", REQUIRED),
    F_TIME(import, checked_at, "核对时间", OPTIONAL),
    F_TIME(import, committed_at, "提交时间", OPTIONAL),
    F_INT(import, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record import_record =
    RECORD(import, "Import", "导入", import_fields);

static const struct field import_line_fields[] = {
    F_ID(import_line, id, "编号", REQUIRED),
    F_ID(import_line, import_id, "导入编号", REQUIRED),
    F_COUNT(import_line, number, "行号"),
    F_CODE(import_line, outcome, "结果", REQUIRED, import_outcomes),
    F_ID(import_line, roster_id, "花名册行编号", OPTIONAL),
    F_ID(import_line, old_id, "原花名册行编号", OPTIONAL),
    F_SEALED(import_line, faults, "问题", OPTIONAL, 0, NULL, NULL,
             "import_row.faults"),
    F_END
};
const struct record import_line =
    RECORD(import_line, "ImportLine", "导入的一行", import_line_fields);

static const struct field roster_row_fields[] = {
    F_ID(roster_row, id, "编号", REQUIRED),
    F_ID(roster_row, import_id, "导入编号", REQUIRED),
    F_COUNT(roster_row, number, "行号"),
    F_CODE(roster_row, kind, "花名册", REQUIRED, roster_kind_codes),
    F_INT(roster_row, year, "年度", REQUIRED, 2000, 2199),
    F_TEXT(roster_row, name, "姓名", REQUIRED, 1, 60),
    F_CODE(roster_row, sex, "性别", OPTIONAL, sexes),
    F_DATE(roster_row, birth_date, "出生日期", OPTIONAL),
    F_CODE(roster_row, id_kind, "身份证件类型", OPTIONAL, id_kinds),
    F_SEALED(roster_row, id_no, "身份证件号", OPTIONAL, 40, NULL, NULL,
             "roster_row.id_no"),
    F_CODE(roster_row, id_no_state, "证件号状态", REQUIRED, id_no_states),
    F_SEALED(roster_row, student_no, "学籍号", OPTIONAL, 19, NULL, NULL,
             "roster_row.student_no"),
    F_TEXT(roster_row, school, "学校标识码", OPTIONAL, 0, 10),
    F_CODE(roster_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(roster_row, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(roster_row, division, "区划代码", OPTIONAL, 0, 15),
    F_TEXT(roster_row, household_no, "户号", OPTIONAL, 0, 30),
    F_TEXT(roster_row, state, "状态或类型", OPTIONAL, 0, 20),
    F_DATE(roster_row, on_date, "日期", OPTIONAL),
    F_SEALED(roster_row, rest, "其余各项", OPTIONAL, 0, NULL, NULL,
             "roster_row.rest"),
    F_ID(roster_row, student_id, "学生编号", OPTIONAL),
    F_ID(roster_row, replaced_by, "取代它的导入", OPTIONAL),
    F_END
};
const struct record roster_row =
    RECORD(roster_row, "RosterRow", "花名册的一行", roster_row_fields);

const char *const roster_row_columns[] = {
    "name",        "sex",          "birth_date", "id_kind", "id_no",
    "id_no_state", "student_no",   "school",     "grade",   "class",
    "division",    "household_no", "on_date",    NULL
};

/* Carries the members with columns from one struct to the other. */
static void carry(const struct record *from_record, const void *from,
                  const struct record *to_record, void *to)
{
    for (size_t i = 0; roster_row_columns[i]; i++) {
        const char *name = roster_row_columns[i];
        const struct field *f = record_field(from_record, name, NULL);
        const struct field *t = record_field(to_record, name, NULL);

        *(const char **)field_at(t, to) = field_text(f, from);
    }
}

enum err roster_row_value(const struct roster_row *r, struct arena *a,
                          struct roster_value *out)
{
    const struct roster_kind *k = roster_kind_of(r->kind);
    struct bad_list bad = { .n = 0 };

    record_clear(&roster_value, out);
    if (r->rest && json_read(&roster_value, r->rest, strlen(r->rest), a, out,
                             &bad) != ERR_OK)
        return ERR_DAMAGED;
    carry(&roster_row, r, &roster_value, out);
    if (k && k->state)
        *(const char **)field_at(record_field(&roster_value, k->state, NULL),
                                 out) = r->state;
    return ERR_OK;
}

enum err roster_row_fill(const struct roster_kind *k,
                         const struct roster_value *v, struct arena *a,
                         struct roster_row *out)
{
    const char *without[ROSTER_MEMBERS];
    size_t n = 0;

    carry(&roster_value, v, &roster_row, out);
    for (; roster_row_columns[n]; n++)
        without[n] = roster_row_columns[n];
    if (k->state) {
        without[n++] = k->state;
        out->state = field_text(record_field(&roster_value, k->state, NULL), v);
    }
    without[n] = NULL;
    out->kind = k->name;
    if (!out->name)
        out->name = v->school_name;
    return roster_json(v, without, a, &out->rest);
}

int roster_age(const char *birth_date, int64_t year)
{
    char day[CLOCK_DATE_MAX + 16];

    if (!birth_date)
        return -1;
    snprintf(day, sizeof day, "%04d-08-31", (int)year);
    return clock_age_on(birth_date, day);
}
