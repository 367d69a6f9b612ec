/* The OpenAPI 3.1 document, made from the rows and tables that serve. */
#include <string.h>

#include "base/buf.h"
#include "http/route.h"
#include "json/write.h"

#define SCHEMAS_MAX 400

/* A record as it is asked for, or as it is answered: a reply always has every
 * member, a body only what is required. */
enum side { ASKED, ANSWERED };

struct schemas {
    struct {
        const struct record *r;
        enum side side;
    } items[SCHEMAS_MAX];
    size_t n;
};

static void need(struct schemas *s, const struct record *r, enum side side)
{
    if (!r)
        return;
    for (size_t i = 0; i < s->n; i++)
        if (s->items[i].r == r && s->items[i].side == side)
            return;
    if (s->n == SCHEMAS_MAX)
        return;
    s->items[s->n].r = r;
    s->items[s->n++].side = side;
    for (const struct field *f = r->fields; f->type != FIELD_END; f++)
        if (f->type == FIELD_OBJECT || f->type == FIELD_LIST)
            need(s, f->sub, side);
}

static bool asked_too(const struct schemas *s, const struct record *r)
{
    bool asked = false, answered = false;

    for (size_t i = 0; i < s->n; i++) {
        asked |= s->items[i].r == r && s->items[i].side == ASKED;
        answered |= s->items[i].r == r && s->items[i].side == ANSWERED;
    }
    return asked && answered;
}

static void schema_name(struct buf *b, const struct schemas *s,
                        const struct record *r, enum side side)
{
    buf_str(b, r->name);
    if (side == ASKED && asked_too(s, r))
        buf_str(b, "Input");
}

static void schema_ref(struct buf *b, const struct schemas *s,
                       const struct record *r, enum side side)
{
    buf_str(b, "{\"$ref\":\"#/components/schemas/");
    schema_name(b, s, r, side);
    buf_str(b, "\"}");
}

/* ---- one member -------------------------------------------------------- */
static const char *json_type(enum field_type t)
{
    switch (t) {
    case FIELD_INT:
        return "integer";
    case FIELD_BOOL:
        return "boolean";
    case FIELD_REAL:
        return "number";
    default:
        return "string";
    }
}

static bool may_be_null(const struct field *f, enum side side)
{
    return side == ANSWERED ? !(f->flags & REQUIRED) : f->flags & NULLABLE;
}

static void limits(struct buf *b, const struct field *f)
{
    if (f->type == FIELD_TEXT && !(f->flags & (MASK_ALWAYS | MASK_LIST))) {
        if (f->min)
            buf_printf(b, ",\"minLength\":%lld", (long long)f->min);
        if (f->max)
            buf_printf(b, ",\"maxLength\":%lld", (long long)f->max);
    } else if (f->type == FIELD_INT && (f->min || f->max)) {
        buf_printf(b, ",\"minimum\":%lld", (long long)f->min);
        if (f->max != INT64_MAX)
            buf_printf(b, ",\"maximum\":%lld", (long long)f->max);
    } else if (f->type == FIELD_DATE) {
        buf_str(b, ",\"format\":\"date\"");
    } else if (f->type == FIELD_TIME) {
        buf_str(b, ",\"format\":\"date-time\"");
    }
}

static void enumeration(struct buf *b, const struct field *f, bool null)
{
    buf_str(b, ",\"enum\":[");
    for (const struct code *c = f->codes->rows; c->code; c++) {
        if (c != f->codes->rows)
            buf_char(b, ',');
        json_write_text(b, c->code);
    }
    buf_str(b, null ? ",null]" : "]");
}

static void member_schema(struct buf *b, const struct schemas *s,
                          const struct field *f, enum side side)
{
    bool null = may_be_null(f, side);

    switch (f->type) {
    case FIELD_OBJECT:
        buf_str(b, null ? "{\"anyOf\":[" : "{\"allOf\":[");
        schema_ref(b, s, f->sub, side);
        buf_str(b, null ? ",{\"type\":\"null\"}]" : "]");
        break;
    case FIELD_LIST:
        buf_str(b, "{\"type\":\"array\",\"items\":");
        schema_ref(b, s, f->sub, side);
        break;
    case FIELD_TEXTS:
        buf_str(b, "{\"type\":\"array\",\"items\":{\"type\":\"string\"}");
        break;
    case FIELD_JSON:
        buf_char(b, '{');
        break;
    default:
        buf_printf(b, null ? "{\"type\":[\"%s\",\"null\"]" : "{\"type\":\"%s\"",
                   json_type(f->type));
        if (f->type == FIELD_CODE)
            enumeration(b, f, null);
        /* A masked or stored value may be longer than what may be sent. */
        if (side == ASKED || f->type == FIELD_DATE || f->type == FIELD_TIME)
            limits(b, f);
    }
    buf_str(b,
            f->type == FIELD_JSON ? "\"description\":" : ",\"description\":");
    json_write_text(b, f->label);
    buf_char(b, '}');
}

static void record_schema(struct buf *b, const struct schemas *s,
                          const struct record *r, enum side side)
{
    bool first = true;

    buf_str(b, "{\"type\":\"object\",\"title\":");
    json_write_text(b, r->title);
    buf_str(b, ",\"additionalProperties\":false,\"properties\":{");
    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        if (side == ANSWERED && f->flags & COLUMN_ONLY)
            continue;
        buf_str(b, first ? "\"" : ",\"");
        buf_str(b, f->name);
        buf_str(b, "\":");
        member_schema(b, s, f, side);
        first = false;
    }
    buf_str(b, "},\"required\":[");
    first = true;
    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        if (side == ANSWERED ? (f->flags & COLUMN_ONLY) != 0
                             : !(f->flags & REQUIRED))
            continue;
        buf_str(b, first ? "\"" : ",\"");
        buf_str(b, f->name);
        buf_char(b, '"');
        first = false;
    }
    buf_str(b, "]}");
}

/* ---- one operation ----------------------------------------------------- */
static void path_parameters(struct buf *b, const char *path, bool *first)
{
    for (const char *p = strchr(path, '{'); p; p = strchr(p + 1, '{')) {
        size_t n = strcspn(p + 1, "}");
        bool id = n == 2 && strncmp(p + 1, "id", 2) == 0;

        buf_printf(b,
                   "%s{\"in\":\"path\",\"name\":\"%.*s\",\"required\":true,"
                   "\"schema\":{\"type\":\"%s\"}}",
                   *first ? "" : ",", (int)n, p + 1, id ? "integer" : "string");
        *first = false;
    }
}

static void parameters(struct buf *b, const struct schemas *s,
                       const struct route *t)
{
    bool first = true;

    buf_str(b, ",\"parameters\":[");
    path_parameters(b, t->path, &first);
    for (const struct field *f = t->query ? t->query->fields : NULL;
         f && f->type != FIELD_END; f++) {
        buf_printf(b,
                   "%s{\"in\":\"query\",\"name\":\"%s\",\"required\":%s,"
                   "\"schema\":",
                   first ? "" : ",", f->name,
                   f->flags & REQUIRED ? "true" : "false");
        member_schema(b, s, f, ASKED);
        buf_char(b, '}');
        first = false;
    }
    if (t->flags & IF_MATCH)
        buf_printf(b,
                   "%s{\"in\":\"header\",\"name\":\"If-Match\","
                   "\"required\":true,\"schema\":{\"type\":\"string\"}}",
                   first ? "" : ",");
    buf_char(b, ']');
}

static void request_body(struct buf *b, const struct schemas *s,
                         const struct route *t)
{
    if (t->body) {
        buf_str(b, ",\"requestBody\":{\"required\":true,\"content\":{"
                   "\"application/json\":{\"schema\":");
        schema_ref(b, s, t->body, ASKED);
        buf_str(b, "}}}");
    } else if (t->body_of) {
        buf_str(b, ",\"requestBody\":{\"required\":true,\"content\":{"
                   "\"application/json\":{\"schema\":{\"type\":\"object\"}}}}");
    } else if (t->flags & RAW_BODY) {
        buf_str(b, ",\"requestBody\":{\"required\":true,\"content\":{"
                   "\"*/*\":{}}}");
    }
}

static void reply_schema(struct buf *b, const struct schemas *s,
                         const struct route *t)
{
    if (t->flags & LISTS) {
        buf_str(b, "{\"type\":\"object\",\"additionalProperties\":false,"
                   "\"properties\":{\"items\":{\"type\":\"array\",\"items\":");
        schema_ref(b, s, t->reply, ANSWERED);
        buf_str(b, "},\"next_cursor\":{\"type\":[\"string\",\"null\"]},"
                   "\"total\":{\"type\":\"integer\"}},"
                   "\"required\":[\"items\",\"next_cursor\"]}");
    } else {
        schema_ref(b, s, t->reply, ANSWERED);
    }
}

static void responses(struct buf *b, const struct schemas *s,
                      const struct route *t)
{
    bool content = false;

    buf_printf(b, ",\"responses\":{\"%s\":{\"description\":\"成功\"",
               t->flags & NO_REPLY  ? "204"
               : t->flags & CREATES ? "201"
                                    : "200");
    if (!(t->flags & NO_REPLY) && (t->reply || t->flags & FILE_REPLY)) {
        buf_str(b, ",\"content\":{");
        if (t->reply) {
            buf_str(b, "\"application/json\":{\"schema\":");
            reply_schema(b, s, t);
            buf_char(b, '}');
            content = true;
        }
        if (t->flags & FILE_REPLY)
            buf_str(b, content ? ",\"*/*\":{}" : "\"*/*\":{}");
        buf_char(b, '}');
    }
    buf_str(b, "},\"default\":{\"description\":\"未办成\",\"content\":{"
               "\"application/problem+json\":{\"schema\":{\"$ref\":"
               "\"#/components/schemas/Problem\"}}}}}");
}

static void operation(struct buf *b, const struct schemas *s,
                      const struct policy *p, const struct route *t)
{
    buf_char(b, '"');
    for (const char *c = t->method; *c; c++)
        buf_char(b, (char)(*c | 0x20));
    buf_str(b, "\":{\"summary\":");
    json_write_text(b, t->title);
    buf_str(b, ",\"x-right\":");
    json_write_text(b, p->right_name(t->right));
    parameters(b, s, t);
    request_body(b, s, t);
    responses(b, s, t);
    if (t->flags & PUBLIC)
        buf_str(b, ",\"security\":[]");
    buf_char(b, '}');
}

/* All methods of one path, in whatever tables they stand. */
static void path_item(struct buf *b, const struct schemas *s,
                      const struct policy *p, const char *path)
{
    bool first = true;

    for (const struct route *const *k = p->tables; *k; k++) {
        for (const struct route *r = *k; r->method; r++) {
            if (strcmp(r->path, path) != 0)
                continue;
            if (!first)
                buf_char(b, ',');
            operation(b, s, p, r);
            first = false;
        }
    }
}

static bool first_of_path(const struct policy *p, const struct route *t)
{
    for (const struct route *const *k = p->tables; *k; k++) {
        for (const struct route *r = *k; r->method; r++) {
            if (r == t)
                return true;
            if (strcmp(r->path, t->path) == 0)
                return false;
        }
    }
    return true;
}

static void paths(struct buf *b, const struct schemas *s,
                  const struct policy *p)
{
    bool first = true;

    for (const struct route *const *k = p->tables; *k; k++) {
        for (const struct route *r = *k; r->method; r++) {
            if (!first_of_path(p, r))
                continue;
            buf_printf(b, "%s\"%s\":{", first ? "" : ",", r->path);
            path_item(b, s, p, r->path);
            buf_char(b, '}');
            first = false;
        }
    }
}

static void problem_schema(struct buf *b)
{
    buf_str(
        b, "\"Problem\":{\"type\":\"object\",\"title\":\"未办成\","
           "\"properties\":{\"type\":{\"type\":\"string\"},"
           "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
           "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},"
           "\"request\":{\"type\":\"integer\"},"
           "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
           "\"properties\":{\"pointer\":{\"type\":\"string\"},"
           "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}},"
           "\"required\":[\"pointer\",\"code\",\"detail\"]}}},"
           "\"required\":[\"type\",\"title\",\"status\",\"code\",\"detail\"]}");
}

static void collect(struct schemas *s, const struct policy *p)
{
    s->n = 0;
    for (const struct route *const *k = p->tables; *k; k++) {
        for (const struct route *r = *k; r->method; r++) {
            need(s, r->body, ASKED);
            need(s, r->reply, ANSWERED);
        }
    }
}

void openapi_write(struct buf *b, const struct policy *p)
{
    struct schemas s;

    collect(&s, p);
    buf_str(b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"保学 Baoxue\","
               "\"version\":\"1\"},\"servers\":[{\"url\":\"/api/v1\"}],"
               "\"security\":[{\"cookie\":[]},{\"bearer\":[]}],\"paths\":{");
    paths(b, &s, p);
    buf_str(b, "},\"components\":{\"securitySchemes\":{"
               "\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\","
               "\"name\":\"sid\"},"
               "\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
               "\"schemas\":{");
    problem_schema(b);
    for (size_t i = 0; i < s.n; i++) {
        buf_str(b, ",\"");
        schema_name(b, &s, s.items[i].r, s.items[i].side);
        buf_str(b, "\":");
        record_schema(b, &s, s.items[i].r, s.items[i].side);
    }
    buf_str(b, "}}}\n");
}
