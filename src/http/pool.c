/* Threads with a reading connection of their own. */
#include "http/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct exchange *first, **last;
    unsigned waiting, queue;
    bool closing;
    pool_fn run;
    struct reader_source readers;
    unsigned threads;
    struct worker {
        struct pool *pool;
        struct db *db;
        pthread_t thread;
    } workers[];
};

static struct exchange *take(struct pool *p)
{
    struct exchange *x;

    pthread_mutex_lock(&p->lock);
    while (!p->first && !p->closing)
        pthread_cond_wait(&p->wake, &p->lock);
    x = p->first;
    if (x) {
        p->first = x->next;
        if (!p->first)
            p->last = &p->first;
        p->waiting--;
    }
    pthread_mutex_unlock(&p->lock);
    return x;
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    struct exchange *x;

    while ((x = take(w->pool)))
        w->pool->run(x, w->db);
    return NULL;
}

enum err pool_open(struct reader_source readers, unsigned threads,
                   unsigned queue, pool_fn run, struct pool **out)
{
    struct pool *p = calloc(1, sizeof *p + threads * sizeof(struct worker));
    enum err e = ERR_OK;

    if (!p)
        return ERR_NO_MEMORY;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    p->last = &p->first;
    p->queue = queue;
    p->run = run;
    p->readers = readers;
    while (p->threads < threads && e == ERR_OK) {
        struct worker *w = &p->workers[p->threads];

        w->pool = p;
        e = readers.open(readers.ctx, &w->db);
        if (e == ERR_OK && pthread_create(&w->thread, NULL, worker_main, w)) {
            db_close(w->db);
            e = ERR_NO_MEMORY;
        }
        if (e == ERR_OK)
            p->threads++;
    }
    if (e != ERR_OK) {
        pool_close(p);
        return e;
    }
    *out = p;
    return ERR_OK;
}

void pool_close(struct pool *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->closing = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->threads; i++) {
        pthread_join(p->workers[i].thread, NULL);
        db_close(p->workers[i].db);
    }
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

bool pool_submit(struct pool *p, struct exchange *x)
{
    bool taken;

    x->next = NULL;
    pthread_mutex_lock(&p->lock);
    taken = !p->closing && p->waiting < p->queue;
    if (taken) {
        *p->last = x;
        p->last = &x->next;
        p->waiting++;
        pthread_cond_signal(&p->wake);
    }
    pthread_mutex_unlock(&p->lock);
    return taken;
}
