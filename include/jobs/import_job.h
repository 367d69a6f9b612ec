/*
 * Carries imports of rosters out: reads and checks a file, commits what was
 * checked, takes back what was committed.  Computes on the caller's thread and
 * hands the writer slices of at most 20 ms; every slice notes how far it came,
 * so that whoever is killed goes on at the next start.
 */
#ifndef JOBS_IMPORT_JOB_H
#define JOBS_IMPORT_JOB_H

#include <stdatomic.h>
#include <stdbool.h>

#include "db/writer.h"
#include "domain/import.h"
#include "store/store.h"

struct import_work {
    const struct store *store;
    struct db *reader; /* of the thread that works */
    struct writer *writer;
    _Atomic bool stop; /* set by others: end after the slice under way */
    bool alone;        /* nobody else uses the store: large transactions */
    struct write_chain chain;
};

/* What is handed in. */
struct import_new {
    const struct roster_kind *kind;
    int64_t year;
    const char *unit;
    int64_t account_id;
    bool complete, partial;
    const char *own_school; /* whose pupils alone; NULL any */
};

/* A file, sealed and kept beside the store while it comes. */
struct import_file;
enum err import_file_open(const struct store *s, struct import_file **out);
enum err import_file_add(struct import_file *f, const void *data, size_t n);
/* The whole of a file; ERR_NOT_FOUND, ERR_IO. */
enum err import_file_copy(struct import_file *f, const char *path);
void import_file_close(struct import_file *f); /* NULL is allowed */

/* What was put on disk, with no import yet; texts in the arena.  One that
 * never gets an import is removed by import_sweep. */
struct import_sealed {
    const char *dir, *path, *sha256;
    int64_t size;
};
enum err import_file_end(struct import_file *f, struct arena *a,
                         struct import_sealed *out);

/* Begins an import of it, on the writer; sets its id.  ERR_INVALID for an
 * empty file. */
enum err import_begin(struct db *db, const struct import_sealed *f,
                      const struct import_new *n, int64_t now_ms, int64_t *id);

#define IMPORT_KEPT_DAYS 30

/* Removes files that no import has, and those of imports that ended and were
 * handed in IMPORT_KEPT_DAYS ago; `db` is a reader. */
void import_sweep(const struct store *s, struct db *db);

/* Whether it may be committed now, and begins that, on the writer.
 * ERR_CONFLICT: rows are refused and not partial; another of its kind is
 * being committed; it is not checked.  ERR_STALE: the list changed since, it
 * is being read again.  *why in Chinese. */
enum err import_commit(struct db *db, struct import *m, bool partial,
                       const char **why);

/* The same for taking back.  ERR_CONFLICT when something newer depends on
 * it. */
enum err import_rollback(struct db *db, struct arena *a, struct import *m,
                         const char **why);

/* Stops what is not committed.  ERR_CONFLICT when it is past that. */
enum err import_cancel(struct db *db, struct import *m, const char **why);

/* Does what is due for one import, until it rests: checked, failed, committed,
 * rolled back.  ERR_FULL, ERR_IO, ERR_BUSY, ERR_NO_MEMORY: it stands where it
 * was, and may be gone on with later. */
enum err import_carry_out(struct import_work *w, int64_t id);

/* All that are due, oldest first. */
enum err import_resume(struct import_work *w);

/* The kept file as it was sent, from its beginning: behind a descriptor that is
 * seekable where it is a workbook (at most IMPORT_WORKBOOK_MOST bytes, else
 * ERR_TOO_LARGE) and gives a text only once, in bounded memory.  ERR_NOT_FOUND;
 * ERR_DAMAGED, which of a text only import_stream_close can tell: before it
 * nothing may rely on the end. */
#define IMPORT_WORKBOOK_MOST ((size_t)64 * 1024 * 1024)
struct import_stream;
enum err import_stream_open(const struct store *s, int64_t id,
                            struct import_stream **out);
int import_stream_fd(const struct import_stream *x);
enum err import_stream_close(struct import_stream *x);

#endif
