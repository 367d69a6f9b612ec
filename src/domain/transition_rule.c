/* What the transition table means: what is asked, and what comes out. */
#include <string.h>

#include "case_effect.h"
#include "domain/codes.h"
#include "refuse.h"

/* ---- what is asked ---- */
/* Is it among names with blanks between? */
static bool named(const char *names, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = names; p && *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");

        if (len == n && strncmp(p, name, n) == 0)
            return true;
        p += len;
    }
    return false;
}

/* A day by which or from which: what has passed by then is of no use. */
static bool is_end(const char *name)
{
    return strcmp(name, "from_on") != 0;
}

/* ISO dates compare as text. */
static enum err check_date(const struct action *a, const struct field *f,
                           const char *date, const struct case_move *m,
                           struct refusal *why)
{
    bool ahead = named(a->future, f->name);
    const char *birth = m->child->birth_date;

    if (ahead && is_end(f->name) && strcmp(date, m->act->today) < 0)
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

bool evidence_repeats(const struct list *evidence)
{
    const struct evidence_in *e = evidence->items;

    for (size_t i = 1; i < evidence->n; i++)
        for (size_t k = 0; k < i; k++)
            if (e[i].attachment_id == e[k].attachment_id)
                return true;
    return false;
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
    if (evidence_repeats(evidence))
        return refuse(
            why, ERR_INVALID, "evidence", "evidence.repeated",
            "同一个文件交了两次，一个文件只能证明一件事，请逐份上传。");
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

/* What an outcome needs of the body, the child, or the file. */
static const struct need_rule {
    unsigned need;
    enum err err;
    const char *pointer, *code, *detail;
} need_rules[] = {
    { NEEDS_SCHOOL, ERR_INVALID, "school_name", "required",
      "这种销号结果须填写就读学校。" },
    { NEEDS_RETURN, ERR_INVALID, "returned_on", "required",
      "劝返复学须填写返校日期。" },
    { NEEDS_ARCHIVE, ERR_INVALID, "archive_no", "required",
      "免予入学须填写档案编号。" },
    { NEEDS_STUDENT_NO, ERR_RULE, "outcome", "outcome.student_no",
      "学籍号还没有登记，不能这样销号。"
      "请先在学生的就学信息中登记学籍号。" },
    { NEEDS_ID_NO, ERR_RULE, "outcome", "outcome.id_no",
      "身份证号还没有登记，省内外就读无学籍须登记姓名和身份证号。"
      "请先在学生信息中补登。" },
    { NEEDS_ADVICE, ERR_RULE, "placement", "outcome.advice",
      "安置方式与专家委员会的安置建议不一致，没有做任何改动。"
      "请按建议填写，或者重新召集评估。" },
    { NEEDS_CONCLUSION, ERR_RULE, "", "outcome.conclusion",
      "公安部门还没有作出这种结论，没有做任何改动。" },
    { NEEDS_MISSING, ERR_RULE, "", "outcome.conclusion",
      "公安部门还没有作出失踪失联的结论，没有做任何改动。" },
    { NEEDS_FOUND, ERR_RULE, "outcome", "outcome.residence",
      "户籍原因、失踪失联的个案只能依公安结论销号，没有做任何改动。"
      "请先提请公安核查；孩子已返校的，请报告返校。" },
};

/* Those that the body does not answer. */
#define NEEDS_ON_FILE                                                          \
    (NEEDS_STUDENT_NO | NEEDS_ID_NO | NEEDS_ADVICE | NEEDS_CONCLUSION |        \
     NEEDS_MISSING)

static bool given_text(const char *s)
{
    return s && *s;
}

static bool has_need(unsigned need, const struct action *a,
                     const struct case_move *m, const struct outcome_rule *o,
                     const void *in)
{
    const char *conclusion = m->c->conclusion;

    switch (need) {
    case NEEDS_SCHOOL:
        return given_text(text_of(a, in, "school_name"));
    case NEEDS_RETURN:
        return text_of(a, in, "returned_on") != NULL;
    case NEEDS_ARCHIVE:
        return given_text(text_of(a, in, "archive_no")) ||
               given_text(m->c->archive_no);
    case NEEDS_STUDENT_NO:
        return m->child->has_student_no == 1;
    case NEEDS_ID_NO:
        return m->child->has_id_no == 1;
    case NEEDS_ADVICE:
        return m->file->advice && strcmp(m->file->advice, o->outcome) == 0;
    case NEEDS_FOUND:
        return case_state_of(m->c->state) != CASE_ARRANGING ||
               !m->c->disposition ||
               strcmp(m->c->disposition, "residence_missing") != 0;
    case NEEDS_MISSING:
        return conclusion && strcmp(conclusion, "missing") == 0;
    default:
        return case_concluded(conclusion) && strcmp(conclusion, "missing") != 0;
    }
}

static enum err check_needs(unsigned needs, const struct action *a,
                            const struct case_move *m,
                            const struct outcome_rule *o, const void *in,
                            struct refusal *why)
{
    for (size_t i = 0; i < sizeof need_rules / sizeof *need_rules; i++) {
        const struct need_rule *r = &need_rules[i];

        if (needs & r->need && !has_need(r->need, a, m, o, in))
            return refuse(why, r->err, r->pointer, r->code, r->detail);
    }
    return ERR_OK;
}

static int days_between(const char *from, const char *until)
{
    int32_t a = 0, b = 0;

    clock_date_days(from, &a);
    clock_date_days(until, &b);
    return b - a;
}

/* The period that is applied for, with what was granted before. */
static enum err check_period(const struct action *a, const struct case_move *m,
                             const struct outcome_rule *o, const void *in,
                             struct refusal *why)
{
    const char *until = text_of(a, in, "until_on");
    const char *from = text_of(a, in, "from_on");
    bool renews = a->papers & PAPER_PERIOD;
    int days;

    if (!until)
        return ERR_OK;
    if (renews)
        from = m->c->period_until;
    days = days_between(from, until);
    if (days <= 0)
        return refuse(why, ERR_INVALID, "until_on", "period.order",
                      "期限止应晚于期限起，请核对。");
    if (days < o->least_days)
        return refuse(why, ERR_INVALID, "until_on", "period.short",
                      "期限太短：休学须满三个月，请核对诊断和医嘱。");
    if ((o->most_days && days > o->most_days) ||
        (renews && o->all_days &&
         days_between(m->c->period_from, until) > o->all_days))
        return refuse(why, ERR_INVALID, "until_on", "period.long",
                      "期限太长：延缓入学、休学一次不超过一年，"
                      "休学累计不超过两年，短期出国不超过三年。");
    return ERR_OK;
}

/* What stood on file when it was submitted must stand there still. */
static enum err check_approval(const struct action *a,
                               const struct case_move *m, const void *in,
                               struct refusal *why)
{
    const struct outcome_rule *o = outcome_rule_of(m->c->outcome);
    enum err e = ERR_OK;

    if (o && a->choose == approved_to)
        e = check_needs(o->needs & NEEDS_ON_FILE, a, m, o, in, why);
    if (e != ERR_OK)
        why->pointer = ""; /* nothing that this body holds */
    return e;
}

/* The outcome that the action claims, with what proves it. */
static const char *claim_of(const struct action *a, const struct case_move *m,
                            const void *in)
{
    const char *conclusion = m->c->conclusion;

    if (a->outcome)
        return a->outcome;
    if (a->papers & PAPER_PERIOD)
        return m->c->outcome;
    if (a->papers & PAPER_CONCLUSION)
        return conclusion && strcmp(conclusion, "missing") == 0 ? "missing"
                                                                : "residence";
    if (a->papers & PAPER_APPRAISAL)
        return text_of(a, in, "placement");
    return text_of(a, in, "outcome");
}

static enum err check_outcome(const struct action *a, const struct case_move *m,
                              const void *in, struct refusal *why)
{
    const struct outcome_rule *o = outcome_rule_of(claim_of(a, m, in));
    bool arranging = case_state_of(m->c->state) == CASE_ARRANGING;

    if (!(a->to >> CASE_REVIEW & 1))
        return check_approval(a, m, in, why);
    if (!o)
        return refuse(why, ERR_INVALID, "outcome", "code",
                      "不能以这种结果提交销号。");
    if (arranging && o->disposition &&
        (!m->c->disposition || strcmp(o->disposition, m->c->disposition) != 0))
        return refuse(why, ERR_RULE, "outcome", "outcome.disposition",
                      "销号结果与个案的处置类别不符，没有做任何改动。");
    if (given(evidence_of(in), o->evidence) == 0)
        return refuse(why, ERR_RULE, "evidence", "evidence.required",
                      "缺少这种销号结果必须的证明材料，没有做任何改动。"
                      "请上传后再提交。");
    if (!(a->papers & PAPER_PERIOD))
        TRY(check_needs(o->needs, a, m, o, in, why));
    return check_period(a, m, o, in, why);
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
    enum case_level level = case_level_of(m->c->level), to = level;

    if (a->level == LEVEL_UP)
        to = case_level_above(level, m->child->levels);
    else if (a->level == LEVEL_WATCHER)
        to = case_level_lowest(m->child->levels);
    else if (a->level == LEVEL_ACTOR && role_level(m->act->role) > level)
        to = role_level(m->act->role);
    next->level = case_level_code(to);
}

/* Who is taught at home, exempt or missing is looked at again after a year. */
static void begin_period(const struct case_move *m, struct case_row *next)
{
    const struct outcome_rule *o = outcome_rule_of(next->outcome);

    if (o && o->after == AFTER_PERIOD && !next->period_until)
        next->period_until = m->act->year_later;
}

static void note_closing(enum case_state to, const struct case_move *m,
                         struct case_row *next)
{
    if (to == CASE_REVIEW)
        next->submitted_by = m->act->account_id;
    if (to == CASE_REVIEW)
        next->closed_at = INT_NONE;
    if ((to == CASE_WATCHING || to == CASE_CLOSED || to == CASE_DISMISSED) &&
        next->closed_at == INT_NONE)
        next->closed_at = m->act->now_ms;
    if (to == CASE_WATCHING)
        begin_period(m, next);
}

/* A paper of the law gives its own time: the level's limit, or the day by
 * which it is to be obeyed, whichever is later. */
static int64_t due_after(const struct action *a, const struct case_move *m,
                         const void *in, const struct case_row *next)
{
    const char *deadline = a->deadline ? text_of(a, in, a->deadline) : NULL;
    int64_t due = case_due_at(next, m->clock, m->act->now_ms), day;

    if (deadline && clock_date_ms(deadline, &day) &&
        day + CLOCK_DAY_MS - 1 > due)
        due = day + CLOCK_DAY_MS - 1;
    return due;
}

/* Is somebody at a level responsible, before and after? */
static bool levelled(const char *state)
{
    return case_state_of(state) <= CASE_ENFORCING;
}

/*
 * A level has its time once for each kind of step: whoever arranges, resumes
 * and arranges again, or admonishes every week, does not keep the case from
 * going up.  A higher level, review and the watch
 * begin anew.
 */
static void set_clock(const struct action *a, const struct case_move *m,
                      const void *in, struct case_row *next)
{
    int64_t bit = INT64_C(1) << (a - actions);
    bool stays = levelled(m->c->state) && levelled(next->state) &&
                 strcmp(m->c->level, next->level) == 0;
    int64_t used = stays && m->c->clock_used != INT_NONE ? m->c->clock_used : 0;
    int64_t due = due_after(a, m, in, next);

    if (a->clock == CLOCK_RESTART && !(used & bit)) {
        next->due_at = due;
        used |= bit;
    }
    next->clock_used = used;
}

/* What is arranged already is not arranged anew. */
static enum err check_change(const struct action *a, const struct case_move *m,
                             const void *in, struct refusal *why)
{
    const char *to = text_of(a, in, "disposition");

    if (!to || case_state_of(m->c->state) != CASE_ARRANGING ||
        !m->c->disposition || strcmp(to, m->c->disposition) != 0)
        return ERR_OK;
    return refuse(why, ERR_RULE, "disposition", "disposition.same",
                  "个案已经按这一处置类别办理，没有做任何改动。"
                  "要改变处置类别，请选另一类。");
}

enum err action_apply(const struct action *a, const struct case_move *m,
                      const void *in, struct case_row *next,
                      struct refusal *why)
{
    struct case_row c = *m->c;
    enum case_state to;

    TRY(action_may(a, m, why));
    TRY(check_dates(a, m, in, why));
    TRY(check_evidence(a, in, why));
    TRY(check_outcome(a, m, in, why));
    TRY(check_change(a, m, in, why));
    to = state_after(a, m->c, in);
    c.state = case_state_code(to);
    if (a->outcome)
        c.outcome = a->outcome;
    if (a->effect)
        a->effect(&c, in);
    apply_level(a, m, &c);
    note_closing(to, m, &c);
    set_clock(a, m, in, &c);
    *next = c;
    return ERR_OK;
}
