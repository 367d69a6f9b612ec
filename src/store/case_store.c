/* Cases in the store: reading them. */
#include "store/case_store.h"

#include <string.h>

#include "case_columns.h"
#include "store/calendar_store.h"
#include "store/post_store.h"
#include "store/setting_store.h"
#include "json/read.h"

#define EVENTS_MOST 5000

SQL_SHARED(find_case, .text = "SELECT version FROM my_case WHERE id = ?1");

SQL(q_case_get,
    .text = "SELECT " CASE_COLUMNS " FROM my_case c WHERE c.id = ?1",
    .row = &case_row);

enum err store_case_get(struct db *db, struct arena *a, int64_t id,
                        struct case_row *out)
{
    return db_row(db, &q_case_get, a, out, VALS(INT(id)));
}

/* The levels of a child's own chain, as bits: its class and school, its village
 * and its township (enum case_level). */
SQL(q_case_child,
    .text = "SELECT s.birth_date, e.school, e.state AS enrolment,"
            " e.student_no IS NOT NULL AS has_student_no,"
            " s.id_no IS NOT NULL AS has_id_no,"
            " (e.school IS NOT NULL AND e.grade IS NOT NULL"
            "   AND e.class IS NOT NULL) + 2 * (e.school IS NOT NULL)"
            " + CASE d.level WHEN 'grid' THEN 12 WHEN 'village' THEN 12"
            "   WHEN 'township' THEN 8 ELSE 0 END AS levels"
            " FROM my_student s"
            " LEFT JOIN my_household h ON h.id = s.household_id"
            " LEFT JOIN division d ON d.code ="
            "   coalesce(s.residence_division, h.division, s.huji_division)"
            " LEFT JOIN my_enrolment e ON e.student_id = s.id"
            "   AND e.to_date IS NULL"
            "   AND e.state IN ('enrolled', 'unregistered', 'suspended')"
            " WHERE s.id = ?1",
    .row = &case_child);

enum err store_case_child(struct db *db, struct arena *a, int64_t student_id,
                          struct case_child *out)
{
    return db_row(db, &q_case_child, a, out, VALS(INT(student_id)));
}

#define BEGAN CASE_BEGAN("?1")
#define ASKED(task)                                                            \
    "EXISTS (SELECT 1 FROM my_assignment t WHERE t.case_id = ?1"               \
    " AND t.task = '" task "' AND t.state IN ('assigned', 'accepted',"         \
    " 'reported'))"
#define SERVED(column, kind)                                                   \
    "(SELECT d." column " FROM my_document d WHERE d.case_id = ?1"             \
    " AND d.kind = '" kind "' AND d.state = 'served'"                          \
    " AND d.created_at >= " BEGAN " ORDER BY d.id DESC LIMIT 1)"
#define ISSUED(kinds)                                                          \
    "EXISTS (SELECT 1 FROM my_document d WHERE d.case_id = ?1"                 \
    " AND d.kind IN (" kinds ") AND d.state <> 'void'"                         \
    " AND d.created_at >= " BEGAN ")"

/* Only the present absence counts: papers from before the last time that the
 * case went on are of another one. */
#define APPRAISED "EXISTS (SELECT 1" CASE_APPRAISALS("?1") ")"
#define ADVICE                                                                 \
    "(SELECT g.advice FROM my_assessment g WHERE g.case_id = ?1"               \
    " AND g.state = 'assessed' AND g.convened_at >= " BEGAN                    \
    " ORDER BY g.id DESC LIMIT 1)"
#define PLAN_ITEMS                                                             \
    "(SELECT count(*) FROM my_plan_item i JOIN my_plan p ON p.id = i.plan_id"  \
    " WHERE p.student_id = ?2 AND p.state = 'open' AND i.version > 0)"
#define POLICE_ASKED ASKED("residence_check")
#define APPRAISAL_ASKED ASKED("medical_appraisal")
#define ADMONISHED ISSUED("'admonition'")
#define ORDER_SERVED SERVED("served_on", "order")
#define ORDER_UNTIL SERVED("deadline_on", "order")
#define URGING_SERVED SERVED("served_on", "urging")
#define IN_COURT ISSUED("'enforcement_application', 'lawsuit'")

SQL(q_case_file,
    .text = "SELECT " APPRAISED " AS appraised, " ADVICE " AS advice,"
            " " PLAN_ITEMS " AS plan_items, " POLICE_ASKED " AS police_asked,"
            " " APPRAISAL_ASKED " AS appraisal_asked,"
            " " ADMONISHED " AS admonished, " ORDER_SERVED " AS order_served,"
            " " ORDER_UNTIL " AS order_until,"
            " " URGING_SERVED " AS urging_served, " IN_COURT " AS in_court",
    .row = &case_file);

enum err store_case_file(struct db *db, struct arena *a, int64_t id,
                         int64_t student_id, struct case_file *out)
{
    return db_row(db, &q_case_file, a, out, VALS(INT(id), INT(student_id)));
}

enum err store_case_clock(struct db *db, struct arena *a,
                          struct case_clock *out)
{
    struct calendar *calendar = arena_alloc(a, sizeof *calendar);

    if (!calendar)
        return ERR_NO_MEMORY;
    case_clock_default(out);
    for (size_t i = 0; i < case_clock_parts_n; i++) {
        int64_t days;

        TRY(store_setting_int(db, case_clock_parts[i].setting, &days));
        memcpy((char *)out + case_clock_parts[i].offset, &days, sizeof days);
    }
    TRY(store_calendar(db, a, calendar));
    out->calendar = calendar;
    return ERR_OK;
}

/* ---- one case, with all that is known of it ---- */
SQL(q_case_student,
    .text = "SELECT s.id, s.name, s.sex, s.birth_date, e.school,"
            " coalesce(u.name, e.school_name) AS school_name, e.grade,"
            " e.class,"
            " CASE v.level WHEN 'village' THEN v.code END AS village,"
            " CASE v.level WHEN 'village' THEN v.name END AS village_name,"
            " CASE v.level WHEN 'village' THEN t.name WHEN 'township'"
            "   THEN v.name END AS township_name"
            " FROM my_student s" CHILD_SCHOOL_AND_VILLAGE
            " LEFT JOIN division t ON t.code = v.parent WHERE s.id = ?1",
    .row = &case_student);

#define EVENTS                                                                 \
    "SELECT e.id, e.action, e.from_state, e.to_state, e.level, e.at,"          \
    " e.account_id, coalesce(a.name, '系统') AS account_name, e.unit,"       \
    " u.name AS unit_name, e.detail FROM my_case_event e"                      \
    " LEFT JOIN account a ON a.id = e.account_id"                              \
    " LEFT JOIN unit u ON u.code = e.unit WHERE e.case_id = ?1"

SQL(q_case_events, .text = EVENTS " ORDER BY e.id", .row = &case_event);

/* Each event raised the version by one. */
SQL(q_case_since,
    .text = EVENTS " ORDER BY e.id DESC LIMIT (SELECT max(0, min(?3,"
                   "   c.version - ?2)) FROM my_case c WHERE c.id = ?1)",
    .row = &case_event);

SQL(q_case_evidence,
    .text = "SELECT v.id, v.event_id, v.kind, v.attachment_id, t.type, t.size"
            " FROM my_case_evidence v"
            " JOIN my_attachment t ON t.id = v.attachment_id"
            " WHERE v.case_id = ?1 ORDER BY v.id",
    .row = &case_evidence);

SQL(q_case_visits,
    .text = "SELECT e.level, count(*) AS n FROM my_case_event e"
            " WHERE e.case_id = ?1 AND e.action = 'persuade' GROUP BY e.level"
            " ORDER BY min(e.id)",
    .row = &case_visits);

/* What an event's detail holds. */
struct event_facts {
    struct list facts;
};
static const struct field event_facts_fields[] = {
    F_LIST(event_facts, facts, "所填内容", REQUIRED, 64, case_fact), F_END
};
static const struct record event_facts =
    RECORD(event_facts, "EventFacts", "经过内容", event_facts_fields);

static enum err finish_event(struct arena *a, struct case_event *e)
{
    struct bad_list bad = { .n = 0 };
    struct event_facts f;

    e->title = case_event_title(e->action);
    if (!e->detail)
        return ERR_OK;
    if (json_read(&event_facts, e->detail, strlen(e->detail), a, &f, &bad) !=
        ERR_OK)
        return ERR_DAMAGED;
    e->facts = f.facts;
    return ERR_OK;
}

static enum err read_events(struct db *db, struct arena *a, int64_t id,
                            struct list *out)
{
    struct case_event *e;

    TRY(db_list(db, &q_case_events, a, EVENTS_MOST, out, VALS(INT(id))));
    e = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(finish_event(a, &e[i]));
    return ERR_OK;
}

enum err store_case_since(struct db *db, struct arena *a, int64_t id,
                          int64_t version, int64_t most, struct list *out)
{
    struct case_event *e;

    TRY(db_list(db, &q_case_since, a, (size_t)most, out,
                VALS(INT(id), INT(version), INT(most))));
    e = out->items;
    for (size_t i = 0; i < out->n; i++)
        e[i].title = case_event_title(e[i].action);
    return ERR_OK;
}

/* The unit whose turn it is and, when its post is held today, who holds it. */
static enum err read_owner(struct db *db, struct arena *a,
                           const struct case_row *c, int64_t now,
                           const char *level, struct case_owner *out)
{
    char today[CLOCK_DATE_MAX];
    struct chain chain;
    const struct chain_link *link;
    const struct post_row *posts;

    clock_date_of(now, today);
    TRY(store_chain_of(db, a, c->student_id, today, &chain));
    out->level = level;
    link = chain_at(&chain, level);
    if (!link)
        return ERR_OK;
    out->unit = link->unit;
    out->unit_name = link->unit_name;
    posts = link->posts.items;
    if (link->posts.n) {
        out->duty = posts[0].duty;
        out->holder = posts[0].holder;
    }
    return ERR_OK;
}

enum err store_case_view(struct db *db, struct arena *a, int64_t id,
                         int64_t now, struct case_view *out)
{
    const char *turn;

    record_clear(&case_view, out);
    TRY(store_case_get(db, a, id, &out->c));
    turn = case_turn(&out->c);
    out->student = arena_alloc(a, sizeof *out->student);
    out->owner = turn ? arena_alloc(a, sizeof *out->owner) : NULL;
    out->file = arena_alloc(a, sizeof *out->file);
    if (!out->student || (turn && !out->owner) || !out->file)
        return ERR_NO_MEMORY;
    TRY(store_case_file(db, a, id, out->c.student_id, out->file));
    TRY(db_list(db, &q_case_visits, a, LEVEL_N, &out->visits, VALS(INT(id))));
    TRY(db_row(db, &q_case_student, a, out->student,
               VALS(INT(out->c.student_id))));
    if (turn)
        TRY(read_owner(db, a, &out->c, now, turn, out->owner));
    out->overdue = out->c.due_at != INT_NONE && out->c.due_at < now;
    TRY(read_events(db, a, id, &out->events));
    return db_list(db, &q_case_evidence, a, EVENTS_MOST, &out->evidence,
                   VALS(INT(id)));
}

SQL(q_case_may_leave,
    .text = "SELECT EXISTS (SELECT 1 FROM my_case c WHERE c.student_id = ?1"
            "   AND c.conclusion IN ('no_such_person', 'age_wrong',"
            "   'duplicate', 'deceased', 'moved_out'))"
            " OR (?2 = 'void' AND EXISTS (SELECT 1 FROM my_doubt d"
            "   WHERE d.decision = 'same' AND d.state = 'decided'"
            "   AND ?1 IN (d.student_id, d.other_id)))");

enum err store_case_may_leave(struct db *db, int64_t student_id,
                              const char *status, bool *may)
{
    int64_t n;

    TRY(db_int(db, &q_case_may_leave, &n, VALS(INT(student_id), TEXT(status))));
    *may = n != 0;
    return ERR_OK;
}

/* ---- lists ---- */
#define NO_DUE "9223372036854775807"

#define FILTERED                                                               \
    " WHERE (?1 IS NULL OR c.state = ?1) AND (?2 IS NULL OR c.kind = ?2)"      \
    " AND (?3 IS NULL OR c.level = ?3)"                                        \
    " AND (?4 IS NULL OR c.disposition = ?4)"                                  \
    " AND (?5 IS NULL OR EXISTS (SELECT 1 FROM my_place p"                     \
    "   WHERE p.student_id = c.student_id AND p.place >= ?5 AND p.place < "    \
    "?6))"                                                                     \
    " AND (?7 IS NULL OR (c.due_at IS NOT NULL AND c.due_at < ?8) = ?7)"       \
    " AND ((?9 IS NULL AND ?10 IS NULL)"                                       \
    "   OR (c.level = ?9 AND c.state IN ('reported', 'persuading',"            \
    "       'arranging', 'enforcing', 'watching'))"                            \
    "   OR (c.state = 'review' AND instr(?10, ' ' || c.outcome || ' ')))"      \
    " AND (?11 IS NULL OR c.opened_at >= ?11)"

#define ITEMS                                                                  \
    "SELECT " CASE_COLUMNS ", s.name AS student_name, s.sex, s.birth_date,"    \
    " coalesce(u.name, e.school_name) AS school_name, e.grade, e.class,"       \
    " v.name AS village_name,"                                                 \
    " (c.due_at IS NOT NULL AND c.due_at < ?8) AS overdue"                     \
    " FROM my_case c JOIN my_student s ON s.id = "                             \
    "c.student_id" CHILD_SCHOOL_AND_VILLAGE FILTERED

SQL(q_case_list, .text = ITEMS " AND c.id > ?12 ORDER BY c.id LIMIT ?13",
    .row = &case_item);

SQL(q_case_list_due,
    .text = ITEMS " AND (coalesce(c.due_at, " NO_DUE ") > ?14"
                  "   OR (coalesce(c.due_at, " NO_DUE ") = ?14"
                  "     AND c.id > ?12))"
                  " ORDER BY coalesce(c.due_at, " NO_DUE "), c.id LIMIT ?13",
    .row = &case_item);

SQL(q_case_count, .text = "SELECT count(*) FROM my_case c" FILTERED);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->state), TEXT((f)->kind), TEXT((f)->level),                       \
        TEXT((f)->disposition), TEXT((f)->lo), TEXT((f)->hi),                  \
        INT((f)->overdue), INT((f)->now), TEXT((f)->mine),                     \
        TEXT((f)->approvals), INT((f)->opened_from)

enum err store_case_list(struct db *db, struct arena *a,
                         const struct case_filter *f, struct list *out)
{
    if (f->by_due == 1)
        return db_list(db, &q_case_list_due, a, (size_t)f->rows, out,
                       VALS(FILTER_VALS(f), INT(f->after_id), INT(f->rows),
                            INT(f->after_due)));
    return db_list(db, &q_case_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->after_id), INT(f->rows)));
}

enum err store_case_count(struct db *db, const struct case_filter *f,
                          int64_t *n)
{
    return db_int(db, &q_case_count, n, VALS(FILTER_VALS(f)));
}

SQL(q_case_tally,
    .text = "SELECT c.state, c.level, c.disposition, count(*) AS n,"
            " sum(c.due_at IS NOT NULL AND c.due_at < ?8) AS overdue"
            " FROM my_case c" FILTERED
            " GROUP BY c.state, c.level, c.disposition",
    .row = &case_tally);

enum err store_case_tally(struct db *db, struct arena *a,
                          const struct case_filter *f, struct list *out)
{
    return db_list(db, &q_case_tally, a, CASE_TALLIES, out,
                   VALS(FILTER_VALS(f)));
}

/* ---- how they moved ---- */
#define WEEK_MS "604800000"
#define AWAY " IN ('watching', 'closed')" /* 销号: back, or lawfully placed */
#define IN_HAND " NOT IN ('watching', 'closed', 'dismissed')"

/* Where each case stood when a week ended, from its events, which nothing
 * changes afterwards; `was` is the same a week before.  The first week of the
 * recursion is one more than is asked for, to begin from. */
SQL(q_case_weeks,
    .text = "WITH RECURSIVE week (id, b) AS (SELECT 0, ?3 UNION ALL"
            " SELECT id + 1, b - " WEEK_MS " FROM week WHERE id < ?4),"
            " stood AS (SELECT w.id AS week, c.outcome, (SELECT e.to_state"
            "   FROM my_case_event e WHERE e.case_id = c.id AND e.at < w.b"
            "   ORDER BY e.id DESC LIMIT 1) AS state, c.id AS of"
            "  FROM week w JOIN my_case c ON c.opened_at < w.b"
            "   AND coalesce(c.closed_at >= ?3 - (?4 + 1) * " WEEK_MS ", 1)"
            "  WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM my_place p"
            "   WHERE p.student_id = c.student_id AND p.place >= ?1"
            "   AND p.place < ?2)),"
            " moved AS (SELECT week, outcome, state, lag(state) OVER"
            "  (PARTITION BY of ORDER BY week DESC) AS was FROM stood)"
            " SELECT w.id,"
            " date((w.b - " WEEK_MS ") / 1000, 'unixepoch', '+8 hours')"
            "   AS since,"
            " date((w.b - 1) / 1000, 'unixepoch', '+8 hours') AS until,"
            " count(m.week) FILTER (WHERE m.was IS NULL) AS opened,"
            " count(m.week) FILTER (WHERE m.state" AWAY
            "   AND coalesce(m.was" IN_HAND ", 1)) AS settled,"
            " count(m.week) FILTER (WHERE m.state" AWAY
            "   AND coalesce(m.was" IN_HAND ", 1)"
            "   AND m.outcome = 'returned') AS returned,"
            " count(m.week) FILTER (WHERE m.state = 'dismissed'"
            "   AND m.was IS NOT 'dismissed') AS dismissed,"
            " count(m.week) FILTER (WHERE m.state" IN_HAND
            "   AND NOT coalesce(m.was" IN_HAND ", 1)) AS reopened,"
            " count(m.week) FILTER (WHERE m.state" IN_HAND ") AS open"
            " FROM week w LEFT JOIN moved m ON m.week = w.id"
            " WHERE w.id < ?4 GROUP BY w.id ORDER BY w.id",
    .row = &case_week);

enum err store_case_weeks(struct db *db, struct arena *a,
                          const struct case_filter *f, int64_t weeks,
                          struct list *out)
{
    char today[CLOCK_DATE_MAX];
    int64_t day;

    clock_date_of(f->now, today);
    if (!clock_date_ms(today, &day))
        return ERR_INVALID;
    return db_list(
        db, &q_case_weeks, a, CASE_WEEKS_MOST, out,
        VALS(TEXT(f->lo), TEXT(f->hi), INT(day + CLOCK_DAY_MS), INT(weeks)));
}
