/*
 * `baoxue serve`: start, run until SIGTERM or SIGINT, stop in order.
 *
 * Start: store → lock → writer (migrations, guard, every statement) → policy →
 * pools → sockets.  Stop: sockets first, so that what was accepted is
 * answered; the writer last, so that what was queued is written.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "api/policy.h"
#include "app/cli.h"
#include "app/housekeeping.h"
#include "base/buf.h"
#include "base/log.h"
#include "http/dispatch.h"
#include "http/metrics.h"
#include "http/server.h"
#include "jobs/importer.h"

#define STOP_MS 30000

struct serving {
    const char *listen, *tls_cert, *tls_key, *metrics_at;
    char *cert_text, *key_text;
    struct store *store;
    struct db *write_db;
    struct writer *writer;
    struct policy *policy;
    struct dispatcher *dispatcher;
    struct server *server;
    struct metrics *metrics;
    struct importer *importer;
};

/* "host:port" and "[::1]:port" apart. */
static bool split_address(const char *at, char host[64], char port[8])
{
    const char *colon = strrchr(at, ':');
    size_t n = colon ? (size_t)(colon - at) : 0;

    if (n == 0 || n > 60 || strlen(colon + 1) > 5)
        return false;
    if (at[0] == '[' && at[n - 1] == ']') {
        at++;
        n -= 2;
    }
    memcpy(host, at, n);
    host[n] = '\0';
    snprintf(port, 8, "%.5s", colon + 1);
    return strspn(port, "0123456789") == strlen(port) && *port &&
           strtol(port, NULL, 10) <= 65535;
}

static char *read_text(const char *path)
{
    FILE *f = fopen(path, "r");
    struct buf b;
    char piece[4096];
    size_t n;

    if (!f)
        return NULL;
    buf_init(&b);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0 && b.len < 1 << 20)
        buf_add(&b, piece, n);
    fclose(f);
    return buf_take(&b, NULL);
}

static void block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void raise_file_limit(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) == 0) {
        r.rlim_cur = r.rlim_max;
        setrlimit(RLIMIT_NOFILE, &r);
    }
    r.rlim_cur = r.rlim_max = 0; /* a core would hold the keys */
    setrlimit(RLIMIT_CORE, &r);
}

static enum err open_reader(void *ctx, struct db **db)
{
    const struct serving *s = ctx;

    return store_reader(s->store, db);
}

static enum err start_writer(struct serving *s)
{
    TRY(store_writer(s->store, &s->write_db));
    TRY(writer_open(s->write_db, &s->writer));
    s->write_db = NULL; /* the writer's now */
    return policy_open(s->writer, s->store, &s->policy);
}

static unsigned cores(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > 16 ? 16 : (unsigned)n;
}

static int start_listening(struct serving *s)
{
    char host[64], port[8];
    struct server_options o = { .threads = cores(),
                                .dispatcher = s->dispatcher,
                                .readers = { open_reader, s },
                                .tls_cert = s->cert_text,
                                .tls_key = s->key_text };
    enum err e;

    if (!split_address(s->listen, host, port)) {
        cli_fail("监听地址“%s”不对，应写作 127.0.0.1:8080。", s->listen);
        return CLI_USAGE;
    }
    o.host = host;
    o.port = port;
    e = server_open(&o, &s->server);
    if (e == ERR_CONFLICT)
        return cli_fail("%s 已被别的程序占用，没有启动。"
                        "请停掉那个程序，或用 --listen 换一个端口。",
                        s->listen);
    if (e != ERR_OK)
        return cli_fail("不能在 %s 上监听，没有启动。请核对地址%s。", s->listen,
                        s->cert_text ? "和证书" : "");
    return CLI_DONE;
}

static int start_metrics(struct serving *s)
{
    char host[64], port[8];

    if (!s->metrics_at)
        return CLI_DONE;
    if (!split_address(s->metrics_at, host, port) ||
        metrics_open(host, port, s->server, s->writer, &s->metrics) != ERR_OK)
        return cli_fail("不能在 %s 上提供运行指标，没有启动。", s->metrics_at);
    return CLI_DONE;
}

static int start(struct serving *s)
{
    enum err e = start_writer(s);
    int code;

    if (e == ERR_CONFLICT)
        return cli_fail("数据库来自更新的版本，或迁移记录与本程序不符，没有"
                        "启动，数据没有改动。请改用与之相符的版本。");
    if (e == ERR_OK)
        e = dispatcher_open(s->policy, s->writer,
                            (struct reader_source) { open_reader, s }, 2,
                            &s->dispatcher);
    if (e != ERR_OK)
        return cli_fail_err(e);
    if (e == ERR_OK)
        e = importer_open(s->store, s->writer, &s->importer);
    if (e != ERR_OK)
        return cli_fail_err(e);
    code = start_listening(s);
    return code == CLI_DONE ? start_metrics(s) : code;
}

static void stop(struct serving *s)
{
    metrics_close(s->metrics);
    if (s->server)
        server_close(s->server, STOP_MS);
    dispatcher_close(s->dispatcher);
    importer_close(s->importer);
    if (s->server)
        housekeeping_end(s->writer);
    policy_settle(s->policy);
    writer_close(s->writer);
    db_close(s->write_db);
    policy_close(s->policy);
    store_close(s->store);
    free(s->cert_text);
    free(s->key_text);
}

/* Until a signal: housekeeping once a minute, and once at the start. */
static void run(struct serving *s, const sigset_t *signals)
{
    const struct timespec minute = { .tv_sec = 60 };

    printf("listening on %s://%s\n", s->cert_text ? "https" : "http",
           server_address(s->server));
    fflush(stdout);
    do
        housekeeping(s->writer);
    while (sigtimedwait(signals, NULL, &minute) < 0 &&
           (errno == EAGAIN || errno == EINTR));
    log_line(LOG_INFO, "stopping", NULL);
}

static int read_tls(struct serving *s)
{
    if (!s->tls_cert && !s->tls_key)
        return CLI_DONE;
    if (!s->tls_cert || !s->tls_key) {
        cli_fail("--tls-cert 与 --tls-key 须一起给出。");
        return CLI_USAGE;
    }
    s->cert_text = read_text(s->tls_cert);
    s->key_text = read_text(s->tls_key);
    if (!s->cert_text || !s->key_text)
        return cli_fail("读不到证书或私钥文件，没有启动。请核对路径和权限。");
    return CLI_DONE;
}

int command_serve(int argc, char **argv)
{
    struct serving s = { .listen = "127.0.0.1:8080" };
    struct cli_common common = { 0 };
    const struct cli_option options[] = { { "--listen", .text = &s.listen },
                                          { "--tls-cert", .text = &s.tls_cert },
                                          { "--tls-key", .text = &s.tls_key },
                                          { "--metrics",
                                            .text = &s.metrics_at },
                                          CLI_OPTION_END };
    sigset_t signals;
    int code = cli_read(argc, argv,
                        "baoxue serve [--db PATH] [--listen HOST:PORT] "
                        "[--tls-cert F --tls-key F] [--metrics HOST:PORT]",
                        options, &common, NULL, 0, 0);

    if (code != CLI_DONE)
        return code;
    block_signals(&signals);
    raise_file_limit();
    code = read_tls(&s);
    if (code == CLI_DONE)
        code = cli_store(&common, true, &s.store);
    if (code == CLI_DONE)
        code = start(&s);
    if (code == CLI_DONE)
        run(&s, &signals);
    stop(&s);
    return code;
}
