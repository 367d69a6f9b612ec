/* What the files that carry 数据导出 out share. */
#ifndef JOBS_DATA_EXPORT_PARTS_H
#define JOBS_DATA_EXPORT_PARTS_H

#include "domain/actor.h"
#include "domain/data_export.h"
#include "jobs/data_export_job.h"

/* ---- the set (data_export_set.c) ---------------------------------------- */
/* Called before each table, and now and then within it: x->sheet, sheets_done
 * and rows_done say how far it is.  Anything but ERR_OK ends it. */
typedef enum err (*data_step_fn)(void *ctx);

struct data_set {
    struct db *reader; /* in a read transaction, as its principal */
    const struct actor *actor;
    struct data_export *x; /* what is asked for; counted while it goes on */
    int64_t now_ms;
    data_step_fn step;
    void *ctx;
};

/* How many tables the actor may read. */
int64_t data_set_sheets(const struct actor *actor);

/* Writes them all, with what describes them, to `path`. */
enum err data_set_write(const struct data_set *s, const char *path);

/* ---- its file (data_export_file.c) -------------------------------------- */
/* Seals what `fd` holds as the file of job `id`; *fd stays open. */
enum err data_export_keep(const struct store *s, int64_t id, int fd);
/* Removes it; none there is as well. */
enum err data_export_remove(const struct store *s, int64_t id);

#endif
