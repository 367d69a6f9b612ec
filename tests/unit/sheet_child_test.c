/*
 * The confined child: what it cannot do, what becomes of it when it comes to a
 * limit, and that nothing it says is believed unless it fits.
 *
 * A file that begins with one of the words below makes this program, started
 * as the child, do something else than read.
 */
#include "sheet_file.h"

#include "sheet/confine.h"
#include "sheet/frame.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* ---- other children ------------------------------------------------------------ */
static void try_socket(void)
{
    socket(AF_INET, SOCK_STREAM, 0);
}

static void try_unix_socket(void)
{
    int two[2];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, two) != 0)
        return;
}

static void try_exec(void)
{
    execl("/bin/true", "true", (char *)NULL);
}

static void try_fork(void)
{
    if (fork() == 0)
        _exit(0);
}

static void try_exec_memory(void)
{
    mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void try_kill(void)
{
    kill(getppid(), 0);
}

/* Every one is harmless where nothing is confined. */
static const struct {
    const char *name;
    void (*run)(void);
} deeds[] = {
    { "socket", try_socket },
    { "unix socket", try_unix_socket },
    { "exec memory", try_exec_memory },
    { "kill", try_kill },
    { "fork", try_fork },
    { "exec", try_exec },
};
#define DEEDS (sizeof deeds / sizeof *deeds)

/* How a process ended that did the deed, confined or not. */
static int ends(void (*run)(void), bool confined)
{
    int status;
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        if (confined && !confine(INT64_C(1) << 30, 10, 1 << 20))
            _exit(9);
        run();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void a_confined_program_ends_when_it_reaches_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < DEEDS; i++) {
        int status = ends(deeds[i].run, true);

        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
            fail_msg("%s: ended with %x", deeds[i].name, (unsigned)status);
        if (ends(deeds[i].run, false) != 0)
            fail_msg("%s fails without confinement too", deeds[i].name);
    }
}

static void try_open(void)
{
    if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES)
        _exit(1);
    if (access("/etc/passwd", R_OK) == 0)
        _exit(2);
}

static void a_confined_program_opens_no_file(void **state)
{
    (void)state;
    assert_int_equal(ends(try_open, true), 0);
    assert_int_not_equal(ends(try_open, false), 0);
}

static void try_memory(void)
{
    _exit(malloc((size_t)2 << 30) ? 1 : 0);
}

static void a_confined_program_gets_no_more_memory(void **state)
{
    (void)state;
    if (SANITIZED)
        skip();
    assert_int_equal(ends(try_memory, true), 0);
}

/* ---- a child that comes to a limit --------------------------------------------- */
static void be_another_child(void)
{
    char word[8] = "";
    static char frames[4096];
    ssize_t n = pread(CHILD_FILE, word, sizeof word - 1, 0);

    if (n < (ssize_t)sizeof word - 1)
        return;
    if (strcmp(word, "FRAMES:") == 0) {
        n = pread(CHILD_FILE, frames, sizeof frames, sizeof word - 1);
        _exit(write(CHILD_PIPE, frames, (size_t)n) == n ? 0 : 1);
    }
    if (strcmp(word, "SPIN...") == 0) {
        confine(INT64_C(1) << 30, 1, 1 << 20);
        for (volatile unsigned i = 0;; i++)
            ;
    }
    if (strcmp(word, "SLEEP..") == 0)
        for (;;)
            pause();
    if (strcmp(word, "CRASH..") == 0) {
        signal(SIGSEGV, SIG_DFL);
        kill(getpid(), SIGSEGV);
    }
    if (strcmp(word, "SOCKET.") == 0) {
        confine(INT64_C(1) << 30, 10, 1 << 20);
        try_socket();
        _exit(0);
    }
    if (strcmp(word, "QUIET..") == 0)
        _exit(0);
}

static void expect_end(const char *word, const struct sheet_limits *l,
                       enum err e, const char *says)
{
    int fd = file_of(word, strlen(word));
    struct sheet_error why;
    struct buf b;

    buf_init(&b);
    assert_int_equal(sheet_read_confined(fd, SCRATCH, l, render, &b, &why), e);
    assert_non_null(strstr(why.reason, says));
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* none is left */
    assert_int_equal(errno, ECHILD);
    buf_free(&b);
    close(fd);
    expect_rows(file_of("a,b\n", 4), "1:1[a|b]"); /* and we go on */
}

static void a_child_that_comes_to_a_limit_ends_the_reading_only(void **state)
{
    static const struct sheet_limits second = { .wall_s = 1 };

    (void)state;
    expect_end("SPIN...", NULL, ERR_TOO_LARGE, "时间或内存");
    expect_end("SLEEP..", &second, ERR_TOO_LARGE, "时间或内存");
}

static void a_child_that_dies_ends_the_reading_only(void **state)
{
    (void)state;
    expect_end("CRASH..", NULL, ERR_INVALID, "出了意外");
    expect_end("SOCKET.", NULL, ERR_INVALID, "出了意外");
    expect_end("QUIET..", NULL, ERR_INVALID, "出了意外");
}

static void memory_is_limited(void **state)
{
    static const struct sheet_limits little = { .memory = 1 << 20 };
    struct sheet_error why;
    struct buf b;
    int fd = zip_of(XLSX("<row><c><v>1</v></c></row>"), NULL);

    (void)state;
    if (SANITIZED)
        skip();
    buf_init(&b);
    assert_int_equal(
        sheet_read_confined(fd, SCRATCH, &little, render, &b, &why),
        ERR_TOO_LARGE);
    assert_non_null(strstr(why.reason, "时间或内存"));
    buf_free(&b);
    close(fd);
}

static enum err take_one(void *ctx, const struct sheet_in_row *row)
{
    (void)row;
    return ++*(int *)ctx == 3 ? ERR_CONFLICT : ERR_OK;
}

static void the_takers_error_ends_the_child(void **state)
{
    struct sheet_error why;
    struct buf b;
    int taken = 0, fd;

    (void)state;
    buf_init(&b);
    for (int i = 0; i < 300000; i++)
        buf_str(&b, "one,two,three\n");
    fd = file_of(b.data, b.len);
    assert_int_equal(
        sheet_read_confined(fd, SCRATCH, NULL, take_one, &taken, &why),
        ERR_CONFLICT);
    assert_int_equal(taken, 3);
    assert_string_equal(why.reason, "");
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    buf_free(&b);
    close(fd);
}

static void descriptors_are_given_back(void **state)
{
    int before = dup(0), after;

    (void)state;
    close(before);
    for (int i = 0; i < 5; i++)
        expect_end("QUIET..", NULL, ERR_INVALID, "出了意外");
    after = dup(0);
    close(after);
    assert_int_equal(before, after);
}

/* ---- frames that cannot be ----------------------------------------------------- */

/* What a child says of a sheet with one row of one cell; without gaps. */
struct said {
    struct frame begin;
    struct frame_sheet sheet;
    char name[8];
    struct frame next;
    struct frame_row row;
    struct frame_cell cell;
    char text[8];
    struct frame last;
    struct frame_end end;
    char reason[8];
};

#define FROM(first) offsetof(struct said, first)
#define SIZE(first, after) (FROM(after) - FROM(first) - sizeof(struct frame))

static const struct said truth = {
    .begin = { SIZE(begin, next), FRAME_SHEET },
    .sheet = { 1, 0 },
    .name = "sheet 01",
    .next = { SIZE(next, last), FRAME_ROW },
    .row = { 1, 1, 0 },
    .cell = { 7, CELL_TEXT, 0, 0, 0 },
    .text = "a cell.",
    .last = { sizeof(struct said) - FROM(end), FRAME_END },
    .end = { 1, 1, 1, ERR_INVALID, 0 },
    .reason = "reason 1",
};

/* Hears a child that says these bytes. */
static enum err hear(const void *bytes, size_t n, struct buf *rows,
                     struct sheet_error *why)
{
    struct buf b;
    enum err e;
    int fd;

    buf_init(&b);
    buf_str(&b, "FRAMES:");
    buf_add(&b, bytes, n);
    fd = file_of(b.data, b.len);
    buf_clear(rows);
    buf_str(rows, "");
    e = sheet_read_confined(fd, SCRATCH, NULL, render, rows, why);
    close(fd);
    buf_free(&b);
    return e;
}

static void expect_disbelief(const void *bytes, size_t n, const char *what)
{
    struct sheet_error why;
    struct buf rows;

    buf_init(&rows);
    if (hear(bytes, n, &rows, &why) != ERR_INVALID ||
        !strstr(why.reason, "出了意外"))
        fail_msg("%s was believed: %s%s", what, rows.data, why.reason);
    buf_free(&rows);
}

static void frames_that_fit_are_believed(void **state)
{
    struct said done = truth;
    struct sheet_error why;
    struct buf rows;

    (void)state;
    buf_init(&rows);
    assert_int_equal(hear(&truth, sizeof truth, &rows, &why), ERR_INVALID);
    assert_string_equal(rows.data, "1:1[a cell.]");
    assert_string_equal(why.reason, "reason 1");
    assert_int_equal(why.sheet + why.row + why.column, 3);
    done.end.err = ERR_OK;
    assert_int_equal(hear(&done, sizeof done, &rows, &why), ERR_OK);
    buf_free(&rows);
}

#define LIE(member, lie)                                                       \
    {                                                                          \
#member " = " #lie, FROM(member), sizeof truth.member, (uint64_t)(lie) \
    }

static void no_lie_is_believed(void **state)
{
    static const struct {
        const char *what;
        size_t at, size;
        uint64_t value; /* its low bytes are written, as the machine does */
    } lies[] = {
        LIE(begin.n, 0),
        LIE(begin.n, sizeof(struct frame_sheet) - 1),
        LIE(begin.n, 0xFFFFFFF0),
        LIE(begin.n, FRAME_MAX + 1),
        LIE(begin.type, FRAME_END + 1),
        LIE(begin.type, FRAME_ROW),
        LIE(begin.type, FRAME_END),
        LIE(sheet.sheet, 0),
        LIE(sheet.sheet, -1),
        LIE(sheet.sheet, SHEET_SHEETS_MAX + 1),
        LIE(sheet.hidden, 2),
        LIE(name[3], '\0'),
        LIE(name[3], 0xFF),
        LIE(next.n, 4),
        LIE(next.n, SIZE(next, last) - 1),
        LIE(next.n, SIZE(next, last) + 1),
        LIE(next.type, FRAME_SHEET),
        LIE(row.number, 0),
        LIE(row.number, -1),
        LIE(row.number, SHEET_ROWS_MAX + 1),
        LIE(row.n, 0),
        LIE(row.n, 2),
        LIE(row.n, SHEET_COLUMNS_MAX + 1),
        LIE(row.n, 0x20000001), /* times eight is eight in 32 bits */
        LIE(row.hidden, 2),
        LIE(cell.n, 6),
        LIE(cell.n, 8),
        LIE(cell.n, 0xFFFFFFFF),
        LIE(cell.kind, CELL_KINDS),
        LIE(cell.kind, CELL_EMPTY),
        LIE(cell.formula, 2),
        LIE(cell.inexact, 255),
        LIE(text[2], '\0'),
        LIE(text[2], 0x80),
        LIE(text[7], 'x'),
        LIE(last.n, 3),
        LIE(last.type, FRAME_ROW),
        LIE(end.err, ERR_UNAUTHENTICATED),
        LIE(end.err, 0xFFFFFFFF),
        LIE(end.row, -1),
        LIE(end.sheet, -1),
        LIE(end.column, -1),
        LIE(reason[2], '\0'),
        LIE(reason[2], 0xC0),
    };

    (void)state;
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct said said = truth;

        memcpy((char *)&said + lies[i].at, &lies[i].value, lies[i].size);
        expect_disbelief(&said, sizeof said, lies[i].what);
    }
}

static void frames_out_of_order_are_not_believed(void **state)
{
    const char *bytes = (const char *)&truth;
    struct buf b;

    (void)state;
    buf_init(&b);
    expect_disbelief(bytes + FROM(next), sizeof truth - FROM(next),
                     "a row without a sheet");
    buf_add(&b, bytes, FROM(last));
    buf_add(&b, bytes + FROM(next), sizeof truth - FROM(next));
    expect_disbelief(b.data, b.len, "a row twice");
    buf_clear(&b);
    buf_add(&b, bytes, FROM(last));
    buf_add(&b, bytes, sizeof truth);
    expect_disbelief(b.data, b.len, "a sheet twice");
    buf_clear(&b);
    buf_add(&b, bytes, sizeof truth);
    buf_add(&b, bytes + FROM(last), sizeof truth - FROM(last));
    expect_disbelief(b.data, b.len, "two ends");
    buf_clear(&b);
    buf_add(&b, bytes, sizeof truth);
    buf_str(&b, "abc");
    expect_disbelief(b.data, b.len, "more after the end");
    buf_free(&b);
}

static void a_child_that_stops_in_a_frame_is_not_believed(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof truth; n++)
        expect_disbelief(&truth, n, "the beginning");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_confined_program_ends_when_it_reaches_out),
        cmocka_unit_test(a_confined_program_opens_no_file),
        cmocka_unit_test(a_confined_program_gets_no_more_memory),
        cmocka_unit_test(a_child_that_comes_to_a_limit_ends_the_reading_only),
        cmocka_unit_test(a_child_that_dies_ends_the_reading_only),
        cmocka_unit_test(memory_is_limited),
        cmocka_unit_test(the_takers_error_ends_the_child),
        cmocka_unit_test(descriptors_are_given_back),
        cmocka_unit_test(frames_that_fit_are_believed),
        cmocka_unit_test(no_lie_is_believed),
        cmocka_unit_test(frames_out_of_order_are_not_believed),
        cmocka_unit_test(a_child_that_stops_in_a_frame_is_not_believed),
    };

    if (argc > 1 && strcmp(argv[1], SHEET_CHILD) == 0)
        be_another_child();
    sheet_child(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
