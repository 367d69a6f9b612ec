/* 结对帮扶 in the store. */
#include "store/pairing_store.h"

#include "store/setting_store.h"

#define VISITS_MOST 1000
#define NAMED "rows through the caller's view; a mentor knows whom he helps"
#define FOUND "it was found in the caller's scope before"

SQL_SHARED(find_pairing,
           .text = "SELECT version FROM my_pairing WHERE id = ?1");

/* ---- reading ----------------------------------------------------------- */
/* ?1 today, ?2 days after which one is quiet */
#define LAST                                                                   \
    "(SELECT max(v.visited_on) FROM pairing_visit v"                           \
    " WHERE v.pairing_id = t.id)"
#define QUIET                                                                  \
    "(t.to_date IS NULL AND julianday(?1)"                                     \
    " - julianday(coalesce(" LAST ", t.from_date)) >= ?2)"
#define SELECT                                                                 \
    "SELECT t.id, t.student_id, s.name AS student_name,"                       \
    " coalesce(c.name, e.school_name) AS school_name,"                         \
    " (SELECT d.name FROM child_place p JOIN division d"                       \
    "   ON d.code = substr(p.place, 15, 12) WHERE p.student_id = s.id"         \
    "   AND p.place >= 'D' AND p.place < 'E' ORDER BY p.home DESC LIMIT 1)"    \
    "   AS township, t.mentor, t.unit, u.name AS unit_name, t.phone,"          \
    " t.id AS phone_of, t.difficulty, t.plan, t.id AS plan_of, t.from_date,"   \
    " t.to_date, t.ending, t.id AS ending_of,"                                 \
    " iif(t.to_date IS NULL, 'open', 'ended') AS state,"                       \
    " (SELECT count(*) FROM pairing_visit v WHERE v.pairing_id = t.id)"        \
    "   AS visits, " LAST " AS visited_on, " QUIET " AS quiet, t.account_id,"  \
    " t.at, t.version FROM my_pairing t JOIN student s ON s.id = "             \
    "t.student_id"                                                             \
    " JOIN unit u ON u.code = t.unit"                                          \
    " LEFT JOIN enrolment e ON e.student_id = s.id AND e.to_date IS NULL"      \
    " LEFT JOIN unit c ON c.code = e.school"
#define FILTER                                                                 \
    " WHERE (?3 IS NULL OR t.unit = ?3)"                                       \
    " AND (?4 IS NULL OR (?4 = 'open') = (t.to_date IS NULL))"                 \
    " AND (?5 = 0 OR " QUIET ") AND (?6 = 0 OR t.student_id = ?6)"
#define FILTER_VALS(f, days)                                                   \
    TEXT((f)->today), INT(days), TEXT((f)->unit), TEXT((f)->state),            \
        INT((f)->quiet), INT((f)->student_id)

SQL(q_pairing_list,
    .text = SELECT FILTER " AND (?7 = 0 OR t.id < ?7)"
                          " ORDER BY t.id DESC LIMIT ?8",
    .row = &pairing_row, .access = SQL_SYSTEM, .why = NAMED);
SQL(q_pairing_count,
    .text = "SELECT count(*) FROM my_pairing t" FILTER
            " AND ?1 IS NOT NULL AND ?2 > 0",
    .access = SQL_SYSTEM, .why = NAMED);
SQL(q_pairing_get, .text = SELECT " WHERE t.id = ?3", .row = &pairing_view,
    .access = SQL_SYSTEM, .why = NAMED);
SQL(q_pairing_visits,
    .text = "SELECT v.id, v.visited_on, v.method, v.done, v.id AS done_of,"
            " k.name AS account_name, v.account_id, v.at"
            " FROM my_pairing_visit v LEFT JOIN account k"
            " ON k.id = v.account_id WHERE v.pairing_id = ?1"
            " ORDER BY v.visited_on DESC, v.id DESC LIMIT ?2",
    .row = &pairing_visit);

static enum err quiet_days(struct db *db, int64_t *days)
{
    return store_setting_int(db, SETTING_PAIRING_DAYS, days);
}

enum err store_pairing_list(struct db *db, struct arena *a,
                            const struct pairing_filter *f, struct list *out)
{
    int64_t days;

    TRY(quiet_days(db, &days));
    return db_list(db, &q_pairing_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f, days), INT(f->before), INT(f->rows)));
}

enum err store_pairing_count(struct db *db, const struct pairing_filter *f,
                             int64_t *n)
{
    int64_t days;

    TRY(quiet_days(db, &days));
    return db_int(db, &q_pairing_count, n, VALS(FILTER_VALS(f, days)));
}

static enum err get(struct db *db, struct arena *a, const char *today,
                    int64_t id, struct pairing_view *out)
{
    int64_t days;

    TRY(quiet_days(db, &days));
    return db_row(db, &q_pairing_get, a, out,
                  VALS(TEXT(today), INT(days), INT(id)));
}

enum err store_pairing_view(struct db *db, struct arena *a, const char *today,
                            int64_t id, struct pairing_view *out)
{
    TRY(get(db, a, today, id, out));
    return db_list(db, &q_pairing_visits, a, VISITS_MOST, &out->visits_made,
                   VALS(INT(id), INT(VISITS_MOST)));
}

/* ---- writing ----------------------------------------------------------- */
SQL(q_pairing_unit,
    .text = "SELECT count(*) FROM unit WHERE code = ?1 AND active = 1");
SQL(q_pairing_insert,
    .text = "INSERT INTO pairing (id, student_id, mentor, unit, phone,"
            " difficulty, plan, from_date, account_id, at) VALUES (?1, ?2, ?3,"
            " ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    .access = SQL_SYSTEM, .why = "the child was found in the caller's scope");
SQL(q_pairing_visit_insert,
    .text = "INSERT INTO pairing_visit (id, pairing_id, visited_on, method,"
            " done, account_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    .access = SQL_SYSTEM, .why = FOUND);
SQL(q_pairing_end,
    .text = "UPDATE pairing SET to_date = ?3, ending = ?4,"
            " version = version + 1 WHERE id = ?1 AND version = ?2",
    .access = SQL_SYSTEM, .why = FOUND);
SQL(q_pairing_child,
    .text = "SELECT count(*) FROM my_student WHERE id = ?1 AND version > 0");

enum err store_pairing_add(struct db *db, const struct act *act,
                           int64_t student_id, const struct pairing_in *in,
                           int64_t *id, struct refusal *why)
{
    int64_t units;
    enum err e;

    TRY(pairing_may_begin(in, act, why));
    TRY(db_int(db, &q_pairing_unit, &units, VALS(TEXT(in->unit))));
    if (units == 0) {
        *why = (struct refusal) { "unit", "unknown",
                                  "没有这个单位，没有保存。请重新选择。" };
        return ERR_INVALID;
    }
    TRY(db_next_id(db, "pairing", id));
    e = db_run(db, &q_pairing_insert,
               VALS(INT(*id), INT(student_id), TEXT(in->mentor), TEXT(in->unit),
                    SEAL("pairing.phone", *id, in->phone), TEXT(in->difficulty),
                    SEAL("pairing.plan", *id, in->plan), TEXT(in->from_date),
                    INT(act->account_id), INT(act->now_ms)));
    if (e == ERR_CONFLICT)
        *why =
            (struct refusal) { "mentor", "pairing.same",
                               "这位帮扶人已经和这个孩子结对，没有重复保存。" };
    return e;
}

enum err store_pairing_visit(struct db *db, struct arena *a,
                             const struct act *act, int64_t id,
                             const struct pairing_visit_in *in,
                             struct refusal *why)
{
    struct pairing_view v;
    int64_t visit;

    TRY(get(db, a, act->today, id, &v));
    TRY(pairing_may_visit(&v.p, in, act, why));
    TRY(db_next_id(db, "pairing_visit", &visit));
    return db_run(
        db, &q_pairing_visit_insert,
        VALS(INT(visit), INT(id), TEXT(in->visited_on), TEXT(in->method),
             SEAL("pairing_visit.done", visit, in->done), INT(act->account_id),
             INT(act->now_ms)));
}

enum err store_pairing_end(struct db *db, struct arena *a,
                           const struct act *act, int64_t id, int64_t version,
                           const struct pairing_end_in *in, struct refusal *why)
{
    struct pairing_view v;
    int64_t mine;

    TRY(get(db, a, act->today, id, &v));
    TRY(db_int(db, &q_pairing_child, &mine, VALS(INT(v.p.student_id))));
    if (mine == 0)
        return ERR_NOT_FOUND;
    TRY(pairing_may_end(&v.p, in, act, why));
    TRY(db_run(db, &q_pairing_end,
               VALS(INT(id), INT(version), TEXT(in->to_date),
                    SEAL("pairing.ending", id, in->ending))));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}
