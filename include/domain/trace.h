/*
 * 追根问责 (虎政规〔2020〕1号 六2): the way of a case through the chain of those
 * responsible, out of its events: who had it, how long, what was done meanwhile,
 * and whose time ran out.
 */
#ifndef DOMAIN_TRACE_H
#define DOMAIN_TRACE_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/case.h"

#define TRACE_STAGES_MOST 500

/* The case at one level with one holder. */
struct trace_stage {
    int64_t id; /* of the event that it begins with */
    const char *level, *unit_name, *holder; /* NULL: vacant (空缺) */
    int64_t from_at, to_at;                 /* INT_NONE: it has it now */
    int64_t days;                           /* begun ones, of the calendar */
    int64_t acts;                           /* by people */
    const char *done;   /* what those were, each once; NULL: nothing */
    int64_t ran_out;    /* its time ran out here */
    int64_t ran_out_at; /* when that was seen */
};
extern const struct record trace_stage;

struct case_trace {
    int64_t id;
    const char *kind, *state, *level;
    int64_t opened_at, closed_at, days, ran_out;
    struct list stages; /* struct trace_stage, in order */
};
extern const struct record case_trace;

/* Of events in their order (struct case_event) up to `now`; holders are left to
 * the store.  ERR_TOO_LARGE, ERR_NO_MEMORY. */
enum err trace_make(const struct list *events, int64_t now, struct arena *a,
                    struct list *out);

#endif
