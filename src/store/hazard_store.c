/* 隐患与办学条件 in the store. */
#include "store/hazard_store.h"

#include "store/inspection_store.h"
#include "store/worklist_store.h"

#define SEEN "it was read through the caller's view, or is the caller's own"

SQL_SHARED(find_hazard, .text = "SELECT version FROM my_hazard WHERE id = ?1");

/* ---- lists ------------------------------------------------------------- */
#define WAITS "g.state IN ('open', 'returned')"
#define OVERDUE(today) "(" WAITS " AND g.due_on < " today ")"
#define LATE(today)                                                            \
    "(" OVERDUE(today) " OR EXISTS (SELECT 1 FROM my_hazard_step p"            \
                       " WHERE p.hazard_id = g.id AND p.action = 'report'"     \
                       " AND p.on_date > p.due_on))"
#define SHOWN                                                                  \
    "SELECT g.id, g.school, c.name AS school_name, g.kind, g.gravity,"         \
    " g.found_on, g.detail, m.name AS mender_name, u.name AS unit_name,"       \
    " g.due_on, g.state, " OVERDUE("?1") " AS overdue, " LATE(                 \
        "?1") " AS late, g.at, g.version"
#define FROM                                                                   \
    " FROM my_hazard g JOIN unit c ON c.code = g.school"                       \
    " JOIN unit m ON m.code = g.mender JOIN unit u ON u.code = g.unit"
#define FILTERED                                                               \
    " WHERE (?2 IS NULL OR g.school = ?2) AND (?3 IS NULL OR g.kind = ?3)"     \
    " AND (?4 IS NULL OR g.gravity = ?4) AND (?5 IS NULL OR g.state = ?5)"     \
    " AND (?6 = 0 OR " OVERDUE("?1") ")"

SQL(q_hazard_list,
    .text = SHOWN FROM FILTERED " AND (?7 = 0 OR g.id < ?7)"
                                " ORDER BY g.id DESC LIMIT ?8",
    .row = &hazard_item);
SQL(q_hazard_count, .text = "SELECT count(*)" FROM FILTERED);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->today), TEXT((f)->school), TEXT((f)->kind), TEXT((f)->gravity),  \
        TEXT((f)->state), INT((f)->overdue == 1)

enum err store_hazard_list(struct db *db, struct arena *a,
                           const struct hazard_filter *f, struct list *out)
{
    return db_list(db, &q_hazard_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->before), INT(f->rows)));
}

enum err store_hazard_count(struct db *db, const struct hazard_filter *f,
                            int64_t *n)
{
    return db_int(db, &q_hazard_count, n, VALS(FILTER_VALS(f)));
}

/* ---- one --------------------------------------------------------------- */
SQL(q_hazard_get,
    .text = "SELECT id, school, kind, gravity, found_on, detail, mender,"
            " due_on, state, reported_by, account_id, unit, at, version"
            " FROM my_hazard WHERE id = ?1",
    .row = &hazard_row);
SQL(q_hazard_view, .text = SHOWN FROM " WHERE g.id = ?2", .row = &hazard_view);
SQL(q_hazard_steps,
    .text = "SELECT p.id, p.action, p.due_on, p.on_date, p.note,"
            " k.name AS account_name, u.name AS unit_name, p.at"
            " FROM my_hazard_step p JOIN account k ON k.id = p.account_id"
            " JOIN unit u ON u.code = p.unit"
            " WHERE p.hazard_id = ?1 ORDER BY p.id",
    .row = &hazard_step);
SQL(q_hazard_evidence,
    .text = "SELECT v.id, v.step_id AS of, v.kind, t.type, v.attachment_id,"
            " t.size FROM my_hazard_evidence v JOIN my_attachment t"
            " ON t.id = v.attachment_id WHERE v.step_id IN"
            " (SELECT p.id FROM my_hazard_step p WHERE p.hazard_id = ?1)"
            " ORDER BY v.step_id, v.id",
    .row = &supervision_evidence);

enum err store_hazard_view(struct db *db, struct arena *a,
                           const struct act *act, int64_t id,
                           struct hazard_view *out)
{
    struct hazard_row g;
    struct hazard_step *step;
    struct list evidence;

    record_clear(&hazard_view, out);
    TRY(db_row(db, &q_hazard_view, a, out, VALS(TEXT(act->today), INT(id))));
    TRY(db_row(db, &q_hazard_get, a, &g, VALS(INT(id))));
    TRY(db_list(db, &q_hazard_steps, a, HAZARD_STEPS_MOST, &out->steps,
                VALS(INT(id))));
    TRY(db_list(db, &q_hazard_evidence, a, HAZARD_STEPS_MOST * EVIDENCE_MOST,
                &evidence, VALS(INT(id))));
    step = out->steps.items;
    for (size_t i = 0; i < out->steps.n; i++) {
        step[i].title = hazard_step_title(step[i].action);
        step[i].evidence = supervision_of(&evidence, step[i].id);
    }
    return hazard_allowed(&g, act, a, &out->allowed_actions);
}

/* ---- writing one down -------------------------------------------------- */
SQL(q_hazard_school, .text = "SELECT count(*) FROM school s JOIN unit u"
                             " ON u.code = s.code WHERE s.code = ?1"
                             " AND u.active = 1");
/* Who inspects puts nothing right. */
SQL(q_hazard_mender,
    .text = "SELECT count(*) FROM unit WHERE code = ?1 AND active = 1"
            " AND kind <> 'supervision' AND (kind <> 'school' OR code = ?2)");
SQL(q_hazard_insert,
    .text = "INSERT INTO hazard (id, school, kind, gravity, found_on, detail,"
            " mender, due_on, account_id, unit, at) VALUES (:id, :school,"
            " :kind, :gravity, :found_on, :detail, :mender, :due_on,"
            " :account_id, :unit, :at)",
    .args = &hazard_row, .access = SQL_SYSTEM, .why = SEEN);
SQL(q_hazard_step_insert,
    .text = "INSERT INTO hazard_step (id, hazard_id, action, due_on, on_date,"
            " note, account_id, unit, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
            " ?8, ?9)",
    .access = SQL_SYSTEM, .why = SEEN);
SQL(q_hazard_evidence_insert,
    .text = "INSERT INTO hazard_evidence (id, step_id, kind, attachment_id)"
            " VALUES (?1, ?2, ?3, ?4)",
    .access = SQL_SYSTEM, .why = SEEN);

static enum err add_step(struct db *db, const struct act *act,
                         const struct hazard_row *g, const char *action,
                         const char *note, const struct list *evidence)
{
    const struct evidence_in *e = evidence->items;
    int64_t step, id;

    TRY(db_next_id(db, "hazard_step", &step));
    TRY(db_run(db, &q_hazard_step_insert,
               VALS(INT(step), INT(g->id), TEXT(action), TEXT(g->due_on),
                    TEXT(act->today), SEAL("hazard_step.note", step, note),
                    INT(act->account_id), TEXT(act->unit), INT(act->now_ms))));
    for (size_t i = 0; i < evidence->n; i++) {
        TRY(db_next_id(db, "hazard_evidence", &id));
        TRY(db_run(db, &q_hazard_evidence_insert,
                   VALS(INT(id), INT(step), TEXT(e[i].kind),
                        INT(e[i].attachment_id))));
    }
    return ERR_OK;
}

static enum err unknown(struct refusal *why, const char *pointer,
                        const char *detail)
{
    *why = (struct refusal) { pointer, "unknown", detail };
    return ERR_INVALID;
}

static enum err names_fit(struct db *db, const struct hazard_row *g,
                          struct refusal *why)
{
    int64_t n;

    TRY(db_int(db, &q_hazard_school, &n, VALS(TEXT(g->school))));
    if (n == 0)
        return unknown(why, "school", "没有这所学校，没有保存。请重新选择。");
    TRY(db_int(db, &q_hazard_mender, &n,
               VALS(TEXT(g->mender), TEXT(g->school))));
    return n > 0 ? ERR_OK
                 : unknown(why, "mender",
                           "不能由这个单位整改，没有保存。"
                           "请选本校、教育局、乡镇或部门。");
}

enum err store_hazard_add(struct db *db, struct arena *a, const struct act *act,
                          const struct hazard_in *in, int64_t *id,
                          struct refusal *why)
{
    struct hazard_row g;

    TRY(hazard_add_may(in, act, why));
    record_clear(&hazard_row, &g);
    g.school = in->school;
    g.kind = in->kind;
    g.gravity = in->gravity;
    g.found_on = in->found_on;
    g.detail = in->detail;
    g.mender = in->mender ? in->mender : in->school;
    g.due_on = in->due_on;
    g.account_id = act->account_id;
    g.unit = act->unit;
    g.at = act->now_ms;
    TRY(names_fit(db, &g, why));
    TRY(store_supervision_files(db, a, &in->evidence, why));
    TRY(db_next_id(db, "hazard", &g.id));
    *id = g.id;
    TRY(db_put(db, &q_hazard_insert, &g, g.id));
    return add_step(db, act, &g, "add", NULL, &in->evidence);
}

/* ---- steps ------------------------------------------------------------- */
SQL(q_hazard_update,
    .text = "UPDATE hazard SET due_on = :due_on, state = :state,"
            " reported_by = :reported_by, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &hazard_row, .access = SQL_SYSTEM, .why = SEEN);

enum err store_hazard_step(struct db *db, struct arena *a,
                           const struct act *act,
                           const struct supervision_step *s, int64_t id,
                           int64_t version, const void *in, struct refusal *why)
{
    const struct list *evidence = in; /* every body begins with it */
    struct hazard_row g;

    TRY(db_row(db, &q_hazard_get, a, &g, VALS(INT(id))));
    g.version = version;
    TRY(hazard_apply(s, act, in, &g, why));
    TRY(store_supervision_files(db, a, evidence, why));
    TRY(db_put_version(db, &q_hazard_update, &g, id));
    return add_step(db, act, &g, s->name, hazard_words(s, in), evidence);
}

/* ---- 待办 ---------------------------------------------------------------- */
/* For whom it is to be put right; what is overdue also for the head of the
 * school and for the bureau, which looks at what was reported. */
#define TO_MEND                                                                \
    " FROM my_hazard g JOIN unit u ON u.code = g.school"                       \
    " WHERE ((g.mender = ?1 AND " WAITS " AND g.due_on <= ?3)"                 \
    " OR (g.school = ?1 AND " OVERDUE(                                         \
        "?2") ")"                                                              \
              " OR (?1 = '" HAZARD_CHECKER                                     \
              "' AND (g.state = 'reported' OR " OVERDUE("?2") ")))"

SQL(q_work_hazards,
    .text = "SELECT g.id, CASE WHEN g.state = 'reported' THEN 'hazard_check'"
            " WHEN g.mender = ?1 THEN 'hazard' ELSE 'hazard_urge' END AS kind,"
            " u.name AS unit_name, g.due_on" TO_MEND
            " AND (g.due_on > ?4 OR (g.due_on = ?4 AND g.id > ?5))"
            " ORDER BY g.due_on, g.id LIMIT ?6",
    .row = &work_supervision);
SQL(q_work_hazard_count, .text = "SELECT count(*)" TO_MEND);

enum err store_work_hazards(struct db *db, struct arena *a,
                            const struct work_supervision_query *q,
                            struct list *out)
{
    return db_list(db, &q_work_hazards, a, (size_t)q->rows, out,
                   VALS(TEXT(q->unit), TEXT(q->today), TEXT(q->soon),
                        TEXT(q->after_day), INT(q->after_id), INT(q->rows)));
}

enum err store_work_hazard_count(struct db *db,
                                 const struct work_supervision_query *q,
                                 int64_t *n)
{
    return db_int(db, &q_work_hazard_count, n,
                  VALS(TEXT(q->unit), TEXT(q->today), TEXT(q->soon)));
}
