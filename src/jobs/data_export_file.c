/* The files of 数据导出, sealed as a backup is (crypto/stream.h). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/outfile.h"
#include "crypto/stream.h"
#include "data_export_parts.h"
#include "jobs/nameless.h"
#include "sheet/out_file.h"
#include "store/data_export_store.h"

static const char *dir_of(struct arena *a, const struct store *s)
{
    return arena_printf(a, "%s.exports", s->path);
}

static const char *path_of(struct arena *a, const struct store *s, int64_t id)
{
    return arena_printf(a, "%s.exports/%lld", s->path, (long long)id);
}

/* ---- sealing ----------------------------------------------------------- */
static enum err seal_all(struct stream_writer *w, int fd)
{
    char piece[STREAM_CHUNK];
    size_t n;

    if (lseek(fd, 0, SEEK_SET) != 0)
        return ERR_IO;
    do {
        TRY(stream_read_fd(&fd, piece, sizeof piece, &n));
        if (n > 0)
            TRY(stream_write(w, piece, n));
    } while (n > 0);
    return stream_finish(w);
}

static enum err seal_to(const struct store *s, const char *path, int fd)
{
    struct stream_writer *w = NULL;
    struct outfile *out;
    enum err e;

    TRY(outfile_open(path, &out));
    e = stream_writer_open(
        s->kek, (struct stream_sink) { .write = outfile_write, .ctx = out },
        &w);
    if (e == ERR_OK)
        e = seal_all(w, fd);
    stream_writer_close(w);
    if (e == ERR_OK)
        return outfile_commit(out);
    outfile_discard(out);
    return e;
}

enum err data_export_keep(const struct store *s, int64_t id, int fd)
{
    struct arena a;
    const char *dir, *path;
    enum err e = ERR_NO_MEMORY;

    arena_init(&a, 0);
    dir = dir_of(&a, s);
    path = path_of(&a, s, id);
    if (dir && path)
        e = mkdir(dir, 0700) == 0 || errno == EEXIST ? seal_to(s, path, fd)
                                                     : out_file_fault(errno);
    arena_free(&a);
    return e;
}

/* ---- opening ----------------------------------------------------------- */
struct opening {
    const struct store *store;
    int from;
};

static enum err unseal(void *ctx, const char *path)
{
    struct opening *o = ctx;
    struct stream_reader *r = NULL;
    char piece[STREAM_CHUNK];
    size_t n = 1;
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e = to < 0 ? out_file_fault(errno) : ERR_OK;

    if (e == ERR_OK)
        e = stream_reader_open(
            o->store->kek,
            (struct stream_source) { .read = stream_read_fd, .ctx = &o->from },
            &r);
    while (e == ERR_OK && n > 0) {
        e = stream_read(r, piece, sizeof piece, &n);
        if (e == ERR_OK && n > 0)
            e = file_write_all(to, piece, n);
    }
    stream_reader_close(r);
    if (to >= 0 && close(to) != 0 && e == ERR_OK)
        e = out_file_fault(errno);
    explicit_bzero(piece, sizeof piece);
    return e;
}

enum err data_export_open(const struct store *s, int64_t id, int *fd,
                          size_t *size)
{
    struct opening o = { .store = s };
    struct arena a;
    const char *path;
    enum err e;

    arena_init(&a, 0);
    path = path_of(&a, s, id);
    o.from = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    e = !path         ? ERR_NO_MEMORY
        : o.from >= 0 ? nameless_make("data", unseal, &o, fd, size)
                      : (errno == ENOENT ? ERR_NOT_FOUND : ERR_IO);
    if (o.from >= 0)
        close(o.from);
    arena_free(&a);
    return e;
}

/* ---- removing ---------------------------------------------------------- */
enum err data_export_remove(const struct store *s, int64_t id)
{
    struct arena a;
    const char *path;
    enum err e = ERR_NO_MEMORY;

    arena_init(&a, 0);
    path = path_of(&a, s, id);
    if (path)
        e = unlink(path) == 0 || errno == ENOENT ? ERR_OK : ERR_IO;
    arena_free(&a);
    return e;
}

/* Whether a job has the file of that name. */
static bool is_kept(struct db *db, struct arena *a, const char *name)
{
    struct data_export x;
    char *end;
    int64_t id = strtoll(name, &end, 10);

    if (*name == '.')
        return true; /* not ours */
    if (end == name || *end)
        return false; /* not finished */
    return store_data_export_work(db, a, id, &x) != ERR_NOT_FOUND;
}

void data_export_sweep(const struct store *s, struct db *db)
{
    struct arena a;
    const char *dir;
    DIR *d;

    arena_init(&a, 0);
    dir = dir_of(&a, s);
    d = dir ? opendir(dir) : NULL;
    for (const struct dirent *e; d && (e = readdir(d));)
        if (!is_kept(db, &a, e->d_name))
            (void)unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
    arena_free(&a);
}
