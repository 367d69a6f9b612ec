/* 职责清单: what the clock makes, receives and opens again. */
#include "store/duty_store.h"

#include <stdlib.h>

#include "store/setting_store.h"

#define CLOCK "the clock acts for nobody; nothing of it is shown"

struct duty_unit {
    const char *code;
};
static const struct field duty_unit_fields[] = {
    F_TEXT(duty_unit, code, "单位代码", REQUIRED, 1, 20), F_END
};
static const struct record duty_unit =
    RECORD(duty_unit, "DutyUnit", "还没有这项职责的单位", duty_unit_fields);

SQL(q_duty_first,
    .text = "SELECT coalesce(min(made_on), ?2) FROM duty WHERE kind = ?1",
    .access = SQL_SYSTEM, .why = CLOCK);
SQL(q_duty_owing,
    .text = "SELECT u.code FROM unit u WHERE u.active = 1"
            " AND (u.code = ?1 OR (u.kind = ?2 AND (?2 <> 'township'"
            "   OR u.member_rank IS NOT NULL)))"
            " AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.kind = ?3"
            "   AND d.unit = u.code AND d.period = ?4)"
            " ORDER BY u.code LIMIT ?5",
    .row = &duty_unit, .access = SQL_SYSTEM, .why = CLOCK);
SQL(q_duty_make,
    .text = "INSERT INTO duty (id, kind, unit, year, period, opens_on, due_on,"
            " made_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    .access = SQL_SYSTEM, .why = CLOCK);

struct sweep {
    struct db *db;
    struct arena *a;
    char today[CLOCK_DATE_MAX];
    int64_t year, most, done;
};

static enum err make(struct sweep *s, const struct duty_kind *k,
                     const struct duty_period *p)
{
    const struct duty_unit *u;
    struct list owing;

    TRY(db_list(s->db, &q_duty_owing, s->a, (size_t)s->most, &owing,
                VALS(TEXT(k->unit), TEXT(k->unit_kind), TEXT(k->name),
                     TEXT(p->name), INT(s->most - s->done))));
    u = owing.items;
    for (size_t i = 0; i < owing.n; i++, s->done++) {
        int64_t id;

        TRY(db_next_id(s->db, "duty", &id));
        TRY(db_run(s->db, &q_duty_make,
                   VALS(INT(id), TEXT(k->name), TEXT(u[i].code), INT(s->year),
                        TEXT(p->name), TEXT(p->opens_on), TEXT(p->due_on),
                        TEXT(s->today))));
    }
    return ERR_OK;
}

static enum err make_kind(struct sweep *s, const struct duty_kind *k)
{
    struct duty_period p[DUTY_PERIODS_MOST];
    size_t n = duty_periods(k, s->year, p);
    const char *first;
    int64_t on = 1;

    if (k->setting)
        TRY(store_setting_int(s->db, k->setting, &on));
    if (!on)
        return ERR_OK;
    TRY(db_text(s->db, &q_duty_first, s->a, &first,
                VALS(TEXT(k->name), TEXT(s->today))));
    for (size_t i = 0; i < n && s->done < s->most; i++)
        if (duty_is_made(k, &p[i], first, s->today))
            TRY(make(s, k, &p[i]));
    return ERR_OK;
}

/* The day in the county on which an import was committed. */
#define CAME "date((i.committed_at + 28800000) / 1000, 'unixepoch')"
#define LIST_OF_IT                                                             \
    " FROM import i WHERE i.kind = ?2 AND i.year = duty.year"                  \
    " AND i.state = 'committed' AND " CAME " >= duty.opens_on"

SQL(q_duty_came,
    .text = "UPDATE duty SET state = 'received', version = version + 1,"
            " decided_by = NULL, decided_at = NULL, reason = NULL,"
            " import_id = (SELECT min(i.id)" LIST_OF_IT "),"
            " submitted_by = NULL,"
            " submitted_at = (SELECT min(i.committed_at)" LIST_OF_IT ")"
            " WHERE kind = ?1 AND state IN ('open', 'returned')"
            " AND EXISTS (SELECT 1" LIST_OF_IT ")",
    .access = SQL_SYSTEM, .why = CLOCK);
SQL(q_duty_again,
    .text = "UPDATE duty SET state = 'open', import_id = NULL,"
            " submitted_at = NULL, version = version + 1"
            " WHERE import_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM import"
            "   i WHERE i.id = duty.import_id AND i.state = 'committed')",
    .access = SQL_SYSTEM, .why = CLOCK);

/* A meeting counts from the day on which it was held, whenever its minutes are
 * written. */
#define MEETING_OF_IT                                                          \
    " FROM meeting m WHERE m.state = 'held' AND m.held_on >= duty.opens_on"    \
    " AND substr(m.held_on, 1, 4) = CAST(duty.year AS TEXT)"                   \
    " ORDER BY m.held_on, m.id LIMIT 1"

SQL(q_duty_met,
    .text = "UPDATE duty SET state = 'received', version = version + 1,"
            " decided_by = NULL, decided_at = NULL, reason = NULL,"
            " submitted_by = NULL, meeting_id = (SELECT m.id" MEETING_OF_IT "),"
            " submitted_at = (SELECT strftime('%s', m.held_on) * 1000"
            " - 28800000" MEETING_OF_IT ")"
            " WHERE kind = ?1 AND state IN ('open', 'returned')"
            " AND EXISTS (SELECT 1" MEETING_OF_IT ")",
    .access = SQL_SYSTEM, .why = CLOCK);
SQL(q_duty_unmet,
    .text = "UPDATE duty SET state = 'open', meeting_id = NULL,"
            " submitted_at = NULL, version = version + 1"
            " WHERE meeting_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
            "   meeting m WHERE m.id = duty.meeting_id AND m.state = 'held')",
    .access = SQL_SYSTEM, .why = CLOCK);

static enum err follow_meetings(struct sweep *s)
{
    TRY(db_run(s->db, &q_duty_unmet, NO_VALS));
    s->done += db_changes(s->db);
    TRY(db_run(s->db, &q_duty_met, VALS(TEXT(DUTY_MEETING))));
    s->done += db_changes(s->db);
    return ERR_OK;
}

/* Its first version does it; a plan is never taken back. */
SQL(q_duty_planned,
    .text = "UPDATE duty SET state = 'received', version = version + 1,"
            " decided_by = NULL, decided_at = NULL, reason = NULL,"
            " (material_id, submitted_by, submitted_at) = (SELECT m.id,"
            "   v.account_id, v.at FROM material m JOIN material_version v"
            "   ON v.material_id = m.id AND v.number = 1"
            "   WHERE m.kind = ?1 AND m.year = duty.year)"
            " WHERE kind = ?1 AND state IN ('open', 'returned')"
            " AND EXISTS (SELECT 1 FROM material m WHERE m.kind = ?1"
            "   AND m.year = duty.year)",
    .access = SQL_SYSTEM, .why = CLOCK);

static enum err follow_plan(struct sweep *s)
{
    TRY(db_run(s->db, &q_duty_planned, VALS(TEXT(DUTY_PLAN))));
    s->done += db_changes(s->db);
    return ERR_OK;
}

/* A visit counts from the day on which it was held, in its quarter alone, once
 * its sheet is whole; what stands in the plan or is given up does nothing. */
#define VISIT_OF_IT                                                            \
    " FROM inspection i WHERE i.inspector = duty.unit AND i.kind = 'regular'"  \
    " AND i.state = 'closed'"                                                  \
    " AND i.held_on BETWEEN duty.opens_on AND duty.due_on"                     \
    " ORDER BY i.held_on, i.id LIMIT 1"

SQL(q_duty_inspected,
    .text = "UPDATE duty SET state = 'received', version = version + 1,"
            " decided_by = NULL, decided_at = NULL, reason = NULL,"
            " submitted_by = NULL,"
            " (inspection_id, submitted_at) = (SELECT i.id,"
            "   strftime('%s', i.held_on) * 1000 - 28800000" VISIT_OF_IT ")"
            " WHERE kind = ?1 AND state IN ('open', 'returned')"
            " AND EXISTS (SELECT 1" VISIT_OF_IT ")",
    .access = SQL_SYSTEM, .why = CLOCK);

/* Nothing takes it back: a closed visit stays closed. */
static enum err follow_inspections(struct sweep *s)
{
    TRY(db_run(s->db, &q_duty_inspected, VALS(TEXT(DUTY_SUPERVISION))));
    s->done += db_changes(s->db);
    return ERR_OK;
}

/* What the township's leavers of the year wish, whoever wrote it down, by the last
 * day of the duty: what comes later makes no duty late. */
#define WISHES_OF_IT                                                           \
    " FROM training_wish t WHERE t.division = duty.unit"                       \
    " AND t.year = duty.year AND t.onward = 'wish'"                            \
    " AND date((t.created_at + 28800000) / 1000, 'unixepoch') <= duty.due_on"
#define WISH_WAITS                                                             \
    "EXISTS (SELECT 1" WISHES_OF_IT " AND t.state = 'registered')"
#define HANDED_ON                                                              \
    "(SELECT max(t.handed_on)" WISHES_OF_IT " AND t.handed_on IS NOT NULL)"

SQL(q_duty_handed,
    .text = "UPDATE duty SET state = 'received', by_training = 1,"
            " version = version + 1, decided_by = NULL, decided_at = NULL,"
            " reason = NULL, submitted_by = NULL, submitted_at ="
            " strftime('%s', " HANDED_ON ") * 1000 - 28800000"
            " WHERE kind = ?1 AND state IN ('open', 'returned')"
            " AND " HANDED_ON " IS NOT NULL AND NOT " WISH_WAITS,
    .access = SQL_SYSTEM, .why = CLOCK);
SQL(q_duty_unhanded,
    .text = "UPDATE duty SET state = 'open', by_training = 0,"
            " submitted_at = NULL, version = version + 1"
            " WHERE kind = ?1 AND by_training = 1 AND " WISH_WAITS,
    .access = SQL_SYSTEM, .why = CLOCK);

/* One more that was written down is to be handed over too. */
static enum err follow_training(struct sweep *s)
{
    TRY(db_run(s->db, &q_duty_unhanded, VALS(TEXT(DUTY_TRAINING))));
    s->done += db_changes(s->db);
    TRY(db_run(s->db, &q_duty_handed, VALS(TEXT(DUTY_TRAINING))));
    s->done += db_changes(s->db);
    return ERR_OK;
}

static enum err follow_lists(struct sweep *s)
{
    TRY(db_run(s->db, &q_duty_again, NO_VALS));
    s->done += db_changes(s->db);
    for (const struct duty_kind *k = duty_kinds; k->name; k++) {
        if (!k->roster)
            continue;
        TRY(db_run(s->db, &q_duty_came, VALS(TEXT(k->name), TEXT(k->roster))));
        s->done += db_changes(s->db);
    }
    return ERR_OK;
}

/* A quarter is owed when it did not end before the duty was first there. */
#define QUARTER(day) "((CAST(substr(" day ", 6, 2) AS INTEGER) + 2) / 3)"
#define SINCE "min(max(duty.opens_on, duty.made_on), duty.due_on)"
#define OWED "(" QUARTER("duty.due_on") " - " QUARTER(SINCE) " + 1)"
#define DONE_IN_THEM                                                           \
    " FROM activity a WHERE a.unit = duty.unit AND a.kind = ?2"                \
    " AND a.state = 'logged'"                                                  \
    " AND a.held_on BETWEEN duty.opens_on AND duty.due_on"                     \
    " AND " QUARTER("a.held_on") " >= " QUARTER(SINCE)
#define QUARTERS_DONE                                                          \
    "(SELECT count(DISTINCT " QUARTER("a.held_on") ")" DONE_IN_THEM ")"

SQL(q_duty_acted,
    .text = "UPDATE duty SET state = 'received', by_activity = 1,"
            " version = version + 1, decided_by = NULL, decided_at = NULL,"
            " reason = NULL, submitted_by = NULL,"
            " submitted_at = (SELECT max(a.at)" DONE_IN_THEM ")"
            " WHERE kind = ?1 AND state IN ('open', 'returned')"
            " AND " QUARTERS_DONE " = " OWED,
    .access = SQL_SYSTEM, .why = CLOCK);
SQL(q_duty_unacted,
    .text = "UPDATE duty SET state = 'open', by_activity = 0,"
            " submitted_at = NULL, version = version + 1"
            " WHERE kind = ?1 AND by_activity = 1"
            " AND " QUARTERS_DONE " < " OWED,
    .access = SQL_SYSTEM, .why = CLOCK);

/* What was withdrawn since does a duty no longer. */
static enum err follow_activities(struct sweep *s)
{
    for (const struct duty_kind *k = duty_kinds; k->name; k++) {
        if (!k->activity)
            continue;
        TRY(db_run(s->db, &q_duty_unacted,
                   VALS(TEXT(k->name), TEXT(k->activity))));
        s->done += db_changes(s->db);
        TRY(db_run(s->db, &q_duty_acted,
                   VALS(TEXT(k->name), TEXT(k->activity))));
        s->done += db_changes(s->db);
    }
    return ERR_OK;
}

enum err store_duty_sweep(struct db *db, struct arena *a, int64_t now,
                          int64_t most, int64_t *done)
{
    struct sweep s = { .db = db, .a = a, .most = most };
    int64_t year;

    clock_date_of(now, s.today);
    year = strtoll(s.today, NULL, 10);
    /* A night that was missed may have been the last of a year. */
    for (s.year = year - 1; s.year <= year; s.year++)
        for (const struct duty_kind *k = duty_kinds; k->name; k++)
            if (s.done < most)
                TRY(make_kind(&s, k));
    if (s.done < most)
        TRY(follow_lists(&s));
    if (s.done < most)
        TRY(follow_activities(&s));
    if (s.done < most)
        TRY(follow_meetings(&s));
    if (s.done < most)
        TRY(follow_plan(&s));
    if (s.done < most)
        TRY(follow_inspections(&s));
    if (s.done < most)
        TRY(follow_training(&s));
    *done = s.done;
    return ERR_OK;
}
