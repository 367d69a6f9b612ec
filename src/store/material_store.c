/* 方案和经验 in the store. */
#include "store/material_store.h"

#include "domain/case_action.h"
#include "store/announcement_store.h"
#include "store/inspection_store.h"
#include "store/worklist_store.h"
#include "worklist_columns.h"

#define SEEN "it was found in the caller's scope before"

SQL_SHARED(find_material, .text = "SELECT version FROM my_material"
                                  " WHERE id = ?1");

/* Who signs for the city's plan, and owes one of its own. */
#define UNITS                                                                  \
    "u.active = 1 AND (u.kind IN ('agency', 'supervision', 'school')"          \
    " OR (u.kind = 'township' AND u.member_rank IS NOT NULL))"

/* ?1 my unit. */
#define SELECT                                                                 \
    "SELECT m.id, m.kind, m.unit, u.name AS unit_name, u.kind AS unit_kind,"   \
    " m.year, m.title, m.state, m.number, m.due_on, m.account_id,"             \
    " k.name AS account_name, m.at, m.decided_by, d.name AS decided_name,"     \
    " m.decided_at, m.reason,"                                                 \
    " (SELECT r.at FROM my_material_receipt r WHERE r.material_id = m.id"      \
    "   AND r.number = m.number AND r.unit = ?1) AS signed_at,"                \
    " CASE WHEN m.state = 'published' THEN (SELECT count(*) FROM unit u"       \
    "   WHERE " UNITS ") ELSE 0 END AS signs,"                                 \
    " (SELECT count(*) FROM my_material_receipt r"                             \
    "   WHERE r.material_id = m.id AND r.number = m.number)"                   \
    " AS signed_by_units, m.version"                                           \
    " FROM my_material m JOIN unit u ON u.code = m.unit"                       \
    " JOIN account k ON k.id = m.account_id"                                   \
    " LEFT JOIN account d ON d.id = m.decided_by"
#define WHERE                                                                  \
    " WHERE (?2 IS NULL OR m.year = ?2) AND (?3 IS NULL OR m.kind = ?3)"       \
    " AND (?4 IS NULL OR m.state = ?4) AND (?5 IS NULL OR m.unit = ?5)"

SQL(q_material_list,
    .text = SELECT WHERE " AND (?6 = 0 OR m.id < ?6)"
                         " ORDER BY m.id DESC LIMIT ?7",
    .row = &material_row);
SQL(q_material_count,
    .text = "SELECT count(*) FROM my_material m" WHERE " AND ?1 IS ?1");
SQL(q_material_get, .text = SELECT " WHERE m.id = ?2", .row = &material_row);

#define FILTER(f)                                                              \
    TEXT((f)->mine), INT((f)->year), TEXT((f)->kind), TEXT((f)->state),        \
        TEXT((f)->unit)

enum err store_material_list(struct db *db, struct arena *a,
                             const struct material_filter *f, struct list *out)
{
    return db_list(db, &q_material_list, a, (size_t)f->rows, out,
                   VALS(FILTER(f), INT(f->before), INT(f->rows)));
}

enum err store_material_count(struct db *db, const struct material_filter *f,
                              int64_t *n)
{
    return db_int(db, &q_material_count, n, VALS(FILTER(f)));
}

enum err store_material_get(struct db *db, struct arena *a,
                            const struct act *act, int64_t id,
                            struct material_row *out)
{
    return db_row(db, &q_material_get, a, out, VALS(TEXT(act->unit), INT(id)));
}

SQL(q_material_versions,
    .text = "SELECT v.id, v.number, v.title, v.text, v.id AS text_of, v.note,"
            " v.attachment_id, t.type, t.size, k.name AS account_name, v.at"
            " FROM my_material_version v JOIN account k ON k.id = v.account_id"
            " LEFT JOIN my_attachment t ON t.id = v.attachment_id"
            " WHERE v.material_id = ?1 ORDER BY v.number DESC",
    .row = &material_version);

enum err store_material_versions(struct db *db, struct arena *a, int64_t id,
                                 struct list *out)
{
    return db_list(db, &q_material_versions, a, MATERIAL_VERSIONS_MOST, out,
                   VALS(INT(id)));
}

/* ---- who has, and who has not ------------------------------------------ */
#define BY_RANK                                                                \
    " ORDER BY u.kind = 'school', coalesce(u.member_rank, 99), u.code"

SQL(q_material_owed,
    .text = "SELECT u.code AS unit, u.name AS unit_name, u.kind AS unit_kind,"
            " m.id AS material_id, m.title, m.state, k.name AS account_name,"
            " m.at FROM unit u LEFT JOIN my_material m ON m.unit = u.code"
            " AND m.kind = 'unit_plan' AND m.year = ?1"
            " LEFT JOIN account k ON k.id = m.account_id WHERE " UNITS BY_RANK,
    .row = &material_unit);

enum err store_material_owed(struct db *db, struct arena *a, int64_t year,
                             struct list *out)
{
    return db_list(db, &q_material_owed, a, MATERIAL_UNITS_MOST, out,
                   VALS(INT(year)));
}

SQL(q_material_signed,
    .text = "SELECT u.code AS unit, u.name AS unit_name, u.kind AS unit_kind,"
            " m.id AS material_id, m.title, NULL AS state,"
            " k.name AS account_name, r.at FROM my_material m"
            " JOIN unit u ON " UNITS
            " LEFT JOIN my_material_receipt r ON r.material_id = m.id"
            " AND r.number = m.number AND r.unit = u.code"
            " LEFT JOIN account k ON k.id = r.account_id"
            " WHERE m.id = ?1 AND m.state = 'published'" BY_RANK,
    .row = &material_unit);

enum err store_material_signed(struct db *db, struct arena *a, int64_t id,
                               struct list *out)
{
    return db_list(db, &q_material_signed, a, MATERIAL_UNITS_MOST, out,
                   VALS(INT(id)));
}

/* ---- writing ----------------------------------------------------------- */
SQL(q_material_insert,
    .text =
        "INSERT INTO material (id, kind, unit, year, title, state, number,"
        " account_id, at, due_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8,"
        " ?9)",
    .access = SQL_SYSTEM, .why = "it belongs to the unit that writes it");
SQL(q_material_version_insert,
    .text =
        "INSERT INTO material_version (id, material_id, number, title, text,"
        " note, attachment_id, account_id, at) VALUES (:id, :material_id,"
        " :number, :title, :text, :note, :attachment_id, :account_id, :at)",
    .args = &material_kept, .access = SQL_SYSTEM, .why = SEEN);
SQL(q_material_next,
    .text = "UPDATE material SET title = ?3, state = ?4, number = number + 1,"
            " account_id = ?5, at = ?6, due_on = ?7, decided_by = NULL,"
            " decided_at = NULL, reason = NULL, version = version + 1"
            " WHERE id = ?1 AND version = ?2",
    .access = SQL_SYSTEM, .why = SEEN);

/* What others read holds no child's data. */
static enum err check(struct db *db, struct arena *a, const char *kind,
                      const char *title, const char *text, struct refusal *why)
{
    const struct material_kind *k = material_kind_of(kind);
    const char *both;

    if (!k || !k->shared)
        return ERR_OK;
    both = arena_printf(a, "%s\n%s", title, text);
    return both ? store_announcement_check(db, a, "text", both, why)
                : ERR_NO_MEMORY;
}

static enum err keep(struct db *db, const struct act *act,
                     const struct list *evidence, struct material_kept *v)
{
    const struct evidence_in *file = evidence->items;

    TRY(db_next_id(db, "material_version", &v->id));
    v->attachment_id = evidence->n ? file->attachment_id : INT_NONE;
    v->account_id = act->account_id;
    v->at = act->now_ms;
    return db_put(db, &q_material_version_insert, v, v->id);
}

static const char *state_first(const char *kind)
{
    const struct material_kind *k = material_kind_of(kind);

    return k && k->city ? "published" : "submitted";
}

enum err store_material_add(struct db *db, struct arena *a,
                            const struct act *act, const struct material_in *in,
                            int64_t *id, struct refusal *why)
{
    struct material_kept v = { .number = 1,
                               .title = in->title,
                               .text = in->text };
    enum err e;

    TRY(material_due_fits(in->kind, in->due_on, act, why));
    TRY(check(db, a, in->kind, in->title, in->text, why));
    TRY(store_supervision_files(db, a, &in->evidence, why));
    TRY(db_next_id(db, "material", id));
    e = db_run(db, &q_material_insert,
               VALS(INT(*id), TEXT(in->kind), TEXT(act->unit), INT(in->year),
                    TEXT(in->title), TEXT(state_first(in->kind)),
                    INT(act->account_id), INT(act->now_ms), TEXT(in->due_on)));
    if (e == ERR_CONFLICT)
        *why = (struct refusal) { "year", "written",
                                  "这个年度的方案已经有了，没有保存。"
                                  "请打开它报送新版本，原来的版本会留着。" };
    TRY(e);
    v.material_id = *id;
    return keep(db, act, &in->evidence, &v);
}

enum err store_material_again(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct material_row *r,
                              const struct material_again *in,
                              struct refusal *why)
{
    struct material_kept v = { .material_id = r->id,
                               .number = r->number + 1,
                               .title = in->title,
                               .text = in->text,
                               .note = in->note };

    TRY(material_due_fits(r->kind, in->due_on, act, why));
    TRY(check(db, a, r->kind, in->title, in->text, why));
    TRY(store_supervision_files(db, a, &in->evidence, why));
    TRY(db_run(db, &q_material_next,
               VALS(INT(r->id), INT(r->version), TEXT(in->title),
                    TEXT(state_first(r->kind)), INT(act->account_id),
                    INT(act->now_ms), TEXT(in->due_on))));
    if (db_changes(db) != 1)
        return ERR_STALE;
    return keep(db, act, &in->evidence, &v);
}

SQL(q_material_decide,
    .text = "UPDATE material SET state = ?3, reason = ?4, decided_by = ?5,"
            " decided_at = ?6, version = version + 1"
            " WHERE id = ?1 AND version = ?2",
    .access = SQL_SYSTEM, .why = SEEN);

enum err store_material_decide(struct db *db, const struct act *act,
                               const struct material_row *r)
{
    TRY(db_run(db, &q_material_decide,
               VALS(INT(r->id), INT(r->version), TEXT(r->state),
                    TEXT(r->reason), INT(act->account_id), INT(act->now_ms))));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}

SQL(q_material_sign,
    .text = "INSERT INTO material_receipt (id, material_id, number, unit,"
            " account_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = SEEN);

enum err store_material_sign(struct db *db, const struct act *act,
                             const struct material_row *r)
{
    int64_t id;

    TRY(db_next_id(db, "material_receipt", &id));
    return db_run(db, &q_material_sign,
                  VALS(INT(id), INT(r->id), INT(r->number), TEXT(act->unit),
                       INT(act->account_id), INT(act->now_ms)));
}

/* ---- 待办 ---------------------------------------------------------------- */
/* A plan that the next year's has followed is signed for no more. */
#define UNSIGNED(unit)                                                         \
    "NOT EXISTS (SELECT 1 FROM my_material_receipt r WHERE r.material_id ="    \
    "   m.id AND r.number = m.number AND r.unit = " unit ")"                   \
    " AND NOT EXISTS (SELECT 1 FROM my_material y WHERE y.kind = m.kind"       \
    "   AND y.year > m.year)"                                                  \
    " AND EXISTS (SELECT 1 FROM unit u WHERE u.code = " unit " AND " UNITS ")"
#define WAITING(unit, kinds, account)                                          \
    "SELECT * FROM (SELECT m.id, CASE m.state"                                 \
    "   WHEN 'published' THEN 'material_sign'"                                 \
    "   WHEN 'submitted' THEN 'material_receive'"                              \
    "   WHEN 'returned' THEN 'material_again' END AS kind,"                    \
    " CASE m.state WHEN 'submitted' THEN o.name ELSE m.title END AS subject,"  \
    " " DAY_END(                                                               \
        "m.due_on") " AS due_at FROM my_material m"                            \
                    " JOIN unit o ON o.code = m.unit WHERE CASE m.state"       \
                    "   WHEN 'published' THEN " UNSIGNED(                      \
                        unit) "   WHEN 'submitted' THEN m.account_id "         \
                              "<> " account                                    \
                              "   WHEN 'returned' THEN m.unit = " unit         \
                              " END) k"                                        \
                              " WHERE instr(" kinds                            \
                              ", ' ' || k.kind || ' ') > 0"

SQL(q_work_materials, .text = IN_ORDER(WAITING("?4", "?5", "?6")),
    .row = &work_material);
SQL(q_work_material_count,
    .text = "SELECT count(*) FROM (" WAITING("?1", "?2", "?3") ")");

#define FOR(q) TEXT((q)->unit), TEXT((q)->kinds), INT((q)->account_id)

enum err store_work_materials(struct db *db, struct arena *a,
                              const struct work_material_query *q,
                              struct list *out)
{
    return db_list(
        db, &q_work_materials, a, (size_t)q->rows, out,
        VALS(INT(q->after_due), INT(q->after_id), INT(q->rows), FOR(q)));
}

enum err store_work_material_count(struct db *db,
                                   const struct work_material_query *q,
                                   int64_t *n)
{
    return db_int(db, &q_work_material_count, n, VALS(FOR(q)));
}
