/*
 * A recording VFS: passes everything to the usual one and remembers each
 * write, truncation, sync and deletion, and marks put between them, so that
 * the files can be rebuilt as a power loss at any moment could leave them.
 */
#ifndef TESTS_POWER_VFS_H
#define TESTS_POWER_VFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum op_kind { OP_WRITE, OP_TRUNCATE, OP_SYNC, OP_DELETE, OP_ACK };

struct op {
    enum op_kind kind;
    int file;   /* number of its path, see power_path */
    int64_t at; /* offset, new size, or the mark */
    size_t n;
    unsigned char *data;
};

/* Makes it the default VFS. */
void power_register(void);

/* What was recorded so far; valid until the next call into SQLite. */
const struct op *power_log(size_t *n);

/* Acknowledged: whoever asked was told that `mark` is saved. */
void power_ack(int64_t mark);

int power_files(void);
const char *power_path(int file);

/* Stops recording and makes the usual VFS the default again. */
void power_stop(void);

#endif
