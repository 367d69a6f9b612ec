/*
 * What a run found goes into the store in slices.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "import_parts.h"
#include "reconcile_parts.h"
#include "store/place_store.h"
#include "store/unit_store.h"

enum { SLICE = 500, DROP_SLICE = 2000 };

/* How long what a slice wrote may wait for its commit. */
#define COMMIT_US 100000

/* ---- into the store ---- */
/* Two of them: one is made ready while one is written. */
struct slice {
    struct arena arena;
    struct verdict_row *verdicts;
    size_t n;
    int64_t done; /* entities, when it is stored */
};

struct storing {
    struct write_job job;
    struct reconcile_work *work;
    struct reconcile_result *result;
    struct reconciliation run;
    const char *county_path;
    int64_t first_verdict, first_candidate;
    uint32_t at; /* entity, then pair */
    struct db *reader;
    const struct slice *slice; /* the writer's */
    size_t dropped;
    struct roster_finding *findings;
    size_t findings_n;
};

static enum err reserve_run(struct write_job *job, struct db *db)
{
    struct storing *s = (struct storing *)job;

    s->run.state = "running";
    s->run.rows_total = (int64_t)s->result->r.entities_n;
    TRY(store_reconcile_ids(db, (int64_t)s->result->r.entities_n,
                            (int64_t)s->result->r.pairs_n, &s->first_verdict,
                            &s->first_candidate));
    return store_reconciliation_put(db, &s->run);
}

static enum err verdicts_run(struct write_job *job, struct db *db)
{
    struct storing *s = (struct storing *)job;

    for (size_t i = 0; i < s->slice->n; i++)
        TRY(store_verdict_add(db, &s->slice->verdicts[i]));
    return store_reconciliation_progress(db, s->run.id, s->slice->done);
}

static enum err candidates_run(struct write_job *job, struct db *db)
{
    struct storing *s = (struct storing *)job;
    const struct reconcile *r = &s->result->r;
    size_t end = s->at + SLICE < r->pairs_n ? s->at + SLICE : r->pairs_n;

    for (size_t i = s->at; i < end; i++) {
        const struct match_pair *p = &r->pairs[i];
        const struct reconcile_row *x = &r->rows[p->a], *y = &r->rows[p->b];
        const struct candidate_row c = {
            .id = s->first_candidate + (int64_t)i,
            .reconciliation_id = s->run.id,
            .verdict_id = s->first_verdict + x->entity,
            .other_id = s->first_verdict + y->entity,
            .roster_id = x->list == LIST_SURVEY ? -x->id : x->id,
            .other_roster_id = y->list == LIST_SURVEY ? -y->id : y->id,
            .print = (int64_t)x->print,
            .other_print = (int64_t)y->print,
            .score = p->score,
            .evidence = p->evidence,
            .alternative = p->alternative,
            .spare = p->spare,
        };

        if (reconcile_is_given(&r->entities[x->entity]) &&
            reconcile_is_given(&r->entities[y->entity]))
            TRY(store_candidate_add(db, &c));
    }
    return ERR_OK;
}

static enum err findings_run(struct write_job *job, struct db *db)
{
    struct storing *s = (struct storing *)job;
    size_t left = s->findings_n - s->at;

    return reconcile_raise(db, &s->result->r, s->findings + s->at,
                           left < SLICE ? left : SLICE, clock_now_ms());
}

static enum err finish_run(struct write_job *job, struct db *db)
{
    struct storing *s = (struct storing *)job;

    struct arena a;
    enum err e;

    s->run.state = "done";
    s->run.finished_at = clock_now_ms();
    TRY(store_reconciliation_finish(db, &s->run));
    arena_init(&a, 0);
    e = store_verdict_again_since(db, &a, s->run.id, s->run.created_at);
    arena_free(&a);
    return e;
}

static enum err drop_run(struct write_job *job, struct db *db)
{
    struct storing *s = (struct storing *)job;
    int64_t n;

    TRY(store_reconciliation_drop(db, DROP_SLICE, &n));
    s->dropped = (size_t)n;
    return ERR_OK;
}

/* Committed within `us`, as all before it. */
static enum err write_within(struct storing *s,
                             enum err (*run)(struct write_job *, struct db *),
                             int64_t us)
{
    if (atomic_load(&s->work->stop))
        return ERR_BUSY;
    s->job = (struct write_job) { .run = run,
                                  .chain = &s->work->chain,
                                  .within_us = us };
    return writer_run(s->work->writer, &s->job);
}

static enum err nothing(struct write_job *job, struct db *db)
{
    (void)job;
    (void)db;
    return ERR_OK;
}

/* What was written is committed or lost, and nothing waits any more. */
static enum err settle(struct reconcile_work *w)
{
    struct write_job job = { .run = nothing, .chain = &w->chain };
    enum err e = writer_run(w->writer, &job);

    if (e != ERR_BUSY)
        w->chain.lost = ERR_OK;
    return e;
}

static enum err write(struct storing *s,
                      enum err (*run)(struct write_job *, struct db *))
{
    return write_within(s, run, 0);
}

/* Where a verdict is seen from: the path of its division, else the county's. */
static enum err add_place(struct storing *s, struct arena *a,
                          struct verdict_row *v)
{
    struct division_row d;
    enum err e = ERR_NOT_FOUND;

    if (v->place)
        return ERR_OK;
    if (v->division)
        e = store_division_get(s->reader, a, v->division, &d);
    if (e == ERR_NOT_FOUND) {
        v->place = s->county_path;
        return ERR_OK;
    }
    v->place = e == ERR_OK ? d.path : NULL;
    return e;
}

static enum err fill_verdict(struct storing *s, uint32_t i, struct arena *a,
                             struct verdict_row *v)
{
    const struct reconcile_entity *e = &s->result->r.entities[i];

    TRY(reconcile_verdict(s->reader, s->result, i, a, v));
    TRY(add_place(s, a, v));
    v->id = s->first_verdict + i;
    v->reconciliation_id = s->run.id;
    if (e->member)
        v->speaker_id = s->first_verdict + e->group;
    else
        s->run.children++;
    s->run.questions +=
        !e->member && e->rule->verdict == VERDICT_UNSURE && e->question;
    return ERR_OK;
}

/* The next slice, read in one transaction; *at behind it. */
static enum err fill_slice(struct storing *s, uint32_t *at, struct slice *out)
{
    const struct reconcile *r = &s->result->r;
    enum err e;

    arena_reset(&out->arena);
    out->n = 0;
    TRY(db_read_begin(s->reader));
    e = ERR_OK;
    while (*at < r->entities_n && out->n < SLICE && e == ERR_OK) {
        if (reconcile_is_given(&r->entities[*at]))
            e = fill_verdict(s, *at, &out->arena, &out->verdicts[out->n++]);
        ++*at;
    }
    db_read_end(s->reader);
    out->done = *at;
    return e;
}

static enum err write_slice(void *ctx, void *buffer)
{
    struct storing *s = ctx;

    s->slice = buffer;
    return write_within(s, verdicts_run, COMMIT_US);
}

static enum err give_slices(struct storing *s, struct relay *relay,
                            struct slice both[2])
{
    uint32_t at = 0;

    for (size_t i = 0; at < s->result->r.entities_n; i = 1 - i) {
        both[i].verdicts = both[i].verdicts
                               ? both[i].verdicts
                               : calloc(SLICE, sizeof *both[i].verdicts);
        if (!both[i].verdicts)
            return ERR_NO_MEMORY;
        TRY(fill_slice(s, &at, &both[i]));
        TRY(relay_give(relay, &both[i]));
    }
    return ERR_OK;
}

static enum err store_verdicts(struct storing *s)
{
    struct slice both[2] = { { .n = 0 }, { .n = 0 } };
    struct relay *relay;
    enum err e, written;

    TRY(relay_open(write_slice, s, &relay));
    for (size_t i = 0; i < 2; i++)
        arena_init(&both[i].arena, 0);
    e = give_slices(s, relay, both);
    written = relay_close(relay);
    for (size_t i = 0; i < 2; i++) {
        arena_free(&both[i].arena);
        free(both[i].verdicts);
    }
    return e == ERR_OK ? written : e;
}

static enum err store_findings(struct storing *s)
{
    enum err e =
        reconcile_findings(&s->result->r, &s->findings, &s->findings_n);

    for (s->at = 0; e == ERR_OK && s->at < s->findings_n; s->at += SLICE)
        e = write(s, findings_run);
    free(s->findings);
    s->findings = NULL;
    return e;
}

/* What runs left that are not done: this one has stored nothing yet, or it is
 * done. */
static enum err drop_left(struct storing *s)
{
    do
        TRY(write_within(s, drop_run, COMMIT_US));
    while (s->dropped > 0);
    return ERR_OK;
}

static enum err store_all(struct storing *s)
{
    TRY(drop_left(s));
    TRY(write(s, reserve_run));
    TRY(store_verdicts(s));
    for (s->at = 0; s->at < s->result->r.pairs_n; s->at += SLICE)
        TRY(write_within(s, candidates_run, COMMIT_US));
    TRY(store_findings(s));
    s->run.rows_done = s->run.rows_total;
    TRY(write(s, finish_run));
    return drop_left(s);
}

static enum err fail_run(struct write_job *job, struct db *db)
{
    struct storing *s = (struct storing *)job;

    s->run.state = "failed";
    s->run.finished_at = clock_now_ms();
    return store_reconciliation_put(db, &s->run);
}

enum err reconcile_begin(struct db *db, int64_t year, int64_t account_id,
                         int64_t now_ms, struct reconciliation *r)
{
    record_clear(&reconciliation_record, r);
    r->year = year;
    r->account_id = account_id;
    r->state = "waiting";
    r->created_at = now_ms;
    TRY(store_reconcile_count(db, year, &r->rows_total));
    return store_reconciliation_add(db, r);
}

/* A run that was cut off while it stored begins anew, without what it left. */
static enum err carry_out(struct storing *s)
{
    enum err e, settled;

    TRY(reconcile_compute(s->reader, s->run.year, s->result));
    e = store_all(s);
    settled = settle(s->work);
    if (e == ERR_OK)
        e = settled;
    if (e == ERR_BUSY || e == ERR_OK)
        return e;
    log_line(LOG_ERROR, "reconcile", "\"fault\":\"ours\",\"code\":\"%s\"",
             err_row(e)->code);
    s->run.fault = err_row(e)->detail;
    (void)write(s, fail_run);
    return e;
}

enum err reconcile_carry_out(struct reconcile_work *w, int64_t id,
                             struct reconcile_result *result)
{
    struct reconcile_result own = { .read_us = 0 };
    struct storing s = { .work = w, .result = result ? result : &own };
    struct arena of_run;
    enum err e;

    memset(s.result, 0, sizeof *s.result);
    arena_init(&of_run, 0);
    s.reader = w->reader;
    s.county_path = arena_printf(&of_run, "D%s/", w->store->county);
    e = s.county_path
            ? store_reconciliation_work(w->reader, &of_run, id, &s.run)
            : ERR_NO_MEMORY;
    s.run.children = s.run.questions = 0;
    if (e == ERR_OK)
        e = carry_out(&s);
    if (result == NULL)
        reconcile_free(&own);
    arena_free(&of_run);
    return e;
}

/* A server that stops between the end of a run and the dropping of the one that
 * it replaced leaves verdicts which nobody may read: they go at the next start,
 * not with the next run, which may be a year away. */
static enum err drop_cut_off(struct reconcile_work *w)
{
    struct storing s = { .work = w };
    bool left = false;
    enum err e, settled;

    TRY(store_reconciliation_left(w->reader, &left));
    if (!left)
        return ERR_OK;
    e = drop_left(&s);
    settled = settle(w);
    return e == ERR_OK ? settled : e;
}

enum err reconcile_resume(struct reconcile_work *w)
{
    int64_t id = 0;

    for (;;) {
        TRY(store_reconciliation_due(w->reader, &id));
        if (w->stop)
            return ERR_OK;
        if (id == 0)
            return drop_cut_off(w);
        TRY(reconcile_carry_out(w, id, NULL));
    }
}
