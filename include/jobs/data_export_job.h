/*
 * Carries 数据导出 out: the tables of one moment, in the scope and with the
 * rights of whoever asked, as a file that is kept sealed beside the store
 * (PATH.exports) until it is thrown away or a day is over.  Killed on the way,
 * it begins anew.
 */
#ifndef JOBS_DATA_EXPORT_JOB_H
#define JOBS_DATA_EXPORT_JOB_H

#include <stdatomic.h>
#include <stddef.h>

#include "db/writer.h"
#include "store/store.h"

struct data_export_work {
    const struct store *store;
    struct db *reader;
    struct writer *writer;
    _Atomic bool stop; /* end soon; begun anew later */
};

/* All that wait, oldest first, and files whose time is over.  What cannot be
 * done is noted as failed, with the reason; a fault of the machine while
 * noting is returned, for another try. */
enum err data_export_resume(struct data_export_work *w);

/* Removes files that no job has; before the first data_export_resume.  `db` is a
 * reader. */
void data_export_sweep(const struct store *s, struct db *db);

/* The file of a job that is done, as it was made, behind a descriptor without a
 * name.  ERR_NOT_FOUND: it is not kept any more.  ERR_DAMAGED, ERR_FULL,
 * ERR_IO, ERR_NO_MEMORY. */
enum err data_export_open(const struct store *s, int64_t id, int *fd,
                          size_t *size);

#endif
