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
#define TOKEN_CHILDREN 200000 /* whose search tokens are sorted together */

struct applying {
    struct import_work *w;
    struct import *m;
    const struct roster_row *rows;
    const struct import_line *lines;
    struct arena batch;
    struct token_batch *tokens;
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
        m.cursor = p->rows[i].id;
        m.rows_done++;
    }
    TRY(store_roster_link(db, &links));
    TRY(store_import_progress(db, &m));
    *p->m = m;
    return ERR_OK;
}

static enum err apply_rows(struct applying *p)
{
    enum err e = ERR_OK;
    struct list l = { .n = 1 };

    while (e == ERR_OK && l.n > 0) {
        arena_reset(&p->batch);
        e = store_roster_rows(p->w->reader, &p->batch, p->m->id, p->m->cursor,
                              BATCH_ROWS, &l);
        p->rows = l.items;
        if (e == ERR_OK)
            e = import_slices(p->w, l.n, apply_slice, p);
    }
    return e;
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
static enum err token_slice(void *ctx, struct db *db, struct arena *a,
                            size_t from, size_t to)
{
    struct applying *p = ctx;

    (void)a;
    TRY(store_tokens_put(db, p->tokens, from, to));
    return store_import_progress(db, p->m);
}

static enum err index_names(struct applying *p)
{
    enum err e = ERR_OK;

    for (int64_t id = p->m->first_child; e == ERR_OK && id < p->m->next_child;
         id += TOKEN_CHILDREN) {
        e = store_tokens_sort(p->w->reader, id,
                              id + TOKEN_CHILDREN - 1 < p->m->next_child
                                  ? id + TOKEN_CHILDREN - 1
                                  : p->m->next_child - 1,
                              &p->tokens);
        if (e != ERR_OK)
            break;
        e = import_slices(p->w, store_tokens_count(p->tokens), token_slice, p);
        store_tokens_free(p->tokens);
    }
    return e;
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
        e = index_names(&p);
    if (e == ERR_OK)
        e = import_once(w, end_slice, &p);
    arena_free(&p.batch);
    return e;
}
