/*
 * Commits an import: every row carried out in the register, then the list in
 * one moment.  Children that it brings are whole, each in one slice, and
 * hidden until that moment (store/scope.c).
 */
#include <string.h>

#include "base/clock.h"
#include "import_parts.h"
#include "store/audit_store.h"
#include "store/import_store.h"
#include "store/roster_apply_store.h"
#include "store/roster_store.h"
#include "store/student_store.h"

#define BATCH_ROWS 5000
#define TOKEN_CHILDREN 100000 /* whose search tokens are sorted together */

struct applying {
    struct import_work *w;
    struct import *m;
    const struct roster_ready *rows;
    const struct import_line *lines;
    struct arena batch;
};

/* Two of each: one is made ready while one is written. */
struct batch {
    struct arena arena;
    struct list rows; /* of roster_ready */
};

/* ---- rows --------------------------------------------------------------- */
static enum err apply_slice(void *ctx, struct db *db, struct arena *a,
                            size_t from, size_t to)
{
    struct applying *p = ctx;
    struct import m = *p->m; /* the slice may be undone */
    struct roster_links links = { .n = 0 };
    struct import_act act;

    import_act_now(&act, &m);
    TRY(import_scope(db, a, p->w->store));
    for (size_t i = from; i < to; i++) {
        TRY(store_roster_apply(db, a, &act.act, &m, &p->rows[i], &links));
        m.cursor = p->rows[i].row.id;
        m.rows_done++;
    }
    TRY(store_roster_link(db, &links));
    TRY(store_import_progress(db, &m));
    *p->m = m;
    return ERR_OK;
}

static enum err write_batch(void *ctx, void *buffer)
{
    struct applying *p = ctx;
    const struct batch *b = buffer;

    p->rows = b->rows.items;
    return import_slices(p->w, b->rows.n, apply_slice, p);
}

static enum err give_batches(struct applying *p, struct relay *r,
                             struct batch both[2])
{
    int64_t import_id = p->m->id; /* the writer's, once it has a batch */
    int64_t after = p->m->cursor;

    for (size_t i = 0;; i = 1 - i) {
        struct batch *b = &both[i];
        const struct roster_ready *rows;

        arena_reset(&b->arena);
        TRY(store_roster_ready(p->w->reader, &b->arena, import_id, after,
                               BATCH_ROWS, &b->rows));
        if (b->rows.n == 0)
            return ERR_OK;
        rows = b->rows.items;
        after = rows[b->rows.n - 1].row.id;
        TRY(relay_give(r, b));
    }
}

static enum err apply_rows(struct applying *p)
{
    struct batch both[2];
    struct relay *r;
    enum err e, written;

    TRY(relay_open(write_batch, p, &r));
    arena_init(&both[0].arena, 0);
    arena_init(&both[1].arena, 0);
    e = give_batches(p, r, both);
    written = relay_close(r);
    arena_free(&both[0].arena);
    arena_free(&both[1].arena);
    return e == ERR_OK ? written : e;
}

/* ---- rows whose place is taken --------------------------------------------------- */
static enum err replace_slice(void *ctx, struct db *db, struct arena *a,
                              size_t from, size_t to)
{
    struct applying *p = ctx;
    struct import_act act;

    import_act_now(&act, p->m);
    TRY(import_scope(db, a, p->w->store));
    for (size_t i = from; i < to; i++) {
        const struct import_line *l = &p->lines[i];
        struct roster_row old;

        TRY(store_roster_replace(db, l->old_id, p->m->id));
        if (strcmp(l->outcome, "ended") != 0)
            continue;
        TRY(store_roster_get(db, a, l->old_id, &old));
        TRY(store_roster_end(db, a, &act.act, p->m, &old));
    }
    return store_import_progress(db, p->m);
}

static enum err replace_rows(struct applying *p, const char *outcome)
{
    struct list l = { .n = 1 };
    int64_t after = 0;
    enum err e = ERR_OK;

    while (e == ERR_OK && l.n > 0) {
        arena_reset(&p->batch);
        e = store_import_lines(p->w->reader, &p->batch, p->m->id, outcome,
                               false, after, BATCH_ROWS, &l);
        p->lines = l.items;
        if (e != ERR_OK || l.n == 0)
            break;
        after = p->lines[l.n - 1].id;
        if (p->lines[0].old_id != INT_NONE) /* schools have no rows before */
            e = import_slices(p->w, l.n, replace_slice, p);
    }
    return e;
}

/* ---- search tokens ---------------------------------------------------------------- */
struct tokens {
    struct applying *p;
    const struct token_batch *batch;
};

static enum err token_slice(void *ctx, struct db *db, struct arena *a,
                            size_t from, size_t to)
{
    struct tokens *t = ctx;

    (void)a;
    TRY(store_tokens_put(db, t->batch, from, to));
    return store_import_progress(db, t->p->m);
}

static enum err write_tokens(void *ctx, void *buffer)
{
    struct tokens t = { ctx, buffer };
    enum err e =
        import_slices(t.p->w, store_tokens_count(t.batch), token_slice, &t);

    store_tokens_free(buffer);
    return e;
}

static enum err give_tokens(struct applying *p, struct relay *r)
{
    int64_t end = p->m->next_child;

    for (int64_t id = p->m->first_child; id < end; id += TOKEN_CHILDREN) {
        int64_t most = end - id < TOKEN_CHILDREN ? end - id : TOKEN_CHILDREN;
        struct token_batch *b;
        enum err e;

        TRY(store_tokens_sort(p->w->reader, id, id + most - 1, &b));
        e = relay_give(r, b);
        if (e != ERR_OK) {
            store_tokens_free(b);
            return e;
        }
    }
    return ERR_OK;
}

static enum err index_names(struct applying *p)
{
    struct relay *r;
    enum err e, written;

    TRY(relay_open(write_tokens, p, &r));
    e = give_tokens(p, r);
    written = relay_close(r);
    return e == ERR_OK ? written : e;
}

/* ---- the moment ------------------------------------------------------------------- */
static enum err end_slice(void *ctx, struct db *db, struct arena *a,
                          size_t from, size_t to)
{
    struct applying *p = ctx;
    struct import m = *p->m;

    (void)from;
    (void)to;
    m.state = "committed";
    TRY(store_import_moment(db, clock_now_ms(), &m.committed_at));
    m.rows_done = m.rows_total;
    TRY(store_import_put(db, &m, "committing"));
    TRY(store_audit_append(
        db,
        &(struct audit_entry) {
            .at = m.committed_at,
            .account_id = m.account_id,
            .unit = m.unit,
            .action = "import commit",
            .entity = "import",
            .entity_id = arena_printf(a, "%lld", (long long)m.id),
            .outcome = err_row(ERR_OK)->code,
            .detail = arena_printf(
                a, "%s %lld added=%lld changed=%lld ended=%lld refused=%lld",
                m.kind, (long long)m.year, (long long)m.added,
                (long long)m.changed, (long long)m.ended,
                (long long)m.refused) }));
    *p->m = m;
    return ERR_OK;
}

enum err import_apply(struct import_work *w, struct import *m)
{
    struct applying p = { .w = w, .m = m };
    enum err e;

    arena_init(&p.batch, 0);
    e = apply_rows(&p);
    if (e == ERR_OK)
        e = replace_rows(&p, "changed");
    if (e == ERR_OK)
        e = replace_rows(&p, "ended");
    if (e == ERR_OK)
        e = import_settle(w); /* the reader sees the names */
    if (e == ERR_OK)
        e = index_names(&p);
    if (e == ERR_OK)
        e = import_once(w, end_slice, &p);
    arena_free(&p.batch);
    return e;
}
