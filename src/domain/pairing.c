/* 结对帮扶: field tables and rules. */
#include "domain/pairing.h"

#include <string.h>

#include "domain/care.h"
#include "domain/clean.h"
#include "refuse.h"

static const struct code state_rows[] = { { "open", "结对中" },
                                          { "ended", "已结束" },
                                          { NULL, NULL } };
const struct code_table pairing_states = { "pairing_state", "结对状态",
                                           state_rows };
static const struct code method_rows[] = { { "home", "入户" },
                                           { "school", "到校" },
                                           { "phone", "电话" },
                                           { "other", "其他" },
                                           { NULL, NULL } };
const struct code_table pairing_methods = { "pairing_method", "走访方式",
                                            method_rows };

/* ---- rows -------------------------------------------------------------- */
/* Of a row, and of a view, which begins with one. */
#define SHOWN                                                                  \
    F_ID(pairing_row, id, "编号", REQUIRED),                                   \
        F_ID(pairing_row, student_id, "学生编号", REQUIRED),                   \
        F_TEXT(pairing_row, student_name, "学生", REQUIRED, 1, 60),            \
        F_TEXT(pairing_row, school_name, "学校", OPTIONAL, 0, 60),             \
        F_TEXT(pairing_row, township, "乡镇街道", OPTIONAL, 0, 60),            \
        F_TEXT(pairing_row, mentor, "帮扶人", REQUIRED, 1, 60),                \
        F_TEXT(pairing_row, unit, "帮扶单位代码", REQUIRED, 1, 20),            \
        F_TEXT(pairing_row, unit_name, "帮扶单位", REQUIRED, 1, 60),           \
        F_SEALED(pairing_row, phone, "帮扶人电话", MASK_LIST, 20, NULL,        \
                 mask_phone, "pairing.phone"),                                 \
        F_CODE(pairing_row, difficulty, "困难类别", REQUIRED, difficulties),   \
        F_SEALED(pairing_row, plan, "帮扶打算", REQUIRED | MULTILINE, 1000,    \
                 NULL, NULL, "pairing.plan"),                                  \
        F_DATE(pairing_row, from_date, "结对日期", REQUIRED),                  \
        F_DATE(pairing_row, to_date, "结束日期", OPTIONAL),                    \
        F_SEALED(pairing_row, ending, "结束的原因", MULTILINE, 500, NULL,      \
                 NULL, "pairing.ending"),                                      \
        F_CODE(pairing_row, state, "状态", REQUIRED, pairing_states),          \
        F_INT(pairing_row, visits, "走访次数", REQUIRED, 0, INT64_MAX),        \
        F_DATE(pairing_row, visited_on, "最近走访", OPTIONAL),                 \
        F_BOOL(pairing_row, quiet, "久未走访", REQUIRED),                      \
        F_ID(pairing_row, account_id, "登记账号", REQUIRED),                   \
        F_TIME(pairing_row, at, "登记时间", REQUIRED),                         \
        F_BOOL(pairing_row, may_visit, "可以登记走访", REPLY_ONLY),            \
        F_BOOL(pairing_row, may_end, "可以结束", REPLY_ONLY),                  \
        F_INT(pairing_row, version, "版本", REQUIRED, 1, INT64_MAX)
_Static_assert(offsetof(struct pairing_view, p) == 0, "it begins with a row");

static const struct field row_fields[] = { SHOWN, F_END };
const struct record pairing_row =
    RECORD(pairing_row, "PairingItem", "结对帮扶列表", row_fields);

static const struct field visit_fields[] = {
    F_ID(pairing_visit, id, "编号", REQUIRED),
    F_DATE(pairing_visit, visited_on, "走访日期", REQUIRED),
    F_CODE(pairing_visit, method, "走访方式", REQUIRED, pairing_methods),
    F_SEALED(pairing_visit, done, "走访情况", REQUIRED | MULTILINE, 1000, NULL,
             NULL, "pairing_visit.done"),
    F_TEXT(pairing_visit, account_name, "登记人", OPTIONAL, 0, 60),
    F_ID(pairing_visit, account_id, "登记账号", REQUIRED),
    F_TIME(pairing_visit, at, "登记时间", REQUIRED),
    F_END
};
const struct record pairing_visit =
    RECORD(pairing_visit, "PairingVisit", "走访", visit_fields);

static const struct field view_fields[] = {
    SHOWN,
    F_LIST(pairing_view, visits_made, "走访", REQUIRED | REPLY_ONLY, 1000,
           pairing_visit),
    F_END
};
const struct record pairing_view =
    RECORD(pairing_view, "Pairing", "结对帮扶", view_fields);

/* ---- what is sent ------------------------------------------------------ */
static const struct field in_fields[] = {
    F_CLEAN(pairing_in, mentor, "帮扶人", REQUIRED, 1, 60, clean_name),
    F_TEXT(pairing_in, unit, "帮扶单位", REQUIRED, 1, 20),
    F_CLEAN(pairing_in, phone, "帮扶人电话", OPTIONAL, 0, 20, clean_phone),
    F_CODE(pairing_in, difficulty, "困难类别", REQUIRED, difficulties),
    F_CLEAN(pairing_in, plan, "帮扶打算", REQUIRED | MULTILINE, 2, 1000,
            clean_text),
    F_DATE(pairing_in, from_date, "结对日期", REQUIRED),
    F_END
};
const struct record pairing_in =
    RECORD(pairing_in, "PairingNew", "结对", in_fields);

static const struct field visit_in_fields[] = {
    F_DATE(pairing_visit_in, visited_on, "走访日期", REQUIRED),
    F_CODE(pairing_visit_in, method, "走访方式", REQUIRED, pairing_methods),
    F_CLEAN(pairing_visit_in, done, "走访情况", REQUIRED | MULTILINE, 2, 1000,
            clean_text),
    F_END
};
const struct record pairing_visit_in =
    RECORD(pairing_visit_in, "PairingVisitNew", "登记走访", visit_in_fields);

static const struct field end_fields[] = {
    F_DATE(pairing_end_in, to_date, "结束日期", REQUIRED),
    F_CLEAN(pairing_end_in, ending, "结束的原因", REQUIRED | MULTILINE, 2, 500,
            clean_text),
    F_END
};
const struct record pairing_end_in =
    RECORD(pairing_end_in, "PairingEnd", "结束结对", end_fields);

/* ---- rules ------------------------------------------------------------- */
static enum err refuse_day(const char *member, struct refusal *why,
                           const char *detail)
{
    return refuse(why, ERR_INVALID, member, "date.range", detail);
}

static enum err refuse_ended(struct refusal *why)
{
    return refuse(why, ERR_CONFLICT, "", "pairing.ended",
                  "这个结对已经结束，没有保存。需要继续的，请重新结对。");
}

enum err pairing_may_begin(const struct pairing_in *in, const struct act *act,
                           struct refusal *why)
{
    if (strcmp(in->from_date, act->today) > 0)
        return refuse_day("from_date", why,
                          "结对日期不能晚于今天，没有保存，请核对。");
    return ERR_OK;
}

enum err pairing_may_visit(const struct pairing_row *p,
                           const struct pairing_visit_in *in,
                           const struct act *act, struct refusal *why)
{
    if (p->to_date)
        return refuse_ended(why);
    if (strcmp(in->visited_on, act->today) > 0)
        return refuse_day("visited_on", why,
                          "走访日期不能晚于今天，没有保存，请核对。");
    if (strcmp(in->visited_on, p->from_date) < 0)
        return refuse_day("visited_on", why,
                          "走访日期早于结对日期，没有保存，请核对。");
    return ERR_OK;
}

enum err pairing_may_end(const struct pairing_row *p,
                         const struct pairing_end_in *in, const struct act *act,
                         struct refusal *why)
{
    const char *last = p->visited_on ? p->visited_on : p->from_date;

    if (p->to_date)
        return refuse_ended(why);
    if (strcmp(in->to_date, act->today) > 0)
        return refuse_day("to_date", why,
                          "结束日期不能晚于今天，没有保存，请核对。");
    if (strcmp(in->to_date, last) < 0)
        return refuse_day("to_date", why,
                          "结束日期早于结对或最近一次走访的日期，没有保存，"
                          "请核对。");
    return ERR_OK;
}

void pairing_describe(struct pairing_row *p, const struct act *act)
{
    p->may_visit = !p->to_date && role_may(act->role, RIGHT_PAIRING_VISIT);
    p->may_end = !p->to_date && role_may(act->role, RIGHT_PAIRING_WRITE);
}
