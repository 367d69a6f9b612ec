/*
 * 户籍变动, kind by kind.
 */
#include "domain/register_change.h"

#include <string.h>

static const struct effect {
    const char *type; /* code table change_types */
    bool leaves, brings, renames, moves;
} effects[] = {
    { .type = "birth", .brings = true, .moves = true },
    { .type = "move_in", .brings = true, .moves = true },
    { .type = "correction", .renames = true, .moves = true },
    { .type = "move_out", .leaves = true },
    { .type = "death", .leaves = true },
    { .type = "cancel", .leaves = true },
    { .type = "duplicate", .leaves = true },
};

static const struct effect *effect_of(const struct roster_value *v)
{
    static const struct effect none = { .type = NULL };

    for (size_t i = 0; v->change_type && i < sizeof effects / sizeof *effects;
         i++)
        if (strcmp(effects[i].type, v->change_type) == 0)
            return &effects[i];
    return &none;
}

bool register_change_leaves(const struct roster_value *v)
{
    return effect_of(v)->leaves;
}

bool register_change_brings(const struct roster_value *v)
{
    return effect_of(v)->brings;
}

bool register_change_holds(const struct roster_value *v, const char *today)
{
    return !v->on_date || strcmp(v->on_date, today) <= 0;
}

void register_change_make(const struct roster_value *v, struct student_row *s)
{
    const struct effect *e = effect_of(v);

    if (e->renames && v->name)
        s->name = v->name;
    if (e->moves && v->address)
        s->huji_address = v->address;
}
