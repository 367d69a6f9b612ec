/*
 * 数据导出: all that a unit may see and work with, taken along at once, as one
 * workbook for people or as a set of CSV for programs, each table described in
 * 数据字典 and 代码表 beside it.
 *
 * A job: waiting → running → done → gone (24 hours later, or by whoever asked
 * for it), or failed.  What a role may not read is not in it; nor, for whatever
 * role, what was said in 心理辅导, 思想动态 and incidents of restricted sight,
 * which stay where they were told (个人信息保护法 28; 未成年人保护法 4(3)).
 */
#ifndef DOMAIN_DATA_EXPORT_H
#define DOMAIN_DATA_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/right.h"
#include "json/field.h"

/* ---- the job ----------------------------------------------------------- */
#define DATA_KEPT_MS (24 * INT64_C(3600000))

struct data_export {
    int64_t id, account_id;
    const char *unit, *form;
    int64_t full; /* with whole identity numbers, phones and addresses */
    const char *reason, *state;
    const char *sheet; /* the table under way */
    int64_t sheets_done, sheets_total, rows_done;
    int64_t size; /* of the file */
    const char *fault;
    int64_t created_at, finished_at, kept_until;
    int64_t version;
};
extern const struct record data_export_row;
extern const struct code_table data_export_states; /* waiting running … */
extern const struct code_table data_export_forms;  /* xlsx csv */

struct data_export_in {
    const char *form, *reason;
    int64_t full;
};
extern const struct record data_export_in;

/* ---- its tables -------------------------------------------------------- */
/* A table: its columns are the fields of `record`, over a struct data_row. */
struct data_sheet {
    const char *name; /* of the CSV */
    const char *title;
    enum right right; /* needed to read it */
    const struct record *record;
    /* Makes what the statement does not give; NULL nothing.  ERR_DAMAGED. */
    enum err (*fill)(struct arena *a, void *row);
};

/* All of them, in their order. */
#define DATA_SHEETS(X)                                                         \
    X(students)                                                                \
    X(households)                                                              \
    X(guardians)                                                               \
    X(enrolments)                                                              \
    X(tags)                                                                    \
    X(rounds)                                                                  \
    X(visits)                                                                  \
    X(visit_children)                                                          \
    X(cases)                                                                   \
    X(case_events)                                                             \
    X(notices)                                                                 \
    X(documents)                                                               \
    X(services)                                                                \
    X(assignments)                                                             \
    X(teaching_plans)                                                          \
    X(lessons)                                                                 \
    X(plans)                                                                   \
    X(plan_items)                                                              \
    X(help)                                                                    \
    X(pairings)                                                                \
    X(pairing_visits)                                                          \
    X(aid)                                                                     \
    X(transfers)                                                               \
    X(training_wishes)                                                         \
    X(upward_reports)                                                          \
    X(assessments)                                                             \
    X(leads)                                                                   \
    X(lead_children)                                                           \
    X(incidents)                                                               \
    X(verdicts)                                                                \
    X(duties)                                                                  \
    X(activities)                                                              \
    X(hazards)                                                                 \
    X(inspections)                                                             \
    X(findings)                                                                \
    X(rectifications)                                                          \
    X(meetings)                                                                \
    X(resolutions)                                                             \
    X(materials)                                                               \
    X(accountability)                                                          \
    X(announcements)                                                           \
    X(units)                                                                   \
    X(divisions)
#define DATA_EXTERN(id)                                                        \
    extern const struct data_sheet data_##id;                                  \
    extern const struct record data_##id##_record;
DATA_SHEETS(DATA_EXTERN)
extern const struct data_sheet *const data_sheets[];
extern const size_t data_sheets_n;

/* How a cell is written. */
struct data_view {
    bool full;  /* nothing masked */
    bool coded; /* for programs: codes, RFC 3339, 0 and 1; else words */
};

/* A number, else a text; neither: INT_NONE and NULL. */
struct data_cell {
    int64_t number;
    const char *text;
};

/* The cell of a row in the column of that field.  Texts live as long as the row
 * and the arena.  ERR_NO_MEMORY. */
enum err data_cell_of(const struct field *f, const struct data_view *v,
                      struct arena *a, const void *row, struct data_cell *out);

/* What a field holds, in words, for 数据字典. */
const char *data_kind_words(const struct field *f);

#endif
