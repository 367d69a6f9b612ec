/* Walking field tables. */
#include "json/field.h"

#include <math.h>
#include <string.h>

const char *code_label(const struct code_table *t, const char *code)
{
    if (!code)
        return "";
    for (const struct code *c = t->rows; c->code; c++)
        if (strcmp(c->code, code) == 0)
            return c->label;
    return code;
}

bool code_known(const struct code_table *t, const char *code)
{
    for (const struct code *c = t->rows; c->code; c++)
        if (strcmp(c->code, code) == 0)
            return true;
    return false;
}

size_t record_fields(const struct record *r)
{
    size_t n = 0;

    while (r->fields[n].type != FIELD_END)
        n++;
    return n;
}

const struct field *record_field(const struct record *r, const char *name,
                                 size_t *index)
{
    for (size_t i = 0; r->fields[i].type != FIELD_END; i++) {
        const char *f = r->fields[i].name;

        if (*f == *name && strcmp(f, name) == 0) {
            if (index)
                *index = i;
            return &r->fields[i];
        }
    }
    return NULL;
}

bool field_is_text(const struct field *f)
{
    return f->type == FIELD_TEXT || f->type == FIELD_DATE ||
           f->type == FIELD_CODE || f->type == FIELD_JSON;
}

void record_clear(const struct record *r, void *object)
{
    memset(object, 0, r->size);
    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        switch (f->type) {
        case FIELD_INT:
        case FIELD_BOOL:
        case FIELD_TIME:
            *(int64_t *)field_at(f, object) = INT_NONE;
            break;
        case FIELD_REAL:
            *(double *)field_at(f, object) = NAN;
            break;
        default:
            break;
        }
    }
}

bool record_saw(const struct record *r, const void *object, const char *name)
{
    size_t i;

    if (r->seen == NO_SEEN || !record_field(r, name, &i))
        return false;
    return *(const uint64_t *)((const char *)object + r->seen) >> i & 1;
}
