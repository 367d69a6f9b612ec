/*
 * How two names differ.
 */
#include "domain/match.h"

#include <string.h>

#include "text/norm.h"
#include "text/reading.h"
#include "text/shape.h"
#include "text/utf8.h"

/* A comparing form as code points; longer ones are compared as far. */
struct letters {
    uint32_t cp[NAME_MAX_CPS];
    size_t n;
};

static void letters_of(const char *form, struct letters *l)
{
    size_t left = strlen(form), len;

    for (l->n = 0;
         l->n < NAME_MAX_CPS && (len = utf8_next(form, left, &l->cp[l->n])) > 0;
         l->n++) {
        form += len;
        left -= len;
    }
}

static bool sounds_alike(uint32_t a, uint32_t b)
{
    const char *x[READING_MAX], *y[READING_MAX];
    size_t n, m;

    if (a == b)
        return true;
    n = reading_of(a, x);
    m = reading_of(b, y);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (strcmp(x[i], y[j]) == 0)
                return true;
    return false;
}

/* One is the beginning or the end of the other, by two characters at least. */
static bool is_part(const struct letters *part, const struct letters *whole)
{
    size_t bytes = part->n * sizeof *part->cp;

    if (part->n < 2 || part->n >= whole->n)
        return false;
    return memcmp(part->cp, whole->cp, bytes) == 0 ||
           memcmp(part->cp, whole->cp + (whole->n - part->n), bytes) == 0;
}

/* Letters of equal number: which differ, and whether those sound or look
 * alike. */
static enum match_name of_equal_length(const struct letters *a,
                                       const struct letters *b)
{
    size_t apart = 0, unlike = 0, silent = 0, last = 0;

    for (size_t i = 0; i < a->n; i++) {
        bool sound = sounds_alike(a->cp[i], b->cp[i]);

        if (a->cp[i] == b->cp[i])
            continue;
        apart++;
        last = i;
        silent += !sound;
        unlike += !sound && !shape_alike(a->cp[i], b->cp[i]);
    }
    if (silent == 0)
        return NAME_SOUND;
    if (unlike == 0 && apart < a->n)
        return NAME_ALIKE;
    if (apart != 1)
        return NAME_OTHER;
    if (last == 0)
        return a->n > 2 ? NAME_SURNAME : NAME_OTHER;
    return NAME_ONE;
}

enum match_name match_name(const struct match_person *a,
                           const struct match_person *b)
{
    struct letters x, y;

    if (a->form == NULL || b->form == NULL || *a->form == '\0' ||
        *b->form == '\0')
        return NAME_UNKNOWN;
    if (strcmp(a->form, b->form) == 0)
        return a->name != NULL && b->name != NULL &&
                       strcmp(a->name, b->name) != 0
                   ? NAME_VARIANT
                   : NAME_SAME;
    letters_of(a->form, &x);
    letters_of(b->form, &y);
    if (x.n == y.n)
        return of_equal_length(&x, &y);
    return is_part(&x, &y) || is_part(&y, &x) ? NAME_PART : NAME_OTHER;
}
