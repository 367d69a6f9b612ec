/* A request from begin to reply in one call, for tests and fuzzers. */
#include <pthread.h>

#include "http/dispatch.h"

struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t end;
    bool ended;
};

static void wake(struct exchange *x)
{
    struct waiting *w = x->owner;

    pthread_mutex_lock(&w->lock);
    w->ended = true;
    pthread_cond_signal(&w->end);
    pthread_mutex_unlock(&w->lock);
}

void exchange_call(struct exchange *x, struct db *reader, struct reply *r)
{
    struct waiting w = { .ended = false };

    pthread_mutex_init(&w.lock, NULL);
    pthread_cond_init(&w.end, NULL);
    /* cppcheck-suppress autoVariables ; this waits until x has ended */
    x->owner = &w;
    x->ready = wake;
    if (!exchange_begin(x, reader)) {
        pthread_mutex_lock(&w.lock);
        while (!w.ended)
            pthread_cond_wait(&w.end, &w.lock);
        pthread_mutex_unlock(&w.lock);
    }
    pthread_cond_destroy(&w.end);
    pthread_mutex_destroy(&w.lock);
    exchange_reply(x, r);
}
