/*
 * Power loss: writes through the real writer thread are recorded; then the
 * database is rebuilt as a cut at many moments could have left it — unsynced
 * writes dropped, kept in part, or torn at 512 bytes — and opened by SQLite as
 * it comes.  Every acknowledged write must be there and the file whole.
 *
 *     power_test [IMAGES] [full|normal|off] [SEED]
 *
 * `off` and `normal` are the negative controls: they must lose something, and
 * then end with 0 only when they did.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "db/writer.h"
#include "domain/household.h"
#include "power_vfs.h"
#include "store/household_store.h"
#include "unit/store_world.h"

#define JOBS 1500
#define SECTOR 512

static uint64_t seed = 1;

static uint64_t draw(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

/* ---- the work ---------------------------------------------------------- */
struct insert {
    struct write_job job;
    struct arena arena;
    struct act act;
    struct household_row row;
};

static enum err insert_run(struct write_job *job, struct db *db)
{
    struct insert *i = (struct insert *)job;

    return store_household_create(db, &i->arena, &i->act, &i->row);
}

static void insert_done(struct write_job *job, enum err e)
{
    struct insert *i = (struct insert *)job;

    if (e == ERR_OK)
        power_ack(i->row.id);
    arena_free(&i->arena);
}

static void work(struct world *w, const char *synchronous)
{
    static struct insert jobs[JOBS];
    struct act act = world_act(w, ROLE_BUREAU);
    char pragma[80];
    struct writer *writer;
    struct list none;

    snprintf(pragma, sizeof pragma, "PRAGMA synchronous=%s", synchronous);
    if (db_pragma_texts(w->writer, pragma, &w->arena, 1, &none) != ERR_OK ||
        db_pragma_texts(w->writer, "PRAGMA wal_autocheckpoint=60", &w->arena, 1,
                        &none) != ERR_OK ||
        writer_open(w->writer, &writer) != ERR_OK)
        abort();
    w->writer = NULL;
    for (int i = 0; i < JOBS; i++) {
        struct insert *x = &jobs[i];

        arena_init(&x->arena, 0);
        x->act = act;
        record_clear(&household_row, &x->row);
        x->row.division = w->village;
        x->row.head_name = arena_printf(&x->arena, "断电户%d", i);
        x->row.address = "某屯某号";
        x->row.state = "resident";
        x->job.run = insert_run;
        x->job.done = insert_done;
        /* One by one or in batches, by chance. */
        if (draw() % 3 == 0) {
            if (writer_run(writer, &x->job) != ERR_OK)
                abort();
        } else {
            while (!writer_submit(writer, &x->job))
                usleep(100);
        }
    }
    writer_close(writer);
}

/* ---- images ------------------------------------------------------------ */
struct content {
    unsigned char *data;
    size_t n, cap;
    bool there;
};

static void apply(struct content *c, const struct op *o, size_t from, size_t n)
{
    size_t at = (size_t)o->at;

    if (o->kind == OP_DELETE) {
        c->n = 0;
        c->there = false;
        return;
    }
    c->there = true;
    if (o->kind == OP_TRUNCATE) {
        if (at < c->n)
            c->n = at;
        return;
    }
    at += from;
    if (at + n > c->cap) {
        c->cap = (at + n) * 2;
        c->data = realloc(c->data, c->cap);
        if (!c->data)
            abort();
    }
    if (at > c->n)
        memset(c->data + c->n, 0, at - c->n);
    memcpy(c->data + at, o->data + from, n);
    if (at + n > c->n)
        c->n = at + n;
}

static void copy(struct content *to, const struct content *from)
{
    if (to->cap < from->n) {
        to->cap = from->n * 2;
        to->data = realloc(to->data, to->cap);
        if (!to->data)
            abort();
    }
    if (from->n)
        memcpy(to->data, from->data, from->n);
    to->n = from->n;
    to->there = from->there;
}

/* An unsynced write: gone, whole, or some of its sectors. */
static void apply_maybe(struct content *c, const struct op *o, int mode)
{
    if (mode == 0)
        return;
    if (mode == 1 || o->kind != OP_WRITE) {
        if (draw() % 2)
            apply(c, o, 0, o->n);
        return;
    }
    for (size_t at = 0; at < o->n; at += SECTOR)
        if (draw() % 2)
            apply(c, o, at, o->n - at < SECTOR ? o->n - at : SECTOR);
}

static void save(const char *dir, const char *name, const struct content *c)
{
    char path[300];
    int fd;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    unlink(path);
    if (!c->there)
        return;
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || (c->n && write(fd, c->data, c->n) != (ssize_t)c->n))
        abort();
    close(fd);
}

struct verdict {
    long images, corrupt, lost;
};

static void judge(const char *dir, int64_t acked, struct verdict *v)
{
    char path[300];
    sqlite3 *db;
    sqlite3_stmt *s = NULL;
    bool whole = false, all = false;

    snprintf(path, sizeof path, "%s/image.db", dir);
    v->images++;
    if (sqlite3_open(path, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &s, NULL) ==
            SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        whole = strcmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;
    sqlite3_finalize(s);
    s = NULL;
    /* Ids run from 1 without gaps, so a count tells. */
    if (whole &&
        sqlite3_prepare_v2(db, "SELECT count(*) FROM household WHERE id <= ?1",
                           -1, &s, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(s, 1, acked);
        all = sqlite3_step(s) == SQLITE_ROW &&
              sqlite3_column_int64(s, 0) == acked;
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    v->corrupt += !whole;
    v->lost += whole && !all;
}

/* In memory: opening an image syncs it, which says nothing here.
 * Walks the log once; at chosen moments builds images of the files. */
static void replay(const struct world *w, long images, struct verdict *v)
{
    struct content durable[32] = { 0 }, image[32] = { 0 };
    size_t n, first = 0, *pending, pending_n = 0;
    const struct op *ops = power_log(&n);
    int db_file = -1, wal_file = -1;
    char dir[] = "/dev/shm/baoxue-power-XXXXXX", wal_path[120];
    int64_t acked = 0, first_ack = 0;

    if (!mkdtemp(dir))
        abort();
    snprintf(wal_path, sizeof wal_path, "%s-wal", w->path);
    for (int i = 0; i < power_files(); i++) {
        if (strcmp(power_path(i), w->path) == 0)
            db_file = i;
        else if (strcmp(power_path(i), wal_path) == 0)
            wal_file = i;
    }
    pending = malloc(n * sizeof *pending);
    while (first < n && ops[first].kind != OP_ACK)
        first++;
    if (db_file < 0 || wal_file < 0 || !pending || first == n)
        abort();
    first_ack = ops[first].at;
    for (size_t i = 0; i < n; i++) {
        const struct op *o = &ops[i];

        if (o->kind == OP_ACK) {
            if (o->at > acked)
                acked = o->at;
        } else if (o->kind == OP_SYNC) {
            size_t kept = 0;

            for (size_t k = 0; k < pending_n; k++) {
                const struct op *p = &ops[pending[k]];

                if (p->file == o->file)
                    apply(&durable[p->file], p, 0, p->n);
                else
                    pending[kept++] = pending[k];
            }
            pending_n = kept;
        } else {
            pending[pending_n++] = i;
        }
        /* From a little before the first acknowledged write on. */
        if (acked < first_ack ||
            draw() % (n - first) >= (uint64_t)(images - v->images + 2) ||
            v->images >= images)
            continue;
        for (int mode = 0; mode < 3; mode++) {
            copy(&image[db_file], &durable[db_file]);
            copy(&image[wal_file], &durable[wal_file]);
            for (size_t k = 0; k < pending_n; k++)
                apply_maybe(&image[ops[pending[k]].file], &ops[pending[k]],
                            mode);
            save(dir, "image.db", &image[db_file]);
            save(dir, "image.db-wal", &image[wal_file]);
            save(dir, "image.db-shm", &(struct content) { .there = false });
            judge(dir, acked, v);
        }
    }
    free(pending);
    for (int i = 0; i < 32; i++) {
        free(durable[i].data);
        free(image[i].data);
    }
    save(dir, "image.db", &(struct content) { .there = false });
    save(dir, "image.db-wal", &(struct content) { .there = false });
    save(dir, "image.db-shm", &(struct content) { .there = false });
    rmdir(dir);
}

int main(int argc, char **argv)
{
    long images = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
    const char *mode = argc > 2 ? argv[2] : "full";
    bool control = strcmp(mode, "full") != 0, good;
    struct verdict v = { 0 };
    struct world w;

    if (argc > 3)
        seed = strtoull(argv[3], NULL, 10);
    log_set_level(LOG_ERROR);
    power_register();
    world_open(&w);
    work(&w, mode);
    power_stop();
    while (v.images < images) {
        long before = v.images;

        replay(&w, images, &v);
        if (v.images == before)
            break;
    }
    world_close(&w);
    printf("power loss, synchronous=%s: %ld images, %ld corrupt, %ld lost an "
           "acknowledged write\n",
           mode, v.images, v.corrupt, v.lost);
    good = v.images >= images &&
           (control ? v.corrupt + v.lost > 0 : v.corrupt + v.lost == 0);
    puts(good ? "1 passed, 0 failed" : "0 passed, 1 failed");
    return good ? 0 : 1;
}
