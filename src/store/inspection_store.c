/* 督查 in the store: planning, the sheet, findings. */
#include "store/inspection_store.h"

#include <stdlib.h>
#include <string.h>

#include "store/attachment_store.h"
#include "store/rectification_store.h"
#include "store/score_store.h"

#define SEEN "the inspection was read through the caller's view"

SQL_SHARED(find_inspection,
           .text = "SELECT version FROM my_inspection WHERE id = ?1");

/* ---- planning ---------------------------------------------------------- */
SQL(q_inspection_unit_kind,
    .text = "SELECT kind FROM unit WHERE code = ?1 AND active = 1");
SQL(q_inspection_insert,
    .text = "INSERT INTO inspection (id, kind, unit, inspector, planned_on,"
            " purpose, account_id, at) VALUES (:id, :kind, :unit, :inspector,"
            " :planned_on, :purpose, :account_id, :at)",
    .args = &inspection_row, .access = SQL_SYSTEM,
    .why = "it belongs to whoever plans it; units are no secret");

enum err store_inspection_plan(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct inspection_in *in, int64_t *id,
                               struct refusal *why)
{
    const char *kind = NULL;
    struct inspection_row g;
    enum err e =
        db_text(db, &q_inspection_unit_kind, a, &kind, VALS(TEXT(in->unit)));

    if (e != ERR_NOT_FOUND)
        TRY(e);
    TRY(inspection_plan_may(in, kind, act, why));
    record_clear(&inspection_row, &g);
    TRY(db_next_id(db, "inspection", &g.id));
    g.kind = in->kind;
    g.unit = in->unit;
    g.inspector = act->unit;
    g.planned_on = in->planned_on;
    g.purpose = in->purpose;
    g.account_id = act->account_id;
    g.at = act->now_ms;
    *id = g.id;
    return db_put(db, &q_inspection_insert, &g, g.id);
}

/* ---- lists ------------------------------------------------------------- */
#define SHOWN                                                                  \
    "SELECT g.id, g.kind, g.unit, u.name AS unit_name, u.kind AS unit_kind,"   \
    " i.name AS inspector_name, g.planned_on, g.state, g.held_on,"             \
    " g.state = 'planned' AND g.planned_on < ?1 AS overdue, g.version"
#define FROM                                                                   \
    " FROM my_inspection g JOIN unit u ON u.code = g.unit"                     \
    " JOIN unit i ON i.code = g.inspector"
#define ORDERED(more)                                                          \
    "(SELECT count(*) FROM my_rectification r JOIN my_finding y"               \
    " ON y.id = r.finding_id WHERE y.inspection_id = g.id" more ")"
#define FILTERED                                                               \
    " WHERE (?2 IS NULL OR g.unit = ?2) AND (?3 IS NULL OR u.kind = ?3)"       \
    " AND (?4 IS NULL OR g.state = ?4)"                                        \
    " AND (?5 IS NULL OR substr(g.planned_on, 1, 4) = CAST(?5 AS TEXT))"

SQL(q_inspection_list,
    .text = SHOWN
    ", (SELECT count(*) FROM my_finding f"
    " WHERE f.inspection_id = g.id) AS findings, " ORDERED(
        " AND r.state <> 'withdrawn'") " AS rectifications, " ORDERED(" AND "
                                                                      "r.state "
                                                                      "IN "
                                                                      "('open',"
                                                                      " '"
                                                                      "reported"
                                                                      "', "
                                                                      "'returne"
                                                                      "d')") " "
                                                                             "A"
                                                                             "S"
                                                                             " "
                                                                             "p"
                                                                             "e"
                                                                             "n"
                                                                             "d"
                                                                             "i"
                                                                             "n"
                                                                             "g" FROM
                                                                                 FILTERED
                                                                             " "
                                                                             "A"
                                                                             "N"
                                                                             "D"
                                                                             " "
                                                                             "("
                                                                             "?"
                                                                             "6"
                                                                             " "
                                                                             "="
                                                                             " "
                                                                             "0"
                                                                             " "
                                                                             "O"
                                                                             "R"
                                                                             " "
                                                                             "g"
                                                                             "."
                                                                             "i"
                                                                             "d"
                                                                             " "
                                                                             "<"
                                                                             " "
                                                                             "?"
                                                                             "6"
                                                                             ")"
                                                                             " "
                                                                             "O"
                                                                             "R"
                                                                             "D"
                                                                             "E"
                                                                             "R"
                                                                             " "
                                                                             "B"
                                                                             "Y"
                                                                             " "
                                                                             "g"
                                                                             "."
                                                                             "i"
                                                                             "d"
                                                                             " "
                                                                             "D"
                                                                             "E"
                                                                             "S"
                                                                             "C"
                                                                             " "
                                                                             "L"
                                                                             "I"
                                                                             "M"
                                                                             "I"
                                                                             "T"
                                                                             " "
                                                                             "?"
                                                                             "7",
    .row = &inspection_item);
SQL(q_inspection_count,
    .text = "SELECT count(*)" FROM FILTERED " AND ?1 IS NOT NULL");

#define FILTER_VALS(f)                                                         \
    TEXT((f)->today), TEXT((f)->unit), TEXT((f)->unit_kind), TEXT((f)->state), \
        INT((f)->year)

enum err store_inspection_list(struct db *db, struct arena *a,
                               const struct inspection_filter *f,
                               struct list *out)
{
    return db_list(db, &q_inspection_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->before), INT(f->rows)));
}

enum err store_inspection_count(struct db *db,
                                const struct inspection_filter *f, int64_t *n)
{
    return db_int(db, &q_inspection_count, n, VALS(FILTER_VALS(f)));
}

/* ---- one --------------------------------------------------------------- */
#define TOLD "g.purpose, g.experience, g.shortcomings, g.reason"

SQL(q_inspection_get,
    .text = "SELECT g.id, g.kind, g.unit, g.inspector, g.planned_on, g.state,"
            " g.held_on, " TOLD ", g.account_id, g.at, g.version"
            " FROM my_inspection g WHERE g.id = ?1",
    .row = &inspection_row);
SQL(q_inspection_view,
    .text = SHOWN ", " TOLD ", k.name AS account_name" FROM
                  " JOIN account k ON k.id = g.account_id WHERE g.id = ?2",
    .row = &inspection_view);
SQL(q_inspection_answers,
    .text = "SELECT item, answer, note, id AS note_of FROM my_inspection_answer"
            " WHERE inspection_id = ?1",
    .row = &check_answer);
SQL(q_inspection_figures,
    .text = "SELECT item, numerator, denominator FROM my_inspection_figure"
            " WHERE inspection_id = ?1 ORDER BY id",
    .row = &inspection_figure);
SQL(q_inspection_findings,
    .text = "SELECT f.id, f.item, f.detail, k.name AS account_name, f.at"
            " FROM my_finding f JOIN account k ON k.id = f.account_id"
            " WHERE f.inspection_id = ?1 ORDER BY f.id",
    .row = &finding_row);
SQL(q_finding_evidence,
    .text = "SELECT v.id, v.finding_id AS of, v.kind, t.type, v.attachment_id,"
            " t.size FROM my_supervision_evidence v JOIN my_finding f"
            " ON f.id = v.finding_id JOIN my_attachment t"
            " ON t.id = v.attachment_id WHERE f.inspection_id = ?1"
            " ORDER BY v.finding_id, v.id",
    .row = &supervision_evidence);

struct list supervision_of(const struct list *all, int64_t id)
{
    struct supervision_evidence *v = all->items;
    size_t from = 0, n = 0;

    while (from < all->n && v[from].of != id)
        from++;
    while (from + n < all->n && v[from + n].of == id)
        n++;
    return (struct list) { n ? v + from : NULL, n };
}

static enum err find_findings(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct inspection_row *g,
                              const char *unit_kind, struct list *out)
{
    struct finding_row *f;
    struct list evidence;
    bool orders = role_may(act->role, RIGHT_INSPECT) && act->unit &&
                  strcmp(act->unit, g->inspector) == 0;

    TRY(db_list(db, &q_inspection_findings, a, FINDINGS_MOST, out,
                VALS(INT(g->id))));
    TRY(db_list(db, &q_finding_evidence, a, FINDINGS_MOST * EVIDENCE_MOST,
                &evidence, VALS(INT(g->id))));
    f = out->items;
    for (size_t i = 0; i < out->n; i++) {
        const struct check_item *c =
            f[i].item ? check_item_of(unit_kind, f[i].item) : NULL;

        f[i].label = c ? c->label : NULL;
        f[i].evidence = supervision_of(&evidence, f[i].id);
        f[i].may_order = orders;
    }
    return ERR_OK;
}

static enum err find_figures(struct db *db, struct arena *a, int64_t id,
                             struct list *out)
{
    struct inspection_figure *f;

    TRY(db_list(db, &q_inspection_figures, a, CHECK_ITEMS_MOST, out,
                VALS(INT(id))));
    f = out->items;
    for (size_t i = 0; i < out->n; i++)
        f[i].label = score_item_label(f[i].item);
    return ERR_OK;
}

enum err store_inspection_view(struct db *db, struct arena *a,
                               const struct act *act, int64_t id,
                               struct inspection_view *out)
{
    struct inspection_row g;
    struct refusal why;
    struct list given;

    record_clear(&inspection_view, out);
    TRY(db_row(db, &q_inspection_view, a, out,
               VALS(TEXT(act->today), INT(id))));
    TRY(db_row(db, &q_inspection_get, a, &g, VALS(INT(id))));
    TRY(db_list(db, &q_inspection_answers, a, CHECK_ITEMS_MOST, &given,
                VALS(INT(id))));
    TRY(check_lines(out->unit_kind, &given, a, &out->sheet));
    TRY(find_figures(db, a, id, &out->figures));
    TRY(find_findings(db, a, act, &g, out->unit_kind, &out->findings));
    TRY(store_rectifications_of(db, a, act->today, id, &out->rectifications));
    out->may_check = check_may(&g, act, &why) == ERR_OK;
    return inspection_allowed(&g, out->unit_kind, act, a,
                              &out->allowed_actions);
}

/* ---- the sheet --------------------------------------------------------- */
SQL(q_inspection_touch,
    .text = "UPDATE inspection SET version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &inspection_row, .access = SQL_SYSTEM, .why = SEEN);
SQL(q_inspection_answer_id, .text = "SELECT id FROM my_inspection_answer"
                                    " WHERE inspection_id = ?1 AND item = ?2");
SQL(q_inspection_answer_put,
    .text = "INSERT INTO inspection_answer (id, inspection_id, item, answer,"
            " note) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id)"
            " DO UPDATE SET answer = excluded.answer, note = excluded.note",
    .access = SQL_SYSTEM, .why = SEEN);

static enum err put_answer(struct db *db, int64_t inspection,
                           const struct check_answer *g)
{
    int64_t id;
    enum err e = db_int(db, &q_inspection_answer_id, &id,
                        VALS(INT(inspection), TEXT(g->item)));

    if (e == ERR_NOT_FOUND)
        e = db_next_id(db, "inspection_answer", &id);
    TRY(e);
    return db_run(db, &q_inspection_answer_put,
                  VALS(INT(id), INT(inspection), TEXT(g->item), TEXT(g->answer),
                       SEAL("inspection_answer.note", id, g->note)));
}

static enum err load(struct db *db, struct arena *a, int64_t id,
                     int64_t version, struct inspection_row *g,
                     const char **unit_kind)
{
    TRY(db_row(db, &q_inspection_get, a, g, VALS(INT(id))));
    g->version = version;
    return db_text(db, &q_inspection_unit_kind, a, unit_kind,
                   VALS(TEXT(g->unit)));
}

enum err store_inspection_check(struct db *db, struct arena *a,
                                const struct act *act, int64_t id,
                                int64_t version, const struct list *answers,
                                struct refusal *why)
{
    const struct check_answer *given = answers->items;
    const char *unit_kind;
    struct inspection_row g;

    TRY(load(db, a, id, version, &g, &unit_kind));
    TRY(check_may(&g, act, why));
    TRY(check_fits(unit_kind, answers, a, why));
    TRY(db_put_version(db, &q_inspection_touch, &g, id));
    for (size_t i = 0; i < answers->n; i++)
        TRY(put_answer(db, id, &given[i]));
    return ERR_OK;
}

/* ---- evidence ---------------------------------------------------------- */
SQL(q_supervision_evidence_insert,
    .text = "INSERT INTO supervision_evidence (id, finding_id, step_id, kind,"
            " attachment_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    .access = SQL_SYSTEM,
    .why = "follows what was just written; the file was found in scope");

enum err store_supervision_files(struct db *db, struct arena *a,
                                 const struct list *evidence,
                                 struct refusal *why)
{
    const struct evidence_in *e = evidence->items;
    struct attachment_row t;

    for (size_t i = 0; i < evidence->n; i++) {
        enum err err = store_attachment_get(db, a, e[i].attachment_id, &t);

        if (err == ERR_OK && t.student_id == INT_NONE)
            continue;
        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        *why = (struct refusal) {
            "evidence", "evidence.unknown",
            "没有这个附件，或者它是学生个案的材料，没有保存。"
            "请重新上传不涉及具体学生的照片或文件。"
        };
        return ERR_INVALID;
    }
    return ERR_OK;
}

enum err store_supervision_keep(struct db *db, int64_t finding, int64_t step,
                                const struct list *evidence)
{
    const struct evidence_in *e = evidence->items;

    for (size_t i = 0; i < evidence->n; i++) {
        int64_t id;

        TRY(db_next_id(db, "supervision_evidence", &id));
        TRY(db_run(db, &q_supervision_evidence_insert,
                   VALS(INT(id), INT(finding), INT(step), TEXT(e[i].kind),
                        INT(e[i].attachment_id))));
    }
    return ERR_OK;
}

/* ---- steps ------------------------------------------------------------- */
SQL(q_inspection_update,
    .text = "UPDATE inspection SET planned_on = :planned_on, state = :state,"
            " held_on = :held_on, experience = :experience,"
            " shortcomings = :shortcomings, reason = :reason,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &inspection_row, .access = SQL_SYSTEM, .why = SEEN);
SQL(q_finding_insert,
    .text = "INSERT INTO finding (id, inspection_id, item, detail, account_id,"
            " at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = SEEN);
SQL(q_inspection_answered, .text = "SELECT count(*) FROM my_inspection_answer"
                                   " WHERE inspection_id = ?1");

static enum err unanswered(struct db *db, struct arena *a,
                           const char *unit_kind, int64_t id, int64_t *n)
{
    const struct list none = { NULL, 0 };
    struct list lines;
    int64_t answered;

    TRY(check_lines(unit_kind, &none, a, &lines));
    TRY(db_int(db, &q_inspection_answered, &answered, VALS(INT(id))));
    *n = (int64_t)lines.n - answered;
    return ERR_OK;
}

SQL(q_inspection_figure_insert,
    .text = "INSERT INTO inspection_figure (id, inspection_id, item, numerator,"
            " denominator) VALUES (?1, ?2, ?3, ?4, ?5)",
    .access = SQL_SYSTEM, .why = SEEN);

/* What the data say of the unit on this day is kept with the visit. */
static enum err keep_figures(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct inspection_row *g,
                             const char *unit_kind)
{
    const struct score_ask k = { strtoll(act->today, NULL, 10), act->today,
                                 unit_kind, g->unit };
    const struct score_figure *f;
    struct list figures;

    TRY(store_score_figures(db, a, &k, &figures));
    f = figures.items;
    for (size_t i = 0; i < figures.n; i++) {
        int64_t id;

        TRY(db_next_id(db, "inspection_figure", &id));
        TRY(db_run(db, &q_inspection_figure_insert,
                   VALS(INT(id), INT(g->id), TEXT(f[i].item),
                        INT(f[i].numerator), INT(f[i].denominator))));
    }
    return ERR_OK;
}

static enum err find(struct db *db, struct arena *a, const struct act *act,
                     int64_t inspection, const struct inspection_find *in,
                     struct refusal *why)
{
    int64_t id;

    TRY(store_supervision_files(db, a, &in->evidence, why));
    TRY(db_next_id(db, "finding", &id));
    TRY(db_run(db, &q_finding_insert,
               VALS(INT(id), INT(inspection), TEXT(in->item),
                    SEAL("finding.detail", id, in->detail),
                    INT(act->account_id), INT(act->now_ms))));
    return store_supervision_keep(db, id, INT_NONE, &in->evidence);
}

enum err store_inspection_step(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct supervision_step *s, int64_t id,
                               int64_t version, const void *in,
                               struct refusal *why)
{
    const char *unit_kind;
    struct inspection_row g;
    int64_t left;

    TRY(load(db, a, id, version, &g, &unit_kind));
    TRY(unanswered(db, a, unit_kind, id, &left));
    TRY(inspection_apply(s, unit_kind, left, act, in, &g, why));
    TRY(db_put_version(db, &q_inspection_update, &g, id));
    if (s->in == &inspection_start)
        TRY(keep_figures(db, a, act, &g, unit_kind));
    return s->in == &inspection_find ? find(db, a, act, id, in, why) : ERR_OK;
}
