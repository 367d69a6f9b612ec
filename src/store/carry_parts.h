/* What the files about 带出文件 in this folder share. */
#ifndef STORE_CARRY_PARTS_H
#define STORE_CARRY_PARTS_H

#include "crypto/seal.h"
#include "store/carry_store.h"
#include "json/read.h"

/* Opens a file that is whole, which changes `file`, and writes its rows;
 * ERR_MEDIA_TYPE, ERR_KEY, ERR_DAMAGED and ERR_NOT_FOUND say what kept it from
 * being opened, with nothing written. */
enum err carry_unpack(struct db *db, struct arena *a, const struct act *by,
                      const struct carry_row *c, uint8_t *file);

/* The letter of a row, as it stood in the file. */
#define CARRY_LETTER "carry_line.letter"
static inline struct seal_at carry_data_at(int64_t line)
{
    return (struct seal_at) { .table = "carry_line",
                              .column = "data",
                              .row = line };
}

/* Reads a letter; `bad` says what is wrong with it. */
enum err carry_letter_read(struct arena *a, const struct carry_raw *raw,
                           struct carry_letter *l, struct bad_list *bad);

/* What is said of a letter that was refused. */
const char *carry_reason(const struct bad_list *bad, enum err e);

#endif
