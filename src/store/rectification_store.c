/* 限期整改 in the store. */
#include "store/rectification_store.h"

#include <string.h>

#include "store/inspection_store.h"

#define SEEN "it, or its finding, was read through the caller's view"

SQL_SHARED(find_rectification,
           .text = "SELECT version FROM my_rectification WHERE id = ?1");

/* ---- lists ------------------------------------------------------------- */
#define WAITS "r.state IN ('open', 'returned')"
#define OVERDUE(today) "(" WAITS " AND r.due_on < " today ")"
#define LATE(today)                                                            \
    "(" OVERDUE(                                                               \
        today) " OR EXISTS (SELECT 1 FROM my_rectification_step p"             \
               " WHERE p.rectification_id = r.id AND p.action = 'report'"      \
               " AND p.on_date > p.due_on))"
#define SHOWN                                                                  \
    "SELECT r.id, f.inspection_id, r.finding_id, r.unit, u.name AS unit_name," \
    " i.name AS inspector_name, r.demand, r.due_on, r.state, " OVERDUE(        \
        "?1") " AS overdue, " LATE("?1") " AS late, r.at, r.version"
#define FROM                                                                   \
    " FROM my_rectification r JOIN my_finding f ON f.id = r.finding_id"        \
    " JOIN unit u ON u.code = r.unit JOIN unit i ON i.code = r.inspector"
#define FILTERED                                                               \
    " WHERE (?2 IS NULL OR r.unit = ?2) AND (?3 IS NULL OR u.kind = ?3)"       \
    " AND (?4 IS NULL OR r.state = ?4)"                                        \
    " AND (?5 = 0 OR " OVERDUE("?1") ") AND (?6 IS NULL OR r.unit = ?6)"

SQL(q_rectification_list,
    .text = SHOWN FROM FILTERED " AND (?7 = 0 OR r.id < ?7)"
                                " ORDER BY r.id DESC LIMIT ?8",
    .row = &rectification_item);
SQL(q_rectification_count, .text = "SELECT count(*)" FROM FILTERED);
SQL(q_rectifications_of,
    .text = SHOWN FROM " WHERE f.inspection_id = ?2 ORDER BY r.id",
    .row = &rectification_item);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->today), TEXT((f)->unit), TEXT((f)->unit_kind), TEXT((f)->state), \
        INT((f)->overdue == 1), TEXT((f)->mine == 1 ? (f)->own : NULL)

enum err store_rectification_list(struct db *db, struct arena *a,
                                  const struct rectification_filter *f,
                                  struct list *out)
{
    return db_list(db, &q_rectification_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->before), INT(f->rows)));
}

enum err store_rectification_count(struct db *db,
                                   const struct rectification_filter *f,
                                   int64_t *n)
{
    return db_int(db, &q_rectification_count, n, VALS(FILTER_VALS(f)));
}

enum err store_rectifications_of(struct db *db, struct arena *a,
                                 const char *today, int64_t inspection,
                                 struct list *out)
{
    return db_list(db, &q_rectifications_of, a, FINDINGS_MOST, out,
                   VALS(TEXT(today), INT(inspection)));
}

/* ---- one --------------------------------------------------------------- */
SQL(q_rectification_get,
    .text = "SELECT id, finding_id, unit, inspector, demand, due_on, state,"
            " reported_by, account_id, at, version FROM my_rectification"
            " WHERE id = ?1",
    .row = &rectification_row);
SQL(q_rectification_view,
    .text = SHOWN ", f.detail AS finding, f.id AS finding_of,"
                  " (SELECT g.held_on FROM my_inspection g"
                  "   WHERE g.id = f.inspection_id) AS held_on" FROM
                  " WHERE r.id = ?2",
    .row = &rectification_view);
SQL(q_rectification_steps,
    .text = "SELECT p.id, p.action, p.due_on, p.on_date, p.note,"
            " k.name AS account_name, u.name AS unit_name, p.at"
            " FROM my_rectification_step p JOIN account k"
            " ON k.id = p.account_id JOIN unit u ON u.code = p.unit"
            " WHERE p.rectification_id = ?1 ORDER BY p.id",
    .row = &rectification_step);
#define EVIDENCE(of, by)                                                       \
    "SELECT v.id, v." of " AS of, v.kind, t.type, v.attachment_id, t.size"     \
    " FROM my_supervision_evidence v JOIN my_attachment t"                     \
    " ON t.id = v.attachment_id WHERE v." of " IN (" by ")"                    \
    " ORDER BY v." of ", v.id"
SQL(q_rectification_evidence,
    .text = EVIDENCE("step_id", "SELECT p.id FROM my_rectification_step p"
                                " WHERE p.rectification_id = ?1"
                                " AND p.at > 0"),
    .row = &supervision_evidence);
SQL(q_rectification_ground, .text = EVIDENCE("finding_id", "?1"),
    .row = &supervision_evidence);

static enum err find_steps(struct db *db, struct arena *a, int64_t id,
                           struct list *out)
{
    struct rectification_step *p;
    struct list evidence;

    TRY(db_list(db, &q_rectification_steps, a, RECTIFICATION_STEPS_MOST, out,
                VALS(INT(id))));
    TRY(db_list(db, &q_rectification_evidence, a,
                RECTIFICATION_STEPS_MOST * EVIDENCE_MOST, &evidence,
                VALS(INT(id))));
    p = out->items;
    for (size_t i = 0; i < out->n; i++) {
        p[i].title = rectification_step_title(p[i].action);
        p[i].evidence = supervision_of(&evidence, p[i].id);
    }
    return ERR_OK;
}

enum err store_rectification_view(struct db *db, struct arena *a,
                                  const struct act *act, int64_t id,
                                  struct rectification_view *out)
{
    struct rectification_row g;

    record_clear(&rectification_view, out);
    TRY(db_row(db, &q_rectification_view, a, out,
               VALS(TEXT(act->today), INT(id))));
    TRY(db_row(db, &q_rectification_get, a, &g, VALS(INT(id))));
    TRY(db_list(db, &q_rectification_ground, a, EVIDENCE_MOST,
                &out->finding_evidence, VALS(INT(g.finding_id))));
    TRY(find_steps(db, a, id, &out->steps));
    return rectification_allowed(&g, act, a, &out->allowed_actions);
}

/* ---- ordering ---------------------------------------------------------- */
struct ground {
    const char *unit, *inspector;
    int64_t known; /* the unit that was named is there */
};
static const struct field ground_fields[] = {
    F_TEXT(ground, unit, "被督查单位代码", REQUIRED, 1, 20),
    F_TEXT(ground, inspector, "督查单位代码", REQUIRED, 1, 20),
    F_BOOL(ground, known, "有这个单位", REQUIRED), F_END
};
static const struct record ground = RECORD(
    ground, "RectificationGround", "限期整改所依据的督查", ground_fields);

SQL(q_rectification_of_finding,
    .text = "SELECT coalesce(?2, g.unit) AS unit, g.inspector, EXISTS (SELECT 1"
            " FROM unit u WHERE u.code = coalesce(?2, g.unit)"
            " AND u.active = 1 AND u.kind <> 'supervision') AS known"
            " FROM my_finding f JOIN my_inspection g ON g.id = f.inspection_id"
            " WHERE f.id = ?1",
    .row = &ground);
SQL(q_rectification_insert,
    .text = "INSERT INTO rectification (id, finding_id, unit, inspector,"
            " demand, due_on, account_id, at) VALUES (:id, :finding_id, :unit,"
            " :inspector, :demand, :due_on, :account_id, :at)",
    .args = &rectification_row, .access = SQL_SYSTEM, .why = SEEN);
SQL(q_rectification_step_insert,
    .text = "INSERT INTO rectification_step (id, rectification_id, action,"
            " due_on, on_date, note, account_id, unit, at) VALUES (?1, ?2, ?3,"
            " ?4, ?5, ?6, ?7, ?8, ?9)",
    .access = SQL_SYSTEM, .why = SEEN);

static enum err add_step(struct db *db, const struct act *act, int64_t of,
                         const char *action, const char *due_on,
                         const char *note, int64_t *id)
{
    TRY(db_next_id(db, "rectification_step", id));
    return db_run(
        db, &q_rectification_step_insert,
        VALS(INT(*id), INT(of), TEXT(action), TEXT(due_on), TEXT(act->today),
             SEAL("rectification_step.note", *id, note), INT(act->account_id),
             TEXT(act->unit), INT(act->now_ms)));
}

static enum err unknown(struct refusal *why, const char *pointer,
                        const char *detail)
{
    *why = (struct refusal) { pointer, "unknown", detail };
    return ERR_INVALID;
}

enum err store_rectification_order(struct db *db, struct arena *a,
                                   const struct act *act,
                                   const struct rectification_in *in,
                                   int64_t *id, struct refusal *why)
{
    struct rectification_row r;
    struct ground g;
    int64_t step;
    enum err e = db_row(db, &q_rectification_of_finding, a, &g,
                        VALS(INT(in->finding_id), TEXT(in->unit)));

    if (e == ERR_NOT_FOUND)
        return unknown(why, "finding_id",
                       "没有这条督导发现，没有保存。请刷新后再试。");
    TRY(e);
    if (!g.known)
        return unknown(why, "unit", "没有这个单位，没有保存。请重新选择。");
    TRY(rectification_order_may(in, g.inspector, act, why));
    record_clear(&rectification_row, &r);
    TRY(db_next_id(db, "rectification", &r.id));
    r.finding_id = in->finding_id;
    r.unit = g.unit;
    r.inspector = g.inspector;
    r.demand = in->demand;
    r.due_on = in->due_on;
    r.account_id = act->account_id;
    r.at = act->now_ms;
    *id = r.id;
    TRY(db_put(db, &q_rectification_insert, &r, r.id));
    return add_step(db, act, r.id, "order", r.due_on, in->demand, &step);
}

/* ---- steps ------------------------------------------------------------- */
SQL(q_rectification_update,
    .text = "UPDATE rectification SET due_on = :due_on, state = :state,"
            " reported_by = :reported_by, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &rectification_row, .access = SQL_SYSTEM, .why = SEEN);

enum err store_rectification_step(struct db *db, struct arena *a,
                                  const struct act *act,
                                  const struct supervision_step *s, int64_t id,
                                  int64_t version, const void *in,
                                  struct refusal *why)
{
    const struct list *evidence = in; /* every body begins with it */
    struct rectification_row g;
    int64_t step;

    TRY(db_row(db, &q_rectification_get, a, &g, VALS(INT(id))));
    g.version = version;
    TRY(rectification_apply(s, act, in, &g, why));
    TRY(store_supervision_files(db, a, evidence, why));
    TRY(db_put_version(db, &q_rectification_update, &g, id));
    TRY(add_step(db, act, id, s->name, g.due_on, rectification_words(s, in),
                 &step));
    return store_supervision_keep(db, INT_NONE, step, evidence);
}
