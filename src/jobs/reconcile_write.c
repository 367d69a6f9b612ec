/*
 * What a run found goes into the store in slices.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "reconcile_parts.h"
#include "store/place_store.h"
#include "store/unit_store.h"

enum { SLICE = 200, DROP_SLICE = 2000, EVIDENCE_MOST = 60 };

/* ---- one verdict ---- */
/* The rows of an entity, KIND:ROW with blanks between. */
void reconcile_put_evidence(const struct reconcile *r,
                            const struct reconcile_entity *e, struct buf *out)
{
    uint32_t n = e->n < EVIDENCE_MOST ? e->n : EVIDENCE_MOST;

    for (uint32_t i = e->first; i < e->first + n; i++) {
        const struct reconcile_row *row = &r->rows[r->order[i]];

        buf_printf(out, "%s%s:%u", out->len ? " " : "",
                   reconcile_lists[row->list], row->line);
    }
}

/* The row most trusted speaks for the child. */
static const struct reconcile_row *best_row(const struct reconcile *r,
                                            const struct reconcile_entity *e)
{
    const struct reconcile_row *best = &r->rows[r->order[e->first]];

    for (uint32_t i = e->first + 1; i < e->first + e->n; i++)
        if (r->rows[r->order[i]].list < best->list)
            best = &r->rows[r->order[i]];
    return best;
}

static const struct reconcile_row *row_in(const struct reconcile *r,
                                          const struct reconcile_entity *e,
                                          enum reconcile_list list)
{
    for (uint32_t i = e->first; i < e->first + e->n; i++)
        if (r->rows[r->order[i]].list == list)
            return &r->rows[r->order[i]];
    return NULL;
}

static int64_t student_of(const struct reconcile *r,
                          const struct reconcile_entity *e)
{
    for (uint32_t i = e->first; i < e->first + e->n; i++)
        if (r->rows[r->order[i]].student_id != 0)
            return r->rows[r->order[i]].student_id;
    return INT_NONE;
}

/* Where it goes to school by its rolls: the 学籍, else the list of its
 * school. */
static enum err add_school(struct db *reader, const struct reconcile *r,
                           const struct reconcile_entity *e, struct arena *a,
                           struct verdict_row *out)
{
    const struct reconcile_row *row = row_in(r, e, LIST_ENROLMENT);
    struct roster_row opened;

    if (row == NULL)
        row = row_in(r, e, LIST_ATTENDANCE);
    if (row == NULL)
        return ERR_OK;
    TRY(reconcile_open_row(reader, row, a, &opened));
    out->school = opened.school;
    out->grade = opened.grade;
    out->class = opened.class;
    if (out->division == NULL)
        out->division = opened.division;
    return ERR_OK;
}

static const char *birth_of(const struct reconcile_row *row, struct arena *a)
{
    char date[CLOCK_DATE_MAX];

    if (row->birth == DAY_NONE)
        return NULL;
    clock_days_date(row->birth, date);
    return arena_strdup(a, date);
}

enum err reconcile_verdict(struct db *reader, const struct reconcile *r,
                           uint32_t i, struct arena *a, struct verdict_row *out)
{
    const struct reconcile_entity *e = &r->entities[i];
    const struct reconcile_row *best = best_row(r, e);
    struct roster_row row;
    struct buf evidence;

    TRY(reconcile_open_row(reader, best, a, &row));
    record_clear(&verdict_record, out);
    out->verdict = verdict_code(e->rule->verdict);
    out->rule = e->rule->name;
    out->confidence = reconcile_confidence(e);
    out->anchored = e->anchored;
    out->given = reconcile_is_given(e);
    out->joined = 0;
    out->roster_id = best->list == LIST_SURVEY ? -best->id : best->id;
    out->facts = verdict_pack(&e->facts);
    out->name = row.name;
    out->sex = row.sex;
    out->birth_date = birth_of(best, a);
    out->id_no = row.id_no;
    out->division = row.division;
    out->student_id = student_of(r, e);
    TRY(add_school(reader, r, e, a, out));
    buf_init(&evidence);
    reconcile_put_evidence(r, e, &evidence);
    out->evidence = arena_strdup(a, evidence.data);
    buf_free(&evidence);
    return out->evidence ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- into the store ---- */
struct storing {
    struct write_job job;
    struct reconcile_work *work;
    struct reconcile_result *result;
    struct reconciliation run;
    const char *county_path;
    int64_t first_verdict, first_candidate;
    uint32_t at; /* entity, then pair */
    struct db *reader;
    struct verdict_row *slice;
    size_t slice_n;
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

    for (size_t i = 0; i < s->slice_n; i++)
        TRY(store_verdict_add(db, &s->slice[i]));
    s->run.rows_done = s->at;
    return store_reconciliation_put(db, &s->run);
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
    s->slice_n = (size_t)n;
    return ERR_OK;
}

static enum err write(struct storing *s,
                      enum err (*run)(struct write_job *, struct db *))
{
    if (s->work->stop)
        return ERR_BUSY;
    s->job = (struct write_job) { .run = run };
    return writer_run(s->work->writer, &s->job);
}

/* Where a verdict is seen from: the path of its division, else the county's. */
static enum err add_place(struct storing *s, struct arena *a,
                          struct verdict_row *v)
{
    struct division_row d;
    enum err e = ERR_NOT_FOUND;

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

    TRY(reconcile_verdict(s->reader, &s->result->r, i, a, v));
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

/* The next slice, read in one transaction; s->at behind it. */
static enum err fill_slice(struct storing *s, struct arena *a)
{
    const struct reconcile *r = &s->result->r;
    enum err e;

    TRY(db_read_begin(s->reader));
    e = ERR_OK;
    s->slice_n = 0;
    while (s->at < r->entities_n && s->slice_n < SLICE && e == ERR_OK) {
        if (reconcile_is_given(&r->entities[s->at]))
            e = fill_verdict(s, s->at, a, &s->slice[s->slice_n++]);
        s->at++;
    }
    db_read_end(s->reader);
    return e;
}

static enum err store_verdicts(struct storing *s, struct arena *a)
{
    const struct reconcile *r = &s->result->r;
    enum err e = ERR_OK;

    s->slice = calloc(SLICE, sizeof *s->slice);
    if (s->slice == NULL)
        return ERR_NO_MEMORY;
    for (s->at = 0; s->at < r->entities_n && e == ERR_OK;) {
        e = fill_slice(s, a);
        if (e == ERR_OK)
            e = write(s, verdicts_run);
        arena_reset(a);
    }
    free(s->slice);
    s->slice = NULL;
    return e;
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
        TRY(write(s, drop_run));
    while (s->slice_n > 0);
    return ERR_OK;
}

static enum err store_all(struct storing *s, struct arena *a)
{
    TRY(drop_left(s));
    TRY(write(s, reserve_run));
    TRY(store_verdicts(s, a));
    for (s->at = 0; s->at < s->result->r.pairs_n; s->at += SLICE)
        TRY(write(s, candidates_run));
    TRY(store_findings(s));
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
static enum err carry_out(struct storing *s, struct arena *a)
{
    enum err e;

    TRY(reconcile_compute(s->reader, s->run.year, s->result));
    e = store_all(s, a);
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
    struct arena a, of_run;
    enum err e;

    memset(s.result, 0, sizeof *s.result);
    arena_init(&a, 0);
    arena_init(&of_run, 0);
    s.reader = w->reader;
    s.county_path = arena_printf(&of_run, "D%s/", w->store->county);
    e = s.county_path
            ? store_reconciliation_work(w->reader, &of_run, id, &s.run)
            : ERR_NO_MEMORY;
    s.run.children = s.run.questions = 0;
    if (e == ERR_OK)
        e = carry_out(&s, &a);
    if (result == NULL)
        reconcile_free(&own);
    arena_free(&a);
    arena_free(&of_run);
    return e;
}

enum err reconcile_resume(struct reconcile_work *w)
{
    int64_t id = 0;

    for (;;) {
        TRY(store_reconciliation_due(w->reader, &id));
        if (id == 0 || w->stop)
            return ERR_OK;
        TRY(reconcile_carry_out(w, id, NULL));
    }
}
