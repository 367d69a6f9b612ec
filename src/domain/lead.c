/* Leads: field tables, and what a lead must fulfil. */
#include "domain/lead.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/credit_code.h"
#include "domain/student.h"
#include "refuse.h"

/* ---- code tables ---- */
/* X(code, title, whose matter it is, place, fine, basis, reason of a case) */
#define KINDS(X)                                                               \
    X("child_labour", "使用童工", "renshe", true, FINE_MONTH,                  \
      "禁止使用童工规定第六条", "R03")                                         \
    X("introducing", "介绍童工就业", "renshe", true, FINE_CHILD,               \
      "禁止使用童工规定第七条", "R03")                                         \
    X("venue", "场所接纳未成年人", "wenlv", true, FINE_NONE,                   \
      "未成年人保护法第五十八条、第一百二十三条", "R02")                       \
    X("out_work", "学生外出务工经商", NULL, false, FINE_NONE, "", "R03")       \
    X("tip", "群众举报", NULL, false, FINE_NONE, "", "R99")

const struct lead_kind lead_kinds[] = {
#define KIND_ROW(code, ...) { code, __VA_ARGS__ },
    KINDS(KIND_ROW)
#undef KIND_ROW
};
const size_t lead_kinds_n = sizeof lead_kinds / sizeof *lead_kinds;

static const struct code kind_rows[] = {
#define KIND_CODE(code, title, ...) { code, title },
    KINDS(KIND_CODE)
#undef KIND_CODE
        { NULL, NULL }
};
const struct code_table lead_kind_codes = { "lead_kind", "线索类别",
                                            kind_rows };

static const struct code state_rows[] = { { "open", "办理中" },
                                          { "closed", "已结案" },
                                          { NULL, NULL } };
const struct code_table lead_states = { "lead_state", "线索状态", state_rows };

static const struct code handler_rows[] = {
    { "renshe", "人社局" }, { "shijian", "市场监管局" }, { "wenlv", "文旅局" },
    { "gongan", "公安局" }, { "minzheng", "民政局" },    { NULL, NULL }
};
const struct code_table lead_handlers = { "lead_handler", "承办单位",
                                          handler_rows };

static const struct code place_rows[] = {
    { "factory", "工厂、企业" }, { "shop", "食杂店、商店" },
    { "restaurant", "餐饮" },    { "internet", "网吧" },
    { "dance", "歌舞娱乐场所" }, { "games", "电子游戏场所" },
    { "other", "其他" },         { NULL, NULL }
};
const struct code_table lead_places = { "lead_place", "场所类别", place_rows };

/* X(code, title, to whom) */
#define REFERRALS(X)                                                           \
    X("revoke_licence", "提请吊销营业执照", "shijian")                         \
    X("cancel_registration", "提请撤销登记", "minzheng")                       \
    X("ban", "提请取缔", "shijian")                                            \
    X("crime", "涉嫌犯罪，移送公安机关", "gongan")

static const struct code referral_rows[] = {
#define REFERRAL_CODE(code, title, unit) { code, title },
    REFERRALS(REFERRAL_CODE)
#undef REFERRAL_CODE
        { NULL, NULL }
};
static const char *const referral_units[] = {
#define REFERRAL_UNIT(code, title, unit) unit,
    REFERRALS(REFERRAL_UNIT)
#undef REFERRAL_UNIT
};
const struct code_table referrals = { "referral", "移交事项", referral_rows };

static const struct code rule_rows[] = { { "id_no", "证件号相同" },
                                         { "name", "姓名相同" },
                                         { NULL, NULL } };
const struct code_table match_rules = { "match_rule", "核对依据", rule_rows };

const struct lead_kind *lead_kind_of(const char *code)
{
    for (size_t i = 0; code && i < lead_kinds_n; i++)
        if (strcmp(lead_kinds[i].code, code) == 0)
            return &lead_kinds[i];
    return NULL;
}

const char *referral_unit(const char *code)
{
    for (size_t i = 0; code && referral_rows[i].code; i++)
        if (strcmp(referral_rows[i].code, code) == 0)
            return referral_units[i];
    return NULL;
}

const char *lead_handler_of(const struct lead_kind *k, const char *unit)
{
    if (k->handler)
        return k->handler;
    return unit && code_known(&lead_handlers, unit) ? unit : "renshe";
}

/* ---- rows ---- */
/* The members of a struct that stands at `in` in `tag`. */
#define L_(tag, in, member, kind, text, opts)                                  \
    .name = #member, .label = text, .type = kind, .flags = (opts),             \
    .offset = offsetof(struct tag, in member)
#define L_INT(tag, in, member, text, opts, lo)                                 \
    {                                                                          \
        L_(tag, in, member, FIELD_INT, text, opts), .min = (lo),               \
                                                    .max = INT64_MAX           \
    }
#define L_TEXT(tag, in, member, text, opts, most)                              \
    {                                                                          \
        L_(tag, in, member, FIELD_TEXT, text, opts), .max = (most)             \
    }
#define L_SEAL(tag, in, member, text, opts, most, column)                      \
    {                                                                          \
        L_(tag, in, member, FIELD_TEXT, text, (opts) | MULTILINE | SEALED),    \
            .max = (most), .seal = column                                      \
    }
#define L_CODE(tag, in, member, text, opts, table)                             \
    {                                                                          \
        L_(tag, in, member, FIELD_CODE, text, opts), .codes = &(table)         \
    }
#define L_KIND(tag, in, member, kind, text, opts)                              \
    {                                                                          \
        L_(tag, in, member, kind, text, opts)                                  \
    }

/* `told`: a member that only those are shown who are shown all. */
#define LEAD_FIELDS(tag, in, told)                                             \
    L_INT(tag, in, id, "编号", REQUIRED, 1),                                   \
        L_CODE(tag, in, kind, "类别", REQUIRED, lead_kind_codes),              \
        L_TEXT(tag, in, unit, "发现单位代码", REQUIRED, 20),                   \
        L_TEXT(tag, in, handler, "承办单位代码", REQUIRED, 20),                \
        L_KIND(tag, in, found_on, FIELD_DATE, "发现日期", REQUIRED),           \
        L_CODE(tag, in, place_kind, "场所类别", OPTIONAL, lead_places),        \
        L_TEXT(tag, in, place_name, "用人单位或场所", OPTIONAL, 100),          \
        L_TEXT(tag, in, credit_code, "统一社会信用代码", OPTIONAL, 18),        \
        L_KIND(tag, in, unlicensed, FIELD_BOOL, "无证照", REQUIRED),           \
        L_SEAL(tag, in, address, "地址", OPTIONAL, 200, "lead.address"),       \
        L_SEAL(tag, in, finding, "发现情况", told, 2000, "lead.finding"),      \
        L_SEAL(tag, in, measure, "已采取的措施", OPTIONAL, 1000,               \
               "lead.measure"),                                                \
        L_TEXT(tag, in, holiday, "法定节假日", OPTIONAL, 40),                  \
        L_CODE(tag, in, state, "状态", REQUIRED, lead_states),                 \
        L_TEXT(tag, in, order_no, "责令改正文号", OPTIONAL, 60),               \
        L_KIND(tag, in, ordered_on, FIELD_DATE, "责令日期", OPTIONAL),         \
        L_KIND(tag, in, order_until, FIELD_DATE, "责令期限", OPTIONAL),        \
        L_TEXT(tag, in, penalty_no, "处罚文号", OPTIONAL, 60),                 \
        L_KIND(tag, in, penalty_on, FIELD_DATE, "处罚日期", OPTIONAL),         \
        L_INT(tag, in, penalty_fen, "罚款（分）", COLUMN_ONLY, 0),             \
        L_TEXT(tag, in, penalty_basis, "处罚依据", OPTIONAL, 200),             \
        L_SEAL(tag, in, no_penalty, "不予处罚的理由", OPTIONAL, 1000,          \
               "lead.no_penalty"),                                             \
        L_CODE(tag, in, referred, "移交事项", OPTIONAL, referrals),            \
        L_TEXT(tag, in, referred_unit, "移交单位代码", OPTIONAL, 20),          \
        L_KIND(tag, in, referred_on, FIELD_DATE, "移交日期", OPTIONAL),        \
        L_TEXT(tag, in, referral_no, "移交文号", OPTIONAL, 60),                \
        L_SEAL(tag, in, referral_answer, "移交结果", OPTIONAL, 1000,           \
               "lead.referral_answer"),                                        \
        L_KIND(tag, in, answered_on, FIELD_DATE, "结果日期", OPTIONAL),        \
        L_KIND(tag, in, closed_on, FIELD_DATE, "结案日期", OPTIONAL),          \
        L_SEAL(tag, in, closing, "结案说明", OPTIONAL, 1000, "lead.closing"),  \
        L_INT(tag, in, account_id, "登记账号编号", REQUIRED, 1),               \
        L_KIND(tag, in, at, FIELD_TIME, "登记时间", REQUIRED),                 \
        L_INT(tag, in, version, "版本", REQUIRED, 1)

static const struct field lead_row_fields[] = {
    LEAD_FIELDS(lead_row, , REQUIRED), F_END
};
const struct record lead_row =
    RECORD(lead_row, "LeadRow", "线索", lead_row_fields);

#define CHILD_FIELDS(tag, in)                                                  \
    L_INT(tag, in, id, "编号", REQUIRED, 1),                                   \
        L_INT(tag, in, lead_id, "线索编号", REQUIRED, 1),                      \
        L_TEXT(tag, in, name, "姓名", REQUIRED, 60),                           \
        L_CODE(tag, in, sex, "性别", OPTIONAL, sexes),                         \
        L_KIND(tag, in, birth_date, FIELD_DATE, "出生日期", OPTIONAL),         \
        { L_(tag, in, id_no, FIELD_TEXT, "身份证号", SEALED | MASK_ALWAYS),    \
          .max = 30, .mask = mask_id_no, .seal = "lead_child.id_no" },         \
        L_SEAL(tag, in, home, "家庭住址", OPTIONAL, 200, "lead_child.home"),   \
        L_KIND(tag, in, worked_from, FIELD_DATE, "入职日期", OPTIONAL),        \
        L_KIND(tag, in, worked_until, FIELD_DATE, "停止务工日期", OPTIONAL),   \
        L_KIND(tag, in, returned_on, FIELD_DATE, "送回日期", OPTIONAL),        \
        L_TEXT(tag, in, returned_to, "交给", OPTIONAL, 60),                    \
        L_INT(tag, in, cost_fen, "送回费用（分）", COLUMN_ONLY, 0),            \
        L_SEAL(tag, in, kept, "未送回的说明", OPTIONAL, 1000,                  \
               "lead_child.kept"),                                             \
        L_INT(tag, in, student_id, "学生编号", OPTIONAL, 1),                   \
        L_INT(tag, in, case_id, "个案编号", OPTIONAL, 1),                      \
        L_SEAL(tag, in, no_case, "不立案的说明", OPTIONAL, 1000,               \
               "lead_child.no_case"),                                          \
        L_INT(tag, in, version, "版本", REQUIRED, 1)

static const struct field lead_child_row_fields[] = {
    CHILD_FIELDS(lead_child_row, ), F_END
};
const struct record lead_child_row = RECORD(
    lead_child_row, "LeadChildRow", "线索中的儿童", lead_child_row_fields);

/* ---- bodies ---- */
#define CHILD_TYPED(tag, name_opts, opts)                                      \
    F_CLEAN(tag, name, "姓名", name_opts, 1, 60, clean_name),                  \
        F_CODE(tag, sex, "性别", opts, sexes),                                 \
        F_DATE(tag, birth_date, "出生日期", opts),                             \
        F_TEXT(tag, id_no, "身份证号", opts, 0, 40),                           \
        F_CLEAN(tag, home, "家庭住址", opts, 0, 200, clean_text),              \
        F_DATE(tag, worked_from, "入职日期", opts),                            \
        F_DATE(tag, worked_until, "停止务工日期", opts)

static const struct field lead_child_in_fields[] = {
    CHILD_TYPED(lead_child_in, REQUIRED, OPTIONAL), F_END
};
const struct record lead_child_in =
    RECORD(lead_child_in, "LeadChildNew", "线索中的儿童（登记）",
           lead_child_in_fields);

static const struct field lead_child_patch_fields[] = {
    CHILD_TYPED(lead_child_patch, OPTIONAL, NULLABLE), F_END
};
const struct record lead_child_patch =
    RECORD_SEEN(lead_child_patch, "LeadChildPatch", "修改线索中的儿童",
                lead_child_patch_fields);

#define LEAD_TYPED(tag, must, opts)                                            \
    F_DATE(tag, found_on, "发现日期", must),                                   \
        F_CODE(tag, place_kind, "场所类别", opts, lead_places),                \
        F_CLEAN(tag, place_name, "用人单位或场所名称", opts, 0, 100,           \
                clean_text),                                                   \
        F_CLEAN(tag, credit_code, "统一社会信用代码", opts, 0, 18,             \
                clean_credit_code),                                            \
        F_BOOL(tag, unlicensed, "没有营业执照或登记", OPTIONAL),               \
        F_CLEAN(tag, address, "地址", opts, 0, 200, clean_text),               \
        F_CLEAN(tag, finding, "发现情况", (must) | MULTILINE, 1, 2000,         \
                clean_text),                                                   \
        F_CLEAN(tag, measure, "已采取的措施", (opts) | MULTILINE, 0, 1000,     \
                clean_text)

static const struct field lead_in_fields[] = {
    F_CODE(lead_in, kind, "类别", REQUIRED, lead_kind_codes),
    F_TEXT(lead_in, unit, "发现单位代码", OPTIONAL, 0, 20),
    F_CODE(lead_in, handler, "承办单位", OPTIONAL, lead_handlers),
    LEAD_TYPED(lead_in, REQUIRED, OPTIONAL),
    F_LIST(lead_in, children, "发现的儿童", OPTIONAL, 50, lead_child_in),
    F_END
};
const struct record lead_in =
    RECORD(lead_in, "LeadNew", "登记线索", lead_in_fields);

static const struct field lead_patch_fields[] = {
    LEAD_TYPED(lead_patch, OPTIONAL, NULLABLE), F_END
};
const struct record lead_patch =
    RECORD_SEEN(lead_patch, "LeadPatch", "修改线索", lead_patch_fields);

static const struct field child_note_fields[] = {
    F_TEXT(lead_child_note, name, "姓名", OPTIONAL, 0, 60), F_END
};
const struct record lead_child_note =
    RECORD(lead_child_note, "LeadChildNote", "儿童", child_note_fields);

/* ---- replies ---- */
static const struct field event_fields[] = {
    F_ID(lead_event, id, "编号", REQUIRED),
    F_ID(lead_event, child_id, "儿童编号", OPTIONAL),
    F_TEXT(lead_event, child_name, "儿童", OPTIONAL, 0, 60),
    F_TEXT(lead_event, action, "事项代码", REQUIRED, 1, 20),
    { F_ANY(lead_event, title, const char *, FIELD_TEXT, "事项",
            REQUIRED | REPLY_ONLY) },
    F_TIME(lead_event, at, "时间", REQUIRED),
    F_ID(lead_event, account_id, "账号编号", REQUIRED),
    F_TEXT(lead_event, account_name, "办理人", REQUIRED, 0, 60),
    F_TEXT(lead_event, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(lead_event, unit_name, "单位", REQUIRED, 1, 60),
    F_SEALED(lead_event, detail, "内容", COLUMN_ONLY, 100000, NULL, NULL,
             "lead_event.detail"),
    F_LIST(lead_event, facts, "所填内容", REQUIRED, 64, case_fact),
    F_END
};
const struct record lead_event =
    RECORD(lead_event, "LeadEvent", "线索经过", event_fields);

static const struct field child_view_fields[] = {
    CHILD_FIELDS(lead_child_view, c.),
    F_TEXT(lead_child_view, cost_yuan, "送回费用（元）", REPLY_ONLY, 0, 20),
    F_INT(lead_child_view, months, "用工月数", REPLY_ONLY, 0, 1000),
    F_BOOL(lead_child_view, late, "逾期未送回", REQUIRED | REPLY_ONLY),
    F_BOOL(lead_child_view, checked, "教育局已核对", REQUIRED),
    F_LIST(lead_child_view, allowed_actions, "可办理的事项",
           REQUIRED | REPLY_ONLY, 20, action_view),
    F_END
};
const struct record lead_child_view =
    RECORD(lead_child_view, "LeadChild", "线索中的儿童", child_view_fields);

static const struct field item_fields[] = {
    F_ID(lead_item, id, "编号", REQUIRED),
    F_CODE(lead_item, kind, "类别", REQUIRED, lead_kind_codes),
    F_TEXT(lead_item, unit, "发现单位代码", REQUIRED, 1, 20),
    F_TEXT(lead_item, unit_name, "发现单位", REQUIRED, 1, 60),
    F_TEXT(lead_item, handler, "承办单位代码", REQUIRED, 1, 20),
    F_TEXT(lead_item, handler_name, "承办单位", REQUIRED, 1, 60),
    F_DATE(lead_item, found_on, "发现日期", REQUIRED),
    F_TEXT(lead_item, place_name, "用人单位或场所", OPTIONAL, 0, 100),
    F_TEXT(lead_item, credit_code, "统一社会信用代码", OPTIONAL, 0, 18),
    F_CODE(lead_item, state, "状态", REQUIRED, lead_states),
    F_DATE(lead_item, ordered_on, "责令日期", OPTIONAL),
    F_DATE(lead_item, order_until, "责令期限", OPTIONAL),
    F_DATE(lead_item, penalty_on, "处罚日期", OPTIONAL),
    F_INT(lead_item, penalty_fen, "罚款（分）", COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(lead_item, penalty_yuan, "罚款（元）", REPLY_ONLY, 0, 20),
    F_DATE(lead_item, closed_on, "结案日期", OPTIONAL),
    F_INT(lead_item, children, "儿童人数", REQUIRED, 0, INT64_MAX),
    F_INT(lead_item, away, "未送回人数", REQUIRED, 0, INT64_MAX),
    F_INT(lead_item, unchecked, "待核对人数", REQUIRED, 0, INT64_MAX),
    F_BOOL(lead_item, overdue, "责令期限已过", REQUIRED),
    F_ID(lead_item, version, "版本", REQUIRED),
    F_END
};
const struct record lead_item =
    RECORD(lead_item, "LeadItem", "线索列表", item_fields);

static const struct field view_fields[] = {
    LEAD_FIELDS(lead_view, l., OPTIONAL),
    F_TEXT(lead_view, unit_name, "发现单位", REQUIRED, 1, 60),
    F_TEXT(lead_view, handler_name, "承办单位", REQUIRED, 1, 60),
    F_TEXT(lead_view, referred_unit_name, "移交单位", OPTIONAL, 0, 60),
    F_TEXT(lead_view, account_name, "登记人", REQUIRED, 0, 60),
    F_TEXT(lead_view, penalty_yuan, "罚款（元）", REPLY_ONLY, 0, 20),
    F_TEXT(lead_view, cost_yuan, "送回费用（元）", REPLY_ONLY, 0, 20),
    F_TEXT(lead_view, venue_rule, "场所规定", REPLY_ONLY, 0, 200),
    F_BOOL(lead_view, whole, "显示全部内容", REQUIRED | REPLY_ONLY),
    F_BOOL(lead_view, writes, "可以修改", REQUIRED | REPLY_ONLY),
    F_BOOL(lead_view, overdue, "责令期限已过", REQUIRED | REPLY_ONLY),
    { F_ANY(lead_view, proposal, struct lead_proposal *, FIELD_OBJECT,
            "罚款计算", REPLY_ONLY),
      .sub = &lead_proposal },
    F_LIST(lead_view, children, "儿童", REQUIRED | REPLY_ONLY, 200,
           lead_child_view),
    F_LIST(lead_view, events, "经过", REQUIRED | REPLY_ONLY, 1000, lead_event),
    F_LIST(lead_view, allowed_actions, "可办理的事项", REQUIRED | REPLY_ONLY,
           20, action_view),
    F_END
};
const struct record lead_view =
    RECORD(lead_view, "Lead", "线索详情", view_fields);

static const struct field candidate_fields[] = {
    F_ID(lead_candidate, id, "学生编号", REQUIRED),
    F_CODE(lead_candidate, rule, "核对依据", REQUIRED, match_rules),
    F_TEXT(lead_candidate, name, "姓名", REQUIRED, 1, 60),
    F_CODE(lead_candidate, sex, "性别", OPTIONAL, sexes),
    F_DATE(lead_candidate, birth_date, "出生日期", OPTIONAL),
    F_SEALED(lead_candidate, id_no, "身份证号", MASK_ALWAYS, 30, NULL,
             mask_id_no, "student.id_no"),
    F_TEXT(lead_candidate, residence_name, "现住地", OPTIONAL, 0, 60),
    F_TEXT(lead_candidate, school_name, "学校", OPTIONAL, 0, 60),
    F_END
};
const struct record lead_candidate =
    RECORD(lead_candidate, "LeadCandidate", "可能的学生", candidate_fields);

/* ---- what a lead must fulfil ---- */
enum err lead_check(const struct lead_row *l, const char *today,
                    struct refusal *why)
{
    const struct lead_kind *k = lead_kind_of(l->kind);

    if (!k)
        return ERR_INTERNAL;
    if (strcmp(l->found_on, today) > 0)
        return refuse(why, ERR_INVALID, "found_on", "date.future",
                      "发现日期不能晚于今天，没有保存。请核对。");
    if (k->place && !l->place_name)
        return refuse(why, ERR_INVALID, "place_name", "required",
                      "这类线索须写明用人单位或场所的名称，没有保存。请填写。");
    if (strcmp(l->kind, "venue") == 0 && !l->place_kind)
        return refuse(why, ERR_INVALID, "place_kind", "required",
                      "场所检查须选场所类别，没有保存。请选择。");
    return ERR_OK;
}

struct date_rule {
    const char *member, *code, *detail;
    bool broken;
};

static enum err check_work(const struct lead_child_row *c, const char *today,
                           const char *at, struct arena *a, struct refusal *why)
{
    const char *from = c->worked_from, *until = c->worked_until;
    const struct date_rule rules[] = {
        { "worked_from", "date.future",
          "入职日期不能晚于今天，没有保存。请核对。",
          from && strcmp(from, today) > 0 },
        { "worked_from", "date.birth",
          "入职日期早于出生日期，没有保存。请核对是哪一个写错了。",
          from && c->birth_date && strcmp(from, c->birth_date) < 0 },
        { "worked_until", "date.future",
          "停止务工日期不能晚于今天，没有保存。请核对。",
          until && strcmp(until, today) > 0 },
        { "worked_until", "date.order",
          "停止务工日期早于入职日期，没有保存。请核对。",
          until && from && strcmp(until, from) < 0 },
    };

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (!rules[i].broken)
            continue;
        return refuse(why, ERR_INVALID,
                      arena_printf(a, "%s%s", at, rules[i].member),
                      rules[i].code, rules[i].detail);
    }
    return ERR_OK;
}

enum err lead_child_check(struct lead_child_row *c, const struct lead_row *l,
                          const char *today, const char *at, struct arena *a,
                          struct refusal *why)
{
    struct student_row s;
    struct student_fault fault;

    record_clear(&student_row, &s);
    s.id_no = c->id_no;
    s.sex = c->sex;
    s.birth_date = c->birth_date;
    fault = student_number(a, today, &s);
    if (fault.pointer)
        return refuse(why, ERR_INVALID,
                      arena_printf(a, "%s%s", at, fault.pointer + 1),
                      fault.code, fault.detail);
    c->id_no = s.id_no;
    c->sex = s.sex;
    c->birth_date = s.birth_date;
    if (c->birth_date && strcmp(c->birth_date, l->found_on) > 0)
        return refuse(why, ERR_INVALID, arena_printf(a, "%sbirth_date", at),
                      "date.birth",
                      "出生日期晚于发现日期，没有保存。请核对是哪一个写错了。");
    return check_work(c, today, at, a, why);
}

/* ---- who is shown what ---- */
static bool is_mine(const char *unit, const struct act *act)
{
    return unit && act->unit && strcmp(unit, act->unit) == 0;
}

bool lead_sees_match(enum role role)
{
    return role == ROLE_BUREAU || role == ROLE_BUREAU_LEAD ||
           role == ROLE_LEADER || role == ROLE_INSPECTOR;
}

bool lead_whole(const struct lead_row *l, const struct act *act)
{
    return lead_sees_match(act->role) || is_mine(l->unit, act) ||
           is_mine(l->handler, act);
}

bool lead_asked(const struct lead_row *l, const struct act *act)
{
    return is_mine(l->referred_unit, act);
}

bool lead_writes(const struct lead_row *l, const struct act *act)
{
    return strcmp(l->state, "open") == 0 &&
           role_may(act->role, RIGHT_LEAD_WRITE) &&
           (role_may(act->role, RIGHT_LEAD_MATCH) || is_mine(l->unit, act) ||
            is_mine(l->handler, act));
}
