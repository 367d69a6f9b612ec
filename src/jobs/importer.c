/* The thread that carries imports, runs of 信息比对, 升级 and 数据导出 out. */
#include "jobs/importer.h"

#include "import_parts.h"
#include "jobs/data_export_job.h"
#include "jobs/nameless.h"
#include "jobs/promotion_job.h"
#include "jobs/reconcile_job.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define LOOK_MS 200
#define AGAIN_MS 5000 /* after a fault of the machine */

struct importer {
    struct import_work work;
    struct reconcile_work matching;
    struct promotion_work moving;
    struct data_export_work giving;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
    bool ending;
};

/* True until it is to end. */
static bool rest(struct importer *i, int64_t ms)
{
    struct timespec until;
    bool ending;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&i->lock);
    while (!i->ending && pthread_cond_timedwait(&i->end, &i->lock, &until) == 0)
        ;
    ending = i->ending;
    pthread_mutex_unlock(&i->lock);
    return !ending;
}

static void *importer_main(void *arg)
{
    struct importer *i = arg;
    enum err e;

    do {
        e = import_resume(&i->work);
        if (e == ERR_OK)
            e = reconcile_resume(&i->matching);
        if (e == ERR_OK)
            e = promotion_resume(&i->moving);
        if (e == ERR_OK)
            e = data_export_resume(&i->giving);
    } while (rest(i, e == ERR_OK ? LOOK_MS : AGAIN_MS));
    (void)import_settle(&i->work); /* the writer lives on, its chain does not */
    return NULL;
}

enum err importer_open(const struct store *s, struct writer *w,
                       struct importer **out)
{
    struct importer *i = calloc(1, sizeof *i);
    pthread_condattr_t attr;
    enum err e;

    if (!i)
        return ERR_NO_MEMORY;
    i->work.store = s;
    i->work.writer = w;
    e = store_reader(s, &i->work.reader);
    if (e != ERR_OK) {
        free(i);
        return e;
    }
    i->matching.store = s;
    i->matching.writer = w;
    i->matching.reader = i->work.reader;
    i->moving.store = s;
    i->moving.writer = w;
    i->moving.reader = i->work.reader;
    i->giving.store = s;
    i->giving.writer = w;
    i->giving.reader = i->work.reader;
    import_sweep(s, i->work.reader);
    data_export_sweep(s, i->work.reader);
    nameless_sweep();
    pthread_mutex_init(&i->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&i->end, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&i->thread, NULL, importer_main, i) != 0) {
        db_close(i->work.reader);
        pthread_cond_destroy(&i->end);
        pthread_mutex_destroy(&i->lock);
        free(i);
        return ERR_NO_MEMORY;
    }
    *out = i;
    return ERR_OK;
}

void importer_close(struct importer *i)
{
    if (!i)
        return;
    atomic_store(&i->work.stop, true);
    atomic_store(&i->matching.stop, true);
    atomic_store(&i->moving.stop, true);
    atomic_store(&i->giving.stop, true);
    pthread_mutex_lock(&i->lock);
    i->ending = true;
    pthread_cond_signal(&i->end);
    pthread_mutex_unlock(&i->lock);
    pthread_join(i->thread, NULL);
    db_close(i->work.reader);
    pthread_cond_destroy(&i->end);
    pthread_mutex_destroy(&i->lock);
    free(i);
}
