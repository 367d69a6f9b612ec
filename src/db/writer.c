/* The writer thread: whole queue, one transaction, then the answers. */
#include "db/writer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "internal.h"

#define QUEUE_MAX 4096
#define BATCH_MAX 256 /* so that one commit's wait stays bounded */

struct writer {
    struct db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct write_job *first, **last;
    unsigned queued;
    bool closing;
    bool dirty; /* committed since the last truncating checkpoint */
    bool open;  /* a transaction that waits for more of its chains */
    int64_t until;
    struct write_chain *chains; /* with something in it */
    struct writer_figures figures;
    _Atomic bool healthy;
};

/* Up to BATCH_MAX jobs off the queue, still in order. */
static struct write_job *take(struct writer *w, unsigned *n)
{
    struct write_job *first = w->first, *j = first;

    *n = 1;
    while (j->next && *n < BATCH_MAX) {
        j = j->next;
        ++*n;
    }
    w->first = j->next;
    if (!w->first)
        w->last = &w->first;
    j->next = NULL;
    w->queued -= *n;
    return first;
}

static void join_chain(struct writer *w, const struct write_job *j)
{
    int64_t until = clock_mono_us() + j->within_us;

    if (until < w->until)
        w->until = until;
    if (j->chain->open)
        return;
    j->chain->open = true;
    j->chain->next = w->chains;
    w->chains = j->chain;
}

/*
 * One that has the transaction for its own chain needs no savepoint, which
 * would copy every page that it changes: its failure takes the chain with it.
 *
 * What the disk or the database file refused condemns the batch, whatever the
 * job made of it: SQLite may have rolled everything back.  What a job alone
 * could not read, such as one damaged row, is undone alone.
 */
static enum err run_one(struct writer *w, struct write_job *j, bool alone)
{
    bool own = alone && j->chain;
    enum err e;

    if (j->chain && j->chain->lost != ERR_OK) {
        j->result = j->chain->lost;
        return ERR_OK;
    }
    e = own ? ERR_OK : db_savepoint(w->db);
    if (e != ERR_OK)
        return e;
    j->result = j->run(j, w->db);
    if (w->db->fault != ERR_OK) {
        if (j->result == ERR_OK)
            j->result = w->db->fault;
        if (!own)
            db_undo(w->db);
        return w->db->fault;
    }
    if (j->result == ERR_OK) {
        if (j->chain)
            join_chain(w, j);
        return own ? ERR_OK : db_release(w->db);
    }
    if (own)
        return j->result;
    db_undo(w->db);
    return ERR_OK;
}

static bool only_chain(const struct writer *w, const struct write_chain *c)
{
    return !w->chains || (w->chains == c && !c->next);
}

/* Commits, unless an error has come before; what is lost is said to chains. */
static enum err end_transaction(struct writer *w, enum err e)
{
    if (e == ERR_OK)
        e = db_commit(w->db);
    if (e != ERR_OK)
        db_rollback(w->db);
    w->open = false;
    while (w->chains) {
        struct write_chain *c = w->chains;

        w->chains = c->next;
        c->next = NULL;
        c->open = false;
        c->lost = e;
    }
    return e;
}

static enum err run_jobs(struct writer *w, struct write_job *jobs)
{
    bool alone = !jobs->next && only_chain(w, jobs->chain), waits = true;
    bool refused;
    enum err e = ERR_OK;

    if (!w->open) {
        w->until = INT64_MAX;
        e = db_begin(w->db);
        w->open = e == ERR_OK;
    }
    for (struct write_job *j = jobs; e == ERR_OK && j; j = j->next) {
        e = run_one(w, j, alone);
        waits = waits && j->chain && j->within_us > 0;
    }
    if (e == ERR_OK && waits && w->chains && clock_mono_us() < w->until)
        return ERR_OK;
    refused =
        e != ERR_OK && alone && e == jobs->result && w->db->fault == ERR_OK;
    e = end_transaction(w, e);
    return refused ? ERR_OK : e; /* its own answer, not the machine's */
}

/*
 * After a failed fsync nobody knows what is on the disk: the kernel may have
 * dropped the pages and will report success next time.  The answers say that
 * nothing was saved, and the process ends so that recovery starts from what
 * the disk really holds.
 */
static void stop_after_fsync_failure(struct writer *w)
{
    int code = sqlite3_extended_errcode(w->db->handle);

    if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC)
        return;
    log_line(LOG_ERROR, "fsync_failed", "\"fault\":\"ours\",\"code\":%d", code);
    abort();
}

static void answer(struct write_job *jobs, enum err batch)
{
    struct write_job *next;

    for (struct write_job *j = jobs; j; j = next) {
        next = j->next;
        /* What a job was refused for stands, whatever became of the rest. */
        if (batch != ERR_OK && (j->result == ERR_OK))
            j->result = batch;
        j->done(j, j->result);
    }
}

static void note_end(struct writer *w, enum err e, unsigned jobs)
{
    w->dirty = true;
    w->figures.jobs += jobs;
    w->figures.commits += e == ERR_OK && !w->open;
    w->figures.commit_failures += e != ERR_OK;
}

/* What to do once nothing has come for a while; called with the lock, does it
 * without. */
static void tidy(struct writer *w)
{
    enum err e = ERR_OK;
    bool open = w->open;

    w->dirty = false;
    pthread_mutex_unlock(&w->lock);
    if (open) {
        e = end_transaction(w, ERR_OK);
        if (e != ERR_OK)
            stop_after_fsync_failure(w);
        atomic_store(&w->healthy, e == ERR_OK);
    } else {
        (void)db_checkpoint(w->db, true);
    }
    pthread_mutex_lock(&w->lock);
    if (open)
        note_end(w, e, 0);
}

/* Waits for work; when there is none, commits what waited for more, and later
 * folds the WAL into the file. */
static bool wait_for_work(struct writer *w)
{
    struct timespec until;

    while (!w->first && !w->closing) {
        if (!w->dirty && !w->open) {
            pthread_cond_wait(&w->wake, &w->lock);
            continue;
        }
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += 2;
        if (w->open)
            until = (struct timespec) { w->until / 1000000,
                                        w->until % 1000000 * 1000 };
        if (pthread_cond_timedwait(&w->wake, &w->lock, &until) && !w->first &&
            !w->closing)
            tidy(w);
    }
    return w->first != NULL;
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;

    pthread_mutex_lock(&w->lock);
    while (wait_for_work(w)) {
        unsigned n;
        struct write_job *jobs = take(w, &n);
        enum err e;

        pthread_mutex_unlock(&w->lock);
        e = run_jobs(w, jobs);
        if (e != ERR_OK)
            stop_after_fsync_failure(w);
        atomic_store(&w->healthy, e == ERR_OK);
        answer(jobs, e);
        pthread_mutex_lock(&w->lock);
        note_end(w, e, n);
    }
    if (w->open)
        tidy(w);
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

enum err writer_open(struct db *db, struct writer **out)
{
    struct writer *w = calloc(1, sizeof *w);
    pthread_condattr_t attr;

    if (!w)
        return ERR_NO_MEMORY;
    w->db = db;
    w->last = &w->first;
    atomic_init(&w->healthy, true);
    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&w->thread, NULL, writer_main, w) != 0) {
        pthread_cond_destroy(&w->wake);
        pthread_mutex_destroy(&w->lock);
        free(w);
        return ERR_NO_MEMORY;
    }
    *out = w;
    return ERR_OK;
}

void writer_close(struct writer *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->closing = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    (void)db_checkpoint(w->db, true);
    db_close(w->db);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

bool writer_submit(struct writer *w, struct write_job *job)
{
    bool taken;

    job->next = NULL;
    job->result = ERR_OK;
    pthread_mutex_lock(&w->lock);
    taken = !w->closing && w->queued < QUEUE_MAX;
    if (taken) {
        *w->last = job;
        w->last = &job->next;
        w->queued++;
        pthread_cond_signal(&w->wake);
    }
    pthread_mutex_unlock(&w->lock);
    return taken;
}

/* A job that somebody waits for. */
struct waited {
    struct write_job job;
    struct write_job *inner;
    pthread_mutex_t lock;
    pthread_cond_t end;
    bool ended;
};

static enum err waited_run(struct write_job *job, struct db *db)
{
    struct waited *x = (struct waited *)job;

    return x->inner->run(x->inner, db);
}

static void waited_done(struct write_job *job, enum err result)
{
    struct waited *x = (struct waited *)job;

    x->inner->result = result;
    pthread_mutex_lock(&x->lock);
    x->ended = true;
    pthread_cond_signal(&x->end);
    pthread_mutex_unlock(&x->lock);
}

enum err writer_run(struct writer *w, struct write_job *job)
{
    struct waited x = { .job = { .run = waited_run,
                                 .done = waited_done,
                                 .chain = job->chain,
                                 .within_us = job->within_us },
                        .inner = job };

    pthread_mutex_init(&x.lock, NULL);
    pthread_cond_init(&x.end, NULL);
    if (writer_submit(w, &x.job)) {
        pthread_mutex_lock(&x.lock);
        while (!x.ended)
            pthread_cond_wait(&x.end, &x.lock);
        pthread_mutex_unlock(&x.lock);
    } else {
        job->result = ERR_BUSY;
    }
    pthread_cond_destroy(&x.end);
    pthread_mutex_destroy(&x.lock);
    if (job->done)
        job->done(job, job->result);
    return job->result;
}

void writer_figures(struct writer *w, struct writer_figures *f)
{
    pthread_mutex_lock(&w->lock);
    *f = w->figures;
    f->queued = w->queued;
    pthread_mutex_unlock(&w->lock);
}

bool writer_healthy(struct writer *w)
{
    return atomic_load(&w->healthy);
}
