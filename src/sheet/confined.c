/*
 * The parent's side: starts the child, checks every frame as if an enemy had
 * written it, and sees to it that no child is left.
 */
#include "scratch.h"
#include "sheet/frame.h"

#include "base/clock.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMORY (INT64_C(512) << 20)
#define CPU_S 600
#define WALL_S 900
#define PIPE_SIZE (1 << 20)
#define READ_MIN ((size_t)256 * 1024)
#define BUFFER (FRAME_MAX + sizeof(struct frame) + READ_MIN)
#define FIRST_FREE 16 /* above what the child is given */

struct parent {
    sheet_row_fn fn;
    void *ctx;
    struct sheet_error *why;

    pid_t pid;
    int pipe;
    int64_t left_us; /* of the time allowed */

    bool ended;     /* its last frame came */
    enum err given; /* what that said */
    int sheet;
    bool sheet_hidden;
    char sheet_name[SHEET_NAME_MAX];
    int64_t number; /* of the last row */
    struct sheet_cell cells[SHEET_COLUMNS_MAX];

    size_t n; /* bytes in the buffer */
    char *buffer;
};

static enum err say(struct parent *p, enum err e, const char *reason)
{
    *p->why = (struct sheet_error) { 0 };
    snprintf(p->why->reason, sizeof p->why->reason, "%s", reason);
    return e;
}

static enum err died(struct parent *p)
{
    return say(p, ERR_INVALID,
               "读取时出了意外，文件可能已损坏或被人动过手脚，没有读取。"
               "请用 Excel 或 WPS 打开检查，另存为 CSV 后重新上传。");
}

static enum err over_limit(struct parent *p)
{
    return say(p, ERR_TOO_LARGE,
               "这个文件太大或太复杂，读取它超过了允许的时间或内存，已停止。"
               "请删去多余的工作表和格式，拆成几个文件，或另存为 CSV "
               "后重新上传。");
}

/* ---- frames, believed only as far as they fit ---------------------------------- */

/* Whether `n` bytes are one text. */
static bool is_text(const char *s, size_t n)
{
    return memchr(s, '\0', n) == NULL && utf8_valid(s, n, NULL);
}

static bool take_sheet(struct parent *p, const char *at, size_t n)
{
    struct frame_sheet f;
    size_t name;

    if (n < sizeof f)
        return false;
    memcpy(&f, at, sizeof f);
    name = n - sizeof f;
    if (f.sheet <= p->sheet || f.sheet > SHEET_SHEETS_MAX || f.hidden > 1 ||
        name >= SHEET_NAME_MAX || !is_text(at + sizeof f, name))
        return false;
    p->sheet = f.sheet;
    p->sheet_hidden = f.hidden;
    p->number = 0;
    memcpy(p->sheet_name, at + sizeof f, name);
    p->sheet_name[name] = '\0';
    return true;
}

/* The cells of a row, whose texts fill `text` to its end exactly. */
static bool take_cells(struct parent *p, const char *at, size_t n_cells,
                       const char *text, size_t n)
{
    if (!utf8_valid(text, n, NULL))
        return false;
    for (size_t i = 0; i < n_cells; i++) {
        struct frame_cell c;

        memcpy(&c, at + i * sizeof c, sizeof c);
        if (c.kind >= CELL_KINDS || c.formula > 1 || c.inexact > 1 ||
            (c.kind == CELL_EMPTY && c.n > 0) || c.n >= n ||
            memchr(text, '\0', (size_t)c.n + 1) != text + c.n)
            return false;
        p->cells[i] = (struct sheet_cell) { (enum cell_kind)c.kind, c.formula,
                                            c.inexact, text };
        text += c.n + 1;
        n -= c.n + 1;
    }
    return n == 0;
}

static bool take_row(struct parent *p, const char *at, size_t n,
                     struct sheet_in_row *row)
{
    struct frame_row f;
    size_t cells;

    if (n < sizeof f)
        return false;
    memcpy(&f, at, sizeof f);
    if (p->sheet == 0 || f.number <= p->number || f.number > SHEET_ROWS_MAX ||
        f.n < 1 || f.n > SHEET_COLUMNS_MAX || f.hidden > 1)
        return false;
    cells = f.n * sizeof(struct frame_cell);
    at += sizeof f;
    n -= sizeof f;
    if (n < cells || !take_cells(p, at, f.n, at + cells, n - cells))
        return false;
    p->number = f.number;
    *row = (struct sheet_in_row) { p->sheet, p->sheet_name, p->sheet_hidden,
                                   f.number, f.hidden,      f.n,
                                   p->cells };
    return true;
}

static bool take_end(struct parent *p, const char *at, size_t n)
{
    struct frame_end f;
    size_t reason;

    if (n < sizeof f)
        return false;
    memcpy(&f, at, sizeof f);
    reason = n - sizeof f;
    if ((f.err != ERR_OK && f.err != ERR_INVALID && f.err != ERR_TOO_LARGE &&
         f.err != ERR_NO_MEMORY && f.err != ERR_IO && f.err != ERR_FULL) ||
        f.row < 0 || f.sheet < 0 || f.column < 0 ||
        reason >= SHEET_REASON_MAX || !is_text(at + sizeof f, reason))
        return false;
    p->ended = true;
    p->given = (enum err)f.err;
    p->why->sheet = f.sheet;
    p->why->row = f.row;
    p->why->column = f.column;
    memcpy(p->why->reason, at + sizeof f, reason);
    p->why->reason[reason] = '\0';
    return true;
}

static enum err take_frame(struct parent *p, uint32_t type, const char *at,
                           size_t n)
{
    struct sheet_in_row row;

    if (p->ended)
        return died(p);
    switch (type) {
    case FRAME_SHEET:
        return take_sheet(p, at, n) ? ERR_OK : died(p);
    case FRAME_ROW:
        return take_row(p, at, n, &row) ? p->fn(p->ctx, &row) : died(p);
    case FRAME_END:
        return take_end(p, at, n) ? ERR_OK : died(p);
    default:
        return died(p);
    }
}

/* Takes the whole frames in the buffer and keeps the rest. */
static enum err take_frames(struct parent *p)
{
    const char *at = p->buffer, *end = at + p->n;
    struct frame f;

    while ((size_t)(end - at) >= sizeof f) {
        memcpy(&f, at, sizeof f);
        if (f.n > FRAME_MAX)
            return died(p);
        if ((size_t)(end - at) - sizeof f < f.n)
            break;
        TRY(take_frame(p, f.type, at + sizeof f, f.n));
        at += sizeof f + f.n;
    }
    p->n = (size_t)(end - at);
    memmove(p->buffer, at, p->n);
    return ERR_OK;
}

/* Waits for bytes, and takes what there is; 0 bytes at the end. */
static enum err more(struct parent *p, size_t *got)
{
    int64_t begun = clock_mono_us();
    struct pollfd ready = { .fd = p->pipe, .events = POLLIN };
    ssize_t n;
    int code;

    do
        code = poll(&ready, 1, (int)(p->left_us / 1000));
    while (code < 0 && errno == EINTR);
    p->left_us -= clock_mono_us() - begun;
    if (code < 0)
        return ERR_IO;
    if (code == 0 || p->left_us <= 0)
        return over_limit(p);
    do
        n = read(p->pipe, p->buffer + p->n, BUFFER - p->n);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return ERR_IO;
    p->n += (size_t)n;
    *got = (size_t)n;
    return ERR_OK;
}

static enum err listen_to(struct parent *p)
{
    size_t got = 0;

    do {
        TRY(more(p, &got));
        TRY(take_frames(p));
    } while (got > 0);
    return ERR_OK;
}

/* ---- the child ----------------------------------------------------------------- */

/* Descriptors above those the child gets, so that none is overwritten before
 * it is handed on. */
static enum err lift(int fd, int *out)
{
    *out = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE);
    return *out < 0 ? ERR_BUSY : ERR_OK;
}

static int hand_on(posix_spawn_file_actions_t *todo, const int given[3])
{
    int code = 0;

    for (int fd = 0; fd < CHILD_FILE && code == 0; fd++)
        code =
            posix_spawn_file_actions_addopen(todo, fd, "/dev/null", O_RDWR, 0);
    for (int i = 0; i < 3 && code == 0; i++)
        code = posix_spawn_file_actions_adddup2(todo, given[i], CHILD_FILE + i);
    return code ? code
                : posix_spawn_file_actions_addclosefrom_np(todo, CHILD_END);
}

/* Nothing of this process's surroundings goes along, and no signal stays
 * blocked or ignored. */
static enum err start(struct parent *p, const int given[3], char *const argv[])
{
    static char *const nothing[] = { NULL };
    posix_spawn_file_actions_t todo;
    posix_spawnattr_t how;
    sigset_t none, all;
    int code;

    sigemptyset(&none);
    sigfillset(&all);
    if (posix_spawnattr_init(&how) != 0)
        return ERR_NO_MEMORY;
    if (posix_spawn_file_actions_init(&todo) != 0) {
        posix_spawnattr_destroy(&how);
        return ERR_NO_MEMORY;
    }
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    posix_spawnattr_setflags(&how,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    code = hand_on(&todo, given);
    if (code == 0)
        code =
            posix_spawn(&p->pid, "/proc/self/exe", &todo, &how, argv, nothing);
    posix_spawn_file_actions_destroy(&todo);
    posix_spawnattr_destroy(&how);
    return code == 0 ? ERR_OK : ERR_BUSY;
}

static int64_t either(int64_t asked, int64_t otherwise)
{
    return asked > 0 ? asked : otherwise;
}

/* Starts the child with the file, the pipe's other end and a scratch file. */
static enum err open_child(struct parent *p, int fd, const char *scratch,
                           const struct sheet_limits *l)
{
    int given[3] = { -1, -1, -1 }, ends[2] = { -1, -1 }, spill = -1;
    char memory[24], cpu[24];
    char *const argv[] = { (char[]) { "baoxue" }, (char[]) { SHEET_CHILD },
                           memory, cpu, NULL };
    enum err e = scratch_open(scratch, &spill);

    snprintf(memory, sizeof memory, "%lld",
             (long long)either(l->memory, MEMORY));
    snprintf(cpu, sizeof cpu, "%d", (int)either(l->cpu_s, CPU_S));
    if (e == ERR_OK && pipe2(ends, O_CLOEXEC) != 0)
        e = ERR_BUSY;
    if (e == ERR_OK)
        fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE); /* a wish */
    if (e == ERR_OK)
        e = lift(fd, &given[0]);
    if (e == ERR_OK)
        e = lift(ends[1], &given[1]);
    if (e == ERR_OK)
        e = lift(spill, &given[2]);
    if (e == ERR_OK)
        e = start(p, given, argv);
    for (int i = 0; i < 3; i++)
        if (given[i] >= 0)
            close(given[i]);
    if (spill >= 0)
        close(spill);
    if (ends[1] >= 0)
        close(ends[1]);
    p->pipe = ends[0];
    return e;
}

/* Waits for the child, which has closed its pipe or is killed; says how it
 * ended.  Its number cannot belong to another process before this. */
static enum err close_child(struct parent *p, enum err e)
{
    int status = 0;
    pid_t pid;

    if (p->pid <= 0)
        return e;
    if (e != ERR_OK)
        kill(p->pid, SIGKILL);
    do
        pid = waitpid(p->pid, &status, 0);
    while (pid < 0 && errno == EINTR);
    if (e != ERR_OK)
        return e;
    if (pid != p->pid)
        return ERR_INTERNAL;
    if (WIFEXITED(status) && WEXITSTATUS(status) == CHILD_UNCONFINED)
        return ERR_INTERNAL;
    if (WIFSIGNALED(status) &&
        (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGXFSZ ||
         WTERMSIG(status) == SIGKILL))
        return over_limit(p);
    if (!p->ended || p->n > 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return died(p);
    return p->given == ERR_NO_MEMORY ? over_limit(p) : p->given;
}

enum err sheet_read_confined(int fd, const char *scratch,
                             const struct sheet_limits *limits, sheet_row_fn fn,
                             void *ctx, struct sheet_error *why)
{
    static const struct sheet_limits defaults = { 0 };
    const struct sheet_limits *l = limits ? limits : &defaults;
    struct parent *p = calloc(1, sizeof *p);
    enum err e;

    *why = (struct sheet_error) { 0 };
    if (!p)
        return ERR_NO_MEMORY;
    p->fn = fn;
    p->ctx = ctx;
    p->why = why;
    p->pipe = -1;
    p->left_us = either(l->wall_s, WALL_S) * 1000000;
    p->buffer = malloc(BUFFER);
    e = p->buffer ? open_child(p, fd, scratch, l) : ERR_NO_MEMORY;
    if (e == ERR_OK)
        e = listen_to(p);
    e = close_child(p, e);
    if (p->pipe >= 0)
        close(p->pipe);
    free(p->buffer);
    free(p);
    return e;
}
