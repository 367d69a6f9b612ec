/* The thread that carries imports, runs of 信息比对, 升级 and 数据导出 out while
 * the server runs. */
#ifndef JOBS_IMPORTER_H
#define JOBS_IMPORTER_H

#include "jobs/import_job.h"

struct importer;

/* Starts it; it goes on with what was under way when the process ended, and
 * asks the store several times a second whether something is due.  After a full
 * disk or another fault of the machine it tries again.  `s` and `w` must
 * outlive it. */
enum err importer_open(const struct store *s, struct writer *w,
                       struct importer **out);

/* Ends it after the slice under way; before the writer is closed.  NULL is
 * allowed. */
void importer_close(struct importer *i);

#endif
