/*
 * Rows under one identity number: whose is it?
 */
#include "domain/match_set.h"

#include <string.h>

#include "base/clock.h"
#include "domain/id_no.h"

/* The first row of entity `e` speaks for it. */
static const struct match_row *first_of(const struct match_row *rows, size_t n,
                                        uint32_t e)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].entity == e)
            return &rows[i];
    return NULL;
}

static uint32_t lists_of(const struct match_row *rows, size_t n, uint32_t e)
{
    uint32_t lists = 0;

    for (size_t i = 0; i < n; i++)
        if (rows[i].entity == e)
            lists |= UINT32_C(1) << rows[i].list;
    return lists;
}

/* Does what the row says of itself differ from its number?  Then the number is
 * rather another row's. */
static bool misfits(const struct match_person *p)
{
    char birth[CLOCK_DATE_MAX];

    return p->id_no != NULL && p->birth_date != NULL &&
           id_no_birth(p->id_no, birth) && strcmp(birth, p->birth_date) != 0;
}

/* By trust; of one list those that fit the number first, then by name: never by
 * the order in which rows came to lie in the store. */
static bool comes_after(const struct match_row *x, const struct match_row *y)
{
    bool a = misfits(&x->p), b = misfits(&y->p);

    if (x->list != y->list)
        return x->list > y->list;
    return a != b ? a : strcmp(x->p.form, y->p.form) > 0;
}

static void sort_by_list(struct match_row *rows, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && comes_after(&rows[j - 1], &rows[j]); j--) {
            struct match_row swap = rows[j];

            rows[j] = rows[j - 1];
            rows[j - 1] = swap;
        }
}

/* A 学籍号 made of another number than the row's own: an old number, or the row
 * of somebody else of that name. */
static bool odd_student_no(const struct match_person *p)
{
    return p->student_no != NULL && p->student_no[0] == 'G' &&
           match_number_sound(p->student_no + 1) &&
           strcmp(p->student_no + 1, p->id_no) != 0;
}

/* Two rows of one roster may be a child entered twice, but not under two
 * 学籍号: of those a person says whether they are one. */
static bool two_student_nos(const struct match_row *x,
                            const struct match_row *y)
{
    const char *a = x->p.student_no, *b = y->p.student_no;

    return x->list == y->list && a != NULL && b != NULL && *a != '\0' &&
           *b != '\0' && strcmp(a, b) != 0;
}

/* The number of the entity among rows before `at` that row `at` is one with;
 * `entities` when it is with none. */
static uint32_t entity_of(const struct match_row *rows, size_t at,
                          uint32_t entities)
{
    const struct match_row *r = &rows[at];
    uint32_t to = entities;

    if (odd_student_no(&r->p))
        return entities;
    for (size_t i = 0; i < at; i++) {
        if (strcmp(rows[i].p.form, r->p.form) != 0 ||
            odd_student_no(&rows[i].p))
            continue;
        if (two_student_nos(&rows[i], r) ||
            match_proves(&rows[i].p, &r->p) == PROVED_NOT)
            return entities;
        to = rows[i].entity;
    }
    return to;
}

/* One entity a name; how many. */
static uint32_t by_name(struct match_row *rows, size_t n)
{
    uint32_t entities = 0;

    for (size_t i = 0; i < n; i++) {
        rows[i].entity = entity_of(rows, i, entities);
        entities += rows[i].entity == entities;
    }
    return entities;
}

/* Names that agree are one, where no roster has both. */
static bool are_one(const struct match_row *rows, size_t n, uint32_t e,
                    uint32_t f)
{
    const struct match_person *x = &first_of(rows, n, e)->p;
    const struct match_person *y = &first_of(rows, n, f)->p;

    if ((lists_of(rows, n, e) & lists_of(rows, n, f)) != 0)
        return false;
    return !odd_student_no(x) && !odd_student_no(y) &&
           match_proves(x, y) != PROVED_NOT;
}

/* Entity `from` becomes `to`, and the later ones move up. */
static void become(struct match_row *rows, size_t n, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].entity == from)
            rows[i].entity = to;
        else if (rows[i].entity > from)
            rows[i].entity--;
    }
}

size_t match_share(struct match_row *rows, size_t n)
{
    uint32_t entities;

    sort_by_list(rows, n);
    entities = by_name(rows, n);
    for (uint32_t f = 1; f < entities;) {
        uint32_t e = 0;

        while (e < f && !are_one(rows, n, e, f))
            e++;
        if (e == f) {
            f++;
            continue;
        }
        become(rows, n, f, e);
        entities--;
    }
    return entities;
}
