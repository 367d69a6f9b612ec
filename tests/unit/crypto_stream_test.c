/* Sealed streams: whole they open, in any other state they are refused. */
#include "crypto_scratch.h"

#include "base/buf.h"
#include "crypto/outfile.h"
#include "crypto/stream.h"

#define HEADER 56
#define CHUNK (STREAM_CHUNK + 17)

static enum err to_buf(void *ctx, const void *data, size_t n)
{
    buf_add(ctx, data, n);
    return ((struct buf *)ctx)->failed ? ERR_NO_MEMORY : ERR_OK;
}

struct from {
    const char *data;
    size_t n, at;
    size_t most; /* bytes given at once */
};

static enum err from_bytes(void *ctx, void *out, size_t cap, size_t *n)
{
    struct from *f = ctx;
    size_t take = f->n - f->at;

    take = take < cap ? take : cap;
    take = take < f->most ? take : f->most;
    if (take > 0)
        memcpy(out, f->data + f->at, take);
    f->at += take;
    *n = take;
    return ERR_OK;
}

static char pattern(size_t i)
{
    return (char)(i * 31 + i / 65536);
}

/* n bytes of the pattern, written in pieces, sealed. */
static struct buf sealed(const struct kek *k, size_t n, size_t piece)
{
    struct stream_writer *w;
    struct buf b;
    char *data = malloc(n + 1);

    buf_init(&b);
    for (size_t i = 0; i < n; i++)
        data[i] = pattern(i);
    assert_int_equal(
        stream_writer_open(k, (struct stream_sink) { to_buf, &b }, &w), ERR_OK);
    for (size_t i = 0; i < n; i += piece)
        assert_int_equal(
            stream_write(w, data + i, n - i < piece ? n - i : piece), ERR_OK);
    assert_int_equal(stream_finish(w), ERR_OK);
    stream_writer_close(w);
    free(data);
    return b;
}

/* Reads to the end; checks each byte it gets; *n tells how many. */
static enum err drain(const struct kek *k, struct stream_source s, size_t *n)
{
    struct stream_reader *r;
    enum err e = stream_reader_open(k, s, &r);
    char out[10007];
    size_t got;

    *n = 0;
    if (e != ERR_OK)
        return e;
    while ((e = stream_read(r, out, sizeof out, &got)) == ERR_OK && got > 0) {
        for (size_t i = 0; i < got; i++)
            assert_true(out[i] == pattern(*n + i));
        *n += got;
    }
    if (e != ERR_OK) /* the first error stays */
        assert_int_equal(stream_read(r, out, sizeof out, &got), e);
    stream_reader_close(r);
    return e;
}

static enum err opened(const struct kek *k, const char *data, size_t n)
{
    struct from f = { data, n, 0, SIZE_MAX };
    size_t got;

    return drain(k, (struct stream_source) { from_bytes, &f }, &got);
}

static void streams_of_every_length_come_back(void **state)
{
    static const size_t lengths[] = { 0,     1,      65535,  65536,
                                      65537, 131072, 131073, 200000 };
    static const size_t pieces[] = { 1000, 65536, 1 << 20 };
    struct kek *k = scratch_kek();

    (void)state;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        for (size_t j = 0; j < COUNT(pieces); j++) {
            struct buf b = sealed(k, lengths[i], pieces[j]);
            struct from f = { b.data, b.len, 0, j == 0 ? 777 : SIZE_MAX };
            size_t n;

            assert_int_equal(
                drain(k, (struct stream_source) { from_bytes, &f }, &n),
                ERR_OK);
            assert_int_equal(n, lengths[i]);
            buf_free(&b);
        }
    }
    kek_close(k);
}

static void the_content_does_not_show(void **state)
{
    struct kek *k = scratch_kek();
    struct buf b = sealed(k, 1000, 1000);
    char clear[16];

    (void)state;
    for (size_t i = 0; i < sizeof clear; i++)
        clear[i] = pattern(i);
    assert_null(memmem(b.data, b.len, clear, sizeof clear));
    buf_free(&b);
    kek_close(k);
}

static void a_stream_cut_anywhere_is_refused(void **state)
{
    struct kek *k = scratch_kek();
    struct buf small = sealed(k, 300, 300), large = sealed(k, 150000, 65536);

    (void)state;
    for (size_t n = 0; n < small.len; n++)
        assert_int_equal(opened(k, small.data, n), ERR_DAMAGED);
    /* At and around every chunk's edge. */
    for (size_t edge = HEADER; edge < large.len; edge += CHUNK)
        for (size_t n = edge - 2; n <= edge + 2; n++)
            assert_int_equal(opened(k, large.data, n), ERR_DAMAGED);
    assert_int_equal(opened(k, large.data, large.len), ERR_OK);
    buf_free(&small);
    buf_free(&large);
    kek_close(k);
}

static void an_unfinished_stream_is_refused(void **state)
{
    struct kek *k = scratch_kek();
    struct stream_writer *w;
    struct buf b;
    char *zeros = calloc(1, 3 * STREAM_CHUNK);

    (void)state;
    buf_init(&b);
    assert_int_equal(
        stream_writer_open(k, (struct stream_sink) { to_buf, &b }, &w), ERR_OK);
    assert_int_equal(stream_write(w, zeros, 3 * STREAM_CHUNK), ERR_OK);
    stream_writer_close(w);
    assert_int_equal(b.len, HEADER + 2 * CHUNK);
    {
        struct from f = { b.data, b.len, 0, SIZE_MAX };
        struct stream_reader *r;
        size_t n;
        enum err e;

        assert_int_equal(stream_reader_open(
                             k, (struct stream_source) { from_bytes, &f }, &r),
                         ERR_OK);
        while ((e = stream_read(r, zeros, STREAM_CHUNK, &n)) == ERR_OK)
            assert_true(n > 0); /* never an end */
        assert_int_equal(e, ERR_DAMAGED);
        stream_reader_close(r);
    }
    free(zeros);
    buf_free(&b);
    kek_close(k);
}

static void a_stream_changed_in_any_byte_is_refused(void **state)
{
    struct kek *k = scratch_kek();
    struct buf b = sealed(k, 300, 300);

    (void)state;
    for (size_t i = 0; i < b.len; i++) {
        bool names_key = i >= 16 && i < 32;

        b.data[i] ^= 0x20;
        assert_int_equal(opened(k, b.data, b.len),
                         names_key ? ERR_KEY : ERR_DAMAGED);
        b.data[i] ^= 0x20;
    }
    assert_int_equal(opened(k, b.data, b.len), ERR_OK);
    buf_free(&b);
    kek_close(k);
}

static void chunks_swapped_dropped_or_doubled_are_refused(void **state)
{
    struct kek *k = scratch_kek();
    struct buf b = sealed(k, 4 * STREAM_CHUNK, 65536);
    char *one = b.data + HEADER, *bad = malloc(b.len + CHUNK);

    (void)state;
    assert_int_equal(b.len, HEADER + 4 * CHUNK);
    memcpy(bad, b.data, b.len);
    memcpy(bad + HEADER, one + CHUNK, CHUNK);
    memcpy(bad + HEADER + CHUNK, one, CHUNK);
    assert_int_equal(opened(k, bad, b.len), ERR_DAMAGED);

    memcpy(bad, b.data, b.len);
    memcpy(bad + HEADER + CHUNK, one + 2 * CHUNK, 2 * CHUNK);
    assert_int_equal(opened(k, bad, b.len - CHUNK), ERR_DAMAGED);

    memcpy(bad, b.data, HEADER + CHUNK);
    memcpy(bad + HEADER + CHUNK, one, 4 * CHUNK);
    assert_int_equal(opened(k, bad, b.len + CHUNK), ERR_DAMAGED);
    free(bad);
    buf_free(&b);
    kek_close(k);
}

static void a_stream_that_something_follows_is_refused(void **state)
{
    static const size_t lengths[] = { 0, 300, STREAM_CHUNK };
    struct kek *k = scratch_kek();

    (void)state;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        struct buf b = sealed(k, lengths[i], 65536);
        size_t n = b.len;

        buf_char(&b, 'x');
        assert_int_equal(opened(k, b.data, b.len), ERR_DAMAGED);
        assert_int_equal(opened(k, b.data, n), ERR_OK);
        buf_free(&b);
    }
    kek_close(k);
}

static void a_stream_of_another_key_file_is_named_so(void **state)
{
    struct kek *k = scratch_kek(), *other = scratch_kek();
    struct buf b = sealed(k, 300, 300);

    (void)state;
    assert_int_equal(opened(other, b.data, b.len), ERR_KEY);
    memcpy(b.data + 16, kek_id(other), KEK_ID);
    assert_int_equal(opened(other, b.data, b.len), ERR_DAMAGED);
    buf_free(&b);
    kek_close(k);
    kek_close(other);
}

static enum err full(void *ctx, const void *data, size_t n)
{
    (void)data;
    *(size_t *)ctx += n;
    return *(size_t *)ctx > HEADER ? ERR_FULL : ERR_OK;
}

static void a_sinks_error_stays(void **state)
{
    struct kek *k = scratch_kek();
    char *zeros = calloc(1, 2 * STREAM_CHUNK);
    struct stream_writer *w;
    size_t taken = 0;

    (void)state;
    assert_int_equal(
        stream_writer_open(k, (struct stream_sink) { full, &taken }, &w),
        ERR_OK);
    assert_int_equal(stream_write(w, zeros, 2 * STREAM_CHUNK), ERR_FULL);
    assert_int_equal(stream_write(w, zeros, 1), ERR_FULL);
    assert_int_equal(stream_finish(w), ERR_FULL);
    stream_writer_close(w);
    taken = HEADER;
    assert_int_equal(
        stream_writer_open(k, (struct stream_sink) { full, &taken }, &w),
        ERR_FULL);
    free(zeros);
    kek_close(k);
}

static void nothing_is_written_after_the_end(void **state)
{
    struct kek *k = scratch_kek();
    struct stream_writer *w;
    struct buf b;
    size_t n;

    (void)state;
    buf_init(&b);
    assert_int_equal(
        stream_writer_open(k, (struct stream_sink) { to_buf, &b }, &w), ERR_OK);
    assert_int_equal(stream_finish(w), ERR_OK);
    n = b.len;
    assert_int_equal(stream_write(w, "x", 1), ERR_INTERNAL);
    assert_int_equal(stream_finish(w), ERR_INTERNAL);
    assert_int_equal(b.len, n);
    stream_writer_close(w);
    buf_free(&b);
    kek_close(k);
}

static void a_file_appears_only_when_it_is_whole(void **state)
{
    struct scratch s = scratch_open();
    struct kek *k = scratch_kek();
    struct stream_writer *w;
    struct outfile *f;
    struct stat st;
    char data[1000];
    size_t n;
    int fd;

    (void)state;
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = pattern(i);
    assert_int_equal(outfile_open(s.path, &f), ERR_OK);
    assert_int_equal(
        stream_writer_open(k, (struct stream_sink) { outfile_write, f }, &w),
        ERR_OK);
    assert_int_equal(stream_write(w, data, sizeof data), ERR_OK);
    assert_int_equal(stream_finish(w), ERR_OK);
    stream_writer_close(w);
    assert_int_equal(stat(s.path, &st), -1);
    assert_int_equal(outfile_commit(f), ERR_OK);
    assert_int_equal(stat(s.path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    fd = open(s.path, O_RDONLY);
    assert_int_equal(
        drain(k, (struct stream_source) { stream_read_fd, &fd }, &n), ERR_OK);
    assert_int_equal(n, sizeof data);
    close(fd);
    scratch_close(&s); /* no temporary name is left */
    kek_close(k);
}

static void a_discarded_file_leaves_the_old_one(void **state)
{
    struct scratch s = scratch_open();
    struct outfile *f;
    char back[4] = "";
    int fd;

    (void)state;
    assert_int_equal(outfile_open(s.path, &f), ERR_OK);
    assert_int_equal(outfile_write(f, "old", 3), ERR_OK);
    assert_int_equal(outfile_commit(f), ERR_OK);
    assert_int_equal(outfile_open(s.path, &f), ERR_OK);
    assert_int_equal(outfile_write(f, "new", 3), ERR_OK);
    outfile_discard(f);
    fd = open(s.path, O_RDONLY);
    assert_int_equal(read(fd, back, 3), 3);
    close(fd);
    assert_string_equal(back, "old");
    scratch_close(&s);
}

static void a_commit_that_fails_leaves_nothing(void **state)
{
    struct scratch s = scratch_open();
    struct outfile *f;

    (void)state;
    assert_int_equal(outfile_open(s.path, &f), ERR_OK);
    assert_int_equal(mkdir(s.path, 0700), 0); /* nothing renames over it */
    assert_int_equal(outfile_commit(f), ERR_IO);
    assert_int_equal(rmdir(s.path), 0);
    scratch_close(&s);
    assert_int_equal(outfile_open("/nonexistent/dir/file", &f), ERR_IO);
}

static void a_full_disk_is_told_from_other_faults(void **state)
{
    int fd = open("/dev/full", O_WRONLY);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(file_write_all(fd, "x", 1), ERR_FULL);
    close(fd);
    assert_int_equal(file_write_all(-1, "x", 1), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_of_every_length_come_back),
        cmocka_unit_test(the_content_does_not_show),
        cmocka_unit_test(a_stream_cut_anywhere_is_refused),
        cmocka_unit_test(an_unfinished_stream_is_refused),
        cmocka_unit_test(a_stream_changed_in_any_byte_is_refused),
        cmocka_unit_test(chunks_swapped_dropped_or_doubled_are_refused),
        cmocka_unit_test(a_stream_that_something_follows_is_refused),
        cmocka_unit_test(a_stream_of_another_key_file_is_named_so),
        cmocka_unit_test(a_sinks_error_stays),
        cmocka_unit_test(nothing_is_written_after_the_end),
        cmocka_unit_test(a_file_appears_only_when_it_is_whole),
        cmocka_unit_test(a_discarded_file_leaves_the_old_one),
        cmocka_unit_test(a_commit_that_fails_leaves_nothing),
        cmocka_unit_test(a_full_disk_is_told_from_other_faults),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
