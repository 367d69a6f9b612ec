/* How a lead and its children move: the table of actions, and their rules. */
#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/lead.h"
#include "domain/money.h"
#include "refuse.h"

/* ---- bodies ---- */
#define WORDS(tag, member, text, opts, most)                                   \
    F_CLEAN(tag, member, text, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,    \
            most, clean_text)
#define LINE(tag, member, text, opts, most)                                    \
    F_CLEAN(tag, member, text, opts, (opts)&REQUIRED ? 1 : 0, most, clean_text)
#define MONEY(tag, member, text, opts)                                         \
    F_CLEAN(tag, member, text, opts, (opts)&REQUIRED ? 1 : 0, 20, clean_money)

static const struct field hand_over_fields[] = {
    F_CODE(lead_hand_over, handler, "交给", REQUIRED, lead_handlers),
    WORDS(lead_hand_over, reason, "理由", REQUIRED, 500), F_END
};
const struct record lead_hand_over =
    RECORD(lead_hand_over, "LeadHandOver", "转交承办", hand_over_fields);

static const struct field order_fields[] = {
    LINE(lead_order, order_no, "文号（不填则由系统编号）", OPTIONAL, 60),
    F_DATE(lead_order, ordered_on, "责令日期", REQUIRED),
    F_DATE(lead_order, order_until, "送回期限", REQUIRED),
    WORDS(lead_order, demand, "要求", OPTIONAL, 500), F_END
};
const struct record lead_order =
    RECORD(lead_order, "LeadOrder", "责令改正", order_fields);

static const struct field penalty_fields[] = {
    MONEY(lead_penalty, penalty_yuan, "罚款（元）", REQUIRED),
    LINE(lead_penalty, penalty_no, "处罚决定书文号", REQUIRED, 60),
    F_DATE(lead_penalty, penalty_on, "决定日期", REQUIRED),
    LINE(lead_penalty, penalty_basis, "依据", REQUIRED, 200), F_END
};
const struct record lead_penalty =
    RECORD(lead_penalty, "LeadPenalty", "行政处罚", penalty_fields);

#define REASON_ONLY(tag, schema, title, text)                                  \
    static const struct field tag##_fields[] = {                               \
        WORDS(tag, reason, text, REQUIRED, 1000), F_END                        \
    };                                                                         \
    const struct record tag = RECORD(tag, schema, title, tag##_fields)

REASON_ONLY(lead_no_penalty, "LeadNoPenalty", "不予处罚", "不予处罚的理由");
REASON_ONLY(lead_reopen, "LeadReopen", "重新办理", "重新办理的理由");
REASON_ONLY(lead_keep, "LeadKeep", "说明未送回的原因", "未送回的原因");
REASON_ONLY(lead_no_case, "LeadNoCase", "不立案", "不立案的原因");

static const struct field refer_fields[] = {
    F_CODE(lead_refer, referred, "移交事项", REQUIRED, referrals),
    F_DATE(lead_refer, referred_on, "移交日期", REQUIRED),
    LINE(lead_refer, referral_no, "文号（不填则由系统编号）", OPTIONAL, 60),
    WORDS(lead_refer, reason, "理由", REQUIRED, 1000), F_END
};
const struct record lead_refer =
    RECORD(lead_refer, "LeadRefer", "提请吊销或移交", refer_fields);

static const struct field answer_fields[] = {
    F_DATE(lead_answer, answered_on, "结果日期", REQUIRED),
    WORDS(lead_answer, answer, "处理结果", REQUIRED, 1000), F_END
};
const struct record lead_answer =
    RECORD(lead_answer, "LeadAnswer", "登记移交结果", answer_fields);

static const struct field close_fields[] = {
    WORDS(lead_close, closing, "结案说明", REQUIRED, 1000), F_END
};
const struct record lead_close =
    RECORD(lead_close, "LeadClose", "结案", close_fields);

static const struct field return_fields[] = {
    F_DATE(lead_return, returned_on, "送回日期", REQUIRED),
    LINE(lead_return, returned_to, "交给（监护人）", REQUIRED, 60),
    MONEY(lead_return, cost_yuan, "交通食宿费（元，由用人单位承担）", OPTIONAL),
    WORDS(lead_return, note, "说明", OPTIONAL, 500), F_END
};
const struct record lead_return =
    RECORD(lead_return, "LeadReturn", "登记送回", return_fields);

static const struct field match_fields[] = {
    F_ID(lead_match, student_id, "学生编号", REQUIRED), F_END
};
const struct record lead_match =
    RECORD(lead_match, "LeadMatch", "核对", match_fields);

static const struct field open_case_fields[] = {
    F_CODE(lead_open_case, reason, "辍学原因", REQUIRED, reasons),
    F_DATE(lead_open_case, absent_since, "离校日期", REQUIRED),
    WORDS(lead_open_case, tried, "已做的工作", OPTIONAL, 500), F_END
};
const struct record lead_open_case =
    RECORD(lead_open_case, "LeadOpenCase", "立案", open_case_fields);

/* ---- the table ---- */
#define OF_LEAD false
#define OF_CHILD true
#define OPEN true, false
#define CLOSED false, true
#define ALWAYS false, false

/* In the order of a file; lead_allowed puts last what was done before. */
const struct lead_action lead_actions[] = {
    { "order", "责令改正", OF_LEAD, OPEN, BY_HANDLER, &lead_order,
      "employer_order" },
    { "penalty", "行政处罚", OF_LEAD, OPEN, BY_HANDLER, &lead_penalty, NULL },
    { "no_penalty", "不予处罚", OF_LEAD, OPEN, BY_HANDLER, &lead_no_penalty,
      NULL },
    { "close", "结案", OF_LEAD, OPEN, BY_HANDLER, &lead_close, NULL },
    { "answer", "登记移交结果", OF_LEAD, ALWAYS, BY_REFERRED, &lead_answer,
      NULL },
    { "refer", "提请吊销或移交", OF_LEAD, OPEN, BY_HANDLER, &lead_refer,
      "referral_letter" },
    { "hand_over", "转交承办", OF_LEAD, OPEN, BY_FINDER, &lead_hand_over,
      NULL },
    { "reopen", "重新办理", OF_LEAD, CLOSED, BY_HANDLER, &lead_reopen, NULL },
    { "match", "核对", OF_CHILD, ALWAYS, BY_OFFICE, &lead_match, NULL },
    { "open_case", "立案", OF_CHILD, ALWAYS, BY_OFFICE, &lead_open_case, NULL },
    { "return", "登记送回", OF_CHILD, OPEN, BY_FINDER, &lead_return, NULL },
    { "keep", "说明未送回", OF_CHILD, OPEN, BY_FINDER, &lead_keep, NULL },
    { "no_case", "不立案", OF_CHILD, ALWAYS, BY_OFFICE, &lead_no_case, NULL },
};
const size_t lead_actions_n = sizeof lead_actions / sizeof *lead_actions;

static const struct lead_action *named(const char *name)
{
    for (size_t i = 0; name && i < lead_actions_n; i++)
        if (strcmp(lead_actions[i].name, name) == 0)
            return &lead_actions[i];
    return NULL;
}

const struct lead_action *lead_action_of(const char *name, bool child)
{
    const struct lead_action *x = named(name);

    return x && x->child == child ? x : NULL;
}

const struct record *lead_action_body(const char *name)
{
    const struct lead_action *x = lead_action_of(name, OF_LEAD);

    return x ? x->in : NULL;
}

const struct record *lead_child_action_body(const char *name)
{
    const struct lead_action *x = lead_action_of(name, OF_CHILD);

    return x ? x->in : NULL;
}

const char *lead_event_title(const char *action)
{
    static const struct code others[] = { { "register", "登记线索" },
                                          { "change", "更正线索" },
                                          { "add_child", "补登儿童" },
                                          { "change_child", "更正儿童信息" },
                                          { NULL, NULL } };
    static const struct code_table titles = { "lead_event", "线索经过",
                                              others };
    const struct lead_action *x = named(action);

    return x ? x->label : code_label(&titles, action);
}

bool lead_event_of_office(const char *action)
{
    const struct lead_action *x = named(action);

    return x && x->side == BY_OFFICE;
}

/* ---- who may, and when ---- */
static bool is_mine(const char *unit, const struct act *act)
{
    return unit && act->unit && strcmp(unit, act->unit) == 0;
}

static bool is_side(enum lead_side side, const struct lead_row *l,
                    const struct act *act)
{
    if (role_may(act->role, RIGHT_LEAD_MATCH))
        return true;
    switch (side) {
    case BY_FINDER:
        return is_mine(l->handler, act) || is_mine(l->unit, act);
    case BY_HANDLER:
        return is_mine(l->handler, act);
    case BY_REFERRED:
        return is_mine(l->handler, act) || is_mine(l->referred_unit, act);
    default:
        return false;
    }
}

#define SAFE "没有做任何改动。"

/* What stands in the way of an action, beside who takes it. */
static const char *hindrance(const struct lead_action *x,
                             const struct lead_row *l,
                             const struct lead_child_row *c)
{
    bool closed = strcmp(l->state, "closed") == 0;

    if (x->open && closed)
        return "线索已经结案，" SAFE "确需改动的，请先重新办理。";
    if (x->closed && !closed)
        return "线索还没有结案，" SAFE;
    if ((x->in == &lead_order || x->in == &lead_penalty ||
         x->in == &lead_refer) &&
        lead_is_lawful(l))
        return "检查当天是法定节假日，电子游戏场所可以向未成年人开放"
               "（未成年人保护法第五十八条），" SAFE;
    if ((x->in == &lead_order || x->in == &lead_refer) && !l->place_name)
        return "还没有登记用人单位或场所，" SAFE "请先补填名称。";
    if (x->in == &lead_answer && !l->referred)
        return "还没有提请吊销或移交，" SAFE;
    if (x->in == &lead_open_case && c && c->student_id == INT_NONE)
        return "还没有与学生信息核对，不能立案，" SAFE "请先核对。";
    if (x->side == BY_OFFICE && c && c->case_id != INT_NONE)
        return "这名儿童已经立案，" SAFE "请到个案页面办理。";
    if (x->in == &lead_keep && c && c->returned_on)
        return "已经登记送回，不用说明，" SAFE;
    return NULL;
}

enum err lead_may(const struct lead_action *x, const struct lead_row *l,
                  const struct lead_child_row *c, const struct act *act,
                  struct refusal *why)
{
    const char *detail;

    if (!role_may(act->role,
                  x->side == BY_OFFICE ? RIGHT_LEAD_MATCH : RIGHT_LEAD_WRITE))
        return refuse(why, ERR_FORBIDDEN, "", "action.role",
                      "您的角色不能办理这一事项，" SAFE);
    if (!is_side(x->side, l, act))
        return refuse(why, ERR_RULE, "", "lead.unit",
                      "这条线索的这一事项不由贵单位办理，" SAFE
                      "请联系承办单位。");
    detail = hindrance(x, l, c);
    return detail ? refuse(why, ERR_RULE, "", "action.state", detail) : ERR_OK;
}

/* ---- dates ---- */
static enum err date_may(const char *member, const char *on,
                         const struct lead_row *l, const struct act *act,
                         struct refusal *why)
{
    if (strcmp(on, act->today) > 0)
        return refuse(why, ERR_INVALID, member, "date.future",
                      "日期不能晚于今天，" SAFE "请核对。");
    if (strcmp(on, l->found_on) < 0)
        return refuse(why, ERR_INVALID, member, "date.before_found",
                      "日期早于线索的发现日期，" SAFE "请核对。");
    return ERR_OK;
}

/* ---- of the lead ---- */
static enum err apply_order(const struct lead_order *in, const struct act *act,
                            struct lead_row *l, struct refusal *why)
{
    TRY(date_may("ordered_on", in->ordered_on, l, act, why));
    if (strcmp(in->order_until, in->ordered_on) < 0)
        return refuse(why, ERR_INVALID, "order_until", "date.order",
                      "送回期限早于责令日期，" SAFE "请核对。");
    l->order_no = in->order_no;
    l->ordered_on = in->ordered_on;
    l->order_until = in->order_until;
    return ERR_OK;
}

static enum err apply_penalty(const struct lead_penalty *in,
                              const struct act *act, struct lead_row *l,
                              struct refusal *why)
{
    TRY(date_may("penalty_on", in->penalty_on, l, act, why));
    l->penalty_fen = money_fen(in->penalty_yuan);
    l->penalty_no = in->penalty_no;
    l->penalty_on = in->penalty_on;
    l->penalty_basis = in->penalty_basis;
    l->no_penalty = NULL;
    return ERR_OK;
}

static enum err apply_no_penalty(const struct lead_no_penalty *in,
                                 struct lead_row *l, struct refusal *why)
{
    if (l->penalty_on)
        return refuse(why, ERR_RULE, "", "lead.penalty",
                      "已经登记处罚决定，" SAFE
                      "处罚有误的，请重新登记行政处罚。");
    l->no_penalty = in->reason;
    return ERR_OK;
}

static enum err apply_refer(const struct lead_refer *in, const struct act *act,
                            struct lead_row *l, struct refusal *why)
{
    TRY(date_may("referred_on", in->referred_on, l, act, why));
    l->referred = in->referred;
    l->referred_unit = referral_unit(in->referred);
    l->referred_on = in->referred_on;
    l->referral_no = in->referral_no;
    l->referral_answer = l->answered_on = NULL;
    return ERR_OK;
}

static enum err apply_answer(const struct lead_answer *in,
                             const struct act *act, struct lead_row *l,
                             struct refusal *why)
{
    TRY(date_may("answered_on", in->answered_on, l, act, why));
    if (strcmp(in->answered_on, l->referred_on) < 0)
        return refuse(why, ERR_INVALID, "answered_on", "date.order",
                      "结果日期早于移交日期，" SAFE "请核对。");
    l->answered_on = in->answered_on;
    l->referral_answer = in->answer;
    return ERR_OK;
}

static enum err apply_close(const struct lead_close *in,
                            const struct lead_child_row *children, size_t n,
                            const struct act *act, struct lead_row *l,
                            struct refusal *why)
{
    for (size_t i = 0; i < n; i++)
        if (!children[i].returned_on && !children[i].kept)
            return refuse(why, ERR_RULE, "", "lead.away",
                          "还有儿童没有送回，也没有说明原因，不能结案，" SAFE
                          "请先逐名登记送回或者说明未送回的原因。");
    if (!l->penalty_on && !l->no_penalty && !lead_is_lawful(l))
        return refuse(why, ERR_RULE, "", "lead.penalty",
                      "还没有登记处罚决定，也没有说明不予处罚的理由，"
                      "不能结案，" SAFE "请先登记。");
    l->state = "closed";
    l->closed_on = act->today;
    l->closing = in->closing;
    return ERR_OK;
}

static enum err apply_hand_over(const struct lead_hand_over *in,
                                struct lead_row *l, struct refusal *why)
{
    if (strcmp(in->handler, l->handler) == 0)
        return refuse(why, ERR_INVALID, "handler", "same",
                      "线索已经由这个单位承办，" SAFE "请改选单位。");
    l->handler = in->handler;
    return ERR_OK;
}

static enum err apply_own(const struct lead_action *x,
                          const struct lead_child_row *children, size_t n,
                          const struct act *act, const void *in,
                          struct lead_row *l, struct refusal *why)
{
    if (x->in == &lead_order)
        return apply_order(in, act, l, why);
    if (x->in == &lead_penalty)
        return apply_penalty(in, act, l, why);
    if (x->in == &lead_no_penalty)
        return apply_no_penalty(in, l, why);
    if (x->in == &lead_refer)
        return apply_refer(in, act, l, why);
    if (x->in == &lead_answer)
        return apply_answer(in, act, l, why);
    if (x->in == &lead_close)
        return apply_close(in, children, n, act, l, why);
    if (x->in == &lead_hand_over)
        return apply_hand_over(in, l, why);
    l->state = "open"; /* reopen */
    l->closed_on = l->closing = NULL;
    return ERR_OK;
}

enum err lead_apply(const struct lead_action *x, const struct lead_row *l,
                    const struct lead_child_row *children, size_t n,
                    const struct act *act, const void *in,
                    struct lead_row *next, struct refusal *why)
{
    struct lead_row after = *l;

    TRY(lead_may(x, l, NULL, act, why));
    TRY(apply_own(x, children, n, act, in, &after, why));
    *next = after;
    return ERR_OK;
}

/* ---- of a child ---- */
static enum err apply_return(const struct lead_return *in,
                             const struct lead_row *l, const struct act *act,
                             struct lead_child_row *c, struct refusal *why)
{
    TRY(date_may("returned_on", in->returned_on, l, act, why));
    c->returned_on = in->returned_on;
    c->returned_to = in->returned_to;
    c->cost_fen = money_fen(in->cost_yuan);
    c->kept = NULL;
    return ERR_OK;
}

enum err lead_child_apply(const struct lead_action *x, const struct lead_row *l,
                          const struct lead_child_row *c, const struct act *act,
                          const void *in, struct lead_child_row *next,
                          struct refusal *why)
{
    struct lead_child_row after = *c;

    TRY(lead_may(x, l, c, act, why));
    if (x->in == &lead_return)
        TRY(apply_return(in, l, act, &after, why));
    else if (x->in == &lead_keep)
        after.kept = ((const struct lead_keep *)in)->reason;
    else if (x->in == &lead_match)
        after.student_id = ((const struct lead_match *)in)->student_id;
    else if (x->in == &lead_no_case)
        after.no_case = ((const struct lead_no_case *)in)->reason;
    else
        after.no_case = NULL; /* open_case; the store knows its case */
    *next = after;
    return ERR_OK;
}

/* ---- what may be done now ---- */
/* Was it done before?  Doing it again corrects or repeats it. */
static bool is_done(const struct lead_action *x, const struct lead_row *l,
                    const struct lead_child_row *c)
{
    if (x->in == &lead_order)
        return l->ordered_on;
    if (x->in == &lead_penalty || x->in == &lead_no_penalty)
        return l->penalty_on || l->no_penalty;
    if (x->in == &lead_refer)
        return l->referred;
    if (x->in == &lead_answer)
        return l->answered_on;
    if (x->in == &lead_return || x->in == &lead_keep)
        return c && (c->returned_on || c->kept);
    return x->in == &lead_no_case && c && c->no_case;
}

enum err lead_allowed(const struct lead_row *l, const struct lead_child_row *c,
                      const struct act *act, struct arena *a, struct list *out)
{
    struct action_view *v = arena_array(a, lead_actions_n, sizeof *v);
    struct refusal why;
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < 2 * lead_actions_n; i++) {
        const struct lead_action *x = &lead_actions[i % lead_actions_n];
        bool again = i >= lead_actions_n;

        if (x->child != (c != NULL) || is_done(x, l, c) != again ||
            lead_may(x, l, c, act, &why) != ERR_OK)
            continue;
        v[n] = (struct action_view) { .action = x->name, .label = x->label };
        TRY(action_fields(x->in, a, &v[n].fields));
        n++;
    }
    *out = (struct list) { v, n };
    return ERR_OK;
}
