/*
 * The way of a request through the house, without a socket: route, session,
 * right, tables, scope, transaction, audit.  The server drives it for
 * connections; tests and fuzzers drive it directly.
 *
 *   begin --> done                          (NONE, READ, refused)
 *     |-----> hashing thread --> writer --> done   (RUNS_PREPARE)
 *     |-----> writer ---------------------> done   (WRITE)
 *     '-----> reading pool ----[writer]---> done   (LONG, AUDIT_FIRST)
 */
#ifndef HTTP_DISPATCH_H
#define HTTP_DISPATCH_H

#include "db/writer.h"
#include "http/reply.h"
#include "http/route.h"

struct dispatcher;

/* Opens one more reading connection; the dispatcher closes it. */
struct reader_source {
    enum err (*open)(void *ctx, struct db **db);
    void *ctx;
};

/* Starts the hashing thread and `pool` reading threads. */
enum err dispatcher_open(const struct policy *policy, struct writer *writer,
                         struct reader_source readers, unsigned pool,
                         struct dispatcher **d);

/* After every exchange has ended. */
void dispatcher_close(struct dispatcher *d);

/* A body on its way into its route's sink, which is opened for the first
 * bytes.  After an error the rest is thrown away. */
struct intake {
    const struct body_sink *kind; /* NULL: none */
    void *sink;
    enum err e;
};
void intake_add(struct intake *t, const struct policy *p, const void *data,
                size_t n);
void intake_close(struct intake *t);

/* What came in.  Texts live until the exchange ends. */
struct incoming {
    const char *method;
    const char *path; /* below /api/v1, decoded: "/students/7" */
    const struct pair *query;
    size_t query_n;
    const char *content_type;
    const char *cookie_token, *bearer_token; /* NULL none */
    const char *csrf, *origin, *fetch_site, *host, *if_match;
    const char *body;
    size_t body_len;
    const char *peer;
    bool tls;
};

struct exchange {
    struct write_job job;  /* first: the writer hands it back */
    struct exchange *next; /* in a pool's queue, then its owner's list */
    struct dispatcher *d;
    struct incoming in;
    struct arena arena;
    struct req rq;
    struct intake intake; /* of a body that came before; closed with it */
    void *body, *out;
    enum err result;
    int64_t started_us;
    bool audit_only; /* the writer adds the audit row of a read */
    /* On any thread, when `result` is known and the reply can be made. */
    void (*ready)(struct exchange *x);
    void *owner;
};

void exchange_init(struct exchange *x, struct dispatcher *d);
void exchange_free(struct exchange *x);

/* Whether the caller of `in`, of which only the headers are there yet, may take
 * its route; on a reading connection. */
bool exchange_admits(struct dispatcher *d, const struct incoming *in,
                     struct db *reader);

/* Starts it on the connection `reader` of this thread.  True: it is done and
 * `ready` was not called.  False: `ready` will be. */
bool exchange_begin(struct exchange *x, struct db *reader);

/* Makes the reply of an ended exchange and logs it. */
void exchange_reply(struct exchange *x, struct reply *r);

/* Begin, wait and reply, for tests. */
void exchange_call(struct exchange *x, struct db *reader, struct reply *r);

const struct policy *dispatcher_policy(const struct dispatcher *d);
struct writer *dispatcher_writer(const struct dispatcher *d);

#endif
