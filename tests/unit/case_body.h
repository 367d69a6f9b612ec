/* Bodies of case actions that only evidence, state or file can make wrong. */
#ifndef TESTS_CASE_BODY_H
#define TESTS_CASE_BODY_H

#include <string.h>

#include "case_some.h"
#include "domain/transition.h"

union body {
    struct list evidence;
    struct case_persuade persuade;
    struct case_return returned;
    struct case_submit submit;
    struct case_check check;
    struct case_leave leave;
    struct case_place place;
    struct case_arrange arrange;
    struct case_renew renew;
    struct case_order order;
    char room[256];
};

#define FROM_DAY "2026-09-01"
#define UNTIL_DAY "2026-12-31"

static inline const char *some_date(const char *name)
{
    if (strcmp(name, "from_on") == 0)
        return FROM_DAY;
    if (strcmp(name, "until_on") == 0)
        return UNTIL_DAY;
    return strcmp(name, "deadline_on") == 0 || strcmp(name, "next_on") == 0
               ? "2026-09-25"
               : TODAY;
}

/* Every member of the action's table filled; codes by their first row, or
 * `code` where their table has it. */
static inline void fill(const struct action *a, union body *b, const char *code,
                        int64_t in_school)
{
    memset(b, 0, sizeof *b);
    record_clear(a->in, b);
    for (const struct field *f = a->in->fields; f->type != FIELD_END; f++) {
        const char **text = field_at(f, b);

        if (f->type == FIELD_DATE)
            *text = some_date(f->name);
        else if (f->type == FIELD_TEXT)
            *text = "甲";
        else if (f->type == FIELD_CODE)
            *text = code && code_known(f->codes, code) ? code
                                                       : f->codes->rows[0].code;
        else if (f->type == FIELD_BOOL)
            *(int64_t *)field_at(f, b) = in_school;
    }
}

#endif
