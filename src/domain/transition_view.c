/* The transition table as others see it: forms, facts, a drawing. */
#include <stdio.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/transition.h"
#include "json/write.h"

static const struct field option_view_fields[] = {
    F_TEXT(option_view, code, "代码", REQUIRED, 1, 40),
    F_TEXT(option_view, label, "名称", REQUIRED, 1, 60), F_END
};
const struct record option_view =
    RECORD(option_view, "Option", "选项", option_view_fields);

static const struct field field_view_fields[] = {
    F_TEXT(field_view, name, "成员名", REQUIRED, 1, 40),
    F_TEXT(field_view, label, "名称", REQUIRED, 1, 60),
    F_TEXT(field_view, type, "类型", REQUIRED, 1, 10),
    F_BOOL(field_view, required, "必填", REQUIRED),
    F_LIST(field_view, options, "选项", REQUIRED, 100, option_view),
    F_INT(field_view, max, "最多字数", OPTIONAL, 0, 100000),
    F_END
};
const struct record field_view =
    RECORD(field_view, "Field", "要填的项", field_view_fields);

static const struct field evidence_view_fields[] = {
    F_CODE(evidence_view, kind, "材料类别", REQUIRED, evidence_kinds),
    F_TEXT(evidence_view, label, "名称", REQUIRED, 1, 60),
    F_BOOL(evidence_view, required, "必须", REQUIRED), F_END
};
const struct record evidence_view =
    RECORD(evidence_view, "Evidence", "要交的材料", evidence_view_fields);

static const struct field action_view_fields[] = {
    F_TEXT(action_view, action, "事项代码", REQUIRED, 1, 20),
    F_TEXT(action_view, label, "事项", REQUIRED, 1, 20),
    F_LIST(action_view, fields, "要填的项", REQUIRED, 40, field_view),
    F_LIST(action_view, evidence, "要交的材料", REQUIRED, EVIDENCE_ASKS,
           evidence_view),
    F_INT(action_view, evidence_least, "至少几份材料", REQUIRED, 0, 20),
    F_END
};
const struct record action_view =
    RECORD(action_view, "AllowedAction", "可办理的事项", action_view_fields);

/* ---- allowed actions ---- */
static const char *type_name(const struct field *f)
{
    switch (f->type) {
    case FIELD_INT:
        return "integer";
    case FIELD_REAL:
        return "number";
    case FIELD_BOOL:
        return "boolean";
    case FIELD_DATE:
        return "date";
    case FIELD_TIME:
        return "time";
    case FIELD_CODE:
        return "code";
    default:
        return "text";
    }
}

static enum err options_of(const struct code_table *t, struct arena *a,
                           struct list *out)
{
    size_t n = 0;
    struct option_view *o;

    while (t->rows[n].code)
        n++;
    o = arena_array(a, n, sizeof *o);
    if (!o)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        o[i] = (struct option_view) { t->rows[i].code, t->rows[i].label };
    *out = (struct list) { o, n };
    return ERR_OK;
}

enum err action_fields(const struct record *r, struct arena *a,
                       struct list *out)
{
    struct field_view *v = arena_array(a, record_fields(r), sizeof *v);
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        if (f->type == FIELD_LIST)
            continue; /* evidence has a place of its own */
        v[n] = (struct field_view) { .name = f->name,
                                     .label = f->label,
                                     .type = type_name(f),
                                     .required = (f->flags & REQUIRED) != 0,
                                     .max = INT_NONE };
        if (f->type == FIELD_TEXT)
            v[n].max = f->max;
        if (f->type == FIELD_CODE)
            TRY(options_of(f->codes, a, &v[n].options));
        n++;
    }
    *out = (struct list) { v, n };
    return ERR_OK;
}

static enum err asks_of(const struct action *act, struct arena *a,
                        struct list *out)
{
    struct evidence_view *v = arena_array(a, EVIDENCE_ASKS, sizeof *v);
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (; n < EVIDENCE_ASKS && act->evidence[n].kind; n++)
        v[n] =
            (struct evidence_view) { .kind = act->evidence[n].kind,
                                     .label = code_label(&evidence_kinds,
                                                         act->evidence[n].kind),
                                     .required = act->evidence[n].required };
    *out = (struct list) { v, n };
    return ERR_OK;
}

enum err actions_allowed(const struct case_move *m, struct arena *a,
                         struct list *out)
{
    struct action_view *v = arena_array(a, actions_n, sizeof *v);
    struct refusal why;
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (const struct action *act = actions; act < actions + actions_n; act++) {
        if (action_may(act, m, &why) != ERR_OK)
            continue;
        v[n].action = act->name;
        v[n].label = act->label;
        v[n].evidence_least = act->least;
        TRY(action_fields(act->in, a, &v[n].fields));
        TRY(asks_of(act, a, &v[n].evidence));
        n++;
    }
    *out = (struct list) { v, n };
    return ERR_OK;
}

/* ---- what is kept of an action ---- */
#define FACT_MAX CLOCK_WRITTEN_MAX /* no shorter than a number */

/* False when the member is empty or has no short form; `shown` holds a number
 * or a date as it is written. */
static bool fact_value(const struct field *f, const void *in,
                       char shown[FACT_MAX], const char **value)
{
    if (f->type == FIELD_BOOL || f->type == FIELD_INT) {
        int64_t v = field_int(f, in);

        if (v == INT_NONE || f->max == INT64_MAX) /* empty, or an id */
            return false;
        snprintf(shown, FACT_MAX, "%lld", (long long)v);
        *value = f->type == FIELD_INT ? shown : v ? "是" : "否";
        return true;
    }
    if (!field_is_text(f) || !field_text(f, in) || !*field_text(f, in))
        return false;
    *value = field_text(f, in);
    if (f->type == FIELD_CODE)
        *value = code_label(f->codes, *value);
    if (f->type == FIELD_DATE && clock_date_written(*value, shown))
        *value = shown;
    return true;
}

const char *facts_text(struct arena *a, const struct record *r, const void *in)
{
    const char *comma = "", *value, *text;
    char shown[FACT_MAX];
    struct buf b;

    buf_init(&b);
    buf_str(&b, "{\"facts\":[");
    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        if (!fact_value(f, in, shown, &value))
            continue;
        buf_str(&b, comma);
        comma = ",";
        json_write(&b, &case_fact,
                   &(struct case_fact) { f->name, f->label, value }, WRITE_ONE);
    }
    buf_str(&b, "]}");
    text = b.failed ? NULL : arena_strndup(a, b.data, b.len);
    buf_free(&b);
    return text;
}
