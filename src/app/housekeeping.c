/* What the clock does. */
#include "app/housekeeping.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/assignment_store.h"
#include "store/audit_store.h"
#include "store/case_store.h"
#include "store/notice_store.h"
#include "store/roster_apply_store.h"

#define SLICE 200 /* events a job, so that requests are not kept waiting */

struct round {
    struct write_job job;
    struct writer *writer;
    int64_t done;
};

/* Each does at most so much, and nothing when it is done again. */
static enum err (*const sweeps[])(struct db *db, struct arena *a, int64_t now,
                                  int64_t most, int64_t *done) = {
    store_case_sweep,
    store_assignment_sweep,
    store_notice_sweep,
    store_register_due,
};

/* Every event of the clock is a step in a case, and so leaves an audit row. */
static enum err round_run(struct write_job *job, struct db *db)
{
    struct round *r = (struct round *)job;
    struct arena a;
    int64_t now = clock_now_ms();
    enum err e = ERR_OK;

    arena_init(&a, 0);
    for (size_t i = 0; e == ERR_OK && i < sizeof sweeps / sizeof *sweeps; i++) {
        int64_t done = 0;

        if (r->done < SLICE)
            e = sweeps[i](db, &a, now, SLICE - r->done, &done);
        r->done += done;
    }
    if (e == ERR_OK && r->done > 0) {
        const struct audit_entry entry = {
            .at = now,
            .action = "CLOCK /cases",
            .entity = "dropout_case",
            .outcome = "ok",
            .detail = arena_printf(&a, "%lld", (long long)r->done),
        };

        e = store_audit_append(db, &entry);
    }
    /* A signed head once an hour: what stands before it cannot be cut off. */
    if (e == ERR_OK && now / 60000 % 60 == 0)
        e = store_audit_sign(db, now);
    arena_free(&a);
    return e;
}

static void round_done(struct write_job *job, enum err e)
{
    struct round *r = (struct round *)job;
    bool more = e == ERR_OK && r->done >= SLICE;

    if (e != ERR_OK)
        log_line(LOG_ERROR, "housekeeping",
                 "\"fault\":\"ours\",\"code\":\"%s\"", err_row(e)->code);
    else if (r->done)
        log_line(LOG_INFO, "housekeeping", "\"cases\":%lld",
                 (long long)r->done);
    if (more)
        housekeeping(r->writer);
    free(r);
}

static enum err sign_run(struct write_job *job, struct db *db)
{
    (void)job;
    return store_audit_sign(db, clock_now_ms());
}

void housekeeping_end(struct writer *w)
{
    struct write_job job = { .run = sign_run };

    (void)writer_run(w, &job);
}

void housekeeping(struct writer *w)
{
    struct round *r = calloc(1, sizeof *r);

    if (!r)
        return;
    r->writer = w;
    r->job.run = round_run;
    r->job.done = round_done;
    if (!writer_submit(w, &r->job))
        free(r);
}
