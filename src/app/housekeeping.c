/* What the clock does. */
#include "app/housekeeping.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/assignment_store.h"
#include "store/audit_store.h"
#include "store/carry_store.h"
#include "store/case_store.h"
#include "store/duty_store.h"
#include "store/notice_store.h"
#include "store/roster_apply_store.h"
#include "store/transfer_store.h"
#include "store/upload_store.h"

#define SLICE 200 /* events a job, so that requests are not kept waiting */

/* A signed head once an hour: what stands before it cannot be cut off. */
static enum err sign_hourly(struct db *db, struct arena *a, int64_t now,
                            int64_t most, int64_t *done)
{
    (void)a;
    (void)most;
    *done = 0;
    return now / 60000 % 60 == 0 ? store_audit_sign(db, now) : ERR_OK;
}

/* Each does at most so much, and nothing when it is done again. */
static const struct sweep {
    const char *action, *entity; /* in the audit trail */
    enum err (*run)(struct db *db, struct arena *a, int64_t now, int64_t most,
                    int64_t *done);
} sweeps[] = {
    { "CLOCK /cases", "dropout_case", store_case_sweep },
    { "CLOCK /assignments", "assignment", store_assignment_sweep },
    { "CLOCK /notices", "notice", store_notice_sweep },
    { "CLOCK /transfers", "transfer", store_transfer_sweep },
    { "CLOCK /imports", "register_waiting", store_register_due },
    { "CLOCK /uploads", "upload", store_upload_sweep },
    { "CLOCK /carries", "carry", store_carry_sweep },
    { "CLOCK /duties", "duty", store_duty_sweep },
    { "CLOCK /audit", "audit_head", sign_hourly },
};
#define SWEEPS (sizeof sweeps / sizeof *sweeps)

/* One sweep is one job: where one fails, the others keep what they did, and no
 * child's time limit waits for a list that cannot be carried out. */
struct round {
    struct write_job job;
    struct writer *writer;
    size_t at; /* of sweeps */
    int64_t done;
};

static enum err round_run(struct write_job *job, struct db *db)
{
    struct round *r = (struct round *)job;
    const struct sweep *s = &sweeps[r->at];
    struct arena a;
    int64_t now = clock_now_ms();
    enum err e;

    arena_init(&a, 0);
    r->done = 0;
    e = s->run(db, &a, now, SLICE, &r->done);
    if (e == ERR_OK && r->done > 0) {
        const struct audit_entry entry = {
            .at = now,
            .action = s->action,
            .entity = s->entity,
            .outcome = "ok",
            .detail = arena_printf(&a, "%lld", (long long)r->done),
        };

        e = store_audit_append(db, &entry);
    }
    arena_free(&a);
    return e;
}

static void go_on(struct round *r);

static void round_done(struct write_job *job, enum err e)
{
    struct round *r = (struct round *)job;

    if (e != ERR_OK)
        log_line(LOG_ERROR, "housekeeping",
                 "\"fault\":\"ours\",\"sweep\":\"%s\",\"code\":\"%s\"",
                 sweeps[r->at].action, err_row(e)->code);
    else if (r->done)
        log_line(LOG_INFO, "housekeeping", "\"sweep\":\"%s\",\"done\":%lld",
                 sweeps[r->at].action, (long long)r->done);
    if (e != ERR_OK || r->done < SLICE)
        r->at++;
    go_on(r);
}

static void go_on(struct round *r)
{
    r->job = (struct write_job) { .run = round_run, .done = round_done };
    if (r->at == SWEEPS || !writer_submit(r->writer, &r->job))
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
    go_on(r);
}
