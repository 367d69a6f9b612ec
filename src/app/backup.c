/*
 * `baoxue backup` and `baoxue restore`.
 *
 * A backup is one sealed stream (crypto/stream.h) under a key derived from the
 * key file, which is kept apart from it.  It runs beside a serving process and
 * puts nothing unsealed on any disk.  A restore makes a new store and verifies
 * it before it says so.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/verify.h"
#include "crypto/key.h"
#include "crypto/outfile.h"
#include "crypto/stream.h"
#include "db/image.h"

/* ---- backup ------------------------------------------------------------------- */
static enum err seal_to(const struct kek *kek, const void *bytes, size_t n,
                        struct outfile *f)
{
    struct stream_writer *w;
    enum err e;

    TRY(stream_writer_open(
        kek, (struct stream_sink) { .write = outfile_write, .ctx = f }, &w));
    e = stream_write(w, bytes, n);
    if (e == ERR_OK)
        e = stream_finish(w);
    stream_writer_close(w);
    return e;
}

static enum err write_image(const struct kek *kek, const struct db_image *i,
                            const char *out)
{
    struct outfile *f;
    const void *bytes;
    size_t n;
    enum err e;

    bytes = db_image_bytes(i, &n);
    TRY(outfile_open(out, &f));
    e = seal_to(kek, bytes, n, f);
    if (e == ERR_OK)
        return outfile_commit(f);
    outfile_discard(f);
    return e;
}

static enum err backup(const struct store *s, const char *out)
{
    struct db_image *image;
    struct db *db;
    enum err e;

    TRY(store_reader(s, &db));
    e = db_image_take(db, &image);
    db_close(db);
    TRY(e);
    e = write_image(s->kek, image, out);
    db_image_free(image);
    return e;
}

static int say_backup(enum err e, const char *out)
{
    switch (e) {
    case ERR_DAMAGED:
        return cli_fail("数据库未通过完整性检查，没有生成备份。"
                        "请用 baoxue verify 查看，并保留以前的备份。");
    case ERR_NO_MEMORY:
        return cli_fail("内存不足，没有生成备份。备份需要与数据库文件"
                        "一样大的空闲内存。");
    case ERR_IO:
        return cli_fail("不能写入 %s，没有生成备份。请检查目录和权限。", out);
    default:
        return cli_fail_err(e);
    }
}

int command_backup(int argc, char **argv)
{
    static const char *const names[] = { "backup" };
    struct cli_common c = { .db = NULL };
    const char *out = NULL;
    const struct cli_option options[] = {
        { .name = "--out", .text = &out, .required = true },
        CLI_OPTION_END,
    };
    struct store *s;
    enum err e;
    int code =
        cli_read(argc, argv, "baoxue backup --out F [--db PATH] [--key-file F]",
                 options, &c, NULL, 0, 0);

    if (code == CLI_DONE)
        code = cli_store(&c, false, &s);
    if (code != CLI_DONE)
        return code;
    e = backup(s, out);
    store_close(s);
    if (e != ERR_OK)
        return say_backup(e, out);
    if (c.json)
        cli_json(names, &out, 1);
    else
        printf("已备份到 %s。恢复时需要密钥文件，请与备份分开保管。\n", out);
    return CLI_DONE;
}

/* ---- restore -------------------------------------------------------------------- */
static enum err unseal_to(const struct kek *kek, int fd, struct outfile *f)
{
    struct stream_reader *r;
    char piece[STREAM_CHUNK];
    size_t n = 1;
    enum err e;

    TRY(stream_reader_open(
        kek, (struct stream_source) { .read = stream_read_fd, .ctx = &fd },
        &r));
    e = ERR_OK;
    while (e == ERR_OK && n > 0) {
        e = stream_read(r, piece, sizeof piece, &n);
        if (e == ERR_OK && n > 0)
            e = outfile_write(f, piece, n);
    }
    stream_reader_close(r);
    return e;
}

static enum err unseal(const char *key_path, int fd, const char *path)
{
    struct outfile *f;
    struct kek *kek;
    enum err e;

    TRY(kek_open(key_path, &kek));
    e = outfile_open(path, &f);
    if (e == ERR_OK) {
        e = unseal_to(kek, fd, f);
        if (e == ERR_OK)
            e = outfile_commit(f);
        else
            outfile_discard(f);
    }
    kek_close(kek);
    return e;
}

/* A leftover beside a new database would be taken for its own. */
static const char *standing(const char *path, struct arena *a)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *p = arena_printf(a, "%s%s", path, endings[i]);

        if (!p || access(p, F_OK) == 0)
            return p ? p : path;
    }
    return NULL;
}

/* What was registered since the backup is lost, but not forgotten by phones. */
static enum err raise_ids(const struct store *s, struct arena *a)
{
    struct db *db;
    enum err e;

    TRY(store_writer(s, &db));
    e = db_raise_ids(db, a);
    db_close(db);
    return e;
}

static enum err check_restored(const struct cli_common *c, struct arena *a,
                               const char **why)
{
    struct verified v = { .why = NULL };
    struct store *s;
    enum err e = store_open(c->db, c->key_file, &s);

    if (e == ERR_OK) {
        e = verify_store(s, a, &v);
        if (e == ERR_OK)
            e = raise_ids(s, a);
        store_close(s);
    }
    *why = v.why;
    return e;
}

static int say_restore(enum err e, const char *from)
{
    switch (e) {
    case ERR_KEY:
        return cli_fail("密钥文件缺失或不是封存 %s 的那一个，没有恢复。"
                        "请用 --key-file 指明。",
                        from);
    case ERR_DAMAGED:
        return cli_fail("%s 不完整或被改动过，没有恢复。请换一份备份。", from);
    default:
        return cli_fail_err(e);
    }
}

static int restore(const struct cli_common *c, int fd, const char *from,
                   struct arena *a)
{
    const char *key =
        c->key_file ? c->key_file : arena_printf(a, "%s.key", c->db);
    const char *in_the_way = standing(c->db, a), *why;
    enum err e;

    if (in_the_way)
        return cli_fail("%s 已经存在，没有做任何改动。"
                        "请用 --db 指定一个新的数据库。",
                        in_the_way);
    e = key ? unseal(key, fd, c->db) : ERR_NO_MEMORY;
    if (e != ERR_OK)
        return say_restore(e, from);
    e = check_restored(c, a, &why);
    if (e == ERR_OK)
        return CLI_DONE;
    if (c->db)
        (void)unlink(c->db);
    return why ? cli_fail("%s没有恢复。请换一份备份。", why)
               : say_restore(e, from);
}

int command_restore(int argc, char **argv)
{
    static const char *const names[] = { "db" };
    struct cli_common c = { .db = NULL };
    const struct cli_option options[] = { CLI_OPTION_END };
    struct arena a;
    const char *from;
    int fd,
        code = cli_read(argc, argv, "baoxue restore F --db NEW [--key-file F]",
                        options, &c, &from, 1, 1);

    if (code != CLI_DONE)
        return code;
    fd = open(from, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cli_fail("读不到备份 %s，没有恢复。请核对路径和权限。", from);
    arena_init(&a, 0);
    code = restore(&c, fd, from, &a);
    arena_free(&a);
    close(fd);
    if (code != CLI_DONE)
        return code;
    if (c.json)
        cli_json(names, &c.db, 1);
    else
        printf("已恢复到 %s，并核对无误。\n", c.db);
    return CLI_DONE;
}
