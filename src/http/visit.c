/* One request on its connection: headers, body, exchange, reply. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "parts.h"

#define API "/api/v1"
#define PAIRS_MAX 40

void *visit_new(void *arg, const char *uri, struct MHD_Connection *c)
{
    struct visit *v = calloc(1, sizeof *v);

    (void)c;
    if (!v)
        return NULL;
    v->loop = arg;
    v->bad_target = framing_bad_target(uri);
    buf_init(&v->body);
    return v;
}

static void body_release(struct visit *v)
{
    atomic_fetch_sub(&v->loop->server->body_bytes, (int64_t)v->body.len);
    buf_free(&v->body);
}

void visit_end(void *arg, struct MHD_Connection *c, void **visit,
               enum MHD_RequestTerminationCode why)
{
    struct visit *v = *visit;

    (void)arg;
    (void)c;
    (void)why;
    if (!v)
        return;
    if (v->conn) {
        v->conn->stage = OUTSIDE;
        v->conn->since_us = clock_mono_us();
    }
    body_release(v);
    intake_close(&v->intake);
    if (v->has_exchange)
        exchange_free(&v->x);
    free(v->pairs);
    free(v);
    *visit = NULL;
}

static void stage(struct visit *v, enum stage s)
{
    if (!v->conn)
        return;
    v->conn->stage = s;
    v->conn->since_us = clock_mono_us();
    v->conn->bytes = 0;
}

static const char *header(struct visit *v, const char *name)
{
    return MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND, name);
}

/* ---- the exchange ------------------------------------------------------ */
static void came_ready(struct exchange *x)
{
    struct visit *v = x->owner;
    struct loop *l = v->loop;
    bool first;

    pthread_mutex_lock(&l->lock);
    first = !l->done;
    x->next = l->done;
    l->done = x;
    pthread_mutex_unlock(&l->lock);
    if (first)
        loop_wake(l);
}

static enum MHD_Result add_pair(void *cls, enum MHD_ValueKind kind,
                                const char *name, const char *value)
{
    struct visit *v = cls;

    (void)kind;
    if (v->pairs_n == PAIRS_MAX)
        return MHD_NO;
    v->pairs[v->pairs_n++] = (struct pair) { name, value ? value : "" };
    return MHD_YES;
}

static const char *peer_text(struct visit *v)
{
    const union MHD_ConnectionInfo *i = MHD_get_connection_info(
        v->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";

    if (i && i->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET,
                  &((const struct sockaddr_in *)(const void *)i->client_addr)
                       ->sin_addr,
                  text, sizeof text);
    else if (i && i->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6,
                  &((const struct sockaddr_in6 *)(const void *)i->client_addr)
                       ->sin6_addr,
                  text, sizeof text);
    return arena_strdup(&v->x.arena, text);
}

/* Under TLS of our own, or of a proxy that says so. */
static bool is_tls(struct visit *v)
{
    const char *forwarded = header(v, "X-Forwarded-Proto");

    return v->loop->server->o.tls_cert ||
           (forwarded && strcmp(forwarded, "https") == 0);
}

static const char *cookie(struct visit *v)
{
    const char *c = MHD_lookup_connection_value(v->connection, MHD_COOKIE_KIND,
                                                "__Host-sid");

    /* Under TLS only the name that no other host can have set. */
    return c || is_tls(v) ? c
                          : MHD_lookup_connection_value(v->connection,
                                                        MHD_COOKIE_KIND, "sid");
}

/* Of the headers alone. */
static struct incoming incoming_of(struct visit *v, const char *url,
                                   const char *method)
{
    const char *auth = header(v, "Authorization");

    return (struct incoming) {
        .method = strcmp(method, "HEAD") == 0 ? "GET" : method,
        .path = url + strlen(API),
        .content_type = header(v, "Content-Type"),
        .cookie_token = cookie(v),
        .bearer_token =
            auth && strncmp(auth, "Bearer ", 7) == 0 ? auth + 7 : NULL,
        .csrf = header(v, "X-CSRF-Token"),
        .origin = header(v, "Origin"),
        .fetch_site = header(v, "Sec-Fetch-Site"),
        .host = header(v, "Host"),
        .if_match = header(v, "If-Match"),
        .tls = is_tls(v),
    };
}

static void fill_incoming(struct visit *v, const char *url, const char *method)
{
    v->x.in = incoming_of(v, url, method);
    v->x.in.query = v->pairs;
    v->x.in.query_n = v->pairs_n;
    v->x.in.body = v->body.data ? v->body.data : "";
    v->x.in.body_len = v->unwanted ? 0 : v->body_len;
    v->x.in.peer = peer_text(v);
    v->x.intake = v->intake;
    v->intake = (struct intake) { .kind = NULL };
}

static enum MHD_Result reply_now(struct visit *v)
{
    struct reply r;

    exchange_reply(&v->x, &r);
    stage(v, REPLYING);
    if (v->conn)
        v->conn->bytes = r.fd >= 0 ? r.fd_size : r.body.len;
    return queue_reply(v, &r);
}

static enum MHD_Result start_exchange(struct visit *v, const char *url,
                                      const char *method)
{
    struct loop *l = v->loop;

    v->pairs = calloc(PAIRS_MAX, sizeof *v->pairs);
    if (!v->pairs)
        return queue_error(v, ERR_NO_MEMORY);
    if (MHD_get_connection_values(v->connection, MHD_GET_ARGUMENT_KIND,
                                  add_pair, v) > PAIRS_MAX)
        return queue_error(v, ERR_BAD_REQUEST);
    if (atomic_load(&l->in_flight) >= LOOP_IN_FLIGHT)
        return queue_error(v, ERR_BUSY);
    exchange_init(&v->x, l->server->o.dispatcher);
    v->has_exchange = true;
    v->x.owner = v;
    v->x.ready = came_ready;
    fill_incoming(v, url, method);
    /* Counted before: the answer may come before begin returns. */
    atomic_fetch_add(&l->in_flight, 1);
    if (exchange_begin(&v->x, l->reader)) {
        atomic_fetch_sub(&l->in_flight, 1);
        return reply_now(v);
    }
    v->waiting = true;
    stage(v, WAITING);
    MHD_suspend_connection(v->connection);
    return MHD_YES;
}

/* ---- the callbacks ----------------------------------------------------- */
static bool is_api(const char *url)
{
    return strncmp(url, API "/", sizeof API) == 0;
}

/* How large a body this path takes, and where it goes. */
static void look_at_route(struct visit *v, const char *url, const char *method)
{
    struct arena a;
    struct req rq = { .arena = &a };
    const struct route *r = NULL;
    bool allowed;

    arena_init(&a, 0);
    if (is_api(url))
        r = route_match(
            dispatcher_policy(v->loop->server->o.dispatcher)->tables, method,
            url + strlen(API), &rq, &allowed);
    v->body_limit = r && r->flags & RAW_BODY ? r->body_max : JSON_BODY_MAX;
    v->intake.kind = r ? r->sink : NULL;
    arena_free(&a);
}

/* A stranger's file is not kept for a moment. */
static void look_at_caller(struct visit *v, const char *url, const char *method)
{
    struct incoming in;

    if (!v->intake.kind)
        return;
    in = incoming_of(v, url, method);
    v->unwanted =
        !exchange_admits(v->loop->server->o.dispatcher, &in, v->loop->reader);
}

/* A file somewhat too large is read to its end and thrown away: a browser that
 * is still sending would see a broken connection in place of the answer. */
#define DRAINED_MOST (INT64_C(1) << 30)
static int64_t drained_most(const struct visit *v)
{
    int64_t most = 8 * (int64_t)v->body_limit;

    if (v->body_limit <= JSON_BODY_MAX)
        return 0;
    return most < DRAINED_MOST ? most : DRAINED_MOST;
}

/* At the end of the headers. */
static enum MHD_Result begin(struct visit *v, const char *url,
                             const char *method, const char *version)
{
    const union MHD_ConnectionInfo *i = MHD_get_connection_info(
        v->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    v->begun = true;
    v->conn = i ? i->socket_context : NULL;
    atomic_fetch_add(&v->loop->requests, 1);
    framing_judge(v->connection, method, version, &v->framing);
    if (v->bad_target || v->framing.bad) {
        atomic_fetch_add(&v->loop->refused, 1);
        return queue_error(v, ERR_BAD_REQUEST);
    }
    look_at_route(v, url, method);
    look_at_caller(v, url, method);
    if (v->framing.content_length > (int64_t)v->body_limit) {
        if (v->framing.content_length > drained_most(v))
            return queue_error(v, ERR_TOO_LARGE);
        v->too_large = true;
    }
    if (atomic_load(&v->loop->server->body_bytes) > BODY_BYTES_MOST)
        return queue_error(v, ERR_BUSY);
    stage(v, BODY);
    return MHD_YES;
}

static void take_body(struct visit *v, const char *data, size_t n)
{
    if (v->conn)
        v->conn->bytes += n;
    if (v->too_large || v->unwanted)
        return;
    if (v->body_len + n > v->body_limit) {
        v->too_large = true;
        body_release(v);
        intake_close(&v->intake);
        return;
    }
    v->body_len += n;
    if (v->intake.kind) {
        intake_add(&v->intake, dispatcher_policy(v->loop->server->o.dispatcher),
                   data, n);
        return;
    }
    buf_add(&v->body, data, n);
    atomic_fetch_add(&v->loop->server->body_bytes, (int64_t)n);
}

static enum MHD_Result answer(struct visit *v, const char *url,
                              const char *method)
{
    if (v->too_large)
        return queue_error(v, ERR_TOO_LARGE);
    if (v->body.failed)
        return queue_error(v, ERR_NO_MEMORY);
    if (is_api(url))
        return start_exchange(v, url, method);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return queue_error(v, ERR_METHOD);
    if (strcmp(url, "/healthz") == 0)
        return queue_health(v);
    return queue_asset(v, url);
}

enum MHD_Result visit_handle(void *arg, struct MHD_Connection *c,
                             const char *url, const char *method,
                             const char *version, const char *data,
                             size_t *data_size, void **visit)
{
    struct visit *v = *visit;

    (void)arg;
    if (!v)
        return MHD_NO;
    v->connection = c;
    if (!v->begun)
        return begin(v, url, method, version);
    if (*data_size) {
        take_body(v, data, *data_size);
        *data_size = 0;
        return MHD_YES;
    }
    if (v->waiting)
        return MHD_YES;
    if (v->ended)
        return reply_now(v);
    return answer(v, url, method);
}
