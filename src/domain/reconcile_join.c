/*
 * Rows become entities: by proof, and by what people decided.
 */
#include "domain/reconcile.h"

#include <stdlib.h>
#include <string.h>

const char *const reconcile_lists[LIST_N] = {
    [LIST_HUJI] = "household_register", [LIST_ENROLMENT] = "enrolment",
    [LIST_ATTENDANCE] = "attendance",   [LIST_CHANGE] = "register_change",
    [LIST_POVERTY] = "poverty",         [LIST_DISABILITY] = "disability",
    [LIST_ASSIGNED] = "assigned",       [LIST_SURVEY] = "survey",
};

enum reconcile_number reconcile_number_of(const char *id_no_state)
{
    if (id_no_state == NULL || strcmp(id_no_state, "missing") == 0)
        return NUMBER_STATE_NONE;
    if (strcmp(id_no_state, "ok") == 0)
        return NUMBER_STATE_SOUND;
    return strcmp(id_no_state, "check_digit") == 0 ? NUMBER_STATE_SLIP
                                                   : NUMBER_STATE_BROKEN;
}

uint64_t reconcile_hash(const char *s)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; s != NULL && *s != '\0'; s++)
        hash = (hash ^ (unsigned char)*s) * UINT64_C(1099511628211);
    return hash;
}

uint64_t reconcile_print(uint64_t number, uint64_t name, int32_t birth,
                         uint64_t more)
{
    const uint64_t part[] = { number, name, (uint64_t)(int64_t)birth, more };
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        hash = (hash ^ part[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return hash >> 1; /* a positive int64 */
}

/* ---- a row and what it is sorted by ---- */
struct tagged {
    uint64_t key;
    uint32_t row;
};

static int by_key(const void *a, const void *b)
{
    const struct tagged *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Eight passes of a byte each: n log n comparisons are slower from some
 * hundred thousand rows on.  Stable, so rows of one key stay in order. */
static void sort_tagged(struct tagged *t, struct tagged *spare, size_t n)
{
    if (n < 65536) {
        if (n > 0)
            qsort(t, n, sizeof *t, by_key);
        return;
    }
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t at[256] = { 0 }, sum = 0;
        struct tagged *swap = t;

        for (size_t i = 0; i < n; i++)
            at[t[i].key >> shift & 255]++;
        for (size_t i = 0; i < 256; i++) {
            size_t count = at[i];

            at[i] = sum;
            sum += count;
        }
        for (size_t i = 0; i < n; i++)
            spare[at[t[i].key >> shift & 255]++] = t[i];
        t = spare;
        spare = swap;
    }
}

enum tag { TAG_NAMESAKE, TAG_NUMBER, TAG_STUDENT_NO, TAG_STUDENT, TAG_PRINT };

static uint64_t tag_of(const struct reconcile_row *row, enum tag tag)
{
    switch (tag) {
    case TAG_NAMESAKE:
        return row->birth == DAY_NONE
                   ? 0
                   : reconcile_print(0, row->name, row->birth, 0);
    case TAG_NUMBER:
        return row->number_state == NUMBER_STATE_SOUND ||
                       row->number_state == NUMBER_STATE_SLIP
                   ? row->number
                   : 0;
    case TAG_STUDENT_NO:
        return row->student_no;
    case TAG_STUDENT:
        return (uint64_t)row->student_id;
    case TAG_PRINT:
        return row->print;
    }
    return 0;
}

/* The rows that have the tag, by it; the caller frees them. */
static enum err tagged_rows(const struct reconcile *r, enum tag tag,
                            struct tagged **out, size_t *n)
{
    struct tagged *t = malloc((2 * r->rows_n + 1) * sizeof *t);

    if (t == NULL)
        return ERR_NO_MEMORY;
    *n = 0;
    for (uint32_t i = 0; i < r->rows_n; i++) {
        uint64_t key = tag_of(&r->rows[i], tag);

        if (key != 0)
            t[(*n)++] = (struct tagged) { key, i };
    }
    sort_tagged(t, t + r->rows_n, *n);
    *out = t;
    return ERR_OK;
}

static size_t run_end(const struct tagged *t, size_t n, size_t from)
{
    size_t to = from + 1;

    while (to < n && t[to].key == t[from].key)
        to++;
    return to;
}

/* ---- union of rows; entity is the parent while it grows ---- */
static uint32_t root_of(struct reconcile_row *rows, uint32_t i)
{
    while (rows[i].entity != i) {
        rows[i].entity = rows[rows[i].entity].entity;
        i = rows[i].entity;
    }
    return i;
}

static void join_rows(struct reconcile_row *rows, uint32_t a, uint32_t b)
{
    uint32_t x = root_of(rows, a), y = root_of(rows, b);

    if (x < y)
        rows[y].entity = x;
    else
        rows[x].entity = y;
}

static bool one_name(const struct reconcile *r, const struct tagged *t,
                     size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (r->rows[t[i].row].name != r->rows[t[0].row].name)
            return false;
    return true;
}

/* What becomes of the rows of one key, t[0..n). */
typedef enum err (*run_fn)(struct reconcile *r, struct arena *a,
                           const struct tagged *t, size_t n);

static enum err each_run(struct reconcile *r, struct arena *a, enum tag tag,
                         run_fn run)
{
    struct tagged *t;
    size_t n;
    enum err e;

    TRY(tagged_rows(r, tag, &t, &n));
    e = ERR_OK;
    for (size_t from = 0, to; from < n && e == ERR_OK; from = to) {
        to = run_end(t, n, from);
        if (to - from > 1)
            e = run(r, a, t + from, to - from);
    }
    free(t);
    return e;
}

static void open_all(struct reconcile *r, const struct tagged *t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        r->rows[t[i].row].detail = true;
}

/* Nothing speaks against these rows being one child: one name, one birth date,
 * no list twice, and nobody else of that name and date. */
static bool agree(const struct reconcile *r, const struct tagged *t, size_t n)
{
    uint32_t lists = 0;
    int32_t birth = DAY_NONE;

    for (size_t i = 0; i < n; i++) {
        const struct reconcile_row *row = &r->rows[t[i].row];
        uint32_t list = UINT32_C(1) << row->list;

        if (row->namesake || (lists & list) != 0)
            return false;
        if (birth != DAY_NONE && row->birth != DAY_NONE && birth != row->birth)
            return false;
        if (birth == DAY_NONE)
            birth = row->birth;
        lists |= list;
    }
    return one_name(r, t, n);
}

/* Rows of one number: one child when all agree; else they must be seen. */
static enum err join_number(struct reconcile *r, struct arena *a,
                            const struct tagged *t, size_t n)
{
    (void)a;
    if (!agree(r, t, n))
        open_all(r, t, n);
    else
        for (size_t i = 1; i < n; i++)
            join_rows(r->rows, t[0].row, t[i].row);
    return ERR_OK;
}

static bool two_numbers(const struct reconcile_row *x,
                        const struct reconcile_row *y)
{
    return x->number_state == NUMBER_STATE_SOUND &&
           y->number_state == NUMBER_STATE_SOUND && x->number != y->number;
}

static enum err look_at_student_no(struct reconcile *r, struct arena *a,
                                   const struct tagged *t, size_t n)
{
    (void)a;
    for (size_t i = 1; i < n; i++)
        if (!one_name(r, t, n) ||
            two_numbers(&r->rows[t[0].row], &r->rows[t[i].row]))
            open_all(r, t, n);
    return ERR_OK;
}

/* The record that a survey knows, and the rows it was made of. */
static enum err join_record(struct reconcile *r, struct arena *a,
                            const struct tagged *t, size_t n)
{
    (void)a;
    for (size_t i = 0; i < n; i++) {
        const struct reconcile_row *x = &r->rows[t[i].row];

        for (size_t j = 0; x->list == LIST_SURVEY && j < n; j++)
            if (r->rows[t[j].row].name == x->name)
                join_rows(r->rows, t[i].row, t[j].row);
    }
    return ERR_OK;
}

/* One name and birth date under two numbers. */
static enum err mark_namesakes(struct reconcile *r, struct arena *a,
                               const struct tagged *t, size_t n)
{
    bool two = false;

    (void)a;
    for (size_t i = 1; i < n; i++)
        two |= two_numbers(&r->rows[t[0].row], &r->rows[t[i].row]);
    for (size_t i = 0; i < n; i++)
        r->rows[t[i].row].namesake = two;
    return ERR_OK;
}

enum err reconcile_join(struct reconcile *r, struct arena *a)
{
    for (uint32_t i = 0; i < r->rows_n; i++) {
        r->rows[i].entity = i;
        r->rows[i].detail = r->rows[i].number_state != NUMBER_STATE_SOUND;
    }
    TRY(each_run(r, a, TAG_NAMESAKE, mark_namesakes));
    TRY(each_run(r, a, TAG_NUMBER, join_number));
    return each_run(r, a, TAG_STUDENT_NO, look_at_student_no);
}

/* ---- what names decide ---- */
/* Rows under one number with several names. */
static enum err settle_number(struct reconcile *r, struct arena *a,
                              const struct tagged *t, size_t n)
{
    struct match_row *rows;
    uint32_t *first;

    if (agree(r, t, n))
        return ERR_OK;
    rows = arena_array(a, n, sizeof *rows);
    first = arena_array(a, n, sizeof *first);
    if (rows == NULL || first == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        rows[i].p = *r->persons[t[i].row];
        rows[i].list = r->rows[t[i].row].list;
        rows[i].row = t[i].row;
    }
    match_share(rows, n);
    memset(first, 0xFF, n * sizeof *first);
    for (size_t i = 0; i < n; i++) {
        struct reconcile_row *row = &r->rows[rows[i].row];

        if (first[rows[i].entity] == UINT32_MAX)
            first[rows[i].entity] = rows[i].row;
        else
            join_rows(r->rows, first[rows[i].entity], rows[i].row);
        if (rows[i].entity > 0 && row->number_state == NUMBER_STATE_SOUND) {
            row->number_state = NUMBER_STATE_BROKEN;
            row->borrowed = true;
        }
    }
    return ERR_OK;
}

/* May these two be one by their 学籍号?  Two sound numbers speak against it. */
static bool one_by_student_no(const struct reconcile *r, uint32_t a, uint32_t b)
{
    const struct reconcile_row *x = &r->rows[a], *y = &r->rows[b];

    if (two_numbers(x, y))
        return false;
    if (x->name == y->name)
        return true;
    return r->persons[a] != NULL && r->persons[b] != NULL &&
           match_proves(r->persons[a], r->persons[b]) != PROVED_NOT;
}

static enum err settle_student_no(struct reconcile *r, struct arena *a,
                                  const struct tagged *t, size_t n)
{
    (void)a;
    for (size_t i = 1; i < n; i++)
        if (one_by_student_no(r, t[0].row, t[i].row))
            join_rows(r->rows, t[0].row, t[i].row);
    return ERR_OK;
}

/* Where the rows of a key begin in t[0..n); n when there are none. */
static size_t first_with(const struct tagged *t, size_t n, uint64_t key)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (t[mid].key < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && t[lo].key == key ? lo : n;
}

/* What a person decided to be one child stays one. */
static enum err settle_decided(struct reconcile *r)
{
    struct tagged *t;
    size_t n;

    if (r->same_n == 0)
        return ERR_OK;
    TRY(tagged_rows(r, TAG_PRINT, &t, &n));
    for (size_t i = 0; i < r->same_n; i++) {
        size_t x = first_with(t, n, r->same[i].a);
        size_t y = first_with(t, n, r->same[i].b);

        if (x == n || y == n)
            continue;
        join_rows(r->rows, t[x].row, t[y].row);
        /* Two rows alike but for the 学籍号 have one fingerprint. */
        for (size_t k = x + 1; x == y && k < n && t[k].key == t[x].key; k++)
            join_rows(r->rows, t[x].row, t[k].row);
    }
    free(t);
    return ERR_OK;
}

/* ---- entities ---- */
static void describe(struct reconcile *r, struct reconcile_entity *e)
{
    for (uint32_t i = e->first; i < e->first + e->n; i++) {
        const struct reconcile_row *row = &r->rows[r->order[i]];

        e->lists |= UINT32_C(1) << row->list;
        e->anchored |= row->number_state == NUMBER_STATE_SOUND;
    }
}

/* Numbers the roots, which have 1 + their number in `order` meanwhile. */
static size_t count_roots(struct reconcile *r)
{
    size_t n = 0;

    for (uint32_t i = 0; i < r->rows_n; i++)
        if (root_of(r->rows, i) == i)
            r->order[i] = (uint32_t)n++;
    for (uint32_t i = (uint32_t)r->rows_n; i-- > 0;)
        r->rows[i].entity = root_of(r->rows, i);
    for (uint32_t i = (uint32_t)r->rows_n; i-- > 0;)
        r->rows[i].entity = r->order[r->rows[i].entity];
    return n;
}

static enum err number_entities(struct reconcile *r, struct arena *a)
{
    r->order = arena_array(a, r->rows_n, sizeof *r->order);
    if (r->order == NULL)
        return ERR_NO_MEMORY;
    r->entities_n = count_roots(r);
    r->entities = arena_array(a, r->entities_n, sizeof *r->entities);
    if (r->entities == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < r->rows_n; i++)
        r->entities[r->rows[i].entity].n++;
    for (uint32_t e = 0, at = 0; e < r->entities_n; e++) {
        r->entities[e].first = at;
        r->entities[e].group = e;
        at += r->entities[e].n;
        r->entities[e].n = 0;
    }
    for (uint32_t i = 0; i < r->rows_n; i++) {
        struct reconcile_entity *e = &r->entities[r->rows[i].entity];

        r->order[e->first + e->n++] = i;
    }
    for (size_t e = 0; e < r->entities_n; e++)
        describe(r, &r->entities[e]);
    return ERR_OK;
}

enum err reconcile_settle(struct reconcile *r, struct arena *a)
{
    TRY(each_run(r, a, TAG_NUMBER, settle_number));
    TRY(each_run(r, a, TAG_STUDENT_NO, settle_student_no));
    TRY(each_run(r, a, TAG_STUDENT, join_record));
    TRY(settle_decided(r));
    return number_entities(r, a);
}
