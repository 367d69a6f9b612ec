/* What the transition table means: who may, and what must be on file. */
#include <string.h>

#include "domain/pressure.h"
#include "refuse.h"

/* ---- who may ---- */
static enum case_level own_level(enum role role)
{
    enum case_level own = role_level(role);

    /* The bureau is also the office of the leading group. */
    return own == LEVEL_BUREAU ? LEVEL_LEADING_GROUP : own;
}

static bool stands_at(const struct action *a, enum role role,
                      enum case_level level)
{
    if (a->rule == ABOVE)
        return role_level(role) < LEVEL_N && role_level(role) > level;
    if (a->rule == BY_APPROVER)
        return true;
    if (role == ROLE_LEADER)
        return level == LEVEL_LEADING_GROUP;
    return a->rule != AT_OR_ABOVE || own_level(role) >= level;
}

static enum err approver_may(const struct case_move *m, struct refusal *why)
{
    const struct outcome_rule *o = outcome_rule_of(m->c->outcome);

    if (o && !(o->approvers >> m->act->role & 1))
        return refuse(why, ERR_RULE, "", "action.approver",
                      "这种销号结果不由您审批，没有做任何改动。");
    if (m->c->submitted_by == m->act->account_id)
        return refuse(why, ERR_RULE, "", "action.submitter",
                      "提交销号的人不能自己审批，没有做任何改动。"
                      "请由另一位审批人办理。");
    return ERR_OK;
}

/* What must be on file before, each with its refusal. */
static const struct paper_rule {
    unsigned paper;
    const char *code, *detail;
} paper_rules[] = {
    { PAPER_VISIT, "paper.visit",
      "还没有登记过劝返，不能转入依法督促，没有做任何改动。请先入户劝返。" },
    { PAPER_APPRAISAL, "paper.appraisal",
      "还没有医学鉴定结果和专家委员会的安置建议，没有做任何改动。"
      "请先提请医学鉴定，再召集专家委员会评估。" },
    { PAPER_CONCLUSION, "paper.conclusion",
      "公安部门还没有作出可以销号的结论，没有做任何改动。"
      "请先提请公安核查，等候结论。" },
    { PAPER_NOT_ASKED, "paper.asked",
      "已经提请公安核查，结论还没有回来或者还没有审核办结，"
      "没有再次提请。请到交办里查看。" },
    { PAPER_NOT_SENT, "paper.sent",
      "已经提请医学鉴定，结果还没有回来或者还没有审核办结，"
      "没有再次提请。请到交办里查看。" },
    { PAPER_PERIOD, "paper.period",
      "个案没有可以续期的期限，没有做任何改动。送教上门、免予入学和"
      "失踪失联满一年转回办理，重新评估或重新核查。" },
    { PAPER_PLAN, "paper.plan",
      "还没有一生一策和其中的措施，没有做任何改动。"
      "请学校先在学生页面制定一生一策。" },
};

/* The conclusions by which a child is no longer to be found under this
 * register, or not to be found at all. */
bool case_concluded(const char *conclusion)
{
    return conclusion && strcmp(conclusion, "verified") != 0;
}

static bool on_file(unsigned paper, const struct case_move *m)
{
    const struct outcome_rule *o = outcome_rule_of(m->c->outcome);

    switch (paper) {
    case PAPER_VISIT:
        return m->c->persuasions > 0;
    case PAPER_APPRAISAL:
        return m->file->appraised == 1 && m->file->advice;
    case PAPER_CONCLUSION:
        return case_concluded(m->c->conclusion);
    case PAPER_NOT_ASKED:
        return m->file->police_asked != 1;
    case PAPER_NOT_SENT:
        return m->file->appraisal_asked != 1;
    case PAPER_PERIOD:
        return o && o->after == AFTER_PERIOD && m->c->period_until &&
               !(o->needs & (NEEDS_ADVICE | NEEDS_MISSING));
    default:
        return m->file->plan_items > 0;
    }
}

static enum err papers_may(const struct action *a, const struct case_move *m,
                           struct refusal *why)
{
    for (size_t i = 0; i < sizeof paper_rules / sizeof *paper_rules; i++) {
        const struct paper_rule *r = &paper_rules[i];

        if (a->papers & r->paper && !on_file(r->paper, m))
            return refuse(why, ERR_RULE, "", r->code, r->detail);
    }
    return ERR_OK;
}

static bool disposition_fits(const struct action *a, const struct case_row *c)
{
    return !a->disposition ||
           (c->disposition && strcmp(a->disposition, c->disposition) == 0);
}

static enum err level_may(const struct action *a, const struct case_move *m,
                          enum case_level level, struct refusal *why)
{
    if (!stands_at(a, m->act->role, level))
        return refuse(why, ERR_RULE, "", "action.level",
                      a->rule == ABOVE
                          ? "提级办理只能由更高的责任层级决定，"
                            "没有做任何改动。"
                          : "个案现在不由您这一级办理，没有做任何改动。"
                            "请联系当前责任层级。");
    if (a->level == LEVEL_UP && level >= LEVEL_LEADING_GROUP)
        return refuse(why, ERR_RULE, "", "action.top",
                      "个案已在领导小组，没有上一级可报，没有做任何改动。");
    return a->rule == BY_APPROVER ? approver_may(m, why) : ERR_OK;
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
    if (!disposition_fits(a, c))
        return refuse(why, ERR_RULE, "", "action.disposition",
                      "个案现在的处置类别不能办理这一事项，没有做任何改动。"
                      "请先转入相应的处置类别。");
    TRY(level_may(a, m, level, why));
    TRY(papers_may(a, m, why));
    return pressure_may(a, m, why);
}
