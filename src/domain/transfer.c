/* 转学交接: field tables and rules. */
#include "domain/transfer.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "refuse.h"

static const struct code state_rows[] = {
    { "waiting", "在途，待接收" },       { "received", "转入学校已接收" },
    { "confirmed", "市外就读，已核实" }, { "withdrawn", "已撤回" },
    { "superseded", "已另行登记就学" },  { NULL, NULL }
};
const struct code_table transfer_states = { "transfer_state", "转学状态",
                                            state_rows };
static const struct code direction_rows[] = { { "in", "转入本校" },
                                              { "out", "从本校转出" },
                                              { NULL, NULL } };
const struct code_table transfer_directions = { "transfer_direction",
                                                "转入转出", direction_rows };

/* ---- bodies ------------------------------------------------------------ */
static const struct field in_fields[] = {
    F_ID(transfer_in, student_id, "学生编号", REQUIRED),
    F_TEXT(transfer_in, to_school, "转入学校标识码", OPTIONAL, 1, 10),
    F_CLEAN(transfer_in, to_name, "市外学校名称", OPTIONAL, 1, 60, clean_text),
    F_DATE(transfer_in, left_on, "离校日期", REQUIRED),
    F_CLEAN(transfer_in, reason, "转学原因", REQUIRED, 2, 200, clean_text),
    F_END
};
const struct record transfer_in =
    RECORD(transfer_in, "TransferNew", "办理转出", in_fields);

static const struct field receive_fields[] = {
    F_DATE(transfer_receive, arrived_on, "到校日期", REQUIRED),
    F_CODE(transfer_receive, grade, "编入年级", OPTIONAL, grades),
    F_CLEAN(transfer_receive, class, "编入班级", REQUIRED, 1, 20, clean_text),
    F_CODE(transfer_receive, boarding, "就读方式", OPTIONAL, boardings), F_END
};
const struct record transfer_receive =
    RECORD(transfer_receive, "TransferReceive", "确认到校", receive_fields);

static const struct field confirm_fields[] = {
    F_DATE(transfer_confirm, arrived_on, "到校日期", REQUIRED),
    F_ID(transfer_confirm, attachment_id, "就读证明", REQUIRED), F_END
};
const struct record transfer_confirm =
    RECORD(transfer_confirm, "TransferConfirm", "核实市外就读", confirm_fields);

static const struct field withdraw_fields[] = {
    F_CLEAN(transfer_withdraw, note, "撤回原因", REQUIRED, 2, 200, clean_text),
    F_END
};
const struct record transfer_withdraw =
    RECORD(transfer_withdraw, "TransferWithdraw", "撤回转出", withdraw_fields);

/* ---- rows -------------------------------------------------------------- */
static const struct field row_fields[] = {
    F_ID(transfer_row, id, "编号", REQUIRED),
    F_ID(transfer_row, student_id, "学生编号", REQUIRED),
    F_ID(transfer_row, enrolment_id, "在途的就学编号", REQUIRED),
    F_TEXT(transfer_row, student_name, "学生", REQUIRED, 1, 60),
    F_CODE(transfer_row, sex, "性别", OPTIONAL, sexes),
    F_DATE(transfer_row, birth_date, "出生日期", OPTIONAL),
    F_TEXT(transfer_row, from_school, "转出学校标识码", OPTIONAL, 0, 10),
    F_TEXT(transfer_row, from_name, "转出学校", REQUIRED, 1, 60),
    F_TEXT(transfer_row, to_school, "转入学校标识码", OPTIONAL, 0, 10),
    F_TEXT(transfer_row, to_name, "转入学校", REQUIRED, 1, 60),
    F_CODE(transfer_row, grade, "年级", OPTIONAL, grades),
    F_SEALED(transfer_row, reason, "转学原因", OPTIONAL, 200, NULL, NULL,
             "transfer.reason"),
    F_DATE(transfer_row, left_on, "离校日期", REQUIRED),
    F_DATE(transfer_row, due_on, "接收期限", REQUIRED),
    F_TEXT(transfer_row, unit, "办理单位代码", REQUIRED, 1, 20),
    F_TEXT(transfer_row, unit_name, "办理单位", REQUIRED, 1, 60),
    F_ID(transfer_row, written_by, "办理人", REQUIRED),
    F_TIME(transfer_row, written_at, "办理时间", REQUIRED),
    F_CODE(transfer_row, state, "状态", REQUIRED, transfer_states),
    F_DATE(transfer_row, arrived_on, "到校日期", OPTIONAL),
    F_ID(transfer_row, attachment_id, "就读证明", OPTIONAL),
    F_SEALED(transfer_row, note, "撤回原因", OPTIONAL, 200, NULL, NULL,
             "transfer.note"),
    F_ID(transfer_row, settled_by, "办结人", OPTIONAL),
    F_TEXT(transfer_row, settled_name, "办结人姓名", OPTIONAL, 0, 60),
    F_TIME(transfer_row, settled_at, "办结时间", OPTIONAL),
    F_ID(transfer_row, case_id, "个案编号", OPTIONAL),
    F_BOOL(transfer_row, overdue, "已超期", OPTIONAL | REPLY_ONLY),
    F_BOOL(transfer_row, may_receive, "可以确认到校", OPTIONAL | REPLY_ONLY),
    F_BOOL(transfer_row, may_confirm, "可以核实市外就读",
           OPTIONAL | REPLY_ONLY),
    F_BOOL(transfer_row, may_withdraw, "可以撤回", OPTIONAL | REPLY_ONLY),
    F_INT(transfer_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record transfer_row =
    RECORD(transfer_row, "Transfer", "转学", row_fields);

static const struct field said_fields[] = {
    F_TEXT(transfer_row, from_name, "转出学校", OPTIONAL, 1, 60),
    F_TEXT(transfer_row, to_name, "转入学校", OPTIONAL, 1, 60),
    F_DATE(transfer_row, left_on, "离校日期", OPTIONAL),
    F_DATE(transfer_row, due_on, "接收期限", OPTIONAL),
    F_DATE(transfer_row, arrived_on, "到校日期", OPTIONAL),
    F_CODE(transfer_row, state, "结果", OPTIONAL, transfer_states),
    F_END
};
const struct record transfer_said =
    RECORD(transfer_row, "TransferSaid", "转学情况", said_fields);

/* ---- rules ------------------------------------------------------------- */
static bool is_office(const struct act *act)
{
    return act->role == ROLE_BUREAU || act->role == ROLE_BUREAU_LEAD;
}

static enum err judge_school(const struct transfer_in *in,
                             const struct enrolment_row *now,
                             struct refusal *why)
{
    if (!in->to_school == !in->to_name)
        return refuse(why, ERR_INVALID, "to_school", "required",
                      "请选本市的转入学校，或者填写市外学校的名称，"
                      "两者填一项。");
    if (!now->school && !in->to_school)
        return refuse(why, ERR_RULE, "to_school", "outside",
                      "这名学生原在市外就读，又转往市外，没有保存。"
                      "请由教育局修改就学记录。");
    if (now->school && in->to_school && strcmp(now->school, in->to_school) == 0)
        return refuse(why, ERR_INVALID, "to_school", "same",
                      "转入学校就是现在的学校，没有保存，请核对。");
    return ERR_OK;
}

static enum err judge_days(const struct transfer_in *in,
                           const struct enrolment_row *now,
                           const struct act *act, struct refusal *why)
{
    if (strcmp(in->left_on, act->today) > 0)
        return refuse(why, ERR_INVALID, "left_on", "date.future",
                      "离校日期不能晚于今天，没有保存，请核对。");
    if (strcmp(in->left_on, now->from_date) < 0)
        return refuse(why, ERR_INVALID, "left_on", "range",
                      "离校日期早于在这所学校就读的日期，没有保存，请核对。");
    return ERR_OK;
}

enum err transfer_write(const struct transfer_in *in,
                        const struct enrolment_row *now, bool in_case,
                        const struct act *act, struct refusal *why)
{
    if (!now)
        return refuse(why, ERR_RULE, "student_id", "not_enrolled",
                      "这名学生没有现在的就学记录，不能办理转出。");
    if (strcmp(now->state, "transferred") == 0)
        return refuse(why, ERR_CONFLICT, "student_id", "in_transit",
                      "这名学生已经转出，还没有学校接收，本次没有保存。");
    if (strcmp(now->state, "enrolled") != 0 &&
        strcmp(now->state, "unregistered") != 0)
        return refuse(why, ERR_RULE, "student_id", "not_enrolled",
                      "这名学生现在不是在校状态，不能办理转出。");
    if (!is_office(act) &&
        (!now->school || strcmp(now->school, act->unit) != 0))
        return refuse(why, ERR_RULE, "student_id", "other_school",
                      "这名学生不在本校就读，没有保存。请由所在学校办理。");
    /* Nobody is lost sight of by a transfer. */
    if (in_case)
        return refuse(why, ERR_RULE, "student_id", "in_case",
                      "这名学生的控辍保学个案还没有办结，不能办理转出。"
                      "请先办结个案。");
    TRY(judge_school(in, now, why));
    return judge_days(in, now, act, why);
}

static enum err judge_waiting(const struct transfer_row *t, struct refusal *why)
{
    return strcmp(t->state, "waiting") == 0
               ? ERR_OK
               : refuse(why, ERR_CONFLICT, "", "settled",
                        "这次转学已经办结，本次没有保存。请刷新后再看。");
}

enum err transfer_may_receive(const struct transfer_row *t,
                              const struct act *act, struct refusal *why)
{
    TRY(judge_waiting(t, why));
    if (!t->to_school || strcmp(t->to_school, act->unit) != 0)
        return refuse(why, ERR_RULE, "", "other_school",
                      "只有转入学校能确认到校，没有保存。");
    return ERR_OK;
}

enum err transfer_may_confirm(const struct transfer_row *t,
                              const struct act *act, struct refusal *why)
{
    TRY(judge_waiting(t, why));
    if (t->to_school)
        return refuse(why, ERR_RULE, "", "inside",
                      "转入的是本市学校，由该校确认到校，没有保存。");
    if (!is_office(act))
        return refuse(why, ERR_RULE, "", "office",
                      "转往市外的由教育局凭就读证明核实，没有保存。");
    return ERR_OK;
}

enum err transfer_may_withdraw(const struct transfer_row *t,
                               const struct act *act, struct refusal *why)
{
    TRY(judge_waiting(t, why));
    if (!is_office(act) &&
        (!t->from_school || strcmp(t->from_school, act->unit) != 0))
        return refuse(why, ERR_RULE, "", "other_school",
                      "只有转出学校和教育局能撤回，没有保存。");
    return ERR_OK;
}

enum err transfer_arrival(const struct transfer_row *t, const char *arrived_on,
                          const struct act *act, struct refusal *why)
{
    if (strcmp(arrived_on, act->today) > 0)
        return refuse(why, ERR_INVALID, "arrived_on", "date.future",
                      "到校日期不能晚于今天，没有保存，请核对。");
    if (strcmp(arrived_on, t->left_on) < 0)
        return refuse(why, ERR_INVALID, "arrived_on", "range",
                      "到校日期早于离校日期，没有保存，请核对。");
    return ERR_OK;
}

void transfer_describe(struct transfer_row *t, const struct act *act)
{
    struct refusal why;
    bool acts = role_may(act->role, RIGHT_TRANSFER_WRITE);

    t->overdue =
        strcmp(t->state, "waiting") == 0 && strcmp(t->due_on, act->today) < 0;
    t->may_receive = acts && transfer_may_receive(t, act, &why) == ERR_OK;
    t->may_confirm = acts && transfer_may_confirm(t, act, &why) == ERR_OK;
    t->may_withdraw = acts && transfer_may_withdraw(t, act, &why) == ERR_OK;
}
