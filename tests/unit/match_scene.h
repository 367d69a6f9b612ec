/* Made-up people as rosters have them. */
#ifndef TESTS_MATCH_SCENE_H
#define TESTS_MATCH_SCENE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/id_no.h"
#include "domain/match_set.h"
#include "text/norm.h"

static struct arena scene_arena;

/* A sound number: its first 17 digits and the check digit that they ask. */
static inline const char *sound(const char *seventeen)
{
    char last[2] = { id_no_check_digit(seventeen), '\0' };

    return arena_printf(&scene_arena, "%s%s", seventeen, last);
}

/* The number with one character another. */
static inline const char *with(const char *no, size_t at, char c)
{
    char *copy = arena_strdup(&scene_arena, no);

    copy[at] = c;
    return copy;
}

static inline struct match_person person(const char *name, const char *id_no)
{
    struct match_person p = { .id_no = id_no };
    char *text = NULL;

    assert_int_equal(name_store_form(name, &scene_arena, &text), ERR_OK);
    p.name = text;
    assert_int_equal(name_compare_form(name, &scene_arena, &text), ERR_OK);
    p.form = text;
    return p;
}

static inline struct match_person born(struct match_person p, const char *date,
                                       const char *sex)
{
    p.birth_date = date;
    p.sex = sex;
    return p;
}

#endif
