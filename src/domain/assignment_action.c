/* How an assignment moves: the table of its actions, and their rules. */
#include <string.h>

#include "domain/assignment.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "refuse.h"

/* ---- bodies ---- */
#define EVIDENCE(tag)                                                          \
    F_LIST(tag, evidence, "证明材料", OPTIONAL, EVIDENCE_MOST, evidence_in)
#define WORDS(tag, member, text, opts)                                         \
    F_CLEAN(tag, member, text, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,    \
            500, clean_text)

static const struct field accept_fields[] = {
    EVIDENCE(assignment_accept),
    WORDS(assignment_accept, note, "签收说明", OPTIONAL), F_END
};
const struct record assignment_accept =
    RECORD(assignment_accept, "AssignmentAccept", "签收", accept_fields);

/* Of any task; which result it takes is judged by the task. */
static const struct field report_fields[] = {
    EVIDENCE(assignment_report),
    F_CLEAN(assignment_report, note, "办理情况", REQUIRED | MULTILINE, 1, 1000,
            clean_text),
    F_TEXT(assignment_report, result, "结果代码", OPTIONAL, 0, 40), F_END
};
const struct record assignment_report =
    RECORD(assignment_report, "AssignmentReport", "报告", report_fields);

static const struct field return_fields[] = {
    EVIDENCE(assignment_return),
    WORDS(assignment_return, reason, "退回理由", REQUIRED), F_END
};
const struct record assignment_return =
    RECORD(assignment_return, "AssignmentReturn", "退回", return_fields);

static const struct field withdraw_fields[] = {
    EVIDENCE(assignment_withdraw),
    WORDS(assignment_withdraw, note, "撤回说明", OPTIONAL), F_END
};
const struct record assignment_withdraw = RECORD(
    assignment_withdraw, "AssignmentWithdraw", "撤回交办", withdraw_fields);

static const struct field send_back_fields[] = {
    EVIDENCE(assignment_send_back),
    WORDS(assignment_send_back, note, "要补办的内容", REQUIRED),
    F_DATE(assignment_send_back, due_on, "新的办理期限", OPTIONAL), F_END
};
const struct record assignment_send_back = RECORD(
    assignment_send_back, "AssignmentSendBack", "退回补办", send_back_fields);

static const struct field complete_fields[] = {
    EVIDENCE(assignment_complete),
    WORDS(assignment_complete, note, "审核意见", OPTIONAL), F_END
};
const struct record assignment_complete = RECORD(
    assignment_complete, "AssignmentComplete", "审核办结", complete_fields);

static const struct field remind_fields[] = {
    EVIDENCE(assignment_remind),
    WORDS(assignment_remind, note, "催办要求", OPTIONAL), F_END
};
const struct record assignment_remind =
    RECORD(assignment_remind, "AssignmentRemind", "催办", remind_fields);

/* ---- what is kept ---- */
static const struct field give_fields[] = {
    F_CODE(assignment_give, task, "交办事项", REQUIRED, assignment_tasks),
    F_DATE(assignment_give, due_on, "办理期限", REQUIRED),
    F_TEXT(assignment_give, note, "交办要求", OPTIONAL | MULTILINE, 0, 1000),
    F_END
};
const struct record assignment_give =
    RECORD(assignment_give, "AssignmentGive", "交办", give_fields);

static const struct field noted_fields[] = {
    F_CODE(assignment_noted, task, "交办事项", REQUIRED, assignment_tasks),
    F_TEXT(assignment_noted, unit_name, "承办单位", REQUIRED, 1, 60),
    F_DATE(assignment_noted, due_on, "办理期限", REQUIRED),
    F_TEXT(assignment_noted, result, "结果", OPTIONAL, 0, 60),
    F_TEXT(assignment_noted, note, "说明", OPTIONAL | MULTILINE, 0, 1000),
    F_END
};
const struct record assignment_noted =
    RECORD(assignment_noted, "AssignmentNoted", "交办摘要", noted_fields);

/* ---- the table ---- */
#define S_(state) (1u << TASK_##state)
#define R_(role) (1u << ROLE_##role)
#define DOERS BY_DOER, R_(AGENCY)
#define GIVERS                                                                 \
    BY_GIVER, R_(BUREAU) | R_(BUREAU_LEAD) | R_(LEADER) | R_(TOWNSHIP)

const struct assignment_action assignment_actions[] = {
    { "accept", "签收", "签收", "assignment_accepted", S_(ASSIGNED),
      S_(ACCEPTED), DOERS, &assignment_accept },
    { "report", "报告办理情况", "报告办理情况", "assignment_reported",
      S_(ACCEPTED), S_(REPORTED), DOERS, &assignment_report },
    { "return", "退回交办", "退回交办", "assignment_returned",
      S_(ASSIGNED) | S_(ACCEPTED), S_(RETURNED), DOERS, &assignment_return },
    { "complete", "审核办结", "审核办结", "assignment_completed", S_(REPORTED),
      S_(COMPLETED), GIVERS, &assignment_complete },
    { "send_back", "退回补办", "退回补办", "assignment_returned", S_(REPORTED),
      S_(ACCEPTED), GIVERS, &assignment_send_back },
    { "remind", "催办", "催办", "reminded_unit", S_(ASSIGNED) | S_(ACCEPTED), 0,
      GIVERS, &assignment_remind },
    { "withdraw", "撤回交办", "撤回交办", "assignment_withdrawn",
      S_(ASSIGNED) | S_(ACCEPTED) | S_(RETURNED), S_(WITHDRAWN), GIVERS,
      &assignment_withdraw },
};
const size_t assignment_actions_n =
    sizeof assignment_actions / sizeof *assignment_actions;

const struct assignment_action *assignment_action_of(const char *name)
{
    for (size_t i = 0; name && i < assignment_actions_n; i++)
        if (strcmp(assignment_actions[i].name, name) == 0)
            return &assignment_actions[i];
    return NULL;
}

const struct record *assignment_action_body(const char *name)
{
    const struct assignment_action *a = assignment_action_of(name);

    return a ? a->in : NULL;
}

const char *assignment_event_title(const char *action)
{
    static const struct code others[] = { { "give", "交办" },
                                          { "overdue", "超期提醒" },
                                          { NULL, NULL } };
    static const struct code_table titles = { "assignment_event", "交办经过",
                                              others };
    const struct assignment_action *a = assignment_action_of(action);

    return a ? a->title : code_label(&titles, action);
}

/* ---- who may, and when ---- */
static bool is_side(const struct assignment_action *a,
                    const struct assignment_row *g, const struct act *act)
{
    const char *unit = a->side == BY_DOER ? g->unit : g->assigned_unit;

    if (a->side == BY_GIVER &&
        (act->role == ROLE_BUREAU || act->role == ROLE_BUREAU_LEAD))
        return true; /* the office of the leading group */
    return act->unit && strcmp(act->unit, unit) == 0;
}

enum err assignment_may(const struct assignment_action *a,
                        const struct assignment_row *g, const struct act *act,
                        struct refusal *why)
{
    enum assignment_state state = assignment_state_of(g->state);

    if (!(a->roles >> act->role & 1))
        return refuse(why, ERR_FORBIDDEN, "", "action.role",
                      "您的角色不能办理这一事项，没有做任何改动。");
    if (!is_side(a, g, act))
        return refuse(why, ERR_RULE, "", "assignment.unit",
                      a->side == BY_DOER
                          ? "这项交办不由贵单位承办，没有做任何改动。"
                          : "这项交办不是贵单位交出的，没有做任何改动。"
                            "请联系交办单位。");
    if (state == TASK_STATE_N || !(a->from >> state & 1))
        return refuse(why, ERR_RULE, "", "action.state",
                      "交办现在的状态不能办理这一事项，没有做任何改动。"
                      "请刷新后按页面列出的事项办理。");
    if (state == TASK_ACCEPTED && a->to == S_(WITHDRAWN) &&
        act->now_ms - g->assigned_at > WITHDRAW_MS)
        return refuse(why, ERR_RULE, "", "assignment.late",
                      "承办单位已经签收，交办也已超过二十四小时，不能撤回，"
                      "没有做任何改动。请与承办单位联系，由其退回。");
    return ERR_OK;
}

/* ---- evidence, result, dates ---- */
/* What a report may bring beside its own paper. */
static const struct evidence_ask beside[] = { { "case_report", false },
                                              { "other", false } };
#define BESIDE (sizeof beside / sizeof *beside)

static size_t given(const struct list *evidence, const char *kind)
{
    const struct evidence_in *e = evidence->items;
    size_t n = 0;

    for (size_t i = 0; i < evidence->n; i++)
        n += strcmp(e[i].kind, kind) == 0;
    return n;
}

static enum err check_evidence(const struct assignment_task *t,
                               const struct list *evidence, struct refusal *why)
{
    size_t own = t ? given(evidence, t->evidence.kind) : 0, asked = own;

    if (t && t->evidence.required && own == 0)
        return refuse(why, ERR_RULE, "evidence", "evidence.required",
                      "缺少必须的证明材料，没有做任何改动。"
                      "请上传后再提交。");
    for (size_t i = 0; t && i < BESIDE; i++)
        if (strcmp(beside[i].kind, t->evidence.kind) != 0)
            asked += given(evidence, beside[i].kind);
    if (asked != evidence->n)
        return refuse(why, ERR_INVALID, "evidence", "evidence.kind",
                      "有材料不属于这一事项所要的类别，没有做任何改动。"
                      "请核对后重新提交。");
    if (evidence_repeats(evidence))
        return refuse(why, ERR_INVALID, "evidence", "evidence.repeated",
                      "同一个文件交了两次，没有做任何改动。"
                      "一个文件只能证明一件事，请逐份上传。");
    return ERR_OK;
}

static enum err apply_report(const struct assignment_task *t,
                             const struct assignment_report *in,
                             struct assignment_row *g, struct refusal *why)
{
    bool some = in->result && *in->result;

    if (!t)
        return ERR_INTERNAL;
    if (t->results && !some)
        return refuse(why, ERR_INVALID, "result", "required",
                      "请填写结果，没有做任何改动。");
    if (some && (!t->results || !code_known(t->results, in->result)))
        return refuse(why, ERR_INVALID, "result", "code",
                      "结果不在这一事项可选的范围内，没有做任何改动。"
                      "请从列表中选择。");
    g->result = some ? in->result : NULL;
    return ERR_OK;
}

static enum err apply_send_back(const struct assignment_send_back *in,
                                const struct act *act, struct assignment_row *g,
                                struct refusal *why)
{
    g->result = NULL;
    if (!in->due_on)
        return ERR_OK;
    if (strcmp(in->due_on, act->today) < 0)
        return refuse(why, ERR_INVALID, "due_on", "date.past",
                      "新的办理期限不能早于今天，没有做任何改动。请改期限。");
    g->due_on = in->due_on;
    return ERR_OK;
}

static void move(const struct assignment_action *a, const struct act *act,
                 struct assignment_row *g)
{
    for (int to = 0; to < TASK_STATE_N; to++)
        if (a->to >> to & 1)
            g->state = assignment_state_code((enum assignment_state)to);
    g->closed_at =
        a->to & (S_(COMPLETED) | S_(WITHDRAWN)) ? act->now_ms : INT_NONE;
}

enum err assignment_apply(const struct assignment_action *a,
                          const struct assignment_row *g, const struct act *act,
                          const void *in, struct assignment_row *next,
                          struct refusal *why)
{
    bool report = a->in == &assignment_report;
    const struct assignment_task *t = assignment_task_of(g->task);
    struct assignment_row after = *g;

    TRY(assignment_may(a, g, act, why));
    TRY(check_evidence(report ? t : NULL, in, why));
    if (report)
        TRY(apply_report(t, in, &after, why));
    if (a->in == &assignment_send_back)
        TRY(apply_send_back(in, act, &after, why));
    if (a->in == &assignment_remind)
        after.reminders++;
    move(a, act, &after);
    *next = after;
    return ERR_OK;
}

const char *assignment_facts(struct arena *a, const struct assignment_action *x,
                             const struct assignment_row *g, const void *in)
{
    const struct assignment_task *t = assignment_task_of(g->task);

    return facts_text(a, x->in == &assignment_report && t ? t->report : x->in,
                      in);
}

/* ---- what may be done now ---- */
static enum err asks_of(const struct assignment_task *t, struct arena *a,
                        struct list *out)
{
    struct evidence_view *v = arena_array(a, BESIDE + 1, sizeof *v);
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    v[n++] =
        (struct evidence_view) { t->evidence.kind,
                                 code_label(&evidence_kinds, t->evidence.kind),
                                 t->evidence.required };
    for (size_t i = 0; i < BESIDE; i++)
        if (strcmp(beside[i].kind, t->evidence.kind) != 0)
            v[n++] = (struct evidence_view) {
                beside[i].kind, code_label(&evidence_kinds, beside[i].kind), 0
            };
    *out = (struct list) { v, n };
    return ERR_OK;
}

enum err assignment_allowed(const struct assignment_row *g,
                            const struct act *act, struct arena *a,
                            struct list *out)
{
    const struct assignment_task *t = assignment_task_of(g->task);
    struct action_view *v = arena_array(a, assignment_actions_n, sizeof *v);
    struct refusal why;
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < assignment_actions_n; i++) {
        const struct assignment_action *x = &assignment_actions[i];
        bool report = t && x->in == &assignment_report;

        if (assignment_may(x, g, act, &why) != ERR_OK)
            continue;
        v[n] = (struct action_view) { .action = x->name, .label = x->label };
        TRY(action_fields(report ? t->report : x->in, a, &v[n].fields));
        if (report)
            TRY(asks_of(t, a, &v[n].evidence));
        n++;
    }
    *out = (struct list) { v, n };
    return ERR_OK;
}

/* ---- giving ---- */
static bool is_over(const char *case_state)
{
    return case_state && (strcmp(case_state, "closed") == 0 ||
                          strcmp(case_state, "dismissed") == 0);
}

enum err assignment_give_may(const struct assignment_give *give,
                             const char *case_state, const char *today,
                             struct refusal *why)
{
    const struct assignment_task *t = assignment_task_of(give->task);

    if (!t)
        return refuse(why, ERR_INVALID, "task", "code",
                      "没有这种交办事项，没有交办。请从列表中选择。");
    if (!assignment_unit_does(t, give->unit))
        return refuse(why, ERR_INVALID, "unit", "assignment.task",
                      "这一事项不由所选单位承办，没有交办。"
                      "请改选单位或事项。");
    if (!t->alone && give->case_id == INT_NONE)
        return refuse(why, ERR_INVALID, "task", "assignment.case",
                      "这一事项要针对具体个案，没有交办。"
                      "请到个案页面里交办。");
    if (!give->due_on || strcmp(give->due_on, today) < 0)
        return refuse(why, ERR_INVALID, "due_on", "date.past",
                      "办理期限不能早于今天，没有交办。请改期限。");
    if (is_over(case_state))
        return refuse(why, ERR_RULE, "", "assignment.closed",
                      "个案已经销号或排除，没有交办。"
                      "如果孩子又离校，请先重新报告。");
    return ERR_OK;
}
