/* How an incident is handled: the table of its actions, and their rules. */
#include <string.h>

#include "domain/clean.h"
#include "domain/incident.h"
#include "refuse.h"

/* ---- bodies ---- */
#define WORDS(tag, member, text, opts, most)                                   \
    F_CLEAN(tag, member, text, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,    \
            most, clean_text)

static const struct field note_fields[] = {
    WORDS(incident_note, note, "做了什么", REQUIRED, 2000), F_END
};
const struct record incident_note =
    RECORD(incident_note, "IncidentNote", "记录处置情况", note_fields);

static const struct field reopen_fields[] = {
    WORDS(incident_note, note, "重新处置的原因", REQUIRED, 1000), F_END
};
const struct record incident_reopen =
    RECORD(incident_note, "IncidentReopen", "重新处置", reopen_fields);

static const struct field add_fields[] = {
    F_TEXT(incident_other, unit, "增加哪个单位", REQUIRED, 1, 20),
    WORDS(incident_other, note, "请它做什么", OPTIONAL, 1000), F_END
};
const struct record incident_add =
    RECORD(incident_other, "IncidentAdd", "增加处置单位", add_fields);

static const struct field remove_fields[] = {
    F_TEXT(incident_other, unit, "移出哪个单位", REQUIRED, 1, 20),
    WORDS(incident_other, note, "移出的原因", REQUIRED, 1000), F_END
};
const struct record incident_remove =
    RECORD(incident_other, "IncidentRemove", "移出处置单位", remove_fields);

static const struct field close_fields[] = {
    WORDS(incident_close, result, "处置结果", REQUIRED, 1000), F_END
};
const struct record incident_close =
    RECORD(incident_close, "IncidentClose", "处置完毕", close_fields);

/* ---- the table ---- */
const struct incident_action incident_actions[] = {
    { "step", "记录处置情况", "处置", "open", false, INCIDENT_SAY,
      &incident_note },
    { "add_unit", "增加处置单位", "增加处置单位", "open", true, INCIDENT_ADD,
      &incident_add },
    { "remove_unit", "移出处置单位", "移出处置单位", "open", true,
      INCIDENT_REMOVE, &incident_remove },
    { "close", "处置完毕", "处置完毕", "open", true, INCIDENT_CLOSE,
      &incident_close },
    { "reopen", "重新处置", "重新处置", "closed", true, INCIDENT_REOPEN,
      &incident_reopen },
};
const size_t incident_actions_n =
    sizeof incident_actions / sizeof *incident_actions;

const struct incident_action *incident_action_of(const char *name)
{
    for (size_t i = 0; name && i < incident_actions_n; i++)
        if (strcmp(incident_actions[i].name, name) == 0)
            return &incident_actions[i];
    return NULL;
}

const struct record *incident_action_body(const char *name)
{
    const struct incident_action *a = incident_action_of(name);

    return a ? a->in : NULL;
}

const char *incident_step_title(const char *action)
{
    const struct incident_action *a = incident_action_of(action);

    return a ? a->title : "登记";
}

/* ---- rules ---- */
/* The bureau brings the departments together (与相关部门协调处理, seed 四). */
static bool coordinates(const struct incident_row *g, const struct act *act)
{
    return act->role == ROLE_BUREAU || act->role == ROLE_BUREAU_LEAD ||
           (act->unit && strcmp(act->unit, g->unit) == 0);
}

enum err incident_may(const struct incident_action *a,
                      const struct incident_row *g, const struct act *act,
                      struct refusal *why)
{
    if (a->coordinators && !coordinates(g, act))
        return refuse(why, ERR_RULE, "", "incident.unit",
                      "这一事项由教育局或登记单位办理，没有做任何改动。"
                      "请联系它们。");
    if (strcmp(a->from, g->state) != 0)
        return refuse(why, ERR_RULE, "", "action.state",
                      "突发情况现在的状态不能办理这一事项，没有做任何改动。"
                      "请刷新后按页面列出的事项办理。");
    return ERR_OK;
}

void incident_apply(const struct incident_action *a, const struct act *act,
                    const void *in, struct incident_row *g)
{
    if (a->effect == INCIDENT_CLOSE) {
        g->state = "closed";
        g->closed_at = act->now_ms;
        g->result = ((const struct incident_close *)in)->result;
    } else if (a->effect == INCIDENT_REOPEN) {
        g->state = "open";
        g->closed_at = INT_NONE;
        g->result = NULL;
    }
}

const char *incident_words(const struct incident_action *a, const void *in)
{
    const struct field *f = record_field(a->in, "note", NULL);

    f = f ? f : record_field(a->in, "result", NULL);
    return f ? field_text(f, in) : NULL;
}

const char *incident_other_unit(const struct incident_action *a, const void *in)
{
    const struct field *f = record_field(a->in, "unit", NULL);

    return f ? field_text(f, in) : NULL;
}

/* ---- what may be done now ---- */
static bool handles(const struct list *units, const char *unit)
{
    const struct incident_unit *u = units->items;

    for (size_t i = 0; i < units->n; i++)
        if (strcmp(u[i].unit, unit) == 0)
            return true;
    return false;
}

/* Whom the form of add_unit and remove_unit offers. */
static enum err offer(const struct incident_action *x, const struct list *units,
                      const struct list *others, struct arena *a,
                      struct list *out)
{
    const struct incident_unit *u = units->items;
    const struct option_view *o = others->items;
    struct option_view *v = arena_array(a, units->n + others->n + 1, sizeof *v);
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; x->effect == INCIDENT_REMOVE && i < units->n; i++)
        v[n++] = (struct option_view) { u[i].unit, u[i].unit_name };
    for (size_t i = 0; x->effect == INCIDENT_ADD && i < others->n; i++)
        if (!handles(units, o[i].code))
            v[n++] = o[i];
    *out = (struct list) { v, n };
    return ERR_OK;
}

static enum err fields_of(const struct incident_action *x,
                          const struct list *units, const struct list *others,
                          struct arena *a, struct list *out)
{
    struct field_view *f;

    TRY(action_fields(x->in, a, out));
    f = out->items;
    for (size_t i = 0; i < out->n; i++) {
        if (strcmp(f[i].name, "unit") != 0)
            continue;
        f[i].type = "code";
        TRY(offer(x, units, others, a, &f[i].options));
    }
    return ERR_OK;
}

enum err incident_allowed(const struct incident_row *g, const struct act *act,
                          const struct list *units, const struct list *others,
                          struct arena *a, struct list *out)
{
    struct action_view *v = arena_array(a, incident_actions_n, sizeof *v);
    struct refusal why;
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    *out = (struct list) { v, 0 };
    if (!role_may(act->role, RIGHT_INCIDENT_WRITE))
        return ERR_OK;
    for (size_t i = 0; i < incident_actions_n; i++) {
        const struct incident_action *x = &incident_actions[i];

        if (incident_may(x, g, act, &why) != ERR_OK ||
            (x->effect == INCIDENT_REMOVE && units->n < 2))
            continue;
        v[n] = (struct action_view) { .action = x->name, .label = x->label };
        TRY(fields_of(x, units, others, a, &v[n].fields));
        n++;
    }
    out->n = n;
    return ERR_OK;
}
