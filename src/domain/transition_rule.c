/* What the transition table means: who may, what is asked, what comes out. */
#include <string.h>

#include "domain/codes.h"
#include "domain/transition.h"

static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

/* ---- who may ---- */
static bool stands_at(const struct action *a, enum role role,
                      enum case_level level)
{
    enum case_level own = role_level(role);

    if (role == ROLE_LEADER)
        return level == LEVEL_LEADING_GROUP;
    if (own == LEVEL_BUREAU) /* also the office of the leading group */
        own = LEVEL_LEADING_GROUP;
    return a->rule != AT_OR_ABOVE || own >= level;
}

enum err action_may(const struct action *a, const struct case_move *m,
                    struct refusal *why)
{
    const struct case_row *c = m->c;
    enum case_state state = case_state_of(c->state);
    enum case_level level = case_level_of(c->level);

    if (!(a->roles >> m->act->role & 1))
        return refuse(why, ERR_FORBIDDEN, "", "action.role",
                      "您的角色不能办理这一事项，没有做任何改动。");
    if (state == CASE_STATE_N || level == LEVEL_N || !(a->from >> state & 1))
        return refuse(why, ERR_RULE, "", "action.state",
                      "个案现在的状态不能办理这一事项，没有做任何改动。"
                      "请刷新后按页面列出的事项办理。");
    if (!stands_at(a, m->act->role, level))
        return refuse(why, ERR_RULE, "", "action.level",
                      "个案现在不由您这一级办理，没有做任何改动。"
                      "请联系当前责任层级。");
    if (a->level == LEVEL_UP && level + 1 >= LEVEL_N)
        return refuse(why, ERR_RULE, "", "action.top",
                      "个案已在领导小组，没有上一级可报，没有做任何改动。");
    if (a->rule == NOT_SUBMITTER && c->submitted_by == m->act->account_id)
        return refuse(why, ERR_RULE, "", "action.submitter",
                      "提交销号的人不能自己审批，没有做任何改动。"
                      "请由另一位审批人办理。");
    return ERR_OK;
}

/* ---- what is asked ---- */
/* ISO dates compare as text. */
static enum err check_date(const struct action *a, const struct field *f,
                           const char *date, const struct case_move *m,
                           struct refusal *why)
{
    bool ahead = a->future && strcmp(a->future, f->name) == 0;
    const char *birth = m->child->birth_date;

    if (ahead && strcmp(date, m->act->today) < 0)
        return refuse(why, ERR_INVALID, f->name, "date.past",
                      "这个日期已经过去，请填今天或以后的日期。");
    if (!ahead && strcmp(date, m->act->today) > 0)
        return refuse(why, ERR_INVALID, f->name, "date.future",
                      "日期不能晚于今天，请核对。");
    if (birth && strcmp(date, birth) < 0)
        return refuse(why, ERR_INVALID, f->name, "date.birth",
                      "日期早于学生的出生日期，请核对。");
    if (strcmp(f->name, "returned_on") == 0 && m->c->absent_since &&
        strcmp(date, m->c->absent_since) < 0)
        return refuse(why, ERR_INVALID, f->name, "date.before_absence",
                      "返校日期早于离校日期，请核对。");
    return ERR_OK;
}

static enum err check_dates(const struct action *a, const struct case_move *m,
                            const void *in, struct refusal *why)
{
    for (const struct field *f = a->in->fields; f->type != FIELD_END; f++)
        if (f->type == FIELD_DATE && field_text(f, in))
            TRY(check_date(a, f, field_text(f, in), m, why));
    return ERR_OK;
}

/* Every action's struct begins with it. */
static const struct list *evidence_of(const void *in)
{
    return in;
}

static size_t given(const struct list *evidence, const char *kind)
{
    const struct evidence_in *e = evidence->items;
    size_t n = 0;

    for (size_t i = 0; i < evidence->n; i++)
        n += strcmp(e[i].kind, kind) == 0;
    return n;
}

static enum err check_evidence(const struct action *a, const void *in,
                               struct refusal *why)
{
    const struct list *evidence = evidence_of(in);
    size_t asked = 0;

    for (size_t i = 0; i < EVIDENCE_ASKS && a->evidence[i].kind; i++) {
        size_t n = given(evidence, a->evidence[i].kind);

        if (a->evidence[i].required && n == 0)
            return refuse(why, ERR_RULE, "evidence", "evidence.required",
                          "缺少必须的证明材料，没有做任何改动。"
                          "请上传后再提交。");
        asked += n;
    }
    if (asked != evidence->n)
        return refuse(why, ERR_INVALID, "evidence", "evidence.kind",
                      "有材料不属于这一事项所要的类别，请核对。");
    if (evidence->n < (size_t)a->least)
        return refuse(why, ERR_RULE, "evidence", "evidence.required",
                      "至少要有一份证明材料，没有做任何改动。"
                      "请上传后再提交。");
    return ERR_OK;
}

/* ---- outcomes ---- */
static const char *text_of(const struct action *a, const void *in,
                           const char *name)
{
    const struct field *f = record_field(a->in, name, NULL);

    return f ? field_text(f, in) : NULL;
}

static enum err check_needs(const struct action *a, const struct case_move *m,
                            const struct outcome_rule *o, const void *in,
                            struct refusal *why)
{
    const char *school = text_of(a, in, "school_name");

    if (o->needs & NEEDS_SCHOOL && (!school || !*school))
        return refuse(why, ERR_INVALID, "school_name", "required",
                      "这种销号结果须填写就读学校。");
    if (o->needs & NEEDS_RETURN && !text_of(a, in, "returned_on"))
        return refuse(why, ERR_INVALID, "returned_on", "required",
                      "劝返复学须填写返校日期。");
    if (o->needs & NEEDS_STUDENT_NO && m->child->has_student_no != 1)
        return refuse(why, ERR_RULE, "outcome", "outcome.student_no",
                      "学籍号还没有登记，不能按已注册学籍销号。"
                      "请先在学生的就学信息中登记学籍号。");
    return ERR_OK;
}

/* The outcome that the action claims, if any, with what proves it. */
static enum err check_outcome(const struct action *a, const struct case_move *m,
                              const void *in,
                              const struct outcome_rule **claimed,
                              struct refusal *why)
{
    const char *outcome = a->outcome ? a->outcome : text_of(a, in, "outcome");
    const struct outcome_rule *o = outcome_rule_of(outcome);

    *claimed = o;
    if (!(a->to >> CASE_REVIEW & 1))
        return ERR_OK;
    if (!o)
        return refuse(why, ERR_INVALID, "outcome", "code",
                      "不能以这种结果提交销号。");
    if (case_state_of(m->c->state) == CASE_ARRANGING && o->watched &&
        (!o->disposition || !m->c->disposition ||
         strcmp(o->disposition, m->c->disposition) != 0))
        return refuse(why, ERR_RULE, "outcome", "outcome.disposition",
                      "销号结果与个案的处置类别不符，没有做任何改动。");
    if (given(evidence_of(in), o->evidence) == 0)
        return refuse(why, ERR_RULE, "evidence", "evidence.required",
                      "缺少这种销号结果必须的证明材料，没有做任何改动。"
                      "请上传后再提交。");
    return check_needs(a, m, o, in, why);
}

/* ---- what comes out ---- */
static enum case_state state_after(const struct action *a,
                                   const struct case_row *c, const void *in)
{
    if (!a->to)
        return case_state_of(c->state);
    if (a->choose)
        return a->choose(c, in);
    return (enum case_state)__builtin_ctz(a->to);
}

static void apply_level(const struct action *a, const struct case_move *m,
                        struct case_row *next)
{
    if (a->level == LEVEL_UP)
        next->level = case_level_code(case_level_of(m->c->level) + 1);
    else if (a->level == LEVEL_WATCHER)
        next->level = case_level_code(m->child->school ? LEVEL_CLASS_TEACHER
                                                       : LEVEL_VILLAGE);
}

static void note_closing(enum case_state to, const struct case_move *m,
                         struct case_row *next)
{
    if (to == CASE_REVIEW)
        next->submitted_by = m->act->account_id;
    if ((to == CASE_WATCHING || to == CASE_CLOSED || to == CASE_DISMISSED) &&
        next->closed_at == INT_NONE)
        next->closed_at = m->act->now_ms;
}

enum err action_apply(const struct action *a, const struct case_move *m,
                      const void *in, struct case_row *next,
                      struct refusal *why)
{
    const struct outcome_rule *o;
    struct case_row c = *m->c;
    enum case_state to;

    TRY(action_may(a, m, why));
    TRY(check_dates(a, m, in, why));
    TRY(check_evidence(a, in, why));
    TRY(check_outcome(a, m, in, &o, why));
    to = state_after(a, m->c, in);
    c.state = case_state_code(to);
    if (a->outcome)
        c.outcome = a->outcome;
    if (a->effect)
        a->effect(&c, in);
    apply_level(a, m, &c);
    note_closing(to, m, &c);
    if (a->clock == CLOCK_RESTART)
        c.due_at = case_due_at(&c, m->clock, m->act->now_ms);
    *next = c;
    return ERR_OK;
}
