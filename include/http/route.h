/*
 * Routes as const rows: method, path, right, transaction, tables, handler.
 * The framework does what a handler could forget: session, right, scope,
 * transaction, version, audit row, reply.
 *
 * A request is judged in this order: 401 403 404 428 412 400 422 409.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "http/request.h"

enum tx {
    TX_NONE,  /* touches no store */
    TX_READ,  /* short: on the HTTP thread, one read transaction */
    TX_WRITE, /* on the writer, in a savepoint, with an audit row */
    TX_LONG,  /* workbooks, big ledgers: on the reading pool */
};

enum route_flag {
    PUBLIC = 1,        /* no session needed */
    IF_MATCH = 2,      /* needs the version of what `find` finds */
    CREATES = 4,       /* 201 */
    LISTS = 8,         /* `out` is a struct list of `reply` */
    RAW_BODY = 16,     /* any bytes, see rq->body */
    FILE_REPLY = 32,   /* may set rq->file instead of filling `out` */
    READS_CHILD = 64,  /* leaves an access row when rq->audit_child is set */
    AUDIT_FIRST = 128, /* its audit row is durable before a byte leaves */
    NO_REPLY = 256,    /* 204 */
    UNCHANGED_PASSWORD = 512, /* allowed before a one-time password changed */
    RUNS_PREPARE = 1024,      /* `prepare` runs first, on the hashing thread */
    NOT_AUDITED = 2048,       /* a write that changes nothing worth a row */
    /* Sent gzipped where the client takes it.  Only where nothing that a
     * stranger may choose stands in it: its length would tell the rest. */
    PACKED = 4096,
};

/* `in` is the body's struct, `out` the reply's (cleared) or a struct list. */
typedef enum err (*handler_fn)(struct req *rq, const void *in, void *out);

/* Which body table an {action} takes; NULL when there is no such action. */
typedef const struct record *(*body_of_fn)(const char *action);

/* Of a caller that has the route's right: may its role take this {action}?
 * Also true when there is no such action, which is 404. */
typedef bool (*may_act_fn)(const struct actor *actor, const char *action);

/* Says in rq->detail what happened since version rq->if_match, read in the
 * caller's scope.  Only asked when the record was found and has moved on. */
typedef enum err (*stale_fn)(struct req *rq);

/* Where the bytes of a RAW_BODY go as they come, in place of rq->body: none is
 * held in memory.  Only a caller who may take the route is let in; what then
 * comes of it, `close` is called at the end. */
struct body_sink {
    enum err (*open)(const struct policy *p, void **sink);
    enum err (*add)(void *sink, const void *data, size_t n);
    void (*close)(void *sink);
};

struct route {
    const char *method, *path; /* "/students/{id}/reveal", under /api/v1 */
    const char *title;         /* Chinese, one line */
    int right;                 /* enum right */
    enum tx tx;
    unsigned flags;
    const struct record *query;
    const struct record *body;
    const struct record *reply;
    const struct sql *find; /* SELECT version FROM my_… WHERE id = ?1 */
    handler_fn handler;
    handler_fn prepare;
    body_of_fn body_of;
    may_act_fn may_act;
    stale_fn stale;
    size_t body_max; /* of RAW_BODY; 0: JSON_BODY_MAX */
    const struct body_sink *sink;
};

#define ROUTE_END                                                              \
    {                                                                          \
        .method = NULL                                                         \
    }

/* What the layers above give to the framework. */
struct policy {
    /* Tables of routes, NULL at the end. */
    const struct route *const *tables;
    /* Fills rq->actor and rq->principal from rq->token; a read.
     * ERR_UNAUTHENTICATED, ERR_PASSWORD_CHANGE. */
    enum err (*authenticate)(struct req *rq);
    bool (*may)(const struct actor *actor, int right);
    const char *(*right_name)(int right);
    /* Appends the audit row of a request; on the writer. */
    enum err (*audit)(struct req *rq, struct db *db, enum err outcome);
    /* Notes that a session is in use; cheap, any thread. */
    void (*seen)(const struct req *rq);
    /* Hands the access row of a read to the writer; any thread. */
    void (*accessed)(const struct req *rq);
};

/* Finds the route; *allowed is set when only the method is wrong.  Parts of
 * the path go to rq->id and rq->key.  NULL: none. */
const struct route *route_match(const struct route *const *tables,
                                const char *method, const char *path,
                                struct req *rq, bool *allowed);

/* The methods that a path takes, "GET, POST" (RFC 9110 §10.2.1); in the
 * arena, NULL when there is no such path. */
const char *route_allow(const struct route *const *tables, const char *path,
                        struct arena *a);

/* The OpenAPI 3.1 document of all routes. */
struct buf;
void openapi_write(struct buf *b, const struct policy *p);

#endif
