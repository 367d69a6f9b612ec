/* 三统一 from the lists as they stand and the register. */
#ifndef STORE_UNITY_STORE_H
#define STORE_UNITY_STORE_H

#include "db/db.h"
#include "domain/unity.h"

/* Everybody whom the poverty list or the ledger of the year has, of the age of
 * compulsory schooling.  For those who see the lists of the county.
 * ERR_INVALID: a year that has none; ERR_TOO_LARGE. */
enum err store_unity(struct db *db, struct arena *a, int64_t year,
                     struct unity *out);

#endif
