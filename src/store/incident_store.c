/* Incidents in the store: registering, handling, reading. */
#include "store/incident_store.h"

#include <string.h>

#include "store/case_store.h"

#define STEPS_MOST 1000
#define CHOICES_MOST 2000
#define SEEN "the incident was read through the caller's view"

SQL_SHARED(find_incident,
           .text = "SELECT version FROM my_incident WHERE id = ?1");

SQL(q_incident_get,
    .text = "SELECT g.id, g.kind, g.restricted, g.student_id, g.case_id,"
            " g.happened_on, g.title, g.detail, g.state, g.result,"
            " g.closed_at, g.account_id, g.unit, g.at, g.version"
            " FROM my_incident g WHERE g.id = ?1",
    .row = &incident_row);

SQL(q_incident_insert,
    .text = "INSERT INTO incident (id, kind, restricted, student_id, case_id,"
            " happened_on, title, detail, state, account_id, unit, at)"
            " VALUES (:id, :kind, :restricted, :student_id, :case_id,"
            " :happened_on, :title, :detail, :state, :account_id, :unit, :at)",
    .args = &incident_row, .access = SQL_SYSTEM,
    .why = "its child and case were found in the caller's scope before");

SQL(q_incident_update,
    .text = "UPDATE incident SET state = :state, result = :result,"
            " closed_at = :closed_at, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &incident_row, .access = SQL_SYSTEM, .why = SEEN);

SQL(q_incident_step_insert,
    .text = "INSERT INTO incident_step (id, incident_id, action, other, at,"
            " account_id, unit, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    .access = SQL_SYSTEM, .why = SEEN);

static enum err add_step(struct db *db, const struct act *act, int64_t id,
                         const char *action, const char *other,
                         const char *note)
{
    int64_t step;

    TRY(db_next_id(db, "incident_step", &step));
    return db_run(db, &q_incident_step_insert,
                  VALS(INT(step), INT(id), TEXT(action), TEXT(other),
                       INT(act->now_ms), INT(act->account_id), TEXT(act->unit),
                       SEAL("incident_step.note", step, note)));
}

/* Of a restricted one the case holds nothing, not even a new version. */
static enum err note_case(struct db *db, struct arena *a, const struct act *act,
                          const struct incident_row *g, const char *event)
{
    return g->case_id == INT_NONE || g->restricted
               ? ERR_OK
               : store_case_note(db, a, act, g->case_id, event, NULL);
}

/* ---- units --------------------------------------------------------------- */
SQL(q_incident_unit_kind,
    .text = "SELECT kind FROM unit WHERE code = ?1 AND active = 1");

SQL(q_incident_unit_insert,
    .text = "INSERT INTO incident_unit (id, incident_id, unit, at)"
            " VALUES (?1, ?2, ?3, ?4)",
    .access = SQL_SYSTEM, .why = SEEN);

SQL(q_incident_unit_delete,
    .text = "DELETE FROM incident_unit WHERE incident_id = ?1 AND unit = ?2",
    .access = SQL_SYSTEM, .why = SEEN);

SQL(q_incident_unit_count,
    .text = "SELECT count(*) FROM my_incident_unit y WHERE y.incident_id = ?1");

static enum err unit_fits(struct db *db, struct arena *a, const char *unit,
                          const char *kind, bool *fits)
{
    const char *unit_kind;
    enum err e =
        db_text(db, &q_incident_unit_kind, a, &unit_kind, VALS(TEXT(unit)));

    *fits = e == ERR_OK && incident_unit_fits(unit_kind, kind);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err insert_unit(struct db *db, const struct act *act, int64_t id,
                            const char *unit)
{
    int64_t row;

    TRY(db_next_id(db, "incident_unit", &row));
    return db_run(db, &q_incident_unit_insert,
                  VALS(INT(row), INT(id), TEXT(unit), INT(act->now_ms)));
}

static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

static enum err add_unit(struct db *db, struct arena *a, const struct act *act,
                         const struct incident_row *g, const char *unit,
                         struct refusal *why)
{
    bool fits;
    enum err e;

    TRY(unit_fits(db, a, unit, g->kind, &fits));
    if (!fits)
        return refuse(why, ERR_INVALID, "unit", "incident.unit",
                      "所选单位不能处置这一类情况，没有保存。请改选单位。");
    e = insert_unit(db, act, g->id, unit);
    return e != ERR_CONFLICT
               ? e
               : refuse(why, ERR_INVALID, "unit", "incident.twice",
                        "所选单位已经在处置单位里，没有保存。请核对。");
}

static enum err remove_unit(struct db *db, const struct incident_row *g,
                            const char *unit, struct refusal *why)
{
    int64_t n;

    TRY(db_int(db, &q_incident_unit_count, &n, VALS(INT(g->id))));
    if (n < 2)
        return refuse(why, ERR_RULE, "unit", "incident.alone",
                      "只剩这一个处置单位，不能移出，没有做任何改动。"
                      "请先增加别的单位。");
    TRY(db_run(db, &q_incident_unit_delete, VALS(INT(g->id), TEXT(unit))));
    return db_changes(db) == 1
               ? ERR_OK
               : refuse(why, ERR_INVALID, "unit", "unknown",
                        "所选单位不在处置单位里，没有做任何改动。请刷新。");
}

static bool is_bureau(const struct act *act)
{
    return strcmp(act->unit, "bureau") == 0;
}

static bool has_bureau(const struct list *units)
{
    const struct incident_share *u = units->items;

    for (size_t i = 0; i < units->n; i++)
        if (strcmp(u[i].unit, "bureau") == 0)
            return true;
    return false;
}

/* Those that were named; or the bureau, and one's own unit where it can.  What
 * was done to a child never passes the bureau by: whoever reported it may not be
 * able to look after it. */
static enum err add_units(struct db *db, struct arena *a, const struct act *act,
                          const struct incident_row *g,
                          const struct list *units, struct refusal *why)
{
    const struct incident_share *u = units->items;
    bool fits;

    for (size_t i = 0; i < units->n; i++) {
        enum err e = add_unit(db, a, act, g, u[i].unit, why);

        if (e != ERR_OK && why->pointer)
            why->pointer = arena_printf(a, "units/%zu/unit", i);
        TRY(e);
    }
    if (units->n > 0 && (!g->restricted || has_bureau(units)))
        return ERR_OK;
    TRY(insert_unit(db, act, g->id, "bureau"));
    if (units->n > 0)
        return ERR_OK;
    TRY(unit_fits(db, a, act->unit, g->kind, &fits));
    return fits && !is_bureau(act) ? insert_unit(db, act, g->id, act->unit)
                                   : ERR_OK;
}

/* ---- registering --------------------------------------------------------- */
enum err store_incident_open(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct incident_in *in,
                             struct incident_receipt *out, struct refusal *why)
{
    struct incident_row g;
    int64_t version;
    enum err e;

    record_clear(&incident_row, &g);
    TRY(db_next_id(db, "incident", &g.id));
    g.kind = in->kind;
    g.restricted = incident_restricted(in->kind);
    g.student_id = in->student_id;
    g.case_id = in->case_id;
    g.happened_on = in->happened_on;
    g.title = in->title;
    g.detail = in->detail;
    g.state = incident_states.rows[0].code;
    g.account_id = act->account_id;
    g.unit = act->unit;
    g.at = act->now_ms;
    TRY(db_put(db, &q_incident_insert, &g, g.id));
    TRY(add_units(db, a, act, &g, &in->units, why));
    TRY(add_step(db, act, g.id, "open", NULL, NULL));
    TRY(note_case(db, a, act, &g, "incident"));
    e = db_int(db, &find_incident, &version, VALS(INT(g.id)));
    if (e != ERR_NOT_FOUND)
        TRY(e);
    *out = (struct incident_receipt) { g.id, 1, g.kind, e == ERR_OK };
    return ERR_OK;
}

/* ---- reading --------------------------------------------------------------
 */
/* The child by its ids for those who have its page; the name also for the unit
 * ?1 that handles it. */
#define SHOWN                                                                  \
    "g.id, g.kind, g.restricted, m.id AS student_id, k.id AS case_id,"         \
    " CASE WHEN m.id IS NOT NULL OR EXISTS (SELECT 1 FROM my_incident_unit h"  \
    "   WHERE h.incident_id = g.id AND h.unit = ?1) THEN s.name END"           \
    " AS student_name, g.happened_on, g.title, g.state, g.closed_at,"          \
    " v.name AS unit_name, g.at, g.version"
#define FROM                                                                   \
    " FROM my_incident g JOIN unit v ON v.code = g.unit"                       \
    " LEFT JOIN student s ON s.id = g.student_id"                              \
    " LEFT JOIN my_student m ON m.id = g.student_id"                           \
    " LEFT JOIN my_case k ON k.id = g.case_id"
#define NAME_ONLY                                                              \
    "incidents through the caller's view; of a child outside its scope the"    \
    " name alone, and only for a unit that handles the incident"

SQL(q_incident_view,
    .text = "SELECT " SHOWN ", g.student_id AS child, g.detail, g.result,"
            " a.name AS account_name" FROM
            " JOIN account a ON a.id = g.account_id WHERE g.id = ?2",
    .row = &incident_view, .access = SQL_SYSTEM, .why = NAME_ONLY);

SQL(q_incident_units,
    .text = "SELECT y.unit, u.name AS unit_name, y.at, (SELECT max(p.at)"
            "   FROM my_incident_step p WHERE p.incident_id = y.incident_id"
            "   AND p.unit = y.unit AND p.action = 'step') AS told_at"
            " FROM my_incident_unit y JOIN unit u ON u.code = y.unit"
            " WHERE y.incident_id = ?1 ORDER BY y.id",
    .row = &incident_unit);

SQL(q_incident_steps,
    .text = "SELECT p.id, p.action, o.name AS other_name, p.at,"
            " a.name AS account_name, u.name AS unit_name, p.note"
            " FROM my_incident_step p JOIN account a ON a.id = p.account_id"
            " JOIN unit u ON u.code = p.unit"
            " LEFT JOIN unit o ON o.code = p.other"
            " WHERE p.incident_id = ?1 ORDER BY p.id",
    .row = &incident_step);

struct choice {
    const char *code, *name, *kind;
};
static const struct field choice_fields[] = {
    F_TEXT(choice, code, "单位代码", REQUIRED, 1, 20),
    F_TEXT(choice, name, "单位", REQUIRED, 1, 60),
    F_TEXT(choice, kind, "单位类别", REQUIRED, 1, 20), F_END
};
static const struct record choice =
    RECORD(choice, "IncidentChoice", "可选单位", choice_fields);

SQL(q_incident_choices,
    .text = "SELECT code, name, kind FROM unit WHERE active = 1"
            " ORDER BY kind, member_rank, name",
    .row = &choice);

/* Units that could handle it, as struct option_view. */
static enum err choices(struct db *db, struct arena *a, const char *kind,
                        struct list *out)
{
    struct list all;
    struct choice *c;
    struct option_view *o;
    size_t n = 0;

    TRY(db_list(db, &q_incident_choices, a, CHOICES_MOST, &all, NO_VALS));
    c = all.items;
    o = arena_array(a, all.n, sizeof *o);
    if (!o)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < all.n; i++)
        if (incident_unit_fits(c[i].kind, kind))
            o[n++] = (struct option_view) { c[i].code, c[i].name };
    *out = (struct list) { o, n };
    return ERR_OK;
}

static void name_steps(const struct list *steps)
{
    struct incident_step *p = steps->items;

    for (size_t i = 0; i < steps->n; i++)
        p[i].title = incident_step_title(p[i].action);
}

enum err store_incident_view(struct db *db, struct arena *a,
                             const struct act *act, int64_t id,
                             struct incident_view *out)
{
    struct incident_row g;
    struct list others;

    record_clear(&incident_view, out);
    TRY(db_row(db, &q_incident_view, a, out, VALS(TEXT(act->unit), INT(id))));
    TRY(db_row(db, &q_incident_get, a, &g, VALS(INT(id))));
    TRY(db_list(db, &q_incident_units, a, CHOICES_MOST, &out->units,
                VALS(INT(id))));
    TRY(db_list(db, &q_incident_steps, a, STEPS_MOST, &out->steps,
                VALS(INT(id))));
    name_steps(&out->steps);
    TRY(choices(db, a, g.kind, &others));
    return incident_allowed(&g, act, &out->units, &others, a,
                            &out->allowed_actions);
}

/* ---- lists ---------------------------------------------------------------- */
#define HANDLED_BY(unit)                                                       \
    "EXISTS (SELECT 1 FROM my_incident_unit f WHERE f.incident_id = g.id"      \
    " AND f.unit = " unit ")"
/* By a child or case only for those who have its page. */
#define FILTERED                                                               \
    " WHERE (?2 IS NULL OR g.kind = ?2) AND (?3 IS NULL OR g.state = ?3)"      \
    " AND (?4 IS NULL OR " HANDLED_BY(                                         \
        "?4") ")"                                                              \
              " AND (?5 IS NULL OR g.student_id ="                             \
              "   (SELECT z.id FROM my_student z WHERE z.id = ?5"              \
              "     AND z.version > 0))"                                       \
              " AND (?6 IS NULL OR g.case_id ="                                \
              "   (SELECT z.id FROM my_case z WHERE z.id = ?6"                 \
              "     AND z.version > 0))"                                       \
              " AND (?7 IS NULL OR (g.state = 'open' AND " HANDLED_BY(         \
                  "?7") "))"

SQL(q_incident_list,
    .text = "SELECT " SHOWN ", (SELECT group_concat(n.name, '、') FROM"
            "   (SELECT u.name FROM my_incident_unit y JOIN unit u"
            "   ON u.code = y.unit WHERE y.incident_id = g.id"
            "   ORDER BY y.id) n) AS handlers" FROM FILTERED
            " AND (?8 = 0 OR g.id < ?8) ORDER BY g.id DESC LIMIT ?9",
    .row = &incident_item, .access = SQL_SYSTEM, .why = NAME_ONLY);

SQL(q_incident_count,
    .text = "SELECT count(*) FROM my_incident g" FILTERED " AND g.version > 0");

#define FILTER_VALS(unit_of, f)                                                \
    TEXT(unit_of), TEXT((f)->kind), TEXT((f)->state), TEXT((f)->unit),         \
        INT((f)->student_id), INT((f)->case_id), TEXT((f)->mine)

enum err store_incident_list(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct incident_filter *f, struct list *out)
{
    return db_list(
        db, &q_incident_list, a, (size_t)f->rows, out,
        VALS(FILTER_VALS(act->unit, f), INT(f->before), INT(f->rows)));
}

enum err store_incident_count(struct db *db, const struct incident_filter *f,
                              int64_t *n)
{
    return db_int(db, &q_incident_count, n, VALS(FILTER_VALS(NULL, f)));
}

/* ---- actions -------------------------------------------------------------- */
enum err store_incident_act(struct db *db, struct arena *a,
                            const struct act *act,
                            const struct incident_action *action, int64_t id,
                            const void *in, struct refusal *why)
{
    const char *other = incident_other_unit(action, in);
    struct incident_row g;

    TRY(db_row(db, &q_incident_get, a, &g, VALS(INT(id))));
    TRY(incident_may(action, &g, act, why));
    if (action->effect == INCIDENT_ADD)
        TRY(add_unit(db, a, act, &g, other, why));
    if (action->effect == INCIDENT_REMOVE)
        TRY(remove_unit(db, &g, other, why));
    incident_apply(action, act, in, &g);
    TRY(db_put_version(db, &q_incident_update, &g, id));
    TRY(add_step(db, act, id, action->name, other, incident_words(action, in)));
    return action->effect == INCIDENT_CLOSE
               ? note_case(db, a, act, &g, "incident_closed")
               : ERR_OK;
}
