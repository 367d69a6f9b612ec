/*
 * Rows that an import left out (退回的行): whoever one of them may be is not
 * missing before it is mended.  They join nobody.
 */
#include "domain/reconcile.h"

/* The first of a name, or refused_n. */
static size_t first_of(const struct reconcile *r, uint64_t name)
{
    size_t lo = 0, hi = r->refused_n;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (r->refused[mid].name < name)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

void reconcile_mend(struct reconcile *r)
{
    for (size_t i = 0; r->refused_n > 0 && i < r->rows_n; i++) {
        const struct reconcile_row *row = &r->rows[i];

        for (size_t at = first_of(r, row->name);
             at < r->refused_n && r->refused[at].name == row->name; at++) {
            struct reconcile_refused *x = &r->refused[at];

            x->mended |= x->list == row->list && x->import < row->import &&
                         (x->school == 0 || x->school == row->school) &&
                         (x->birth == DAY_NONE || x->birth == row->birth);
        }
    }
}

/* Does no row of the entity contradict it?  What one side does not know
 * contradicts nothing. */
static bool may_be(const struct reconcile *r, const struct reconcile_entity *e,
                   const struct reconcile_refused *x)
{
    bool schools = false, births = false, school = false, birth = false;

    for (uint32_t i = e->first; i < e->first + e->n; i++) {
        const struct reconcile_row *row = &r->rows[r->order[i]];

        schools |= row->school != 0;
        births |= row->birth != DAY_NONE;
        school |= row->school == x->school;
        birth |= row->birth == x->birth;
    }
    return (x->school == 0 || !schools || school) &&
           (x->birth == DAY_NONE || !births || birth);
}

unsigned reconcile_refused_of(const struct reconcile *r,
                              const struct reconcile_entity *e)
{
    unsigned refused = REFUSED_NONE;

    for (uint32_t i = e->first; r->refused_n > 0 && i < e->first + e->n; i++) {
        uint64_t name = r->rows[r->order[i]].name;

        for (size_t at = first_of(r, name);
             at < r->refused_n && r->refused[at].name == name; at++)
            if (!r->refused[at].mended && may_be(r, e, &r->refused[at]))
                refused = verdict_refused_both(
                    refused, r->refused[at].list == LIST_ATTENDANCE
                                 ? REFUSED_ATTENDANCE
                                 : REFUSED_ENROLMENT);
    }
    return refused;
}
