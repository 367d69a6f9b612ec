/* 入学通知书 in the store: who did not come, for the clock. */
#include <string.h>

#include "store/audit_store.h"
#include "store/case_store.h"
#include "store/notice_store.h"
#include "store/setting_store.h"

#define CLOCK "the clock acts for nobody; nothing of it is shown"

/* ?1 reported by this day, ?2 and by this one whatever its register shows,
 * ?3 today.  The levels are those of store_case_child. */
SQL(q_notice_look,
    .text =
        "SELECT n.id, n.student_id, d.account_id, n.basis, n.report_on,"
        " u.name AS school_name, d.number, d.year, s.status,"
        " e.state AS enrolment_state, e.grade, e.school, c.id AS case_id,"
        " c.state AS case_state, CASE v.level WHEN 'grid' THEN 12"
        "   WHEN 'village' THEN 12 WHEN 'township' THEN 8 ELSE 0 END"
        " + coalesce((e.school IS NOT NULL) * ((e.grade IS NOT NULL"
        "   AND e.class IS NOT NULL) + 2), 0) AS levels"
        " FROM notice n JOIN document d ON d.id = n.id"
        " JOIN student s ON s.id = n.student_id JOIN unit u ON u.code ="
        " n.school JOIN division v ON v.code = n.division"
        " LEFT JOIN enrolment e ON e.student_id = s.id AND e.to_date IS NULL"
        "   AND e.state IN ('enrolled', 'unregistered', 'suspended')"
        " LEFT JOIN dropout_case c ON c.student_id = s.id"
        "   AND c.state NOT IN ('closed', 'dismissed')"
        " WHERE n.arrival IS NULL AND n.report_on < ?1 AND d.state = 'served'"
        " AND d.served_on <= ?3 AND (n.report_on < ?2 OR EXISTS"
        "   (SELECT 1 FROM enrolment x WHERE x.school = n.school"
        "     AND x.to_date IS NULL AND x.state = 'enrolled'"
        "     AND x.from_date >= substr(n.report_on, 1, 4) || '-07-01'"
        "     AND x.student_id <> n.student_id))"
        " ORDER BY n.report_on, n.id LIMIT ?4",
    .row = &notice_look, .access = SQL_SYSTEM, .why = CLOCK);

SQL(q_notice_judged,
    .text = "UPDATE notice SET arrival = ?2, judged_on = ?3 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = CLOCK);

SQL(q_notice_case,
    .text = "UPDATE document SET case_id = ?2, version = version + 1"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = CLOCK);

struct sweep {
    struct db *db;
    struct arena *a;
    struct act act;
    struct case_clock clock;
};

static enum err open_case(struct sweep *s, const struct notice_look *l,
                          const char *detail, int64_t *id)
{
    struct case_child child = { .levels = l->levels };
    struct case_opening o = { .action = "not_arrived", .detail = detail };

    record_clear(&case_row, &o.c);
    o.c.student_id = l->student_id;
    o.c.kind = notice_case_kind(l->basis);
    o.c.state = case_state_code(CASE_REPORTED);
    /* The village serves it, so it asks first. */
    o.c.level = case_level_code(l->levels >> LEVEL_VILLAGE & 1
                                    ? LEVEL_VILLAGE
                                    : case_level_first(ROLE_N, &child));
    o.c.source = "notice";
    o.c.absent_since = l->report_on;
    o.c.persuasions = 0;
    o.c.watch_step = 0;
    o.c.opened_at = s->act.now_ms;
    o.c.opened_by = l->account_id; /* who made the notice */
    o.c.due_at = case_due_at(&o.c, &s->clock, s->act.now_ms);
    return store_case_open(s->db, &s->act, &o, id);
}

static enum err absent(struct sweep *s, const struct notice_look *l)
{
    const struct notice_paper said = { .basis = l->basis,
                                       .school_name = l->school_name,
                                       .report_on = l->report_on };
    const char *detail = facts_text(s->a, &notice_paper, &said);
    int64_t id = l->case_id;

    if (!detail)
        return ERR_NO_MEMORY;
    if (id == INT_NONE)
        TRY(open_case(s, l, detail, &id));
    else
        TRY(store_case_note(s->db, s->a, &s->act, id, "not_arrived", detail));
    return db_run(s->db, &q_notice_case, VALS(INT(l->id), INT(id)));
}

static enum err judge(struct sweep *s, const struct notice_look *l)
{
    const char *arrival = notice_arrival(l);
    const char *id = arena_printf(s->a, "%lld", (long long)l->id);

    if (!id)
        return ERR_NO_MEMORY;
    if (strcmp(arrival, "absent") == 0)
        TRY(absent(s, l));
    TRY(db_run(s->db, &q_notice_judged,
               VALS(INT(l->id), TEXT(arrival), TEXT(s->act.today))));
    return store_audit_append(s->db,
                              &(struct audit_entry) { .at = s->act.now_ms,
                                                      .action = "clock notice",
                                                      .entity = "notices",
                                                      .entity_id = id,
                                                      .outcome = "ok" });
}

enum err store_notice_sweep(struct db *db, struct arena *a, int64_t now,
                            int64_t most, int64_t *done)
{
    char today[CLOCK_DATE_MAX], by[CLOCK_DATE_MAX], latest[CLOCK_DATE_MAX];
    struct sweep s = { .db = db,
                       .a = a,
                       .act = {
                           .role = ROLE_N, .now_ms = now, .today = today } };
    const struct notice_look *l;
    struct list due;
    int64_t days;
    int32_t day = 0;

    *done = 0;
    clock_date_of(now, today);
    clock_date_days(today, &day);
    TRY(store_setting_int(db, SETTING_NOTICE_DAYS, &days));
    clock_days_date(day - (int32_t)days, by);
    clock_days_date(day - NOTICE_REGISTER_DAYS, latest);
    TRY(store_case_clock(db, a, &s.clock));
    TRY(db_list(db, &q_notice_look, a, (size_t)most, &due,
                VALS(TEXT(by), TEXT(latest), TEXT(today), INT(most))));
    l = due.items;
    for (size_t i = 0; i < due.n; i++, ++*done)
        TRY(judge(&s, &l[i]));
    return ERR_OK;
}
