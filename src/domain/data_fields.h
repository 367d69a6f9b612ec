/* How the tables of 数据导出 are declared. */
#ifndef DOMAIN_DATA_FIELDS_H
#define DOMAIN_DATA_FIELDS_H

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/data_export.h"
#include "domain/data_row.h"

#define ID(member, label) F_ID(data_row, member, label, OPTIONAL)
#define COUNT(member, label)                                                   \
    F_INT(data_row, member, label, OPTIONAL, INT64_MIN, INT64_MAX)
#define YES(member, label) F_BOOL(data_row, member, label, OPTIONAL)
#define TEXT_OF(member, label) F_TEXT(data_row, member, label, OPTIONAL, 0, 0)
#define DAY(member, label) F_DATE(data_row, member, label, OPTIONAL)
#define MOMENT(member, label) F_TIME(data_row, member, label, OPTIONAL)
#define CODED(member, label, table)                                            \
    F_CODE(data_row, member, label, OPTIONAL, table)
#define KEPT(member, label, column)                                            \
    F_SEALED(data_row, member, label, OPTIONAL, 0, NULL, NULL, column)
#define MASKED(member, label, column, masker)                                  \
    F_SEALED(data_row, member, label, OPTIONAL, 0, NULL, masker, column)
/* Made by the sheet's `fill`. */
#define MADE(member, label)                                                    \
    F_TEXT(data_row, member, label, OPTIONAL | REPLY_ONLY, 0, 0)

#define OF_CHILD ID(student_id, "学生编号"), TEXT_OF(student_name, "学生姓名")
#define OF_UNIT TEXT_OF(unit, "单位代码"), TEXT_OF(unit_name, "单位")
#define OF_DIVISION                                                            \
    TEXT_OF(division, "区划代码"), TEXT_OF(division_name, "区划")
#define OF_SCHOOL TEXT_OF(school, "学校标识码"), TEXT_OF(school_name, "学校")
#define BY TEXT_OF(account_name, "登记人")

#define SHEET(id, heading, needs, filled)                                      \
    const struct record data_##id##_record =                                   \
        RECORD(data_row, "Data_" #id, heading, id##_fields);                   \
    const struct data_sheet data_##id = { .name = #id,                         \
                                          .title = heading,                    \
                                          .right = needs,                      \
                                          .record = &data_##id##_record,       \
                                          .fill = filled }

#endif
