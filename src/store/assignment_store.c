/* Assignments in the store: giving them, moving them, and their clock. */
#include "store/assignment_store.h"

#include <string.h>

#include "assignment_columns.h"
#include "domain/codes.h"
#include "store/attachment_store.h"
#include "store/audit_store.h"
#include "store/case_store.h"
#include "store/document_store.h"

#define SWEEP_MOST 500

SQL_SHARED(find_assignment,
           .text = "SELECT version FROM my_assignment WHERE id = ?1");

/* ---- rows ---- */
SQL(q_assignment_insert,
    .text = "INSERT INTO assignment (id, case_id, student_id, unit, task,"
            " together, note, due_on, state, assigned_by, assigned_unit,"
            " assigned_at) VALUES (:id, :case_id, :student_id, :unit, :task,"
            " :together, :note, :due_on, :state, :assigned_by,"
            " :assigned_unit, :assigned_at)",
    .args = &assignment_row, .access = SQL_SYSTEM,
    .why = "the case was found in the caller's scope before");

SQL(q_assignment_update,
    .text = "UPDATE assignment SET due_on = :due_on, state = :state,"
            " reminders = :reminders, reminded_for = :reminded_for,"
            " result = :result, closed_at = :closed_at,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &assignment_row, .access = SQL_SYSTEM,
    .why = "it was read in the caller's scope, or by the sweep");

SQL(q_assignment_event_insert,
    .text = "INSERT INTO assignment_event (id, assignment_id, action,"
            " from_state, to_state, at, account_id, unit, detail)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    .access = SQL_SYSTEM, .why = "follows an assignment just written");

SQL(q_assignment_evidence_insert,
    .text = "INSERT INTO assignment_evidence (id, assignment_id, event_id,"
            " kind, attachment_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    .access = SQL_SYSTEM,
    .why = "follows an event; the attachment was found in scope before");

SQL(q_assignment_same,
    .text = "SELECT id FROM assignment WHERE case_id = ?1 AND unit = ?2"
            " AND task = ?3 AND state IN ('assigned', 'accepted', 'reported')",
    .access = SQL_SYSTEM,
    .why = "the case was found in scope; only whether there is one is told");

SQL(q_assignment_case_state,
    .text = "SELECT state FROM dropout_case WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "the caller found the case in its scope");

SQL(q_assignment_unit_name, .text = "SELECT name FROM unit WHERE code = ?1");

SQL(q_assignment_get,
    .text = "SELECT " ASSIGNMENT_COLUMNS " FROM my_assignment g"
            " WHERE g.id = ?1",
    .row = &assignment_row);

enum err store_assignment_get(struct db *db, struct arena *a, int64_t id,
                              struct assignment_row *out)
{
    return db_row(db, &q_assignment_get, a, out, VALS(INT(id)));
}

static enum err add_event(struct db *db, const struct act *act,
                          const struct assignment_row *g, const char *from,
                          const char *action, const char *detail, int64_t *id)
{
    TRY(db_next_id(db, "assignment_event", id));
    return db_run(
        db, &q_assignment_event_insert,
        VALS(INT(*id), INT(g->id), TEXT(action), TEXT(from), TEXT(g->state),
             INT(act->now_ms), INT(act->account_id), TEXT(act->unit),
             SEAL("assignment_event.detail", *id, detail)));
}

/* ---- giving ---- */
static enum err may_give(struct db *db, struct arena *a, const struct act *act,
                         const struct assignment_give *g, int64_t *id,
                         struct refusal *why)
{
    const char *state = NULL;
    enum err e;

    if (g->case_id != INT_NONE)
        TRY(db_text(db, &q_assignment_case_state, a, &state,
                    VALS(INT(g->case_id))));
    TRY(assignment_give_may(g, state, act->today, why));
    e = db_int(db, &q_assignment_same, id,
               VALS(INT(g->case_id), TEXT(g->unit), TEXT(g->task)));
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    return e == ERR_OK ? ERR_CONFLICT : e;
}

static enum err give(struct db *db, struct arena *a, const struct act *act,
                     const struct assignment_give *g,
                     struct assignment_row *row, struct refusal *why)
{
    const char *detail;
    int64_t event_id;

    record_clear(&assignment_row, row);
    TRY(may_give(db, a, act, g, &row->id, why));
    TRY(db_next_id(db, "assignment", &row->id));
    row->case_id = g->case_id;
    row->student_id = g->student_id;
    row->unit = g->unit;
    row->task = g->task;
    row->together = g->together == INT_NONE ? row->id : g->together;
    row->note = g->note;
    row->due_on = g->due_on;
    row->state = assignment_state_code(TASK_ASSIGNED);
    row->assigned_by = act->account_id;
    row->assigned_unit = act->unit;
    row->assigned_at = act->now_ms;
    detail = facts_text(a, &assignment_give, g);
    if (!detail)
        return ERR_NO_MEMORY;
    TRY(db_put(db, &q_assignment_insert, row, row->id));
    return add_event(db, act, row, row->state, "give", detail, &event_id);
}

enum err store_assignment_give(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct assignment_give *g, int64_t *id)
{
    struct refusal why;
    struct assignment_row row;
    enum err e = give(db, a, act, g, &row, &why);

    *id = row.id;
    return e;
}

/* What the case and papers keep of it. */
static enum err noted(struct db *db, struct arena *a,
                      const struct assignment_row *g, const char *note,
                      struct assignment_noted *out)
{
    const struct assignment_task *t = assignment_task_of(g->task);

    *out = (struct assignment_noted) { .task = g->task,
                                       .due_on = g->due_on,
                                       .note = note };
    if (g->result && t && t->results)
        out->result = code_label(t->results, g->result);
    return db_text(db, &q_assignment_unit_name, a, &out->unit_name,
                   VALS(TEXT(g->unit)));
}

static enum err issue(struct db *db, struct arena *a, const struct act *act,
                      const struct assignment_row *g, const char *kind,
                      const struct assignment_noted *n)
{
    int64_t id;

    return store_document_issue(
        db, a, act,
        &(struct document_issue) { .kind = kind,
                                   .case_id = g->case_id,
                                   .student_id = g->student_id,
                                   .assignment_id = g->id,
                                   .event_id = INT_NONE,
                                   .deadline_on = g->due_on,
                                   .in_record = &assignment_noted,
                                   .in = n },
        &id);
}

enum err store_assignment_hand(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct assignment_give *g, int64_t *id,
                               struct refusal *why)
{
    struct assignment_row row;
    struct assignment_noted n;
    const char *detail;
    enum err e = give(db, a, act, g, &row, why);

    *id = row.id;
    TRY(e);
    TRY(noted(db, a, &row, g->note, &n));
    TRY(issue(db, a, act, &row, "assignment_order", &n));
    if (g->case_id == INT_NONE)
        return ERR_OK;
    detail = facts_text(a, &assignment_noted, &n);
    return detail ? store_case_note(db, a, act, g->case_id, "assigned", detail)
                  : ERR_NO_MEMORY;
}

/* ---- actions ---- */
/* Each is the caller's own upload or lies in its scope, and is no other
 * child's. */
static enum err check_attachments(struct db *db, struct arena *a,
                                  const struct assignment_row *g,
                                  const struct list *evidence,
                                  struct refusal *why)
{
    const struct evidence_in *e = evidence->items;
    struct attachment_row t;

    for (size_t i = 0; i < evidence->n; i++) {
        enum err err = store_attachment_get(db, a, e[i].attachment_id, &t);

        if (err == ERR_NOT_FOUND) {
            *why = (struct refusal) {
                "evidence", "evidence.unknown",
                "没有这个附件，没有做任何改动。请重新上传材料。"
            };
            return ERR_INVALID;
        }
        TRY(err);
        if (t.student_id != INT_NONE && t.student_id != g->student_id) {
            *why = (struct refusal) { "evidence", "evidence.other_child",
                                      "这份材料属于另一名学生，没有做任何改动。"
                                      "请核对后重新上传。" };
            return ERR_INVALID;
        }
    }
    return ERR_OK;
}

static enum err add_evidence(struct db *db, const struct assignment_row *g,
                             int64_t event_id, const struct list *evidence)
{
    const struct evidence_in *e = evidence->items;
    int64_t id;

    for (size_t i = 0; i < evidence->n; i++) {
        TRY(db_next_id(db, "assignment_evidence", &id));
        TRY(db_run(db, &q_assignment_evidence_insert,
                   VALS(INT(id), INT(g->id), INT(event_id), TEXT(e[i].kind),
                        INT(e[i].attachment_id))));
        if (g->student_id != INT_NONE)
            TRY(store_attachment_give(db, e[i].attachment_id, g->student_id));
    }
    return ERR_OK;
}

/* A report of the police or of the doctors is more than a note; one that is
 * sent back takes the conclusion along. */
static enum err tell_case(struct db *db, struct arena *a, const struct act *act,
                          const struct assignment_action *x,
                          const struct assignment_row *g,
                          const struct assignment_noted *n)
{
    const struct assignment_task *t = assignment_task_of(g->task);
    enum task_effect effect = t ? t->effect : EFFECT_NOTE;
    const char *detail = facts_text(a, &assignment_noted, n);

    if (!detail)
        return ERR_NO_MEMORY;
    if (effect == EFFECT_CONCLUDE &&
        (x->in == &assignment_report || x->in == &assignment_send_back))
        return store_case_conclude(db, a, act, g->case_id, g->result, detail);
    if (effect == EFFECT_APPRAISE && x->in == &assignment_report)
        return store_case_note(db, a, act, g->case_id, "appraised", detail);
    return store_case_note(db, a, act, g->case_id, x->noted, detail);
}

static const char *words_of(const struct assignment_action *x, const void *in)
{
    const struct field *f = record_field(x->in, "note", NULL);

    f = f ? f : record_field(x->in, "reason", NULL);
    return f ? field_text(f, in) : NULL;
}

enum err store_assignment_act(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct assignment_action *action,
                              int64_t id, const void *in, struct refusal *why)
{
    struct assignment_row g, next;
    struct assignment_noted n;
    const char *detail;
    int64_t event_id;

    TRY(store_assignment_get(db, a, id, &g));
    TRY(assignment_apply(action, &g, act, in, &next, why));
    TRY(check_attachments(db, a, &g, in, why));
    detail = assignment_facts(a, action, &g, in);
    if (!detail)
        return ERR_NO_MEMORY;
    TRY(db_put_version(db, &q_assignment_update, &next, id));
    TRY(add_event(db, act, &next, g.state, action->name, detail, &event_id));
    TRY(add_evidence(db, &next, event_id, in));
    TRY(noted(db, a, &next, words_of(action, in), &n));
    if (action->in == &assignment_remind &&
        next.reminders >= ORDER_FROM_REMINDER)
        TRY(issue(db, a, act, &next, "supervision_order", &n));
    return next.case_id == INT_NONE ? ERR_OK
                                    : tell_case(db, a, act, action, &next, &n);
}

/* ---- the clock ---- */
SQL(q_assignment_due,
    .text = "SELECT " ASSIGNMENT_COLUMNS " FROM assignment g"
            " WHERE g.state IN ('assigned', 'accepted') AND g.due_on < ?1"
            " AND g.reminded_for IS NOT g.due_on ORDER BY g.id LIMIT ?2",
    .row = &assignment_row, .access = SQL_SYSTEM,
    .why = "the clock acts for nobody; nothing of it is shown");

static enum err sweep_one(struct db *db, struct arena *a, const struct act *act,
                          struct assignment_row *g)
{
    const char *name = arena_printf(a, "%lld", (long long)g->id);
    int64_t event_id;

    if (!name)
        return ERR_NO_MEMORY;
    g->reminded_for = g->due_on;
    TRY(db_put_version(db, &q_assignment_update, g, g->id));
    TRY(add_event(db, act, g, g->state, "overdue", NULL, &event_id));
    return store_audit_append(db,
                              &(struct audit_entry) { .at = act->now_ms,
                                                      .action = "clock overdue",
                                                      .entity = "assignments",
                                                      .entity_id = name,
                                                      .outcome = "ok" });
}

enum err store_assignment_sweep(struct db *db, struct arena *a, int64_t now,
                                int64_t most, int64_t *done)
{
    char today[CLOCK_DATE_MAX];
    const struct act act = {
        .account_id = 0, .role = ROLE_N, .now_ms = now, .today = today
    };
    struct assignment_row *g;
    struct list due;

    clock_date_of(now, today);
    *done = 0;
    most = most > 0 ? most : SWEEP_MOST;
    TRY(db_list(db, &q_assignment_due, a, (size_t)most, &due,
                VALS(TEXT(today), INT(most))));
    g = due.items;
    for (size_t i = 0; i < due.n; i++) {
        TRY(sweep_one(db, a, &act, &g[i]));
        ++*done;
    }
    return ERR_OK;
}
