/*
 * The writer: one thread that owns every write and every checkpoint.
 *
 * It takes the whole queue at once, runs each job inside a savepoint of one
 * transaction, commits once (synchronous=FULL), and only then tells each job
 * how it ended.  A job that fails is undone alone; a commit that fails fails
 * them all.  A long work of many jobs (struct write_chain) is answered before
 * its commit, which may wait a while for more of it.  With a single committer and checkpointer the WAL-reset race of
 * SQLite 3.7.0–3.51.2 has no second party.
 */
#ifndef DB_WRITER_H
#define DB_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;
struct writer;

/* Jobs that build upon one another.  Once what one of them wrote is lost, as
 * its commit failed, the rest are refused with that error, until their owner
 * clears `lost` while none is queued.  All zero at first. */
struct write_chain {
    enum err lost;
    bool open; /* the writer's own: something is not committed yet */
    struct write_chain *next;
};

struct write_job {
    struct write_job *next;
    /* On the writer's thread, inside a savepoint; an error undoes it. */
    enum err (*run)(struct write_job *job, struct db *db);
    /* On the writer's thread, after the commit.  `job` may be freed here. */
    void (*done)(struct write_job *job, enum err result);
    enum err result; /* the writer's own */
    /* NULL for a job by itself. */
    struct write_chain *chain;
    /* Of a chain's job: it may be answered that long before it is committed;
     * whoever must know it committed sends one with 0 after it.  A job by
     * itself that comes meanwhile takes the commit with it. */
    int64_t within_us;
};

/* Starts the thread; `db` is a DB_WRITER connection that it owns from now. */
enum err writer_open(struct db *db, struct writer **w);

/* Runs what is queued, ends the thread, checkpoints, closes the connection. */
void writer_close(struct writer *w);

/* Queues a job.  False when the queue is full or the writer is closing: the
 * caller answers ERR_BUSY. */
bool writer_submit(struct writer *w, struct write_job *job);

/* The same and waits for its end. */
enum err writer_run(struct writer *w, struct write_job *job);

/* Queue length now, and figures for the metrics. */
struct writer_figures {
    uint64_t jobs, failed, commits, commit_failures;
    unsigned queued;
};
void writer_figures(struct writer *w, struct writer_figures *f);

/* False after a commit failed, until one succeeds again. */
bool writer_healthy(struct writer *w);

#endif
