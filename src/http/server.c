/* Listening, starting and stopping. */
#include "http/server.h"

#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "headers.h"
#include "parts.h"

#define BACKLOG 1024

/* ---- sockets ----------------------------------------------------------- */
static int bind_one(const struct addrinfo *a, bool share)
{
    int fd =
        socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (share)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (bind(fd, a->ai_addr, a->ai_addrlen) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void note_address(struct server *s, int fd)
{
    struct sockaddr_storage at = { .ss_family = AF_UNSPEC };
    socklen_t n = sizeof at;
    char host[64] = "", port[8] = "";

    getsockname(fd, (struct sockaddr *)&at, &n);
    getnameinfo((struct sockaddr *)&at, n, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(s->address, sizeof s->address,
             at.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}

/* One listening socket a loop; the kernel shares connections out.  The first
 * is bound without sharing, so that a port in use is noticed. */
static enum err listen_all(struct server *s, int *fds)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    struct addrinfo *a;
    struct sockaddr_storage at;
    socklen_t len = sizeof at;
    int probe;

    if (getaddrinfo(s->o.host, s->o.port, &hints, &a) != 0)
        return ERR_BAD_REQUEST;
    probe = bind_one(a, false);
    if (probe < 0) {
        freeaddrinfo(a);
        return ERR_CONFLICT;
    }
    getsockname(probe, (struct sockaddr *)&at, &len);
    close(probe);
    memcpy(a->ai_addr, &at, len); /* with the port that was found free */
    for (unsigned i = 0; i < s->loops_n; i++) {
        fds[i] = bind_one(a, true);
        if (fds[i] < 0 || listen(fds[i], BACKLOG) != 0) {
            freeaddrinfo(a);
            return ERR_CONFLICT;
        }
    }
    freeaddrinfo(a);
    note_address(s, fds[0]);
    return ERR_OK;
}

/* ---- daemons ----------------------------------------------------------- */
static void mhd_log(void *cls, const char *format, va_list ap)
{
    char text[300];
    size_t n;

    (void)cls;
    vsnprintf(text, sizeof text, format, ap);
    n = strlen(text);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == '"' || text[i] == '\\')
            text[i] = ' ';
    log_line(LOG_DEBUG, "libmicrohttpd", "\"text\":\"%s\"", text);
}

static struct MHD_Daemon *daemon_start(struct loop *l, int fd)
{
    const struct server_options *o = &l->server->o;
    struct MHD_OptionItem tls[] = {
        { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)o->tls_cert },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)o->tls_key },
        { MHD_OPTION_END, 0, NULL }
    };
    struct MHD_OptionItem plain[] = { { MHD_OPTION_END, 0, NULL } };
    unsigned flags =
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;

    if (o->tls_cert)
        flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, visit_handle, l, MHD_OPTION_EXTERNAL_LOGGER,
        mhd_log, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)LOOP_CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, 15u, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)32 * 1024, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, visit_new, l, MHD_OPTION_NOTIFY_COMPLETED,
        visit_end, l, MHD_OPTION_NOTIFY_CONNECTION, loop_connection, l,
        MHD_OPTION_ARRAY, o->tls_cert ? tls : plain, MHD_OPTION_END);
}

static enum err loop_open(struct loop *l, struct server *s, int fd)
{
    l->server = s;
    pthread_mutex_init(&l->lock, NULL);
    l->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (l->wake < 0)
        return ERR_NO_MEMORY;
    TRY(s->o.readers.open(s->o.readers.ctx, &l->reader));
    l->daemon = daemon_start(l, fd);
    return l->daemon ? ERR_OK : ERR_INTERNAL;
}

static struct MHD_Response *small(const char *text)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(
        strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);

    if (r) {
        headers_common(r);
        MHD_add_response_header(r, "Content-Type", "application/json");
        MHD_add_response_header(r, "Cache-Control", "no-store");
    }
    return r;
}

enum err server_open(const struct server_options *o, struct server **out)
{
    struct server *s = calloc(1, sizeof *s);
    int fds[64] = { 0 };
    enum err e;

    if (!s)
        return ERR_NO_MEMORY;
    s->o = *o;
    s->loops_n = o->threads > 64 ? 64 : o->threads;
    s->loops = calloc(s->loops_n, sizeof *s->loops);
    s->assets = assets_open();
    s->health_ok = small("{\"status\":\"ok\"}");
    s->health_bad = small("{\"status\":\"unavailable\"}");
    e = s->loops && s->assets && s->health_ok && s->health_bad
            ? listen_all(s, fds)
            : ERR_NO_MEMORY;
    for (unsigned i = 0; e == ERR_OK && i < s->loops_n; i++)
        e = loop_open(&s->loops[i], s, fds[i]);
    for (unsigned i = 0; e == ERR_OK && i < s->loops_n; i++)
        e = loop_start(&s->loops[i]);
    if (e != ERR_OK) {
        server_close(s, 0);
        return e;
    }
    *out = s;
    return ERR_OK;
}

const char *server_address(const struct server *s)
{
    return s->address;
}

static void loop_close(struct loop *l)
{
    if (l->started) {
        loop_wake(l);
        pthread_join(l->thread, NULL);
    }
    if (l->daemon)
        MHD_stop_daemon(l->daemon);
    db_close(l->reader);
    if (l->wake > 0)
        close(l->wake);
}

/* Lets replies under way leave: no request is in flight and every connection
 * is outside of one, or the time is over. */
static bool quiet(const struct server *s)
{
    for (unsigned i = 0; i < s->loops_n; i++)
        if (atomic_load(&s->loops[i].in_flight))
            return false;
    return true;
}

void server_close(struct server *s, int ms)
{
    int64_t until = clock_mono_us() + (int64_t)ms * 1000;

    for (unsigned i = 0; s->loops && i < s->loops_n; i++) {
        MHD_socket fd = s->loops[i].daemon
                            ? MHD_quiesce_daemon(s->loops[i].daemon)
                            : MHD_INVALID_SOCKET;

        if (fd != MHD_INVALID_SOCKET)
            close(fd);
    }
    while (ms && !quiet(s) && clock_mono_us() < until)
        poll(NULL, 0, 5);
    if (ms)
        poll(NULL, 0, 50); /* the last replies leave the loops */
    atomic_store(&s->stopping, true);
    for (unsigned i = 0; s->loops && i < s->loops_n; i++)
        loop_close(&s->loops[i]);
    assets_close(s->assets);
    if (s->health_ok)
        MHD_destroy_response(s->health_ok);
    if (s->health_bad)
        MHD_destroy_response(s->health_bad);
    free(s->loops);
    free(s);
}

void server_figures(struct server *s, struct server_figures *f)
{
    *f = (struct server_figures) { .body_bytes = atomic_load(&s->body_bytes) };
    for (unsigned i = 0; i < s->loops_n; i++) {
        struct loop *l = &s->loops[i];

        f->requests += atomic_load(&l->requests);
        f->connections += atomic_load(&l->connections);
        f->refused += atomic_load(&l->refused);
        f->cut += atomic_load(&l->cut);
        for (int k = 1; k < 6; k++)
            f->by_status[k] += atomic_load(&l->by_status[k]);
    }
}
