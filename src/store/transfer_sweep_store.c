/* 转学交接: whom nobody received, for the clock. */
#include "domain/case.h"
#include "store/audit_store.h"
#include "store/case_store.h"
#include "store/transfer_store.h"

#define CLOCK "the clock acts for nobody; nothing of it is shown"

struct unreceived {
    int64_t id, student_id, written_by, case_id, levels;
    const char *from_name, *to_name, *left_on, *due_on;
};
static const struct field unreceived_fields[] = {
    F_ID(unreceived, id, "编号", REQUIRED),
    F_ID(unreceived, student_id, "学生编号", REQUIRED),
    F_ID(unreceived, written_by, "办理人", REQUIRED),
    F_ID(unreceived, case_id, "个案编号", OPTIONAL),
    F_INT(unreceived, levels, "责任层级", REQUIRED, 0, INT64_MAX),
    F_TEXT(unreceived, from_name, "转出学校", REQUIRED, 1, 60),
    F_TEXT(unreceived, to_name, "转入学校", REQUIRED, 1, 60),
    F_DATE(unreceived, left_on, "离校日期", REQUIRED),
    F_DATE(unreceived, due_on, "接收期限", REQUIRED),
    F_END
};
static const struct record unreceived =
    RECORD(unreceived, "TransferUnreceived", "未接收的转学", unreceived_fields);

/* Its open case, if it has one by now.  Without a school the levels are those
 * of its home, as store_case_child counts them. */
SQL(q_transfer_unreceived,
    .text = "SELECT t.id, t.student_id, t.written_by, t.from_name, t.to_name,"
            " t.left_on, t.due_on, c.id AS case_id, CASE d.level"
            "   WHEN 'grid' THEN 12 WHEN 'village' THEN 12"
            "   WHEN 'township' THEN 8 ELSE 0 END AS levels"
            " FROM transfer t JOIN student s ON s.id = t.student_id"
            " LEFT JOIN household h ON h.id = s.household_id"
            " LEFT JOIN division d ON d.code ="
            "   coalesce(s.residence_division, h.division, s.huji_division)"
            " LEFT JOIN dropout_case c ON c.student_id = t.student_id"
            "   AND c.state NOT IN ('closed', 'dismissed')"
            " WHERE t.state = 'waiting' AND t.case_id IS NULL AND t.due_on < ?1"
            " ORDER BY t.due_on, t.id LIMIT ?2",
    .row = &unreceived, .access = SQL_SYSTEM, .why = CLOCK);
SQL(q_transfer_cased,
    .text = "UPDATE transfer SET case_id = ?2, version = version + 1"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = CLOCK);

struct sweep {
    struct db *db;
    struct arena *a;
    struct act act;
    struct case_clock clock;
};

static enum err open_case(struct sweep *s, const struct unreceived *t,
                          const char *detail, int64_t *id)
{
    const struct case_child child = { .levels = t->levels };
    struct case_opening o = { .action = "not_received", .detail = detail };

    record_clear(&case_row, &o.c);
    o.c.student_id = t->student_id;
    o.c.kind = "suspected";
    o.c.state = case_state_code(CASE_REPORTED);
    o.c.level = case_level_code(case_level_first(ROLE_N, &child));
    o.c.source = "transfer";
    o.c.absent_since = t->left_on;
    o.c.persuasions = 0;
    o.c.watch_step = 0;
    o.c.opened_at = s->act.now_ms;
    o.c.opened_by = t->written_by;
    o.c.due_at = case_due_at(&o.c, &s->clock, s->act.now_ms);
    return store_case_open(s->db, &s->act, &o, id);
}

static enum err suspect(struct sweep *s, const struct unreceived *t)
{
    struct transfer_row said;
    const char *detail;
    int64_t id = t->case_id;

    record_clear(&transfer_row, &said);
    said.from_name = t->from_name;
    said.to_name = t->to_name;
    said.left_on = t->left_on;
    said.due_on = t->due_on;
    detail = facts_text(s->a, &transfer_said, &said);
    if (!detail)
        return ERR_NO_MEMORY;
    if (id == INT_NONE)
        TRY(open_case(s, t, detail, &id));
    else
        TRY(store_case_note(s->db, s->a, &s->act, id, "not_received", detail));
    return db_run(s->db, &q_transfer_cased, VALS(INT(t->id), INT(id)));
}

static enum err audit(struct sweep *s, int64_t transfer)
{
    const char *id = arena_printf(s->a, "%lld", (long long)transfer);

    if (!id)
        return ERR_NO_MEMORY;
    return store_audit_append(
        s->db, &(struct audit_entry) { .at = s->act.now_ms,
                                       .action = "clock transfer",
                                       .entity = "transfers",
                                       .entity_id = id,
                                       .outcome = "ok" });
}

enum err store_transfer_sweep(struct db *db, struct arena *a, int64_t now,
                              int64_t most, int64_t *done)
{
    char today[CLOCK_DATE_MAX];
    struct sweep s = { .db = db,
                       .a = a,
                       .act = {
                           .role = ROLE_N, .now_ms = now, .today = today } };
    const struct unreceived *t;
    struct list late;

    *done = 0;
    clock_date_of(now, today);
    TRY(store_case_clock(db, a, &s.clock));
    TRY(db_list(db, &q_transfer_unreceived, a, (size_t)most, &late,
                VALS(TEXT(today), INT(most))));
    t = late.items;
    for (size_t i = 0; i < late.n; i++, ++*done) {
        TRY(suspect(&s, &t[i]));
        TRY(audit(&s, t[i].id));
    }
    return ERR_OK;
}
