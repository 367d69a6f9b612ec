/* A case to begin with, for tests of its rules and its clock. */
#ifndef TESTS_CASE_SOME_H
#define TESTS_CASE_SOME_H

#include "domain/case.h"

#define NOW INT64_C(1787187600000) /* 2026-08-20 09:00 */
#define TODAY "2026-08-20"
#define SOMEBODY 7
#define SUBMITTER 8

static inline int64_t at_day(int64_t days)
{
    return NOW + days * CLOCK_DAY_MS;
}

static inline struct case_row some_case(enum case_state state,
                                        enum case_level level)
{
    struct case_row c;

    record_clear(&case_row, &c);
    c.id = 1;
    c.student_id = 2;
    c.kind = "suspected";
    c.state = case_state_code(state);
    c.level = case_level_code(level);
    c.source = "flag";
    c.reason = "R02";
    c.absent_since = "2026-08-10";
    c.persuasions = 0;
    c.watch_step = 0;
    c.opened_at = at_day(-5);
    c.opened_by = SOMEBODY;
    c.version = 3;
    return c;
}

#endif
