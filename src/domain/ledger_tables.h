/*
 * What the declarations of the ledgers are written with: columns, filters,
 * footers; and the ledgers themselves, each beside its columns.
 */
#ifndef DOMAIN_LEDGER_TABLES_H
#define DOMAIN_LEDGER_TABLES_H

#include "domain/clean.h"
#include "domain/ledger.h"

#define COLUMN(member_, header_, width_)                                       \
    {                                                                          \
        .member = member_, .header = header_, .width = width_                  \
    }
#define MASKED(member_, header_, width_, mask_)                                \
    {                                                                          \
        .member = member_, .header = header_, .width = width_, .mask = mask_   \
    }
#define ADDRESS(member_, header_)                                              \
    {                                                                          \
        .member = member_, .header = header_, .width = 26,                     \
        .mask = mask_address                                                   \
    }
#define DAY(member_, header_)                                                  \
    {                                                                          \
        .member = member_, .header = header_, .kind = LEDGER_DATE, .width = 11 \
    }
#define COUNT(member_, header_, width_)                                        \
    {                                                                          \
        .member = member_, .header = header_, .kind = LEDGER_INT,              \
        .width = width_                                                        \
    }
#define GROUPED_DAY(group_, member_, header_)                                  \
    {                                                                          \
        .member = member_, .header = header_, .group = group_,                 \
        .kind = LEDGER_DATE, .width = 11                                       \
    }
#define BY_HAND(name_, header_, width_)                                        \
    {                                                                          \
        .name = name_, .header = header_, .width = width_                      \
    }
#define GROUPED(group_, member_, header_, width_)                              \
    {                                                                          \
        .member = member_, .header = header_, .group = group_, .width = width_ \
    }

/* Columns that stand together in many ledgers: who the child is, its school,
 * whom to call, how far it is. */
#define CHILD_COLUMNS                                                          \
    COUNT("seq", "序号", 6), COLUMN("township", "乡镇", 10),                   \
        COLUMN("village", "村/社区", 18), COLUMN("name", "姓名", 10),          \
        COLUMN("sex", "性别", 5), DAY("birth_date", "出生日期"),               \
        MASKED("id_no", "身份证号", 20, mask_id_no)
#define GRID_CHILD_COLUMNS                                                     \
    COUNT("seq", "序号", 6), COLUMN("township", "乡镇", 10),                   \
        COLUMN("village", "村/社区", 18), COLUMN("grid", "自然村（屯）", 12),  \
        COLUMN("name", "姓名", 10), COLUMN("sex", "性别", 5),                  \
        DAY("birth_date", "出生日期"),                                         \
        MASKED("id_no", "身份证号", 20, mask_id_no)
#define SCHOOL_COLUMNS                                                         \
    COLUMN("school_name", "就读学校", 20), COLUMN("class_name", "年级班级", 14)
#define FAMILY_COLUMNS                                                         \
    COLUMN("guardian_name", "监护人", 9),                                      \
        MASKED("phone", "电话", 13, mask_phone),                               \
        ADDRESS("address", "家庭住址")
#define PERIOD_COLUMNS                                                         \
    GROUPED_DAY("期限", "period_from", "起"),                                  \
        GROUPED_DAY("期限", "period_until", "止")
#define PROGRESS_COLUMNS                                                       \
    COLUMN("progress", "办理状态", 14), COLUMN("note", "备注", 16)

#define ALL_FILTERS                                                            \
    (LEDGER_BY_DIVISION | LEDGER_BY_SCHOOL | LEDGER_BY_STAGE | LEDGER_BY_TAG | \
     LEDGER_BY_SEX | LEDGER_BY_NAME)
#define SIGNED_BY                                                              \
    {                                                                          \
        "审核人：", "填表人：", "联系电话："                              \
    }
/* Every case, of whatever kind it began as. */
#define ANY_CASE                                                               \
    .of = LEDGER_OF_CASES, .kinds = "suspected dropout never_enrolled"
#define USUAL_FORM_AND(more)                                                   \
    .filters = ALL_FILTERS | (more), .foot = SIGNED_BY, .wide = true
#define USUAL_FORM USUAL_FORM_AND(0)
#define COLUMNS(table)                                                         \
    .columns = (table), .n_columns = sizeof(table) / sizeof *(table)

extern const struct ledger ledger_children, ledger_suspected, ledger_dropout,
    ledger_returned, ledger_local_unregistered, ledger_elsewhere_unregistered,
    ledger_deferred, ledger_suspended, ledger_abroad, ledger_exempt,
    ledger_disabled, ledger_poverty, ledger_aid_missing, ledger_notices,
    ledger_home_teaching, ledger_helped, ledger_pairings, ledger_child_labour,
    ledger_training_wishes, ledger_training_received, ledger_upward_reports,
    ledger_assigned, ledger_register_changes;

#endif
