/* Field tables of households. */
#include "domain/household.h"

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/transfer.h"

/* The row is stored, compared for history and labelled by it, never replied;
 * what is COLUMN_ONLY is bookkeeping without history. */
static const struct field household_row_fields[] = {
    F_ID(household_row, id, "编号", COLUMN_ONLY),
    F_TEXT(household_row, division, "区划代码", REQUIRED, 1, 15),
    F_TEXT(household_row, register_no, "户号", OPTIONAL, 0, 30),
    F_TEXT(household_row, head_name, "户主", REQUIRED, 1, 60),
    F_SEALED(household_row, address, "地址", OPTIONAL, 100, NULL, mask_address,
             "household.address"),
    F_SEALED(household_row, phone, "联系电话", OPTIONAL, 20, NULL, mask_phone,
             "household.phone"),
    F_CODE(household_row, state, "家庭状况", REQUIRED, household_states),
    F_SEALED(household_row, note, "备注", OPTIONAL, 500, NULL, NULL,
             "household.note"),
    F_INT(household_row, version, "版本", COLUMN_ONLY, 1, INT64_MAX),
    F_TIME(household_row, created_at, "登记时间", COLUMN_ONLY),
    F_TIME(household_row, updated_at, "更新时间", COLUMN_ONLY),
    F_END
};
const struct record household_row =
    RECORD(household_row, "HouseholdRow", "家庭", household_row_fields);

static const struct field household_child_fields[] = {
    F_ID(household_child, id, "编号", REQUIRED),
    F_TEXT(household_child, name, "姓名", REQUIRED, 1, 60),
    F_CODE(household_child, sex, "性别", OPTIONAL, sexes),
    F_DATE(household_child, birth_date, "出生日期", OPTIONAL),
    F_CODE(household_child, relation, "与户主关系", OPTIONAL, relations),
    F_CODE(household_child, situation, "入户所见", OPTIONAL, situations),
    F_CODE(household_child, status, "学生状态", REQUIRED, student_states),
    F_TEXT(household_child, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(household_child, grade, "年级", OPTIONAL, grades),
    F_TEXT(household_child, class, "班级", OPTIONAL, 0, 20),
    F_CODE(household_child, enrolment_state, "就学状态", OPTIONAL,
           enrolment_states),
    F_TRANSFER_STATE(household_child, OPTIONAL),
    F_INT(household_child, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record household_child = RECORD(
    household_child, "HouseholdChild", "家庭中的孩子", household_child_fields);

static const struct field household_view_fields[] = {
    F_ID(household_view, id, "编号", REQUIRED),
    F_TEXT(household_view, division, "区划代码", REQUIRED, 1, 15),
    F_TEXT(household_view, division_name, "区划", REQUIRED, 1, 60),
    F_TEXT(household_view, register_no, "户号", OPTIONAL, 0, 30),
    F_TEXT(household_view, head_name, "户主", REQUIRED, 1, 60),
    F_SEALED(household_view, address, "地址", MASK_LIST, 100, NULL,
             mask_address, "household.address"),
    F_SEALED(household_view, phone, "联系电话", MASK_LIST, 20, NULL, mask_phone,
             "household.phone"),
    F_CODE(household_view, state, "家庭状况", REQUIRED, household_states),
    F_SEALED(household_view, note, "备注", OPTIONAL, 500, NULL, NULL,
             "household.note"),
    F_LIST(household_view, children, "孩子", REQUIRED, 0, household_child),
    F_INT(household_view, version, "版本", REQUIRED, 1, INT64_MAX),
    F_TIME(household_view, created_at, "登记时间", REQUIRED),
    F_TIME(household_view, updated_at, "更新时间", REQUIRED),
    F_END
};
const struct record household_view =
    RECORD(household_view, "Household", "家庭", household_view_fields);

static const struct field household_in_fields[] = {
    F_TEXT(household_in, division, "村居或网格代码", REQUIRED, 1, 15),
    F_CLEAN(household_in, register_no, "户号", NULLABLE, 0, 30, clean_text),
    F_CLEAN(household_in, head_name, "户主", REQUIRED, 1, 60, clean_name),
    F_CLEAN(household_in, address, "地址", NULLABLE, 0, 100, clean_text),
    F_CLEAN(household_in, phone, "联系电话", NULLABLE, 0, 20, clean_phone),
    F_CODE(household_in, state, "家庭状况", OPTIONAL, household_states),
    F_CLEAN(household_in, note, "备注", NULLABLE | MULTILINE, 0, 500,
            clean_text),
    F_END
};
const struct record household_in =
    RECORD(household_in, "HouseholdNew", "新家庭", household_in_fields);

static const struct field household_patch_fields[] = {
    F_TEXT(household_patch, division, "村居或网格代码", OPTIONAL, 1, 15),
    F_CLEAN(household_patch, register_no, "户号", NULLABLE, 0, 30, clean_text),
    F_CLEAN(household_patch, head_name, "户主", OPTIONAL, 1, 60, clean_name),
    F_CLEAN(household_patch, address, "地址", NULLABLE, 0, 100, clean_text),
    F_CLEAN(household_patch, phone, "联系电话", NULLABLE, 0, 20, clean_phone),
    F_CODE(household_patch, state, "家庭状况", OPTIONAL, household_states),
    F_CLEAN(household_patch, note, "备注", NULLABLE | MULTILINE, 0, 500,
            clean_text),
    F_END
};
const struct record household_patch = RECORD_SEEN(
    household_patch, "HouseholdChange", "家庭修改", household_patch_fields);
