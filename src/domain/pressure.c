/* The order and the waits of the law's steps. */
#include "domain/pressure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAFE "没有做任何改动。"

const struct wait_rule wait_rules[] = {
    { "order", WAIT_ADMONITION, 0, 0, false, "义务教育法第五十八条",
      "wait.admonition",
      "还没有批评教育的记录，不能责令限期改正（义务教育法第五十八条），" SAFE
      "请先登记批评教育。" },
    { "urge", WAIT_ORDER_DEADLINE, 0, 1, false, "行政强制法第五十四条",
      "wait.order",
      "责令限期改正通知书还没有送达，或者改正期限还没有过，不能催告，" SAFE
      "请等期限届满。" },
    { "ask_penalty", WAIT_ORDER_DEADLINE, 0, 1, false, "义务教育法第五十八条",
      "wait.order",
      "责令限期改正通知书还没有送达，或者改正期限还没有过，不能提请处罚，" SAFE
      "请等期限届满。" },
    { "sue", WAIT_ORDER_DEADLINE, 0, 1, false,
      "义务教育法第五十八条、虎政规〔2020〕1号五（二）1", "wait.order",
      "责令限期改正通知书还没有送达，或者改正期限还没有过，不能提请司法处理"
      "，" SAFE "请等期限届满。" },
    { "apply_court", WAIT_URGING_SERVED, 0, 10, false, "行政强制法第五十四条",
      "wait.urging",
      "责令期限过后的催告书还没有送达，或者送达还不满十日，"
      "不能申请强制执行（行政强制法第五十四条），" SAFE
      "请先催告、送达，等十日届满。" },
    { "apply_court", WAIT_ORDER_SERVED, 6, 0, false,
      "行政强制法第五十三条、行政诉讼法第四十六条", "wait.suit",
      "责令限期改正通知书送达还不满六个月，家长仍可起诉，"
      "不能申请强制执行（行政强制法第五十三条），" SAFE
      "急需处理的，可以提请司法处理。" },
    { "apply_court", WAIT_ORDER_SERVED, 9, 0, true, "行政强制法第五十三条",
      "wait.late",
      "起诉期限届满已超过三个月，不能再申请强制执行（行政强制法第五十三条）"
      "，" SAFE "请重新责令限期改正，或者提请司法处理。" },
    { "court", WAIT_IN_COURT, 0, 0, false, "行政强制法第五十七条", "wait.court",
      "还没有申请强制执行或者提请司法处理，不能登记司法结果，" SAFE
      "请先办理前一步。" },
};
const size_t wait_rules_n = sizeof wait_rules / sizeof *wait_rules;

static const int month_days[] = {
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
};

static int days_in(int year, int month)
{
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month_days[month - 1] + (month == 2 && leap);
}

bool pressure_day(const char *from, int months, int days,
                  char out[CLOCK_DATE_MAX])
{
    int32_t number;
    int year, month, day;
    char text[32];

    if (!from || !clock_date_days(from, &number))
        return false;
    year = (int)strtol(from, NULL, 10);
    month = (int)strtol(from + 5, NULL, 10) - 1 + months;
    day = (int)strtol(from + 8, NULL, 10);
    year += month / 12;
    month = month % 12 + 1;
    if (day > days_in(year, month))
        day = days_in(year, month);
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    if (!clock_date_days(text, &number))
        return false;
    clock_days_date(number + days, out);
    return true;
}

/* An order that was served late binds from then. */
static const char *order_deadline(const struct case_file *f)
{
    if (!f->order_served || !f->order_until)
        return NULL;
    return strcmp(f->order_served, f->order_until) > 0 ? f->order_served
                                                       : f->order_until;
}

/* An urging counts for the order whose time was over when it was served; a new
 * order makes an older urging void of effect. */
static const char *urging_served(const struct case_file *f)
{
    const char *deadline = order_deadline(f);

    return deadline && f->urging_served &&
                   strcmp(f->urging_served, deadline) > 0
               ? f->urging_served
               : NULL;
}

/* The date that a wait counts from; NULL when that is not on file. */
static const char *date_of(enum wait_from from, const struct case_file *f)
{
    switch (from) {
    case WAIT_ORDER_SERVED:
        return f->order_served;
    case WAIT_ORDER_DEADLINE:
        return order_deadline(f);
    case WAIT_URGING_SERVED:
        return urging_served(f);
    default:
        return NULL;
    }
}

static bool holds(const struct wait_rule *r, const struct case_move *m)
{
    char day[CLOCK_DATE_MAX];
    bool passed;

    if (r->from == WAIT_ADMONITION)
        return m->file->admonished == 1;
    if (r->from == WAIT_IN_COURT)
        return m->file->in_court == 1;
    if (!pressure_day(date_of(r->from, m->file), r->months, r->days, day))
        return false;
    passed = strcmp(m->act->today, day) >= 0;
    return r->before ? !passed : passed;
}

enum err pressure_may(const struct action *a, const struct case_move *m,
                      struct refusal *why)
{
    for (size_t i = 0; i < wait_rules_n; i++) {
        const struct wait_rule *r = &wait_rules[i];

        if (strcmp(r->action, a->name) != 0 || holds(r, m))
            continue;
        *why = (struct refusal) { "", r->code, r->detail };
        return ERR_RULE;
    }
    return ERR_OK;
}
