/* 决议 in the store. */
#include "store/resolution_store.h"

#include "store/inspection_store.h"
#include "store/meeting_store.h"

#define SEEN "it, or its meeting, was read through the caller's view"

SQL_SHARED(find_resolution,
           .text = "SELECT version FROM my_resolution WHERE id = ?1");

/* ---- lists ------------------------------------------------------------- */
#define OVERDUE(today)                                                         \
    "(r.state IN ('open', 'returned') AND r.due_on < " today ")"
#define LATE(today)                                                            \
    "(" OVERDUE(today) " OR EXISTS (SELECT 1 FROM my_resolution_step p"        \
                       " WHERE p.resolution_id = r.id AND p.action = 'report'" \
                       " AND p.on_date > p.due_on))"
#define SHOWN                                                                  \
    "SELECT r.id, r.meeting_id, r.number, m.title AS meeting, r.unit,"         \
    " u.name AS unit_name, r.demand, r.due_on, r.state, " OVERDUE(             \
        "?1") " AS overdue, " LATE("?1") " AS late, r.at, r.version"
/* The title of its meeting is for whoever has a task of it. */
#define FROM                                                                   \
    " FROM my_resolution r JOIN my_meeting m ON m.id = r.meeting_id"           \
    " JOIN unit u ON u.code = r.unit"
#define FILTERED                                                               \
    " WHERE (?2 IS NULL OR r.unit = ?2) AND (?3 IS NULL OR r.state = ?3)"      \
    " AND (?4 = 0 OR " OVERDUE("?1") ") AND (?5 IS NULL OR r.unit = ?5)"

SQL(q_resolution_list,
    .text = SHOWN FROM FILTERED " AND (?6 = 0 OR r.id < ?6)"
                                " ORDER BY r.id DESC LIMIT ?7",
    .row = &resolution_item);
SQL(q_resolution_count,
    .text = "SELECT count(r.version + m.version)" FROM FILTERED);
SQL(q_resolutions_of,
    .text = SHOWN FROM " WHERE r.meeting_id = ?2 ORDER BY r.number, r.id",
    .row = &resolution_item);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->today), TEXT((f)->unit), TEXT((f)->state),                       \
        INT((f)->overdue == 1), TEXT((f)->mine == 1 ? (f)->own : NULL)

enum err store_resolution_list(struct db *db, struct arena *a,
                               const struct resolution_filter *f,
                               struct list *out)
{
    return db_list(db, &q_resolution_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->before), INT(f->rows)));
}

enum err store_resolution_count(struct db *db,
                                const struct resolution_filter *f, int64_t *n)
{
    return db_int(db, &q_resolution_count, n, VALS(FILTER_VALS(f)));
}

enum err store_resolutions_of(struct db *db, struct arena *a, const char *today,
                              int64_t meeting, struct list *out)
{
    return db_list(db, &q_resolutions_of, a, RESOLUTIONS_MOST, out,
                   VALS(TEXT(today), INT(meeting)));
}

/* ---- one --------------------------------------------------------------- */
SQL(q_resolution_row,
    .text = "SELECT id, meeting_id, number, unit, giver, demand, due_on, state,"
            " reported_by, account_id, at, version FROM my_resolution"
            " WHERE id = ?1",
    .row = &resolution_row);
SQL(q_resolution_view,
    .text = SHOWN ", m.held_on, (SELECT g.name FROM unit g"
                  " WHERE g.code = r.giver) AS giver_name" FROM
                  " WHERE r.id = ?2",
    .row = &resolution_view);
SQL(q_resolution_steps,
    .text = "SELECT p.id, p.action, p.due_on, p.on_date, p.note,"
            " k.name AS account_name, u.name AS unit_name, p.at"
            " FROM my_resolution_step p JOIN account k ON k.id = p.account_id"
            " JOIN unit u ON u.code = p.unit WHERE p.resolution_id = ?1"
            " ORDER BY p.id",
    .row = &resolution_step);
SQL(q_resolution_evidence,
    .text = "SELECT v.id, v.step_id AS of, v.kind, t.type, v.attachment_id,"
            " t.size FROM my_meeting_evidence v JOIN my_attachment t"
            " ON t.id = v.attachment_id WHERE v.step_id IN (SELECT p.id"
            " FROM my_resolution_step p WHERE p.resolution_id = ?1"
            " AND p.at > 0) ORDER BY v.step_id, v.id",
    .row = &supervision_evidence);

static enum err find_steps(struct db *db, struct arena *a, int64_t id,
                           struct list *out)
{
    struct resolution_step *p;
    struct list evidence;

    TRY(db_list(db, &q_resolution_steps, a, RESOLUTION_STEPS_MOST, out,
                VALS(INT(id))));
    TRY(db_list(db, &q_resolution_evidence, a,
                RESOLUTION_STEPS_MOST * EVIDENCE_MOST, &evidence,
                VALS(INT(id))));
    p = out->items;
    for (size_t i = 0; i < out->n; i++) {
        p[i].title = resolution_step_title(p[i].action);
        p[i].evidence = supervision_of(&evidence, p[i].id);
    }
    return ERR_OK;
}

enum err store_resolution_view(struct db *db, struct arena *a,
                               const struct act *act, int64_t id,
                               struct resolution_view *out)
{
    struct resolution_row g;

    record_clear(&resolution_view, out);
    TRY(db_row(db, &q_resolution_view, a, out,
               VALS(TEXT(act->today), INT(id))));
    TRY(db_row(db, &q_resolution_row, a, &g, VALS(INT(id))));
    TRY(find_steps(db, a, id, &out->steps));
    return resolution_allowed(&g, act, a, &out->allowed_actions);
}

/* ---- giving ------------------------------------------------------------ */
SQL(q_resolution_number,
    .text = "SELECT coalesce(max(number), 0) + 1 FROM my_resolution"
            " WHERE meeting_id = ?1");
SQL(q_resolution_many, .text = "SELECT count(version) FROM my_resolution"
                               " WHERE meeting_id = ?1");
SQL(q_resolution_insert,
    .text = "INSERT INTO resolution (id, meeting_id, number, unit, giver,"
            " demand, due_on, account_id, at) VALUES (:id, :meeting_id,"
            " :number, :unit, :giver, :demand, :due_on, :account_id, :at)",
    .args = &resolution_row, .access = SQL_SYSTEM, .why = SEEN);
SQL(q_resolution_step_insert,
    .text = "INSERT INTO resolution_step (id, resolution_id, action, due_on,"
            " on_date, note, account_id, unit, at) VALUES (?1, ?2, ?3, ?4, ?5,"
            " ?6, ?7, ?8, ?9)",
    .access = SQL_SYSTEM, .why = SEEN);

static enum err add_step(struct db *db, const struct act *act, int64_t of,
                         const char *action, const char *due_on,
                         const char *note, int64_t *id)
{
    TRY(db_next_id(db, "resolution_step", id));
    return db_run(
        db, &q_resolution_step_insert,
        VALS(INT(*id), INT(of), TEXT(action), TEXT(due_on), TEXT(act->today),
             SEAL("resolution_step.note", *id, note), INT(act->account_id),
             TEXT(act->unit), INT(act->now_ms)));
}

static enum err give_one(struct db *db, const struct act *act,
                         struct resolution_row *r)
{
    int64_t step;

    TRY(db_next_id(db, "resolution", &r->id));
    TRY(db_put(db, &q_resolution_insert, r, r->id));
    return add_step(db, act, r->id, "resolve", r->due_on, r->demand, &step);
}

/* The meeting is there and was held, and what is asked can be given. */
static enum err give_may(struct db *db, struct arena *a, const struct act *act,
                         const struct resolution_in *in, struct refusal *why)
{
    struct meeting_row m;
    int64_t many;
    enum err e = store_meeting_row(db, a, in->meeting_id, &m);

    if (e == ERR_NOT_FOUND) {
        *why = (struct refusal) { "meeting_id", "unknown",
                                  "没有这个会议，没有保存。请刷新后再试。" };
        return ERR_INVALID;
    }
    TRY(e);
    TRY(meeting_resolve_may(&m, act, why));
    TRY(resolution_fits(in, act, why));
    TRY(db_int(db, &q_resolution_many, &many, VALS(INT(in->meeting_id))));
    if (many + (int64_t)in->units.n <= RESOLUTIONS_MOST)
        return ERR_OK;
    *why =
        (struct refusal) { "units", "too_many",
                           "这个会议的决议太多，没有保存。请并入已有的事项。" };
    return ERR_INVALID;
}

enum err store_resolution_give(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct resolution_in *in, int64_t *id,
                               struct refusal *why)
{
    const char *const *unit = in->units.items;
    struct resolution_row r;

    TRY(give_may(db, a, act, in, why));
    record_clear(&resolution_row, &r);
    r.meeting_id = in->meeting_id;
    r.giver = act->unit;
    r.demand = in->demand;
    r.due_on = in->due_on;
    r.account_id = act->account_id;
    r.at = act->now_ms;
    TRY(db_int(db, &q_resolution_number, &r.number, VALS(INT(r.meeting_id))));
    for (size_t i = 0; i < in->units.n; i++) {
        TRY(store_meeting_unit_fits(db, unit[i], why));
        r.unit = unit[i];
        TRY(give_one(db, act, &r));
        if (i == 0)
            *id = r.id;
    }
    return ERR_OK;
}

/* ---- steps ------------------------------------------------------------- */
SQL(q_resolution_update,
    .text = "UPDATE resolution SET due_on = :due_on, state = :state,"
            " reported_by = :reported_by, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &resolution_row, .access = SQL_SYSTEM, .why = SEEN);

enum err store_resolution_step(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct supervision_step *s, int64_t id,
                               int64_t version, const void *in,
                               struct refusal *why)
{
    const struct list *evidence = in; /* every body begins with it */
    struct resolution_row g;
    int64_t step;

    TRY(db_row(db, &q_resolution_row, a, &g, VALS(INT(id))));
    g.version = version;
    TRY(resolution_apply(s, act, in, &g, why));
    TRY(store_supervision_files(db, a, evidence, why));
    TRY(db_put_version(db, &q_resolution_update, &g, id));
    TRY(add_step(db, act, id, s->name, g.due_on, resolution_words(s, in),
                 &step));
    return store_meeting_keep(db, INT_NONE, step, evidence);
}
