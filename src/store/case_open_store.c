/* Cases in the store: flagging a child, and what a visit or a department found. */
#include <string.h>

#include "case_columns.h"
#include "case_scene.h"

static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
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

/* Watched over, or no longer: a new absence reopens it. */
static bool is_left(const struct case_row *c)
{
    return strcmp(c->state, "watching") == 0 || strcmp(c->state, "closed") == 0;
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

static void flagged_case(const struct case_flag *f, const struct case_scene *s,
                         const struct act *act, const char *source,
                         struct case_row *c)
{
    record_clear(&case_row, c);
    c->student_id = f->student_id;
    c->kind = "suspected";
    c->state = case_state_code(CASE_REPORTED);
    c->level = case_level_code(case_level_first(act->role, &s->child));
    c->source = source;
    c->reason = f->reason;
    c->absent_since = f->absent_since;
    c->persuasions = 0;
    c->watch_step = 0;
    c->opened_at = act->now_ms;
    c->opened_by = act->account_id;
    c->due_at = case_due_at(c, &s->clock, act->now_ms);
}

/* Opens a case, reopens the closed one; ERR_CONFLICT with *id the open one. */
static enum err raise(struct db *db, struct arena *a, const struct act *act,
                      const struct case_flag *f, const char *source,
                      const char *detail, int64_t *id, struct refusal *why)
{
    struct case_scene s;
    struct case_opening o = { .action = source, .detail = detail };
    const struct case_reopen again = { .reason = f->reason,
                                       .absent_since = f->absent_since,
                                       .note = f->tried };

    TRY(store_case_child(db, a, f->student_id, &s.child));
    TRY(check_flag(f, &s.child, act, why));
    TRY(store_case_clock(db, a, &s.clock));
    TRY(read_latest(db, a, f->student_id, &s.c));
    *id = s.c.id;
    /* Somebody who saw a watched child at work has seen it away again. */
    if (s.c.state && is_open(&s.c) &&
        (!is_left(&s.c) || strcmp(source, "lead") != 0))
        return ERR_CONFLICT;
    if (s.c.state && is_left(&s.c)) {
        TRY(store_case_file(db, a, s.c.id, f->student_id, &s.file));
        return store_case_move(db, a, act, action_of("reopen"), &s, &again,
                               detail, why);
    }
    flagged_case(f, &s, act, source, &o.c);
    return store_case_open(db, act, &o, id);
}

enum err store_case_flag(struct db *db, struct arena *a, const struct act *act,
                         const struct case_flag *f, int64_t *id,
                         struct refusal *why)
{
    const char *detail = facts_text(a, &case_flag, f);

    return detail ? raise(db, a, act, f, "flag", detail, id, why)
                  : ERR_NO_MEMORY;
}

enum err store_case_lead(struct db *db, struct arena *a, const struct act *act,
                         const struct case_flag *f, int64_t *id,
                         struct refusal *why)
{
    const char *detail = facts_text(a, &case_flag, f);
    enum err e;

    if (!detail)
        return ERR_NO_MEMORY;
    e = raise(db, a, act, f, "lead", detail, id, why);
    return e == ERR_CONFLICT ? store_case_note(db, a, act, *id, "lead", detail)
                             : e;
}

enum err store_case_again(struct db *db, struct arena *a, const struct act *act,
                          int64_t student_id, const char *reason)
{
    const struct case_reopen again = { .reason = reason,
                                       .absent_since = act->today };
    const char *detail = facts_text(a, &case_reopen, &again);
    struct case_scene s;
    struct refusal why;

    if (!detail)
        return ERR_NO_MEMORY;
    TRY(store_case_child(db, a, student_id, &s.child));
    TRY(store_case_clock(db, a, &s.clock));
    TRY(read_latest(db, a, student_id, &s.c));
    TRY(store_case_file(db, a, s.c.id, student_id, &s.file));
    return store_case_move(db, a, act, action_of("reopen"), &s, &again, detail,
                           &why);
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
                       const struct sighting_rule *r,
                       const struct case_scene *scene, const char *detail)
{
    const char *since = likely_since(s, &scene->child, act);
    const struct case_reopen again = {
        .reason = s->reason ? s->reason : r->reason,
        .absent_since = since ? since : act->today,
        .note = s->note,
    };
    struct refusal why;

    return store_case_move(db, a, act, action_of("reopen"), scene, &again,
                           detail, &why);
}

/* Seen, it seems, in school or lawfully away, while somebody persuades it:
 * that is to be looked at today, but a word at the door closes nothing. */
static enum err note_sighting(struct db *db, const struct act *act,
                              const struct sighting_rule *r,
                              const struct case_scene *s, const char *detail)
{
    struct case_row next = s->c;
    struct case_step step = { &s->c, &next, "sighted", detail, NULL };
    enum case_state state = case_state_of(s->c.state);
    bool away = r->kind && !r->disposition;
    int64_t today = case_day_end(NULL, act->now_ms, 0, DAYS_ALL), event_id;

    if (!away && (state == CASE_REPORTED || state == CASE_PERSUADING) &&
        (next.due_at == INT_NONE || next.due_at > today))
        next.due_at = today;
    return store_case_step(db, act, &step, &event_id);
}

static enum err open_found(struct db *db, const struct act *act,
                           const struct case_sighting *s,
                           const struct sighting_rule *r,
                           const struct case_scene *scene, const char *detail,
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
    struct case_scene scene;
    bool opens, left;

    if (!r)
        return ERR_INVALID;
    if (!detail)
        return ERR_NO_MEMORY;
    TRY(store_case_child(db, a, s->student_id, &scene.child));
    TRY(store_case_clock(db, a, &scene.clock));
    TRY(read_latest(db, a, s->student_id, &scene.c));
    opens = sighting_opens(r, &scene.child, act->today);
    left = scene.c.state && is_left(&scene.c);
    *case_id = scene.c.state && (is_open(&scene.c) || (left && opens))
                   ? scene.c.id
                   : INT_NONE;
    if (left && opens && !r->disposition)
        TRY(store_case_file(db, a, scene.c.id, s->student_id, &scene.file));
    if (left && opens && !r->disposition)
        return reopen(db, a, act, s, r, &scene, detail);
    if (scene.c.state && is_open(&scene.c))
        return note_sighting(db, act, r, &scene, detail);
    if (!opens)
        return ERR_OK;
    return open_found(db, act, s, r, &scene, detail, case_id);
}
