/* Takes an import out of the lists and the register. */
#include <string.h>

#include "base/clock.h"
#include "import_parts.h"
#include "store/audit_store.h"
#include "store/import_store.h"
#include "store/roster_apply_store.h"
#include "store/roster_store.h"

#define PIECE 200 /* rows deleted at once, a fraction of a slice */

struct undoing {
    struct import_work *w;
    struct import *m;
    enum err (*drop)(struct db *db, int64_t import_id, int64_t most,
                     int64_t *n);
    bool homes;
    int64_t left;
};

/* ---- rows that were staged -------------------------------------------------- */
static enum err drop_slice(void *ctx, struct db *db, struct arena *a,
                           size_t from, size_t to)
{
    struct undoing *u = ctx;

    (void)a;
    (void)from;
    (void)to;
    return u->drop(db, u->m->id, PIECE, &u->left);
}

static enum err drop_all(struct undoing *u,
                         enum err (*drop)(struct db *, int64_t, int64_t,
                                          int64_t *))
{
    enum err e = ERR_OK;

    u->drop = drop;
    u->left = 1;
    while (e == ERR_OK && u->left > 0)
        e = import_slices(u->w, 1, drop_slice, u);
    return e;
}

enum err import_drop(struct import_work *w, const struct import *m)
{
    struct import copy = *m;
    struct undoing u = { .w = w, .m = &copy };

    return drop_all(&u, store_roster_drop);
}

enum err import_drop_lines(struct import_work *w, const struct import *m)
{
    struct import copy = *m;
    struct undoing u = { .w = w, .m = &copy };

    return drop_all(&u, store_import_lines_drop);
}

/* ---- the register ------------------------------------------------------------- */
static enum err undo_slice(void *ctx, struct db *db, struct arena *a,
                           size_t from, size_t to)
{
    struct undoing *u = ctx;
    struct import_act act;

    (void)from;
    (void)to;
    import_act_now(&act, u->m);
    TRY(import_scope(db, a, u->w->store));
    return store_import_undo(db, a, &act.act, u->m->id, u->homes, 50, &u->left);
}

static enum err unmake_slice(void *ctx, struct db *db, struct arena *a,
                             size_t from, size_t to)
{
    struct undoing *u = ctx;

    return store_import_unmake(db, a, u->m->first_child + (int64_t)from,
                               u->m->first_child + (int64_t)to - 1);
}

static enum err unlink_slice(void *ctx, struct db *db, struct arena *a,
                             size_t from, size_t to)
{
    struct undoing *u = ctx;

    (void)a;
    (void)from;
    (void)to;
    return store_roster_free(db, u->m->id, PIECE, &u->left);
}

static enum err end_slice(void *ctx, struct db *db, struct arena *a,
                          size_t from, size_t to)
{
    struct undoing *u = ctx;
    struct import *m = u->m;

    (void)from;
    (void)to;
    m->state = m->committed_at == INT_NONE ? "cancelled" : "rolled_back";
    m->first_child = m->next_child = 0;
    m->last_child = -1;
    TRY(store_import_put(db, m, "rolling_back"));
    return store_audit_append(
        db, &(struct audit_entry) {
                .at = clock_now_ms(),
                .account_id = m->account_id,
                .unit = m->unit,
                .action = "import rollback",
                .entity = "import",
                .entity_id = arena_printf(a, "%lld", (long long)m->id),
                .outcome = err_row(ERR_OK)->code });
}

static enum err undo_effects(struct undoing *u, bool homes)
{
    enum err e = ERR_OK;

    u->homes = homes;
    u->left = 1;
    while (e == ERR_OK && u->left > 0)
        e = import_slices(u->w, 1, undo_slice, u);
    return e;
}

enum err import_undo(struct import_work *w, struct import *m)
{
    struct undoing u = { .w = w, .m = m };
    size_t children = m->last_child >= m->first_child
                          ? (size_t)(m->next_child - m->first_child)
                          : 0;
    enum err e = undo_effects(&u, false);

    u.left = 1;
    while (e == ERR_OK && u.left > 0)
        e = import_slices(w, 1, unlink_slice, &u);
    if (e == ERR_OK)
        e = import_slices(w, children, unmake_slice, &u);
    if (e == ERR_OK)
        e = undo_effects(&u, true);
    return e == ERR_OK ? import_once(w, end_slice, &u) : e;
}
