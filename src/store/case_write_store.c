/* Cases in the store: opening and moving. */
#include <string.h>

#include "case_columns.h"
#include "case_post.h"
#include "case_scene.h"
#include "domain/pressure.h"
#include "store/assignment_store.h"
#include "store/attachment_store.h"
#include "store/case_store.h"
#include "store/document_store.h"
#include "store/schooling_store.h"

/* ---- rows ---- */
SQL(q_case_insert,
    .text = "INSERT INTO dropout_case (id, student_id, kind, state,"
            " disposition, level, source, reason, absent_since, outcome,"
            " returned_on, persuasions, watch_step, opened_at, opened_by,"
            " due_at, closed_at, submitted_by) VALUES (:id, :student_id,"
            " :kind, :state, :disposition, :level, :source, :reason,"
            " :absent_since, :outcome, :returned_on, :persuasions,"
            " :watch_step, :opened_at, :opened_by, :due_at, :closed_at,"
            " :submitted_by)", /* the rest comes with its steps */
    .args = &case_row, .access = SQL_SYSTEM,
    .why = "the child was found in the caller's scope before");

SQL(q_case_update,
    .text = "UPDATE dropout_case SET kind = :kind, state = :state,"
            " disposition = :disposition, level = :level, reason = :reason,"
            " absent_since = :absent_since, outcome = :outcome,"
            " returned_on = :returned_on, persuasions = :persuasions,"
            " watch_step = :watch_step, due_at = :due_at,"
            " closed_at = :closed_at, submitted_by = :submitted_by,"
            " period_from = :period_from, period_until = :period_until,"
            " placed_at = :placed_at, conclusion = :conclusion,"
            " archive_no = :archive_no, report_no = :report_no,"
            " reported_on = :reported_on, reminded_for = :reminded_for,"
            " alerted_for = :alerted_for, clock_used = :clock_used,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &case_row, .access = SQL_SYSTEM,
    .why = "the case was read in the caller's scope, or by the sweep");

SQL(q_event_insert,
    .text = "INSERT INTO case_event (id, case_id, action, from_state,"
            " to_state, level, at, account_id, unit, detail)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    .access = SQL_SYSTEM, .why = "follows a case that was just written");

SQL(q_evidence_insert,
    .text = "INSERT INTO case_evidence (id, case_id, event_id, kind,"
            " attachment_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    .access = SQL_SYSTEM,
    .why = "follows an event; the attachment was found in scope before");

static enum err add_event(struct db *db, const struct act *act,
                          const struct case_row *c, const char *from,
                          const char *action, const char *detail,
                          int64_t *event_id)
{
    int64_t id;

    TRY(db_next_id(db, "case_event", &id));
    TRY(db_run(
        db, &q_event_insert,
        VALS(INT(id), INT(c->id), TEXT(action), TEXT(from), TEXT(c->state),
             TEXT(c->level), INT(act->now_ms), INT(act->account_id),
             TEXT(act->unit), SEAL("case_event.detail", id, detail))));
    *event_id = id;
    return ERR_OK;
}

static enum err add_evidence(struct db *db, const struct case_row *c,
                             int64_t event_id, const struct evidence_in *e)
{
    int64_t id;

    TRY(db_next_id(db, "case_evidence", &id));
    TRY(db_run(db, &q_evidence_insert,
               VALS(INT(id), INT(c->id), INT(event_id), TEXT(e->kind),
                    INT(e->attachment_id))));
    return store_attachment_give(db, e->attachment_id, c->student_id);
}

enum err store_case_open(struct db *db, const struct act *act,
                         struct case_opening *o, int64_t *id)
{
    int64_t event_id;

    TRY(db_next_id(db, "dropout_case", &o->c.id));
    TRY(db_put(db, &q_case_insert, &o->c, o->c.id));
    TRY(store_case_post_take(db, o->c.id, act->today));
    TRY(add_event(db, act, &o->c, o->c.state, o->action, o->detail, &event_id));
    *id = o->c.id;
    return ERR_OK;
}

/* At another level, or open again: another post of the chain holds it. */
static bool changes_hands(const struct case_step *step)
{
    return strcmp(step->before->level, step->next->level) != 0 ||
           strcmp(step->before->state, "closed") == 0;
}

enum err store_case_step(struct db *db, const struct act *act,
                         const struct case_step *step, int64_t *event_id)
{
    const struct evidence_in *e = step->evidence ? step->evidence->items : NULL;
    size_t n = step->evidence ? step->evidence->n : 0;

    TRY(db_put_version(db, &q_case_update, step->next, step->next->id));
    if (changes_hands(step))
        TRY(store_case_post_take(db, step->next->id, act->today));
    TRY(add_event(db, act, step->next, step->before->state, step->action,
                  step->detail, event_id));
    for (size_t i = 0; i < n; i++)
        TRY(add_evidence(db, step->next, *event_id, &e[i]));
    return ERR_OK;
}

/* ---- actions ---- */
static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

static enum err read_scene(struct db *db, struct arena *a, int64_t id,
                           struct case_scene *s)
{
    TRY(store_case_get(db, a, id, &s->c));
    TRY(store_case_child(db, a, s->c.student_id, &s->child));
    TRY(store_case_file(db, a, id, s->c.student_id, &s->file));
    return store_case_clock(db, a, &s->clock);
}

/* Each one is the caller's own upload or lies in its scope, and is no other
 * child's. */
static enum err check_attachments(struct db *db, struct arena *a,
                                  int64_t student_id,
                                  const struct list *evidence,
                                  struct refusal *why)
{
    const struct evidence_in *e = evidence->items;
    struct attachment_row t;

    for (size_t i = 0; i < evidence->n; i++) {
        enum err err = store_attachment_get(db, a, e[i].attachment_id, &t);

        if (err == ERR_NOT_FOUND)
            return refuse(why, ERR_INVALID, "evidence", "evidence.unknown",
                          "没有这个附件，请重新上传材料。");
        TRY(err);
        if (t.student_id != INT_NONE && t.student_id != student_id)
            return refuse(why, ERR_INVALID, "evidence", "evidence.other_child",
                          "这份材料属于另一名学生，请核对后重新上传。");
    }
    return ERR_OK;
}

/* What an action hands on: its paper and its tasks. */
static enum err hand_on(struct db *db, struct arena *a, const struct act *act,
                        const struct action *action, const struct case_row *c,
                        const void *in, int64_t event_id)
{
    const struct field *f =
        action->deadline ? record_field(action->in, action->deadline, NULL)
                         : NULL;
    const struct document_issue d = { .kind = action->document,
                                      .case_id = c->id,
                                      .student_id = c->student_id,
                                      .assignment_id = INT_NONE,
                                      .event_id = event_id,
                                      .deadline_on =
                                          f ? field_text(f, in) : NULL,
                                      .in_record = action->in,
                                      .in = in };
    int64_t id;

    if (action->document)
        TRY(store_document_issue(db, a, act, &d, &id));
    for (int i = 0; i < TASK_ASKS && action->tasks[i].unit; i++)
        TRY(store_case_task(db, a, act, action, &action->tasks[i], c, in));
    return ERR_OK;
}

/* What follows for the child's schooling (学籍系统标注): 休学 when it was
 * approved, enrolled again when the child is back. */
static enum err mark_schooling(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct case_row *before,
                               const struct case_row *next)
{
    bool was = before->outcome && strcmp(before->outcome, "suspended") == 0 &&
               strcmp(before->state, "watching") == 0;
    bool is = next->outcome && strcmp(next->outcome, "suspended") == 0 &&
              strcmp(next->state, "watching") == 0;

    if (was == is)
        return ERR_OK;
    if (!is && strcmp(next->state, "watching") != 0)
        return ERR_OK;
    return store_enrolment_mark(db, a, act, next->student_id,
                                is ? "suspended" : "enrolled");
}

enum err store_case_move(struct db *db, struct arena *a, const struct act *act,
                         const struct action *action,
                         const struct case_scene *s, const void *in,
                         const char *detail, struct refusal *why)
{
    char year_later[CLOCK_DATE_MAX];
    struct act on = *act;
    const struct case_move m = { &s->c, &s->child, &s->file, &s->clock, &on };
    const struct list *evidence = in; /* its first member */
    struct case_row next;
    struct case_step step = { &s->c, &next, action->name, detail, evidence };
    int64_t event_id;

    if (!detail)
        return ERR_NO_MEMORY;
    if (pressure_day(act->today, 12, 0, year_later))
        on.year_later = year_later;
    TRY(action_apply(action, &m, in, &next, why));
    TRY(check_attachments(db, a, s->c.student_id, evidence, why));
    TRY(store_case_step(db, act, &step, &event_id));
    TRY(mark_schooling(db, a, act, &s->c, &next));
    return hand_on(db, a, act, action, &next, in, event_id);
}

enum err store_case_act(struct db *db, struct arena *a, const struct act *act,
                        const struct action *action, int64_t id, const void *in,
                        struct refusal *why)
{
    struct case_scene s;

    TRY(read_scene(db, a, id, &s));
    return store_case_move(db, a, act, action, &s, in,
                           facts_text(a, action->in, in), why);
}

/* ---- what happens beside the table ---- */
SQL(q_case_any,
    .text = "SELECT " CASE_COLUMNS " FROM dropout_case c WHERE c.id = ?1",
    .row = &case_row, .access = SQL_SYSTEM,
    .why = "the caller found it in scope or acts by an assignment or a seat;"
           " nothing of it is shown");

enum err store_case_note(struct db *db, struct arena *a, const struct act *act,
                         int64_t case_id, const char *event, const char *detail)
{
    struct case_row c, next;
    struct case_step step = { &c, &next, event, detail, NULL };
    int64_t event_id;

    TRY(db_row(db, &q_case_any, a, &c, VALS(INT(case_id))));
    next = c;
    return store_case_step(db, act, &step, &event_id);
}

enum err store_case_conclude(struct db *db, struct arena *a,
                             const struct act *act, int64_t case_id,
                             const char *conclusion, const char *detail)
{
    struct case_row c, next;
    struct case_step step = { &c, &next, "concluded", detail, NULL };
    int64_t event_id;

    TRY(db_row(db, &q_case_any, a, &c, VALS(INT(case_id))));
    next = c;
    next.conclusion = conclusion;
    return store_case_step(db, act, &step, &event_id);
}

/* A task that an action hands to a department; what it asks about goes along
 * as the note. */
enum err store_case_task(struct db *db, struct arena *a, const struct act *act,
                         const struct action *action,
                         const struct task_ask *task, const struct case_row *c,
                         const void *in)
{
    const char *note_names[] = { "note", "condition", "facts" };
    struct assignment_give g = { .case_id = c->id,
                                 .student_id = c->student_id,
                                 .unit = task->unit,
                                 .task = task->task,
                                 .together = INT_NONE };
    char due[CLOCK_DATE_MAX];
    int64_t id;

    for (size_t i = 0; i < 3 && !g.note; i++) {
        const struct field *f = record_field(action->in, note_names[i], NULL);

        g.note = f ? field_text(f, in) : NULL;
    }
    if (!pressure_day(act->today, 0, task->days, due))
        return ERR_INTERNAL;
    g.due_on = due;
    return store_assignment_give(db, a, act, &g, &id);
}
