/*
 * What proof left over: whom it may be, and what a person is to be asked.
 */
#include "domain/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "text/reading.h"

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* ---- keys ---- */
static bool left_over(const struct reconcile *r, uint32_t row)
{
    return !r->entities[r->rows[row].entity].anchored;
}

enum err reconcile_seek(struct reconcile *r, struct arena *a)
{
    struct match_key keys[MATCH_KEYS];
    size_t rows = 0, n, kept = 0;

    for (uint32_t i = 0; i < r->rows_n; i++)
        rows += left_over(r, i) && r->persons[i] != NULL;
    r->keys = arena_array(a, rows * MATCH_KEYS, sizeof *r->keys);
    if (r->keys == NULL)
        return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < r->rows_n; i++) {
        if (!left_over(r, i) || r->persons[i] == NULL)
            continue;
        r->entities[r->rows[i].entity].near = true;
        TRY(match_keys(r->persons[i], a, keys, &n));
        for (size_t k = 0; k < n; k++)
            r->keys[r->keys_n++] = keys[k].hash;
    }
    if (r->keys_n > 0)
        qsort(r->keys, r->keys_n, sizeof *r->keys, by_value);
    for (size_t i = 0; i < r->keys_n; i++)
        if (kept == 0 || r->keys[kept - 1] != r->keys[i])
            r->keys[kept++] = r->keys[i];
    r->keys_n = kept;
    return ERR_OK;
}

enum err reconcile_near(struct reconcile *r, uint32_t row,
                        const struct match_person *p, struct arena *scratch)
{
    struct reconcile_entity *e = &r->entities[r->rows[row].entity];
    struct match_key keys[MATCH_KEYS];
    size_t n;

    if (e->near || r->keys_n == 0)
        return ERR_OK;
    TRY(match_keys(p, scratch, keys, &n));
    for (size_t k = 0; k < n && !e->near; k++)
        e->near = bsearch(&keys[k].hash, r->keys, r->keys_n, sizeof *r->keys,
                          by_value) != NULL;
    return ERR_OK;
}

/* ---- namesakes ---- */
enum err reconcile_sound(const char *name, struct arena *scratch, uint64_t *out)
{
    const char *sound;

    TRY(reading_key(name, scratch, &sound));
    *out = *sound ? reconcile_hash(sound) : 0;
    return ERR_OK;
}

struct namesake {
    uint64_t key;
    uint32_t entity;
};

static int by_namesake(const void *a, const void *b)
{
    const struct namesake *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

static void mark_namesakes(struct reconcile *r, const struct namesake *s,
                           size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            struct reconcile_entity *x = &r->entities[s[i].entity];
            struct reconcile_entity *y = &r->entities[s[j].entity];

            if ((x->lists & y->lists) == 0)
                x->near = y->near = true;
        }
}

/* Under the birth date of the cell and, where it is another, of the number;
 * how many. */
static size_t add_namesakes(const struct reconcile *r, uint32_t i,
                            struct namesake *out)
{
    const struct reconcile_row *row = &r->rows[i];
    const int32_t birth[] = { row->birth, row->number_birth };
    size_t n = 0;

    if (row->list == LIST_SURVEY || row->sound == 0 ||
        !r->entities[row->entity].anchored)
        return 0;
    for (size_t b = 0; b < 2; b++)
        if (birth[b] != DAY_NONE && (b == 0 || birth[0] != birth[1]))
            out[n++] =
                (struct namesake) { reconcile_print(0, row->sound, birth[b], 0),
                                    row->entity };
    return n;
}

static enum err find_namesakes(struct reconcile *r)
{
    struct namesake *s = malloc((2 * r->rows_n + 1) * sizeof *s);
    size_t n = 0;

    if (s == NULL)
        return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < r->rows_n; i++)
        n += add_namesakes(r, i, s + n);
    if (n > 0)
        qsort(s, n, sizeof *s, by_namesake);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && s[to].key == s[from].key;)
            to++;
        mark_namesakes(r, s + from, to - from);
    }
    free(s);
    return ERR_OK;
}

enum err reconcile_near_end(struct reconcile *r)
{
    TRY(find_namesakes(r));
    for (size_t i = 0; i < r->rows_n; i++) {
        struct reconcile_row *row = &r->rows[i];

        if (row->number_state == NUMBER_STATE_SOUND &&
            row->number_birth != DAY_NONE && row->list != LIST_SURVEY)
            row->birth = row->number_birth;
    }
    return ERR_OK;
}

/* ---- candidates ---- */
/* The opened rows as match_propose takes them; `at` says which row each is. */
struct opened {
    struct match_row *rows;
    uint64_t *prints;
    uint32_t *entity; /* of ours */
    size_t n;
    struct match_entity *entities;
    size_t entities_n;
};

static enum err open_set(const struct reconcile *r, struct arena *a,
                         struct opened *o)
{
    for (size_t i = 0; i < r->rows_n; i++)
        o->n += r->persons[i] != NULL;
    o->rows = arena_array(a, o->n, sizeof *o->rows);
    o->prints = arena_array(a, o->n, sizeof *o->prints);
    o->entity = arena_array(a, o->n, sizeof *o->entity);
    o->entities = arena_array(a, o->n, sizeof *o->entities);
    return o->rows && o->prints && o->entity && o->entities ? ERR_OK
                                                            : ERR_NO_MEMORY;
}

static void fill_set(const struct reconcile *r, struct opened *o)
{
    size_t n = 0;

    for (uint32_t e = 0; e < r->entities_n; e++) {
        const struct reconcile_entity *x = &r->entities[e];
        size_t before = n;

        for (uint32_t i = x->first; i < x->first + x->n; i++) {
            uint32_t row = r->order[i];

            if (r->persons[row] == NULL)
                continue;
            o->rows[n].p = *r->persons[row];
            o->rows[n].p.borrowed = r->rows[row].borrowed;
            o->rows[n].list = r->rows[row].list;
            o->rows[n].row = row;
            o->rows[n].entity = (uint32_t)o->entities_n;
            o->prints[n++] = r->rows[row].print;
        }
        if (n == before)
            continue;
        o->entities[o->entities_n].lists = x->lists;
        o->entities[o->entities_n].anchored = x->anchored;
        o->entity[o->entities_n++] = e;
    }
    o->n = n;
}

enum err reconcile_propose(struct reconcile *r, struct arena *a)
{
    struct opened o = { .n = 0 };
    struct match_set set;

    TRY(open_set(r, a, &o));
    fill_set(r, &o);
    set = (struct match_set) { .rows = o.rows,
                               .rows_n = o.n,
                               .entities = o.entities,
                               .entities_n = o.entities_n,
                               .fingerprints = o.prints,
                               .apart = r->apart,
                               .apart_n = r->apart_n };
    TRY(match_propose(&set, a, &r->pairs, &r->pairs_n));
    for (size_t i = 0; i < o.entities_n; i++)
        r->entities[o.entity[i]].group = o.entity[o.entities[i].group];
    for (size_t i = 0; i < r->pairs_n; i++) {
        r->pairs[i].a = o.rows[r->pairs[i].a].row;
        r->pairs[i].b = o.rows[r->pairs[i].b].row;
    }
    return ERR_OK;
}
