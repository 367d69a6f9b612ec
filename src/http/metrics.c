/* Figures for a monitoring system. */
#include "http/metrics.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/buf.h"

struct metrics {
    struct MHD_Daemon *daemon;
    struct server *server;
    struct writer *writer;
};

static void one(struct buf *b, const char *name, const char *type,
                uint64_t value)
{
    buf_printf(b, "# TYPE baoxue_%s %s\nbaoxue_%s %llu\n", name, type, name,
               (unsigned long long)value);
}

static uint64_t resident_bytes(void)
{
    unsigned long long size, resident;
    FILE *f = fopen("/proc/self/statm", "r");
    int n = f ? fscanf(f, "%llu %llu", &size, &resident) : 0;

    if (f)
        fclose(f);
    return n == 2 ? resident * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

static void render(struct metrics *m, struct buf *b)
{
    struct server_figures s;
    struct writer_figures w;

    server_figures(m->server, &s);
    writer_figures(m->writer, &w);
    one(b, "requests_total", "counter", s.requests);
    one(b, "connections_total", "counter", s.connections);
    one(b, "requests_refused_framing_total", "counter", s.refused);
    one(b, "connections_cut_slow_total", "counter", s.cut);
    buf_str(b, "# TYPE baoxue_replies_total counter\n");
    for (int k = 1; k < 6; k++)
        buf_printf(b, "baoxue_replies_total{status=\"%dxx\"} %llu\n", k,
                   (unsigned long long)s.by_status[k]);
    one(b, "body_bytes", "gauge",
        s.body_bytes > 0 ? (uint64_t)s.body_bytes : 0);
    one(b, "writes_total", "counter", w.jobs);
    one(b, "commits_total", "counter", w.commits);
    one(b, "commit_failures_total", "counter", w.commit_failures);
    one(b, "write_queue", "gauge", w.queued);
    one(b, "resident_bytes", "gauge", resident_bytes());
}

static enum MHD_Result serve(void *cls, struct MHD_Connection *c,
                             const char *url, const char *method,
                             const char *version, const char *data,
                             size_t *data_size, void **state)
{
    struct buf b;
    struct MHD_Response *r;
    bool found = strcmp(url, "/metrics") == 0 && strcmp(method, "GET") == 0;
    enum MHD_Result result;
    size_t n;
    char *text;

    (void)version;
    (void)data;
    (void)state;
    if (*data_size)
        return MHD_NO;
    buf_init(&b);
    if (found)
        render(cls, &b);
    text = buf_take(&b, &n);
    r = MHD_create_response_from_buffer(
        n, text ? text : (void *)(uintptr_t) "",
        text ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    if (!r) {
        free(text);
        return MHD_NO;
    }
    MHD_add_response_header(r, "Content-Type", "text/plain; version=0.0.4");
    result = MHD_queue_response(c, found ? 200 : 404, r);
    MHD_destroy_response(r);
    return result;
}

enum err metrics_open(const char *host, const char *port, struct server *s,
                      struct writer *w, struct metrics **out)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    struct addrinfo *a;
    struct metrics *m;

    if (getaddrinfo(host, port, &hints, &a) != 0)
        return ERR_BAD_REQUEST;
    m = calloc(1, sizeof *m);
    if (m) {
        m->server = s;
        m->writer = w;
        m->daemon = MHD_start_daemon(
            MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL |
                (a->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0u),
            0, NULL, NULL, serve, m, MHD_OPTION_SOCK_ADDR, a->ai_addr,
            MHD_OPTION_CONNECTION_LIMIT, 20u, MHD_OPTION_CONNECTION_TIMEOUT,
            10u, MHD_OPTION_END);
    }
    freeaddrinfo(a);
    if (!m || !m->daemon) {
        free(m);
        return m ? ERR_CONFLICT : ERR_NO_MEMORY;
    }
    *out = m;
    return ERR_OK;
}

void metrics_close(struct metrics *m)
{
    if (!m)
        return;
    MHD_stop_daemon(m->daemon);
    free(m);
}
