/* Steps of supervision: who may take one, when, and with what. */
#include "domain/supervision.h"

#include <string.h>

#include "domain/codes.h"
#include "refuse.h"

static const struct field evidence_fields[] = {
    F_ID(supervision_evidence, id, "编号", REQUIRED),
    F_ID(supervision_evidence, of, "所属编号", REQUIRED),
    F_CODE(supervision_evidence, kind, "材料类别", REQUIRED, evidence_kinds),
    F_TEXT(supervision_evidence, type, "文件类型", REQUIRED, 1, 60),
    F_ID(supervision_evidence, attachment_id, "附件编号", REQUIRED),
    F_INT(supervision_evidence, size, "字节数", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record supervision_evidence =
    RECORD(supervision_evidence, "SupervisionEvidence", "督查和整改材料",
           evidence_fields);

const struct supervision_step *supervision_step_of(
    const struct supervision_table *t, const char *name)
{
    for (size_t i = 0; name && i < t->n; i++)
        if (strcmp(t->steps[i].name, name) == 0)
            return &t->steps[i];
    return NULL;
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = words; (p = strstr(p, word)); p += n)
        if ((p == words || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
            return true;
    return false;
}

static bool is_side(const struct supervision_table *t,
                    const struct supervision_step *s,
                    const struct supervision_thing *g, const struct act *act)
{
    bool inspects = s->side == BY_INSPECTOR;

    return act->unit &&
           role_may(act->role, inspects ? t->inspect : t->answer) &&
           strcmp(act->unit, inspects ? g->inspector : g->unit) == 0;
}

enum err supervision_may(const struct supervision_table *t,
                         const struct supervision_step *s,
                         const struct supervision_thing *g,
                         const struct act *act, struct refusal *why)
{
    if (!is_side(t, s, g, act))
        return refuse(why, ERR_RULE, "", "supervision.unit",
                      s->side == BY_INSPECTOR ? t->not_inspector : t->not_unit);
    if (!has_word(s->from, g->state))
        return refuse(why, ERR_RULE, "", "action.state",
                      "现在的状态不能办理这一事项，没有做任何改动。"
                      "请刷新后按页面列出的事项办理。");
    if (s->side == BY_INSPECTOR && g->reported_by == act->account_id)
        return refuse(why, ERR_RULE, "", "same_person", t->same_person);
    return ERR_OK;
}

enum err supervision_evidence_fits(const struct supervision_step *s,
                                   const struct list *evidence,
                                   struct refusal *why)
{
    const struct evidence_in *e = evidence->items;

    if (evidence->n < (size_t)s->least)
        return refuse(why, ERR_RULE, "evidence", "evidence.required",
                      "还缺证明材料，没有保存。请上传照片或文件后再提交。");
    for (size_t i = 0; i < evidence->n; i++)
        if (!s->evidence || strcmp(e[i].kind, s->evidence) != 0)
            return refuse(why, ERR_INVALID, "evidence", "evidence.kind",
                          "材料类别不对，没有保存。请按页面列出的类别上传。");
    if (evidence_repeats(evidence))
        return refuse(why, ERR_INVALID, "evidence", "evidence.repeated",
                      "同一份材料交了两次，没有保存。请去掉重复的。");
    return ERR_OK;
}

static enum err asks_of(const struct supervision_step *s, struct arena *a,
                        struct list *out)
{
    struct evidence_view *v = arena_alloc(a, sizeof *v);

    if (!v)
        return ERR_NO_MEMORY;
    *out = (struct list) { v, s->evidence ? 1 : 0 };
    if (s->evidence)
        *v = (struct evidence_view) { s->evidence,
                                      code_label(&evidence_kinds, s->evidence),
                                      s->least > 0 };
    return ERR_OK;
}

enum err supervision_allowed(const struct supervision_table *t,
                             const struct supervision_thing *g,
                             const struct act *act, struct arena *a,
                             struct list *out)
{
    struct action_view *v = arena_array(a, t->n, sizeof *v);
    struct refusal why;
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < t->n; i++) {
        const struct supervision_step *s = &t->steps[i];

        if (supervision_may(t, s, g, act, &why) != ERR_OK)
            continue;
        v[n] = (struct action_view) { .action = s->name,
                                      .label = s->label,
                                      .evidence_least = s->least };
        TRY(action_fields(s->in, a, &v[n].fields));
        TRY(asks_of(s, a, &v[n].evidence));
        n++;
    }
    *out = (struct list) { v, n };
    return ERR_OK;
}
