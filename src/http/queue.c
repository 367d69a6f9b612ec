/* Replies into libmicrohttpd; the one file that knows its response calls. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "headers.h"
#include "pack.h"
#include "parts.h"

static void count(struct visit *v, int status)
{
    if (status >= 100 && status < 600)
        atomic_fetch_add(&v->loop->by_status[status / 100], 1);
}

/* RFC 6266: an ASCII name and the real one in UTF-8. */
static void add_file_name(struct MHD_Response *m, const char *name)
{
    static const char hex[] = "0123456789ABCDEF";
    char value[700];
    size_t n = (size_t)snprintf(value, sizeof value,
                                "attachment; filename=\"baoxue%s\"; "
                                "filename*=UTF-8''",
                                strrchr(name, '.') ? strrchr(name, '.') : "");

    for (const unsigned char *p = (const unsigned char *)name;
         *p && n < sizeof value - 4; p++) {
        if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
            (*p >= '0' && *p <= '9') || *p == '.' || *p == '-' || *p == '_') {
            value[n++] = (char)*p;
        } else {
            value[n++] = '%';
            value[n++] = hex[*p >> 4];
            value[n++] = hex[*p & 15];
        }
    }
    value[n] = '\0';
    MHD_add_response_header(m, "Content-Disposition", value);
}

static void add_token(struct visit *v, struct MHD_Response *m,
                      const char *token)
{
    bool tls = v->x.in.tls;
    char value[200];

    snprintf(value, sizeof value,
             "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
             tls ? "__Host-sid" : "sid", token, tls ? "; Secure" : "",
             *token ? "" : "; Max-Age=0");
    MHD_add_response_header(m, "Set-Cookie", value);
    if (!*token)
        MHD_add_response_header(m, "Clear-Site-Data", "\"cache\"");
}

static struct MHD_Response *response_of(struct reply *r)
{
    struct MHD_Response *m;
    size_t n = r->body.len;

    if (r->fd >= 0) {
        m = MHD_create_response_from_fd(r->fd_size, r->fd);
        if (m)
            r->fd = -1; /* closed with the response */
        return m;
    }
    if (n == 0)
        return MHD_create_response_from_buffer(0, (void *)(uintptr_t) "",
                                               MHD_RESPMEM_PERSISTENT);
    m = MHD_create_response_from_buffer(n, r->body.data, MHD_RESPMEM_MUST_FREE);
    if (m)
        buf_init(&r->body); /* freed with the response */
    return m;
}

static bool pack(struct visit *v, struct reply *r)
{
    const char *accepted = MHD_lookup_connection_value(
        v->connection, MHD_HEADER_KIND, "Accept-Encoding");

    return r->packed && r->body.len > 0 && coding_accepted(accepted, "gzip") &&
           pack_gzip(&r->body);
}

enum MHD_Result queue_reply(struct visit *v, struct reply *r)
{
    const bool packed = pack(v, r);
    struct MHD_Response *m = response_of(r);
    enum MHD_Result result;
    char number[16];

    if (!m) {
        reply_free(r);
        return MHD_NO;
    }
    headers_common(m);
    MHD_add_response_header(m, "Cache-Control", "no-store");
    if (r->type)
        MHD_add_response_header(m, "Content-Type", r->type);
    if (r->packed)
        MHD_add_response_header(m, "Vary", "Accept-Encoding");
    if (packed)
        MHD_add_response_header(m, "Content-Encoding", "gzip");
    if (r->etag[0])
        MHD_add_response_header(m, "ETag", r->etag);
    if (r->file_name)
        add_file_name(m, r->file_name);
    if (r->set_token)
        add_token(v, m, r->set_token);
    if (r->allow)
        MHD_add_response_header(m, "Allow", r->allow);
    if (r->retry_after) {
        snprintf(number, sizeof number, "%d", r->retry_after);
        MHD_add_response_header(m, "Retry-After", number);
    }
    if (v->loop->server->o.tls_cert)
        MHD_add_response_header(m, "Strict-Transport-Security",
                                "max-age=31536000");
    count(v, r->status);
    result = MHD_queue_response(v->connection, (unsigned)r->status, m);
    MHD_destroy_response(m);
    reply_free(r);
    return result;
}

enum MHD_Result queue_error(struct visit *v, enum err e)
{
    static const struct route nowhere = { .flags = 0 };
    struct req rq = { .route = &nowhere, .total = INT_NONE };
    struct reply r;

    rq.file.fd = -1;
    if (v->conn)
        v->conn->stage = REPLYING;
    reply_make(&r, &rq, e, NULL);
    return queue_reply(v, &r);
}

enum MHD_Result queue_asset(struct visit *v, const char *path)
{
    unsigned status;
    struct MHD_Response *m =
        assets_find(v->loop->server->assets, path,
                    MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND,
                                                "Accept-Encoding"),
                    MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND,
                                                "If-None-Match"),
                    &status);

    if (!m)
        return queue_error(v, ERR_NOT_FOUND);
    if (v->conn)
        v->conn->stage = REPLYING;
    count(v, (int)status);
    return MHD_queue_response(v->connection, status, m);
}

/* Can it read and write?  A read here and now, and whether the last commit
 * went well. */
enum MHD_Result queue_health(struct visit *v)
{
    struct server *s = v->loop->server;
    bool well = writer_healthy(dispatcher_writer(s->o.dispatcher)) &&
                db_read_begin(v->loop->reader) == ERR_OK;
    struct MHD_Response *m = well ? s->health_ok : s->health_bad;

    db_read_end(v->loop->reader);
    count(v, well ? 200 : 503);
    return MHD_queue_response(v->connection, well ? 200 : 503, m);
}
