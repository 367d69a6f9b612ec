/*
 * Candidates: blocks and scores.
 */
#include "domain/match_set.h"

#include <stdlib.h>
#include <string.h>

/* A block whose rows have next to nothing in common (a date typed for want of
 * a better) is passed by: its rows meet in others. */
enum { BLOCK_PAIRS_MOST = 100000, FIRST_PAIRS = 1024 };

struct entry {
    uint64_t hash;
    uint32_t row;
    bool loose, all;
};

struct proposal {
    struct match_set *set;
    struct entry *entries;
    size_t entries_n;
    struct match_pair *pairs;
    size_t pairs_n, pairs_cap;
};

static int by_hash(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->loose != y->loose)
        return x->loose ? -1 : 1; /* the loose first */
    return (x->row > y->row) - (x->row < y->row);
}

static int by_two(const void *a, const void *b)
{
    const struct match_apart *x = a, *y = b;

    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    return (x->high > y->high) - (x->high < y->high);
}

static bool decided_apart(const struct match_set *s, uint32_t a, uint32_t b)
{
    struct match_apart key;

    if (s->fingerprints == NULL || s->apart_n == 0)
        return false;
    key.low = s->fingerprints[a];
    key.high = s->fingerprints[b];
    if (key.low > key.high)
        key = (struct match_apart) { key.high, key.low };
    return bsearch(&key, s->apart, s->apart_n, sizeof key, by_two) != NULL;
}

static enum err keep_pair(struct proposal *p, const struct match_pair *pair)
{
    if (p->pairs_n == p->pairs_cap) {
        size_t cap = p->pairs_cap ? 2 * p->pairs_cap : FIRST_PAIRS;
        struct match_pair *more = realloc(p->pairs, cap * sizeof *more);

        if (more == NULL)
            return ERR_NO_MEMORY;
        p->pairs = more;
        p->pairs_cap = cap;
    }
    p->pairs[p->pairs_n++] = *pair;
    return ERR_OK;
}

/* Scores two rows of different entities, and keeps what a person should see. */
static enum err consider(struct proposal *p, uint32_t a, uint32_t b)
{
    const struct match_set *s = p->set;
    const struct match_row *x = &s->rows[a], *y = &s->rows[b];
    const struct match_entity *ex = &s->entities[x->entity];
    const struct match_entity *ey = &s->entities[y->entity];
    bool shared = (ex->lists & ey->lists) != 0;
    struct match_score score;
    struct match_pair pair;

    if (x->entity == y->entity || (ex->anchored && ey->anchored && shared))
        return ERR_OK;
    score = match_compare(&x->p, &y->p);
    if (shared) {
        score.score += match_weights[EV_LIST_SAME].weight;
        score.evidence |= UINT32_C(1) << EV_LIST_SAME;
    }
    if (score.score < MATCH_ASK || decided_apart(s, a, b))
        return ERR_OK;
    pair = (struct match_pair) { .a = a < b ? a : b,
                                 .b = a < b ? b : a,
                                 .score = score.score,
                                 .evidence = score.evidence };
    return keep_pair(p, &pair);
}

static enum err gather_entries(struct proposal *p, struct arena *a)
{
    const struct match_set *s = p->set;
    struct match_key keys[MATCH_KEYS];

    p->entries = arena_array(a, s->rows_n * MATCH_KEYS, sizeof *p->entries);
    if (p->entries == NULL)
        return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < s->rows_n; i++) {
        const struct match_entity *e = &s->entities[s->rows[i].entity];
        size_t n;

        TRY(match_keys(&s->rows[i].p, a, keys, &n));
        for (size_t k = 0; k < n; k++)
            p->entries[p->entries_n++] =
                (struct entry) { .hash = keys[k].hash,
                                 .row = i,
                                 .loose = !e->anchored,
                                 .all = keys[k].kind == KEY_NAME_BIRTH ||
                                        keys[k].kind == KEY_STUDENT_NO };
    }
    qsort(p->entries, p->entries_n, sizeof *p->entries, by_hash);
    return ERR_OK;
}

/* The entries from..to share a key; the first `loose` of them are loose, and
 * only under name and birth date, or one 学籍号, are two others compared. */
static enum err compare_block(struct proposal *p, size_t from, size_t to)
{
    const struct entry *e = p->entries;
    size_t loose = from;

    while (loose < to && e[loose].loose)
        loose++;
    if (e[from].all)
        loose = to;
    if ((loose - from) * (to - from) > BLOCK_PAIRS_MOST)
        return ERR_OK;
    for (size_t i = from; i < loose; i++)
        for (size_t j = i + 1; j < to; j++)
            TRY(consider(p, e[i].row, e[j].row));
    return ERR_OK;
}

static enum err compare_blocks(struct proposal *p)
{
    for (size_t from = 0, to; from < p->entries_n; from = to) {
        for (to = from + 1;
             to < p->entries_n && p->entries[to].hash == p->entries[from].hash;)
            to++;
        TRY(compare_block(p, from, to));
    }
    return ERR_OK;
}

enum err match_propose(struct match_set *s, struct arena *a,
                       struct match_pair **pairs, size_t *n)
{
    struct proposal p = { .set = s };
    enum err e = gather_entries(&p, a);

    if (e == ERR_OK)
        e = compare_blocks(&p);
    if (e == ERR_OK)
        e = match_join(s, a, p.pairs, &p.pairs_n);
    if (e == ERR_OK) {
        *n = p.pairs_n;
        *pairs = arena_array(a, p.pairs_n, sizeof **pairs);
        if (*pairs == NULL)
            e = ERR_NO_MEMORY;
        else if (p.pairs_n > 0)
            memcpy(*pairs, p.pairs, p.pairs_n * sizeof **pairs);
    }
    free(p.pairs);
    return e;
}
