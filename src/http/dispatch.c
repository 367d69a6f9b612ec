/* The way of a request through the house. */
#include "http/dispatch.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/pool.h"
#include "judge.h"

#define ARENA_LIMIT ((size_t)64 * 1024 * 1024)
#define HASH_QUEUE 16 /* waiting sign-ins; each takes some 70 ms, 64 MiB */
#define LONG_QUEUE 64
#define SLOW_US 1000000

struct dispatcher {
    const struct policy *policy;
    struct writer *writer;
    struct pool *hashing, *reading;
    _Atomic uint64_t numbers;
};

const struct policy *dispatcher_policy(const struct dispatcher *d)
{
    return d->policy;
}

struct writer *dispatcher_writer(const struct dispatcher *d)
{
    return d->writer;
}

void exchange_init(struct exchange *x, struct dispatcher *d)
{
    *x = (struct exchange) { .d = d, .started_us = clock_mono_us() };
    arena_init(&x->arena, ARENA_LIMIT);
    x->rq.arena = &x->arena;
    x->rq.policy = d->policy;
    x->rq.file.fd = -1;
    x->rq.if_match = INT_NONE;
    x->rq.total = INT_NONE;
    x->rq.number = atomic_fetch_add(&d->numbers, 1) + 1;
}

void intake_add(struct intake *t, const struct policy *p, const void *data,
                size_t n)
{
    if (t->e == ERR_OK && !t->sink)
        t->e = t->kind->open(p, &t->sink);
    if (t->e == ERR_OK)
        t->e = t->kind->add(t->sink, data, n);
}

void intake_close(struct intake *t)
{
    if (t->sink)
        t->kind->close(t->sink);
    t->sink = NULL;
}

void exchange_free(struct exchange *x)
{
    intake_close(&x->intake);
    arena_free(&x->arena);
}

static enum err room_for_reply(struct exchange *x)
{
    const struct route *t = x->rq.route;
    size_t size = t->flags & LISTS ? sizeof(struct list)
                  : t->reply       ? t->reply->size
                                   : 1;

    x->out = arena_alloc(&x->arena, size);
    if (!x->out)
        return ERR_NO_MEMORY;
    if (t->reply && !(t->flags & LISTS))
        record_clear(t->reply, x->out);
    return ERR_OK;
}

/* ---- running ----------------------------------------------------------- */
static enum err run_handler(struct exchange *x)
{
    struct req *rq = &x->rq;

    TRY(room_for_reply(x));
    return rq->route->handler(rq, x->body, x->out);
}

/* On the writer, inside a savepoint. */
static enum err write_run(struct write_job *job, struct db *db)
{
    struct exchange *x = (struct exchange *)job;
    struct req *rq = &x->rq;
    enum err outcome;

    rq->db = db;
    if (x->audit_only)
        return x->d->policy->audit(rq, db, ERR_OK);
    TRY(db_principal(db, rq->actor ? &rq->principal : NULL));
    TRY(judge_version(x));
    TRY(run_handler(x));
    outcome = rq->refused;
    if (rq->route->flags & NOT_AUDITED)
        return ERR_OK;
    return x->d->policy->audit(rq, db, outcome);
}

static void write_done(struct write_job *job, enum err result)
{
    struct exchange *x = (struct exchange *)job;

    x->rq.db = NULL;
    x->result = result;
    x->ready(x);
}

/* False when the queue is full; the exchange is then not handed over. */
static bool to_writer(struct exchange *x)
{
    x->job.run = write_run;
    x->job.done = write_done;
    return writer_submit(x->d->writer, &x->job);
}

static enum err read_in_snapshot(struct exchange *x, struct db *db)
{
    struct req *rq = &x->rq;
    enum err e;

    rq->db = db;
    TRY(db_read_begin(db));
    e = db_principal(db, rq->actor ? &rq->principal : NULL);
    if (e == ERR_OK)
        e = judge_version(x);
    if (e == ERR_OK)
        e = run_handler(x);
    db_read_end(db);
    rq->db = NULL;
    if (e == ERR_OK && rq->route->flags & READS_CHILD && rq->audit_child)
        x->d->policy->accessed(rq);
    return e;
}

static void finish(struct exchange *x, enum err e)
{
    x->result = e;
    x->ready(x);
}

/* On a reading thread. */
static void long_run(struct exchange *x, struct db *db)
{
    enum err e = read_in_snapshot(x, db);

    if (e == ERR_OK && x->rq.route->flags & AUDIT_FIRST) {
        x->audit_only = true;
        if (to_writer(x))
            return;
        e = ERR_BUSY;
    }
    finish(x, e);
}

/* On the hashing thread. */
static void hash_run(struct exchange *x, struct db *db)
{
    struct req *rq = &x->rq;
    enum err e = db_read_begin(db);

    rq->db = db;
    if (e == ERR_OK)
        e = rq->route->prepare(rq, x->body, NULL);
    db_read_end(db);
    rq->db = NULL;
    if (e == ERR_OK && to_writer(x))
        return;
    finish(x, e == ERR_OK ? ERR_BUSY : e);
}

/* ---- beginning --------------------------------------------------------- */
static bool begin_read(struct exchange *x, struct db *reader)
{
    enum err e = read_in_snapshot(x, reader);

    if (e == ERR_OK && x->rq.route->flags & AUDIT_FIRST) {
        x->audit_only = true;
        if (to_writer(x))
            return false;
        e = ERR_BUSY;
    }
    x->result = e;
    return true;
}

static bool hand_over(struct exchange *x, struct db *reader)
{
    const struct route *t = x->rq.route;

    if (t->tx == TX_NONE) {
        x->result = run_handler(x);
        return true;
    }
    if (t->tx == TX_READ)
        return begin_read(x, reader);
    if (t->flags & RUNS_PREPARE ? pool_submit(x->d->hashing, x)
        : t->tx == TX_LONG      ? pool_submit(x->d->reading, x)
                                : to_writer(x))
        return false;
    x->result = ERR_BUSY;
    return true;
}

static enum err find_route(struct exchange *x)
{
    bool allowed;
    const struct incoming *in = &x->in;
    struct req *rq = &x->rq;

    rq->now_ms = clock_now_ms();
    clock_date_of(rq->now_ms, rq->today);
    rq->content_type = in->content_type;
    rq->peer = in->peer;
    rq->tls = in->tls;
    rq->route =
        route_match(x->d->policy->tables, in->method, in->path, rq, &allowed);
    if (rq->route)
        return ERR_OK;
    if (!allowed)
        return ERR_NOT_FOUND;
    rq->allow = route_allow(x->d->policy->tables, in->path, rq->arena);
    return ERR_METHOD;
}

bool exchange_admits(struct dispatcher *d, const struct incoming *in,
                     struct db *reader)
{
    struct exchange x;
    enum err e;

    exchange_init(&x, d);
    x.in = *in;
    e = find_route(&x);
    if (e == ERR_OK) {
        note_credential(&x);
        x.rq.db = reader;
        e = db_read_begin(reader);
    }
    if (e == ERR_OK) {
        e = judge_caller(&x, reader);
        db_read_end(reader);
    }
    exchange_free(&x);
    return e == ERR_OK;
}

bool exchange_begin(struct exchange *x, struct db *reader)
{
    enum err e = find_route(x);

    if (e == ERR_OK) {
        note_credential(x);
        x->rq.db = reader;
        e = db_read_begin(reader);
        if (e == ERR_OK)
            e = judge(x, reader);
        /* A short read goes on in the same snapshot. */
        if (e != ERR_OK || x->rq.route->tx != TX_READ)
            db_read_end(reader);
    }
    if (e != ERR_OK) {
        x->result = e;
        return true;
    }
    return hand_over(x, reader);
}

void exchange_reply(struct exchange *x, struct reply *r)
{
    struct req *rq = &x->rq;
    int64_t us;

    reply_make(r, rq, x->result, x->out);
    us = clock_mono_us() - x->started_us;
    log_line(
        r->status >= 500 ? LOG_ERROR
        : r->status >= 400 || unsafe_method(x->in.method) || us > SLOW_US
            ? LOG_INFO
            : LOG_DEBUG,
        "request",
        "\"request\":%llu,\"actor\":%lld,\"route\":\"%s %s\","
        "\"status\":%d,\"code\":\"%s\",\"us\":%lld%s",
        (unsigned long long)rq->number, (long long)rq->principal.account_id,
        rq->route ? rq->route->method : "-", rq->route ? rq->route->path : "-",
        r->status, err_row(x->result != ERR_OK ? x->result : rq->refused)->code,
        (long long)us,
        r->status < 400            ? ""
        : err_row(x->result)->ours ? ",\"fault\":\"ours\""
                                   : ",\"fault\":\"theirs\"");
}

/* ---- open and close ---------------------------------------------------- */
enum err dispatcher_open(const struct policy *policy, struct writer *writer,
                         struct reader_source readers, unsigned pool,
                         struct dispatcher **out)
{
    struct dispatcher *d = calloc(1, sizeof *d);
    enum err e;

    if (!d)
        return ERR_NO_MEMORY;
    d->policy = policy;
    d->writer = writer;
    e = pool_open(readers, 1, HASH_QUEUE, hash_run, &d->hashing);
    if (e == ERR_OK)
        e = pool_open(readers, pool, LONG_QUEUE, long_run, &d->reading);
    if (e != ERR_OK) {
        dispatcher_close(d);
        return e;
    }
    *out = d;
    return ERR_OK;
}

void dispatcher_close(struct dispatcher *d)
{
    if (!d)
        return;
    pool_close(d->hashing);
    pool_close(d->reading);
    free(d);
}
