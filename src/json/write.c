/* Struct → JSON, straight into a buffer. */
#include "json/write.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"

void json_write_text_n(struct buf *b, const char *text, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    const char *p = text, *end = text + len, *run = text;

    if (!buf_reserve(b, len + 2))
        return;
    buf_char(b, '"');
    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(b, run, (size_t)(p - run));
        run = p + 1;
        if (c == '"' || c == '\\') {
            buf_char(b, '\\');
            buf_char(b, (char)c);
        } else if (c == '\n') {
            buf_add(b, "\\n", 2);
        } else {
            buf_add(b, "\\u00", 4);
            buf_char(b, hex[c >> 4]);
            buf_char(b, hex[c & 15]);
        }
    }
    buf_add(b, run, (size_t)(p - run));
    buf_char(b, '"');
}

void json_write_text(struct buf *b, const char *text)
{
    if (text)
        json_write_text_n(b, text, strlen(text));
    else
        buf_add(b, "null", 4);
}

static void write_masked(struct buf *b, const struct field *f,
                         const char *value)
{
    struct buf masked;

    buf_init(&masked);
    f->mask(&masked, value);
    json_write_text_n(b, masked.data ? masked.data : "", masked.len);
    buf_free(&masked);
}

static void write_text_field(struct buf *b, const struct field *f,
                             const char *value, enum write_mode mode)
{
    bool hide =
        mode != WRITE_STORED && (f->flags & MASK_ALWAYS ||
                                 (f->flags & MASK_LIST && mode == WRITE_LIST));

    if (value && hide)
        write_masked(b, f, value);
    else
        json_write_text(b, value);
}

static void write_int_field(struct buf *b, const struct field *f, int64_t v)
{
    char at[CLOCK_TIME_MAX];

    if (v == INT_NONE) {
        buf_add(b, "null", 4);
    } else if (f->type == FIELD_BOOL) {
        buf_str(b, v ? "true" : "false");
    } else if (f->type == FIELD_TIME) {
        clock_time_text(v, at);
        json_write_text(b, at);
    } else {
        buf_int(b, v);
    }
}

static void write_texts(struct buf *b, const struct list *l)
{
    const char *const *items = l->items;

    buf_char(b, '[');
    for (size_t i = 0; i < l->n; i++) {
        if (i)
            buf_char(b, ',');
        json_write_text(b, items[i]);
    }
    buf_char(b, ']');
}

static void write_value(struct buf *b, const struct field *f,
                        const void *object, enum write_mode mode)
{
    const void *at = field_at(f, object);

    switch (f->type) {
    case FIELD_INT:
    case FIELD_BOOL:
    case FIELD_TIME:
        write_int_field(b, f, *(const int64_t *)at);
        break;
    case FIELD_REAL:
        if (isfinite(*(const double *)at))
            buf_printf(b, "%.10g", *(const double *)at);
        else
            buf_add(b, "null", 4);
        break;
    case FIELD_TEXT:
    case FIELD_DATE:
    case FIELD_CODE:
        write_text_field(b, f, *(const char *const *)at, mode);
        break;
    case FIELD_JSON: {
        const char *raw = *(const char *const *)at;

        buf_str(b, raw ? raw : "null");
        break;
    }
    case FIELD_OBJECT: {
        const void *sub = *(const void *const *)at;

        if (sub)
            json_write(b, f->sub, sub, mode);
        else
            buf_add(b, "null", 4);
        break;
    }
    case FIELD_LIST: {
        const struct list *l = at;

        json_write_list(b, f->sub, l->items, l->n, mode);
        break;
    }
    case FIELD_TEXTS:
        write_texts(b, at);
        break;
    case FIELD_END:
        break;
    }
}

static bool is_empty(const struct field *f, const void *object)
{
    return field_is_text(f) ? !field_text(f, object)
           : f->type == FIELD_INT || f->type == FIELD_BOOL ||
                   f->type == FIELD_TIME
               ? field_int(f, object) == INT_NONE
               : false;
}

static bool left_out(const struct field *f, const void *object,
                     enum write_mode mode)
{
    return mode == WRITE_STORED ? f->flags & REPLY_ONLY || is_empty(f, object)
                                : (f->flags & COLUMN_ONLY) != 0;
}

void json_write(struct buf *b, const struct record *r, const void *object,
                enum write_mode mode)
{
    char comma = '{';

    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        if (left_out(f, object, mode))
            continue;
        buf_char(b, comma);
        comma = ',';
        buf_char(b, '"');
        buf_str(b, f->name);
        buf_add(b, "\":", 2);
        write_value(b, f, object, mode);
    }
    if (comma == '{')
        buf_char(b, '{');
    buf_char(b, '}');
}

void json_write_list(struct buf *b, const struct record *r, const void *items,
                     size_t n, enum write_mode mode)
{
    buf_char(b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(b, ',');
        json_write(b, r, (const char *)items + i * r->size, mode);
    }
    buf_char(b, ']');
}
