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
#define WRAPPED(member_, header_, width_)                                      \
    {                                                                          \
        .member = member_, .header = header_, .width = width_, .wrap = true    \
    }
#define MASKED(member_, header_, width_, mask_)                                \
    {                                                                          \
        .member = member_, .header = header_, .width = width_, .mask = mask_   \
    }
#define ADDRESS(member_, header_)                                              \
    {                                                                          \
        .member = member_, .header = header_, .width = 26, .wrap = true,       \
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
#define BY_HAND(name_, header_, width_)                                        \
    {                                                                          \
        .name = name_, .header = header_, .width = width_, .wrap = true        \
    }
#define GROUPED(group_, member_, header_, width_)                              \
    {                                                                          \
        .member = member_, .header = header_, .group = group_,                 \
        .width = width_, .wrap = true                                          \
    }

#define ALL_FILTERS                                                            \
    (LEDGER_BY_DIVISION | LEDGER_BY_SCHOOL | LEDGER_BY_STAGE | LEDGER_BY_TAG | \
     LEDGER_BY_SEX | LEDGER_BY_NAME)
#define SIGNED_BY                                                              \
    {                                                                          \
        "审核人：", "填表人：", "联系电话："                              \
    }
#define COLUMNS(table)                                                         \
    .columns = (table), .n_columns = sizeof(table) / sizeof *(table)

extern const struct ledger ledger_children, ledger_suspected, ledger_dropout,
    ledger_returned, ledger_local_unregistered, ledger_elsewhere_unregistered,
    ledger_deferred, ledger_suspended, ledger_abroad, ledger_exempt,
    ledger_disabled, ledger_poverty, ledger_notices, ledger_home_teaching,
    ledger_helped, ledger_child_labour;

#endif
