/*
 * Reads a file into its import: header found, cells checked, rows compared
 * with the list as it stands and staged, unseen, in sorted chunks.
 */
#include "import_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/import_store.h"
#include "store/roster_apply_store.h"
#include "store/unit_store.h"

static void count(struct reading *r, const struct staged *s)
{
    struct import *m = r->m;

    m->added += strcmp(s->outcome, "added") == 0;
    m->changed += strcmp(s->outcome, "changed") == 0;
    m->unchanged += strcmp(s->outcome, "unchanged") == 0;
    m->refused += strcmp(s->outcome, "refused") == 0;
    m->doubts += s->faults && strcmp(s->outcome, "refused") != 0;
}

static bool nothing_in(const struct roster_value *v)
{
    for (const struct field *f = roster_value.fields; f->type != FIELD_END; f++)
        if (!(f->flags & COLUMN_ONLY) && field_text(f, v))
            return false;
    return true;
}

static bool empty_cells(const struct reading *r, const struct source_row *row)
{
    for (size_t i = 0; i < row->n && i < r->heading.mapping.n; i++)
        if (r->heading.mapping.at[i] >= 0 && row->cells[i].text &&
            strspn(row->cells[i].text, " \t") < strlen(row->cells[i].text))
            return false;
    return true;
}

static enum err take_data(struct reading *r, const struct source_row *row)
{
    struct staged *s = &r->chunk->rows[r->chunk->n];
    struct roster_row_read read;

    if (empty_cells(r, row))
        return ERR_OK;
    if (r->m->rows_total == IMPORT_ROWS_MOST)
        return ERR_TOO_LARGE;
    TRY(roster_row_check(r->k, &r->heading.mapping, &r->codes, row->cells,
                         row->n, &r->chunk->arena, &read));
    *s = (struct staged) { .v = read.v, .number = row->number };
    if (!read.refused && nothing_in(&read.v))
        return ERR_OK;
    TRY(row_judge(r, s, &read));
    count(r, s);
    r->m->rows_total++;
    r->last = row->number;
    r->chunk->n++;
    arena_reset(&r->scratch);
    return ERR_OK;
}

/* ---- chunks --------------------------------------------------------------------- */
static int by_index(const void *x, const void *y)
{
    const struct staged *a = *(struct staged *const *)x;
    const struct staged *b = *(struct staged *const *)y;
    int order = memcmp(a->x.id_no, b->x.id_no, BLIND_BYTES);

    return order ? order : memcmp(a->x.key, b->x.key, BLIND_BYTES);
}

static bool stands_in_list(const struct staged *s)
{
    return strcmp(s->outcome, "added") == 0 ||
           strcmp(s->outcome, "changed") == 0;
}

struct writing {
    struct reading *r; /* what does not change while it reads */
    struct chunk *c;
};

static enum err take_ids(void *ctx, struct db *db, struct arena *a, size_t from,
                         size_t to)
{
    struct writing *x = ctx;
    int64_t first;

    (void)a;
    (void)from;
    (void)to;
    TRY(db_next_ids(db, "roster_row", (int64_t)x->c->keys_n, &first));
    for (size_t i = 0; i < x->c->keys_n; i++)
        x->c->keys[i]->roster_id = first + (int64_t)i;
    return ERR_OK;
}

static enum err put_line(struct writing *x, struct db *db, struct arena *a,
                         const struct staged *s)
{
    const struct import_line l = {
        .id = IMPORT_LINE(x->c->m.id, s->number),
        .import_id = x->c->m.id,
        .number = s->number,
        .outcome = s->outcome,
        .roster_id = s->roster_id ? s->roster_id : INT_NONE,
        .old_id = s->old_id > 0 ? s->old_id : INT_NONE,
        .faults = s->faults,
    };

    TRY(store_import_line_add(db, &l));
    return strcmp(s->outcome, "refused") == 0 && s->v.name
               ? store_import_refused_add(db, a, &l, &s->v)
               : ERR_OK;
}

static enum err put_roster(struct writing *x, struct db *db, struct arena *a,
                           const struct staged *s)
{
    struct roster_row row;

    record_clear(&roster_row, &row);
    TRY(roster_row_fill(x->r->k, &s->v, a, &row));
    row.id = s->roster_id;
    row.import_id = x->c->m.id;
    row.number = s->number;
    row.year = x->c->m.year;
    return store_roster_add(db, a, &row, &s->x);
}

static enum err put_slice(void *ctx, struct db *db, struct arena *a,
                          size_t from, size_t to)
{
    struct writing *x = ctx;
    struct import m = x->c->m;

    for (size_t i = from; i < to; i++) {
        TRY(put_line(x, db, a, &x->c->rows[i]));
        if (i < x->c->keys_n)
            TRY(put_roster(x, db, a, x->c->keys[i]));
    }
    m.rows_done = m.rows_total - (int64_t)x->c->n + (int64_t)to;
    return store_import_progress(db, &m);
}

static enum err write_chunk(void *ctx, void *buffer)
{
    struct reading *r = ctx;
    struct chunk *c = buffer;
    struct writing x = { r, c };

    c->keys_n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (stands_in_list(&c->rows[i]))
            c->keys[c->keys_n++] = &c->rows[i];
    if (c->keys_n) {
        qsort(c->keys, c->keys_n, sizeof *c->keys, by_index);
        TRY(import_slices(r->w, 1, take_ids, &x));
    }
    TRY(import_slices(r->w, c->n, put_slice, &x));
    c->n = 0;
    arena_reset(&c->arena);
    return ERR_OK;
}

static enum err flush(struct reading *r)
{
    r->chunk->m = *r->m;
    TRY(relay_give(r->relay, r->chunk));
    r->chunk = &r->chunks[r->chunk == r->chunks];
    return ERR_OK;
}

static enum err take_row(void *ctx, const struct source_row *row)
{
    struct reading *r = ctx;
    enum heading_says says;

    r->any_row = true;
    TRY(heading_look(&r->heading, r->k, row, &r->scratch, &says));
    if (says == HEADING_AGAIN && row->sheet != r->heading.sheet)
        return ERR_RULE;
    if (says != HEADING_NO || !r->heading.found ||
        row->sheet != r->heading.sheet) {
        arena_reset(&r->scratch);
        return ERR_OK;
    }
    TRY(take_data(r, row));
    return r->chunk->n == CHUNK_ROWS ? flush(r) : ERR_OK;
}

/* ---- who is no longer in a whole list --------------------------------------- */
struct leaving {
    struct reading *r;
    struct roster_standing *rows;
    size_t n;
};

static int by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;

    return (*a > *b) - (*a < *b);
}

static enum err put_leaving(void *ctx, struct db *db, struct arena *a,
                            size_t from, size_t to)
{
    struct leaving *l = ctx;
    struct import *m = l->r->m;

    (void)a;
    for (size_t i = from; i < to; i++) {
        const struct import_line line = {
            .id = IMPORT_LINE(m->id, l->r->last + 1 + m->ended),
            .import_id = m->id,
            .outcome = "ended",
            .roster_id = INT_NONE,
            .old_id = l->rows[i].id,
        };

        TRY(store_import_line_add(db, &line));
        m->ended++;
    }
    return store_import_progress(db, m);
}

/* Only when every row was read: whom a refused row names is not known. */
static enum err find_leaving(struct reading *r)
{
    struct import *m = r->m;
    int64_t after = 0;
    enum err e = ERR_OK;
    size_t n = 1;

    if (!m->complete || m->refused || r->k->use == ROSTER_SCHOOLS)
        return ERR_OK;
    if (r->matched_n)
        qsort(r->matched, r->matched_n, sizeof *r->matched, by_number);
    while (e == ERR_OK && n > 0) {
        struct arena a;
        struct list l;
        struct leaving out = { .r = r };

        arena_init(&a, 0);
        e = store_roster_standing(r->w->reader, &a, m->kind, m->year,
                                  r->codes.own_school, after, 10000, &l);
        n = e == ERR_OK ? l.n : 0;
        out.rows = n ? l.items : NULL;
        for (size_t i = 0; i < n; i++) {
            after = out.rows[i].id;
            if (!r->matched_n || !bsearch(&after, r->matched, r->matched_n,
                                          sizeof after, by_number))
                out.rows[out.n++].id = after;
        }
        if (e == ERR_OK)
            e = import_slices(r->w, out.n, put_leaving, &out);
        arena_free(&a);
    }
    return e;
}

/* ---- the whole -------------------------------------------------------------- */
static enum err prepare(struct reading *r)
{
    struct import *m = r->m;
    struct unit_row unit;
    int64_t latest;

    clock_today(r->today);
    TRY(import_scope(r->w->reader, &r->keep, r->w->store));
    TRY(store_import_codes(r->w->reader, &r->keep, r->w->store->county,
                           &r->codes));
    r->codes.today = r->today;
    TRY(store_unit_get(r->w->reader, &r->keep, m->unit, &unit));
    if (strcmp(unit.kind, "school") == 0)
        r->codes.own_school = m->unit;
    TRY(store_import_choices(r->w->reader, &r->keep, m->unit, m->kind,
                             &r->heading.choices));
    TRY(store_import_latest(r->w->reader, m->kind, m->year, &latest));
    m->based_on = latest;
    r->compares = latest > 0;
    m->rows_total = m->rows_done = m->added = m->changed = m->unchanged = 0;
    m->refused = m->ended = m->doubts = m->children = m->cursor = 0;
    m->fault = NULL;
    for (size_t i = 0; i < 2; i++) {
        struct chunk *c = &r->chunks[i];

        c->rows = calloc(CHUNK_ROWS, sizeof *c->rows);
        c->keys = calloc(CHUNK_ROWS, sizeof(struct staged *));
        if (!c->rows || !c->keys)
            return ERR_NO_MEMORY;
    }
    return ERR_OK;
}

/* What is the file's own fault ends the import with its reason; anything else
 * is passed on. */
static enum err conclude(struct reading *r, enum err e, const char *why)
{
    struct import *m = r->m;

    if (e == ERR_RULE)
        why = "有两张工作表都是这种名单，没有导入。请分成两个文件。";
    else if (e == ERR_TOO_LARGE && !*why)
        why = "超过 200 万行，没有导入。请拆分后再导入。";
    else if (e == ERR_OK && !r->heading.found)
        why = heading_fault(&r->heading, r->k, r->any_row, &r->keep);
    else if (e == ERR_OK && m->rows_total == 0)
        why = "表头下面没有内容，没有导入。请核对文件。";
    else if ((e != ERR_INVALID && e != ERR_TOO_LARGE) || !*why)
        return e;
    m->fault = why;
    return why ? ERR_INVALID : ERR_NO_MEMORY;
}

/* Every row read, judged and written. */
static enum err take_all(struct reading *r, char *why)
{
    enum err e, written;

    TRY(relay_open(write_chunk, r, &r->relay));
    e = source_read(r->w->store, r->m->id, take_row, r, why);
    if (e == ERR_OK)
        e = flush(r);
    written = relay_close(r->relay);
    return e == ERR_OK ? written : e;
}

static enum err read_rows(struct reading *r)
{
    char *why = arena_alloc(&r->keep, SOURCE_WHY);
    enum err e;

    if (!why)
        return ERR_NO_MEMORY;
    e = take_all(r, why);
    if (e == ERR_NOT_FOUND && *why)
        e = ERR_INVALID;
    if (e == ERR_OK)
        e = find_leaving(r);
    return conclude(r, e, why);
}

static enum err put_end(void *ctx, struct db *db, struct arena *a, size_t from,
                        size_t to)
{
    struct reading *r = ctx;

    (void)a;
    (void)from;
    (void)to;
    r->m->checked_at = clock_now_ms();
    return store_import_put(db, r->m, "reading");
}

enum err import_read(struct import_work *w, struct import *m)
{
    struct reading r = { .w = w, .m = m, .k = roster_kind_of(m->kind) };
    enum err e;

    arena_init(&r.keep, 0);
    arena_init(&r.scratch, 0);
    arena_init(&r.chunks[0].arena, 0);
    arena_init(&r.chunks[1].arena, 0);
    r.chunk = r.chunks;
    arena_init(&r.heading.arena, 0);
    e = import_drop(w, m); /* of a reading that was cut short */
    if (e == ERR_OK)
        e = import_drop_lines(w, m);
    if (e == ERR_OK)
        e = prepare(&r);
    if (e == ERR_OK)
        e = read_rows(&r);
    if ((e == ERR_OK || e == ERR_INVALID) && r.heading.row &&
        heading_json(&r.heading, r.k, &r.keep, &m->mapping) != ERR_OK)
        e = ERR_NO_MEMORY;
    m->header_row = r.heading.row;
    if (e == ERR_OK || (e == ERR_INVALID && m->fault)) {
        m->state = e == ERR_OK ? "checked" : "failed";
        e = import_once(w, put_end, &r);
    }
    for (size_t i = 0; i < 2; i++) {
        free(r.chunks[i].rows);
        free(r.chunks[i].keys);
        arena_free(&r.chunks[i].arena);
    }
    free(r.keys.slots);
    free(r.numbers.slots);
    free(r.matched);
    arena_free(&r.heading.arena);
    arena_free(&r.scratch);
    arena_free(&r.keep);
    return e;
}
