/*
 * Carries 升级 out and takes it back, in slices that requests do not feel; the
 * slice and how far it came are one commit, so that whatever is killed goes on
 * with the next child and moves nobody twice.
 */
#ifndef JOBS_PROMOTION_JOB_H
#define JOBS_PROMOTION_JOB_H

#include <stdatomic.h>

#include "db/writer.h"
#include "store/store.h"

struct promotion_work {
    const struct store *store;
    struct db *reader;
    struct writer *writer;
    _Atomic bool stop; /* end after the slice under way; gone on with later */
};

/* All that are due.  A record that is damaged breaks its run off, which says
 * so; a fault of the machine is returned, for another try. */
enum err promotion_resume(struct promotion_work *w);

#endif
