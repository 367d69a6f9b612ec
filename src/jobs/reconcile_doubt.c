/*
 * Doubts about the rosters themselves (疑点): each raised once, whatever run
 * finds it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "reconcile_parts.h"
#include "store/doubt_store.h"

struct findings {
    struct roster_finding *f;
    size_t n, cap;
};

static enum err keep(struct findings *x, const struct reconcile *r,
                     const char *kind, uint32_t a, uint32_t b)
{
    uint64_t one = r->rows[a].print;
    uint64_t other = b == UINT32_MAX ? 0 : r->rows[b].print;

    if (x->n == x->cap) {
        size_t cap = x->cap ? 2 * x->cap : 64;
        struct roster_finding *more = realloc(x->f, cap * sizeof *more);

        if (more == NULL)
            return ERR_NO_MEMORY;
        x->f = more;
        x->cap = cap;
    }
    x->f[x->n].kind = kind;
    x->f[x->n].rows[0] = a;
    x->f[x->n].rows[1] = b;
    x->f[x->n++].print = reconcile_print(one < other ? one : other,
                                         one < other ? other : one, 0, 0);
    return ERR_OK;
}

/* A number that rows stand under which is another's, and whose. */
struct held {
    uint64_t number;
    uint32_t holder; /* row; UINT32_MAX none */
};

static int by_number(const void *a, const void *b)
{
    const struct held *x = a, *y = b;

    return (x->number > y->number) - (x->number < y->number);
}

static struct held *held_of(struct held *h, size_t n, uint64_t number)
{
    const struct held key = { number, 0 };

    return h ? bsearch(&key, h, n, sizeof *h, by_number) : NULL;
}

/* The numbers that borrowed rows stand under, ascending, each once; the caller
 * frees them.  NULL when memory ran out. */
static struct held *borrowed_numbers(const struct reconcile *r, size_t *n)
{
    struct held *h;
    size_t all = 0, kept = 0;

    for (uint32_t i = 0; i < r->rows_n; i++)
        all += r->rows[i].borrowed;
    h = malloc((all + 1) * sizeof *h);
    for (uint32_t i = 0; h != NULL && i < r->rows_n; i++)
        if (r->rows[i].borrowed)
            h[kept++] = (struct held) { r->rows[i].number, UINT32_MAX };
    if (kept > 0)
        qsort(h, kept, sizeof *h, by_number);
    *n = 0;
    for (size_t i = 0; i < kept; i++)
        if (*n == 0 || h[*n - 1].number != h[i].number)
            h[(*n)++] = h[i];
    return h;
}

static enum err shared_numbers(struct findings *x, const struct reconcile *r)
{
    size_t n;
    struct held *h = borrowed_numbers(r, &n), *of;
    enum err e = h != NULL ? ERR_OK : ERR_NO_MEMORY;

    for (uint32_t i = 0; i < r->rows_n && n > 0; i++)
        if (!r->rows[i].borrowed &&
            r->rows[i].number_state == NUMBER_STATE_SOUND &&
            (of = held_of(h, n, r->rows[i].number)) != NULL &&
            of->holder == UINT32_MAX)
            of->holder = i;
    for (uint32_t i = 0; i < r->rows_n && n > 0 && e == ERR_OK; i++)
        if (r->rows[i].borrowed)
            e = keep(x, r, "number_shared", i,
                     held_of(h, n, r->rows[i].number)->holder);
    free(h);
    return e;
}

static enum err two_numbers(struct findings *x, const struct reconcile *r)
{
    for (size_t i = 0; i < r->pairs_n; i++) {
        const struct match_pair *p = &r->pairs[i];

        if (!p->spare && r->entities[r->rows[p->a].entity].anchored &&
            r->entities[r->rows[p->b].entity].anchored)
            TRY(keep(x, r, "two_numbers", p->a, p->b));
    }
    return ERR_OK;
}

/* Two rows of one child in the 学籍 list. */
static enum err double_enrolments(struct findings *x, const struct reconcile *r)
{
    for (size_t e = 0; e < r->entities_n; e++) {
        uint32_t seen = UINT32_MAX;

        for (uint32_t i = r->entities[e].first;
             i < r->entities[e].first + r->entities[e].n; i++) {
            uint32_t row = r->order[i];

            if (r->rows[row].list != LIST_ENROLMENT)
                continue;
            if (seen != UINT32_MAX)
                TRY(keep(x, r, "duplicate_enrolment", seen, row));
            seen = row;
        }
    }
    return ERR_OK;
}

enum err reconcile_findings(const struct reconcile *r,
                            struct roster_finding **out, size_t *n)
{
    struct findings x = { NULL, 0, 0 };
    enum err e = shared_numbers(&x, r);

    if (e == ERR_OK)
        e = two_numbers(&x, r);
    if (e == ERR_OK)
        e = double_enrolments(&x, r);
    if (e != ERR_OK) {
        free(x.f);
        return e;
    }
    *out = x.f;
    *n = x.n;
    return ERR_OK;
}

/* Which rows it is about, as the lists number them. */
static void say(const struct reconcile *r, const struct roster_finding *f,
                char out[120])
{
    const struct reconcile_row *x = &r->rows[f->rows[0]];

    if (f->rows[1] == UINT32_MAX) {
        snprintf(out, 120, "%s:%u", reconcile_lists[x->list], x->line);
        return;
    }
    snprintf(out, 120, "%s:%u %s:%u", reconcile_lists[x->list], x->line,
             reconcile_lists[r->rows[f->rows[1]].list],
             r->rows[f->rows[1]].line);
}

static enum err raise_one(struct db *db, const struct reconcile *r,
                          const struct roster_finding *f,
                          const struct act *clock)
{
    char detail[120];
    struct doubt_row d;
    bool known;

    TRY(store_roster_doubt_known(db, f->kind, (int64_t)f->print, &known));
    if (known)
        return ERR_OK;
    record_clear(&doubt_row, &d);
    say(r, f, detail);
    d.kind = f->kind;
    d.student_id = r->rows[f->rows[0]].student_id;
    if (f->rows[1] != UINT32_MAX)
        d.other_id = r->rows[f->rows[1]].student_id;
    if (d.other_id == d.student_id)
        d.other_id = 0;
    d.detail = detail;
    TRY(store_doubt_add(db, clock, &d));
    return store_roster_doubt_note(db, f->kind, (int64_t)f->print, d.id);
}

enum err reconcile_raise(struct db *db, const struct reconcile *r,
                         const struct roster_finding *f, size_t n,
                         int64_t now_ms)
{
    const struct act clock = { .now_ms = now_ms };

    for (size_t i = 0; i < n; i++)
        TRY(raise_one(db, r, &f[i], &clock));
    return ERR_OK;
}
