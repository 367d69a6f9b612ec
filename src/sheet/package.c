/*
 * libarchive over pread: each part read walks the directory anew, which for
 * 64 entries costs less than remembering where they lie.
 */
#include "package.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define BLOCK ((size_t)64 * 1024)
#define RATIO_GRACE ((int64_t)1024 * 1024) /* small parts may pack better */

struct package {
    struct scan *r;
    int64_t size;     /* of the file */
    int64_t inflated; /* bytes unpacked so far */
    size_t n;
    char *names[SHEET_ENTRIES_MAX];
};

/* One walk over the archive. */
struct walk {
    struct scan *r;
    int64_t at, size;
    int64_t taken; /* bytes read from the file */
    enum err failed;
    char block[BLOCK];
};

static la_ssize_t walk_read(struct archive *a, void *ctx, const void **bytes)
{
    struct walk *w = ctx;
    size_t got;

    w->failed = scan_at(w->r, w->at, w->block, BLOCK, &got);
    if (w->failed != ERR_OK) {
        archive_set_error(a, EIO, "read");
        return ARCHIVE_FATAL;
    }
    *bytes = w->block;
    w->at += (int64_t)got;
    w->taken += (int64_t)got;
    return (la_ssize_t)got;
}

static la_int64_t walk_seek(struct archive *a, void *ctx, la_int64_t to,
                            int whence)
{
    struct walk *w = ctx;
    int64_t base = whence == SEEK_SET   ? 0
                   : whence == SEEK_CUR ? w->at
                                        : w->size;

    (void)a;
    if (to < -base || to > w->size - base)
        return ARCHIVE_FATAL;
    w->at = base + to;
    return w->at;
}

static la_int64_t walk_skip(struct archive *a, void *ctx, la_int64_t n)
{
    struct walk *w = ctx;
    int64_t left = w->size - w->at;

    (void)a;
    n = n < left ? n : left;
    w->at += n;
    return n;
}

static enum err damaged(struct package *p)
{
    return scan_fail(p->r, ERR_INVALID,
                     "文件不完整或已损坏，没有读取。"
                     "请重新复制或下载原文件，能用 Excel 或 WPS "
                     "打开后再上传。");
}

/* Only ZIP, only by its directory at the end: one cut short has none. */
static enum err walk_open(struct package *p, struct walk **walk,
                          struct archive **out)
{
    struct walk *w = calloc(1, sizeof *w);
    struct archive *a = w ? archive_read_new() : NULL;

    if (!a) {
        free(w);
        return ERR_NO_MEMORY;
    }
    w->r = p->r;
    w->size = p->size;
    archive_read_support_format_zip_seekable(a);
    archive_read_set_read_callback(a, walk_read);
    archive_read_set_seek_callback(a, walk_seek);
    archive_read_set_skip_callback(a, walk_skip);
    archive_read_set_callback_data(a, w);
    *walk = w;
    *out = a;
    if (archive_read_open1(a) == ARCHIVE_OK)
        return ERR_OK;
    return w->failed != ERR_OK ? w->failed : damaged(p);
}

static void walk_close(struct walk *w, struct archive *a)
{
    archive_read_free(a);
    free(w);
}

/* The next entry's name; ERR_NOT_FOUND after the last. */
static enum err walk_next(struct package *p, struct walk *w, struct archive *a,
                          const char **name)
{
    struct archive_entry *entry;
    int code = archive_read_next_header(a, &entry);

    if (code == ARCHIVE_EOF)
        return ERR_NOT_FOUND;
    if (w->failed != ERR_OK)
        return w->failed;
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
        return damaged(p);
    if (archive_entry_is_encrypted(entry))
        return scan_fail(p->r, ERR_INVALID,
                         "文件设有密码，没有读取。"
                         "请取消密码后重新上传。");
    *name = archive_entry_pathname(entry);
    if (!*name) /* not in this system's characters, so not one of ours */
        *name = "";
    return ERR_OK;
}

static enum err list(struct package *p)
{
    struct archive *a = NULL;
    struct walk *w = NULL;
    const char *name = "";
    enum err e = walk_open(p, &w, &a);

    while (e == ERR_OK && (e = walk_next(p, w, a, &name)) == ERR_OK) {
        if (p->n == SHEET_ENTRIES_MAX) {
            e = scan_fail(p->r, ERR_TOO_LARGE,
                          "压缩在里面的部件超过 64 个，没有读取。"
                          "请删去图片、批注和不需要的工作表，"
                          "或另存为 CSV 后重新上传。");
            break;
        }
        p->names[p->n] = strdup(name);
        e = p->names[p->n] ? ERR_OK : ERR_NO_MEMORY;
        p->n += e == ERR_OK;
    }
    if (a)
        walk_close(w, a);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err package_open(struct scan *r, struct package **out)
{
    struct package *p = calloc(1, sizeof *p);
    enum err e;

    if (!p)
        return ERR_NO_MEMORY;
    p->r = r;
    p->size = lseek(r->fd, 0, SEEK_END);
    e = p->size >= 0 ? list(p) : ERR_IO;
    if (e == ERR_OK)
        *out = p;
    else
        package_close(p);
    return e;
}

void package_close(struct package *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++)
        free(p->names[i]);
    free(p);
}

bool package_has(const struct package *p, const char *name)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcasecmp(p->names[i], name) == 0)
            return true;
    return false;
}

static enum err unpack(struct package *p, struct walk *w, struct archive *a,
                       package_fn fn, void *ctx)
{
    int64_t begun = w->taken - (int64_t)BLOCK, part = 0, at = 0;
    const void *bytes;
    size_t n;
    la_int64_t offset;
    int code;

    while ((code = archive_read_data_block(a, &bytes, &n, &offset)) ==
           ARCHIVE_OK) {
        if (offset != at)
            return damaged(p);
        at += (int64_t)n;
        part += (int64_t)n;
        p->inflated += (int64_t)n;
        if (part > RATIO_GRACE + (w->taken - begun) * SHEET_RATIO_MAX)
            return scan_fail(p->r, ERR_TOO_LARGE,
                             "压缩比例异常（超过 100 倍），读取到此停止。"
                             "请另存为 CSV 后重新上传。");
        if (p->inflated > SHEET_INFLATED_MAX)
            return scan_fail(p->r, ERR_TOO_LARGE,
                             "展开后超过 4 GiB，读取到此停止。"
                             "请拆成几个文件后分别上传。");
        TRY(fn(ctx, bytes, n));
    }
    if (code == ARCHIVE_EOF)
        return ERR_OK;
    return w->failed != ERR_OK ? w->failed : damaged(p);
}

enum err package_read(struct package *p, const char *name, package_fn fn,
                      void *ctx)
{
    struct archive *a = NULL;
    struct walk *w = NULL;
    const char *found = "";
    enum err e;

    if (!package_has(p, name))
        return ERR_NOT_FOUND;
    e = walk_open(p, &w, &a);
    while (e == ERR_OK && (e = walk_next(p, w, a, &found)) == ERR_OK)
        if (strcasecmp(found, name) == 0) {
            e = unpack(p, w, a, fn, ctx);
            break;
        }
    if (a)
        walk_close(w, a);
    return e;
}
