/* 督查: the table of its steps, and their rules. */
#include <string.h>

#include "domain/clean.h"
#include "domain/inspection.h"
#include "refuse.h"

/* ---- bodies ------------------------------------------------------------ */
#define EVIDENCE(tag)                                                          \
    F_LIST(tag, evidence, "证据", OPTIONAL, EVIDENCE_MOST, evidence_in)
#define WORDS(tag, member, text, opts, most)                                   \
    F_CLEAN(tag, member, text, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,    \
            most, clean_text)

static const struct field start_fields[] = { EVIDENCE(inspection_move), F_END };
const struct record inspection_start =
    RECORD(inspection_move, "InspectionStart", "开始检查", start_fields);

static const struct field reschedule_fields[] = {
    EVIDENCE(inspection_move),
    F_DATE(inspection_move, planned_on, "改到哪天", REQUIRED),
    WORDS(inspection_move, reason, "改期的原因", REQUIRED, 500), F_END
};
const struct record inspection_reschedule =
    RECORD(inspection_move, "InspectionReschedule", "改期", reschedule_fields);

static const struct field cancel_fields[] = {
    EVIDENCE(inspection_move),
    WORDS(inspection_move, reason, "取消的原因", REQUIRED, 500), F_END
};
const struct record inspection_cancel =
    RECORD(inspection_move, "InspectionCancel", "取消督查", cancel_fields);

static const struct field find_fields[] = {
    EVIDENCE(inspection_find),
    F_TEXT(inspection_find, item, "检查项", OPTIONAL, 1, 40),
    WORDS(inspection_find, detail, "发现了什么", REQUIRED, 1000), F_END
};
const struct record inspection_find =
    RECORD(inspection_find, "InspectionFind", "记录督导发现", find_fields);

static const struct field close_fields[] = {
    EVIDENCE(inspection_close),
    WORDS(inspection_close, experience, "经验做法", OPTIONAL, 1000),
    WORDS(inspection_close, shortcomings, "存在不足", OPTIONAL, 1000), F_END
};
const struct record inspection_close =
    RECORD(inspection_close, "InspectionClose", "结束检查", close_fields);

/* ---- the table --------------------------------------------------------- */
static const struct supervision_step steps[] = {
    { "start", "开始检查", "planned", "open", BY_INSPECTOR, &inspection_start,
      NULL, 0 },
    { "find", "记录督导发现", "open", NULL, BY_INSPECTOR, &inspection_find,
      "inspection_photo", 0 },
    { "close", "结束检查", "open", "closed", BY_INSPECTOR, &inspection_close,
      NULL, 0 },
    { "reschedule", "改期", "planned", NULL, BY_INSPECTOR,
      &inspection_reschedule, NULL, 0 },
    { "cancel", "取消督查", "planned", "cancelled", BY_INSPECTOR,
      &inspection_cancel, NULL, 0 },
};
const struct supervision_table inspection_steps = {
    steps,
    sizeof steps / sizeof *steps,
    RIGHT_INSPECT,
    RIGHT_RECTIFY,
    "这一事项由督查的单位办理，没有做任何改动。",
    NULL,
    NULL
};

const struct record *inspection_step_body(const char *action)
{
    const struct supervision_step *s =
        supervision_step_of(&inspection_steps, action);

    return s ? s->in : NULL;
}

/* ---- rules ------------------------------------------------------------- */
static struct supervision_thing thing_of(const struct inspection_row *g)
{
    return (struct supervision_thing) { g->state, g->unit, g->inspector,
                                        INT_NONE };
}

enum err inspection_plan_may(const struct inspection_in *in,
                             const char *unit_kind, const struct act *act,
                             struct refusal *why)
{
    if (!unit_kind || strcmp(unit_kind, "supervision") == 0)
        return refuse(why, ERR_INVALID, "unit", "unknown",
                      "没有这个可以督查的单位，没有保存。请重新选择。");
    if (act->role != ROLE_INSPECTOR && strcmp(unit_kind, "school") != 0)
        return refuse(why, ERR_RULE, "unit", "inspection.unit",
                      "教育局检查学校，其他单位由督导室督查，没有保存。");
    if (strcmp(in->planned_on, act->today) < 0)
        return refuse(why, ERR_INVALID, "planned_on", "date.past",
                      "计划日期早于今天，没有保存。请改成今天或以后的日期。");
    return ERR_OK;
}

enum err check_may(const struct inspection_row *g, const struct act *act,
                   struct refusal *why)
{
    static const struct supervision_step fill_in = {
        "check", "填写检查表", "open", NULL, BY_INSPECTOR, NULL, NULL, 0
    };
    const struct supervision_thing t = thing_of(g);

    return supervision_may(&inspection_steps, &fill_in, &t, act, why);
}

static enum err at(struct arena *a, size_t i, const char *member,
                   const char *code, const char *detail, struct refusal *why)
{
    const char *pointer = arena_printf(a, "answers/%zu/%s", i, member);

    return pointer ? refuse(why, ERR_INVALID, pointer, code, detail)
                   : ERR_NO_MEMORY;
}

enum err check_fits(const char *unit_kind, const struct list *answers,
                    struct arena *a, struct refusal *why)
{
    const struct check_answer *g = answers->items;

    for (size_t i = 0; i < answers->n; i++) {
        if (!check_item_of(unit_kind, g[i].item))
            return at(a, i, "item", "unknown",
                      "检查表里没有这一项，没有保存。请刷新页面。", why);
        for (size_t k = 0; k < i; k++)
            if (strcmp(g[k].item, g[i].item) == 0)
                return at(a, i, "item", "repeated",
                          "同一项填了两次，没有保存。请刷新页面。", why);
        if (strcmp(g[i].answer, "no") == 0 && !(g[i].note && *g[i].note))
            return at(a, i, "note", "required",
                      "结果为“否”的要说明情况，没有保存。请补填说明。", why);
    }
    return ERR_OK;
}

static enum err reschedule(const struct inspection_move *in,
                           const struct act *act, struct inspection_row *g,
                           struct refusal *why)
{
    if (strcmp(in->planned_on, act->today) < 0)
        return refuse(why, ERR_INVALID, "planned_on", "date.past",
                      "新的日期早于今天，没有保存。请改成今天或以后的日期。");
    g->planned_on = in->planned_on;
    g->reason = in->reason;
    return ERR_OK;
}

static enum err close_it(const struct inspection_close *in, int64_t unanswered,
                         struct inspection_row *g, struct refusal *why)
{
    if (unanswered > 0)
        return refuse(why, ERR_RULE, "", "inspection.unanswered",
                      "检查表还有没填的项，不能结束，没有做任何改动。"
                      "请先填完；不适用的项选“不适用”。");
    g->experience = in->experience;
    g->shortcomings = in->shortcomings;
    return ERR_OK;
}

enum err inspection_apply(const struct supervision_step *s,
                          const char *unit_kind, int64_t unanswered,
                          const struct act *act, const void *in,
                          struct inspection_row *g, struct refusal *why)
{
    const struct supervision_thing t = thing_of(g);

    TRY(supervision_may(&inspection_steps, s, &t, act, why));
    TRY(supervision_evidence_fits(s, in, why));
    if (s->in == &inspection_reschedule)
        TRY(reschedule(in, act, g, why));
    else if (s->in == &inspection_cancel)
        g->reason = ((const struct inspection_move *)in)->reason;
    else if (s->in == &inspection_start)
        g->held_on = act->today;
    else if (s->in == &inspection_close)
        TRY(close_it(in, unanswered, g, why));
    else {
        const struct inspection_find *f = in;

        if (f->item && !check_item_of(unit_kind, f->item))
            return refuse(why, ERR_INVALID, "item", "unknown",
                          "检查表里没有这一项，没有保存。请重新选择。");
    }
    if (s->to)
        g->state = s->to;
    return ERR_OK;
}

/* ---- what may be done now ---------------------------------------------- */
static enum err offer_items(const char *unit_kind, struct arena *a,
                            struct field_view *f)
{
    struct option_view *o = arena_array(a, CHECK_ITEMS_MOST, sizeof *o);
    size_t n = 0;

    if (!o)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < check_items_n && n < CHECK_ITEMS_MOST; i++)
        if (strcmp(check_items[i].unit_kind, unit_kind) == 0)
            o[n++] = (struct option_view) { check_items[i].name,
                                            check_items[i].label };
    f->type = "code";
    f->options = (struct list) { o, n };
    return ERR_OK;
}

enum err inspection_allowed(const struct inspection_row *g,
                            const char *unit_kind, const struct act *act,
                            struct arena *a, struct list *out)
{
    const struct supervision_thing t = thing_of(g);
    struct action_view *v;

    TRY(supervision_allowed(&inspection_steps, &t, act, a, out));
    v = out->items;
    for (size_t i = 0; i < out->n; i++) {
        struct field_view *f = v[i].fields.items;

        for (size_t k = 0; k < v[i].fields.n; k++)
            if (strcmp(f[k].name, "item") == 0)
                TRY(offer_items(unit_kind, a, &f[k]));
    }
    return ERR_OK;
}
