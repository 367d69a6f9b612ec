/* What the files of the server share. */
#ifndef HTTP_PARTS_H
#define HTTP_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include <microhttpd.h>

#include "framing.h"
#include "http/assets.h"
#include "http/server.h"

/* A connection is cut when one stage lasts longer than it may; libmicrohttpd
 * itself only times inactivity. */
enum stage {
    OUTSIDE,  /* idle, or its headers are coming: OUTSIDE_US */
    BODY,     /* a body is coming: GRACE_US and at least RATE bytes a second */
    WAITING,  /* suspended: ours to end */
    REPLYING, /* a reply is leaving: the same rate */
};

struct conn {
    struct conn *prev, *next;
    int fd;
    enum stage stage;
    int64_t since_us;
    size_t bytes; /* of the body so far, or of the reply */
    bool cut;
};

struct loop {
    struct server *server;
    struct MHD_Daemon *daemon;
    struct db *reader;
    pthread_t thread;
    bool started;
    int wake; /* eventfd */
    pthread_mutex_t lock;
    struct exchange *done; /* ended elsewhere, to be resumed */
    struct conn *conns;
    _Atomic unsigned in_flight; /* suspended exchanges */
    _Atomic uint64_t requests, connections, refused, cut;
    _Atomic uint64_t by_status[6];
};

struct server {
    struct server_options o;
    struct asset_responses *assets;
    struct MHD_Response *health_ok, *health_bad;
    char address[80];
    _Atomic bool stopping;
    _Atomic int64_t body_bytes; /* held by all requests */
    unsigned loops_n;
    struct loop *loops;
};

#define LOOP_CONNECTIONS 4096
#define LOOP_IN_FLIGHT 2048
#define BODY_BYTES_MOST ((int64_t)96 * 1024 * 1024)
#define OUTSIDE_US INT64_C(20000000)
#define GRACE_US INT64_C(20000000)
#define RATE 500

/* One request on its connection. */
struct visit {
    struct exchange x;
    struct loop *loop;
    struct conn *conn;
    struct MHD_Connection *connection;
    bool begun;     /* the access handler was called before */
    bool waiting;   /* suspended, an exchange is under way */
    bool ended;     /* its reply can be made */
    bool too_large; /* the body is thrown away, 413 at its end */
    bool unwanted;  /* the same: its sender may not take the route */
    bool bad_target;
    bool has_exchange;
    struct framing framing;
    size_t body_limit, body_len;
    struct buf body;      /* or none of it here */
    struct intake intake; /* until its exchange begins */
    struct pair *pairs;
    size_t pairs_n;
};

/* visit.c */
void *visit_new(void *loop, const char *uri, struct MHD_Connection *c);
enum MHD_Result visit_handle(void *loop, struct MHD_Connection *c,
                             const char *url, const char *method,
                             const char *version, const char *data,
                             size_t *data_size, void **visit);
void visit_end(void *loop, struct MHD_Connection *c, void **visit,
               enum MHD_RequestTerminationCode why);

/* queue.c: replies into libmicrohttpd */
enum MHD_Result queue_reply(struct visit *v, struct reply *r);
enum MHD_Result queue_error(struct visit *v, enum err e);
enum MHD_Result queue_asset(struct visit *v, const char *path);
enum MHD_Result queue_health(struct visit *v);

/* loop.c */
enum err loop_start(struct loop *l);
void loop_wake(struct loop *l);
void loop_connection(void *loop, struct MHD_Connection *c, void **context,
                     enum MHD_ConnectionNotificationCode what);

#endif
