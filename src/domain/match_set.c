/*
 * Candidates: blocks, scores, and one question a child.
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
    int *best; /* score of each entity's best pair */
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

/* Best first; the rest only to be the same whenever it is run. */
static int by_score(const void *a, const void *b)
{
    const struct match_pair *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static int by_entities(const void *a, const void *b, void *set)
{
    const struct match_row *rows = ((const struct match_set *)set)->rows;
    const struct match_pair *p[] = { a, b };
    uint32_t e[2][2];

    for (size_t i = 0; i < 2; i++) {
        uint32_t x = rows[p[i]->a].entity, y = rows[p[i]->b].entity;

        e[i][0] = x < y ? x : y;
        e[i][1] = x < y ? y : x;
    }
    if (e[0][0] != e[1][0])
        return e[0][0] < e[1][0] ? -1 : 1;
    if (e[0][1] != e[1][1])
        return e[0][1] < e[1][1] ? -1 : 1;
    return by_score(a, b);
}

static bool same_entities(const struct match_set *s, const struct match_pair *p,
                          const struct match_pair *q)
{
    uint32_t a = s->rows[p->a].entity, b = s->rows[p->b].entity;
    uint32_t c = s->rows[q->a].entity, d = s->rows[q->b].entity;

    return (a == c && b == d) || (a == d && b == c);
}

/* Of two entities the best pair only, then the best of all first. */
static void order_pairs(struct proposal *p)
{
    size_t kept = 0;

    if (p->pairs_n == 0)
        return;
    qsort_r(p->pairs, p->pairs_n, sizeof *p->pairs, by_entities, p->set);
    for (size_t i = 0; i < p->pairs_n; i++)
        if (kept == 0 ||
            !same_entities(p->set, &p->pairs[kept - 1], &p->pairs[i]))
            p->pairs[kept++] = p->pairs[i];
    p->pairs_n = kept;
    qsort(p->pairs, p->pairs_n, sizeof *p->pairs, by_score);
}

static uint32_t group_of(struct match_entity *e, uint32_t i)
{
    while (e[i].group != i) {
        e[i].group = e[e[i].group].group;
        i = e[i].group;
    }
    return i;
}

/* A group of entities as it grows. */
struct group {
    uint32_t lists;
    uint32_t anchors;
};

/* May two groups be one child?  A roster has a child once, and a child one
 * number, unless the pair itself is of two numbers. */
static bool may_join(const struct match_pair *pair, bool two_numbers,
                     const struct group *x, const struct group *y)
{
    int score = pair->score;
    bool same_list = pair->evidence >> EV_LIST_SAME & 1;

    if (x->anchors + y->anchors > 1)
        return two_numbers && (x->lists & y->lists) == 0;
    if ((x->lists & y->lists) != 0 && !same_list)
        score += match_weights[EV_LIST_SAME].weight;
    return score >= MATCH_ASK;
}

static bool is_close(const struct proposal *p, const struct match_pair *pair)
{
    const struct match_set *s = p->set;
    uint32_t x = s->rows[pair->a].entity, y = s->rows[pair->b].entity;

    return (!s->entities[x].anchored &&
            pair->score > p->best[x] - MATCH_CLOSE) ||
           (!s->entities[y].anchored && pair->score > p->best[y] - MATCH_CLOSE);
}

static void note_best(struct proposal *p, uint32_t entity, int score)
{
    if (p->best[entity] < score)
        p->best[entity] = score;
}

/* Joins the best pairs first; keeps at the front those a person should see. */
static void join_pairs(struct proposal *p, struct group *groups)
{
    struct match_entity *e = p->set->entities;
    size_t kept = 0;

    for (size_t i = 0; i < p->pairs_n; i++) {
        struct match_pair pair = p->pairs[i];
        uint32_t ex = p->set->rows[pair.a].entity;
        uint32_t ey = p->set->rows[pair.b].entity;
        uint32_t x = group_of(e, ex), y = group_of(e, ey);

        if (x == y)
            continue;
        if (may_join(&pair, e[ex].anchored && e[ey].anchored, &groups[x],
                     &groups[y])) {
            e[y].group = x;
            groups[x].lists |= groups[y].lists;
            groups[x].anchors += groups[y].anchors;
        } else if (is_close(p, &pair)) {
            pair.alternative = true;
        } else {
            continue;
        }
        note_best(p, ex, pair.score);
        note_best(p, ey, pair.score);
        p->pairs[kept++] = pair;
    }
    p->pairs_n = kept;
}

static enum err join(struct proposal *p, struct arena *a)
{
    struct match_set *s = p->set;
    struct group *groups = arena_array(a, s->entities_n, sizeof *groups);

    p->best = arena_array(a, s->entities_n, sizeof *p->best);
    if (groups == NULL || p->best == NULL)
        return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < s->entities_n; i++) {
        s->entities[i].group = i;
        groups[i] =
            (struct group) { s->entities[i].lists, s->entities[i].anchored };
    }
    order_pairs(p);
    join_pairs(p, groups);
    for (uint32_t i = 0; i < s->entities_n; i++)
        s->entities[i].group = group_of(s->entities, i);
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
        e = join(&p, a);
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
