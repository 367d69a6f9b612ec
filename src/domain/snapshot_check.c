/* What is said of single lines of a ledger that was handed in. */
#include "domain/snapshot_check.h"

#include <string.h>

#include "domain/clean.h"
#include "refuse.h"

static const struct code outcome_rows[] = { { "passed", "通过" },
                                            { "returned", "退回" },
                                            { NULL, NULL } };
const struct code_table snapshot_check_outcomes = { "snapshot_check_outcome",
                                                    "审核结果", outcome_rows };

static const struct field snapshot_check_fields[] = {
    F_ID(snapshot_check, line_id, "行", COLUMN_ONLY),
    F_INT(snapshot_check, number, "序号", REQUIRED, 1, SNAPSHOT_ROWS_MOST),
    F_CODE(snapshot_check, outcome, "审核结果", OPTIONAL,
           snapshot_check_outcomes),
    F_SEALED(snapshot_check, reason, "退回原因", OPTIONAL, 200, NULL, NULL,
             "ledger_snapshot_check.reason"),
    F_ID(snapshot_check, account_id, "审核人", COLUMN_ONLY),
    F_TEXT(snapshot_check, account_name, "审核人姓名", OPTIONAL, 0, 60),
    F_TIME(snapshot_check, at, "审核时间", OPTIONAL),
    F_END
};
const struct record snapshot_check = RECORD(
    snapshot_check, "LedgerCheck", "一行的审核结果", snapshot_check_fields);

static const struct field snapshot_check_in_fields[] = {
    F_INT(snapshot_check_in, number, "序号", REQUIRED, 1, SNAPSHOT_ROWS_MOST),
    F_CODE(snapshot_check_in, outcome, "审核结果", OPTIONAL,
           snapshot_check_outcomes),
    F_CLEAN(snapshot_check_in, reason, "退回原因", OPTIONAL, 2, 200,
            clean_text),
    F_END
};
static const struct record snapshot_check_in =
    RECORD(snapshot_check_in, "LedgerCheckNew", "审核一行，不填结果为撤回审核",
           snapshot_check_in_fields);

static const struct field snapshot_checks_in_fields[] = {
    F_LIST(snapshot_checks_in, checks, "各行", REQUIRED, SNAPSHOT_ROWS_MOST,
           snapshot_check_in),
    F_END
};
const struct record snapshot_checks_in =
    RECORD(snapshot_checks_in, "LedgerChecksNew", "审核封存台账的各行",
           snapshot_checks_in_fields);

static const struct field snapshot_checked_fields[] = {
    F_INT(snapshot_checked, passed, "通过的行数", REQUIRED, 0,
          SNAPSHOT_ROWS_MOST),
    F_INT(snapshot_checked, returned, "退回的行数", REQUIRED, 0,
          SNAPSHOT_ROWS_MOST),
    F_LIST(snapshot_checked, before, "这些行此前的审核结果", REQUIRED,
           SNAPSHOT_ROWS_MOST, snapshot_check),
    F_END
};
const struct record snapshot_checked = RECORD(
    snapshot_checked, "LedgerChecked", "审核以后", snapshot_checked_fields);

enum err snapshot_check_may(const struct snapshot_check_in *c, size_t at,
                            struct arena *a, struct refusal *why)
{
    bool returned = c->outcome && strcmp(c->outcome, "returned") == 0;
    const char *pointer;

    if (returned == (c->reason != NULL))
        return ERR_OK;
    pointer = arena_printf(a, "checks/%zu/reason", at);
    if (!pointer)
        return ERR_NO_MEMORY;
    return returned
               ? refuse(why, ERR_RULE, pointer, "reason",
                        "退回的行要写明原因，本次没有保存。请填写后再退回。")
               : refuse(why, ERR_RULE, pointer, "no_return",
                        "只有退回的行才写原因，本次没有保存。请去掉原因。");
}

enum err snapshot_sign_may(int64_t returned, struct arena *a,
                           struct refusal *why)
{
    const char *detail;

    if (returned == 0)
        return ERR_OK;
    detail =
        arena_printf(a,
                     "有 %lld 行审核为退回，没有签收。请把台账退回填报单位，"
                     "或者把这些行改为通过。",
                     (long long)returned);
    return detail ? refuse(why, ERR_RULE, "", "lines_returned", detail)
                  : ERR_NO_MEMORY;
}
