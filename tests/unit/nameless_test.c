/* Files without a name, and what a process that was killed left of them. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "jobs/nameless.h"

static char dir[] = "/tmp/nameless_test.XXXXXX";
static char path[200];

static int make_dir(void **state)
{
    (void)state;
    return mkdtemp(dir) ? setenv("TMPDIR", dir, 1) : -1;
}

static int remove_dir(void **state)
{
    (void)state;
    return rmdir(dir);
}

static enum err put(void *ctx, const char *to)
{
    int fd = open(to, O_WRONLY | O_CREAT | O_EXCL, 0600);
    size_t n = strlen(ctx);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, ctx, n), n);
    close(fd);
    return ERR_OK;
}

static enum err put_half(void *ctx, const char *to)
{
    assert_int_equal(put(ctx, to), ERR_OK);
    return ERR_FULL;
}

static void the_file_is_there_and_its_name_is_not(void **state)
{
    char text[] = "孩子的名单", back[40] = "";
    size_t size;
    int fd;

    (void)state;
    assert_int_equal(nameless_make("list", put, text, &fd, &size), ERR_OK);
    assert_int_equal(size, strlen(text));
    assert_int_equal(read(fd, back, sizeof back), size);
    assert_string_equal(back, text);
    close(fd);
    assert_int_equal(rmdir(dir), 0); /* nothing in it */
    assert_int_equal(mkdir(dir, 0700), 0);
}

static void what_failed_leaves_nothing(void **state)
{
    char text[] = "半份名单";
    size_t size;
    int fd;

    (void)state;
    assert_int_equal(nameless_make("list", put_half, text, &fd, &size),
                     ERR_FULL);
    assert_int_equal(rmdir(dir), 0);
    assert_int_equal(mkdir(dir, 0700), 0);
}

/* A directory that a process of that number would have made, with a file. */
static void leave(int pid)
{
    char text[] = "半份名单", file[240];

    snprintf(path, sizeof path, "%s/baoxue-out-%d-abcdef", dir, pid);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(file, sizeof file, "%s/list", path);
    assert_int_equal(put(text, file), ERR_OK);
}

static void what_a_killed_process_left_is_swept_away(void **state)
{
    pid_t gone = fork();

    (void)state;
    if (gone == 0)
        _exit(0);
    assert_int_equal(waitpid(gone, NULL, 0), gone);
    leave((int)gone);
    nameless_sweep();
    assert_int_equal(access(path, F_OK), -1);
}

static void what_a_living_process_makes_stays(void **state)
{
    char file[240];

    (void)state;
    leave((int)getppid());
    nameless_sweep();
    snprintf(file, sizeof file, "%s/list", path);
    assert_int_equal(access(file, F_OK), 0);
    unlink(file);
    rmdir(path);
}

static void what_is_not_ours_stays(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s/baoxue-out-x", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    nameless_sweep();
    assert_int_equal(rmdir(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_there_and_its_name_is_not),
        cmocka_unit_test(what_failed_leaves_nothing),
        cmocka_unit_test(what_a_killed_process_left_is_swept_away),
        cmocka_unit_test(what_a_living_process_makes_stays),
        cmocka_unit_test(what_is_not_ours_stays),
    };

    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
