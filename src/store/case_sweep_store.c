/*
 * The clock of all cases: finds what is due and applies what the domain
 * decides, each step with its event and its audit row.
 */
#include "case_columns.h"
#include "case_post.h"
#include "store/audit_store.h"
#include "store/case_store.h"

#define SWEEP_MOST 500

/* Every row found has an alarm, so that doing it again finds none of them. */
SQL(q_case_due,
    .text = "SELECT " CASE_COLUMNS " FROM dropout_case c"
            " WHERE c.state NOT IN ('closed', 'dismissed') AND ("
            "   (c.due_at < ?1 AND c.level <> 'leading_group' AND c.state IN"
            "     ('reported', 'persuading', 'arranging', 'enforcing'))"
            "   OR (c.due_at < ?1 AND c.state = 'watching'"
            "     AND c.period_until IS NOT NULL)"
            "   OR (c.due_at < ?6 AND c.state = 'watching')"
            "   OR (c.due_at < ?1 AND c.reminded_for IS NOT c.due_at)"
            "   OR (c.due_at > ?2 AND c.state NOT IN ('watching', 'enforcing'))"
            "   OR (c.kind = 'suspected' AND c.state IN ('persuading',"
            "     'enforcing') AND (c.absent_since <= ?3"
            "     OR (c.absent_since IS NULL AND c.opened_at < ?4))))"
            " ORDER BY c.id LIMIT ?5",
    .row = &case_row, .access = SQL_SYSTEM,
    .why = "the clock acts for nobody; nothing of it is shown");

/* The levels of a child's chain, as store_case_child counts them. */
SQL(q_levels,
    .text = "SELECT coalesce((SELECT (e.grade IS NOT NULL AND e.class IS NOT"
            "   NULL) + 2 FROM enrolment e WHERE e.student_id = s.id"
            "   AND e.to_date IS NULL AND e.school IS NOT NULL AND e.state IN"
            "   ('enrolled', 'unregistered', 'suspended')), 0)"
            " + CASE d.level WHEN 'grid' THEN 12 WHEN 'village' THEN 12"
            "   WHEN 'township' THEN 8 ELSE 0 END FROM student s"
            " LEFT JOIN household h ON h.id = s.household_id"
            " LEFT JOIN division d ON d.code ="
            "   coalesce(s.residence_division, h.division, s.huji_division)"
            " WHERE s.id = ?1",
    .access = SQL_SYSTEM,
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
    struct case_child child = { .levels = 0 };
    enum case_alarm alarm;

    TRY(db_int(db, &q_levels, &child.levels, VALS(INT(c->student_id))));
    while ((alarm = case_alarm(c, clock, act->now_ms)) != ALARM_NONE) {
        struct case_row next = *c;
        struct case_step step = { .before = c, .next = &next };
        int64_t event_id;

        step.action = case_alarm_apply(alarm, &next, &child, clock, act->now_ms,
                                       act->today);
        TRY(store_case_step(db, act, &step, &event_id));
        TRY(audit(db, &next, step.action, act->now_ms, a));
        next.version++;
        *c = next;
        ++*done;
    }
    return ERR_OK;
}

/* ---- leaving office ---- */
/* What a leaver held goes to the successor, or is vacant (空缺): one event. */
static enum err hand_over(struct db *db, struct arena *a, const struct act *act,
                          const struct case_row *c)
{
    struct case_step step = { c, c, "handed_over", NULL, NULL };
    int64_t event_id;

    TRY(store_case_post_facts(db, a, c->id, act->today, &step.detail));
    TRY(store_case_step(db, act, &step, &event_id));
    TRY(store_case_post_take(db, c->id, act->today));
    return audit(db, c, step.action, act->now_ms, a);
}

static enum err hand_all_over(struct db *db, struct arena *a,
                              const struct act *act, int64_t most,
                              int64_t *done)
{
    const struct case_row *c;
    struct list left;

    TRY(store_case_post_left(db, a, act->today, most, &left));
    c = left.items;
    for (size_t i = 0; i < left.n; i++, ++*done)
        TRY(hand_over(db, a, act, &c[i]));
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
    TRY(store_case_clock(db, a, &clock));
    case_alarm_bounds(&clock, now, &bounds);
    most = most > 0 ? most : SWEEP_MOST;
    TRY(hand_all_over(db, a, &act, most, done));
    if (*done >= most)
        return ERR_OK;
    most -= *done;
    TRY(db_list(
        db, &q_case_due, a, (size_t)most, &due,
        VALS(INT(now), INT(bounds.latest_due), TEXT(bounds.absent_on),
             INT(bounds.opened_before), INT(most), INT(bounds.unseen_before))));
    c = due.items;
    for (size_t i = 0; i < due.n; i++)
        TRY(sweep_case(db, a, &c[i], &clock, &act, done));
    return ERR_OK;
}
