/* The file of an import: sealed where it lies, given back as it was sent, gone
 * after its days. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "jobs/import_job.h"
#include "store/import_store.h"
#include "store_world.h"

#define SENT "姓名,身份证号\n测甲,230381201501019016\n"

static int64_t hand_in(struct world *w)
{
    const struct import_new n = { .kind = roster_kind_of("assigned"),
                                  .year = 2026,
                                  .unit = "bureau" };
    struct import_sealed sealed;
    struct import_file *f;
    int64_t id;

    assert_int_equal(import_file_open(w->store, &f), ERR_OK);
    assert_int_equal(import_file_add(f, SENT, strlen(SENT)), ERR_OK);
    assert_int_equal(import_file_end(f, &w->arena, &sealed), ERR_OK);
    import_file_close(f);
    assert_int_equal(db_begin(w->writer), ERR_OK);
    assert_int_equal(import_begin(w->writer, &sealed, &n, WORLD_NOW, &id),
                     ERR_OK);
    assert_int_equal(db_commit(w->writer), ERR_OK);
    return id;
}

static size_t read_all(int fd, char *out, size_t most)
{
    ssize_t n = read(fd, out, most);

    close(fd);
    assert_true(n > 0);
    return (size_t)n;
}

static void it_lies_sealed_and_comes_back_as_it_was(void **state)
{
    char bytes[4096];
    struct world w;
    int64_t id;
    size_t n;
    int fd;

    (void)state;
    world_open(&w);
    id = hand_in(&w);
    fd = open(arena_printf(&w.arena, "%s.imports/%lld", w.path, (long long)id),
              O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    n = read_all(fd, bytes, sizeof bytes);
    assert_null(memmem(bytes, n, "测甲", strlen("测甲")));
    assert_null(memmem(bytes, n, "230381", 6));
    assert_int_equal(import_file_fd(w.store, id, &fd), ERR_OK);
    n = read_all(fd, bytes, sizeof bytes);
    assert_int_equal(n, strlen(SENT));
    assert_memory_equal(bytes, SENT, n);
    world_close(&w);
}

static void it_goes_when_its_import_ended_and_its_days_are_over(void **state)
{
    struct world w;
    struct import m;
    int64_t id;
    int fd;

    (void)state;
    world_open(&w);
    id = hand_in(&w);
    world_clock(WORLD_NOW + (IMPORT_KEPT_DAYS + 1) * CLOCK_DAY_MS);
    import_sweep(w.store, w.reader); /* still to be read */
    assert_int_equal(import_file_fd(w.store, id, &fd), ERR_OK);
    close(fd);
    assert_int_equal(store_import_work(w.reader, &w.arena, id, &m), ERR_OK);
    m.state = "failed";
    assert_int_equal(db_begin(w.writer), ERR_OK);
    assert_int_equal(store_import_put(w.writer, &m, "reading"), ERR_OK);
    assert_int_equal(db_commit(w.writer), ERR_OK);
    world_clock(WORLD_NOW + (IMPORT_KEPT_DAYS - 1) * CLOCK_DAY_MS);
    import_sweep(w.store, w.reader);
    assert_int_equal(import_file_fd(w.store, id, &fd), ERR_OK);
    close(fd);
    world_clock(WORLD_NOW + (IMPORT_KEPT_DAYS + 1) * CLOCK_DAY_MS);
    import_sweep(w.store, w.reader);
    assert_int_equal(import_file_fd(w.store, id, &fd), ERR_NOT_FOUND);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_lies_sealed_and_comes_back_as_it_was),
        cmocka_unit_test(it_goes_when_its_import_ended_and_its_days_are_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
