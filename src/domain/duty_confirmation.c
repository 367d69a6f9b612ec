/* 责任确认: its states, who may. */
#include "domain/duty_confirmation.h"

#include <string.h>

#include "domain/codes.h"
#include "domain/duty.h"
#include "domain/right.h"
#include "refuse.h"

static const struct code state_rows[] = {
    { "confirmed", "已确认" },
    { "missing", "未确认" },
    { "duties_changed", "职责有变化，需重新确认" },
    { "person_changed", "确认的人已不在任，需重新确认" },
    { NULL, NULL }
};
const struct code_table duty_confirmation_states = { "duty_confirmation_state",
                                                     "责任确认状态",
                                                     state_rows };

static const struct field in_fields[] = { F_INT(duty_confirm_in, year, "年度",
                                                REQUIRED, DUTY_YEAR_MIN,
                                                DUTY_YEAR_MAX),
                                          F_END };
const struct record duty_confirm_in =
    RECORD(duty_confirm_in, "DutyConfirm", "确认本单位的职责", in_fields);

#define SAID (REPLY_ONLY)
static const struct field row_fields[] = {
    F_TEXT(duty_confirmation_row, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(duty_confirmation_row, unit_name, "单位", REQUIRED, 1, 60),
    F_CODE(duty_confirmation_row, unit_kind, "单位类别", REQUIRED, unit_kinds),
    F_INT(duty_confirmation_row, year, "年度", REQUIRED, DUTY_YEAR_MIN,
          DUTY_YEAR_MAX),
    F_INT(duty_confirmation_row, duties, "职责项数", REQUIRED, 0, INT64_MAX),
    F_CODE(duty_confirmation_row, state, "状态", OPTIONAL | SAID,
           duty_confirmation_states),
    F_TEXT(duty_confirmation_row, account_name, "确认人", OPTIONAL, 0, 60),
    F_TIME(duty_confirmation_row, at, "确认时间", OPTIONAL),
    F_BOOL(duty_confirmation_row, may_confirm, "可以确认", OPTIONAL | SAID),
    F_INT(duty_confirmation_row, confirmed, "确认时的项数", COLUMN_ONLY, 0,
          INT64_MAX),
    F_INT(duty_confirmation_row, still_there, "确认的人在任", COLUMN_ONLY, 0,
          1),
    F_END
};
const struct record duty_confirmation_row = RECORD(
    duty_confirmation_row, "DutyConfirmation", "单位的责任确认", row_fields);

enum err duty_confirm_may(const struct duty_confirmation_row *r,
                          struct refusal *why)
{
    if (r->duties == 0)
        return refuse(why, ERR_RULE, "year", "nothing",
                      "本单位这个年度还没有列出职责，没有保存。"
                      "职责列出以后再确认。");
    if (strcmp(r->state, "confirmed") == 0)
        return refuse(why, ERR_RULE, "year", "confirmed",
                      "本单位这个年度的职责已经确认，不用再确认。");
    return ERR_OK;
}

void duty_confirmation_describe(struct duty_confirmation_row *r,
                                const struct act *act)
{
    struct refusal why;

    r->state = r->at == INT_NONE           ? "missing"
               : r->confirmed != r->duties ? "duties_changed"
               : r->still_there != 1       ? "person_changed"
                                           : "confirmed";
    r->may_confirm = role_may(act->role, RIGHT_DUTY_CONFIRM) &&
                     strcmp(r->unit, act->unit) == 0 &&
                     duty_confirm_may(r, &why) == ERR_OK;
}
