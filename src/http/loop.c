/* One thread: a daemon's epoll descriptor, our eventfd, and the deadlines. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "parts.h"

#define TICK_MS 500

void loop_wake(struct loop *l)
{
    uint64_t one = 1;

    while (write(l->wake, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

void loop_connection(void *arg, struct MHD_Connection *c, void **context,
                     enum MHD_ConnectionNotificationCode what)
{
    struct loop *l = arg;
    struct conn *k = *context;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *i =
            MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);

        k = calloc(1, sizeof *k);
        *context = k;
        if (!k)
            return;
        k->fd = i ? i->connect_fd : -1;
        k->since_us = clock_mono_us();
        k->next = l->conns;
        if (k->next)
            k->next->prev = k;
        l->conns = k;
        atomic_fetch_add(&l->connections, 1);
    } else if (k) {
        if (k->prev)
            k->prev->next = k->next;
        else
            l->conns = k->next;
        if (k->next)
            k->next->prev = k->prev;
        free(k);
        *context = NULL;
    }
}

static bool overdue(const struct conn *k, int64_t now)
{
    int64_t lasted = now - k->since_us;

    switch (k->stage) {
    case OUTSIDE:
        return lasted > OUTSIDE_US;
    case BODY:
    case REPLYING:
        return lasted > GRACE_US + (int64_t)(k->bytes / RATE) * 1000000;
    case WAITING:
        break;
    }
    return false;
}

/* Shutting the socket down makes libmicrohttpd see the end of it. */
static void cut_slow(struct loop *l)
{
    int64_t now = clock_mono_us();

    for (struct conn *k = l->conns; k; k = k->next) {
        if (k->cut || k->fd < 0 || !overdue(k, now))
            continue;
        k->cut = true;
        shutdown(k->fd, SHUT_RDWR);
        atomic_fetch_add(&l->cut, 1);
    }
}

static void resume_done(struct loop *l)
{
    struct exchange *x, *next;
    uint64_t count;

    (void)!read(l->wake, &count, sizeof count);
    pthread_mutex_lock(&l->lock);
    x = l->done;
    l->done = NULL;
    pthread_mutex_unlock(&l->lock);
    for (; x; x = next) {
        struct visit *v = x->owner;

        next = x->next;
        v->waiting = false;
        v->ended = true;
        atomic_fetch_sub(&l->in_flight, 1);
        MHD_resume_connection(v->connection);
    }
}

static int next_timeout(struct loop *l)
{
    MHD_UNSIGNED_LONG_LONG ms;

    if (MHD_get_timeout(l->daemon, &ms) == MHD_YES && ms < TICK_MS)
        return (int)ms;
    return TICK_MS;
}

static void *loop_main(void *arg)
{
    struct loop *l = arg;
    const union MHD_DaemonInfo *i =
        MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    struct pollfd fds[2] = { { .fd = i->epoll_fd, .events = POLLIN },
                             { .fd = l->wake, .events = POLLIN } };
    int64_t ticked = clock_mono_us();

    while (!atomic_load(&l->server->stopping) || atomic_load(&l->in_flight)) {
        poll(fds, 2, next_timeout(l));
        if (fds[1].revents)
            resume_done(l);
        MHD_run(l->daemon);
        if (clock_mono_us() - ticked > TICK_MS * 1000) {
            cut_slow(l);
            ticked = clock_mono_us();
        }
    }
    return NULL;
}

enum err loop_start(struct loop *l)
{
    if (pthread_create(&l->thread, NULL, loop_main, l) != 0)
        return ERR_NO_MEMORY;
    l->started = true;
    return ERR_OK;
}
