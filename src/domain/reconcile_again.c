/*
 * Children of a run judged again after a person decided of two of them.
 */
#include <string.h>

#include "domain/reconcile.h"

/* ---- who is one ---- */
static uint32_t root(struct reconcile_piece *p, uint32_t i)
{
    while (p[i].child != i) {
        p[i].child = p[p[i].child].child;
        i = p[i].child;
    }
    return i;
}

/* Each piece's entity by number; how many there are.  Roots point at
 * themselves until all are numbered. */
static size_t join_pieces(struct reconcile_piece *p, size_t n,
                          const struct reconcile_link *links, size_t links_n,
                          uint32_t *number)
{
    size_t children = 0;

    for (uint32_t i = 0; i < n; i++)
        p[i].child = i;
    for (size_t i = 0; i < links_n; i++)
        if (links[i].said == SAID_SAME)
            p[root(p, links[i].a)].child = root(p, links[i].b);
    for (uint32_t i = 0; i < n; i++)
        if (root(p, i) == i)
            number[i] = (uint32_t)children++;
    for (uint32_t i = 0; i < n; i++)
        (void)root(p, i); /* now each points at its root itself */
    for (uint32_t i = 0; i < n; i++)
        p[i].child = number[p[i].child];
    return children;
}

/* The pieces of an entity, those first who would speak. */
static void gather(struct reconcile *r, const struct reconcile_piece *pieces,
                   size_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct reconcile_entity *e = &r->entities[pieces[i].child];
        struct reconcile_entity one = { .lists = pieces[i].lists,
                                        .anchored = pieces[i].anchored };

        if (e->n++ == 0)
            e->facts = pieces[i].facts;
        else if (reconcile_speaks(&one, e))
            e->facts = verdict_join(&pieces[i].facts, &e->facts);
        else
            e->facts = verdict_join(&e->facts, &pieces[i].facts);
        e->lists |= pieces[i].lists;
        e->anchored |= pieces[i].anchored;
    }
}

/* ---- what is still open ---- */
/* The two children of link i, the lower first. */
static void ends(const struct reconcile_piece *p,
                 const struct reconcile_link *l, uint32_t out[2])
{
    uint32_t a = p[l->a].child, b = p[l->b].child;

    out[0] = a < b ? a : b;
    out[1] = a < b ? b : a;
}

/* Are the children of link `i` decided to be two, by this link or another? */
static bool apart(const struct reconcile_piece *p,
                  const struct reconcile_link *links, size_t n, size_t i)
{
    uint32_t mine[2], other[2];

    ends(p, &links[i], mine);
    for (size_t k = 0; k < n; k++) {
        ends(p, &links[k], other);
        if (links[k].said == SAID_DIFFERENT && mine[0] == other[0] &&
            mine[1] == other[1])
            return true;
    }
    return mine[0] == mine[1];
}

/* Each link has two rows of r, so that a pair tells which link it is. */
static enum err open_pairs(struct reconcile *r, struct match_set *set,
                           const struct reconcile_piece *p,
                           const struct reconcile_link *links, size_t n,
                           struct arena *a)
{
    struct match_row *rows = arena_array(a, 2 * n, sizeof *rows);

    r->rows = arena_array(a, 2 * n, sizeof *r->rows);
    r->pairs = arena_array(a, n, sizeof *r->pairs);
    if (rows == NULL || r->rows == NULL || r->pairs == NULL)
        return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        rows[2 * i].entity = r->rows[2 * i].entity = p[links[i].a].child;
        rows[2 * i + 1].entity = r->rows[2 * i + 1].entity =
            p[links[i].b].child;
        if (!apart(p, links, n, i))
            r->pairs[r->pairs_n++] =
                (struct match_pair) { .a = 2 * i,
                                      .b = 2 * i + 1,
                                      .score = links[i].score,
                                      .evidence = links[i].evidence };
    }
    r->rows_n = set->rows_n = 2 * n;
    set->rows = rows;
    return ERR_OK;
}

static enum err join_again(struct reconcile *r, struct match_set *set,
                           struct arena *a)
{
    set->entities_n = r->entities_n;
    set->entities = arena_array(a, r->entities_n, sizeof *set->entities);
    if (set->entities == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < r->entities_n; i++) {
        set->entities[i].lists = r->entities[i].lists;
        set->entities[i].anchored = r->entities[i].anchored;
    }
    TRY(match_join(set, a, r->pairs, &r->pairs_n));
    for (size_t i = 0; i < r->entities_n; i++)
        r->entities[i].group = set->entities[i].group;
    return ERR_OK;
}

enum err reconcile_again(struct reconcile *r, struct reconcile_piece *pieces,
                         size_t n, struct reconcile_link *links, size_t links_n,
                         struct arena *a)
{
    struct match_set set = { .rows = NULL };
    uint32_t *number = arena_array(a, n, sizeof *number);

    memset(r, 0, sizeof *r);
    r->entities = arena_array(a, n, sizeof *r->entities);
    if (number == NULL || r->entities == NULL)
        return ERR_NO_MEMORY;
    r->entities_n = join_pieces(pieces, n, links, links_n, number);
    gather(r, pieces, n);
    TRY(open_pairs(r, &set, pieces, links, links_n, a));
    TRY(join_again(r, &set, a));
    /* What is decided is not asked; what made no pair waits. */
    for (size_t i = 0; i < links_n; i++) {
        links[i].alternative = false;
        links[i].spare = links[i].said == SAID_NOTHING;
    }
    for (size_t i = 0; i < r->pairs_n; i++) {
        struct reconcile_link *l = &links[r->pairs[i].a / 2];

        l->alternative = r->pairs[i].alternative;
        l->spare = r->pairs[i].spare;
    }
    return reconcile_conclude(r, a);
}
