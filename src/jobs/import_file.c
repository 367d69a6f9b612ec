/*
 * The file of an import, sealed as a backup is (crypto/stream.h) and kept in
 * PATH.imports beside the store, so that what is wrong can be shown in the
 * user's own workbook.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "crypto/outfile.h"
#include "crypto/stream.h"
#include "import_parts.h"
#include "store/import_store.h"

struct import_file {
    struct arena arena;
    char *path; /* while it has no import yet */
    const char *dir;
    struct outfile *out;
    struct stream_writer *stream;
    struct sha256 hash;
    int64_t size;
};

static const char *dir_of(struct arena *a, const struct store *s)
{
    return arena_printf(a, "%s.imports", s->path);
}

static enum err fault(int errnum)
{
    return errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG ? ERR_FULL
                                                                   : ERR_IO;
}

static enum err open_parts(struct import_file *f, const struct store *s)
{
    static _Atomic unsigned count;

    f->dir = dir_of(&f->arena, s);
    if (!f->dir)
        return ERR_NO_MEMORY;
    if (mkdir(f->dir, 0700) != 0 && errno != EEXIST)
        return fault(errno);
    f->path = arena_printf(&f->arena, "%s/new-%d-%u", f->dir, (int)getpid(),
                           atomic_fetch_add(&count, 1));
    if (!f->path)
        return ERR_NO_MEMORY;
    (void)unlink(f->path);
    TRY(outfile_open(f->path, &f->out));
    sha256_start(&f->hash);
    return stream_writer_open(
        s->kek, (struct stream_sink) { .write = outfile_write, .ctx = f->out },
        &f->stream);
}

enum err import_file_open(const struct store *s, struct import_file **out)
{
    struct import_file *f = calloc(1, sizeof *f);
    enum err e;

    if (!f)
        return ERR_NO_MEMORY;
    arena_init(&f->arena, 0);
    e = open_parts(f, s);
    if (e != ERR_OK) {
        import_file_close(f);
        return e;
    }
    *out = f;
    return ERR_OK;
}

enum err import_file_add(struct import_file *f, const void *data, size_t n)
{
    sha256_add(&f->hash, data, n);
    f->size += (int64_t)n;
    return stream_write(f->stream, data, n);
}

enum err import_file_copy(struct import_file *f, const char *path)
{
    char *piece = malloc(STREAM_CHUNK);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum err e = ERR_OK;
    ssize_t n = 1;

    if (fd < 0)
        e = errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    if (!piece)
        e = ERR_NO_MEMORY;
    while (e == ERR_OK && (n = read(fd, piece, STREAM_CHUNK)) > 0)
        e = import_file_add(f, piece, (size_t)n);
    if (n < 0)
        e = ERR_IO;
    if (fd >= 0)
        close(fd);
    free(piece);
    return e;
}

static void hex(const uint8_t *bytes, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

enum err import_file_end(struct import_file *f, struct arena *a,
                         struct import_sealed *out)
{
    uint8_t sum[HASH_BYTES];
    char text[2 * HASH_BYTES + 1];
    enum err e = stream_finish(f->stream);

    if (e == ERR_OK) {
        e = outfile_commit(f->out);
        f->out = NULL;
    }
    TRY(e);
    sha256_end(&f->hash, sum);
    hex(sum, sizeof sum, text);
    *out = (struct import_sealed) { .dir = arena_strdup(a, f->dir),
                                    .path = arena_strdup(a, f->path),
                                    .sha256 = arena_strdup(a, text),
                                    .size = f->size };
    return out->dir && out->path && out->sha256 ? ERR_OK : ERR_NO_MEMORY;
}

void import_file_close(struct import_file *f)
{
    if (!f)
        return;
    stream_writer_close(f->stream);
    if (f->out)
        outfile_discard(f->out);
    arena_free(&f->arena);
    free(f);
}

enum err import_begin(struct db *db, const struct import_sealed *f,
                      const struct import_new *n, int64_t now_ms, int64_t *id)
{
    struct import m = { .kind = n->kind->name,
                        .year = n->year,
                        .unit = n->unit,
                        .account_id = n->account_id,
                        .complete = n->complete,
                        .partial = n->partial,
                        .size = f->size,
                        .sha256 = f->sha256,
                        .created_at = now_ms };
    char path[4096];

    if (f->size == 0)
        return ERR_INVALID;
    TRY(store_import_add(db, &m));
    snprintf(path, sizeof path, "%s/%lld", f->dir, (long long)m.id);
    if (rename(f->path, path) != 0)
        return fault(errno);
    *id = m.id;
    return ERR_OK;
}

static bool ended(const struct import *m)
{
    static const char *const states[] = { "committed", "failed", "cancelled",
                                          "rolled_back" };

    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(m->state, states[i]) == 0)
            return true;
    return false;
}

/* Whether nobody needs the file of that name any more. */
static bool outdated(struct db *db, struct arena *a, const char *name)
{
    struct import m;
    char *end;
    int64_t id = strtoll(name, &end, 10);
    enum err e;

    if (strncmp(name, "new-", 4) == 0)
        return true;
    if (end == name || *end)
        return false; /* none of ours */
    e = store_import_work(db, a, id, &m);
    return e == ERR_NOT_FOUND ||
           (e == ERR_OK && ended(&m) &&
            m.created_at < clock_now_ms() - IMPORT_KEPT_DAYS * CLOCK_DAY_MS);
}

void import_sweep(const struct store *s, struct db *db)
{
    struct arena a;
    const char *dir;
    DIR *d;

    arena_init(&a, 0);
    dir = dir_of(&a, s);
    d = dir ? opendir(dir) : NULL;
    for (const struct dirent *e; d && (e = readdir(d));)
        if (outdated(db, &a, e->d_name))
            (void)unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
    arena_free(&a);
}
