/*
 * The order and the waits of the law's steps (依法督促): what must have been
 * served before a step, and how long ago; each rule names its article.
 *
 *   批评教育 → 责令限期改正 → 催告 → 申请强制执行
 *                  |            (10 days, and the time to sue has run out)
 *                  +→ 提请处罚, 提请司法 once the time to mend is over
 */
#ifndef DOMAIN_PRESSURE_H
#define DOMAIN_PRESSURE_H

#include "domain/transition.h"

/* What a wait counts from. */
enum wait_from {
    WAIT_ADMONITION,     /* only that there was one */
    WAIT_ORDER_SERVED,   /* service took effect */
    WAIT_ORDER_DEADLINE, /* the day by which to mend, after service */
    WAIT_URGING_SERVED,
    WAIT_IN_COURT, /* only that something was handed in */
    WAIT_FROM_N
};

struct wait_rule {
    const char *action;
    enum wait_from from;
    int months, days; /* must have passed */
    bool before;      /* … must not have passed: too late */
    const char *law;
    const char *code;   /* of the refusal */
    const char *detail; /* in Chinese */
};
extern const struct wait_rule wait_rules[];
extern const size_t wait_rules_n;

/* May this step be taken on m->act->today?  ERR_RULE with *why. */
enum err pressure_may(const struct action *a, const struct case_move *m,
                      struct refusal *why);

/* The last day by which a step may be taken, or the first one from which: the
 * day of `from` (YYYY-MM-DD) and so many months and days; false for no date.
 * A month's end that is not there is the last day of that month. */
bool pressure_day(const char *from, int months, int days,
                  char out[CLOCK_DATE_MAX]);

#endif
