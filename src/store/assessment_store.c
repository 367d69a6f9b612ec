/* Assessments in the store. */
#include "store/assessment_store.h"

#include <string.h>

#include "case_columns.h"
#include "store/case_store.h"

SQL_SHARED(find_assessment,
           .text = "SELECT version FROM my_assessment WHERE id = ?1");

/* ---- convening ---- */
SQL(q_assessment_appraised, .text = "SELECT count(*)" CASE_APPRAISALS("?1"));

SQL(q_assessment_convened,
    .text = "SELECT count(*) FROM my_assessment WHERE case_id = ?1"
            " AND state = 'convened'");

enum err store_assessment_ground(struct db *db, struct arena *a,
                                 int64_t case_id, struct assessment_ground *out)
{
    (void)a;
    TRY(db_int(db, &q_assessment_appraised, &out->appraised,
               VALS(INT(case_id))));
    return db_int(db, &q_assessment_convened, &out->convened,
                  VALS(INT(case_id)));
}

SQL(q_assessment_advice,
    .text = "SELECT advice FROM my_assessment WHERE case_id = ?1"
            " AND state = 'assessed' ORDER BY assessed_at DESC, id DESC"
            " LIMIT 1");

enum err store_assessment_advice(struct db *db, struct arena *a,
                                 int64_t case_id, const char **advice)
{
    enum err e =
        db_text(db, &q_assessment_advice, a, advice, VALS(INT(case_id)));

    if (e != ERR_NOT_FOUND)
        return e;
    *advice = NULL;
    return ERR_OK;
}

SQL(q_assessment_insert,
    .text = "INSERT INTO assessment (id, case_id, student_id, session_on,"
            " place, situation, state, convened_by, convened_at) VALUES"
            " (?1, ?2, ?3, ?4, ?5, ?6, 'convened', ?7, ?8)",
    .access = SQL_SYSTEM, .why = "the caller found the case in its scope");

SQL(q_assessment_seat_insert,
    .text = "INSERT INTO assessment_seat (id, assessment_id, member_id,"
            " account_id) VALUES (?1, ?2, ?3, ?4)",
    .access = SQL_SYSTEM, .why = "a seat of a session that was just convened");

static enum err add_seats(struct db *db, int64_t assessment_id,
                          const struct list *panel)
{
    const struct committee_row *m = panel->items;
    int64_t id;

    for (size_t i = 0; i < panel->n; i++) {
        TRY(db_next_id(db, "assessment_seat", &id));
        TRY(db_run(db, &q_assessment_seat_insert,
                   VALS(INT(id), INT(assessment_id), INT(m[i].id),
                        INT(m[i].account_id))));
    }
    return ERR_OK;
}

static enum err note(struct db *db, struct arena *a, const struct act *act,
                     int64_t case_id, const char *event,
                     const struct assessment_note *n)
{
    const char *detail = facts_text(a, &assessment_note, n);

    return detail ? store_case_note(db, a, act, case_id, event, detail)
                  : ERR_NO_MEMORY;
}

enum err store_assessment_convene(struct db *db, struct arena *a,
                                  const struct act *act,
                                  const struct case_row *c,
                                  const struct assessment_in *in,
                                  const struct list *panel, int64_t *id)
{
    const struct assessment_note n = { in->session_on, in->place,
                                       (int64_t)panel->n, NULL };

    TRY(db_next_id(db, "assessment", id));
    TRY(db_run(
        db, &q_assessment_insert,
        VALS(INT(*id), INT(c->id), INT(c->student_id), TEXT(in->session_on),
             TEXT(in->place), SEAL("assessment.situation", *id, in->situation),
             INT(act->account_id), INT(act->now_ms))));
    TRY(add_seats(db, *id, panel));
    return note(db, a, act, c->id, "convened", &n);
}

/* ---- reading ---- */
/* The only words about a child that an expert gets; what is not selected here
 * cannot be shown by a mistake further up. */
SQL(q_assessed_child,
    .text = "SELECT s.name, s.sex, s.birth_date, s.health,"
            " EXISTS (SELECT 1 FROM tag t WHERE t.student_id = s.id"
            "   AND t.tag = 'disabled' AND t.from_date <= ?2"
            "   AND (t.to_date IS NULL OR t.to_date > ?2)) AS disabled,"
            " (SELECT g.result FROM assignment g WHERE g.case_id = y.case_id"
            "   AND g.task = 'medical_appraisal' AND g.state = 'completed'"
            "   AND g.result IS NOT NULL ORDER BY g.id DESC LIMIT 1)"
            "   AS appraisal"
            " FROM assessment y JOIN student s ON s.id = y.student_id"
            " WHERE y.id = ?1",
    .row = &assessed_child, .access = SQL_SYSTEM,
    .why = "the session was found in the caller's scope; a committee needs"
           " these of its child, and no number, address or phone is among"
           " them");

static enum err child_of(struct db *db, struct arena *a, int64_t id,
                         const char *today, struct assessed_child *out)
{
    return db_row(db, &q_assessed_child, a, out, VALS(INT(id), TEXT(today)));
}

#define MINE                                                                   \
    "EXISTS (SELECT 1 FROM my_assessment_seat q WHERE q.assessment_id = y.id"  \
    " AND q.account_id = ?2)"
#define ASSESSMENT_LIST                                                        \
    " FROM my_assessment y WHERE (?1 IS NULL OR y.case_id = ?1)"               \
    " AND (?3 IS NOT 1 OR " MINE ") AND (?4 = 0 OR y.id < ?4)"

SQL(q_assessment_list,
    .text = "SELECT y.id, y.case_id, y.session_on, y.place, y.state, y.advice,"
            " (SELECT count(*) FROM my_assessment_seat q"
            "   WHERE q.assessment_id = y.id) AS seats,"
            " (SELECT count(q.signed_at) FROM my_assessment_seat q"
            "   WHERE q.assessment_id = y.id) AS signed_seats,"
            " " MINE " AS mine,"
            " EXISTS (SELECT 1 FROM my_assessment_seat q"
            "   WHERE q.assessment_id = y.id AND q.account_id = ?2"
            "   AND q.signed_at IS NOT NULL) AS mine_signed" ASSESSMENT_LIST
            " ORDER BY y.id DESC LIMIT ?5",
    .row = &assessment_item);
SQL(q_assessment_count, .text = "SELECT count(*)" ASSESSMENT_LIST);

enum err store_assessment_list(struct db *db, struct arena *a,
                               const struct assessment_filter *f,
                               const char *today, struct list *out)
{
    struct assessment_item *items;
    struct assessed_child child;

    TRY(db_list(db, &q_assessment_list, a, (size_t)f->rows, out,
                VALS(INT(f->case_id), INT(f->account_id), INT(f->mine),
                     INT(f->before), INT(f->rows))));
    items = out->items;
    for (size_t i = 0; i < out->n; i++) {
        TRY(child_of(db, a, items[i].id, today, &child));
        items[i].child_name = child.name;
    }
    return ERR_OK;
}

enum err store_assessment_count(struct db *db,
                                const struct assessment_filter *f, int64_t *n)
{
    return db_int(
        db, &q_assessment_count, n,
        VALS(INT(f->case_id), INT(f->account_id), INT(f->mine), INT(0)));
}

SQL(q_assessment_get,
    .text = "SELECT id, case_id, student_id, session_on, place, situation,"
            " state, advice, convened_at, assessed_at, version"
            " FROM my_assessment WHERE id = ?1",
    .row = &assessment_view);

SQL(q_assessment_seats,
    .text = "SELECT q.id, q.member_id, m.name, m.field, m.unit_name,"
            " q.account_id, q.advice, q.opinion, q.signed_at"
            " FROM my_assessment_seat q"
            " JOIN committee_member m ON m.id = q.member_id"
            " WHERE q.assessment_id = ?1 ORDER BY q.id",
    .row = &assessment_seat);

static enum err read_seats(struct db *db, struct arena *a, int64_t id,
                           struct list *out)
{
    return db_list(db, &q_assessment_seats, a, PANEL_MOST, out, VALS(INT(id)));
}

enum err store_assessment_get(struct db *db, struct arena *a, int64_t id,
                              const char *today, struct assessment_view *out)
{
    TRY(db_row(db, &q_assessment_get, a, out, VALS(INT(id))));
    out->child = arena_alloc(a, sizeof *out->child);
    if (!out->child)
        return ERR_NO_MEMORY;
    TRY(child_of(db, a, id, today, out->child));
    return read_seats(db, a, id, &out->seats);
}

/* ---- acting ---- */
SQL(q_assessment_sign,
    .text = "UPDATE assessment_seat SET advice = ?3, opinion = ?4,"
            " signed_at = ?5 WHERE id = ?1 AND account_id = ?2"
            " AND signed_at IS NULL",
    .access = SQL_SYSTEM, .why = "only the caller's own seat matches");

SQL(q_assessment_end,
    .text = "UPDATE assessment SET state = ?3, advice = ?4, assessed_at = ?5,"
            " version = version + 1 WHERE id = ?1 AND version = ?2"
            " AND state = 'convened'",
    .access = SQL_SYSTEM,
    .why = "the session was found in the caller's scope, and its version read");

static enum err end(struct db *db, const struct act *act,
                    const struct assessment_view *s, const char *state,
                    const char *advice)
{
    bool judged = strcmp(state, "cancelled") != 0;

    TRY(db_run(db, &q_assessment_end,
               VALS(INT(s->id), INT(s->version), TEXT(state), TEXT(advice),
                    INT(judged ? act->now_ms : INT_NONE))));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}

static enum err sign(struct db *db, struct arena *a, const struct act *act,
                     struct assessment_view *s,
                     const struct assessment_opinion *o)
{
    const struct assessment_seat *seat = assessment_my_seat(s, act->account_id);
    const struct assessment_note n = { s->session_on, NULL, INT_NONE, NULL };
    const char *verdict, *advice;

    TRY(db_run(db, &q_assessment_sign,
               VALS(INT(seat->id), INT(act->account_id), TEXT(o->advice),
                    SEAL("assessment_seat.opinion", seat->id, o->opinion),
                    INT(act->now_ms))));
    if (db_changes(db) != 1)
        return ERR_STALE;
    TRY(read_seats(db, a, s->id, &s->seats));
    verdict = assessment_verdict(&s->seats, &advice);
    if (!verdict)
        return ERR_OK;
    TRY(end(db, act, s, verdict, advice));
    return note(db, a, act, s->case_id, verdict, &n);
}

enum err store_assessment_act(struct db *db, struct arena *a,
                              const struct act *act, const char *action,
                              struct assessment_view *s, const void *in,
                              struct refusal *why)
{
    struct assessment_note n = { s->session_on, NULL, INT_NONE, NULL };

    TRY(assessment_may(action, s, act, why));
    if (strcmp(action, "opinion") == 0)
        return sign(db, a, act, s, in);
    n.reason = ((const struct assessment_cancel *)in)->reason;
    TRY(end(db, act, s, "cancelled", NULL));
    return note(db, a, act, s->case_id, "session_cancelled", &n);
}
