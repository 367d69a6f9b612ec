/*
 * Any bytes on a connection of the real server, in this process: it must
 * answer or close, and never hang.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
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

/* A little longer than the server itself waits for the rest of a request. */
#define HANGS_MS 18000
/* No answer for so long: it waits for more, and is told that none comes. */
#define SILENT_MS 10

/* Reads until the other end closes. */
static void read_all(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    char got[65536];
    bool ended = false;

    for (;;) {
        int ready = poll(&p, 1, ended ? HANGS_MS : SILENT_MS);

        if (ready < 0) /* the fuzzer's own clock rang */
            continue;
        if (ready == 0) {
            if (ended)
                abort(); /* neither an answer nor a close */
            shutdown(fd, SHUT_WR);
            ended = true;
        } else if (recv(fd, got, sizeof got, 0) <= 0) {
            return;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    int fd;

    if (!server)
        start();
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0) {
        (void)!send(fd, data, n, MSG_NOSIGNAL);
        read_all(fd);
    }
    if (fd >= 0)
        close(fd);
    return 0;
}
