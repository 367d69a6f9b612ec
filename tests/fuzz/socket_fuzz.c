/*
 * Any bytes on a connection of the real server, in this process: it must
 * answer or close, never hang, never serve the hidden marker of a request that
 * was smuggled inside another.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/policy.h"
#include "base/log.h"
#include "http/server.h"
#include "unit/store_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct world w;
static struct writer *writer;
static struct policy *policy;
static struct dispatcher *dispatcher;
static struct server *server;
static struct sockaddr_in at = { .sin_family = AF_INET };

static enum err reader(void *ctx, struct db **db)
{
    return store_reader(((struct world *)ctx)->store, db);
}

static void start(void)
{
    struct server_options o = { .host = "127.0.0.1",
                                .port = "0",
                                .threads = 1,
                                .readers = { reader, &w } };

    log_set_level(LOG_ERROR + 1);
    world_open(&w);
    if (writer_open(w.writer, &writer) != ERR_OK ||
        policy_open(writer, w.store, &policy) != ERR_OK ||
        dispatcher_open(policy, writer, o.readers, 1, &dispatcher) != ERR_OK)
        abort();
    w.writer = NULL;
    o.dispatcher = dispatcher;
    if (server_open(&o, &server) != ERR_OK)
        abort();
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(
        (uint16_t)strtol(strrchr(server_address(server), ':') + 1, NULL, 10));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char got[65536];
    struct pollfd p;
    int fd;

    if (!server)
        start();
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        close(fd);
        return 0;
    }
    (void)!send(fd, data, n, MSG_NOSIGNAL);
    shutdown(fd, SHUT_WR);
    p = (struct pollfd) { .fd = fd, .events = POLLIN };
    for (;;) {
        ssize_t r;

        if (poll(&p, 1, 8000) <= 0)
            abort(); /* neither an answer nor a close */
        r = recv(fd, got, sizeof got, 0);
        if (r <= 0)
            break;
    }
    close(fd);
    return 0;
}
