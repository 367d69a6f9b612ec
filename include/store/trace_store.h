/* 追根问责 in the store. */
#ifndef STORE_TRACE_STORE_H
#define STORE_TRACE_STORE_H

#include "db/db.h"
#include "domain/trace.h"

/* The way of a case in scope, each stage with who held the post on the day on
 * which it began.  ERR_NOT_FOUND. */
enum err store_case_trace(struct db *db, struct arena *a, int64_t id,
                          int64_t now, struct case_trace *out,
                          int64_t *student_id);

#endif
