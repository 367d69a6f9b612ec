/* 会议 in the store. */
#include "store/meeting_store.h"

#include <string.h>

#include "paper_parts.h"
#include "store/inspection_store.h"
#include "store/resolution_store.h"

#define SEEN "it was read through the caller's view, or is the caller's own"

SQL_SHARED(find_meeting,
           .text = "SELECT version FROM my_meeting WHERE id = ?1");

/* ---- lists ------------------------------------------------------------- */
#define PENDING "r.state IN ('open', 'reported', 'returned')"
#define LATE(today) "r.state IN ('open', 'returned') AND r.due_on < " today
#define OF_IT "(SELECT count(*) FROM my_resolution r WHERE r.meeting_id = m.id"
#define SHOWN                                                                  \
    "SELECT m.id, m.kind, m.title, m.held_on, m.place, m.chair, m.state,"      \
    " m.state = 'planned' AND m.held_on < ?1 AS overdue, m.version"
#define FILTERED                                                               \
    " FROM my_meeting m WHERE ?1 IS NOT NULL AND (?2 IS NULL OR m.kind = ?2)"  \
    " AND (?3 IS NULL OR m.state = ?3) AND (?4 IS NULL OR"                     \
    " substr(m.held_on, 1, 4) = CAST(?4 AS TEXT))"

SQL(q_meeting_list,
    .text = SHOWN
    ", " OF_IT " AND r.state <> 'withdrawn') AS resolutions,"
    " " OF_IT " AND " PENDING ") AS pending,"
    " " OF_IT
    " AND " LATE("?1") ") AS late" FILTERED
                       " AND (?5 = 0 OR m.id < ?5) ORDER BY m.id DESC LIMIT ?6",
    .row = &meeting_item);
SQL(q_meeting_count, .text = "SELECT count(m.version)" FILTERED);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->today), TEXT((f)->kind), TEXT((f)->state), INT((f)->year)

enum err store_meeting_list(struct db *db, struct arena *a,
                            const struct meeting_filter *f, struct list *out)
{
    return db_list(db, &q_meeting_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->before), INT(f->rows)));
}

enum err store_meeting_count(struct db *db, const struct meeting_filter *f,
                             int64_t *n)
{
    return db_int(db, &q_meeting_count, n, VALS(FILTER_VALS(f)));
}

/* ---- one --------------------------------------------------------------- */
SQL(q_meeting_row,
    .text = "SELECT id, kind, title, unit, held_on, place, chair, agenda,"
            " state, minutes, reason, account_id, at, version FROM my_meeting"
            " WHERE id = ?1",
    .row = &meeting_row);
SQL(q_meeting_view,
    .text = SHOWN ", m.agenda, m.minutes, m.reason,"
                  " k.name AS account_name, m.at FROM my_meeting m"
                  " JOIN account k ON k.id = m.account_id WHERE m.id = ?2",
    .row = &meeting_view);
SQL(q_meeting_units,
    .text = "SELECT y.unit, u.name AS unit_name FROM my_meeting_unit y"
            " JOIN unit u ON u.code = y.unit WHERE y.meeting_id = ?1"
            " ORDER BY y.id",
    .row = &meeting_unit);
SQL(q_meeting_evidence,
    .text = "SELECT v.id, v.meeting_id AS of, v.kind, t.type, v.attachment_id,"
            " t.size FROM my_meeting_evidence v JOIN my_attachment t"
            " ON t.id = v.attachment_id WHERE v.meeting_id = ?1 ORDER BY v.id",
    .row = &supervision_evidence);

enum err store_meeting_row(struct db *db, struct arena *a, int64_t id,
                           struct meeting_row *out)
{
    return db_row(db, &q_meeting_row, a, out, VALS(INT(id)));
}

enum err store_meeting_view(struct db *db, struct arena *a,
                            const struct act *act, int64_t id,
                            struct meeting_view *out)
{
    struct meeting_row g;
    struct refusal why;

    record_clear(&meeting_view, out);
    TRY(db_row(db, &q_meeting_view, a, out, VALS(TEXT(act->today), INT(id))));
    TRY(store_meeting_row(db, a, id, &g));
    TRY(db_list(db, &q_meeting_units, a, MEETING_UNITS_MOST, &out->units,
                VALS(INT(id))));
    TRY(db_list(db, &q_meeting_evidence, a, EVIDENCE_MOST, &out->evidence,
                VALS(INT(id))));
    TRY(store_resolutions_of(db, a, act->today, id, &out->resolutions));
    out->may_resolve = meeting_resolve_may(&g, act, &why) == ERR_OK;
    return meeting_allowed(&g, act, a, &out->allowed_actions);
}

/* ---- planning ---------------------------------------------------------- */
SQL(q_meeting_unit_known,
    .text = "SELECT count(*) FROM unit WHERE code = ?1 AND active = 1");
SQL(q_meeting_insert,
    .text = "INSERT INTO meeting (id, kind, title, unit, held_on, place, chair,"
            " agenda, account_id, at) VALUES (:id, :kind, :title, :unit,"
            " :held_on, :place, :chair, :agenda, :account_id, :at)",
    .args = &meeting_row, .access = SQL_SYSTEM, .why = SEEN);
SQL(q_meeting_unit_insert,
    .text = "INSERT INTO meeting_unit (id, meeting_id, unit)"
            " VALUES (?1, ?2, ?3)",
    .access = SQL_SYSTEM, .why = SEEN);

enum err store_meeting_unit_fits(struct db *db, const char *unit,
                                 struct refusal *why)
{
    int64_t known;

    TRY(db_int(db, &q_meeting_unit_known, &known, VALS(TEXT(unit))));
    if (known)
        return ERR_OK;
    *why = (struct refusal) { "units", "unknown",
                              "没有其中一个单位，没有保存。请重新选择。" };
    return ERR_INVALID;
}

static enum err invite(struct db *db, int64_t meeting, const struct list *units,
                       struct refusal *why)
{
    const char *const *unit = units->items;

    for (size_t i = 0; i < units->n; i++) {
        int64_t id;
        enum err e;

        TRY(store_meeting_unit_fits(db, unit[i], why));
        TRY(db_next_id(db, "meeting_unit", &id));
        e = db_run(db, &q_meeting_unit_insert,
                   VALS(INT(id), INT(meeting), TEXT(unit[i])));
        if (e == ERR_CONFLICT) {
            *why = (struct refusal) {
                "units", "repeated",
                "同一个单位选了两次，没有保存。请去掉重复的。"
            };
            return ERR_INVALID;
        }
        TRY(e);
    }
    return ERR_OK;
}

enum err store_meeting_plan(struct db *db, const struct act *act,
                            const struct meeting_in *in, int64_t *id,
                            struct refusal *why)
{
    struct meeting_row g;

    record_clear(&meeting_row, &g);
    TRY(db_next_id(db, "meeting", &g.id));
    g.kind = in->kind;
    g.title = in->title;
    g.unit = act->unit;
    g.held_on = in->held_on;
    g.place = in->place;
    g.chair = in->chair;
    g.agenda = in->agenda;
    g.account_id = act->account_id;
    g.at = act->now_ms;
    *id = g.id;
    TRY(db_put(db, &q_meeting_insert, &g, g.id));
    return invite(db, g.id, &in->units, why);
}

/* ---- steps ------------------------------------------------------------- */
SQL(q_meeting_update,
    .text = "UPDATE meeting SET held_on = :held_on, place = :place,"
            " state = :state, minutes = :minutes, reason = :reason,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &meeting_row, .access = SQL_SYSTEM, .why = SEEN);
SQL(q_meeting_standing,
    .text = "SELECT count(*) FROM my_resolution WHERE meeting_id = ?1"
            " AND state <> 'withdrawn'");
SQL(q_meeting_evidence_insert,
    .text = "INSERT INTO meeting_evidence (id, meeting_id, step_id, kind,"
            " attachment_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    .access = SQL_SYSTEM, .why = SEEN);

enum err store_meeting_keep(struct db *db, int64_t meeting, int64_t step,
                            const struct list *evidence)
{
    const struct evidence_in *e = evidence->items;

    for (size_t i = 0; i < evidence->n; i++) {
        int64_t id;

        TRY(db_next_id(db, "meeting_evidence", &id));
        TRY(db_run(db, &q_meeting_evidence_insert,
                   VALS(INT(id), INT(meeting), INT(step), TEXT(e[i].kind),
                        INT(e[i].attachment_id))));
    }
    return ERR_OK;
}

/* Amended minutes keep the files of before. */
static enum err few_enough(struct db *db, struct arena *a, int64_t id,
                           const struct list *more, struct refusal *why)
{
    struct list kept;

    TRY(db_list(db, &q_meeting_evidence, a, EVIDENCE_MOST, &kept,
                VALS(INT(id))));
    if (kept.n + more->n <= EVIDENCE_MOST)
        return ERR_OK;
    *why = (struct refusal) { "evidence", "too_many",
                              "会议纪要的文件太多，没有保存。请合并成一个文件"
                              "再上传。" };
    return ERR_INVALID;
}

enum err store_meeting_step(struct db *db, struct arena *a,
                            const struct act *act,
                            const struct supervision_step *s, int64_t id,
                            int64_t version, const void *in,
                            struct refusal *why)
{
    const struct list *evidence = in; /* every body begins with it */
    struct meeting_row g;
    int64_t standing;

    TRY(store_meeting_row(db, a, id, &g));
    TRY(db_int(db, &q_meeting_standing, &standing, VALS(INT(id))));
    g.version = version;
    TRY(meeting_apply(s, standing, act, in, &g, why));
    TRY(store_supervision_files(db, a, evidence, why));
    TRY(few_enough(db, a, id, evidence, why));
    TRY(db_put_version(db, &q_meeting_update, &g, id));
    return store_meeting_keep(db, id, INT_NONE, evidence);
}

/* ---- on paper ---------------------------------------------------------- */
static const char *names_of(struct arena *a, const struct list *units)
{
    const struct meeting_unit *u = units->items;
    const char *out = "";

    for (size_t i = 0; i < units->n && out; i++)
        out = arena_printf(a, "%s%s%s", out, i ? "、" : "", u[i].unit_name);
    return out;
}

enum err store_meeting_paper(struct db *db, struct arena *a,
                             const struct act *act, int64_t id,
                             struct paper_set *set)
{
    struct paper_places places = { .county = NULL };
    struct meeting_view v;
    struct meeting_row g;
    struct paper *p;

    TRY(store_meeting_row(db, a, id, &g));
    if (!g.minutes)
        return ERR_NOT_FOUND;
    TRY(store_meeting_view(db, a, act, id, &v));
    TRY(paper_unit(db, a, g.unit, &places));
    places.document_title = arena_printf(a, "%s纪要", g.title);
    places.meeting_kind = g.kind;
    places.meeting_on = g.held_on;
    places.meeting_place = g.place;
    places.meeting_chair = g.chair;
    places.meeting_units = names_of(a, &v.units);
    places.meeting_agenda = paper_indented(a, g.agenda);
    places.meeting_minutes = paper_indented(a, g.minutes);
    places.resolutions = v.resolutions;
    p = paper_next(a, set);
    if (!p || !places.document_title || !places.meeting_units ||
        !places.meeting_agenda || !places.meeting_minutes)
        return ERR_NO_MEMORY;
    TRY(paper_fill(a, "meeting_minutes", &places, p));
    p->voided = strcmp(g.state, "cancelled") == 0;
    p->void_reason = p->voided ? g.reason : NULL;
    set->title = places.document_title;
    return ERR_OK;
}
