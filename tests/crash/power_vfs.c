/* The recording VFS. */
#include "power_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX 32

struct file {
    sqlite3_file base;
    int number; /* -1: not recorded */
    sqlite3_file *real;
};

static sqlite3_vfs *usual, record;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct op *ops;
static size_t ops_n, ops_cap;
static char *paths[FILES_MAX];
static int paths_n;
static bool recording;

static void note(enum op_kind kind, int number, int64_t at, const void *data,
                 size_t n)
{
    pthread_mutex_lock(&lock);
    if (recording && number >= 0) {
        struct op *o;

        if (ops_n == ops_cap) {
            ops_cap = ops_cap ? ops_cap * 2 : 1024;
            ops = realloc(ops, ops_cap * sizeof *ops);
            if (!ops)
                abort();
        }
        o = &ops[ops_n++];
        *o = (struct op) { .kind = kind, .file = number, .at = at, .n = n };
        if (n) {
            o->data = malloc(n);
            if (!o->data)
                abort();
            memcpy(o->data, data, n);
        }
    }
    pthread_mutex_unlock(&lock);
}

static int number_of(const char *path)
{
    int i;

    pthread_mutex_lock(&lock);
    for (i = 0; i < paths_n && strcmp(paths[i], path) != 0; i++)
        ;
    if (i == paths_n && paths_n < FILES_MAX)
        paths[paths_n++] = strdup(path);
    pthread_mutex_unlock(&lock);
    return i;
}

#define REAL(f) (((struct file *)(f))->real)
#define NUMBER(f) (((struct file *)(f))->number)

static int x_close(sqlite3_file *f)
{
    int code = REAL(f)->pMethods->xClose(REAL(f));

    free(REAL(f));
    return code;
}
static int x_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    return REAL(f)->pMethods->xRead(REAL(f), p, n, at);
}
static int x_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    int code = REAL(f)->pMethods->xWrite(REAL(f), p, n, at);

    if (code == SQLITE_OK)
        note(OP_WRITE, NUMBER(f), at, p, (size_t)n);
    return code;
}
static int x_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    int code = REAL(f)->pMethods->xTruncate(REAL(f), size);

    if (code == SQLITE_OK)
        note(OP_TRUNCATE, NUMBER(f), size, NULL, 0);
    return code;
}
/* The usual VFS's fsync is left out: what counts here is that it was asked
 * for, and a run of thousands would only wait. */
static int x_sync(sqlite3_file *f, int flags)
{
    (void)flags;
    note(OP_SYNC, NUMBER(f), 0, NULL, 0);
    return SQLITE_OK;
}
static int x_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return REAL(f)->pMethods->xFileSize(REAL(f), size);
}
static int x_lock(sqlite3_file *f, int l)
{
    return REAL(f)->pMethods->xLock(REAL(f), l);
}
static int x_unlock(sqlite3_file *f, int l)
{
    return REAL(f)->pMethods->xUnlock(REAL(f), l);
}
static int x_check(sqlite3_file *f, int *out)
{
    return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out);
}
static int x_control(sqlite3_file *f, int op, void *arg)
{
    return REAL(f)->pMethods->xFileControl(REAL(f), op, arg);
}
static int x_sector(sqlite3_file *f)
{
    return REAL(f)->pMethods->xSectorSize(REAL(f));
}
/* No promise beyond sectors: the worst disk. */
static int x_device(sqlite3_file *f)
{
    (void)f;
    return 0;
}
static int x_shm_map(sqlite3_file *f, int i, int n, int grow,
                     void volatile **out)
{
    return REAL(f)->pMethods->xShmMap(REAL(f), i, n, grow, out);
}
static int x_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    return REAL(f)->pMethods->xShmLock(REAL(f), at, n, flags);
}
static void x_shm_barrier(sqlite3_file *f)
{
    REAL(f)->pMethods->xShmBarrier(REAL(f));
}
static int x_shm_unmap(sqlite3_file *f, int del)
{
    return REAL(f)->pMethods->xShmUnmap(REAL(f), del);
}

static const sqlite3_io_methods methods = {
    2,        x_close,   x_read,     x_write,       x_truncate,  x_sync,
    x_size,   x_lock,    x_unlock,   x_check,       x_control,   x_sector,
    x_device, x_shm_map, x_shm_lock, x_shm_barrier, x_shm_unmap, NULL,
    NULL
};

static int v_open(sqlite3_vfs *v, const char *path, sqlite3_file *out,
                  int flags, int *out_flags)
{
    struct file *f = (struct file *)out;
    int code;

    (void)v;
    f->base.pMethods = NULL;
    f->real = calloc(1, (size_t)usual->szOsFile);
    if (!f->real)
        return SQLITE_NOMEM;
    code = usual->xOpen(usual, path, f->real, flags, out_flags);
    if (code != SQLITE_OK) {
        free(f->real);
        return code;
    }
    f->number = path && flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL |
                                 SQLITE_OPEN_MAIN_JOURNAL)
                    ? number_of(path)
                    : -1;
    f->base.pMethods = &methods;
    return SQLITE_OK;
}

static int v_delete(sqlite3_vfs *v, const char *path, int sync_dir)
{
    int code = usual->xDelete(usual, path, 0);

    (void)v;
    (void)sync_dir;
    if (code == SQLITE_OK)
        note(OP_DELETE, number_of(path), 0, NULL, 0);
    return code;
}

void power_register(void)
{
    usual = sqlite3_vfs_find(NULL);
    record = *usual;
    record.zName = "record";
    record.szOsFile = sizeof(struct file);
    record.xOpen = v_open;
    record.xDelete = v_delete;
    recording = true;
    sqlite3_vfs_register(&record, 1);
}

void power_stop(void)
{
    recording = false;
    sqlite3_vfs_register(usual, 1);
}

const struct op *power_log(size_t *n)
{
    *n = ops_n;
    return ops;
}

void power_ack(int64_t mark)
{
    note(OP_ACK, 0, mark, NULL, 0);
}

int power_files(void)
{
    return paths_n;
}

const char *power_path(int file)
{
    return paths[file];
}
