/* Work handed to the writer in slices that requests do not feel. */
#include <string.h>

#include "base/clock.h"
#include "import_parts.h"

#define SLICE_US 14000 /* aimed at; 20,000 is the most */
#define SLICE_FIRST 64
#define SLICE_MOST 20000
/* How long what slices wrote may wait for its commit: a request that comes
 * meanwhile commits it with its own, so it stays small beside others. */
#define COMMIT_US 100000
#define COMMIT_ALONE_US 3000000

struct slice {
    struct write_job job;
    slice_fn fn;
    void *ctx;
    struct arena *a;
    size_t from, to;
    int64_t us;
};

static enum err slice_run(struct write_job *job, struct db *db)
{
    struct slice *s = (struct slice *)job;
    int64_t began = clock_mono_us();
    enum err e = s->fn(s->ctx, db, s->a, s->from, s->to);

    s->us = clock_mono_us() - began;
    return e;
}

/* As many as take SLICE_US, by how long the last ones took; never many more
 * at once. */
static size_t next_size(size_t n, int64_t us)
{
    size_t fit = us > 0 ? (size_t)((int64_t)n * SLICE_US / us) : 2 * n;

    fit = fit > 2 * n ? 2 * n : fit;
    return fit < 1 ? 1 : fit > SLICE_MOST ? SLICE_MOST : fit;
}

static enum err slices(struct import_work *w, size_t n, slice_fn fn, void *ctx,
                       int64_t within_us)
{
    struct arena a;
    size_t size = SLICE_FIRST;
    enum err e = ERR_OK;

    arena_init(&a, 0);
    for (size_t at = 0; e == ERR_OK && at < n;) {
        struct slice s = { .job = { .run = slice_run,
                                    .chain = &w->chain,
                                    .within_us = within_us },
                           .fn = fn,
                           .ctx = ctx,
                           .a = &a,
                           .from = at,
                           .to = n - at < size ? n : at + size };

        e = atomic_load(&w->stop) ? ERR_BUSY : writer_run(w->writer, &s.job);
        size = next_size(s.to - s.from, s.us);
        at = s.to;
        arena_reset(&a);
    }
    arena_free(&a);
    return e;
}

enum err import_slices(struct import_work *w, size_t n, slice_fn fn, void *ctx)
{
    return slices(w, n, fn, ctx, w->alone ? COMMIT_ALONE_US : COMMIT_US);
}

enum err import_once(struct import_work *w, slice_fn fn, void *ctx)
{
    return slices(w, 1, fn, ctx, 0);
}

static enum err nothing(struct write_job *job, struct db *db)
{
    (void)job;
    (void)db;
    return ERR_OK;
}

enum err import_settle(struct import_work *w)
{
    struct write_job job = { .run = nothing, .chain = &w->chain };

    return writer_run(w->writer, &job);
}

enum err import_scope(struct db *db, struct arena *a, const struct store *s)
{
    struct principal p = { 0, arena_printf(a, "D%s/", s->county),
                           arena_printf(a, "D%s0", s->county) };

    return p.lo && p.hi ? db_principal_all(db, &p) : ERR_NO_MEMORY;
}

void import_act_now(struct import_act *a, const struct import *m)
{
    a->act = (struct act) { .account_id = m->account_id,
                            .role = ROLE_BUREAU,
                            .unit = m->unit,
                            .now_ms = clock_now_ms(),
                            .today = a->today };
    clock_date_of(a->act.now_ms, a->today);
}
