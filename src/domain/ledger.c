/* The list of ledgers and their year. */
#include "domain/ledger.h"

#include <stdio.h>
#include <string.h>

#include "ledger_tables.h"

const char *const ledger_filter_names[] = { "division", "school", "stage",
                                            "tag",      "sex",    "q",
                                            "term",     NULL };

const struct ledger *const ledgers[] = {
    &ledger_children,
    &ledger_suspected,
    &ledger_dropout,
    &ledger_returned,
    &ledger_local_unregistered,
    &ledger_elsewhere_unregistered,
    &ledger_deferred,
    &ledger_suspended,
    &ledger_abroad,
    &ledger_exempt,
    &ledger_disabled,
    &ledger_poverty,
    &ledger_aid_missing,
    &ledger_notices,
    &ledger_home_teaching,
    &ledger_helped,
    &ledger_pairings,
    &ledger_child_labour,
    &ledger_training_wishes,
    &ledger_training_received,
    &ledger_upward_reports,
    &ledger_assigned,
    &ledger_register_changes,
};
const size_t ledgers_n = sizeof ledgers / sizeof *ledgers;

const struct ledger *ledger_of(const char *name)
{
    for (size_t i = 0; i < ledgers_n; i++)
        if (strcmp(ledgers[i]->name, name) == 0)
            return ledgers[i];
    return NULL;
}

const char *ledger_measure(const struct ledger *l)
{
    switch (l->of) {
    case LEDGER_OF_LESSONS:
    case LEDGER_OF_HELP:
        return "次";
    case LEDGER_OF_ASSIGNED:
    case LEDGER_OF_CHANGES:
        return "行";
    case LEDGER_OF_PAIRINGS:
        return "对";
    default:
        return "人";
    }
}

bool ledger_locks(const struct ledger *l)
{
    return l->of == LEDGER_OF_CASES;
}

bool ledger_shows_notice(const struct ledger *l)
{
    for (size_t i = 0; i < l->n_columns; i++) {
        const char *member = l->columns[i].member;

        if (member && (strcmp(member, "notice_no") == 0 ||
                       record_field(&ledger_notice, member, NULL)))
            return true;
    }
    return false;
}

bool ledger_shows_aid(const struct ledger *l)
{
    for (size_t i = 0; i < l->n_columns; i++) {
        const char *member = l->columns[i].member;

        if (member && strncmp(member, "aid", 3) == 0)
            return true;
    }
    return false;
}

/* ---- the year ---------------------------------------------------------- */
static bool year_day(int64_t year, const char *day, char out[CLOCK_DATE_MAX])
{
    return snprintf(out, CLOCK_DATE_MAX, "%04d-%s", (int)year, day) ==
           CLOCK_DATE_MAX - 1;
}

enum err ledger_year_of(int64_t year, const char *cutoff,
                        struct ledger_year *out)
{
    struct ledger_year y = { .year = year };
    char day[CLOCK_DATE_MAX];
    int32_t days;

    if (year < LEDGER_YEAR_MIN || year > LEDGER_YEAR_MAX ||
        !year_day(year - LEDGER_AGE_MAX - 1, cutoff, y.born_after) ||
        !year_day(year - LEDGER_AGE_MIN, cutoff, y.born_to) ||
        !year_day(year - 1, cutoff, day) || !clock_date_days(day, &days))
        return ERR_INVALID;
    clock_days_date(days + 1, day);
    memcpy(y.from_date, day, sizeof day);
    if (!clock_date_ms(day, &y.from) || !year_day(year + 1, "01-01", day) ||
        !clock_date_ms(day, &y.to))
        return ERR_INVALID;
    *out = y;
    return ERR_OK;
}
