/* What the statements of 数据导出 share. */
#ifndef STORE_DATA_SQL_H
#define STORE_DATA_SQL_H

#include "db/db.h"
#include "domain/data_export.h"

/* The statement of each table.  Its columns bear the names of the table's
 * fields; rows come by their id, so that nothing is sorted. */
#define DATA_ROWS(id) extern const struct sql q_data_##id;
DATA_SHEETS(DATA_ROWS)
#define DATA(id, sql)                                                          \
    SQL_SHARED(q_data_##id, .text = sql, .row = &data_##id##_record)

#define NAMES_CHILD " LEFT JOIN my_student s ON s.id = t.student_id"
#define NAMES_UNIT(column) " LEFT JOIN unit u ON u.code = " column
#define NAMES_SCHOOL(column) " LEFT JOIN unit c ON c.code = " column
#define NAMES_ACCOUNT(column) " LEFT JOIN account k ON k.id = " column
/* A village or a grid with what it lies in. */
#define NAMES_DIVISION(column)                                                 \
    " LEFT JOIN division d ON d.code = " column                                \
    " LEFT JOIN division o ON o.code = d.parent AND d.level IN ('village',"    \
    " 'grid')"
#define DIVISION_NAME "coalesce(o.name, '') || d.name AS division_name"
#define BY_ID " ORDER BY t.id"

#endif
