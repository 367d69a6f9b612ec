/* 摸排数据确认: its field tables, its states, and who may. */
#include "domain/round_signoff.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "refuse.h"

static const struct code state_rows[] = { { "unsigned", "未确认" },
                                          { "signed", "已确认" },
                                          { "changed", "确认后有变化" },
                                          { "taken_back",
                                            "已退回，需重新确认" },
                                          { NULL, NULL } };
const struct code_table round_signoff_states = { "round_signoff_state",
                                                 "摸排数据确认状态",
                                                 state_rows };

static const struct field in_fields[] = {
    F_CLEAN(round_signoff_in, note, "未完成的原因", OPTIONAL | MULTILINE, 0,
            500, clean_text),
    F_END
};
const struct record round_signoff_in =
    RECORD(round_signoff_in, "RoundSignoffNew", "确认摸排数据", in_fields);

static const struct field back_fields[] = {
    F_TEXT(round_signoff_back, division, "乡镇街道代码", REQUIRED, 12, 12),
    F_CLEAN(round_signoff_back, reason, "退回的理由", REQUIRED | MULTILINE, 1,
            500, clean_text),
    F_END
};
const struct record round_signoff_back = RECORD(
    round_signoff_back, "RoundSignoffBack", "退回摸排数据确认", back_fields);

#define COUNT(member, label)                                                   \
    F_INT(round_signoff_row, member, label, REQUIRED, 0, INT64_MAX)
#define SIGNED(member, label)                                                  \
    F_INT(round_signoff_row, member, label, OPTIONAL, 0, INT64_MAX)
#define SAID (OPTIONAL | REPLY_ONLY)
static const struct field row_fields[] = {
    F_TEXT(round_signoff_row, division, "区划代码", REQUIRED, 1, 15),
    F_TEXT(round_signoff_row, division_name, "乡镇街道", REQUIRED, 1, 60),
    F_CODE(round_signoff_row, state, "状态", SAID, round_signoff_states),
    COUNT(households, "应访户"),
    COUNT(visited, "已访户"),
    F_INT(round_signoff_row, todo, "未完成户", SAID, 0, INT64_MAX),
    COUNT(children, "所见儿童"),
    COUNT(out_of_school, "其中未在学"),
    COUNT(conflicts, "待核对"),
    COUNT(photos, "未传到的照片"),
    COUNT(doubts, "疑点"),
    F_ID(round_signoff_row, signoff_id, "确认编号", OPTIONAL),
    SIGNED(signed_households, "确认时应访户"),
    SIGNED(signed_visited, "确认时已访户"),
    SIGNED(signed_todo, "确认时未完成户"),
    SIGNED(signed_children, "确认时所见儿童"),
    SIGNED(signed_out_of_school, "确认时未在学"),
    F_SEALED(round_signoff_row, note, "未完成的原因", MULTILINE, 500, NULL,
             NULL, "round_signoff.note"),
    F_TEXT(round_signoff_row, account_name, "确认人", OPTIONAL, 0, 60),
    F_TIME(round_signoff_row, at, "确认时间", OPTIONAL),
    F_SEALED(round_signoff_row, taken_reason, "退回的理由", MULTILINE, 500,
             NULL, NULL, "round_signoff.taken_reason"),
    F_TEXT(round_signoff_row, taken_by, "退回人", OPTIONAL, 0, 60),
    F_TIME(round_signoff_row, taken_at, "退回时间", OPTIONAL),
    F_TEXT(round_signoff_row, hindrance, "不能确认的原因", SAID, 0, 200),
    F_BOOL(round_signoff_row, note_needed, "须写明未完成的原因", SAID),
    F_BOOL(round_signoff_row, may_sign, "可以确认", SAID),
    F_BOOL(round_signoff_row, may_take_back, "可以退回", SAID),
    F_END
};
const struct record round_signoff_row =
    RECORD(round_signoff_row, "RoundSignoff", "乡镇的摸排数据确认", row_fields);

static bool stands(const struct round_signoff_row *r)
{
    return r->at != INT_NONE && r->taken_at == INT_NONE;
}

static bool as_signed(const struct round_signoff_row *r)
{
    return r->signed_households == r->households &&
           r->signed_visited == r->visited && r->signed_todo == r->todo &&
           r->signed_children == r->children &&
           r->signed_out_of_school == r->out_of_school;
}

static const char *hindrance_of(const struct round_signoff_row *r,
                                const struct round_row *round,
                                const char *today)
{
    if (strcmp(today, round->starts_on) < 0)
        return "这一轮摸排还没有开始，不能确认，没有保存。请在入户之后再确认。";
    if (r->conflicts > 0)
        return "还有两人改了同一项的内容没有核对，不能确认，没有保存。"
               "请先到“入户核对”逐项核对。";
    return NULL;
}

void round_signoff_describe(struct round_signoff_row *r,
                            const struct round_row *round,
                            const struct act *act)
{
    bool own = strcmp(r->division, act->unit) == 0;

    r->todo = r->households - r->visited;
    r->state = r->at == INT_NONE         ? "unsigned"
               : r->taken_at != INT_NONE ? "taken_back"
               : as_signed(r)            ? "signed"
                                         : "changed";
    r->hindrance = stands(r) ? NULL : hindrance_of(r, round, act->today);
    r->note_needed = !stands(r) && r->todo > 0;
    r->may_sign = own && !stands(r) && !r->hindrance &&
                  role_may(act->role, RIGHT_ROUND_SIGN);
    r->may_take_back = stands(r) && role_may(act->role, RIGHT_ROUND_TAKE_BACK);
}

enum err round_signoff_may(const struct round_signoff_row *r,
                           const struct round_signoff_in *in,
                           struct refusal *why)
{
    if (stands(r))
        return refuse(why, ERR_RULE, "", "signed",
                      "本乡镇这一轮的摸排数据已经确认，没有再保存。"
                      "需要重新确认的，请教育局先退回。");
    if (r->hindrance)
        return refuse(why, ERR_RULE, "",
                      r->conflicts > 0 ? "conflicts" : "not_begun",
                      r->hindrance);
    if (r->note_needed && (!in->note || !*in->note))
        return refuse(why, ERR_INVALID, "note", "required",
                      "还有未完成的户，没有保存。请写明原因后再确认，"
                      "或先完成入户。");
    return ERR_OK;
}

enum err round_signoff_back_may(const struct round_signoff_row *r,
                                struct refusal *why)
{
    if (stands(r))
        return ERR_OK;
    return refuse(why, ERR_RULE, "division", "unsigned",
                  "这个乡镇现在没有已确认的数据，不用退回，没有做任何改动。");
}
