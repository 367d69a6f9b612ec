/*
 * 升级 in slices.
 */
#include "jobs/promotion_job.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "import_parts.h"
#include "store/promotion_store.h"

enum { SLICE = 100 };

struct slice {
    struct write_job job;
    struct promotion_work *work;
    int64_t id;
    bool over;         /* out */
    const char *fault; /* in: why the run breaks off */
};

static void act_of(const struct promotion *p, bool back, char *today,
                   struct act *act)
{
    *act =
        (struct act) { .account_id = back ? p->undo_account_id : p->account_id,
                       .role = ROLE_BUREAU,
                       .unit = back ? p->undo_unit : p->unit,
                       .now_ms = clock_now_ms(),
                       .today = today };
    clock_date_of(act->now_ms, today);
}

static enum err slice_in(struct slice *s, struct db *db, struct arena *a)
{
    struct promotion p;
    char today[CLOCK_DATE_MAX];
    struct act act;
    bool back;
    int64_t n;

    TRY(store_promotion_work(db, a, s->id, &p));
    TRY(import_scope(db, a, s->work->store));
    back = strcmp(p.state, "undoing") == 0;
    act_of(&p, back, today, &act);
    if (!back)
        p.state = "running";
    TRY(back ? store_promotion_back(db, a, &act, SLICE, &p, &n)
             : store_promotion_slice(db, a, &act, SLICE, &p, &n));
    s->over = n == 0;
    if (!s->over)
        return ERR_OK;
    p.state = back ? "undone" : "done";
    p.finished_at = act.now_ms;
    return store_promotion_put(db, &p);
}

static enum err slice_run(struct write_job *job, struct db *db)
{
    struct slice *s = (struct slice *)job;
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = slice_in(s, db, &a);
    arena_free(&a);
    return e;
}

static enum err break_run(struct write_job *job, struct db *db)
{
    struct slice *s = (struct slice *)job;
    struct promotion p;
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = store_promotion_work(db, &a, s->id, &p);
    if (e == ERR_OK) {
        p.state = "failed";
        p.fault = s->fault;
        e = store_promotion_put(db, &p);
    }
    arena_free(&a);
    return e;
}

static enum err write(struct slice *s,
                      enum err (*run)(struct write_job *, struct db *))
{
    s->job = (struct write_job) { .run = run };
    return writer_run(s->work->writer, &s->job);
}

static enum err carry_out(struct promotion_work *w, int64_t id)
{
    struct slice s = { .work = w, .id = id };
    enum err e = ERR_OK;

    while (e == ERR_OK && !s.over)
        e = atomic_load(&w->stop) ? ERR_BUSY : write(&s, slice_run);
    if (e != ERR_DAMAGED && e != ERR_INTERNAL)
        return e;
    log_line(LOG_ERROR, "promotion", "\"fault\":\"ours\",\"code\":\"%s\"",
             err_row(e)->code);
    s.fault = err_row(e)->detail;
    return write(&s, break_run);
}

enum err promotion_resume(struct promotion_work *w)
{
    int64_t id = 0;

    for (;;) {
        TRY(store_promotion_due(w->reader, &id));
        if (id == 0 || atomic_load(&w->stop))
            return ERR_OK;
        TRY(carry_out(w, id));
    }
}
