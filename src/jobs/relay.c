#include "relay.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct relay {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t turn;
    enum err (*take)(void *ctx, void *buffer);
    void *ctx, *buffer; /* NULL: it waits for one */
    bool ending;
    enum err e;
};

static void *relay_main(void *arg)
{
    struct relay *r = arg;

    pthread_mutex_lock(&r->lock);
    while (r->buffer || !r->ending) {
        enum err e;

        if (!r->buffer) {
            pthread_cond_wait(&r->turn, &r->lock);
            continue;
        }
        pthread_mutex_unlock(&r->lock);
        e = r->take(r->ctx, r->buffer);
        pthread_mutex_lock(&r->lock);
        r->e = e;
        r->buffer = NULL;
        pthread_cond_signal(&r->turn);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

enum err relay_open(enum err (*take)(void *ctx, void *buffer), void *ctx,
                    struct relay **out)
{
    struct relay *r = calloc(1, sizeof *r);

    if (!r)
        return ERR_NO_MEMORY;
    r->take = take;
    r->ctx = ctx;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->turn, NULL);
    if (pthread_create(&r->thread, NULL, relay_main, r) != 0) {
        pthread_cond_destroy(&r->turn);
        pthread_mutex_destroy(&r->lock);
        free(r);
        return ERR_NO_MEMORY;
    }
    *out = r;
    return ERR_OK;
}

enum err relay_give(struct relay *r, void *buffer)
{
    enum err e;

    pthread_mutex_lock(&r->lock);
    while (r->buffer)
        pthread_cond_wait(&r->turn, &r->lock);
    e = r->e;
    if (e == ERR_OK) {
        r->buffer = buffer;
        pthread_cond_signal(&r->turn);
    }
    pthread_mutex_unlock(&r->lock);
    return e;
}

enum err relay_close(struct relay *r)
{
    enum err e;

    if (!r)
        return ERR_OK;
    pthread_mutex_lock(&r->lock);
    r->ending = true;
    pthread_cond_signal(&r->turn);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    e = r->e;
    pthread_cond_destroy(&r->turn);
    pthread_mutex_destroy(&r->lock);
    free(r);
    return e;
}
