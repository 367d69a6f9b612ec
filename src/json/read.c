/* JSON body and query string → struct, by its field table. */
#include "json/read.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "text/utf8.h"

/* The reason for refusing a text, NULL when it is fit to be stored. */
static const char *unfit(const char *s, bool multiline)
{
    enum text_fault fault =
        text_check(s, strlen(s), multiline ? TEXT_MULTILINE : 0);

    return fault == TEXT_FINE ? NULL : text_fault_says(fault);
}

void bad_add(struct bad_list *l, const char *pointer, const char *code,
             const char *detail)
{
    if (l->n < BAD_MAX)
        l->items[l->n++] = (struct bad) { pointer, code, detail };
}

/* Depth and number of values, counted before jansson allocates for them. */
static const char *within_caps(const char *s, size_t len)
{
    size_t depth = 0, nodes = 0;
    bool in_text = false;

    for (size_t i = 0; i < len; i++) {
        char c = s[i];

        if (in_text) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            nodes++;
            if (++depth > JSON_DEPTH_MAX)
                return "括号嵌套太深。";
        } else if (c == '}' || c == ']') {
            depth -= depth > 0;
        } else if (c == ',') {
            nodes++;
        }
    }
    return nodes > JSON_NODES_MAX ? "内容的项数太多。" : NULL;
}

/* Where the reader stands: one object and its JSON pointer. */
struct at {
    struct arena *arena;
    struct bad_list *bad;
    const char *pointer;
};

static const char *at_member(const struct at *at, const char *name)
{
    const char *p = arena_printf(at->arena, "%s/%s", at->pointer, name);

    return p ? p : "";
}

static enum err read_object(const struct record *r, json_t *j, void *out,
                            const struct at *at);

static const char *text_rule(const struct field *f, const char *in,
                             struct arena *a, const char **out)
{
    const char *why = unfit(in, f->flags & MULTILINE);
    int64_t n;

    if (why)
        return why;
    *out = in;
    if (f->clean && (why = f->clean(a, in, out)))
        return why;
    n = (int64_t)utf8_count(*out, strlen(*out));
    if (n < f->min)
        return f->min == 1 ? "不能为空。"
                           : arena_printf(a, "至少 %d 个字。", (int)f->min);
    if (f->max && n > f->max)
        return arena_printf(a, "最多 %d 个字，现有 %d 个字。", (int)f->max,
                            (int)n);
    return NULL;
}

static const char *code_rule(const struct field *f, const char *in,
                             struct arena *a, const char **out)
{
    if (!code_known(f->codes, in))
        return arena_printf(a, "不是“%s”里的代码。", f->codes->title);
    *out = arena_strdup(a, in);
    return NULL;
}

static const char *int_rule(const struct field *f, int64_t v, struct arena *a)
{
    if (f->type == FIELD_INT && (f->min || f->max) &&
        (v < f->min || v > f->max)) {
        if (f->max == INT64_MAX)
            return arena_printf(a, "应不小于 %lld。", (long long)f->min);
        return arena_printf(a, "应在 %lld 到 %lld 之间。", (long long)f->min,
                            (long long)f->max);
    }
    return NULL;
}

/* Any text-typed field from a text; the reason when it does not fit. */
static const char *from_text(const struct field *f, const char *s,
                             struct arena *a, void *object)
{
    const char **text = field_at(f, object);
    const char *out = NULL, *why = NULL;
    int32_t days;

    switch (f->type) {
    case FIELD_TEXT:
        why = text_rule(f, s, a, &out);
        if (!why)
            *text = out == s ? arena_strdup(a, s) : out;
        return why;
    case FIELD_CODE:
        why = code_rule(f, s, a, &out);
        if (!why)
            *text = out;
        return why;
    case FIELD_DATE:
        if (!clock_date_days(s, &days))
            return "应为存在的日期，写作 2026-08-31。";
        *text = arena_strdup(a, s);
        return NULL;
    case FIELD_TIME:
        if (!clock_time_parse(s, field_at(f, object)))
            return "应为带时区的时间，写作 2026-08-31T09:00:00+08:00。";
        return NULL;
    default:
        return "类型不对。";
    }
}

static void refuse(const struct at *at, const struct field *f, const char *code,
                   const char *why)
{
    const char *detail = arena_printf(at->arena, "%s：%s", f->label, why);

    bad_add(at->bad, at_member(at, f->name), code, detail ? detail : why);
}

static enum err read_texts(const struct field *f, json_t *j, void *object,
                           const struct at *at)
{
    struct list *l = field_at(f, object);
    size_t n = json_array_size(j);
    const char **items = arena_array(at->arena, n, sizeof *items);

    if (!items)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const char *s = json_string_value(json_array_get(j, i));

        if (!s || unfit(s, false) || utf8_count(s, strlen(s)) > 200) {
            refuse(at, f, "type", "各项应为不超过 200 字的文字。");
            return ERR_OK;
        }
        items[i] = arena_strdup(at->arena, s);
        if (!items[i])
            return ERR_NO_MEMORY;
    }
    *l = (struct list) { items, n };
    return ERR_OK;
}

static enum err read_list(const struct field *f, json_t *j, void *object,
                          const struct at *at)
{
    struct list *l = field_at(f, object);
    size_t n = json_array_size(j);
    char *items;

    if (f->max && n > (size_t)f->max) {
        refuse(at, f, "range",
               arena_printf(at->arena, "最多 %d 项。", (int)f->max));
        return ERR_OK;
    }
    if (f->type == FIELD_TEXTS)
        return read_texts(f, j, object, at);
    items = arena_array(at->arena, n, f->sub->size);
    if (!items)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        struct at sub = *at;

        sub.pointer =
            arena_printf(at->arena, "%s/%s/%zu", at->pointer, f->name, i);
        if (!sub.pointer)
            return ERR_NO_MEMORY;
        TRY(read_object(f->sub, json_array_get(j, i), items + i * f->sub->size,
                        &sub));
    }
    *l = (struct list) { items, n };
    return ERR_OK;
}

static enum err read_sub(const struct field *f, json_t *j, void *object,
                         const struct at *at)
{
    void *sub = arena_alloc(at->arena, f->sub->size);
    struct at deeper = *at;

    deeper.pointer = at_member(at, f->name);
    if (!sub)
        return ERR_NO_MEMORY;
    TRY(read_object(f->sub, j, sub, &deeper));
    *(void **)field_at(f, object) = sub;
    return ERR_OK;
}

static enum err read_raw(const struct field *f, json_t *j, void *object,
                         const struct at *at)
{
    char *dumped = json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY);
    const char **text = field_at(f, object);

    if (!dumped)
        return ERR_NO_MEMORY;
    *text = arena_strdup(at->arena, dumped);
    free(dumped);
    return *text ? ERR_OK : ERR_NO_MEMORY;
}

static enum err read_scalar(const struct field *f, json_t *j, void *object,
                            const struct at *at)
{
    const char *why = NULL, *s = json_string_value(j);

    if (f->type == FIELD_INT && json_is_integer(j)) {
        int64_t v = json_integer_value(j);

        why = int_rule(f, v, at->arena);
        *(int64_t *)field_at(f, object) = v;
    } else if (f->type == FIELD_BOOL && json_is_boolean(j)) {
        *(int64_t *)field_at(f, object) = json_is_true(j);
    } else if (f->type == FIELD_REAL && json_is_number(j)) {
        *(double *)field_at(f, object) = json_number_value(j);
    } else if (s && f->type != FIELD_INT && f->type != FIELD_BOOL &&
               f->type != FIELD_REAL) {
        why = from_text(f, s, at->arena, object);
        if (why)
            refuse(at, f, f->type == FIELD_CODE ? "code" : "format", why);
        return ERR_OK;
    } else {
        refuse(at, f, "type", "类型不对。");
        return ERR_OK;
    }
    if (why)
        refuse(at, f, "range", why);
    return ERR_OK;
}

static enum err read_member(const struct field *f, json_t *j, void *object,
                            const struct at *at)
{
    if (json_is_null(j)) {
        if (f->flags & REQUIRED)
            refuse(at, f, "required", "必须填写。");
        else if (!(f->flags & NULLABLE))
            refuse(at, f, "type", "不能为 null，不填请去掉这一项。");
        return ERR_OK;
    }
    switch (f->type) {
    case FIELD_OBJECT:
        if (json_is_object(j))
            return read_sub(f, j, object, at);
        break;
    case FIELD_LIST:
    case FIELD_TEXTS:
        if (json_is_array(j))
            return read_list(f, j, object, at);
        break;
    case FIELD_JSON:
        return read_raw(f, j, object, at);
    default:
        return read_scalar(f, j, object, at);
    }
    refuse(at, f, "type", "类型不对。");
    return ERR_OK;
}

static void check_required(const struct record *r, uint64_t seen,
                           const struct at *at)
{
    for (size_t i = 0; r->fields[i].type != FIELD_END; i++)
        if (r->fields[i].flags & REQUIRED && !(seen >> i & 1))
            refuse(at, &r->fields[i], "required", "必须填写。");
}

static enum err read_object(const struct record *r, json_t *j, void *out,
                            const struct at *at)
{
    uint64_t seen = 0;
    const char *name;
    json_t *value;

    record_clear(r, out);
    if (!json_is_object(j)) {
        bad_add(at->bad, at->pointer, "type", "应为一个对象。");
        return ERR_OK;
    }
    json_object_foreach(j, name, value)
    {
        size_t i;
        const struct field *f = record_field(r, name, &i);

        if (!f) {
            bad_add(at->bad, at_member(at, unfit(name, false) ? "?" : name),
                    "unknown", "没有这一项。");
            continue;
        }
        seen |= UINT64_C(1) << i;
        TRY(read_member(f, value, out, at));
    }
    check_required(r, seen, at);
    if (r->seen != NO_SEEN)
        *(uint64_t *)((char *)out + r->seen) = seen;
    return ERR_OK;
}

enum err json_read(const struct record *r, const char *text, size_t len,
                   struct arena *a, void *out, struct bad_list *l)
{
    struct at at = { a, l, "" };
    json_error_t why;
    const char *cap;
    json_t *j;
    enum err e;

    if (len > JSON_BODY_MAX)
        return ERR_TOO_LARGE;
    if ((cap = within_caps(text, len))) {
        bad_add(l, "", "json.caps", cap);
        return ERR_SYNTAX;
    }
    j = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
    if (!j) {
        const char *s =
            arena_printf(a, "第 %d 行第 %d 列附近有误。", why.line, why.column);

        bad_add(l, "",
                json_error_code(&why) == json_error_duplicate_key
                    ? "json.duplicate_key"
                    : "json.malformed",
                s ? s : "");
        return ERR_SYNTAX;
    }
    e = read_object(r, j, out, &at);
    json_decref(j);
    return e != ERR_OK ? e : l->n ? ERR_INVALID : ERR_OK;
}

const char *field_read_text(const struct field *f, const char *value,
                            struct arena *a, void *object)
{
    char *end;
    long long v;

    if (f->type == FIELD_BOOL) {
        if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
            return "应为 true 或 false。";
        *(int64_t *)field_at(f, object) = value[0] == 't';
        return NULL;
    }
    if (f->type != FIELD_INT)
        return from_text(f, value, a, object);
    if ((*value < '0' || *value > '9') && *value != '-')
        return "应为整数。";
    v = strtoll(value, &end, 10);
    if (*end || end - value > 18)
        return "应为整数。";
    *(int64_t *)field_at(f, object) = v;
    return int_rule(f, v, a);
}

enum err query_read(const struct record *r, const struct pair *pairs, size_t n,
                    struct arena *a, void *out, struct bad_list *l)
{
    struct at at = { a, l, "" };
    uint64_t seen = 0;

    record_clear(r, out);
    for (size_t k = 0; k < n; k++) {
        size_t i;
        const struct field *f = record_field(r, pairs[k].name, &i);
        const char *why;

        if (!f) {
            bad_add(l, at_member(&at, pairs[k].name), "unknown",
                    "没有这个筛选条件。");
        } else if (seen >> i & 1) {
            refuse(&at, f, "duplicate", "只能出现一次。");
        } else {
            seen |= UINT64_C(1) << i;
            why = field_read_text(f, pairs[k].value, a, out);
            if (why)
                refuse(&at, f, "format", why);
        }
    }
    check_required(r, seen, &at);
    return l->n ? ERR_INVALID : ERR_OK;
}
