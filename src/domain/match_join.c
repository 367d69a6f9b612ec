/*
 * Of pairs that may be one child: which groups they make, and one question a
 * group.
 */
#include <stdlib.h>

#include "domain/match_set.h"

struct joining {
    struct match_set *set;
    struct match_pair *pairs;
    size_t pairs_n;
    int *best; /* score of each entity's best pair */
};

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
static void order_pairs(struct joining *p)
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

/* As good as what was taken, for both: which came first is chance.  Of two with
 * numbers of their own that is all that is put before a person. */
static bool is_close(const struct joining *p, const struct match_pair *pair)
{
    const struct match_set *s = p->set;
    uint32_t x = s->rows[pair->a].entity, y = s->rows[pair->b].entity;

    if (s->entities[x].anchored && s->entities[y].anchored)
        return pair->score >= p->best[x] && pair->score >= p->best[y];
    return (!s->entities[x].anchored &&
            pair->score > p->best[x] - MATCH_CLOSE) ||
           (!s->entities[y].anchored && pair->score > p->best[y] - MATCH_CLOSE);
}

static void note_best(struct joining *p, uint32_t entity, int score)
{
    if (p->best[entity] < score)
        p->best[entity] = score;
}

/* Joins the best pairs first. */
static void join_pairs(struct joining *p, struct group *groups)
{
    struct match_entity *e = p->set->entities;

    for (size_t i = 0; i < p->pairs_n; i++) {
        struct match_pair pair = p->pairs[i];
        uint32_t ex = p->set->rows[pair.a].entity;
        uint32_t ey = p->set->rows[pair.b].entity;
        uint32_t x = group_of(e, ex), y = group_of(e, ey);

        pair.alternative = pair.spare = false;
        if (x != y && may_join(&pair, e[ex].anchored && e[ey].anchored,
                               &groups[x], &groups[y])) {
            e[y].group = x;
            groups[x].lists |= groups[y].lists;
            groups[x].anchors += groups[y].anchors;
        } else { /* of one group already, it has nothing to add */
            pair.alternative = x != y && is_close(p, &pair);
            pair.spare = !pair.alternative;
        }
        if (!pair.spare) {
            note_best(p, ex, pair.score);
            note_best(p, ey, pair.score);
        }
        p->pairs[i] = pair;
    }
}

enum err match_join(struct match_set *s, struct arena *a,
                    struct match_pair *pairs, size_t *n)
{
    struct group *groups = arena_array(a, s->entities_n, sizeof *groups);
    struct joining p = { s, pairs, *n, NULL };

    p.best = arena_array(a, s->entities_n, sizeof *p.best);
    if (groups == NULL || p.best == NULL)
        return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < s->entities_n; i++) {
        s->entities[i].group = i;
        groups[i] =
            (struct group) { s->entities[i].lists, s->entities[i].anchored };
    }
    order_pairs(&p);
    join_pairs(&p, groups);
    for (uint32_t i = 0; i < s->entities_n; i++)
        s->entities[i].group = group_of(s->entities, i);
    *n = p.pairs_n;
    return ERR_OK;
}
