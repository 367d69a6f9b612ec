/*
 * The embedded HTTP server: one libmicrohttpd daemon a thread, each driven by
 * a loop of ours that polls its epoll descriptor and an eventfd by which other
 * threads say that a reply is ready.
 *
 * Why a loop of our own: 0.9.75 sleeps before serving when exactly 128 events
 * arrive, does not wake an external loop on resume, and times only inactivity,
 * so that a client dripping bytes would live for ever.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdatomic.h>
#include <stdbool.h>

#include "http/dispatch.h"

struct server;

struct server_options {
    const char *host, *port; /* port "0": a free one */
    unsigned threads;
    const char *tls_cert, *tls_key; /* PEM texts, NULL without TLS */
    struct dispatcher *dispatcher;
    struct reader_source readers;
};

/* Listens and starts the threads.  ERR_CONFLICT when the port is taken. */
enum err server_open(const struct server_options *o, struct server **s);

/* "127.0.0.1:8080" as bound, valid as long as the server. */
const char *server_address(const struct server *s);

/* Takes no new connections, lets what is under way end (at most `ms`), stops
 * the threads and frees everything. */
void server_close(struct server *s, int ms);

/* Figures for the metrics. */
struct server_figures {
    uint64_t requests, connections, refused, cut;
    uint64_t by_status[6]; /* 1xx … 5xx in [1]…[5] */
    int64_t body_bytes;
};
void server_figures(struct server *s, struct server_figures *f);

#endif
