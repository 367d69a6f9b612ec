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

static int64_t hand_in(struct world *w, const char *text)
{
    const struct import_new n = { .kind = roster_kind_of("assigned"),
                                  .year = 2026,
                                  .unit = "bureau" };
    struct import_sealed sealed;
    struct import_file *f;
    int64_t id;

    assert_int_equal(import_file_open(w->store, &f), ERR_OK);
    assert_int_equal(import_file_add(f, text, strlen(text)), ERR_OK);
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

/* Whether the file is kept. */
static enum err kept(const struct world *w, int64_t id)
{
    struct import_stream *x;
    enum err e = import_stream_open(w->store, id, &x);

    return e == ERR_OK ? import_stream_close(x) : e;
}

static void it_lies_sealed_and_comes_back_as_it_was(void **state)
{
    char bytes[4096];
    struct import_stream *x;
    struct world w;
    int64_t id;
    ssize_t got;
    size_t n;
    int fd;

    (void)state;
    world_open(&w);
    id = hand_in(&w, SENT);
    fd = open(arena_printf(&w.arena, "%s.imports/%lld", w.path, (long long)id),
              O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    n = read_all(fd, bytes, sizeof bytes);
    assert_null(memmem(bytes, n, "测甲", strlen("测甲")));
    assert_null(memmem(bytes, n, "230381", 6));
    assert_int_equal(import_stream_open(w.store, id, &x), ERR_OK);
    got = read(import_stream_fd(x), bytes, sizeof bytes);
    assert_int_equal(got, strlen(SENT));
    assert_memory_equal(bytes, SENT, (size_t)got);
    assert_int_equal(import_stream_close(x), ERR_OK);
    world_close(&w);
}

static void it_goes_when_its_import_ended_and_its_days_are_over(void **state)
{
    struct world w;
    struct import m;
    int64_t id;

    (void)state;
    world_open(&w);
    id = hand_in(&w, SENT);
    world_clock(WORLD_NOW + (IMPORT_KEPT_DAYS + 1) * CLOCK_DAY_MS);
    import_sweep(w.store, w.reader); /* still to be read */
    assert_int_equal(kept(&w, id), ERR_OK);
    assert_int_equal(store_import_work(w.reader, &w.arena, id, &m), ERR_OK);
    m.state = "failed";
    assert_int_equal(db_begin(w.writer), ERR_OK);
    assert_int_equal(store_import_put(w.writer, &m, "reading"), ERR_OK);
    assert_int_equal(db_commit(w.writer), ERR_OK);
    world_clock(WORLD_NOW + (IMPORT_KEPT_DAYS - 1) * CLOCK_DAY_MS);
    import_sweep(w.store, w.reader);
    assert_int_equal(kept(&w, id), ERR_OK);
    world_clock(WORLD_NOW + (IMPORT_KEPT_DAYS + 1) * CLOCK_DAY_MS);
    import_sweep(w.store, w.reader);
    assert_int_equal(kept(&w, id), ERR_NOT_FOUND);
    world_close(&w);
}

/* Rows of SENT, in more pieces than the socket holds. */
static const char *long_text(struct world *w)
{
    const size_t size = 1024 * 1024;
    char *text = arena_alloc(&w->arena, size + 1);

    assert_non_null(text);
    for (size_t at = 0; at < size; at++)
        text[at] = SENT[at % strlen(SENT)];
    return text;
}

static void a_long_text_comes_piece_by_piece(void **state)
{
    struct import_stream *x;
    struct world w;
    const char *text;
    char bytes[65536];
    size_t at = 0;
    ssize_t got;
    int64_t id;

    (void)state;
    world_open(&w);
    text = long_text(&w);
    id = hand_in(&w, text);
    assert_int_equal(import_stream_open(w.store, id, &x), ERR_OK);
    while ((got = read(import_stream_fd(x), bytes, sizeof bytes)) > 0) {
        assert_memory_equal(bytes, text + at, (size_t)got);
        at += (size_t)got;
    }
    assert_int_equal(at, strlen(text));
    assert_int_equal(import_stream_close(x), ERR_OK);
    world_close(&w);
}

static void who_stops_reading_is_not_waited_for(void **state)
{
    struct import_stream *x;
    struct world w;
    int64_t id;

    (void)state;
    world_open(&w);
    id = hand_in(&w, long_text(&w));
    assert_int_equal(import_stream_open(w.store, id, &x), ERR_OK);
    assert_int_equal(import_stream_close(x), ERR_OK);
    world_close(&w);
}

static void a_text_whose_end_is_lost_is_told_at_its_end(void **state)
{
    struct import_stream *x;
    struct world w;
    char bytes[65536];
    const char *path;
    int64_t id;

    (void)state;
    world_open(&w);
    id = hand_in(&w, long_text(&w));
    path = arena_printf(&w.arena, "%s.imports/%lld", w.path, (long long)id);
    assert_int_equal(truncate(path, 1024 * 1024 - 100), 0);
    assert_int_equal(import_stream_open(w.store, id, &x), ERR_OK);
    while (read(import_stream_fd(x), bytes, sizeof bytes) > 0)
        ;
    assert_int_equal(import_stream_close(x), ERR_DAMAGED);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_lies_sealed_and_comes_back_as_it_was),
        cmocka_unit_test(a_long_text_comes_piece_by_piece),
        cmocka_unit_test(who_stops_reading_is_not_waited_for),
        cmocka_unit_test(a_text_whose_end_is_lost_is_told_at_its_end),
        cmocka_unit_test(it_goes_when_its_import_ended_and_its_days_are_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
