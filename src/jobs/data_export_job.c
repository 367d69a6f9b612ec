/* Carries 数据导出 out. */
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "data_export_parts.h"
#include "jobs/nameless.h"
#include "store/data_export_store.h"

/* ---- on the writer ----------------------------------------------------- */
struct note {
    struct write_job job;
    const struct data_export *x;
    int64_t id;
};

static enum err put_run(struct write_job *job, struct db *db)
{
    return store_data_export_put(db, ((struct note *)job)->x);
}

static enum err put(struct data_export_work *w, const struct data_export *x)
{
    struct note n = { .job = { .run = put_run }, .x = x };

    return writer_run(w->writer, &n.job);
}

static enum err cleared_run(struct write_job *job, struct db *db)
{
    return store_data_export_cleared(db, ((struct note *)job)->id);
}

static enum err clear(struct data_export_work *w, int64_t id)
{
    struct note n = { .job = { .run = cleared_run }, .id = id };

    TRY(data_export_remove(w->store, id));
    return writer_run(w->writer, &n.job);
}

/* ---- one --------------------------------------------------------------- */
struct run {
    struct data_export_work *w;
    struct arena arena;
    struct data_export x;
    struct actor actor;
};

static enum err step(void *ctx)
{
    struct run *r = ctx;

    return atomic_load(&r->w->stop) ? ERR_BUSY : put(r->w, &r->x);
}

static enum err write_set(void *ctx, const char *path)
{
    struct run *r = ctx;
    const struct data_set s = { .reader = r->w->reader,
                                .actor = &r->actor,
                                .x = &r->x,
                                .now_ms = clock_now_ms(),
                                .step = step,
                                .ctx = r };

    return data_set_write(&s, path);
}

/* All of it is of the moment in which the transaction began. */
static enum err make_file(struct run *r, int *fd, size_t *size)
{
    struct db *reader = r->w->reader;
    struct principal p;
    enum err e;

    TRY(db_read_begin(reader));
    e = store_data_actor(reader, &r->arena, r->x.account_id, &r->actor, &p);
    if (e == ERR_OK && !role_may(r->actor.role, RIGHT_DATA_EXPORT))
        e = ERR_NOT_FOUND;
    if (e == ERR_OK)
        e = db_principal(reader, &p);
    if (e == ERR_OK) {
        r->x.state = "running";
        r->x.sheets_total = data_set_sheets(&r->actor);
        r->x.sheets_done = r->x.rows_done = 0;
        e = nameless_make(
            strcmp(r->x.form, "xlsx") == 0 ? "data.xlsx" : "data.zip",
            write_set, r, fd, size);
    }
    db_read_end(reader);
    return e;
}

static enum err make(struct run *r)
{
    size_t size;
    int fd;
    enum err e;

    TRY(make_file(r, &fd, &size));
    e = data_export_keep(r->w->store, r->x.id, fd);
    close(fd);
    TRY(e);
    r->x.state = "done";
    r->x.sheet = NULL;
    r->x.size = (int64_t)size;
    r->x.finished_at = clock_now_ms();
    r->x.kept_until = r->x.finished_at + DATA_KEPT_MS;
    return put(r->w, &r->x);
}

/* What whoever asked is told. */
static const char *fault_of(enum err e)
{
    switch (e) {
    case ERR_NOT_FOUND:
        return "账号已停用，或不再有导出的权限。";
    case ERR_TOO_LARGE:
        return "有一张表的行数超过工作表的上限，请改用 CSV 数据包导出。";
    case ERR_FULL:
        return "服务器磁盘空间不足，请管理员清理后再导出一次。";
    case ERR_DAMAGED:
        return "有一条加密的内容读不出来，请管理员运行 baoxue verify 检查。";
    default:
        return "服务器出错，请再导出一次；仍不成，请联系管理员。";
    }
}

static enum err carry_out(struct data_export_work *w, int64_t id)
{
    struct run r = { .w = w };
    enum err e;

    arena_init(&r.arena, 0);
    e = store_data_export_work(w->reader, &r.arena, id, &r.x);
    if (e == ERR_OK)
        e = make(&r);
    if (e == ERR_STALE)
        e = data_export_remove(w->store, id); /* somebody gave it up */
    else if (e != ERR_OK && e != ERR_BUSY) {
        log_line(LOG_ERROR, "data_export", "\"fault\":\"%s\",\"code\":\"%s\"",
                 e == ERR_DAMAGED || e == ERR_INTERNAL ? "ours" : "others",
                 err_row(e)->code);
        r.x.state = "failed";
        r.x.sheet = NULL;
        r.x.fault = fault_of(e);
        r.x.finished_at = clock_now_ms();
        e = put(w, &r.x);
        if (e == ERR_STALE)
            e = ERR_OK;
    }
    arena_free(&r.arena);
    return e;
}

enum err data_export_resume(struct data_export_work *w)
{
    int64_t id;

    for (;;) {
        TRY(store_data_export_due(w->reader, &id));
        if (id == 0 || atomic_load(&w->stop))
            break;
        TRY(carry_out(w, id));
    }
    for (;;) {
        TRY(store_data_export_stale(w->reader, clock_now_ms(), &id));
        if (id == 0 || atomic_load(&w->stop))
            return ERR_OK;
        TRY(clear(w, id));
    }
}
