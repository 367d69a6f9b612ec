/*
 * The clock of all cases: finds what is due and applies what the domain
 * decides, each step with its event and its audit row.
 */
#include "case_columns.h"
#include "store/audit_store.h"
#include "store/case_store.h"

#define SWEEP_MOST 500

/* Every row found has an alarm, so that doing it again finds none of them. */
SQL(q_case_due,
    .text = "SELECT " CASE_COLUMNS " FROM dropout_case c"
            " WHERE c.state NOT IN ('closed', 'dismissed') AND ("
            "   (c.due_at < ?1 AND c.state IN ('reported', 'persuading')"
            "     AND c.level <> 'leading_group')"
            "   OR (c.due_at > ?2 AND c.state <> 'watching')"
            "   OR (c.kind = 'suspected' AND c.state = 'persuading' AND ("
            "     c.absent_since <= ?3"
            "     OR (c.absent_since IS NULL AND c.opened_at < ?4))))"
            " ORDER BY c.id LIMIT ?5",
    .row = &case_row, .access = SQL_SYSTEM,
    .why = "the clock acts for nobody; nothing of it is shown");

static enum err audit(struct db *db, const struct case_row *c,
                      const char *action, int64_t now, struct arena *a)
{
    const char *id = arena_printf(a, "%lld", (long long)c->id);
    const char *name = arena_printf(a, "clock %s", action);

    if (!id || !name)
        return ERR_NO_MEMORY;
    return store_audit_append(db, &(struct audit_entry) { .at = now,
                                                          .action = name,
                                                          .entity = "cases",
                                                          .entity_id = id,
                                                          .outcome = "ok" });
}

/* All that is due for one case. */
static enum err sweep_case(struct db *db, struct arena *a, struct case_row *c,
                           const struct case_clock *clock,
                           const struct act *act, int64_t *done)
{
    enum case_alarm alarm;

    while ((alarm = case_alarm(c, clock, act->now_ms)) != ALARM_NONE) {
        struct case_row next = *c;
        struct case_step step = { .before = c, .next = &next };
        int64_t event_id;

        step.action = case_alarm_apply(alarm, &next, clock, act->now_ms);
        TRY(store_case_step(db, act, &step, &event_id));
        TRY(audit(db, &next, step.action, act->now_ms, a));
        next.version++;
        *c = next;
        ++*done;
    }
    return ERR_OK;
}

enum err store_case_sweep(struct db *db, struct arena *a, int64_t now,
                          int64_t most, int64_t *done)
{
    char today[CLOCK_DATE_MAX];
    const struct act act = { .account_id = 0,
                             .role = ROLE_N,
                             .unit = NULL,
                             .now_ms = now,
                             .today = today };
    struct case_alarm_bounds bounds;
    struct case_clock clock;
    struct list due;
    struct case_row *c;

    clock_date_of(now, today);
    *done = 0;
    TRY(store_case_clock(db, &clock));
    case_alarm_bounds(&clock, now, &bounds);
    most = most > 0 ? most : SWEEP_MOST;
    TRY(db_list(db, &q_case_due, a, (size_t)most, &due,
                VALS(INT(now), INT(bounds.latest_due), TEXT(bounds.absent_on),
                     INT(bounds.opened_before), INT(most))));
    c = due.items;
    for (size_t i = 0; i < due.n; i++)
        TRY(sweep_case(db, a, &c[i], &clock, &act, done));
    return ERR_OK;
}
