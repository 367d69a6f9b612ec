/* A body carried over into the record it makes or changes. */
#include "domain/patch.h"

#include <string.h>

/* Lists and objects are no columns and are left to their own code. */
static void copy_member(const struct field *from, const void *in,
                        const struct field *to, void *row)
{
    const char *text;

    if (field_is_text(from)) {
        text = field_text(from, in);
        *(const char **)field_at(to, row) = text && *text ? text : NULL;
    } else if (from->type == FIELD_REAL) {
        *(double *)field_at(to, row) = *(const double *)field_at(from, in);
    } else if (from->type == FIELD_INT || from->type == FIELD_BOOL ||
               from->type == FIELD_TIME) {
        *(int64_t *)field_at(to, row) = field_int(from, in);
    }
}

void record_copy(const struct record *from_record, const void *from,
                 const struct record *row_record, void *row)
{
    for (const struct field *f = from_record->fields; f->type != FIELD_END;
         f++) {
        const struct field *to = record_field(row_record, f->name, NULL);

        if (to)
            copy_member(f, from, to, row);
    }
}

void patch_apply(const struct record *patch_record, const void *patch,
                 const struct record *row_record, void *row)
{
    for (const struct field *f = patch_record->fields; f->type != FIELD_END;
         f++) {
        const struct field *to = record_field(row_record, f->name, NULL);

        if (to && record_saw(patch_record, patch, f->name))
            copy_member(f, patch, to, row);
    }
}

bool field_same(const struct field *f, const void *a, const void *b)
{
    const char *s, *t;

    if (!field_is_text(f))
        return f->type == FIELD_REAL ? *(const double *)field_at(f, a) ==
                                           *(const double *)field_at(f, b)
                                     : field_int(f, a) == field_int(f, b);
    s = field_text(f, a);
    t = field_text(f, b);
    return s == t || (s && t && strcmp(s, t) == 0);
}
