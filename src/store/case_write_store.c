/* Cases in the store: opening, moving, and what a visit found. */
#include <string.h>

#include "case_columns.h"
#include "store/attachment_store.h"
#include "store/case_store.h"

/* ---- rows ---- */
SQL(q_case_insert,
    .text = "INSERT INTO dropout_case (id, student_id, kind, state,"
            " disposition, level, source, reason, absent_since, outcome,"
            " returned_on, persuasions, watch_step, opened_at, opened_by,"
            " due_at, closed_at, submitted_by) VALUES (:id, :student_id,"
            " :kind, :state, :disposition, :level, :source, :reason,"
            " :absent_since, :outcome, :returned_on, :persuasions,"
            " :watch_step, :opened_at, :opened_by, :due_at, :closed_at,"
            " :submitted_by)",
    .args = &case_row, .access = SQL_SYSTEM,
    .why = "the child was found in the caller's scope before");

SQL(q_case_update,
    .text = "UPDATE dropout_case SET kind = :kind, state = :state,"
            " disposition = :disposition, level = :level, reason = :reason,"
            " absent_since = :absent_since, outcome = :outcome,"
            " returned_on = :returned_on, persuasions = :persuasions,"
            " watch_step = :watch_step, due_at = :due_at,"
            " closed_at = :closed_at, submitted_by = :submitted_by,"
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
    TRY(add_event(db, act, &o->c, o->c.state, o->action, o->detail, &event_id));
    *id = o->c.id;
    return ERR_OK;
}

enum err store_case_step(struct db *db, const struct act *act,
                         const struct case_step *step, int64_t *event_id)
{
    const struct evidence_in *e = step->evidence ? step->evidence->items : NULL;
    size_t n = step->evidence ? step->evidence->n : 0;

    TRY(db_put_version(db, &q_case_update, step->next, step->next->id));
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

/* What the rules look at, read in the caller's scope. */
struct scene {
    struct case_row c;
    struct case_child child;
    struct case_clock clock;
};

static enum err read_scene(struct db *db, struct arena *a, int64_t id,
                           struct scene *s)
{
    TRY(store_case_get(db, a, id, &s->c));
    TRY(store_case_child(db, a, s->c.student_id, &s->child));
    return store_case_clock(db, &s->clock);
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

static enum err act_on(struct db *db, struct arena *a, const struct act *act,
                       const struct action *action, const struct scene *s,
                       const void *in, const char *detail, struct refusal *why)
{
    const struct case_move m = { &s->c, &s->child, &s->clock, act };
    const struct list *evidence = in; /* its first member */
    struct case_row next;
    struct case_step step = { &s->c, &next, action->name, detail, evidence };
    int64_t event_id;

    if (!detail)
        return ERR_NO_MEMORY;
    TRY(action_apply(action, &m, in, &next, why));
    TRY(check_attachments(db, a, s->c.student_id, evidence, why));
    return store_case_step(db, act, &step, &event_id);
}

enum err store_case_act(struct db *db, struct arena *a, const struct act *act,
                        const struct action *action, int64_t id, const void *in,
                        struct refusal *why)
{
    struct scene s;

    TRY(read_scene(db, a, id, &s));
    return act_on(db, a, act, action, &s, in, facts_text(a, action->in, in),
                  why);
}

/* ---- flagging ---- */
SQL(q_case_latest,
    .text = "SELECT " CASE_COLUMNS " FROM my_case c WHERE c.student_id = ?1"
            " ORDER BY c.id DESC LIMIT 1",
    .row = &case_row);

static bool is_open(const struct case_row *c)
{
    return strcmp(c->state, "closed") != 0 &&
           strcmp(c->state, "dismissed") != 0;
}

/* The child's last case; its state is NULL when it has none. */
static enum err read_latest(struct db *db, struct arena *a, int64_t student_id,
                            struct case_row *c)
{
    enum err e = db_row(db, &q_case_latest, a, c, VALS(INT(student_id)));

    if (e != ERR_NOT_FOUND)
        return e;
    record_clear(&case_row, c);
    return ERR_OK;
}

static enum err check_flag(const struct case_flag *f,
                           const struct case_child *child,
                           const struct act *act, struct refusal *why)
{
    if (strcmp(f->absent_since, act->today) > 0)
        return refuse(why, ERR_INVALID, "absent_since", "date.future",
                      "日期不能晚于今天，请核对。");
    if (child->birth_date && strcmp(f->absent_since, child->birth_date) < 0)
        return refuse(why, ERR_INVALID, "absent_since", "date.birth",
                      "日期早于学生的出生日期，请核对。");
    return ERR_OK;
}

static void flagged_case(const struct case_flag *f, const struct scene *s,
                         const struct act *act, struct case_row *c)
{
    record_clear(&case_row, c);
    c->student_id = f->student_id;
    c->kind = "suspected";
    c->state = case_state_code(CASE_REPORTED);
    c->level = case_level_code(case_level_first(act->role, s->child.school));
    c->source = "flag";
    c->reason = f->reason;
    c->absent_since = f->absent_since;
    c->persuasions = 0;
    c->watch_step = 0;
    c->opened_at = act->now_ms;
    c->opened_by = act->account_id;
    c->due_at = case_due_at(c, &s->clock, act->now_ms);
}

enum err store_case_flag(struct db *db, struct arena *a, const struct act *act,
                         const struct case_flag *f, int64_t *id,
                         struct refusal *why)
{
    struct scene s;
    struct case_opening o = { .action = "flag",
                              .detail = facts_text(a, &case_flag, f) };
    const struct case_reopen again = { .reason = f->reason,
                                       .absent_since = f->absent_since,
                                       .note = f->tried };

    if (!o.detail)
        return ERR_NO_MEMORY;
    TRY(store_case_child(db, a, f->student_id, &s.child));
    TRY(check_flag(f, &s.child, act, why));
    TRY(store_case_clock(db, &s.clock));
    TRY(read_latest(db, a, f->student_id, &s.c));
    *id = s.c.id;
    if (s.c.state && is_open(&s.c))
        return ERR_CONFLICT;
    if (s.c.state && strcmp(s.c.state, "closed") == 0)
        return act_on(db, a, act, action_of("reopen"), &s, &again, o.detail,
                      why);
    flagged_case(f, &s, act, &o.c);
    return store_case_open(db, act, &o, id);
}

/* ---- what a visit found ---- */
/* Since when, as far as it can be true. */
static const char *likely_since(const struct case_sighting *s,
                                const struct case_child *child,
                                const struct act *act)
{
    if (!s->since || strcmp(s->since, act->today) > 0 ||
        (child->birth_date && strcmp(s->since, child->birth_date) < 0))
        return NULL;
    return s->since;
}

static enum err reopen(struct db *db, struct arena *a, const struct act *act,
                       const struct case_sighting *s,
                       const struct sighting_rule *r, const struct scene *scene,
                       const char *detail)
{
    const char *since = likely_since(s, &scene->child, act);
    const struct case_reopen again = {
        .reason = s->reason ? s->reason : r->reason,
        .absent_since = since ? since : act->today,
        .note = s->note,
    };
    struct refusal why;

    return act_on(db, a, act, action_of("reopen"), scene, &again, detail, &why);
}

/* Seen, it seems, in school or lawfully away, while somebody persuades it:
 * that is to be looked at today, but a word at the door closes nothing. */
static enum err note_sighting(struct db *db, const struct act *act,
                              const struct sighting_rule *r,
                              const struct scene *s, const char *detail)
{
    struct case_row next = s->c;
    struct case_step step = { &s->c, &next, "sighted", detail, NULL };
    enum case_state state = case_state_of(s->c.state);
    bool away = r->kind && !r->disposition;
    int64_t today = case_day_end(act->now_ms, 0), event_id;

    if (!away && (state == CASE_REPORTED || state == CASE_PERSUADING) &&
        (next.due_at == INT_NONE || next.due_at > today))
        next.due_at = today;
    return store_case_step(db, act, &step, &event_id);
}

static enum err open_found(struct db *db, const struct act *act,
                           const struct case_sighting *s,
                           const struct sighting_rule *r,
                           const struct scene *scene, const char *detail,
                           int64_t *case_id)
{
    struct case_opening o = { .action = "found", .detail = detail };

    sighting_case(s, r, &scene->child, act, &scene->clock, &o.c);
    o.c.absent_since = likely_since(s, &scene->child, act);
    return store_case_open(db, act, &o, case_id);
}

enum err store_case_sighting(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct case_sighting *s, int64_t *case_id)
{
    const struct sighting_rule *r = sighting_rule_of(s->situation);
    const char *detail = facts_text(a, &case_sighting, s);
    struct scene scene;
    bool opens, left;

    if (!r)
        return ERR_INVALID;
    if (!detail)
        return ERR_NO_MEMORY;
    TRY(store_case_child(db, a, s->student_id, &scene.child));
    TRY(store_case_clock(db, &scene.clock));
    TRY(read_latest(db, a, s->student_id, &scene.c));
    opens = sighting_opens(r, &scene.child, act->today);
    left = scene.c.state && (strcmp(scene.c.state, "watching") == 0 ||
                             strcmp(scene.c.state, "closed") == 0);
    *case_id = scene.c.state && (is_open(&scene.c) || (left && opens))
                   ? scene.c.id
                   : INT_NONE;
    if (left && opens && !r->disposition)
        return reopen(db, a, act, s, r, &scene, detail);
    if (scene.c.state && is_open(&scene.c))
        return note_sighting(db, act, r, &scene, detail);
    if (!opens)
        return ERR_OK;
    return open_found(db, act, s, r, &scene, detail, case_id);
}
